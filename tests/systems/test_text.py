from selaras.systems.rules.text import core_words, data_names, parts, terms


def test_core_of_a_name_is_what_it_does():
    assert core_words("Sistem Informasi Manajemen Kepegawaian (SIMPEG)") == ("kepegawaian",)
    assert core_words("e-Surat Kecamatan Diwek", frozenset({"diwek"})) == ("surat",)


def test_a_name_of_general_words_keeps_them():
    assert core_words("Portal Data") == ("portal", "data")


def test_terms_are_stems_with_a_word_to_show():
    found = terms("Pelayanan perizinan dan izin usaha")
    assert set(found) == {"izin", "usaha"}
    assert found["usaha"] == "usaha"


def test_lists_are_taken_apart_as_people_write_them():
    assert parts("1. Data pegawai; 2) Pangkat\n- Pensiun, Cuti.") == [
        "Data pegawai",
        "Pangkat",
        "Pensiun",
        "Cuti",
    ]


def test_plain_fields_are_no_data_that_somebody_holds():
    found = data_names("Nama, alamat, Data Penduduk (per desa); tanggal lahir pasien")
    assert list(found.values()) == ["Data Penduduk", "tanggal lahir pasien"]
    assert list(data_names("data penduduk")) == list(data_names("Penduduk"))

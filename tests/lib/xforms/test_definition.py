import pytest

from selaras.lib.xforms.conversion import convert_workbook, with_identity
from selaras.lib.xforms.definition import FormDefinition, parse_form
from tests.questionnaires.forms import REFERENCE

ENGLISH, INDONESIAN = "English (en)", "Bahasa Indonesia (id)"


@pytest.fixture(scope="module")
def xform() -> str:
    return convert_workbook(REFERENCE.encode()).xform


@pytest.fixture(scope="module")
def form(xform: str) -> FormDefinition:
    return parse_form(xform)


def test_form_says_what_it_is(form: FormDefinition) -> None:
    assert (form.form_id, form.version, form.root) == ("survei_sistem", "2026112601", "data")
    assert form.title == "Survei sistem informasi"
    assert form.languages == (INDONESIAN, ENGLISH)
    assert [form.language(each) for each in ("id", "en", "jv")] == [INDONESIAN, ENGLISH, INDONESIAN]


def test_questions_leave_out_notes_and_calculations(form: FormDefinition) -> None:
    names = [each.name for each in form.questions]
    assert len(names) == 14
    assert not {"ringkas", "jumlah", "total"} & set(names)
    assert [each.path for each in form.repeats] == ["/data/sistem/sis"]


def test_fields_keep_words_and_rules(form: FormDefinition) -> None:
    asn = form.by_path["/data/asn"]
    assert (asn.type, asn.control, asn.required) == ("int", "input", "true()")
    assert asn.constraint == ". >= 0 and . <= 20000"
    assert asn.constraint_messages == {INDONESIAN: "Isi antara 0 dan 20.000"}
    assert (asn.label(ENGLISH), asn.label()) == ("Number of civil servants", "Jumlah ASN")
    users = form.by_path["/data/sistem/sis/pengguna"]
    assert users.multiple
    assert users.repeat == "/data/sistem/sis"
    assert form.by_path["/data/sistem"].relevant == " /data/ada_sistem  = 'ya'"
    assert (
        form.by_path["/data/sistem/ringkas"].label(INDONESIAN)
        == "Ada {jumlah} sistem, {total} juta"
    )


def test_choices_come_from_their_list(form: FormDefinition) -> None:
    village = form.by_path["/data/kelurahan"]
    assert [each.value for each in village.choices] == ["kaliwungu", "rejoagung"]
    basis = form.by_path["/data/sistem/sis/basis"]
    assert (basis.choice("lain", ENGLISH), basis.choice("entah")) == ("Other", "entah")


@pytest.mark.parametrize(
    "text", ["", "bukan XML", "<a/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"]
)
def test_what_is_no_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an XForm"):
        parse_form(text)


def test_identity_is_set_without_touching_the_rest(xform: str, form: FormDefinition) -> None:
    named = with_identity(xform, form, form_id="a&b", version='2"', title="<Survei>")
    again = parse_form(named)
    assert (again.form_id, again.version, again.title) == ("a&b", '2"', "<Survei>")
    assert again.fields == form.fields
    assert named.count("<data ") == 1


def test_identity_takes_text_as_it_stands(xform: str, form: FormDefinition) -> None:
    named = with_identity(xform, form, form_id="a", version="1", title=r"Survei \1 \g<0>")
    assert parse_form(named).title == r"Survei \1 \g<0>"

import csv
from pathlib import Path

import pytest

from selaras.systems import actions
from selaras.systems.actions import load_reference
from selaras.systems.models import Edition, MetadataAttribute, ReferenceCode, System
from selaras.systems.queries.exported import LICENSE_NAMES, PLATFORM_NAMES

DATA = Path(actions.__file__).parent.parent / "data"
pytestmark = pytest.mark.django_db


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_all_codes_and_attributes_of_the_files_are_there(reference):
    assert ReferenceCode.objects.count() == len(rows("arch_reference_codes.csv")) == 197
    assert MetadataAttribute.objects.count() == len(rows("arch_metadata_attributes.csv"))
    names = MetadataAttribute.objects.filter(entity="04").values_list("name", flat=True)
    assert len(names) == 21
    assert names[12] == "Basis Aplikasi"
    assert MetadataAttribute.objects.get(entity="04", number=13).choices == [
        "Desktop", "Web", "Cloud", "Mobile",
    ]  # fmt: skip
    edition = Edition.objects.get()
    assert (edition.valid_from, edition.valid_until) == (2022, None)
    assert "SE MenPANRB 18/2022" in edition.source


def test_a_code_is_unique_with_its_reference_only(reference):
    assert ReferenceCode.objects.filter(code="01.01").count() == 6
    assert str(ReferenceCode.objects.get(reference="RAA", code="02.02")) == (
        "02.02 Aplikasi Fungsi Tertentu"
    )


def test_loading_again_changes_nothing_and_mends_what_differs(
    reference, django_assert_max_num_queries
):
    ReferenceCode.objects.filter(reference="RAB", code="01").update(name="Lain")
    own = ReferenceCode.objects.create(reference="RAA", code="02.02.01", level=3, name="Lokal")
    load_reference()
    assert ReferenceCode.objects.get(reference="RAB", code="01").name.startswith("Pertahanan")
    own.refresh_from_db()
    assert own.is_local
    with django_assert_max_num_queries(6) as captured:
        load_reference()
    written = [q["sql"] for q in captured if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []


def test_the_choices_of_a_system_are_the_allowed_values_of_the_regulation(reference):
    def allowed(number):
        return set(MetadataAttribute.objects.get(entity="04", number=number).choices)

    assert set(PLATFORM_NAMES.values()) == allowed(13)
    assert set(System.Platform.values) - set(PLATFORM_NAMES) == {"spreadsheet"}
    assert set(LICENSE_NAMES.values()) == allowed(15)
    assert set(System.LicenseType.values) == set(LICENSE_NAMES)

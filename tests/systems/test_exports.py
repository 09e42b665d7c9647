import importlib.util
import io
import os
import re
from datetime import date
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree as ET

import openpyxl
import pytest
import yaml
from django.urls import reverse

from selaras.systems.models import MetadataAttribute, ReferenceCode, System
from selaras.systems.queries import architecture, software_of
from selaras.systems.rules import archimate, publiccode
from selaras.systems.rules.archimate import ElementType, RelationType
from tests.factories.systems import InterfaceFactory, SystemFactory

NS = {"a": archimate.NAMESPACE}
TYPE = f"{{{archimate.XSI}}}type"


@pytest.fixture
def register(reference, round_, agency, other):
    code = ReferenceCode.objects.get(reference="RAA", code="02.02")
    simpus = SystemFactory(
        round=round_, agency=agency, name="SIMPUS <&> “puskesmas”", application_code=code,
        platform="web", more_platforms="mobile;spreadsheet", data_held="Data pasien; Stok obat",
        data_input="Data pasien", license_type="open_source", problem="=SUM(A1)", year=2015,
        has_backup=False,
    )  # fmt: skip
    atcs = SystemFactory(round=round_, agency=other, name="ATCS", data_output="Lalu lintas kota")
    InterfaceFactory(round=round_, source=simpus, target=atcs, data="Rute", state="live")
    InterfaceFactory(round=round_, source=None, source_text="BPJS", target=simpus, data="Peserta")
    return simpus


def test_official_list_is_in_the_order_of_the_regulation(client_for, people, round_, register):
    address = reverse("systems:export", args=[round_.slug, "xlsx"])
    response = client_for(people.inspector).get(address)
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    header, *rows = sheet.iter_rows(values_only=True)
    official = MetadataAttribute.objects.filter(entity="04").values_list("name", flat=True)
    assert list(header[:21]) == list(official)
    row = dict(zip(header, rows[0], strict=True))
    assert row["Nama Aplikasi"] == register.name  # Dinas Kesehatan comes first
    assert row["Kode Model Referensi SPBE"] == "02.02 Aplikasi Fungsi Tertentu"
    assert row["Basis Aplikasi"].startswith("Web; Mobile; ")
    assert row["Tipe Lisensi"] == "Open Source"
    assert row["ID"] == f"S{register.pk}"
    assert row["Kendala"] == "'=SUM(A1)"


def test_the_exported_list_can_be_brought_in_again(client_for, people, round_, register):
    from selaras.systems.queries import plan_import
    from selaras.systems.types import Mapped

    address = reverse("systems:export", args=[round_.slug, "xlsx"])
    data = client_for(people.planner).get(address).content
    plan = plan_import(by=people.planner, round=round_, data=data, mapped=Mapped())
    assert plan.problems == []
    assert {row.system for row in plan.rows} == set(System.objects.all())
    assert {name for row in plan.rows for name in row.changes} <= {"register_id", "problem"}


def test_csv_has_the_same_columns(client_for, people, round_, register):
    address = reverse("systems:export", args=[round_.slug, "csv"])
    text = client_for(people.leadership).get(address).content.decode("utf-8-sig")
    assert text.startswith("ID,Nama Aplikasi,Uraian Aplikasi")


def test_exports_are_for_the_office(client_for, people, round_, register):
    for form in ("xlsx", "csv", "archimate"):
        address = reverse("systems:export", args=[round_.slug, form])
        assert client_for(None).get(address).status_code == 302
        assert client_for(people.citizen).get(address).status_code == 403
    unknown = reverse("systems:export", args=[round_.slug, "exe"])
    assert client_for(people.planner).get(unknown).status_code == 404


@pytest.fixture
def model_file(register, round_, tmp_path):
    path = tmp_path / "model.xml"
    path.write_bytes(archimate.write(architecture(round_)))
    return path


def test_exchange_file_has_the_parts_of_the_schema_in_order(model_file):
    root = ET.parse(model_file).getroot()
    assert root.tag == f"{{{archimate.NAMESPACE}}}model"
    assert [child.tag.rpartition("}")[2] for child in root] == [
        "name", "documentation", "elements", "relationships", "organizations",
        "propertyDefinitions",
    ]  # fmt: skip
    identifiers = [node.get("identifier") for node in root.iter() if node.get("identifier")]
    assert len(identifiers) == len(set(identifiers))
    known = set(identifiers)
    for relation in root.find("a:relationships", NS):
        assert {relation.get("source"), relation.get("target")} <= known
    refs = {node.get("propertyDefinitionRef") for node in root.iter()} - {None}
    assert refs <= {node.get("identifier") for node in root.find("a:propertyDefinitions", NS)}
    items = {node.get("identifierRef") for node in root.iter()} - {None}
    assert items <= known


def official_schema():
    """The schema of the Open Group, as etcion (Python ≥ 3.12) brings it, or from a named folder."""
    spec = importlib.util.find_spec("etcion")
    folder = os.environ.get("ARCHIMATE_XSD") or (
        spec and Path(spec.origin).parent / "serialization" / "schema"
    )
    if not folder:
        pytest.skip("the official schema is not there: install etcion or set ARCHIMATE_XSD")
    return Path(folder) / "archimate3_Model.xsd"


def test_exchange_file_is_valid_by_the_official_schema(model_file):
    etree = pytest.importorskip("lxml.etree")
    schema = etree.XMLSchema(etree.parse(official_schema()))
    schema.assertValid(etree.parse(model_file))
    empty = archimate.write(archimate.Model("id-0", "Uji", "", [], []))
    schema.assertValid(etree.fromstring(empty))


def test_exchange_file_has_names_types_and_order_of_the_schema(model_file):
    """The same without the schema: what it asks of each element and relationship."""
    root = ET.parse(model_file).getroot()
    for node in root.iter():
        if identifier := node.get("identifier"):
            assert re.fullmatch(r"[A-Za-z_][\w.-]*", identifier)  # an xs:ID
    order = ["name", "documentation", "properties"]
    for holder, allowed in (("elements", ElementType), ("relationships", RelationType)):
        for node in root.find(f"a:{holder}", NS):
            assert node.get(TYPE) in get_args(allowed)
            parts = [child.tag.rpartition("}")[2] for child in node]
            assert parts == [part for part in order if part in parts]
            assert "name" in parts or holder == "relationships"
            assert node.get("accessType") in {None, "Access", "Read", "Write", "ReadWrite"}
    for node in root.find("a:propertyDefinitions", NS):
        assert node.get("type") == "string"


def test_exchange_file_is_read_by_an_independent_reader(model_file, register, caplog):
    """pyArchimate knows nothing of Selaras, and checks each relation against the language."""
    pyarchimate = pytest.importorskip("pyArchimate")
    model = pyarchimate.Model("uji")
    model.read(str(model_file))
    assert model.check_invalid_relationships() == []
    by_type = {}
    for element in model.elements:
        by_type.setdefault(str(element.type), []).append(element)
    names = {kind: {each.name for each in found} for kind, found in by_type.items()}
    assert names["ApplicationComponent"] == {register.name, "ATCS", "BPJS"}
    assert names["BusinessActor"] == {"Dinas Kesehatan", "Dinas Perhubungan"}
    assert names["DataObject"] == {"Data pasien", "Stok obat", "Lalu lintas kota"}
    kinds = {str(each.type) for each in model.relationships}
    assert kinds == {"Serving", "Flow", "Access", "Assignment"}
    flows = {
        (r.source.name, r.target.name, r.name) for r in model.relationships if r.type == "Flow"
    }
    assert flows == {(register.name, "ATCS", "Rute"), ("BPJS", register.name, "Peserta")}
    component = next(each for each in by_type["ApplicationComponent"] if each.name == register.name)
    assert component.prop("Basis Aplikasi").startswith("Web; Mobile")
    assert "error" not in caplog.text.lower()


def test_a_model_for_other_tools_does_not_tell_weaknesses(model_file):
    text = model_file.read_text()
    assert "SUM(A1)" not in text
    assert "Ada Cadangan" not in text


def test_an_exchange_file_keeps_to_the_language():
    unit = archimate.Element("id-1", "BusinessActor", "Dinas")
    system = archimate.Element("id-2", "ApplicationComponent", "SIMPUS")
    wrong = archimate.Relation("id-3", "Assignment", "id-1", "id-2")
    model = archimate.Model("id-0", "Uji", "", [unit, system], [wrong])
    with pytest.raises(ValueError, match="not allowed"):
        archimate.write(model)


def test_an_exchange_file_of_nothing_has_no_empty_parts():
    root = ET.fromstring(archimate.write(archimate.Model("id-0", "Uji", "", [], [])))
    assert [child.tag.rpartition("}")[2] for child in root] == ["name"]


def software(**changes):
    return publiccode.Software(
        **{
            "name": "SIMPUS: “puskesmas”", "repository": "https://git.example.go.id/simpus.git",
            "licence": "AGPL-3.0-or-later", "owner": "Dinas Kesehatan", "status": "in_use",
            "platforms": ["web", "mobile"], "function": "public_service", "database": "MySQL 8",
            "description": "Pendaftaran pasien #1 - cepat", "contact": "Budi (contoh)",
            "features": ["daftar: pasien", "- rujukan"], **changes,
        }
    )  # fmt: skip


def test_publiccode_has_what_the_standard_wants():
    read = yaml.safe_load(publiccode.write(software()))
    mandatory = (
        "publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus",
        "softwareType", "description", "legal", "maintenance", "localisation",
    )  # fmt: skip
    assert [key for key in mandatory if key not in read] == []
    assert read["developmentStatus"] == "stable"
    assert read["softwareType"] == "standalone/web"
    assert read["legal"]["license"] == "AGPL-3.0-or-later"
    words = read["description"]["id"]
    assert len(words["shortDescription"]) <= 150 <= len(words["longDescription"])
    assert words["features"] == ["daftar: pasien", "- rujukan"]
    assert read["maintenance"] == {
        "type": "internal",
        "contacts": [{"name": "Budi (contoh)", "affiliation": "Dinas Kesehatan"}],
    }
    assert read["localisation"]["availableLanguages"] == ["id"]
    assert read["dependsOn"] == {"open": [{"name": "MySQL 8"}]}


def test_publiccode_of_a_contract_names_its_end():
    made = publiccode.write(software(contractor="CV Contoh", contract_until=date(2027, 1, 2)))
    assert yaml.safe_load(made)["maintenance"] == {
        "type": "contract",
        "contractors": [{"name": "CV Contoh", "until": "2027-01-02"}],
    }


def test_publiccode_says_what_is_missing():
    lacking = software(repository="git@x", licence="", description="", contact="")
    assert publiccode.missing(lacking) == ["repository", "licence", "description", "contact"]
    with pytest.raises(ValueError, match="repository"):
        publiccode.write(lacking)


def test_publiccode_is_offered_for_open_systems_only(client_for, people, register):
    client = client_for(people.planner)
    address = reverse("systems:publiccode", args=[register.pk])
    assert client.get(address).status_code == 404
    System.objects.filter(pk=register.pk).update(
        repository="https://git.example.go.id/simpus.git", licence="MIT", contact="Budi (contoh)"
    )
    register.refresh_from_db()
    assert publiccode.missing(software_of(register)) == []
    read = yaml.safe_load(client.get(address).content)
    assert read["name"] == register.name
    System.objects.filter(pk=register.pk).update(license_type="proprietary")
    assert client.get(address).status_code == 404

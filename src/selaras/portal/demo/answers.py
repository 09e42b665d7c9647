"""The demo's answers to the survey forms, as a phone or the web page would send them."""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml.ElementTree import fromstring

from selaras.lib.xforms.definition import XF, FormDefinition, H, local
from selaras.portal.demo.people import DOMAIN
from selaras.portal.demo.rows import WORDS

Values = dict[str, Any]  # groups as dicts, repeats as lists of dicts

# Staff by kind of unit and where one unit differs, so that all together fit the regency of 2019.
STAFF = {
    "badan": (35, 85),
    "bagian": (9, 24),
    "dinas": (40, 110),
    "inspektorat": (40, 60),
    "kecamatan": (18, 42),
    "rsud": (220, 480),
    "satpol_pp": (70, 120),
    "sekretariat_dprd": (35, 60),
    "disdikbud": (3600, 4000),
    "dinkes": (900, 1100),
}
ICT_STAFF = {"bagian": (0, 1), "kecamatan": (0, 1), "rsud": (4, 7), "diskominfo": (18, 26)}
ICT_TASKS = ("devices", "systems", "data", "publishing", "helping")
# Millions of rupiah a year for devices, internet, systems and people.
ICT_BUDGET = {
    "kecamatan": ((5, 25), (9, 24), (0, 4), (0, 3)),
    "bagian": ((5, 30), (0, 6), (0, 20), (0, 4)),
    "rsud": ((150, 400), (80, 160), (120, 350), (10, 40)),
    "diskominfo": ((600, 900), (1500, 2400), (500, 900), (80, 160)),
}
BUDGET = ((15, 90), (18, 96), (0, 120), (0, 20))
HEADS = {
    "inspektorat": "Inspektur",
    "rsud": "Direktur {name}",
    "kecamatan": "Camat {field}",
    "sekretariat_dprd": "Sekretaris DPRD",
}
TASKS = {
    "badan": "Membantu Bupati melaksanakan fungsi penunjang urusan pemerintahan di bidang {field}.",
    "bagian": "Menyiapkan kebijakan dan koordinasi Sekretariat Daerah di bidang {field}.",
    "dinas": "Membantu Bupati melaksanakan urusan pemerintahan di bidang {field}.",
    "inspektorat": "Membina dan mengawasi pelaksanaan urusan pemerintahan daerah.",
    "kecamatan": "Mengoordinasikan pemerintahan, pelayanan, dan pemberdayaan di {name}.",
    "rsud": "Menyelenggarakan pelayanan kesehatan perorangan, rujukan, dan gawat darurat.",
    "satpol_pp": "Menegakkan peraturan daerah, menjaga ketertiban, dan melindungi masyarakat.",
    "sekretariat_dprd": "Memberi dukungan administrasi dan keahlian kepada DPRD.",
}
DEVELOPERS = {"national": "Pemerintah pusat", "provincial": "Pemerintah provinsi"}
HOSTS = {"national": "national", "provincial": "province"}


def answer_xml(
    form: FormDefinition, xform: str, values: Mapping[str, Any], *, instance_id: str
) -> bytes:
    """An answer with the elements of the form's own model, in its order.

    What `values` leave out stays as the form has it: empty or its default; a repeat has no row.

    Raises:
        KeyError: a value for something the form does not hold.
    """
    model = fromstring(xform.encode()).find(f"{H}head/{XF}model/{XF}instance")
    assert model is not None
    root = Element(form.root, {"id": form.form_id, "version": form.version})
    meta = {**values.get("meta", {}), "instanceID": instance_id}
    repeats = {each.path for each in form.repeats}
    _fill(root, model[0], {**values, "meta": meta}, f"/{form.root}", repeats)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _fill(
    made: Element, model: Element, values: Mapping[str, Any], path: str, repeats: set[str]
) -> None:
    parts = {local(child): child for child in model}  # a repeat's first row stands for its template
    if unknown := values.keys() - parts.keys():
        raise KeyError(f"{path}: {', '.join(sorted(unknown))}")
    for name, part in parts.items():
        here, value = f"{path}/{name}", values.get(name)
        if here in repeats:
            for row in value or ():
                _fill(SubElement(made, name), part, row, here, repeats)
        elif len(part):
            _fill(SubElement(made, name), part, value or {}, here, repeats)
        else:
            SubElement(made, name).text = part.text if value is None else _text(value)


def _text(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def unit_answers(row: Mapping[str, Any]) -> dict[str, Values]:
    """What one unit of the survey's data answers, by form id."""
    unit = _units()[row["agency"]]
    return {
        "skpd_profil": _profile(unit, row),
        "skpd_sistem": _systems(unit, row["systems"]),
        "skpd_kebutuhan": _wishes(row["needs"], row["ideas"]),
    }


@lru_cache(maxsize=1)
def _units() -> dict[str, Mapping[str, str]]:
    text = (Path(__file__).parent / "data/agencies.json").read_text(encoding="utf-8")
    return {unit["slug"]: unit for unit in json.loads(text)}


def _number(slug: str, what: str, low: int, high: int) -> int:
    """The same number between low and high each time the demo is made."""
    digest = sha256(f"{slug}/{what}".encode()).digest()
    return low + int.from_bytes(digest[:4], "big") % (high - low + 1)


def _of(unit: Mapping[str, str], table: Mapping[str, Any], default: Any) -> Any:
    return table.get(unit["slug"], table.get(unit["kind"], default))


def _profile(unit: Mapping[str, str], row: Mapping[str, Any]) -> Values:
    name, staff = unit["name"], _staff(unit)
    return {
        "unit": {"unit_name": name, "short_name": unit["short"], "unit_kind": unit["kind"]},
        "people": {
            "head_position": _of(unit, HEADS, "Kepala {name}").format(**_words(unit)),
            "officer_name": f"Petugas {unit['short']} (contoh)",
            "officer_position": "Petugas",
            "office_email": f"{unit['slug']}@{DOMAIN}",
        },
        "staff": staff,
        "ict": _ict(unit),
        "tasks": {
            "main_task": TASKS[unit["kind"]].format(**_words(unit)),
            "serves_public": "yes" if _serves_public(unit, row) else "no",
            "smart_city_role": row["ideas"][0]["title"],
        },
        "places": {"locations": [_place(unit, staff["staff_count"])], "location_count": 1},
        "budget": _budget(unit, staff["asn_count"]),
        "meta": {"instanceName": f"Profil {name}"},
    }


def _words(unit: Mapping[str, str]) -> dict[str, str]:
    name = unit["name"]
    field = name.split(" ", 1)[-1]
    return {"name": name, "field": field if unit["kind"] == "kecamatan" else field.lower()}


def _staff(unit: Mapping[str, str]) -> Values:
    """Contract civil servants (PPPK) took up work from 2021 on; in 2019 there were none."""
    slug = unit["slug"]
    asn = _number(slug, "asn", *_of(unit, STAFF, STAFF["dinas"]))
    others = asn * _number(slug, "non-asn", 10, 35) // 100
    return {
        "pns_count": asn,
        "pppk_count": 0,
        "asn_count": asn,
        "asn_degree_count": asn * _number(slug, "degree", 45, 75) // 100,
        "non_asn_count": others,
        "staff_count": asn + others,
    }


def _ict(unit: Mapping[str, str]) -> Values:
    slug = unit["slug"]
    count = _number(slug, "ict", *_of(unit, ICT_STAFF, (1, 3)))
    if not count:
        return {"ict_count": 0}
    return {
        "ict_count": count,
        "ict_graduate_count": _number(slug, "graduate", 0, count),
        "ict_functional_count": _number(slug, "functional", 0, count // 2),
        "ict_trained_count": _number(slug, "trained", 0, count),
        "ict_tasks": ICT_TASKS[: _number(slug, "tasks", 1, len(ICT_TASKS))],
    }


def _serves_public(unit: Mapping[str, str], row: Mapping[str, Any]) -> bool:
    served = any(system["users"] != "pegawai" for system in row["systems"])
    return served or unit["kind"] in ("kecamatan", "rsud")


def _place(unit: Mapping[str, str], staff: int) -> Values:
    slug = unit["slug"]
    rural = unit["kind"] == "kecamatan" and slug != "kec-jombang"
    kinds = ("radio", "mobile", "fibre") if rural else ("fibre",)
    return {
        "location_name": f"Kantor {unit['name']}",
        "location_staff": staff,
        "internet_kind": kinds[_number(slug, "internet", 0, len(kinds) - 1)],
        "internet_speed": (5, 10, 20)[_number(slug, "speed", 0, 2)] * (1 if rural else 5),
    }


def _budget(unit: Mapping[str, str], asn: int) -> Values:
    slug = unit["slug"]
    ranges = zip(
        ("devices", "internet", "systems", "people"), _of(unit, ICT_BUDGET, BUDGET), strict=True
    )
    parts = {
        f"budget_{name}": 1_000_000 * _number(slug, name, low, high) for name, (low, high) in ranges
    }
    return {
        "budget_year": 2019,
        "unit_budget": asn * 1_000_000 * _number(slug, "budget", 90, 160),
        **parts,
        "ict_budget": sum(parts.values()),
        "ict_budget_million": sum(parts.values()) // 1_000_000,  # each part is whole millions
        "budget_source": ("apbd", "blud") if unit["kind"] == "rsud" else ("apbd",),
    }


def _systems(unit: Mapping[str, str], rows: list[Mapping[str, Any]]) -> Values:
    made: Values = {"has_systems": "yes" if rows else "no", "system_count": len(rows)}
    return {**made, "systems": [_system(unit, row) for row in rows]}


def _system(unit: Mapping[str, str], row: Mapping[str, Any]) -> Values:
    plain = ("name", "description", "year", "user_count", "data_held", "shares_with", "problem")
    words = {name: _word(name, row[name]) for name in ("function", "status", "users", "platform")}
    builder = _word("owner_kind", row["owner_kind"])
    made = {**{name: row[name] for name in plain}, **words, "builder": builder}
    if words["status"] in ("in_use", "building"):  # the form asks no more of the others
        made["architecture"] = {"data_used": row["data_held"], "data_customer": row["shares_with"]}
        made["operation"] = dict(_operation(unit, builder, words["platform"]))
    return made


def _operation(unit: Mapping[str, str], builder: str, platform: str) -> Iterator[tuple[str, str]]:
    yield "operator_unit", unit["name"]
    if builder != "vendor":
        yield "developer_unit", DEVELOPERS.get(builder, unit["name"])
    if builder in HOSTS:
        yield "host", HOSTS[builder]
    elif platform in ("spreadsheet", "desktop"):
        yield "host", "unit_computer"


def _wishes(needs: list[Mapping[str, Any]], ideas: list[Mapping[str, Any]]) -> Values:
    return {
        "has_needs": "yes" if needs else "no",
        "needs": [{**need, "urgency": _word("urgency", need["urgency"])} for need in needs],
        "need_count": len(needs),
        "has_ideas": "yes" if ideas else "no",
        "ideas": [dict(idea) for idea in ideas],
        "idea_count": len(ideas),
    }


def _word(field: str, word: str) -> str:
    """The value of the model, which is that of the form, for a word of the demo's data."""
    return str(WORDS[field][word])

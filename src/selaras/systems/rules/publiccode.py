"""publiccode.yml of a system whose code is open: the standard's keys, in its order.

https://yml.publiccode.tools, version 0.5.0. Values are written as JSON strings, which YAML reads
alike, so that nothing a person typed can change the structure.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

VERSION = "0.5.0"
SHORT, LEAST_LONG, LONG = 150, 150, 10_000
STATUSES = {
    "planned": "concept",
    "building": "development",
    "in_use": "stable",
    "unused": "obsolete",
}
TYPES = {
    "web": "standalone/web",
    "cloud": "standalone/web",
    "mobile": "standalone/mobile",
    "desktop": "standalone/desktop",
}
PLATFORMS = {"web": "web", "cloud": "web", "mobile": "mobile", "desktop": "desktop"}
OPEN_DATABASES = ("mysql", "mariadb", "postgres", "sqlite", "mongodb", "firebird")
CLOSED_DATABASES = ("oracle", "sql server", "access", "db2")
CATEGORIES = {
    "public_service": "digital-citizenship",
    "administration": "workflow-management",
    "data": "data-collection",
    "finance": "financial-reporting",
    "personnel": "hr",
    "oversight": "compliance-management",
}


@dataclass(frozen=True)
class Software:
    """What the file is made of; `platforms`, `status` and `function` are codes of the register."""

    name: str
    repository: str
    licence: str
    owner: str
    status: str
    platforms: Sequence[str]
    function: str
    description: str
    purpose: str = ""
    features: Sequence[str] = ()
    landing: str = ""
    contact: str = ""
    contractor: str = ""
    contract_until: date | None = None
    database: str = ""
    used_by: Sequence[str] = ()


def missing(software: Software) -> list[str]:
    """Fields that the standard wants and the register does not hold yet."""
    wanted = {
        "repository": software.repository.startswith(("http://", "https://")),
        "licence": bool(software.licence),
        "description": bool(software.description or software.purpose),
        "contact": bool(software.contact or (software.contractor and software.contract_until)),
    }
    return [name for name, there in wanted.items() if not there]


def write(software: Software) -> str:
    """The file as text.

    Raises:
        ValueError: something that the standard wants is missing (see `missing`).
    """
    if lacking := missing(software):
        raise ValueError(f"missing: {', '.join(lacking)}")
    forms = [form for form in software.platforms if form in TYPES]
    content: dict[str, object] = {
        "publiccodeYmlVersion": VERSION,
        "name": software.name,
        "url": software.repository,
    }
    if software.landing.startswith(("http://", "https://")):
        content["landingURL"] = software.landing
    content |= {
        "platforms": list(dict.fromkeys(PLATFORMS[form] for form in forms)) or ["web"],
        "categories": [CATEGORIES.get(software.function, "it-management")],
    }
    if software.used_by:
        content["usedBy"] = list(software.used_by)
    content |= {
        "developmentStatus": STATUSES[software.status],
        "softwareType": TYPES[forms[0]] if forms else "standalone/other",
        "intendedAudience": {"countries": ["id"], "scope": ["government"]},
        "description": {"id": _described(software)},
        "legal": {
            "license": software.licence,
            "mainCopyrightOwner": software.owner,
            "repoOwner": software.owner,
        },
        "maintenance": _maintenance(software),
        "localisation": {"localisationReady": False, "availableLanguages": ["id"]},
    }
    if depends := _depends(software.database):
        content["dependsOn"] = depends
    return "\n".join(["---", *_yaml(content, 0), ""])


def _described(software: Software) -> dict[str, object]:
    short = " ".join((software.description or software.purpose).split())
    return {
        "shortDescription": short if len(short) <= SHORT else f"{short[: SHORT - 1].rstrip()}…",
        "longDescription": _long(software),
        "features": list(software.features) or [short[:100]],
    }


def _long(software: Software) -> str:
    """At least the 150 characters that the standard wants, from what the register says."""
    text = " ".join(
        part for part in (software.description.strip(), software.purpose.strip()) if part
    )
    sentences = [
        f"{software.name} dikelola oleh {software.owner}.",
        "Kode sumbernya terbuka dan dapat dipakai ulang oleh pemerintah daerah lain menurut"
        f" lisensi {software.licence}.",
        "Keterangan ini dibuat dari daftar sistem informasi pemerintah daerah.",
    ]
    for sentence in sentences:
        if len(text) < LEAST_LONG:
            text = f"{text} {sentence}".strip()
    return text[:LONG]


def _maintenance(software: Software) -> dict[str, object]:
    if software.contractor and software.contract_until:
        contractor = {"name": software.contractor, "until": str(software.contract_until)}
        return {"type": "contract", "contractors": [contractor]}
    contact = {"name": software.contact, "affiliation": software.owner}
    return {"type": "internal", "contacts": [contact]}


def _depends(database: str) -> dict[str, object]:
    """The database under the kind of its licence; nothing where that is not known."""
    name = database.casefold()
    for kind, known in (("open", OPEN_DATABASES), ("proprietary", CLOSED_DATABASES)):
        if any(each in name for each in known):
            return {kind: [{"name": database}]}
    return {}


def _yaml(value: object, depth: int) -> Iterator[str]:
    """Block style; scalars as JSON."""
    pad = "  " * depth
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if isinstance(inner, Mapping | list):
                yield f"{pad}{key}:"
                yield from _yaml(inner, depth + 1)
            else:
                yield f"{pad}{key}: {json.dumps(inner, ensure_ascii=False)}"
    elif isinstance(value, list):
        for item in value:
            if isinstance(item, Mapping):
                lines = list(_yaml(item, depth + 1))
                yield f"{pad}- {lines[0].strip()}"
                yield from lines[1:]
            else:
                yield f"{pad}- {json.dumps(item, ensure_ascii=False)}"

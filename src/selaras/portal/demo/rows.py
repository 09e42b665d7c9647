"""The demo's answers as the rows of the workbooks that a unit or planner would fill in."""

from collections.abc import Mapping
from typing import Any

from selaras.initiatives.models import BudgetLine, Initiative
from selaras.initiatives.topics import TOPIC_LABELS
from selaras.initiatives.workbook import node_label
from selaras.needs.models import Need
from selaras.organisations.models import Agency
from selaras.strategy.models import Dimension, PlanNode, Round, Subdimension
from selaras.systems.models import System

WORDS: dict[str, dict[str, str]] = {
    "function": {
        "layanan publik": System.Function.PUBLIC_SERVICE,
        "administrasi pemerintahan": System.Function.ADMINISTRATION,
        "data dan informasi": System.Function.DATA,
        "keuangan": System.Function.FINANCE,
        "kepegawaian": System.Function.PERSONNEL,
        "pengawasan": System.Function.OVERSIGHT,
    },
    "status": {
        "direncanakan": System.Status.PLANNED,
        "dibangun": System.Status.BUILDING,
        "digunakan": System.Status.IN_USE,
        "tidak digunakan": System.Status.UNUSED,
    },
    "users": {
        "pegawai": System.Users.STAFF,
        "masyarakat": System.Users.PUBLIC,
        "pegawai dan masyarakat": System.Users.BOTH,
    },
    "platform": {
        "web": System.Platform.WEB,
        "android": System.Platform.MOBILE,
        "desktop": System.Platform.DESKTOP,
        "spreadsheet": System.Platform.SPREADSHEET,
    },
    "owner_kind": {
        "dibangun sendiri": System.Builder.SELF,
        "pihak ketiga": System.Builder.VENDOR,
        "pemerintah pusat": System.Builder.NATIONAL,
        "pemerintah provinsi": System.Builder.PROVINCIAL,
    },
    "urgency": {
        "tinggi": Need.Urgency.HIGH,
        "sedang": Need.Urgency.MEDIUM,
        "rendah": Need.Urgency.LOW,
    },
}
PHASES = {
    "jangka pendek": Initiative.Phase.SHORT,
    "jangka menengah": Initiative.Phase.MEDIUM,
    "jangka panjang": Initiative.Phase.LONG,
}
SOURCES = {"Lainnya": BudgetLine.Source.OTHER}


class Names:
    """What the workbooks call dimensions and units."""

    def __init__(self, round_: Round) -> None:
        dimensions = Dimension.objects.filter(edition=round_.edition)
        self.dimension = {each.code: each.label for each in dimensions}
        subs = Subdimension.objects.filter(dimension__edition=round_.edition).select_related(
            "dimension"
        )
        self.sub = {each.code: f"{each.dimension.label} · {each.name_id}" for each in subs}
        missions = PlanNode.objects.filter(document=round_.plan, kind=PlanNode.Kind.MISSION)
        self.mission = {each.code: node_label(each) for each in missions}
        self.agency = dict(Agency.objects.values_list("slug", "name"))


def _word(field: str, value: str) -> str:
    """The word of the list in the workbook for a word of the demo's data."""
    choice = WORDS[field][value]
    return str(choice.label)  # type: ignore[attr-defined]


def system_row(row: Mapping[str, Any]) -> dict[str, object]:
    plain = ("name", "description", "year", "user_count", "data_held", "shares_with", "problem")
    return {
        **{name: row[name] for name in plain},
        **{name: _word(name, row[name]) for name in ("function", "status", "users", "platform")},
        "builder": _word("owner_kind", row["owner_kind"]),
    }


def need_row(row: Mapping[str, Any], names: Names) -> dict[str, object]:
    made: dict[str, object] = {
        "title": row["title"],
        "description": row["description"],
        "dimension": names.dimension[row["dimension"]],
        "subdimension": names.sub[row["subdimension"]],
    }
    if "urgency" in row:
        made |= {"urgency": _word("urgency", row["urgency"]), "affected": row.get("affected", "")}
    if "benefit" in row:
        made["benefit"] = row["benefit"]
    return made


def programme_rows(
    rows: list[Mapping[str, Any]], names: Names
) -> dict[str, list[dict[str, object]]]:
    """All programmes as the seven sheets of the programme workbook."""
    made: dict[str, list[dict[str, object]]] = {
        key: []
        for key in ("programmes", "topics", "milestones", "budget", "kpis", "risks", "needs")
    }
    for row in rows:
        code = row["code"]
        made["programmes"].append(_programme(row, names))
        made["topics"] += [
            {"code": code, "topic": str(TOPIC_LABELS[topic]), "text": words}
            for topic, words in row["topics"].items()
        ]
        made["milestones"] += [{"code": code, **each} for each in row["milestones"]]
        made["budget"] += [
            {"code": code, **each, "source": _source(each["source"])} for each in row["budget"]
        ]
        made["kpis"] += [_kpi(code, each) for each in row["kpis"]]
        made["risks"] += [{"code": code, **each} for each in row["risks"]]
        made["needs"] += [{"code": code, "title": title} for title in row["needs"]]
    return made


def _source(word: str) -> str:
    return str(BudgetLine.Source(SOURCES.get(word, word)).label)


def _kpi(code: str, kpi: Mapping[str, Any]) -> dict[str, object]:
    targets = {f"target_{year}": value for year, value in kpi["targets"].items()}
    plain = {name: kpi[name] for name in ("name", "unit", "baseline")}
    return {"code": code, **plain, **targets}


def _programme(row: Mapping[str, Any], names: Names) -> dict[str, object]:
    plain = "code title problem goal output outcome beneficiaries place start_year end_year"
    return {
        **{name: row[name] for name in plain.split()},
        "dimension": names.dimension[row["dimension"]],
        "subdimension": names.sub[row["subdimension"]],
        "owner": names.agency[row["owner"]],
        "supporters": "; ".join(
            [*(names.agency[slug] for slug in row["supporters"]), *row["partners"]]
        ),
        "areas": "; ".join(row["areas"]),
        "phase": str(PHASES[row["phase"]].label),
        "plan_node": names.mission.get(str(row["mission"]), ""),
        "nomenclature_code": row["nomenclature"]["code"],
        "nomenclature_name": row["nomenclature"]["name"],
        "depends_on": "; ".join(row["depends_on"]),
    }

"""The workbook of a round's programmes: one file to fill in, to export and to import again.

Its words are Indonesian in either language of the site, so that a file made by one person can be
read back by another.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from selaras.initiatives.models import BudgetLine, Initiative
from selaras.initiatives.queries import Sheet as ProgrammeSheet
from selaras.initiatives.queries import sheets as programme_sheets
from selaras.initiatives.rules import TOPICS
from selaras.initiatives.topics import TOPIC_LABELS
from selaras.lib.sheets import Column, Sheet, write_workbook
from selaras.organisations.models import Agency
from selaras.strategy.models import PlanNode, Round
from selaras.strategy.queries import dimension_words, sub_word

LANGUAGE = "id"
KIND = "selaras-initiatives"
MORE = "; "  # between several names in one cell
LARGEST = 10**15  # of an indicator; more is a slip of the keyboard
Rows = Mapping[str, Sequence[Mapping[str, object]]]


class Names:
    """The words of a workbook for the records that it speaks of, both ways."""

    def __init__(self, round_: Round) -> None:
        words = dimension_words(round_.edition_id)
        self.dimensions, self.subdimensions = words.dimensions, words.subdimensions
        self.aliases, self.sub_aliases = words.aliases, words.sub_aliases
        self.agencies = {each.name: each for each in Agency.objects.order_by("name")}
        self.phases = {str(label): value for value, label in Initiative.Phase.choices}
        self.sources = {str(label): value for value, label in BudgetLine.Source.choices}
        self.topics = {str(TOPIC_LABELS[code]): code for code in TOPICS}
        nodes = PlanNode.objects.filter(document_id=round_.plan_id) if round_.plan_id else ()
        self.plan_nodes = {node_label(node): node for node in nodes}

    def phase(self, value: str) -> str:
        return _label(self.phases, value)

    def source(self, value: str) -> str:
        return _label(self.sources, value)


def _label(names: Mapping[str, str], value: str) -> str:
    return next((name for name, known in names.items() if known == value), value)


def node_label(node: PlanNode) -> str:
    """Short and lasting: the kind and number, not the text."""
    return f"{node.get_kind_display()} {node.code}"


def workbook_sheets(round_: Round, names: Names) -> tuple[Sheet, ...]:
    """The seven sheets; call it in the workbook's language."""
    code = Column("code", _("Code"), required=True, width=12, max_length=20)
    years: dict[str, Any] = {"minimum": round_.start_year, "maximum": round_.end_year}
    return (
        _programme_sheet(names, years),
        _topic_sheet(code, names),
        _milestone_sheet(code),
        _budget_sheet(code, names, years),
        _kpi_sheet(code, round_),
        _risk_sheet(code),
        _need_sheet(code),
    )


def _topic_sheet(code: Column, names: Names) -> Sheet:
    topic = Column(
        "topic", _("Topic"), "choice", required=True, choices=tuple(names.topics), width=30
    )
    text = Column("text", _("Answer"), "long", required=True, width=90)
    return Sheet("topics", _("Topics"), (code, topic, text))


def _milestone_sheet(code: Column) -> Sheet:
    title = Column("title", _("Milestone"), required=True, width=60, max_length=200)
    due = Column("due", _("Due"), "date", required=True)
    done_on = Column("done_on", _("Done on"), "date")
    return Sheet("milestones", _("Milestones"), (code, title, due, done_on))


def _budget_sheet(code: Column, names: Names, years: Mapping[str, Any]) -> Sheet:
    sources = tuple(names.sources)
    columns = (
        code,
        Column("year", _("Year"), "integer", required=True, **years),
        Column("source", _("Source of funds"), "choice", required=True, choices=sources),
        Column("amount", _("Amount (Rp)"), "money", required=True, minimum=0),
    )
    return Sheet("budget", _("Budget"), columns)


def _risk_sheet(code: Column) -> Sheet:
    scale: dict[str, Any] = {"required": True, "minimum": 1, "maximum": 5}
    columns = (
        code,
        Column("text", _("Risk"), required=True, width=60, max_length=300),
        Column("likelihood", _("Likelihood (1-5)"), "integer", **scale),
        Column("impact", _("Impact (1-5)"), "integer", **scale),
        Column("mitigation", _("Mitigation"), width=60, max_length=300),
    )
    return Sheet("risks", _("Risks"), columns)


def _need_sheet(code: Column) -> Sheet:
    number = Column("need_code", _("Need code"), help=_("May stay empty."), width=14)
    title = Column("title", _("Need"), required=True, width=90, max_length=200)
    return Sheet("needs", _("Needs"), (code, number, title))


def _programme_sheet(names: Names, years: Mapping[str, Any]) -> Sheet:
    plan: dict[str, Any] = (
        {"kind": "choice", "choices": tuple(names.plan_nodes)} if names.plan_nodes else {}
    )
    return Sheet(
        "programmes",
        _("Programmes"),
        (
            *_what_and_who(names),
            Column("problem", _("Problem"), "long", width=40),
            Column("goal", _("Goal"), "long", width=40),
            Column("output", _("Output"), "long", width=40),
            Column("outcome", _("Outcome"), "long", width=40),
            Column("beneficiaries", _("Beneficiaries"), "long", width=40),
            Column("place", _("Place"), max_length=300),
            Column(
                "areas",
                _("Sub-districts"),
                "long",
                help=_("Area codes, parted by a semicolon."),
            ),
            Column("phase", _("Phase"), "choice", choices=tuple(names.phases)),
            Column("start_year", _("First year"), "integer", required=True, **years),
            Column("end_year", _("Last year"), "integer", required=True, **years),
            Column("plan_node", _("Link to the RPJMD"), **plan),
            Column("nomenclature_code", _("Nomenclature code"), max_length=30),
            Column("nomenclature_name", _("Nomenclature name"), max_length=200),
            Column(
                "depends_on",
                _("Follows the programmes"),
                help=_("Programme codes, parted by a semicolon."),
            ),
            Column("inspiration", _("Inspired by"), max_length=300),
        ),
    )


def _what_and_who(names: Names) -> tuple[Column, ...]:
    return (
        Column("code", _("Code"), required=True, unique=True, width=12, max_length=20),
        Column("title", _("Programme name"), required=True, width=40, max_length=200),
        Column(
            "dimension",
            _("Dimension"),
            "choice",
            required=True,
            choices=tuple(names.dimensions),
            aliases=names.aliases,
        ),
        Column(
            "subdimension",
            _("Sub-dimension"),
            "choice",
            choices=tuple(names.subdimensions),
            aliases=names.sub_aliases,
        ),
        Column(
            "owner",
            _("Owner unit"),
            "choice",
            required=True,
            choices=tuple(names.agencies),
            width=40,
        ),
        Column(
            "supporters",
            _("Supporting units and partners"),
            "long",
            help=_("Several names are parted by a semicolon."),
        ),
    )


def _kpi_sheet(code: Column, round_: Round) -> Sheet:
    limits: dict[str, Any] = {"minimum": -LARGEST, "maximum": LARGEST}
    targets = tuple(
        Column(f"target_{year}", _("Target %(year)s") % {"year": year}, "decimal", **limits)
        for year in round_.years
    )
    return Sheet(
        "kpis",
        _("Indicators"),
        (
            code,
            Column("name", _("Indicator"), required=True, width=50, max_length=200),
            Column("unit", _("Unit of measure"), required=True, max_length=60),
            Column("baseline", _("Baseline"), "decimal", **limits),
            *targets,
        ),
    )


def template(round_: Round) -> bytes:
    """An empty workbook to fill in."""
    return build(round_, {})


def export(round_: Round) -> bytes:
    """All programmes of the round; importing it again changes nothing."""
    with translation.override(LANGUAGE):
        names = Names(round_)
        found = programme_sheets(Initiative.objects.filter(round=round_).order_by("code"))
        return build(round_, export_rows(found, names))


def build(round_: Round, rows: Rows) -> bytes:
    """A workbook with these rows (by sheet key, then column key; names as `Names` knows them)."""
    with translation.override(LANGUAGE):
        return write_workbook(
            workbook_sheets(round_, Names(round_)),
            rows,
            meta={"kind": KIND, "round": round_.slug},
            cover=(
                (_("Programmes"), round_.name),
                (
                    _("How to fill it in"),
                    _(
                        "One row per programme on the first sheet. On the other sheets each row"
                        " begins with the programme's code."
                    ),
                ),
                (
                    _("When you upload it again"),
                    _(
                        "A known code changes that programme, a new code makes a new one. Parts on"
                        " the other sheets are replaced for every programme in the file."
                    ),
                ),
            ),
        )


def export_rows(
    found: Iterable[ProgrammeSheet], names: Names
) -> dict[str, list[dict[str, object]]]:
    rows: dict[str, list[dict[str, object]]] = {
        key: []
        for key in ("programmes", "topics", "milestones", "budget", "kpis", "risks", "needs")
    }
    topics = {code: name for name, code in names.topics.items()}
    for sheet in found:
        code = sheet.initiative.code
        rows["programmes"].append(_programme_row(sheet, names))
        rows["topics"] += [
            {"code": code, "topic": topics[topic], "text": text}
            for topic, text in sheet.topics.items()
            if text
        ]
        rows["milestones"] += [
            {"code": code, "title": each.title, "due": each.due, "done_on": each.done_on}
            for each in sheet.milestones
        ]
        rows["budget"] += [
            {"code": code, "year": year, "source": names.source(source), "amount": amount}
            for (year, source), amount in sorted(sheet.budget.amounts.items())
        ]
        rows["kpis"] += [_kpi_row(code, kpi) for kpi in sheet.kpis]
        rows["risks"] += [
            {
                "code": code,
                "text": each.text,
                "likelihood": each.likelihood,
                "impact": each.impact,
                "mitigation": each.mitigation,
            }
            for each in sheet.risks
        ]
        rows["needs"] += [
            {"code": code, "need_code": f"K{each.need.pk}", "title": each.need.title}
            for each in sheet.needs
        ]
    return rows


def _programme_row(sheet: ProgrammeSheet, names: Names) -> dict[str, object]:
    initiative = sheet.initiative
    plain = (
        "code title problem goal output outcome beneficiaries place start_year end_year"
        " nomenclature_code nomenclature_name inspiration"
    )
    sub, node = initiative.subdimension, initiative.plan_node
    return {
        **{name: getattr(initiative, name) for name in plain.split()},
        "dimension": initiative.dimension.name_id,
        "subdimension": sub_word(sub) if sub else "",
        "owner": initiative.owner.name,
        "supporters": MORE.join(each.name for each in sheet.supporters),
        "areas": MORE.join(each.code for each in sheet.areas),
        "phase": names.phase(initiative.phase),
        "plan_node": node_label(node) if node else "",
        "depends_on": MORE.join(each.code for each in sheet.depends_on),
    }


def _kpi_row(code: str, kpi: Any) -> dict[str, object]:
    targets = {f"target_{target.year}": target.value for target in kpi.targets.all()}
    return {"code": code, "name": kpi.name, "unit": kpi.unit, "baseline": kpi.baseline, **targets}

"""What will be done: programmes, alignment, milestones, targets, and the choice of quick wins."""

from django.utils.translation import gettext as _

from selaras.initiatives.documents import sheet_blocks
from selaras.initiatives.queries import Sheet
from selaras.lib import charts
from selaras.lib.document import Block, Heading, PageBreak, Paragraph, figure, text
from selaras.lib.indonesia import amount, long_date, number, rupiah_short
from selaras.masterplan.blocks.parts import cell, link, missing, table
from selaras.masterplan.queries import RoundData
from selaras.portfolio.models import Choice
from selaras.portfolio.queries import Ranked


def of_dimension(data: RoundData, code: str) -> tuple[Block, ...]:
    """The programmes of one dimension, with a chart of their money by year and source."""
    dimension = next((each for each in data.dimensions if each.code == code), None)
    sheets = data.by_dimension.get(dimension.pk, []) if dimension else []
    if dimension is None or not sheets:
        return missing(_("No programme is entered in this dimension yet."))
    rows = [
        (
            each.initiative.code,
            link(data, each.initiative, each.initiative.title),
            each.initiative.owner.label,
            each.initiative.get_phase_display(),
            f"{each.initiative.start_year}–{each.initiative.end_year}",
            rupiah_short(_sum(each)),
        )
        for each in sheets
    ]
    header = (_("Code"), _("Programme"), _("Unit"), _("Phase"), _("Years"), _("Budget"))
    listed = table(
        _("Programmes, %(name)s") % {"name": dimension.label}, header, rows,
        widths=(1.1, 4, 2, 1.7, 1.5, 1.6), align=("left", "left", "left", "left", "left", "right"),
    )  # fmt: skip
    money = [row for row in data.money if row.dimension_id == dimension.pk]
    if not money:
        return (listed,)
    chart = charts.stacked(
        _("Indicative budget, %(name)s") % {"name": dimension.label},
        _("Indicative budget per year, divided by source of funds."),
        [(str(row.year), row.source, row.amount / 1_000_000) for row in money],
        header=(_("Year"), _("Source of funds"), _("Rp million")),
        unit=_("Rp million"),
    )
    return (listed, figure(chart))


def _sum(sheet: Sheet) -> int:
    return sum(sheet.budget.amounts.values())


def alignment(data: RoundData) -> tuple[Block, ...]:
    """Dimension × mission of the RPJMD, then each programme with its part and nomenclature code."""
    if not data.sheets:
        return missing(_("No programme is entered yet. Enter programmes under Programmes."))
    rows = []
    for each in data.sheets:
        path = [node for node in each.plan_path if node.kind != "vision"]
        where = " › ".join(f"{node.get_kind_display()} {node.code}" for node in path)
        rows.append(
            (
                link(data, each.initiative),
                where or cell(_("not linked yet"), "warn"),
                each.initiative.nomenclature_code or "–",
                each.initiative.nomenclature_name,
            )
        )
    header = (_("Programme"), _("Part of the RPJMD"), _("Nomenclature code"), _("Nomenclature"))
    listed = table(_("Alignment with the RPJMD"), header, rows, widths=(4, 3, 1.4, 3))
    return (*_matrix(data), listed)


def _matrix(data: RoundData) -> tuple[Block, ...]:
    """The codes of the programmes where a dimension meets a mission."""
    met: dict[tuple[int, str], list[str]] = {}
    missions: dict[str, str] = {}
    for each in data.sheets:
        mission = next((node for node in each.plan_path if node.kind == "mission"), None)
        if mission is not None:
            missions[mission.code] = f"{mission.get_kind_display()} {mission.code}"
            met.setdefault((each.initiative.dimension_id, mission.code), []).append(
                each.initiative.code
            )
    if not missions:
        return ()
    codes = sorted(missions)
    rows = [
        (
            dimension.label,
            *(", ".join(met.get((dimension.pk, code), ())) or "–" for code in codes),
        )
        for dimension in data.dimensions
    ]
    header = (_("Dimension"), *(missions[code] for code in codes))
    return (table(_("Programmes where dimension and mission meet"), header, rows),)


def milestones(data: RoundData) -> tuple[Block, ...]:
    rows = [
        (link(data, each.initiative), milestone.title, long_date(milestone.due))
        for each in data.sheets
        for milestone in each.initiative.milestones.all()
    ]
    if not rows:
        return missing(_("No milestone is entered yet. Enter them on the programme sheets."))
    header = (_("Programme"), _("Milestone"), _("Due"))
    return (table(_("Milestones"), header, rows, widths=(3.5, 4.5, 2)),)


def kpis(data: RoundData) -> tuple[Block, ...]:
    rows = []
    for each in data.sheets:
        for kpi in each.kpis:
            targets = sorted(kpi.targets.all(), key=lambda target: target.year)
            values = "; ".join(f"{target.year}: {amount(target.value)}" for target in targets)
            rows.append(
                (
                    link(data, each.initiative),
                    f"{kpi.name} ({kpi.unit})",
                    amount(kpi.baseline),
                    values,
                )
            )
    if not rows:
        return missing(_("No indicator is entered yet. Enter them on the programme sheets."))
    header = (_("Programme"), _("Indicator"), _("Baseline"), _("Targets"))
    return (
        table(
            _("Indicators and targets"), header, rows,
            widths=(3, 3.5, 1.2, 3.5), align=("left", "left", "right", "left"),
        ),
    )  # fmt: skip


def choice(data: RoundData) -> tuple[Block, ...]:
    """The ranking of each dimension with what people chose beside it."""
    choices = {each.initiative_id: each for each in data.choices}
    shown = {sheet.initiative.pk for sheet in data.sheets}
    rankings = [
        (each.dimension, [r for r in each.rows if r.initiative.pk in shown])
        for each in data.ranking
    ]
    ranked = [(dimension, rows) for dimension, rows in rankings if rows]
    if not ranked:
        return missing(_("No programme has been scored yet. Score them under Choice."))
    words = _(
        "Several people scored each programme on fixed, worded scales of 0 to 100."
        " The points add up by weight. People chose, with the ranking beside them."
    )
    header = (
        _("Rank"),
        _("Programme"),
        _("Points"),
        _("Judges from–to"),
        _("Choice"),
        _("Reason"),
    )
    tables = [
        table(
            _("Ranking, %(name)s") % {"name": dimension.label},
            header,
            [_ranked(data, row, choices.get(row.initiative.pk)) for row in rows],
            widths=(1.2, 4, 1, 1.5, 1.2, 2.6),
            align=("right", "left", "right", "right", "left", "left"),
        )
        for dimension, rows in ranked
    ]
    return (Paragraph(text(words)), *tables)


def _ranked(data: RoundData, row: Ranked, choice: Choice | None) -> tuple[object, ...]:
    points = row.points
    chosen = cell(_("chosen, %(year)s") % {"year": choice.year}, "ok") if choice else ""
    return (
        row.rank or "–",
        link(data, row.initiative),
        number(points.mean, 2) if points else "–",
        f"{number(points.least, 1)}–{number(points.most, 1)}" if points else "–",
        chosen,
        choice.reason if choice else "",
    )


def quick_wins(data: RoundData) -> tuple[Block, ...]:
    """One sheet per quick win, each beginning a page."""
    if not data.quick_wins:
        return missing(_("No quick win has been chosen yet. Choose them under Choice."))
    return _sheets(data)


def _sheets(data: RoundData) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for number_, each in enumerate(data.quick_wins):
        if number_:
            blocks.append(PageBreak())
        title = f"{each.initiative.code} {each.initiative.title}"
        blocks.append(Heading(2, title, f"lembar-{each.initiative.code.lower()}"))
        blocks.append(
            Paragraph(link(data, each.initiative, _("Open this programme on the site")), "small")
        )
        blocks.extend(sheet_blocks(each, base_level=3))
    return tuple(blocks)

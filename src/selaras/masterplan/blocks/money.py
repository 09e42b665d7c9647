"""When and with how much money."""

from collections import defaultdict
from collections.abc import Callable

from django.utils.translation import gettext as _

from selaras.initiatives.queries import MoneyRow
from selaras.lib import charts
from selaras.lib.document import (
    Align,
    Block,
    Cell,
    PageBreak,
    Paragraph,
    Shade,
    Table,
    figure,
    text,
)
from selaras.lib.indonesia import number
from selaras.masterplan.blocks.parts import cell, link, missing, table
from selaras.masterplan.queries import RoundData

MILLION = 1_000_000
RIGHT: Align = "right"
PHASE_SHADES: dict[str, Shade] = {"short": "ok", "medium": "brand", "long": "off"}


def roadmap(data: RoundData) -> tuple[Block, ...]:
    """Programmes × years on a landscape page; a cell holds the year's money in Rp million."""
    if not data.roadmap:
        return missing(_("No programme is entered yet. Enter programmes under Programmes."))
    years = list(data.round.years)
    rows: list[tuple[Cell, ...]] = []
    for dimension in data.dimensions:
        mine = [row for row in data.roadmap if row.initiative.dimension_id == dimension.pk]
        if mine:
            rows.append((Cell(text(dimension.label, bold=True), "off", span=len(years) + 2),))
        for row in mine:
            shade = PHASE_SHADES.get(row.initiative.phase, "brand")
            cells = [
                Cell(text(_amount(row.budget.get(year, 0)) or "●"), shade)
                if year in row.years
                else cell("")
                for year in years
            ]
            rows.append(
                (cell(link(data, row.initiative)), cell(row.initiative.owner.label), *cells)
            )
    header = (_("Programme"), _("Unit"), *(str(year) for year in years))
    listed = Table(
        header=tuple(header),
        rows=tuple(rows),
        caption=_("Roadmap, indicative budget in Rp million"),
        widths=(5, 1.8, *(1 for _year in years)),
        align=("left", "left", *(RIGHT for _year in years)),
    )
    key = _(
        "Green: short term. Blue: medium term. Grey: long term. A dot: without money of its own."
    )
    return (
        PageBreak(landscape=True),
        Paragraph(text(key), "small"),
        listed,
        PageBreak(landscape=False),
    )


def _amount(rupiah: int) -> str:
    return number(round(rupiah / MILLION)) if rupiah else ""


def budget(data: RoundData) -> tuple[Block, ...]:
    if not data.money:
        return missing(_("No budget is entered yet. Enter it on the programme sheets."))
    labels = {each.pk: each.label for each in data.dimensions}
    chart = charts.stacked(
        _("Indicative budget by dimension"),
        _("Indicative budget per year, divided by dimension."),
        [
            (str(year), labels.get(dimension, ""), amount / MILLION)
            for (dimension, year), amount in sorted(
                _sums(data, lambda row: (row.dimension_id, row.year)).items(),
                key=lambda item: item[0][1],
            )
        ],
        header=(_("Year"), _("Dimension"), _("Rp million")),
        unit=_("Rp million"),
    )
    by_source = [row.source for row in data.money]
    sources = {source: source for source in dict.fromkeys(by_source)}
    return (
        figure(chart),
        _cross(
            data,
            _("Budget by year and dimension (Rp million)"),
            _("Dimension"),
            labels,
            lambda row: row.dimension_id,
        ),
        _cross(
            data,
            _("Budget by year and source (Rp million)"),
            _("Source of funds"),
            sources,
            lambda row: row.source,
        ),
    )


def _sums(
    data: RoundData, key: Callable[[MoneyRow], tuple[int, int]]
) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = defaultdict(int)
    for row in data.money:
        found[key(row)] += row.amount
    return found


def _cross(
    data: RoundData,
    caption: str,
    head: str,
    names: dict[object, str] | dict[int, str] | dict[str, str],
    key: Callable[[MoneyRow], object],
) -> Table:
    """Years × names with sums on both sides."""
    years = sorted({row.year for row in data.money})
    sums: dict[tuple[object, int], int] = defaultdict(int)
    for row in data.money:
        sums[key(row), row.year] += row.amount
    rows = [
        (
            label,
            *(_amount(sums[name, year]) for year in years),
            _amount(sum(sums[name, year] for year in years)),
        )
        for name, label in names.items()
    ]
    totals = [sum(sums[name, year] for name in names) for year in years]
    rows.append((_("Total"), *(_amount(each) for each in totals), _amount(sum(totals))))
    align: tuple[Align, ...] = ("left", *(RIGHT for _column in range(len(years) + 1)))
    widths = (3, *(1 for _year in years), 1.3)
    return table(caption, (head, *years, _("Total")), rows, widths=widths, align=align, total=True)

"""A programme sheet as a document: one page by itself, or blocks in a book."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from selaras import lib
from selaras.core.preferences import preference
from selaras.initiatives.models import BudgetLine, Kpi, Milestone, Risk
from selaras.initiatives.queries import Sheet
from selaras.initiatives.topics import TOPIC_LABELS
from selaras.lib.document import (
    Block,
    Cell,
    Document,
    Facts,
    Heading,
    Labels,
    ListBlock,
    Run,
    Table,
    Text,
    text,
)
from selaras.lib.indonesia import amount, long_date, rupiah

FONTS = Path(str(lib.__file__)).parent / "fonts"
# Below 6.5 pt nobody can read a printed sheet.
SIZES = (9.5, 9, 8.5, 8, 7.5, 7, 6.5)


def sheet_document(sheet: Sheet) -> Document:
    """The printed sheet of one programme: one page, in the largest type that fits."""
    initiative = sheet.initiative
    return Document(
        title=initiative.title,
        subtitle=f"{initiative.code} · {initiative.dimension.name}",
        kicker=_("Programme sheet"),
        owner=preference("regency.name") or preference("site.name"),
        year=initiative.start_year,
        language=get_language() or "id",
        labels=Labels(_("Contents"), _("Table"), _("Figure"), _("Page"), _("of")),
        cover=False,
        contents=False,
        blocks=(
            Heading(1, f"{initiative.code} {initiative.title}", initiative.code.lower()),
            Facts((*_facts(sheet).rows, *_in_short(sheet))),
            *_topics(sheet, 2),
        ),
        watermark="DEMO" if initiative.is_demo else "",
        footer=initiative.round.name,
        colour=initiative.dimension.colour,
        fit=SIZES,
    )


def _in_short(sheet: Sheet) -> tuple[tuple[str, Text], ...]:
    """Milestones, money, indicators, risks and needs as lines, so that all fits one page."""
    lines = (
        (_("Milestones"), "; ".join(_milestone_line(each) for each in sheet.milestones)),
        (_("Indicative budget"), _budget_line(sheet)),
        (_("Indicators and targets"), "; ".join(_kpi_line(kpi) for kpi in sheet.kpis)),
        (_("Risks"), "; ".join(_risk_line(each) for each in sheet.risks)),
    )
    rows = [(label, text(line)) for label, line in lines if line]
    if sheet.needs:
        links = [Run(each.need.title, href=each.need.get_absolute_url()) for each in sheet.needs]
        parted = tuple(run for link in links for run in (link, Run("; ")))
        rows.append((_("Needs that it answers"), parted[:-1]))
    return tuple(rows)


def _milestone_line(milestone: Milestone) -> str:
    done = _(", done") if milestone.done_on else ""
    return f"{milestone.title} ({_day(milestone.due)}{done})"


def _budget_line(sheet: Sheet) -> str:
    """2020: Rp250.000.000 (APBD); 2021: …; the sum at the end."""
    grid, labels = sheet.budget, dict(BudgetLine.Source.choices)
    if not grid.total:
        return ""
    years = []
    for year, amounts, _total in grid.rows():
        used = [
            f"{rupiah(amount)} ({labels[source]})"
            for source, amount in zip(grid.sources, amounts, strict=True)
            if amount
        ]
        years.append(f"{year}: {', '.join(used)}")
    return "; ".join([*years, f"{_('Total')} {rupiah(grid.total)}"])


def _kpi_line(kpi: Kpi) -> str:
    targets = ", ".join(f"{each.year}: {amount(each.value)}" for each in kpi.targets.all())
    start = f"{_('Baseline')} {amount(kpi.baseline)}" if kpi.baseline is not None else ""
    figures = ", ".join(part for part in (start, targets) if part)
    return f"{kpi.name} ({kpi.unit}): {figures}"


def _risk_line(risk: Risk) -> str:
    answer = f": {risk.mitigation}" if risk.mitigation else ""
    return f"{risk.text} ({risk.likelihood} × {risk.impact} = {risk.level}){answer}"


def sheet_blocks(sheet: Sheet, *, base_level: int) -> tuple[Block, ...]:
    """Facts, topics, milestones, money, indicators, risks and needs; empty parts are left out.

    `base_level` is the level of the part headings (1-4).
    """
    return (
        _facts(sheet),
        *_topics(sheet, base_level),
        *_milestones(sheet, base_level),
        *_budget(sheet, base_level),
        *_kpis(sheet, base_level),
        *_risks(sheet, base_level),
        *_needs(sheet, base_level),
    )


def _facts(sheet: Sheet) -> Facts:
    initiative = sheet.initiative
    sub = f": {initiative.subdimension.name}" if initiative.subdimension else ""
    years = f"{initiative.start_year}–{initiative.end_year}"
    code = f"{initiative.nomenclature_code} {initiative.nomenclature_name}".strip()
    rows: tuple[tuple[str, str], ...] = (
        (_("Dimension"), f"{initiative.dimension.name}{sub}"),
        (_("Owner unit"), initiative.owner.name),
        (_("Supporting units and partners"), ", ".join(each.name for each in sheet.supporters)),
        (_("State"), initiative.get_state_display()),
        (_("Phase and years"), f"{initiative.get_phase_display()}, {years}"),
        (_("Problem"), initiative.problem),
        (_("Goal"), initiative.goal),
        (_("Output"), initiative.output),
        (_("Outcome"), initiative.outcome),
        (_("Beneficiaries"), initiative.beneficiaries),
        (_("Place"), _place(sheet)),
        (_("Link to the RPJMD"), _plan(sheet)),
        (_("Nomenclature"), code),
        (_("Follows the programmes"), ", ".join(map(str, sheet.depends_on))),
        (_("Inspired by"), initiative.inspiration),
    )
    return Facts(tuple((label, text(value)) for label, value in rows if value))


def _place(sheet: Sheet) -> str:
    areas = ", ".join(each.name for each in sheet.areas)
    return "; ".join(part for part in (sheet.initiative.place, areas) if part)


def _plan(sheet: Sheet) -> str:
    parts = [f"{node.get_kind_display()} {node.code}: {node.text}" for node in sheet.plan_path[1:]]
    return " › ".join(parts or [str(node) for node in sheet.plan_path])


def _head(sheet: Sheet, level: int, title: str, part: str) -> Heading:
    return Heading(min(level, 4), title, f"{sheet.initiative.code.lower()}-{part}")


def _topics(sheet: Sheet, level: int) -> tuple[Block, ...]:
    answered = [
        (str(TOPIC_LABELS[code]), answer) for code, answer in sheet.topics.items() if answer
    ]
    if not answered:
        return ()
    facts = Facts(tuple((label, text(answer)) for label, answer in answered))
    return (_head(sheet, level, _("Ten evaluation topics"), "topik"), facts)


def _milestones(sheet: Sheet, level: int) -> tuple[Block, ...]:
    if not sheet.milestones:
        return ()
    rows = [
        (each.title, _day(each.due), _day(each.done_on) if each.done_on else "–")
        for each in sheet.milestones
    ]
    table = _table((_("Milestone"), _("Due"), _("Done on")), rows, (3, 1, 1))
    return (_head(sheet, level, _("Milestones"), "tonggak"), table)


def _budget(sheet: Sheet, level: int) -> tuple[Block, ...]:
    grid = sheet.budget
    if not grid.total:
        return ()
    labels = dict(BudgetLine.Source.choices)
    header = (_("Year"), *(str(labels[source]) for source in grid.sources), _("Total"))
    rows = [
        (str(year), *(rupiah(amount) if amount else "–" for amount in amounts), rupiah(total))
        for year, amounts, total in grid.rows()
    ]
    sums = tuple(rupiah(amount) for amount in grid.column_totals())
    rows.append((_("Total"), *sums, rupiah(grid.total)))
    table = _table(header, rows, (), right_from=1, total=True)
    return (_head(sheet, level, _("Indicative budget"), "anggaran"), table)


def _kpis(sheet: Sheet, level: int) -> tuple[Block, ...]:
    if not sheet.kpis:
        return ()
    years = sheet.target_years
    header = (_("Indicator"), _("Unit of measure"), _("Baseline"), *map(str, years))
    rows = []
    for kpi in sheet.kpis:
        targets = {target.year: target.value for target in kpi.targets.all()}
        values = (amount(targets.get(year)) for year in years)
        rows.append((kpi.name, kpi.unit, amount(kpi.baseline), *values))
    widths = (3, 1, 1, *(1 for _year in years))
    table = _table(header, rows, widths, right_from=2)
    return (_head(sheet, level, _("Indicators and targets"), "indikator"), table)


def _risks(sheet: Sheet, level: int) -> tuple[Block, ...]:
    if not sheet.risks:
        return ()
    rows = [
        (each.text, f"{each.likelihood} × {each.impact} = {each.level}", each.mitigation or "–")
        for each in sheet.risks
    ]
    table = _table((_("Risk"), _("Likelihood × impact"), _("Mitigation")), rows, (3, 1.2, 3))
    return (_head(sheet, level, _("Risks"), "risiko"), table)


def _needs(sheet: Sheet, level: int) -> tuple[Block, ...]:
    """Each need links to its page, where its evidence is."""
    if not sheet.needs:
        return ()
    items = tuple(
        (Run(each.need.title, href=each.need.get_absolute_url()), *_source(each.sources))
        for each in sheet.needs
    )
    return (_head(sheet, level, _("Needs that it answers"), "kebutuhan"), ListBlock(items))


def _source(sources: Sequence[Any]) -> Text:
    labels = ", ".join(
        " · ".join(part for part in (source.label, source.locator) if part)
        for source in sources[:3]
    )
    return (Run(f" ({labels})"),) if labels else ()


def _table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    *,
    right_from: int = 99,
    total: bool = False,
) -> Table:
    aligned = tuple("right" if place >= right_from else "left" for place in range(len(header)))
    return Table(
        header=tuple(header),
        rows=tuple(tuple(Cell(text(value)) for value in row) for row in rows),
        widths=tuple(widths),
        align=aligned,  # type: ignore[arg-type]
        total=total,
    )


def _day(value: date) -> str:
    return long_date(value)

"""What was found: survey, systems, FGD, needs, and the trail from each programme back to it."""

from collections import Counter

from django.utils.translation import gettext as _

from selaras.core.evidence import Source
from selaras.lib import charts
from selaras.lib.document import Block, Heading, Paragraph, Text, figure, text
from selaras.lib.indonesia import long_date
from selaras.masterplan.blocks.parts import joined, link, missing, table
from selaras.masterplan.queries import RoundData
from selaras.needs.models import Need


def survey(data: RoundData) -> tuple[Block, ...]:
    if not data.responses:
        return missing(_("No survey was held yet. Send the workbooks under Survey."))
    answered = data.answered
    silent = [each.agency.label for each in data.responses if each not in answered]
    words = _("%(answered)s of %(total)s units answered.") % {
        "answered": len(answered),
        "total": len(data.responses),
    }
    blocks: list[Block] = [Paragraph(text(words))]
    if silent:
        blocks.append(
            Paragraph(text(_("Not answered: %(names)s.") % {"names": ", ".join(silent)}), "note")
        )
    counts = Counter(need.agency_id for need in data.needs)
    systems_by = Counter(system.agency_id for system in data.systems)
    rows = [
        (
            link(data, each.agency, each.agency.name),
            long_date(each.received) if each.received and each in answered else "–",
            systems_by[each.agency_id],
            counts[each.agency_id],
        )
        for each in data.responses
    ]
    header = (_("Unit"), _("Answered on"), _("Systems"), _("Needs"))
    blocks.append(
        table(
            _("Answers by unit"),
            header,
            rows,
            widths=(5, 2, 1, 1),
            align=("left", "left", "right", "right"),
        )  # fmt: skip
    )
    return tuple(blocks)


def systems(data: RoundData) -> tuple[Block, ...]:
    if not data.systems:
        return missing(_("No information system is entered yet. They come in with the survey."))
    by_function = Counter(
        str(each.get_function_display() or _("not given")) for each in data.systems
    )
    chart = charts.bar(
        _("Information systems by function"),
        _("Number of information systems per function."),
        by_function.most_common(),
        header=(_("Function"), _("Number")),
    )
    by_status = Counter(str(each.get_status_display()) for each in data.systems)
    rows = [
        (
            link(data, each, each.name),
            each.agency.label,
            each.get_function_display(),
            each.get_status_display(),
            each.year or "",
            each.shares_with,
        )
        for each in data.systems
    ]
    header = (_("System"), _("Unit"), _("Function"), _("State"), _("Year"), _("Shares data with"))
    states = ", ".join(f"{name}: {count}" for name, count in by_status.most_common())
    return (
        Paragraph(
            text(
                _("%(count)s systems (%(states)s).")
                % {"count": len(data.systems), "states": states}
            )
        ),
        figure(chart),
        table(
            _("Information systems of the units"), header, rows, widths=(3.2, 2, 1.8, 1.4, 0.8, 2.4)
        ),
    )


def fgd(data: RoundData) -> tuple[Block, ...]:
    if not data.contributions:
        return missing(_("No FGD outcome is entered yet. Enter it under FGD."))
    blocks: list[Block] = []
    for meeting in data.meetings:
        words = f"{meeting.title}, {long_date(meeting.held_on)}. {meeting.summary}".strip()
        blocks.append(Paragraph(link(data, meeting, words)))
    for dimension in data.dimensions:
        rows = [
            (
                each.get_kind_display(),
                link(data, each.need, each.title) if each.need else each.title,
                each.description,
                each.agency.label if each.agency else "",
                each.votes,
            )
            for each in data.contributions
            if each.dimension_id == dimension.pk
        ]
        if rows:
            header = (
                _("Kind"),
                _("Contribution"),
                _("In the group's words"),
                _("Raised by"),
                _("Votes"),
            )
            caption = _("Group %(name)s") % {"name": dimension.label}
            blocks.append(
                table(
                    caption,
                    header,
                    rows,
                    widths=(1.2, 3, 4, 1.8, 0.8),
                    align=("left", "left", "left", "left", "right"),
                )  # fmt: skip
            )
    return tuple(blocks)


def needs(data: RoundData) -> tuple[Block, ...]:
    if not data.needs:
        return missing(_("No need is entered yet. They come in with the survey and the FGD."))
    chart = charts.bar(
        _("Issues, needs and ideas by dimension"),
        _("Number of issues, needs and ideas per dimension."),
        [(d.label, sum(need.dimension_id == d.pk for need in data.needs)) for d in data.dimensions],
        header=(_("Dimension"), _("Number")),
    )
    blocks: list[Block] = [figure(chart)]
    for dimension in data.dimensions:
        rows = [_need_row(data, need) for need in data.needs if need.dimension_id == dimension.pk]
        if rows:
            blocks.append(Heading(3, dimension.label, f"kebutuhan-{dimension.code}"))
            header = (_("Need"), _("Raised by"), _("Urgency"), _("Source"))
            caption = _("Issues and needs, %(name)s") % {"name": dimension.label}
            blocks.append(table(caption, header, rows, widths=(4.5, 1.8, 1.1, 3.2)))
    return tuple(blocks)


def _need_row(data: RoundData, need: Need) -> tuple[object, ...]:
    sources = data.evidence.get(str(need.pk), [])
    unit = need.agency.label if need.agency else ""
    return (link(data, need, need.title), unit, need.get_urgency_display(), _sources(data, sources))


def _sources(data: RoundData, sources: list[Source]) -> Text:
    """Each source with its place; a link where the reader may open it, else words alone."""
    return joined(
        [
            text(
                ", ".join(part for part in (each.label, each.locator) if part),
                href=each.url if data.internal or each.outside else "",
            )
            for each in sources
        ]
    )


def trail(data: RoundData) -> tuple[Block, ...]:
    """From each programme back to its needs and to the cells and cards that caused them."""
    if not data.sheets:
        return missing(_("No programme is entered yet. Enter programmes under Programmes."))
    rows: list[tuple[object, ...]] = []
    for sheet in data.sheets:
        head: object = link(data, sheet.initiative, bold=True)
        for answered in sheet.needs:
            sources = _sources(data, list(answered.sources))
            rows.append((head, link(data, answered.need, answered.need.title), sources))
            head = ""
        if not sheet.needs:
            rows.append((head, _("no need linked yet"), ""))
    header = (_("Programme"), _("Need it answers"), _("Evidence"))
    return (table(_("From programme to evidence"), header, rows, widths=(3, 3.4, 4)),)

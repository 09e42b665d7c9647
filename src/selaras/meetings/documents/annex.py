"""The attendance list at the end of the record, and by itself until the door has its own."""

from django.utils.translation import gettext as _

from selaras.lib.document import Block, Document, PageBreak, Paragraph, text
from selaras.meetings.documents.parts import letterhead, paper, table
from selaras.meetings.models import Attendance, Meeting, Report


def annex_blocks(meeting: Meeting) -> tuple[Block, ...]:
    """The annex with everybody who was there; nothing where nobody is written down."""
    if not meeting.attendances.exists():
        return ()
    title = _("Annex: attendance list")
    return (PageBreak(), Paragraph(text(title, bold=True), "center"), _people(meeting))


def list_document(report: Report) -> Document:
    title = _("Attendance list")
    meeting = report.meeting
    blocks = (
        letterhead(),
        Paragraph(text(title.upper()), "title"),
        Paragraph(text(meeting.title), "center"),
        _people(meeting),
    )
    return paper(report, title, blocks, signed=True)


def _people(meeting: Meeting) -> Block:
    rows: list[tuple[object, ...]] = []
    found = Attendance.objects.filter(meeting=meeting).select_related("agency")
    for number, row in enumerate(found.order_by("agency__name", "organisation", "name"), start=1):
        unit = row.agency.name if row.agency else row.organisation
        rows.append((number, row.name, row.position, unit))
    header = (_("No."), _("Name"), _("Position"), _("Unit"))
    return table(header, rows, (0.8, 4, 4, 5), numbers=(0,))

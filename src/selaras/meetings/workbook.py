"""The cards of a meeting's groups as a workbook; always in the site's own language."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from selaras.core.errors import ImportRefused
from selaras.core.sheets import describe
from selaras.lib.indonesia import long_date
from selaras.lib.sheets import CellError, Column, Row, Sheet, read_workbook, write_workbook
from selaras.meetings.models import Contribution, Meeting
from selaras.meetings.queries import contributions_of, dimensions_of
from selaras.meetings.types import Card
from selaras.needs.models import Need
from selaras.needs.types import Answer, plain_title, title_key
from selaras.organisations.models import Agency
from selaras.strategy.models import Dimension, Subdimension

Cards = list[tuple[Dimension, list[Card]]]


class Lists:
    """What the cells of a meeting's workbook may say, and what it means."""

    def __init__(self, meeting: Meeting) -> None:
        self.dimensions = {each.label: each for each in dimensions_of(meeting.round)}
        subs = Subdimension.objects.filter(dimension__edition_id=meeting.round.edition_id)
        self.subdimensions = {
            f"{sub.dimension.label} · {sub.name_id}": sub
            for sub in subs.select_related("dimension")
        }
        self.agencies = {agency.name: agency for agency in Agency.objects.current()}
        self.kinds = {str(label): value for value, label in Need.Kind.choices}


def template(meeting: Meeting) -> bytes:
    """The workbook to fill in, with what is already written down."""
    with translation.override(settings.LANGUAGE_CODE):
        sheet = _sheet(Lists(meeting))
        rows = [_row_of(each) for each in contributions_of(meeting)]
        cover = [
            (meeting.title, long_date(meeting.held_on)),
            (_("How to fill in"), _("One row per card, in the words of the group.")),
        ]
        meta = {"format": "selaras-meeting-1", "meeting": str(meeting.pk)}
        return write_workbook([sheet], {sheet.key: rows}, meta=meta, cover=cover)


def _sheet(lists: Lists) -> Sheet:
    pick = _("Choose from the list.")
    return Sheet(
        "cards",
        _("Group results"),
        (
            Column("code", _("Row code"), locked=True, unique=True, help=_("Do not change.")),
            Column(
                "dimension",
                _("Group (dimension)"),
                "choice",
                required=True,
                choices=tuple(lists.dimensions),
                help=pick,
            ),
            Column(
                "title",
                _("Issue, need or idea"),
                required=True,
                width=40,
                max_length=200,
                help=_("One short sentence."),
            ),
            Column("kind", _("Kind"), "choice", choices=tuple(lists.kinds), help=pick),
            Column("description", _("Explanation"), "long", width=50, max_length=4000),
            Column(
                "subdimension",
                _("Sub-dimension"),
                "choice",
                choices=tuple(lists.subdimensions),
                width=34,
                help=pick,
            ),
            Column(
                "agency",
                _("Raised by"),
                "choice",
                choices=tuple(lists.agencies),
                width=34,
                help=pick,
            ),
            Column("votes", _("Votes"), "integer", minimum=0, maximum=100_000, width=10),
        ),
        blank_rows=120,
    )


def _row_of(card: Contribution) -> dict[str, object]:
    sub = card.subdimension
    return {
        "code": card.row_key,
        "dimension": card.dimension.label if card.dimension else "",
        "title": card.title,
        "kind": str(card.get_kind_display()),
        "description": card.description,
        "subdimension": f"{sub.dimension.label} · {sub.name_id}" if sub else "",
        "agency": card.agency.name if card.agency else "",
        "votes": card.votes,
    }


def read_cards(meeting: Meeting, data: bytes) -> Cards:
    """The cards of a workbook by group.

    Raises:
        ImportRefused: with every problem, by sheet and cell.
    """
    with translation.override(settings.LANGUAGE_CODE):
        lists = Lists(meeting)
        sheet = _sheet(lists)
        result = read_workbook(data, [sheet])
        rows = result.rows[sheet.key]
        errors = [*result.errors, *_check(meeting, sheet, lists, rows)]
        owner = result.meta.get("meeting", str(meeting.pk))
        if owner != str(meeting.pk):
            text = _("The workbook belongs to another meeting. Upload it there.")
            raise ImportRefused(text, [text])
        if not errors and not rows:
            text = _("The sheet is empty. Fill in at least one row.")
            raise ImportRefused(text, [text])
    if errors:
        raise ImportRefused(
            _("Nothing was taken in. Correct these places and upload the workbook again."),
            [describe(error) for error in errors],
        )
    return _by_group(meeting, sheet, lists, rows)


def _check(meeting: Meeting, sheet: Sheet, lists: Lists, rows: Sequence[Row]) -> list[CellError]:
    known = set(meeting.contributions.values_list("row_key", flat=True))
    seen: set[tuple[str, str]] = set()
    errors = []
    for answer in map(Answer, rows):
        dimension, sub = answer.text("dimension"), answer.text("subdimension")
        name = (dimension, plain_title(answer.text("title")))
        if name[1] and name in seen:
            errors.append(_error(sheet, answer, "title", "duplicate_key"))
        seen.add(name)
        code = answer.text("code")
        if code and code not in known:
            errors.append(_error(sheet, answer, "code", "unknown_card"))
        if sub and dimension and not sub.startswith(f"{dimension} · "):
            errors.append(_error(sheet, answer, "subdimension", "other_dimension"))
    return errors


def _error(sheet: Sheet, answer: Answer, key: str, code: str) -> CellError:
    params = {"value": answer.text(key), "dimension": answer.text("dimension")}
    return CellError(sheet.title, answer.cell(key), code, params)


def _by_group(meeting: Meeting, sheet: Sheet, lists: Lists, rows: Sequence[Row]) -> Cards:
    """A row without code is the card of its group with the same title, else a new one."""
    known = {
        (each.dimension_id, plain_title(each.title)): each.row_key
        for each in contributions_of(meeting)
    }
    groups: dict[str, list[Card]] = {}
    for answer in map(Answer, rows):
        dimension, title = lists.dimensions[answer.text("dimension")], answer.text("title")
        key = known.get((dimension.pk, plain_title(title)))
        key = answer.text("code") or key or title_key(f"{dimension.code} {title}")
        groups.setdefault(dimension.label, []).append(_card(key, answer, sheet, lists))
    return [(lists.dimensions[label], cards) for label, cards in groups.items()]


def _card(row_key: str, answer: Answer, sheet: Sheet, lists: Lists) -> Card:
    sub = lists.subdimensions.get(answer.text("subdimension"))
    agency = lists.agencies.get(answer.text("agency"))
    with translation.override(settings.LANGUAGE_CODE):
        cell = answer.cell("title")
        place = _("Sheet %(sheet)s, cell %(cell)s") % {"sheet": sheet.title, "cell": cell}
    return Card(
        row_key=row_key,
        title=answer.text("title"),
        kind=lists.kinds.get(answer.text("kind"), Need.Kind.NEED),
        description=answer.text("description"),
        subdimension_id=sub.pk if sub else None,
        agency_id=agency.pk if agency else None,
        votes=answer.whole("votes") or 0,
        locator=place[:60],
    )

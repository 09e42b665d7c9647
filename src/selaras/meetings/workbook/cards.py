"""The sheet of what the groups said, one row per card."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from selaras.lib.sheets import CellError, Column, Row, Sheet
from selaras.meetings.models import Contribution, Meeting
from selaras.meetings.queries import contributions_of
from selaras.meetings.rules.limits import TEXT, TITLE
from selaras.meetings.types import Card
from selaras.meetings.workbook.lists import Lists, Place
from selaras.needs.models import Need
from selaras.needs.types import Answer, plain_title, title_key

Cards = list[tuple[Place, list[Card]]]


def cards_sheet(lists: Lists) -> Sheet:
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
                choices=tuple(lists.places),
                aliases=tuple(lists.aliases),
                help=pick,
            ),
            Column(
                "title",
                _("Issue, need or idea"),
                required=True,
                width=40,
                max_length=TITLE,
                help=_("One short sentence."),
            ),
            Column("kind", _("Kind"), "choice", choices=tuple(lists.kinds), help=pick),
            Column("description", _("Explanation"), "long", width=50, max_length=TEXT),
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
            Column(
                "votes",
                _("Votes"),
                "integer",
                minimum=0,
                maximum=100_000,
                width=10,
                help=_("Votes on paper only; dots from phones are added."),
            ),
        ),
        blank_rows=120,
    )


def card_row(card: Contribution) -> dict[str, object]:
    sub = card.subdimension
    return {
        "code": card.row_key,
        "dimension": card.group.name,
        "title": card.title,
        "kind": str(card.get_kind_display()),
        "description": card.description,
        "subdimension": f"{sub.dimension.label} · {sub.name_id}" if sub else "",
        "agency": card.agency.name if card.agency else "",
        "votes": card.paper_votes,
    }


def check_cards(
    meeting: Meeting, sheet: Sheet, lists: Lists, rows: Sequence[Row]
) -> list[CellError]:
    """What no cell alone shows: the same card twice, codes of elsewhere, a strange part."""
    known = set(meeting.contributions.values_list("row_key", flat=True))
    answers = [Answer(row) for row in rows]
    # Two phones may have written the same title: each such card has its code.
    seen = {_name(answer) for answer in answers if answer.text("code")}
    errors = []
    for answer in answers:
        group, sub = answer.text("dimension"), answer.text("subdimension")
        name, code = _name(answer), answer.text("code")
        if name[1] and name in seen and not code:
            errors.append(cell_error(sheet, answer, "title", "duplicate_key"))
        seen.add(name)
        if code and code not in known:
            errors.append(cell_error(sheet, answer, "code", "unknown_card"))
        place = lists.places.get(group)
        dimension = place.dimension if place else None
        if sub and dimension and lists.subdimensions[sub].dimension_id != dimension.pk:
            errors.append(cell_error(sheet, answer, "subdimension", "other_dimension"))
    return errors


def _name(answer: Answer) -> tuple[str, str]:
    return answer.text("dimension"), plain_title(answer.text("title"))


def cell_error(sheet: Sheet, answer: Answer, key: str, code: str) -> CellError:
    params = {"value": answer.text(key), "dimension": answer.text("dimension")}
    return CellError(sheet.title, answer.cell(key), code, params)


def cards_by_group(meeting: Meeting, sheet: Sheet, lists: Lists, rows: Sequence[Row]) -> Cards:
    """A row without code is the card of its group with the same title, else a new one."""
    answers = [Answer(row) for row in rows]
    coded = {answer.text("code") for answer in answers}
    known = {
        (each.group.name, plain_title(each.title)): each.row_key
        for each in contributions_of(meeting)
        if each.row_key not in coded
    }
    kinds = dict(meeting.contributions.values_list("row_key", "kind"))
    groups: dict[str, list[Card]] = {}
    for answer in answers:
        place, title = lists.places[answer.text("dimension")], answer.text("title")
        key = answer.text("code") or known.get((place.name, plain_title(title)))
        key = key or title_key(f"{place.seed} {title}")
        if key in coded and not answer.text("code"):  # the card that once had this title
            key = title_key(f"{place.seed} {title} ({key})")
        groups.setdefault(place.name, []).append(
            _card(key, answer, sheet, lists, kinds.get(key, Need.Kind.NEED))
        )
    return [(lists.places[name], cards) for name, cards in groups.items()]


def _card(row_key: str, answer: Answer, sheet: Sheet, lists: Lists, kind: str) -> Card:
    """`kind` holds where the cell is empty."""
    sub = lists.subdimensions.get(answer.text("subdimension"))
    agency = lists.agencies.get(answer.text("agency"))
    place = _("Sheet %(sheet)s, cell %(cell)s")
    return Card(
        row_key=row_key,
        title=answer.text("title"),
        kind=lists.kinds.get(answer.text("kind"), kind),
        description=answer.text("description"),
        subdimension_id=sub.pk if sub else None,
        agency_id=agency.pk if agency else None,
        votes=answer.whole("votes") or 0,
        locator=(place % {"sheet": sheet.title, "cell": answer.cell("title")})[:60],
        dimension_id=sub.dimension_id if sub else None,
    )

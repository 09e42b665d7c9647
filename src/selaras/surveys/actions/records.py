"""Approved answers become records of other rooms, by the same consumers as workbooks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.core.registry import Submission as Source
from selaras.core.registry import consumers
from selaras.lib.sheets import Row
from selaras.surveys.access import can_review
from selaras.surveys.models import Part, Response
from selaras.surveys.rules import Filled, is_unlike, match_entries, plain
from selaras.surveys.workbooks import Part as SheetPart
from selaras.surveys.workbooks import filled_rows, kept_rows


@dataclass
class Taken:
    created: int = 0
    updated: int = 0
    differences: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def take_records(*, by: Any, response: Response) -> Taken:
    """Rows of every repeat that bears the name of a consumer; the same again changes nothing."""
    taken = Taken()
    with translation.override(settings.LANGUAGE_CODE):
        for part in _filled_parts(response):
            for name in consumers.names():
                rows = list(_rows(part, name))
                if rows or part.taken.get(name):
                    _take(by, part, name, rows, taken)
    return taken


def _filled_parts(response: Response) -> Iterator[Part]:
    found = response.parts.exclude(submission=None).select_related(
        "submission__version", "section__version__questionnaire", "response__agency",
        "response__survey",
    )  # fmt: skip
    yield from found


def _rows(part: Part, name: str) -> Iterator[Row]:
    """The entries of the repeat of that name, as rows of the consumer's sheet."""
    assert part.submission is not None
    consumer, round_id = consumers[name], part.response.survey.round_id
    for number, entry in enumerate(_entries(part.submission.data, name), start=1):
        values = dict(_leaves(entry))
        made = consumer.from_codes(round_id, values)
        cells = {key: _("entry %(number)s") % {"number": number} for key in made}
        yield Row(number, made, cells)


def _leaves(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """An entry's values, also those inside its groups."""
    for key, value in entry.items():
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, Mapping):
            yield from _leaves(value)


def _entries(data: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    for key, value in data.items():
        if key == name and isinstance(value, list):
            return value
        if isinstance(value, Mapping):
            found = _entries(value, name)
            if found:
                return found
    return ()


def _take(by: Any, part: Part, name: str, rows: Sequence[Row], taken: Taken) -> None:
    consumer, response = consumers[name], part.response
    round_id, unit = response.survey.round_id, response.agency_id
    errors = consumer.check(round_id, rows)
    if errors:
        raise Refused(
            _("%(section)s cannot be taken in: entry %(entry)s does not fit.")
            % {"section": part.section, "entry": errors[0].cell or rows[0].number}
        )
    sheet = SheetPart(name, consumer, consumer.sheet(round_id))
    before, known = kept_rows(sheet, round_id, unit), _known(part, name)
    matched = match_entries(filled_rows(sheet, rows), before, known)
    coded = [_with_code(row, matched.get(at, "")) for at, row in enumerate(rows)]
    done = consumer.apply(_source(by, part), coded)
    taken.created, taken.updated = taken.created + done.created, taken.updated + done.updated
    given, kept = filled_rows(sheet, coded), kept_rows(sheet, round_id, unit)
    codes = match_entries(given, kept, ()) | matched  # also of what was made just now
    _remember(part, name, codes, known)
    taken.notes += [*_renamed(part, given, before, matched), *_missing(part, kept, codes, known)]
    by_code = {record.code: record for record in kept}
    for at, code in sorted(codes.items()):
        if code in by_code and is_unlike(given[at], by_code[code]):
            number = rows[at].number
            taken.differences.append(_difference(part, sheet, number, by_code[code], given[at]))


def _known(part: Part, name: str) -> dict[str, int]:
    """Codes of what this unit's answers to the questionnaire became: number of the entry, or 0.

    In the round's other surveys too: the next survey begins with the last answer.
    """
    others = Part.objects.filter(
        response__agency=part.response.agency_id,
        response__survey__round=part.response.survey.round_id,
        section__version__questionnaire=part.section.version.questionnaire_id,
    )
    found: dict[str, int] = {}
    for each in others.exclude(pk=part.pk).order_by("pk").values_list("taken", flat=True):
        found |= dict.fromkeys(each.get(name, ()), 0)
    found.update(part.taken.get(name, {}))
    return found


def _with_code(row: Row, code: str) -> Row:
    return replace(row, values={**row.values, "code": code}) if code else row


def _remember(part: Part, name: str, codes: Mapping[int, str], known: Mapping[str, int]) -> None:
    """Which entry became which record, so that it is found again under another name."""
    numbers = {code: at + 1 for at, code in codes.items()}
    part.taken = {**part.taken, name: {**dict.fromkeys(known, 0), **numbers}}
    part.save(update_fields=["taken"])


def _renamed(
    part: Part, given: Sequence[Filled], before: Sequence[Filled], matched: Mapping[int, str]
) -> Iterator[str]:
    names = {record.code: record.name for record in before}
    for at, code in sorted(matched.items()):
        if plain(names[code]).casefold() != plain(given[at].name).casefold():
            values = {"section": part.section, "old": names[code], "new": given[at].name}
            yield _("%(section)s: “%(old)s” is now called “%(new)s”") % values


def _missing(
    part: Part, kept: Sequence[Filled], codes: Mapping[int, str], known: Mapping[str, int]
) -> Iterator[str]:
    """What earlier answers held and this one leaves out; it is never deleted."""
    found = [each.name for each in kept if each.code in known and each.code not in codes.values()]
    if found:
        text = _("%(section)s: no longer answered, and kept as it is: %(names)s")
        yield text % {"section": part.section, "names": "; ".join(found[:20])}


def _difference(
    part: Part, sheet: SheetPart, number: int, record: Filled, row: Filled
) -> dict[str, Any]:
    titles = {column.key: column.title for column in sheet.sheet.columns}
    kept, given = record.values, row.values
    fields = [
        [str(titles[key]), plain(kept.get(key)), plain(given.get(key))]
        for key in kept
        if key != "code" and plain(given.get(key)) and plain(kept.get(key)) != plain(given.get(key))
    ]
    found = {"consumer": sheet.name, "part": part.pk, "title": record.name, "fields": fields}
    return {**found, "entry": number, "code": record.code}


def _source(by: Any, part: Part) -> Source:
    survey, submission = part.response.survey, part.submission
    assert submission is not None
    return Source(
        round_id=survey.round_id,
        agency_id=part.response.agency_id,
        file_id=None,
        file_name="",
        sheet_title=str(part.section),
        by=by,
        label=f"{survey.name}, {part.response.agency.name}",
        url=submission.get_absolute_url(),
        demo=survey.is_demo,
        from_answer=True,
    )


@transaction.atomic
def accept_difference(*, by: Any, response: Response, number: int) -> Response:
    """Let the answer replace what a person had edited, record by record.

    Raises:
        Refused: the difference is no longer there.
    """
    require(can_review(by))
    locked = Response.objects.select_for_update().get(pk=response.pk)
    if not 0 <= number < len(locked.differences):
        raise Refused(_("This difference is no longer there. Open the page again."))
    chosen = locked.differences[number]
    part = next(each for each in _filled_parts(locked) if each.pk == chosen["part"])
    with translation.override(settings.LANGUAGE_CODE):
        rows = [
            _with_code(row, chosen["code"])
            for row in _rows(part, chosen["consumer"])
            if row.number == chosen["entry"]
        ]
        consumers[chosen["consumer"]].apply(_source(by, part), rows, force=True)
    locked.differences = [each for at, each in enumerate(locked.differences) if at != number]
    locked.save(update_fields=["differences"])
    ledger.record(
        by=by,
        kind="surveys.difference_accepted",
        subject=locked,
        content={"title": chosen["title"], "fields": chosen["fields"]},
        agency=locked.agency.slug,
    )
    return locked

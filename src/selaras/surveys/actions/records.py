"""Approved answers become records of other rooms, by the same consumers as workbooks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
from selaras.surveys.rules import compare, plain
from selaras.surveys.workbooks import Part as SheetPart
from selaras.surveys.workbooks import filled_rows, kept_rows


@dataclass
class Taken:
    created: int = 0
    updated: int = 0
    differences: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def take_records(*, by: Any, response: Response) -> Taken:
    """Rows of every repeat that bears the name of a consumer; idempotent by the consumers' keys."""
    taken = Taken()
    with translation.override(settings.LANGUAGE_CODE):
        for part in _filled_parts(response):
            for name in consumers.names():
                rows = list(_rows(part, name))
                if rows:
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
    errors = consumer.check(response.survey.round_id, rows)
    if errors:
        raise Refused(
            _("%(section)s cannot be taken in: entry %(entry)s does not fit.")
            % {"section": part.section, "entry": errors[0].cell or rows[0].number}
        )
    done = consumer.apply(_source(by, part), rows)
    taken.created, taken.updated = taken.created + done.created, taken.updated + done.updated
    sheet = SheetPart(name, consumer, consumer.sheet(response.survey.round_id))
    given = filled_rows(sheet, rows)
    kept = kept_rows(sheet, response.survey.round_id, response.agency_id)
    found = compare(given, kept)
    if found.absent:
        text = _("%(section)s: no longer in the answer, and kept as it is: %(names)s")
        taken.notes.append(text % {"section": part.section, "names": "; ".join(found.absent[:20])})
    for record in kept:
        row = next(
            (
                each
                for each in given
                if plain(each.name).casefold() == plain(record.name).casefold()
            ),
            None,
        )
        if record.name in found.unlike and row is not None:
            taken.differences.append(_difference(part, name, sheet, record.values, row.values))


def _difference(
    part: Part, name: str, sheet: SheetPart, kept: Mapping[str, object], given: Mapping[str, object]
) -> dict[str, Any]:
    titles = {column.key: column.title for column in sheet.sheet.columns}
    fields = [
        [str(titles[key]), plain(kept.get(key)), plain(given.get(key))]
        for key in kept
        if key != "code" and plain(given.get(key)) and plain(kept.get(key)) != plain(given.get(key))
    ]
    title = str(kept.get("title") or kept.get("name") or "")
    return {"consumer": name, "part": part.pk, "title": title, "fields": fields}


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
            row
            for row in _rows(part, chosen["consumer"])
            if plain(row.values.get("title") or row.values.get("name")).casefold()
            == plain(chosen["title"]).casefold()
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

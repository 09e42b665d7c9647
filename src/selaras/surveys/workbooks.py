"""The workbook that a unit fills in; always in the site's own language, whoever makes it."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from selaras.core.registry import Consumer, consumers
from selaras.lib.indonesia import long_date
from selaras.lib.sheets import Row, Sheet, write_workbook
from selaras.organisations.models import Agency
from selaras.surveys.models import Survey
from selaras.surveys.rules import Filled

FORMAT = "selaras-survey-1"


@dataclass(frozen=True)
class Part:
    """A sheet of the workbook and the room that takes its rows in."""

    name: str
    consumer: Consumer
    sheet: Sheet


def parts_of(round_id: int) -> list[Part]:
    with translation.override(settings.LANGUAGE_CODE):
        return [
            Part(name, consumers[name], consumers[name].sheet(round_id))
            for name in consumers.names()
        ]


def unit_workbook(survey: Survey, agency: Agency, parts: Sequence[Part] | None = None) -> bytes:
    """The workbook of one unit with its records of the round, ready to be corrected."""
    parts = parts if parts is not None else parts_of(survey.round_id)
    with translation.override(settings.LANGUAGE_CODE):
        rows = {part.sheet.key: part.consumer.prefill(survey.round_id, agency.pk) for part in parts}
        return write_workbook(
            [part.sheet for part in parts],
            rows,
            meta=meta_of(survey, agency),
            cover=_cover(survey, agency),
        )


def meta_of(survey: Survey, agency: Agency) -> dict[str, str]:
    """What lets a returned workbook say whose answer it is."""
    return {
        "format": FORMAT,
        "survey": str(survey.pk),
        "round": survey.round.slug,
        "agency": agency.slug,
    }


def _cover(survey: Survey, agency: Agency) -> list[tuple[str, str]]:
    lines = [(survey.name, agency.name)]
    if survey.instructions:
        lines.append((_("Message"), survey.instructions))
    if survey.deadline:
        lines.append((_("Return before"), long_date(survey.deadline)))
    if survey.contact:
        lines.append((_("Contact"), survey.contact))
    lines.append(
        (_("How to fill in"), _("One row per item. Choose from the lists where there is one."))
    )
    lines.append(
        (
            _("Correcting"),
            _("Rows that are already filled in come from earlier answers: correct them in place."),
        )
    )
    lines.append(
        (_("Returning"), _("Save as .xlsx and send it back; do not rename the sheets or columns."))
    )
    return lines


def file_name(survey: Survey, agency: Agency) -> str:
    return f"survei-{survey.pk}-{agency.slug}.xlsx"


class _Pipe(io.RawIOBase):
    """Collects what a zip file writes, to be sent on piece by piece."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(memoryview(data))  # type: ignore[arg-type]
        self.pieces.append(piece)
        return len(piece)

    def take(self) -> bytes:
        pieces, self.pieces = self.pieces, []
        return b"".join(pieces)


def zipped_workbooks(survey: Survey, agencies: Iterable[Agency]) -> Iterator[bytes]:
    """A zip of all workbooks, sent while it is being made: hundreds of units need no waiting."""
    pipe, parts = _Pipe(), parts_of(survey.round_id)
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as archive:
        for agency in agencies:
            archive.writestr(file_name(survey, agency), unit_workbook(survey, agency, parts))
            yield pipe.take()
    yield pipe.take()


def filled_rows(part: Part, rows: Sequence[Row]) -> list[Filled]:
    """The rows of a sheet as the rules compare them."""
    return [_filled(part.sheet, row.values) for row in rows]


def kept_rows(part: Part, round_id: int, agency_id: int) -> list[Filled]:
    """The unit's records as they stand, as rows of the same sheet."""
    return [_filled(part.sheet, row) for row in part.consumer.prefill(round_id, agency_id)]


def _filled(sheet: Sheet, values: Mapping[str, object]) -> Filled:
    name = next(column.key for column in sheet.columns if column.key != "code")
    return Filled(str(values.get("code") or "").strip(), str(values.get(name) or ""), values)

"""Answers as files: a workbook with labels, the CSV archive of ODK, the codebook."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext as _

from selaras.core.errors import Refused
from selaras.core.registry import Report
from selaras.lib.sheets_book import SheetFull
from selaras.questionnaires.exports.archive import write_archive
from selaras.questionnaires.exports.codebook import write_codebook
from selaras.questionnaires.exports.options import Options
from selaras.questionnaires.exports.source import Source
from selaras.questionnaires.exports.workbook import write_workbook
from selaras.questionnaires.models import Questionnaire

DIRECT = 2_000  # answers; more are prepared in the background


@dataclass(frozen=True)
class Kind:
    write: Callable[[Source, Options, IO[bytes], Report], None]
    suffix: str  # of the file's name
    file: str  # key of core.files.KINDS


KINDS = {
    "xlsx": Kind(write_workbook, "", "xlsx"),
    "odk": Kind(write_archive, "-odk", "zip"),
    "codebook": Kind(write_codebook, "-buku-kode", "xlsx"),
}


@dataclass(frozen=True)
class Made:
    """A file that was made: an open temporary file, which whoever has it closes."""

    file: IO[bytes]
    name: str
    kind: str  # key of core.files.KINDS


def _silent(done: int, total: int, message: str = "") -> None:
    """Nobody watches."""


def make(
    kind: str, questionnaire: Questionnaire, options: Options, report: Report = _silent
) -> Made:
    """Write the answers into a temporary file.

    Raises:
        Refused: a sheet cannot hold them all.
    """
    how = KINDS[kind]
    file: Any = tempfile.TemporaryFile()  # noqa: SIM115 - whoever asked for it closes it
    try:
        how.write(Source(questionnaire, options), options, file, report)
    except SheetFull as error:
        file.close()
        raise Refused(
            _("There are more rows than a sheet of Excel holds. Take the CSV files instead.")
        ) from error
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return Made(file, f"{questionnaire.form_id}{how.suffix}.{how.file}", how.file)

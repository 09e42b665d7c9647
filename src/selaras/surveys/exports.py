"""All problems of an upload as one list, to be mailed to the units."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from selaras.lib.sheets import write_csv, write_table
from selaras.surveys.models import Upload
from selaras.surveys.queries import files_of


def problems_file(upload: Upload, form: str) -> bytes:
    """The list as "xlsx" or "csv"."""
    headers = (_("File"), _("Unit"), _("Sheet"), _("Cell"), _("What to mend"))
    if form == "csv":
        return write_csv(headers, _rows(upload))
    return write_table(_("What to mend"), headers, _rows(upload))


def unreadable_files(upload: Upload) -> list[dict[str, str]]:
    """Files that were not even workbooks: name and reason."""
    found: list[dict[str, str]] = upload.job.payload.get("unreadable", []) if upload.job else []
    return found


def _rows(upload: Upload) -> Iterator[tuple[str, ...]]:
    for each in unreadable_files(upload):
        yield each["name"], "", "", "", each["text"]
    for uploaded in files_of(upload):
        unit = uploaded.response.agency.name if uploaded.response else ""
        for problem in uploaded.problems:
            place = (problem["sheet"], problem["cell"], problem["text"])
            yield (uploaded.file.name, unit, *place)

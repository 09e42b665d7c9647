"""One answer as a printed document: who said what when, in words, with the files by their hash."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from selaras.core.preferences import preference
from selaras.core.registry import respondents
from selaras.lib.document import (
    Block,
    Callout,
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
from selaras.questionnaires.models import Submission, SubmissionFile
from selaras.questionnaires.reading import Line, lines_of
from selaras.questionnaires.units import units_of
from selaras.questionnaires.words import describe_finding


def answer_document(answer: Submission) -> Document:
    """The whole answer in the words of the version answered, in the reader's language."""
    questionnaire, language = answer.version.questionnaire, get_language() or "id"
    files = [each for each in answer.files.select_related("file") if each.file]
    return Document(
        title=questionnaire.title,
        subtitle=answer.instance_id,
        kicker=_("Answer to a questionnaire"),
        owner=preference("regency.name") or preference("site.name"),
        year=answer.created.year,
        language=language,
        labels=Labels(_("Contents"), _("Table"), _("Figure"), _("Page"), _("of")),
        cover=False,
        contents=False,
        blocks=(
            Heading(1, questionnaire.title, "jawaban"),
            Facts(tuple(_about(answer))),
            *_findings(answer),
            *_answers(lines_of(answer, language)),
            *_files(files),
        ),
        watermark="DEMO" if answer.is_demo else "",
        footer=f"{questionnaire.form_id} {answer.version.version} · {answer.instance_id}",
    )


def _about(answer: Submission) -> Iterator[tuple[str, Text]]:
    kind, _sep, key = answer.subject.partition("/")
    respondent = respondents.get(kind)
    unit = units_of([answer.subject])[answer.subject]
    sender = " · ".join(str(part) for part in (answer.by, answer.device) if part)
    state = str(answer.get_check_state_display())
    rows: tuple[tuple[str, Any], ...] = (
        (_("Answer for"), respondent.title(key) if respondent else ""),
        (_("Unit"), unit.name if unit.name != "–" else ""),
        (_("Version"), answer.version.version),
        (_("Received"), _moment(answer.created)),
        (_("Sent by"), sender),
        (_("Source"), answer.get_source_display()),
        (_("Check"), f"{state}; {_('late')}" if answer.late else state),
        (_("Answer id"), answer.instance_id),
        (_("State"), "" if answer.current else _("This answer has been edited since.")),
    )
    return ((label, text(value)) for label, value in rows if value)


def _moment(value: Any) -> str:
    return date_format(timezone.localtime(value), "j F Y H:i")


def _findings(answer: Submission) -> tuple[Block, ...]:
    if not answer.findings:
        return ()
    items = tuple(text(describe_finding(each)) for each in answer.findings)
    return (Callout("warn", text(_("What does not fit"), bold=True)), ListBlock(items))


def _answers(lines: Sequence[Line]) -> Iterator[Block]:
    """Headings with the lines that stand under each; unanswered ones show a dash."""
    waiting: list[tuple[str, Text]] = []
    for line in lines:
        if line.kind == "answer":
            waiting.append((line.label, _value(line)))
            continue
        if waiting:
            yield Facts(tuple(waiting))
            waiting = []
        level = min(2 + line.level, 4)
        yield Heading(level, line.label, f"{line.path}-{line.index}".strip("/").replace("/", "-"))
    if waiting:
        yield Facts(tuple(waiting))


def _value(line: Line) -> Text:
    if line.file is None:
        return text(line.value or "–")
    if line.file.file is None:
        return (Run(line.file.name), Run(f" ({_('not arrived yet')})", italic=True))
    return text(str(line.file))


def _files(files: Sequence[SubmissionFile]) -> tuple[Block, ...]:
    """Each file with what proves that it is still the same."""
    if not files:
        return ()
    rows = tuple(
        (
            Cell(text(str(each))),
            Cell(text(each.file.content_type)),
            Cell(text(f"{each.file.size:,}".replace(",", "."))),
            Cell(text(_broken(each.file.sha256))),
        )
        for each in files
        if each.file is not None
    )
    header = (_("File"), _("Type"), _("Bytes"), "SHA-256")
    table = Table(header, rows, widths=(2.2, 1.6, 0.8, 3), align=("left", "left", "right", "left"))
    return (Heading(2, _("Files"), "berkas"), table)


def _broken(digest: str) -> str:
    """A hash in groups of eight, so that it fits a narrow column."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))

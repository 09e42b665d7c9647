"""The answers of an export: all versions laid side by side, and each answer as rows."""

from collections.abc import Iterator
from dataclasses import dataclass

from selaras.core.registry import Report
from selaras.lib.xforms.layout import Layout, Reader, Row, bare, lay_out, rows_of
from selaras.questionnaires import queries
from selaras.questionnaires.exports.options import Options
from selaras.questionnaires.models import FormVersion, Questionnaire, Submission, SubmissionFile
from selaras.questionnaires.units import NONE, Unit, units_of

STEP = 200  # answers between two words about the progress


@dataclass(frozen=True)
class Answer:
    submission: Submission
    version: FormVersion
    reader: Reader
    rows: list[Row]
    files: dict[str, SubmissionFile]
    unit: Unit

    @property
    def edits(self) -> int:
        """How often it has been edited; counted by the query."""
        return int(getattr(self.submission, "edits", 0))


class Source:
    """`versions` are newest first; iterating reads the answers part by part."""

    def __init__(self, questionnaire: Questionnaire, options: Options) -> None:
        self.questionnaire = questionnaire
        self.versions = list(questionnaire.versions.select_related("by").order_by("-number"))
        self._known = {each.pk: (each, Reader(each.definition)) for each in self.versions}
        wanted = self.versions if options.earlier else self.versions[:1]
        self.layout: Layout = lay_out([each.definition for each in wanted])
        self.repeats = frozenset(table.path for table in self.layout.tables if table.path)
        chosen = queries.chosen_answers(questionnaire, options.chosen)
        pairs = list(chosen.values_list("pk", "subject"))
        self.ids = [pk for pk, _subject in pairs]
        self.units = units_of(subject for _pk, subject in pairs)

    @property
    def newest(self) -> FormVersion:
        return self.versions[0]

    def asked_in(self, table: str, path: str) -> list[FormVersion]:
        """The versions that ask a question in this table, newest first."""
        found = []
        for version, reader in self._known.values():
            field = reader.fields.get(path)
            if field is not None and bare(field.repeat) == table:
                found.append(version)
        return found

    def answers(self, report: Report) -> Iterator[Answer]:
        """Each answer, oldest first; tells how far it is."""
        for number, submission in enumerate(queries.answers_by_id(self.ids)):
            if number % STEP == 0:
                report(number, len(self.ids))
            version, reader = self._known[submission.version_id]
            yield Answer(
                submission,
                version,
                reader,
                list(rows_of(submission.data)),
                {each.name: each for each in submission.files.all()},
                self.units.get(submission.subject, NONE),
            )
        report(len(self.ids), len(self.ids))

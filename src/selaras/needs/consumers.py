"""Sheets "Kebutuhan" and "Gagasan" of a survey workbook become needs."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from selaras.core.registry import Consumed, Submission
from selaras.lib.sheets import CellError, Column, Row, Sheet
from selaras.needs.actions import locate, take_in_needs
from selaras.needs.models import Need
from selaras.needs.rules import join_benefit, split_benefit
from selaras.needs.types import Answer, NeedRow, Origin, code_number, plain_title, title_key
from selaras.strategy.models import Round
from selaras.strategy.queries import dimension_words


class Choices:
    """The dimensions of a round as a workbook names them: by their names in Indonesian."""

    def __init__(self, round_id: int) -> None:
        edition = Round.objects.values_list("edition_id", flat=True).get(pk=round_id)
        words = dimension_words(edition)
        self.aliases, self.sub_aliases = words.aliases, words.sub_aliases
        self.dimensions = {name: each.pk for name, each in words.dimensions.items()}
        self.subdimensions = words.subdimensions
        self.dimension_codes = {each.code: name for name, each in words.dimensions.items()}
        self.subdimension_codes = {sub.code: label for label, sub in self.subdimensions.items()}
        self.urgencies = {str(label): value for value, label in Need.Urgency.choices}

    def label_of(self, need: Need) -> dict[str, str]:
        subs = {sub.pk: label for label, sub in self.subdimensions.items()}
        dimensions = {pk: label for label, pk in self.dimensions.items()}
        return {
            "dimension": dimensions.get(need.dimension_id, ""),
            "subdimension": subs.get(need.subdimension_id or 0, ""),
            "urgency": str(need.get_urgency_display()),
        }


class NeedConsumer:
    """One kind of need on one sheet; the letter of the row codes is K for all kinds."""

    prefix = "K"

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.is_idea = kind == Need.Kind.IDEA

    def sheet(self, round_id: int) -> Sheet:
        choices = Choices(round_id)
        if self.is_idea:
            title, intro = (
                _("Ideas"),
                _("One idea per row: what could be done, and what it brings."),
            )
        else:
            title, intro = _("Needs"), _("One need per row: what is lacking or does not work.")
        return Sheet(
            "ideas" if self.is_idea else "needs", title, self._columns(choices), intro=intro
        )

    def _columns(self, choices: Choices) -> tuple[Column, ...]:
        columns = [
            Column(
                "code", _("Row code"), locked=True, unique=True, width=12, help=_("Do not change.")
            ),
            Column(
                "title",
                _("Idea") if self.is_idea else _("Need"),
                required=True,
                unique=True,
                width=40,
                max_length=200,
                help=_("One short sentence."),
            ),
            Column("description", _("Explanation"), "long", width=50, max_length=4000),
            Column(
                "dimension",
                _("Dimension"),
                "choice",
                required=True,
                choices=tuple(choices.dimensions),
                aliases=choices.aliases,
                help=_("Choose from the list."),
            ),
            Column(
                "subdimension",
                _("Sub-dimension"),
                "choice",
                choices=tuple(choices.subdimensions),
                aliases=choices.sub_aliases,
                width=34,
                help=_("Choose from the list."),
            ),
            Column("urgency", _("Urgency"), "choice", choices=tuple(choices.urgencies), width=12),
            Column("affected", _("Who is affected"), "text", width=30, max_length=300),
        ]
        if self.is_idea:
            columns.insert(3, Column("benefit", _("Benefit"), "long", width=40, max_length=2000))
        return tuple(columns)

    def prefill(self, round_id: int, agency_id: int) -> Sequence[Mapping[str, object]]:
        choices = Choices(round_id)
        return [self._row_of(need, choices) for need in self._records(round_id, agency_id)]

    def _records(self, round_id: int, agency_id: int) -> list[Need]:
        found = Need.objects.filter(round_id=round_id, agency_id=agency_id, kind=self.kind)
        return list(found.order_by("pk"))

    def _row_of(self, need: Need, choices: Choices) -> dict[str, object]:
        row: dict[str, object] = {
            "code": f"{self.prefix}{need.pk}",
            "title": need.title,
            "description": need.description,
            "affected": need.affected,
            **choices.label_of(need),
        }
        if self.is_idea:
            row["description"], row["benefit"] = split_benefit(need.description, _("Benefit"))
        return row

    def check(self, round_id: int, rows: Sequence[Row]) -> list[CellError]:
        """A sub-dimension must lie in the dimension of its row."""
        choices, errors = Choices(round_id), []
        title = self.sheet(round_id).title
        for answer in map(Answer, rows):
            value, dimension = answer.text("subdimension"), answer.text("dimension")
            sub = choices.subdimensions.get(value)
            if sub and dimension and sub.dimension_id != choices.dimensions.get(dimension):
                params = {"value": value, "dimension": dimension}
                error = CellError(title, answer.cell("subdimension"), "other_dimension", params)
                errors.append(error)
        return errors

    def from_codes(self, round_id: int, values: Mapping[str, str]) -> dict[str, object]:
        choices = Choices(round_id)
        made: dict[str, object] = {
            **dict.fromkeys(("code", "subdimension", "urgency"), ""),
            **values,
        }
        made["dimension"] = choices.dimension_codes.get(values.get("dimension", ""), "")
        made["subdimension"] = choices.subdimension_codes.get(values.get("subdimension", ""), "")
        urgency = dict(Need.Urgency.choices).get(values.get("urgency", ""), "")
        made["urgency"] = str(urgency)
        return made

    def apply(
        self, submission: Submission, rows: Sequence[Row], *, force: bool = False
    ) -> Consumed:
        choices = Choices(submission.round_id)
        known = {
            plain_title(need.title): need.pk
            for need in self._records(submission.round_id, submission.agency_id)
        }
        return take_in_needs(
            by=submission.by,
            round=Round.objects.get(pk=submission.round_id),
            origin=Origin(
                kind="survey",
                label=submission.label,
                url=submission.url,
                file_id=submission.file_id,
                object_type="organisations.agency",
                object_id=str(submission.agency_id),
                demo=submission.demo,
            ),
            rows=[self._need_row(submission, Answer(row), choices, known) for row in rows],
            force=force,
        )

    def _need_row(
        self, submission: Submission, row: Answer, choices: Choices, known: Mapping[str, int]
    ) -> NeedRow:
        title = row.text("title")
        sub = choices.subdimensions.get(row.text("subdimension"))
        description = row.text("description")
        if self.is_idea:
            description = join_benefit(description, row.text("benefit"), _("Benefit"))
        code = code_number(row.text("code"), self.prefix)
        return NeedRow(
            source_key=f"survey/{submission.agency_id}/{self.kind}/{title_key(title)}",
            kind=self.kind,
            title=title,
            description=description,
            dimension_id=choices.dimensions[row.text("dimension")],
            subdimension_id=sub.pk if sub else None,
            agency_id=submission.agency_id,
            urgency=choices.urgencies.get(row.text("urgency"), Need.Urgency.MEDIUM),
            affected=row.text("affected"),
            need_id=code or known.get(plain_title(title)),
            locator=locate(
                submission.sheet_title, row.cell("title"), from_answer=submission.from_answer
            ),
            quote=row.text("description") or title,
        )

"""Which answers are counted or downloaded, and how."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.questionnaires.exports.options import NAMES, Options
from selaras.questionnaires.models import Submission
from selaras.questionnaires.units import series_of


class ChosenForm(forms.Form):
    """Which answers a file holds."""

    state = forms.ChoiceField(
        label=_("Check"),
        required=False,
        choices=[("", _("all answers")), *Submission.Check.choices],
    )
    since = forms.DateField(
        label=_("Received from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Received until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, languages: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "language" in self.fields:
            named: list[tuple[str, Any]] = [(name, name) for name in languages] or [
                ("", _("the words of the form"))
            ]
            field: Any = self.fields["language"]
            field.choices = [*named, (NAMES, _("none: the names of the form (for programs)"))]

    @property
    def which(self) -> list[forms.BoundField]:
        """The fields that say which answers."""
        return [self[name] for name in ChosenForm.base_fields]

    @property
    def what(self) -> list[forms.BoundField]:
        """All others."""
        return [field for field in self if field.name not in ChosenForm.base_fields]

    @classmethod
    def of_address(cls, values: Mapping[str, str], languages: Sequence[str]) -> "ChosenForm":
        """The choices in an address; what it does not name is as the form begins."""
        usual = {name: field.initial for name, field in cls.base_fields.items() if field.initial}
        usual = {name: "true" if held is True else held for name, held in usual.items()}
        return cls({**usual, **values}, languages=languages)

    def options(self) -> Options:
        return Options.of(self.cleaned_data)

    def as_address(self) -> str:
        """The query of an address that says the same."""
        values = {
            name: str(value).lower() if isinstance(value, bool) else value
            for name, value in self.cleaned_data.items()
            if value not in (None, "")
        }
        return urlencode(values)


class AnalysisForm(ChosenForm):
    within = forms.ChoiceField(label=_("Round and survey"), required=False)
    field_order = ("within", "state", "since", "until")

    def __init__(self, *args: Any, form_id: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["within"]
        field.choices = [("", _("all")), *series_of(form_id)]
        if len(field.choices) == 1:
            del self.fields["within"]


class WorkbookForm(ChosenForm):
    language = forms.ChoiceField(label=_("Language of the words"), required=False)
    multiple = forms.ChoiceField(
        label=_("Questions with several choices"),
        choices=[
            ("one", _("in one column")),
            ("columns", _("in a column for each choice (1 and 0)")),
            ("both", _("both")),
        ],
        initial="one",
    )
    groups = forms.BooleanField(
        label=_("The group stands before the question in the header"), required=False, initial=True
    )
    separator = forms.ChoiceField(
        label=_("Sign between group and question"),
        choices=[
            (" / ", "Grup / Pertanyaan"),
            (" - ", "Grup - Pertanyaan"),
            (": ", "Grup: Pertanyaan"),
        ],
        initial=" / ",
    )


class ArchiveForm(ChosenForm):
    excel = forms.TypedChoiceField(
        label=_("For which program"),
        widget=forms.RadioSelect,
        coerce=lambda value: value == "true",
        choices=[
            ("false", _("programs such as R and Python: comma, every value as it was sent")),
            ("true", _("Excel in Indonesian: semicolon, and nothing can run as a formula")),
        ],
        initial="false",
    )
    split = forms.BooleanField(
        label=_("Also a column for each choice of questions with several choices"), required=False
    )
    full_names = forms.BooleanField(
        label=_("The group stands before the name (group-name)"), required=False, initial=True
    )
    earlier = forms.BooleanField(
        label=_("Also questions that only earlier versions asked"), required=False, initial=True
    )
    with_files = forms.BooleanField(
        label=_("With the files that were sent (may be large)"), required=False, initial=True
    )


class CodebookForm(ChosenForm):
    """All answers or some; the words stand in every language."""

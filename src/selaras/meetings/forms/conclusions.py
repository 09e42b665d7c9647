from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.core.errors import Refused
from selaras.meetings.models import Contribution, Decision, Meeting
from selaras.meetings.queries import Candidate, contributions_of
from selaras.meetings.types import Becoming
from selaras.organisations.models import Agency
from selaras.strategy.models import Dimension


class DecisionForm(forms.ModelForm):
    class Meta:
        model = Decision
        fields = ("kind", "text", "dissent", "owner", "due", "group")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 4}),
            "dissent": forms.Textarea(attrs={"rows": 2}),
            "due": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    contributions = forms.ModelMultipleChoiceField(
        Contribution.objects.none(),
        label=_("It rests on these contributions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["owner"].queryset = Agency.objects.current()
        fields["group"].queryset = meeting.groups.all()
        fields["group"].empty_label = _("the whole meeting")
        fields["contributions"].queryset = contributions_of(meeting)
        fields["dissent"].help_text = _("What else was said, if not everybody agreed.")
        fields["owner"].help_text = _("For an action point: the unit that does it.")
        if self.instance.pk:
            fields["contributions"].initial = self.instance.contributions.all()
        if not fields["contributions"].queryset.exists():
            del fields["contributions"]

    def _post_clean(self) -> None:
        """Leave the instance alone: the action sets the fields, the ledger sees the change."""


Places = list[tuple[str, str]]


class NeedChoices:
    """What a person says to each chosen card: which dimension, and new or the same as which."""

    def __init__(self, meeting: Meeting, candidates: list[Candidate], data: Any = None) -> None:
        self.data = data
        every = Dimension.objects.filter(edition_id=meeting.round.edition_id)
        places = {each.pk: _places(each) for each in every.prefetch_related("subdimensions")}
        self.rows = [NeedChoice(each, places, data) for each in candidates]

    def choices(self) -> list[Becoming]:
        return [row.choice() for row in self.rows]


class NeedChoice:
    """One card with the fields of its row; `place` is “dimension” or “dimension-subdimension”."""

    def __init__(self, candidate: Candidate, places: dict[int, Places], data: Any) -> None:
        self.candidate, self.card = candidate, candidate.card
        preset = self.card.dimension or self.card.group.dimension
        # Where the group has a dimension, its own sub-dimensions only.
        self.places = (
            places.get(preset.pk, [])
            if preset
            else [each for own in places.values() for each in own]
        )
        self.place = _posted(data, f"place-{self.card.pk}") or (str(preset.pk) if preset else "")
        if data is None and preset and self.card.subdimension_id:
            self.place = f"{preset.pk}-{self.card.subdimension_id}"
        best = candidate.alike[0] if candidate.alike else None
        suggested = str(best.need.pk) if best and best.likeness.percent >= 90 else ""
        key = f"same-{self.card.pk}"
        self.same = _posted(data, key) if data is not None else suggested

    def choice(self) -> Becoming:
        dimension, _dash, sub = self.place.partition("-")
        if not dimension.isdigit() and not self.same:
            raise Refused(_("Choose a dimension for “%(title)s”.") % {"title": self.card.title})
        return Becoming(self.card.pk, _number(dimension), _number(sub), _number(self.same))


def _places(dimension: Dimension) -> Places:
    """A dimension and its sub-dimensions as choices."""
    subs = dimension.subdimensions.all()
    return [
        (str(dimension.pk), str(dimension.label)),
        *((f"{dimension.pk}-{sub.pk}", f"{dimension.label}: {sub.name}") for sub in subs),
    ]


def _posted(data: Any, name: str) -> str:
    return str(data.get(name, "")).strip() if data is not None else ""


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None

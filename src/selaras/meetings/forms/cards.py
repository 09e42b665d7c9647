import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.meetings.models import Contribution, Meeting
from selaras.meetings.rules.limits import TEXT, TITLE
from selaras.meetings.types import Card
from selaras.needs.types import plain_title, title_key
from selaras.organisations.models import Agency
from selaras.strategy.models import Dimension

BLANK_ROWS = 3


class KeyField(forms.CharField):
    """The name of a row, made with the page so that sending it twice doubles nothing."""

    widget = forms.HiddenInput

    def has_changed(self, _initial: object, _data: object) -> bool:
        return False


class CardForm(forms.Form):
    row_key = KeyField(required=False, max_length=60)
    title = forms.CharField(label=_("Issue, need or idea"), max_length=TITLE)
    kind = forms.ChoiceField(label=_("Kind"), choices=Contribution.Kind.choices, initial="need")
    description = forms.CharField(
        label=_("Explanation"),
        required=False,
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    subdimension = forms.TypedChoiceField(
        label=_("Sub-dimension"), required=False, coerce=int, empty_value=None
    )
    agency = forms.CharField(
        label=_("Raised by"), required=False, widget=forms.TextInput(attrs={"list": "units"})
    )
    votes = forms.IntegerField(label=_("Votes"), required=False, min_value=0, max_value=100_000)

    def __init__(
        self,
        *args: Any,
        subdimensions: list[tuple[Any, str]],
        agencies: dict[str, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = agencies
        subdimension: Any = self.fields["subdimension"]
        subdimension.choices = subdimensions
        # Rows added in the browser are copies of one another: their key comes from the title.
        fresh = "" if "__prefix__" in str(self.prefix) else uuid.uuid4().hex
        self.initial.setdefault("row_key", fresh)

    def clean_agency(self) -> int | None:
        name = plain_title(self.cleaned_data["agency"])
        if name and name not in self.agencies:
            raise forms.ValidationError(_("Choose a unit from the list."))
        return self.agencies.get(name)

    def card(self, dimension: Dimension) -> Card:
        values = self.cleaned_data
        return Card(
            row_key=values["row_key"] or title_key(f"{dimension.code} {values['title']}"),
            title=values["title"],
            kind=values["kind"],
            description=values["description"],
            subdimension_id=values["subdimension"],
            agency_id=values["agency"],
            votes=values["votes"] or 0,
        )


CardFormSet = forms.formset_factory(CardForm, extra=BLANK_ROWS)


def card_rows(
    data: Any,
    *,
    meeting: Meeting,
    dimension: Dimension,
) -> forms.BaseFormSet:
    """The rows of one group: what was typed here already, not what stands on its wall."""
    known = Contribution.objects.filter(
        meeting=meeting, dimension=dimension, author=None, written_by=None, known_need=None
    )
    subs = [(sub.pk, sub.name) for sub in dimension.subdimensions.all()]
    kwargs = {"subdimensions": [("", "—"), *subs], "agencies": agency_names()}
    initial = [_initial(card) for card in known.select_related("agency").order_by("pk")]
    return CardFormSet(data, initial=initial, form_kwargs=kwargs, prefix="cards")


def agency_names() -> dict[str, int]:
    """Agency ids by name and by short name, as they are compared."""
    names: dict[str, int] = {}
    for agency in Agency.objects.current():
        names.setdefault(plain_title(agency.label), agency.pk)
        names[plain_title(agency.name)] = agency.pk
    return names


def cards_of(formset: forms.BaseFormSet, dimension: Dimension) -> list[Card]:
    """The filled rows; a key that stands twice gives way to one made from the title."""
    cards: dict[str, Card] = {}
    for form in formset:
        if not form.cleaned_data.get("title"):
            continue
        card = form.card(dimension)
        if card.row_key in cards:
            form.cleaned_data["row_key"] = ""
            card = form.card(dimension)
        cards[card.row_key] = card
    return list(cards.values())


def _initial(card: Contribution) -> dict[str, Any]:
    return {
        "row_key": card.row_key,
        "title": card.title,
        "kind": card.kind,
        "description": card.description,
        "subdimension": card.subdimension_id,
        "agency": card.agency.label if card.agency else "",
        "votes": card.paper_votes or None,
    }


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label=_("Workbook"),
        help_text=_("The .xlsx file that you downloaded here and filled in."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )
    make_needs = forms.BooleanField(
        label=_("Make needs of the groups' results now"),
        help_text=_(
            "Only of what came from paper. Cards of the walls are chosen under “Conclusions”."
        ),
        required=False,
    )

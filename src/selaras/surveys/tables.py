from collections.abc import Sequence
from typing import Any

import django_filters
import django_tables2
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from selaras.organisations.models import Agency
from selaras.surveys.access import can_answer_for, can_see_response
from selaras.surveys.models import Part, Response, Section, Survey
from selaras.surveys.rules import ANSWERED, is_late
from selaras.web.listing import SearchFilter
from selaras.web.tables import Table


class SurveyTable(Table):
    empty_title = _("No survey yet")
    empty_hint = _("A survey sends every unit a workbook and takes the answers in.")
    name = django_tables2.Column(linkify=True, verbose_name=_("Name"))
    asked = django_tables2.Column(verbose_name=_("Units asked"))
    answered = django_tables2.Column(verbose_name=_("Units that answered"))

    class Meta(Table.Meta):
        model = Survey
        fields = ("name", "deadline", "asked", "answered")


class ResponseTable(Table):
    """The units of a survey; `state` shows late beside the state itself."""

    empty_title = _("No units are asked yet")

    agency = django_tables2.Column(
        accessor="agency__name", order_by="agency__name", verbose_name=_("Unit")
    )
    state = django_tables2.Column(verbose_name=_("State"))
    records = django_tables2.Column(
        accessor="created_count", verbose_name=_("New records"), attrs={"td": {"class": "text-end"}}
    )
    workbook = django_tables2.Column(
        empty_values=(), orderable=False, verbose_name=_("Workbook"), exclude_from_export=True
    )

    class Meta(Table.Meta):
        model = Response
        fields = ("agency", "state", "downloaded", "received", "records", "workbook")

    def render_agency(self, record: Response) -> SafeString:
        """A link for those who may read the unit's answer."""
        user = getattr(getattr(self, "request", None), "user", None)
        if not can_see_response(user, record):
            return format_html("{}", record.agency.name)
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), record.agency.name)

    def value_agency(self, record: Response) -> str:
        return record.agency.name

    def render_state(self, record: Response) -> SafeString:
        answered = record.state in ANSWERED
        late = is_late(
            record.due or record.survey.deadline, timezone.localdate(), answered=answered
        )
        return render_to_string("surveys/_state.html", {"response": record, "late": late})

    def value_state(self, record: Response) -> str:
        return record.get_state_display()

    def render_workbook(self, record: Response) -> SafeString:
        """Links that the person may follow: a unit's workbook is for the unit and the planners."""
        user = getattr(getattr(self, "request", None), "user", None)
        may_answer = can_answer_for(user, record.agency_id)
        context = {"response": record, "may_answer": may_answer}
        return render_to_string("surveys/_workbook.html", context)


def short(section: Section) -> str:
    """The head of a column: “Survei SKPD 3: Data” is “Data”."""
    title: str = section.version.questionnaire.title
    return title.rpartition(": ")[2]


class PartColumn(django_tables2.Column):
    """One section of the survey: how far each unit is with it."""

    def __init__(self, section: Section) -> None:
        super().__init__(verbose_name=short(section), empty_values=(), orderable=False)
        self.section = section.pk

    def render(self, record: Response) -> SafeString | str:
        part = self._part(record)
        return render_to_string("surveys/_part_state.html", {"part": part}) if part else "–"

    def value(self, record: Response) -> str:
        part = self._part(record)
        return str(part.get_state_display()) if part else ""

    def _part(self, record: Response) -> Part | None:
        loaded: list[Part] = getattr(record, "loaded", [])
        return next((part for part in loaded if part.section_id == self.section), None)


def matrix_table(sections: Sequence[Section]) -> type[ResponseTable]:
    """Units × sections; without sections the list of workbooks."""
    if not sections:
        return ResponseTable
    columns: dict[str, Any] = {f"part_{each.pk}": PartColumn(each) for each in sections}
    order = ("agency", "state", *columns, "received", "records", "workbook")
    meta = type(
        "Meta",
        (ResponseTable.Meta,),
        {"fields": order, "sequence": order, "exclude": ("downloaded",)},
    )
    return type("MatrixTable", (ResponseTable,), {**columns, "Meta": meta})


class SurveyFilter(django_filters.FilterSet):
    q = SearchFilter("name")

    class Meta:
        model = Survey
        fields: tuple[str, ...] = ()


class ResponseFilter(django_filters.FilterSet):
    q = SearchFilter("agency__name", "agency__short_name")
    state = django_filters.ChoiceFilter(choices=Response.State.choices, label=_("State"))
    kind = django_filters.ChoiceFilter(
        field_name="agency__kind", choices=Agency.Kind.choices, label=_("Kind of unit")
    )

    wrong = django_filters.ChoiceFilter(
        choices=[("yes", _("latest workbook has errors"))], method="with_errors", label=_("Errors")
    )

    class Meta:
        model = Response
        fields: tuple[str, ...] = ()

    def with_errors(
        self, queryset: QuerySet[Response], _name: str, _value: str
    ) -> QuerySet[Response]:
        return queryset.exclude(problems=[])

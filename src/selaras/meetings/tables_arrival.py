"""The list of those who are there."""

from typing import Any

import django_filters
import django_tables2
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.meetings.documents.attendance import represented_by, unit_of
from selaras.meetings.models import Attendance, Group
from selaras.web.listing import SearchFilter
from selaras.web.tables import Table


class ArrivalTable(Table):
    empty_title = gettext_lazy("Nobody is there yet")
    empty_hint = gettext_lazy("Open the page at the door on your phone, or a kiosk on a tablet.")
    name = django_tables2.Column(verbose_name=gettext_lazy("Name"))
    number = django_tables2.Column(verbose_name=gettext_lazy("NIP"), visible=False)
    position = django_tables2.Column(verbose_name=gettext_lazy("Position"), visible=False)
    unit = django_tables2.Column(
        verbose_name=gettext_lazy("Unit"), empty_values=(), order_by=("agency__name",)
    )
    represents = django_tables2.Column(
        verbose_name=gettext_lazy("Represents"), empty_values=(), visible=False
    )
    group = django_tables2.Column(verbose_name=gettext_lazy("Group"))
    signed = django_tables2.Column(
        verbose_name=gettext_lazy("Signed"), empty_values=(), order_by=("signature",)
    )
    mend = django_tables2.Column(
        verbose_name=gettext_lazy("Correct"),
        empty_values=(),
        orderable=False,
        exclude_from_export=True,
    )

    class Meta(Table.Meta):
        model = Attendance
        fields = (
            "name", "number", "position", "unit", "represents", "group", "arrived", "way", "signed",
        )  # fmt: skip
        sequence = (*fields, "mend")

    def render_name(self, record: Attendance) -> str:
        """On the page the position and whom one represents stand below; files have columns."""
        about = " · ".join(part for part in (record.position, record.number) if part)
        context = {"attendance": record, "about": about, "represents": represented_by(record)}
        return render_to_string("meetings/_arrival_name.html", context)

    def value_name(self, record: Attendance) -> str:
        return record.name

    def render_unit(self, record: Attendance) -> str:
        return unit_of(record) or "—"

    def render_represents(self, record: Attendance) -> str:
        return represented_by(record) or "—"

    def render_arrived(self, record: Attendance) -> str:
        return timezone.localtime(record.arrived).strftime("%d/%m %H.%M")

    def value_arrived(self, record: Attendance) -> Any:
        return timezone.localtime(record.arrived).replace(tzinfo=None)

    def render_signed(self, record: Attendance) -> str:
        return render_to_string("meetings/_signed.html", {"attendance": record})

    def value_signed(self, record: Attendance) -> str:
        return _("yes") if record.signature_id else _("no")

    def render_mend(self, record: Attendance) -> str:
        return render_to_string("meetings/_mend.html", {"attendance": record})


class SettledArrivalTable(ArrivalTable):
    """Of a meeting that is signed: nothing is corrected there any more."""

    class Meta(ArrivalTable.Meta):
        exclude = ("mend",)


def _groups(request: HttpRequest | None) -> QuerySet[Group]:
    """Those of the meeting in the address."""
    if request is None or request.resolver_match is None:
        return Group.objects.none()
    return Group.objects.filter(meeting_id=request.resolver_match.kwargs["pk"])


class ArrivalFilter(django_filters.FilterSet):
    q = SearchFilter(
        "name", "position", "number", "organisation", "agency__name", "agency__short_name",
        "invitation__addressee",
    )  # fmt: skip
    group = django_filters.ModelChoiceFilter(queryset=_groups, label=gettext_lazy("Group"))
    way = django_filters.ChoiceFilter(choices=Attendance.Way.choices, label=gettext_lazy("Way"))
    delegate = django_filters.BooleanFilter(
        "is_delegate", label=gettext_lazy("Represents the one invited")
    )
    unsigned = django_filters.BooleanFilter(
        "signature", lookup_expr="isnull", label=gettext_lazy("Signature is missing")
    )

    class Meta:
        model = Attendance
        fields: tuple[str, ...] = ()

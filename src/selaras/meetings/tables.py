from typing import Any

import django_filters
import django_tables2
from django.utils.translation import gettext_lazy as _

from selaras.meetings.models import Group, Invitation, Meeting
from selaras.meetings.queries import public_years
from selaras.organisations.models import Agency
from selaras.web.listing import SearchFilter
from selaras.web.tables import Table
from selaras.web.templatetags.web import tag

ANSWER_LOOKS = {"none": "off", "coming": "ok", "delegate": "info", "absent": "warn"}


class MeetingTable(Table):
    empty_title = _("No meetings yet")
    empty_hint = _("Enter the FGD, then write down what its groups brought forward.")
    title = django_tables2.Column(linkify=True, verbose_name=_("Title"))
    heard = django_tables2.Column(verbose_name=_("Groups heard"))
    cards = django_tables2.Column(verbose_name=_("Contributions"))
    came = django_tables2.Column(verbose_name=_("Attendance"))

    class Meta(Table.Meta):
        model = Meeting
        fields = ("title", "kind", "held_on", "place", "state", "came", "heard", "cards")


class MeetingFilter(django_filters.FilterSet):
    q = SearchFilter("title", "summary", "place")
    kind = django_filters.ChoiceFilter(choices=Meeting.Kind.choices, label=_("Kind"))

    class Meta:
        model = Meeting
        fields: tuple[str, ...] = ()


class OfficeInvitationTable(Table):
    """What the office sees: who is invited and answers what, without ways to reach them."""

    empty_title = _("Nobody is invited yet")
    empty_hint = _("Invite all heads of units in one step, then partners and single persons.")
    addressee = django_tables2.Column(verbose_name=_("Addressee"))
    group = django_tables2.Column(verbose_name=_("Group"), order_by=("group__position",))
    answer = django_tables2.Column(verbose_name=_("Answer"))
    name = django_tables2.Column(verbose_name=_("Who comes"))

    class Meta(Table.Meta):
        model = Invitation
        fields: tuple[str, ...] = ("addressee", "group", "answer", "name", "position")

    def render_answer(self, record: Invitation, value: Any) -> Any:
        if record.withdrawn:
            return tag(_("withdrawn"), "off")
        if record.is_outdated:
            return tag(_("%(answer)s, before the change") % {"answer": value}, "warn")
        return tag(value, ANSWER_LOOKS[record.answer])


class InvitationTable(OfficeInvitationTable):
    addressee = django_tables2.Column(
        linkify=("meetings:invitation", {"pk": django_tables2.A("pk")}),
        verbose_name=_("Addressee"),
    )
    # Only in the file: the page would be too wide.
    reason = django_tables2.Column(visible=False)
    email = django_tables2.Column(visible=False)
    phone = django_tables2.Column(visible=False)
    number = django_tables2.Column(visible=False)
    mailed = django_tables2.DateColumn(format="j M Y", verbose_name=_("E-mail sent"))

    class Meta(OfficeInvitationTable.Meta):
        fields = (
            "addressee", "group", "answer", "name", "position", "number", "reason", "email",
            "phone", "mailed",
        )  # fmt: skip


def groups_on_page(request: Any) -> Any:
    """The groups of the meeting whose page it is."""
    return Group.objects.filter(meeting=request.resolver_match.kwargs["pk"])


class InvitationFilter(django_filters.FilterSet):
    q = SearchFilter("addressee", "name", "position", "agency__name", "agency__short_name")
    answer = django_filters.ChoiceFilter(choices=Invitation.Answer.choices, label=_("Answer"))
    group = django_filters.ModelChoiceFilter(
        label=_("Group"), queryset=groups_on_page,
        null_label=_("without a group"), null_value="none",
    )  # fmt: skip
    sector = django_filters.ChoiceFilter(
        label=_("Sector"), field_name="agency__sector", choices=Agency.Sector.choices,
        null_label=_("persons without a unit"), null_value="person",
    )  # fmt: skip
    sent = django_filters.ChoiceFilter(
        label=_("E-mail"), method="filter_sent",
        choices=[("no", _("not sent yet")), ("yes", _("sent")), ("none", _("no address"))],
    )  # fmt: skip
    state = django_filters.ChoiceFilter(
        label=_("Withdrawn"), method="filter_state",
        choices=[("yes", _("withdrawn")), ("no", _("in force"))],
    )  # fmt: skip

    class Meta:
        model = Invitation
        fields: tuple[str, ...] = ()

    def filter_sent(self, queryset: Any, _name: str, value: str) -> Any:
        if value == "none":
            return queryset.filter(email="")
        return queryset.filter(mailed__isnull=value == "no").exclude(email="")

    def filter_state(self, queryset: Any, _name: str, value: str) -> Any:
        return queryset.filter(withdrawn__isnull=value == "no")


def _years() -> list[tuple[str, str]]:
    return [(str(year), str(year)) for year in public_years()]


class PublicFilter(django_filters.FilterSet):
    """What a citizen looks for among the meetings."""

    q = SearchFilter("title", "place")
    kind = django_filters.ChoiceFilter(choices=Meeting.Kind.choices, label=_("Kind"))
    year = django_filters.ChoiceFilter("held_on", "year", choices=_years, label=_("Year"))

    class Meta:
        model = Meeting
        fields: tuple[str, ...] = ()

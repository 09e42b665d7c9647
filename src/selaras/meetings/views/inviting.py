"""Who is invited: the list with the live picture, choosing, groups, e-mails, WhatsApp."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selaras.core.access import allow
from selaras.core.errors import Refused
from selaras.meetings.access import can_list, can_run
from selaras.meetings.actions import (
    allocate,
    allocate_evenly,
    invite_agencies,
    invite_person,
    restore_invitation,
    start_mailing,
    update_invitation,
    withdraw_invitation,
)
from selaras.meetings.actions.mailing import waiting
from selaras.meetings.forms import InvitationForm, SetsForm, WithdrawForm
from selaras.meetings.messages import group_text, usual_kind, whatsapp_text, whatsapp_url
from selaras.meetings.models import Invitation, Meeting
from selaras.meetings.queries import answer_picture, invitations_of, letter_is_ready
from selaras.meetings.rules import State
from selaras.meetings.tables import InvitationFilter, InvitationTable, OfficeInvitationTable
from selaras.meetings.views.base import meeting_of
from selaras.web.listing import listing


@allow(can_list)
def invitations(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is invited and who comes. E-mail and telephone are for planners alone."""
    found, runs = meeting_of(pk), can_run(request.user)
    return listing(
        request,
        queryset=invitations_of(found),
        table=InvitationTable if runs else OfficeInvitationTable,
        filterset=InvitationFilter,
        title=_("Invitations"),
        name=f"undangan-{found.held_on}",
        template="meetings/invitations.html",
        per_page=100,
        extra={
            "meeting": found,
            "tab": "invitations",
            "can_run": runs,
            "picture": answer_picture(found),
            "mailings": _mailings(found) if runs else [],
            "settled": found.is_settled,
            "letter_ready": letter_is_ready(found),
        },
    )


def _mailings(meeting: Meeting) -> list[tuple[str, str, int]]:
    """(kind, words of the button, how many wait) of the messages that can be sent now."""
    if meeting.state == State.CANCELLED:
        offered = {"cancel": _("Send the cancellation")}
    elif meeting.state in (State.PREPARING, State.RUNNING):
        offered = {
            "invite": _("Send the invitations by e-mail"),
            "update": _("Send the change"),
            "withdraw": _("Tell those no longer invited"),
        }
    else:
        offered = {}
    counted = [(kind, words, waiting(meeting, kind).count()) for kind, words in offered.items()]
    return [each for each in counted if each[2]]


@allow(can_list)
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture alone, asked for again every few seconds."""
    if not request.htmx:
        return redirect("meetings:invitations", pk)
    found = meeting_of(pk)
    return render(
        request, "meetings/_answers.html", {"meeting": found, "picture": answer_picture(found)}
    )


@allow(can_run)
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    found = meeting_of(pk)
    form = SetsForm(request.POST or None, meeting=found)
    if form.is_valid():
        try:
            made = invite_agencies(by=request.user, meeting=found, agencies=form.chosen())
        except Refused as refusal:
            form.add_error(None, refusal.text)
        else:
            text = _("%(new)s invited; %(known)s were on the list already.")
            messages.success(request, text % {"new": made.new, "known": made.known})
            return redirect("meetings:invitations", found.pk)
    context = {"form": form, "meeting": found, "tab": "invitations"}
    return render(request, "meetings/invite.html", context, status=422 if form.is_bound else 200)


@allow(can_run)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    found = meeting_of(pk)
    form = InvitationForm(request.POST or None, meeting=found)
    if form.is_valid():
        try:
            invite_person(by=request.user, meeting=found, values=form.values())
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.text)
        else:
            messages.success(request, _("The addressee is invited."))
            return redirect("meetings:invitations", found.pk)
    return _one(request, found, form, _("Invite by hand"))


@allow(can_run)
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    invited = _invited(pk)
    form = InvitationForm(request.POST or None, instance=invited, meeting=invited.meeting)
    if form.is_valid():
        try:
            update_invitation(by=request.user, invitation=invited, values=form.values())
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.text)
        else:
            messages.success(request, _("The invitation is saved."))
            return redirect("meetings:invitations", invited.meeting_id)
    return _one(request, invited.meeting, form, invited.addressee, invited)


def _one(
    request: HttpRequest, meeting: Meeting, form: Any, title: str, invited: Any = None
) -> HttpResponse:
    kind = usual_kind(invited) if invited else ""
    context = {
        "form": form, "meeting": meeting, "tab": "invitations", "title": title, "invited": invited,
        "withdrawing": WithdrawForm(), "whatsapp": whatsapp_text(invited, kind) if invited else "",
        "whatsapp_url": whatsapp_url(invited, kind) if invited else "",
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "meetings/invitation.html", context, status=status)


@allow(can_run)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    invited = _invited(pk)
    try:
        withdraw_invitation(
            by=request.user, invitation=invited, reason=request.POST.get("reason", "")
        )
    except Refused as refusal:
        messages.error(request, refusal.text)
        return redirect("meetings:invitation", pk)
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("meetings:invitations", invited.meeting_id)


@allow(can_run)
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    invited = _invited(pk)
    try:
        restore_invitation(by=request.user, invitation=invited)
    except Refused as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("The invitation stands again."))
    return redirect("meetings:invitations", invited.meeting_id)


@allow(can_run)
def allocation(request: HttpRequest, pk: int) -> HttpResponse:
    """A table of all addressees, each with the group it goes to."""
    found = meeting_of(pk)
    groups, rows = list(found.groups.all()), invitations_of(found).filter(withdrawn=None)
    if request.method == "POST":
        chosen = {row.pk: request.POST.get(f"group-{row.pk}", "") for row in rows}
        wanted = {pk: int(value) if value.isdigit() else None for pk, value in chosen.items()}
        try:
            changed = allocate(by=request.user, meeting=found, groups=wanted)
        except Refused as refusal:
            messages.error(request, refusal.text)
        else:
            messages.success(request, _("%(count)s put into another group.") % {"count": changed})
        return redirect("meetings:allocation", found.pk)
    context = {"meeting": found, "tab": "invitations", "rows": rows, "groups": groups}
    return render(
        request, "meetings/allocation.html", {**context, "picture": answer_picture(found)}
    )


@allow(can_run)
@require_POST
def spread(request: HttpRequest, pk: int) -> HttpResponse:
    """Put those without a group into one, evenly or by what their unit brought."""
    found = meeting_of(pk)
    try:
        count = allocate_evenly(
            by=request.user, meeting=found, by_dimension="dimension" in request.POST
        )
    except Refused as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("%(count)s put into a group.") % {"count": count})
    return redirect("meetings:allocation", found.pk)


@allow(can_run)
def messages_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Ready texts for WhatsApp: one for the group, one for each addressee."""
    found = meeting_of(pk)
    kinds = _texts(found)
    chosen = request.GET.get("jenis", "")
    kind = chosen if chosen in kinds else next(iter(kinds))
    people = invitations_of(found).filter(withdrawn__isnull=kind != "withdraw")
    rows = [(each, whatsapp_text(each, kind), whatsapp_url(each, kind)) for each in people]
    group = "" if kind == "withdraw" else group_text(found, kind)
    context = {"meeting": found, "tab": "invitations", "rows": rows, "group": group}
    return render(request, "meetings/messages.html", {**context, "kinds": kinds, "kind": kind})


def _texts(meeting: Meeting) -> dict[str, str]:
    """The kinds of texts that may be needed now, with the words of their buttons."""
    if meeting.state == State.CANCELLED:
        return {"cancel": _("Cancellation")}
    kinds = {"invite": _("Invitation")}
    if meeting.revision:
        kinds["update"] = _("Change of time or place")
    if meeting.invitations.exclude(withdrawn=None).exists():
        kinds["withdraw"] = _("No longer invited")
    return kinds


@allow(can_run)
@require_POST
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    found = meeting_of(pk)
    try:
        job = start_mailing(by=request.user, meeting=found, kind=request.POST.get("kind", ""))
    except Refused as refusal:
        messages.error(request, refusal.text)
        return redirect("meetings:invitations", found.pk)
    return redirect(job)


def _invited(pk: int) -> Invitation:
    found = Invitation.objects.select_related("meeting__round", "agency", "group")
    return get_object_or_404(found, pk=pk)

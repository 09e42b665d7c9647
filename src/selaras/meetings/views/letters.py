"""The letter: its words, one PDF, one Word file, all of them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from selaras.core.access import allow
from selaras.core.errors import Refused
from selaras.core.files import KINDS
from selaras.core.jobs import start_job
from selaras.meetings.access import can_run
from selaras.meetings.actions import save_letter
from selaras.meetings.actions.mailing import LETTERS
from selaras.meetings.forms import LetterForm
from selaras.meetings.letters import invitation_docx, invitation_letters
from selaras.meetings.models import Invitation
from selaras.meetings.queries import invitations_of, letter_of
from selaras.meetings.views.base import meeting_of

AT_ONCE = 20  # more letters than this are made in the background


@allow(can_run)
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    found = meeting_of(pk)
    form = LetterForm(request.POST or None, instance=letter_of(found))
    if form.is_valid():
        try:
            save_letter(by=request.user, meeting=found, values=form.values())
        except Refused as refusal:
            form.add_error(None, refusal.text)
        else:
            messages.success(request, _("The letter is saved. Look at one before you print all."))
            return redirect("meetings:letter", found.pk)
    first = invitations_of(found).filter(withdrawn=None).first()
    context = {"form": form, "meeting": found, "tab": "invitations", "first": first}
    return render(request, "meetings/letter.html", context, status=422 if form.is_bound else 200)


@allow(can_run)
def all_letters(request: HttpRequest, pk: int) -> HttpResponse:
    """Every letter in one PDF: at once when they are few, else in the background."""
    found = meeting_of(pk)
    people = list(invitations_of(found).filter(withdrawn=None)[: AT_ONCE + 1])
    if not people:
        messages.error(request, _("Nobody is invited yet."))
        return redirect("meetings:invite", found.pk)
    if len(people) <= AT_ONCE:
        return _pdf(invitation_letters(found, people), f"undangan-{found.held_on}")
    if request.method != "POST":  # a link that is only followed starts no work
        return redirect("meetings:invitations", found.pk)
    job = start_job(
        kind=LETTERS,
        title=_("Letters of “%(meeting)s”") % {"meeting": found.title},
        by=request.user,
        payload={"meeting": found.pk},
        back=reverse("meetings:invitations", args=[found.pk]),
    )
    return redirect(job)


@allow(can_run)
def one_letter(_request: HttpRequest, pk: int) -> HttpResponse:
    invited = _invited(pk)
    data = invitation_letters(invited.meeting, [invited])
    return _pdf(data, f"undangan-{slugify(invited.addressee)}")


@allow(can_run)
def one_docx(_request: HttpRequest, pk: int) -> HttpResponse:
    invited = _invited(pk)
    response = HttpResponse(invitation_docx(invited), content_type=KINDS["docx"].content_type)
    name = slugify(invited.addressee)
    response["Content-Disposition"] = f'attachment; filename="undangan-{name}.docx"'
    return response


def _invited(pk: int) -> Invitation:
    found = Invitation.objects.select_related("meeting__round", "group")
    return get_object_or_404(found, pk=pk)


def _pdf(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response

"""The answer of one unit: filled in section by section, sent, reviewed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selaras.core.access import allow, is_signed_in, require
from selaras.core.errors import Refused
from selaras.core.ledger import history
from selaras.questionnaires.reading import lines_of
from selaras.surveys import actions, rules
from selaras.surveys.access import (
    can_fill_part,
    can_lead,
    can_review,
    can_see_part,
    can_see_response,
    can_send,
)
from selaras.surveys.forms import AssignForm, CommentForm, DeputyForm, ReopenForm, ReturnForm
from selaras.surveys.models import Part, Response
from selaras.surveys.queries import (
    comments_of,
    last_answer,
    part_with,
    parts_of_response,
    response_with,
)


@allow(is_signed_in)
def response(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit's sections with what is to be done next."""
    found, user = response_with(pk), request.user
    parts = parts_of_response(found)
    given = any(part.assigned_id == user.pk for part in parts)
    require(can_see_response(user, found) or given)
    sends = can_send(user, found)
    context = {
        "response": found,
        "survey": found.survey,
        "due": found.due or found.survey.deadline,
        "parts": [(part, _may_write(user, found, part)) for part in parts],
        "may_send": sends,
        "ready": rules.can_send(
            found.state, [(each.state, each.section.required) for each in parts]
        ),
        "may_review": can_review(user),
        "deputy_form": DeputyForm(response=found) if sends and found.deputy_id != user.pk else None,
        "own": found.agency_id in getattr(user, "own_agency_ids", ()),
        "entries": history(found)[:50],
    }
    return render(request, "surveys/response.html", context)


def _may_write(user: Any, response: Response, part: Part) -> bool:
    return rules.can_write(response.state) and can_fill_part(user, part)


@allow(is_signed_in)
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    found = response_with(pk)
    done = _("The answer is sent. You are told when it is approved or returned.")
    return _do(request, found, done, lambda: actions.send_response(by=request.user, response=found))


@allow(is_signed_in)
@require_POST
def deputy(request: HttpRequest, pk: int) -> HttpResponse:
    found = response_with(pk)
    form = DeputyForm(request.POST, response=found)
    to = form.cleaned_data["deputy"] if form.is_valid() else None
    done = _("The deputy is saved.")
    return _do(
        request,
        found,
        done,
        lambda: actions.name_deputy(by=request.user, response=found, deputy=to),
    )


@allow(can_review)
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    found = response_with(pk)
    done = _("The answer is approved; its systems, needs and ideas are now records.")
    return _do(
        request, found, done, lambda: actions.approve_response(by=request.user, response=found)
    )


@allow(can_review)
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return sections for correction."""
    found = response_with(pk)
    form = ReturnForm(request.POST or None, response=found)
    title = _("Return for correction")
    return _decide(request, found, form, title, actions.return_response)


@allow(can_review)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an approved answer be corrected."""
    found = response_with(pk)
    form = ReopenForm(request.POST or None, response=found)
    return _decide(request, found, form, _("Reopen the answer"), actions.reopen_response)


@allow(can_review)
@require_POST
def difference(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    found = response_with(pk)
    done = _("The record now says what the answer says.")
    return _do(
        request,
        found,
        done,
        lambda: actions.accept_difference(by=request.user, response=found, number=number),
    )


@allow(is_signed_in)
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """A section as it was answered, with the talk on each question."""
    found, user = part_with(pk), request.user
    require(can_see_part(user, found))
    talks = comments_of(found)
    lines = lines_of(found.submission, get_language() or "id") if found.submission else []
    context = {
        "part": found,
        "response": found.response,
        "answer": found.submission,
        "lines": [(line, talks.get((line.path, line.index), [])) for line in lines],
        "general": talks.get(("", ""), []),
        "may_write": _may_write(user, found.response, found),
        "may_review": can_review(user),
        "assign_form": AssignForm(part=found) if can_lead(user, found.response) else None,
        "last": last_answer(found) if found.submission is None else None,
        "comment_form": CommentForm(auto_id=False),
    }
    return render(request, "surveys/part.html", context)


@allow(is_signed_in)
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    found = part_with(pk)
    form = AssignForm(request.POST, part=found)
    to = form.cleaned_data["to"] if form.is_valid() else None
    done = _("Saved.")
    return _do(
        request, found, done, lambda: actions.assign_part(by=request.user, part=found, to=to)
    )


@allow(is_signed_in)
@require_POST
def copy_last(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin with the answer of the last survey."""
    found = part_with(pk)
    done = _("The last answer is copied as a draft. Check it and send it.")
    return _do(request, found, done, lambda: actions.start_from_last(by=request.user, part=found))


@allow(is_signed_in)
@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    found = part_with(pk)
    form = CommentForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write the comment."))
        return redirect(found)
    values = form.cleaned_data
    return _do(
        request,
        found,
        _("The comment is saved."),
        lambda: actions.add_comment(by=request.user, part=found, **values),
    )


@allow(can_review)
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    found = part_with(pk)
    path, index = request.POST.get("path", ""), request.POST.get("index", "")
    return _do(
        request,
        found,
        _("Saved."),
        lambda: actions.settle_comments(by=request.user, part=found, path=path, index=index),
    )


def _do(
    request: HttpRequest, subject: Part | Response, done: str, act: Callable[[], Any]
) -> HttpResponse:
    """Act, say what became of it, and go back to the page."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, done)
    return redirect(subject)


def _decide(
    request: HttpRequest, found: Response, form: Any, title: str, act: Callable[..., Any]
) -> HttpResponse:
    if form.is_valid():
        try:
            act(by=request.user, response=found, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.text)
        else:
            messages.success(request, _("The unit was told."))
            return redirect(found)
    context = {"form": form, "title": title, "back": found, "note": str(found)}
    return render(request, "surveys/form.html", context, status=422 if form.is_bound else 200)

"""People and their roles; everybody's own account."""

from datetime import timedelta

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selaras.core.access import allow, is_signed_in
from selaras.core.errors import Refused
from selaras.core.ledger import history
from selaras.organisations import actions, queries
from selaras.organisations.access import can_edit_people, can_see_people
from selaras.organisations.forms import (
    NewPersonForm,
    OwnAccountForm,
    PersonForm,
    RoleForm,
)
from selaras.organisations.models import Role, User
from selaras.organisations.tables import (
    PeopleFilters,
    PeopleTable,
)
from selaras.organisations.views.agencies import _form_page
from selaras.web.listing import listing


@allow(can_see_people)
def people(request: HttpRequest) -> HttpResponse:
    return listing(
        request,
        queryset=queries.people(),
        table=PeopleTable,
        filterset=PeopleFilters,
        title=_("People"),
        name="orang",
        template="organisations/people.html",
        extra={"can_edit": can_edit_people(request.user)},
    )


@allow(can_see_people)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(User, pk=pk)
    context = {
        "person": found,
        "roles": found.roles.select_related("agency"),
        "can_edit": can_edit_people(request.user),
        "form": RoleForm(),
        "second_factor": is_mfa_enabled(found),
        "history": history(found)[:30],
    }
    return render(request, "organisations/person.html", context)


@allow(can_edit_people)
def create_person(request: HttpRequest) -> HttpResponse:
    form = NewPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        kind, unit = values.pop("kind"), values.pop("agency")
        try:
            with transaction.atomic():
                user = actions.create_person(by=request.user, **values)
                actions.grant_role(by=request.user, user=user, kind=kind, agency=unit)
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.text)
        else:
            messages.success(
                request,
                _("The account is open. A link to set the password is on its way by e-mail."),
            )
            return redirect(user)
    return _form_page(request, form, _("Add a person"), reverse("organisations:people"))


@allow(can_edit_people)
def edit_person(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(User, pk=pk)
    form = PersonForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        fresh = User.objects.get(pk=found.pk)
        try:
            actions.update_person(by=request.user, user=fresh, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.text)
        else:
            messages.success(request, _("The person is saved."))
            return redirect(fresh)
    return _form_page(request, form, _("Change the person"), found.get_absolute_url())


@allow(can_edit_people)
@require_POST
def change_roles(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or end a role (`do` says which)."""
    found = get_object_or_404(User, pk=pk)
    form, wanted = RoleForm(request.POST), request.POST.get("do")
    try:
        if wanted == "grant" and form.is_valid():
            actions.grant_role(by=request.user, user=found, **form.cleaned_data)
        elif wanted == "end":
            role = get_object_or_404(Role, pk=request.POST.get("role"), user=found)
            actions.end_role(
                by=request.user, role=role, last_day=timezone.localdate() - timedelta(days=1)
            )
    except Refused as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("The person is saved."))
    return redirect(found)


@allow(can_edit_people)
@require_POST
def change_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Close or reopen an account, invite again, take a lost second factor away."""
    found, wanted = get_object_or_404(User, pk=pk), request.POST.get("do")
    try:
        if wanted in {"close", "open"}:
            actions.set_active(by=request.user, user=found, active=wanted == "open")
        elif wanted == "invite":
            actions.invite(by=request.user, user=found)
        elif wanted == "forget":
            actions.forget_second_factor(by=request.user, user=found)
    except Refused as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("The account is saved."))
    return redirect(found)


@allow(is_signed_in)
def account(request: HttpRequest) -> HttpResponse:
    """One's own name, language and ways to log in."""
    form = OwnAccountForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        fresh = User.objects.get(pk=request.user.pk)
        actions.update_person(by=fresh, user=fresh, **form.cleaned_data)
        translation.activate(fresh.language)
        response = redirect("account")
        response.set_cookie("django_language", fresh.language, samesite="Lax")
        messages.success(request, _("Your account is saved."))
        return response
    return render(
        request, "organisations/account.html", {"form": form}, status=422 if form.is_bound else 200
    )

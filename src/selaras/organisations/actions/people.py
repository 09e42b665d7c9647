"""Accounts and roles."""

from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.core.events import publish
from selaras.core.types import RoleKind
from selaras.organisations.access import can_edit_people
from selaras.organisations.events import PersonInvited
from selaras.organisations.models import Agency, Role, User


@transaction.atomic
def create_person(
    *,
    by: Any,
    name: str,
    email: str,
    password: str | None = None,
    **fields: Any,
) -> User:
    """Open an account; without a password the person is mailed a link to set one.

    Raises:
        Refused: the e-mail has an account already.
    """
    require(can_edit_people(by))
    _check_email(email, None)
    user: User = User.objects.create_user(email, password, name=name, **fields)
    ledger.record(by=by, kind="people.created", subject=user)
    if password is None:
        publish(PersonInvited(user.pk))
    return user


@transaction.atomic
def invite(*, by: Any, user: User) -> None:
    """Send the link to set a password once more."""
    require(can_edit_people(by))
    ledger.record(by=by, kind="people.invited", subject=user)
    publish(PersonInvited(user.pk))


@transaction.atomic
def forget_second_factor(*, by: Any, user: User) -> int:
    """Take the second factor away from a person who lost it; how many there were."""
    require(can_edit_people(by))
    count: int = Authenticator.objects.filter(user=user).delete()[0]
    if count:
        ledger.record(by=by, kind="people.second_factor_removed", subject=user)
    return count


def _check_email(email: str | None, user: User | None) -> None:
    known = User.objects.filter(email__iexact=email or "")
    if email and known.exclude(pk=user.pk if user else None).exists():
        raise Refused(_("There is already an account with this e-mail."), field="email")


@transaction.atomic
def update_person(*, by: Any, user: User, **fields: Any) -> User:
    """Change name, position, phone or language; one's own, or anybody's by an administrator."""
    require(by.pk == user.pk or can_edit_people(by))
    _check_email(fields.get("email"), user)
    before = {name: getattr(user, name) for name in fields}
    for name, value in fields.items():
        setattr(user, name, value)
    user.save(update_fields=list(fields))
    if ledger.changes(before, fields):
        # Personal data: the ledger says that it changed, not what it says.
        ledger.record(
            by=by, kind="people.changed", subject=user, content={"fields": sorted(fields)}
        )
    return user


@transaction.atomic
def set_active(*, by: Any, user: User, active: bool) -> User:
    """Close or reopen an account.

    Raises:
        Refused: an administrator cannot close the own account.
    """
    require(can_edit_people(by))
    if by.pk == user.pk and not active:
        raise Refused(_("You cannot close your own account. Ask another administrator."))
    if user.is_active != active:
        user.is_active = active
        user.save(update_fields=["is_active"])
        ledger.record(by=by, kind="people.opened" if active else "people.closed", subject=user)
    return user


@transaction.atomic
def grant_role(
    *,
    by: Any,
    user: User,
    kind: str,
    agency: Agency | None = None,
    valid_from: date | None = None,
) -> Role:
    """Give a role; giving it again changes nothing.

    Raises:
        Refused: the role needs an agency.
    """
    require(can_edit_people(by))
    if kind in Role.NEEDS_AGENCY and agency is None:
        raise Refused(_("Choose the unit for which the person holds this role."), field="agency")
    if kind not in Role.NEEDS_AGENCY:
        agency = None
    role, new = Role.objects.get_or_create(
        user=user, kind=kind, agency=agency, defaults={"valid_from": valid_from}
    )
    ended = role.valid_to is not None
    earlier = role.valid_from is not None and (valid_from is None or valid_from < role.valid_from)
    if not new and (ended or earlier):
        role.valid_from, role.valid_to = valid_from, None
        role.save(update_fields=["valid_from", "valid_to"])
        new = True
    if new:
        content = {"role": kind, "agency": agency.slug if agency else ""}
        ledger.record(by=by, kind="people.role_granted", subject=user, content=content)
    return role


@transaction.atomic
def end_role(*, by: Any, role: Role, last_day: date) -> Role:
    """End a role; that it was held stays known.

    Raises:
        Refused: nobody would be left to administer the site.
    """
    require(can_edit_people(by))
    others = Role.objects.held().filter(kind=RoleKind.ADMINISTRATOR, user__is_active=True)
    lasting = others.filter(Q(valid_to=None) | Q(valid_to__gt=last_day)).exclude(pk=role.pk)
    if role.kind == RoleKind.ADMINISTRATOR and not lasting.exists():
        raise Refused(_("This is the last administrator. Name another one first."))
    role.valid_to = last_day
    role.save(update_fields=["valid_to"])
    content = {"role": role.kind, "agency": role.agency.slug if role.agency else "", "on": last_day}
    ledger.record(by=by, kind="people.role_ended", subject=role.user, content=content)
    return role

"""Who may open which address. Every view carries one predicate; a test walks all of them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from selaras.core.types import OFFICE, RoleKind

View = Callable[..., HttpResponse]
Predicate = Callable[[Any], bool]


def has_role(user: Any, *roles: str, agency_id: int | None = None) -> bool:
    """Whether the person holds one of the roles today (for that agency, when one is given)."""
    held = getattr(user, "held_roles", ())
    return any(
        role in roles and (agency_id is None or agency_id == held_for) for role, held_for in held
    )


def is_everyone(_user: object) -> bool:
    return True


def is_signed_in(user: Any) -> bool:
    return bool(user.is_authenticated)


def is_office(user: object) -> bool:
    return has_role(user, *OFFICE)


def can_administer(user: object) -> bool:
    return has_role(user, RoleKind.ADMINISTRATOR)


def can_inspect(user: object) -> bool:
    return has_role(user, RoleKind.ADMINISTRATOR, RoleKind.INSPECTOR, RoleKind.PLANNER)


def allow(predicate: Predicate) -> Callable[[View], View]:
    """Open a view to those for whom the predicate holds; others sign in or are refused."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if predicate(request.user):
                return view(request, *args, **kwargs)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            raise PermissionDenied

        guarded.predicate = predicate  # type: ignore[attr-defined]
        return guarded

    return decorate


def require(condition: bool) -> None:  # noqa: FBT001 - reads as `require(can_close(user, it))`
    """Refuse what an access rule does not grant.

    Raises:
        PermissionDenied: the condition does not hold.
    """
    if not condition:
        raise PermissionDenied

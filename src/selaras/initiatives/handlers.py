from django.utils.translation import gettext as _
from django.utils.translation import override

from selaras.core.events import subscribe
from selaras.core.notices import notify
from selaras.core.types import RoleKind
from selaras.initiatives.events import InitiativeMoved
from selaras.initiatives.models import Initiative
from selaras.organisations.models import Role


@subscribe(InitiativeMoved)
def tell_owner(event: InitiativeMoved) -> None:
    """The unit's officers and heads learn of a step that somebody else took."""
    initiative = Initiative.objects.select_related("round").get(pk=event.initiative_id)
    roles = (
        Role.objects.held()
        .filter(agency=initiative.owner_id, kind__in=(RoleKind.OFFICER, RoleKind.HEAD))
        .exclude(user=event.by_id)
        .select_related("user")
    )
    for person in {role.user for role in roles}:
        with override(person.language):
            text = _("Programme %(code)s is now: %(state)s.") % {
                "code": initiative.code,
                "state": Initiative.States(event.after).label,
            }
        notify([person], text=text, url=initiative.get_absolute_url())

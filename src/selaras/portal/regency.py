"""Founding a regency: names, area, agencies and the first administrator, in one transaction."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.errors import Refused
from selaras.core.preferences import save_preferences
from selaras.core.types import RoleKind
from selaras.organisations import actions
from selaras.organisations.models import Area, Role, User


@transaction.atomic
def found_regency(
    *, name: str, code: str, email: str, admin_name: str, password: str, agencies: bytes | None
) -> int:
    """Set up an empty regency; the number of agencies taken in.

    Raises:
        Refused: e-mail or password cannot be used.
        ImportRefused: the agencies workbook has errors; nothing was written.
    """
    admin = _administrator(email, admin_name, password)
    site = {"regency.name": name, "regency.code": code, "site.name": f"Selaras {name}"}
    save_preferences(site, by=admin)
    province, _new = Area.objects.get_or_create(
        code=code[:2], defaults={"name": code[:2], "level": Area.Level.PROVINCE}
    )
    Area.objects.update_or_create(
        code=code, defaults={"name": name, "level": Area.Level.REGENCY, "parent": province}
    )
    if agencies is None:
        return 0
    return actions.import_agencies(by=admin, data=agencies).created


def _administrator(email: str, name: str, password: str) -> User:
    try:
        validate_email(email)
        validate_password(password)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    if User.objects.filter(email__iexact=email).exists():
        raise Refused(_("There is already an account with this e-mail."))
    admin = User.objects.create_user(email, password, name=name)
    for kind in (RoleKind.ADMINISTRATOR, RoleKind.PLANNER):
        Role.objects.create(user=admin, kind=kind)
    ledger.record(by=admin, kind="people.founded", subject=admin)
    return admin

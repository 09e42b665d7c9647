"""Another addressee in the place of one: the old link and answer do not pass on."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from selaras.core.errors import Refused
from selaras.meetings.models import Invitation
from selaras.meetings.models.people import new_token

OF_ANSWER = ("name", "position", "number", "reason")
# What is written when somebody else is invited.
FRESH = ("token", "answer", "answered", *OF_ANSWER, "mailed", "mailed_revision", "reminded")


def is_another(invitation: Invitation, values: Mapping[str, Any]) -> bool:
    """Whether these values name somebody else: other words, or another unit than the one named.

    `spelling` among them says that the words alone are corrected.
    """
    if values.get("spelling"):
        return False
    unit = values.get("agency_id", invitation.agency_id)
    words = values.get("addressee", invitation.addressee)
    moved = invitation.agency_id is not None and unit not in (None, invitation.agency_id)
    return moved or words.casefold() != invitation.addressee.casefold()


def put_another(invitation: Invitation, addressee: str) -> None:
    """Free the row for `addressee` (the caller saves FRESH). Whoever was told before, or answered,
    stays in the list as withdrawn: the old link says so, and they can be told by e-mail.

    Raises:
        Refused: somebody has arrived with this invitation.
    """
    if hasattr(invitation, "attendance"):
        raise Refused(_("Somebody has arrived with this invitation."), field="addressee")
    known = invitation.mailed or invitation.answered
    if known and addressee.casefold() != invitation.addressee.casefold():
        _keep_old(invitation)
    invitation.token = new_token()
    invitation.answer, invitation.answered = Invitation.Answer.NONE, None
    invitation.mailed, invitation.mailed_revision, invitation.reminded = None, 0, None
    for name in OF_ANSWER:
        if name != "reason" or invitation.withdrawn is None:  # else it is that of the withdrawal
            setattr(invitation, name, "")


def _keep_old(invitation: Invitation) -> None:
    """A row with the old link; the one that is changed gets a new link, so no two are equal."""
    old = Invitation.objects.get(pk=invitation.pk)
    Invitation.objects.filter(pk=old.pk).update(token=new_token(), addressee=f"#{old.pk}")
    old.pk, old.withdrawn = None, timezone.now()
    with translation.override(settings.LANGUAGE_CODE):
        old.reason = _("Somebody else is invited instead.")
    old.save(force_insert=True)

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.initiatives.actions import move_initiative
from selaras.initiatives.models import Initiative, State
from selaras.portfolio.access import can_commit
from selaras.portfolio.models import Commitment
from selaras.portfolio.queries import BOUND


@transaction.atomic
def commit(
    *,
    by: Any,
    initiative: Initiative,
    signer_name: str,
    signer_position: str,
    statement: str,
    signed_on: date | None = None,
    is_demo: bool = False,
) -> Commitment:
    """The head binds the unit to a selected programme; done again it changes nothing.

    `signed_on` is the day of the paper sheet, when one was signed earlier than today.
    The name is personal and stays out of the ledger.

    Raises:
        Refused: the programme is not selected, or a word is missing.
    """
    require(can_commit(by, initiative))
    initiative = Initiative.objects.select_related("round", "owner").get(pk=initiative.pk)
    known = Commitment.objects.filter(initiative=initiative).first()
    if known is not None and initiative.state in BOUND:
        return known
    if initiative.state != State.SELECTED:
        raise Refused(
            _("Only a selected programme can be committed to. This one is: %(state)s.")
            % {"state": initiative.get_state_display()}
        )
    if not (signer_name.strip() and signer_position.strip() and statement.strip()):
        raise Refused(_("Write name, position and statement."))
    if known is not None:
        known.delete()  # of before the programme was taken back; the ledger remembers it
    commitment = Commitment.objects.create(
        initiative=initiative,
        agency=initiative.owner,
        by=by,
        signer_name=signer_name.strip(),
        signer_position=signer_position.strip(),
        statement=statement.strip(),
        signed_on=signed_on or timezone.localdate(),
        is_demo=is_demo,
    )
    move_initiative(by=by, initiative=initiative, to=State.COMMITTED)
    ledger.record(
        by=by,
        kind="portfolio.committed",
        subject=initiative,
        content={
            "position": commitment.signer_position,
            "statement": commitment.statement,
            "signed_on": commitment.signed_on,
        },
        agency=initiative.owner.slug,
    )
    return commitment

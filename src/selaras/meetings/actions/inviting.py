"""Whom a meeting invites: from the tree of the organisation, partners, single persons."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.meetings.access import can_run
from selaras.meetings.actions.replacing import FRESH, is_another, put_another
from selaras.meetings.actions.setup import require_open
from selaras.meetings.models import Group, Invitation, Meeting
from selaras.meetings.queries import heads_of
from selaras.meetings.rules import head_title, spread
from selaras.needs.models import Need
from selaras.organisations.models import Agency

EDITED = ("addressee", "email", "phone", "group_id", "may_delegate", "agency_id")


@dataclass(frozen=True)
class Invited:
    new: int
    known: int


@transaction.atomic
def invite_agencies(*, by: Any, meeting: Meeting, agencies: Iterable[Agency]) -> Invited:
    """Invite the heads of these units, each by the title of the office; nobody twice.

    What was withdrawn stays so: it is taken back one by one (`restore_invitation`).
    """
    require(can_run(by))
    require_open(meeting)
    wanted = list(agencies)
    heads = heads_of(each.pk for each in wanted)
    known = list(meeting.invitations.values_list("agency_id", "addressee"))
    units, names = {unit for unit, _name in known}, {name for _unit, name in known}
    fresh: list[Invitation] = []
    for agency in wanted:
        head, title = heads.get(agency.pk), head_title(agency.kind, agency.name)[:200]
        if agency.pk in units or title in names:
            continue
        names.add(title)
        fresh.append(
            Invitation(
                meeting=meeting,
                agency=agency,
                addressee=title,
                email=agency.email or (head.email if head else ""),
                phone=head.phone if head else "",
                position_in_list=len(known) + len(fresh),
            )
        )
    Invitation.objects.bulk_create(fresh)
    if fresh:
        content = {"new": len(fresh)}
        ledger.record(by=by, kind="meetings.invited", subject=meeting, content=content)
    return Invited(len(fresh), len(wanted) - len(fresh))


@transaction.atomic
def invite_person(*, by: Any, meeting: Meeting, values: Mapping[str, Any]) -> Invitation:
    """One addressee by hand; `values` are names of EDITED.

    Raises:
        Refused: the addressee is invited already.
    """
    require(can_run(by))
    require_open(meeting)
    chosen = {name: values[name] for name in EDITED if name in values}
    _require_group(meeting, chosen.get("group_id"))
    known = meeting.invitations.filter(addressee__iexact=chosen["addressee"]).first()
    if known is not None and known.withdrawn is None:
        raise Refused(_("This addressee is invited already."), field="addressee")
    place = meeting.invitations.count()
    invitation = known or Invitation(meeting=meeting, position_in_list=place)
    if invitation.email != chosen.get("email", invitation.email):
        invitation.mailed = None  # the new address was told nothing yet
    for name, value in chosen.items():
        setattr(invitation, name, value)
    _stand_again(invitation)
    invitation.save()
    ledger.record(by=by, kind="meetings.invited", subject=meeting, content={"new": 1})
    return invitation


@transaction.atomic
def update_invitation(*, by: Any, invitation: Invitation, values: Mapping[str, Any]) -> None:
    """Change addressee, e-mail, telephone, group, or whether a delegate may come.

    Somebody else gets a link of their own and no answer, unless `values` has a true `spelling`.
    """
    require(can_run(by))
    meeting = require_open(invitation.meeting)
    invitation = _locked(invitation)
    _require_group(meeting, values.get("group_id"))
    name = values.get("addressee", invitation.addressee)
    if meeting.invitations.filter(addressee__iexact=name).exclude(pk=invitation.pk).exists():
        raise Refused(_("This addressee is invited already."), field="addressee")
    changed = [
        each for each in EDITED if each in values and getattr(invitation, each) != values[each]
    ]
    if not changed:
        return
    written = [each.removesuffix("_id") for each in changed]
    if is_another(invitation, values):
        put_another(invitation, name)
        written += FRESH
    elif "email" in changed:  # the new address was told nothing yet
        invitation.mailed, invitation.reminded = None, None
        written += ["mailed", "reminded"]
    for each in changed:
        setattr(invitation, each, values[each])
    invitation.save(update_fields=written)
    # The fields alone: who stands in them is nobody's business later.
    content = {"invitation": invitation.pk, "fields": changed}
    ledger.record(by=by, kind="meetings.invitation_changed", subject=meeting, content=content)


@transaction.atomic
def withdraw_invitation(*, by: Any, invitation: Invitation, reason: str) -> None:
    """The link opens nothing any more; the addressee reads the reason there.

    Raises:
        Refused: without a reason, or the addressee has arrived.
    """
    require(can_run(by))
    meeting = require_open(invitation.meeting)
    invitation = _locked(invitation)
    reason = reason.replace("\0", "")
    if not reason.strip():
        raise Refused(_("Say why the invitation is withdrawn."), field="reason")
    if hasattr(invitation, "attendance"):
        raise Refused(_("Somebody has arrived with this invitation."))
    if invitation.withdrawn is None:
        invitation.withdrawn, invitation.reason = timezone.now(), reason.strip()[:300]
        invitation.save(update_fields=["withdrawn", "reason"])
        content = {"invitation": invitation.pk}
        ledger.record(by=by, kind="meetings.withdrawn", subject=meeting, content=content)


@transaction.atomic
def restore_invitation(*, by: Any, invitation: Invitation) -> None:
    """Take a withdrawal back; the link opens again."""
    require(can_run(by))
    require_open(invitation.meeting)
    invitation = _locked(invitation)
    if invitation.withdrawn is not None:
        _stand_again(invitation)
        invitation.save(update_fields=["withdrawn", "reason", "mailed"])
        content = {"invitation": invitation.pk}
        ledger.record(by=by, kind="meetings.restored", subject=invitation.meeting, content=content)


@transaction.atomic
def allocate(*, by: Any, meeting: Meeting, groups: Mapping[int, int | None]) -> int:
    """Put invitations (by id) into groups (by id); how many changed."""
    require(can_run(by))
    require_open(meeting)
    own = set(meeting.groups.values_list("pk", flat=True))
    changed = []
    for invitation in meeting.invitations.filter(pk__in=groups):
        group = groups[invitation.pk]
        if group is not None and group not in own:
            raise Refused(_("Choose a group of this meeting."))
        if invitation.group_id != group:
            invitation.group_id = group
            changed.append(invitation)
    Invitation.objects.bulk_update(changed, ["group"], batch_size=200)
    if changed:
        content = {"changed": len(changed)}
        ledger.record(by=by, kind="meetings.allocated", subject=meeting, content=content)
    return len(changed)


def allocate_evenly(*, by: Any, meeting: Meeting, by_dimension: bool = False) -> int:
    """Put those without a group into one, so that all groups grow alike; how many were put.

    `by_dimension`: a unit goes first where most of what it brought to this round belongs.
    """
    waiting = meeting.invitations.filter(group=None, withdrawn=None)
    people = list(waiting.values_list("pk", "agency_id"))
    groups = list(meeting.groups.all())
    if not groups:
        raise Refused(_("Add groups first."))
    taken = meeting.invitations.filter(withdrawn=None).values_list("group_id", flat=True)
    sizes = Counter({group.pk: 0 for group in groups})
    sizes.update(group for group in taken if group is not None)
    found: dict[int, int | None] = {}
    if by_dimension:
        homes = _homes(meeting, groups)
        found |= {pk: homes[unit] for pk, unit in people if unit in homes}
        sizes.update(group for group in found.values() if group is not None)
    found |= spread([pk for pk, _unit in people if pk not in found], sizes)
    return int(allocate(by=by, meeting=meeting, groups=found))


def _homes(meeting: Meeting, groups: list[Group]) -> dict[int, int]:
    """The group of the dimension in which each unit has most needs, by unit."""
    places = {group.dimension_id: group.pk for group in groups if group.dimension_id}
    rows = (
        Need.objects.filter(round=meeting.round, dimension__in=places)
        .exclude(agency=None)
        .values_list("agency_id", "dimension_id")
        .annotate(count=Count("pk"))
        .order_by("count", "-dimension_id")
    )
    return {agency: places[dimension] for agency, dimension, _count in rows}


def _stand_again(invitation: Invitation) -> None:
    """Take the withdrawal back; whoever was told of it is invited by e-mail anew."""
    if invitation.withdrawn and invitation.mailed and invitation.mailed > invitation.withdrawn:
        invitation.mailed = None
    invitation.withdrawn, invitation.reason = None, ""


def _locked(invitation: Invitation) -> Invitation:
    """The row as it is now: an e-mail may have gone, or an answer come, since it was read."""
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("meeting__round")
    return rows.get(pk=invitation.pk)


def _require_group(meeting: Meeting, group_id: int | None) -> None:
    if group_id is not None and not meeting.groups.filter(pk=group_id).exists():
        raise Refused(_("Choose a group of this meeting."), field="group")

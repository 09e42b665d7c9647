"""What a meeting still lacks before its day."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selaras.core.types import RoleKind
from selaras.meetings.models import Group, GroupStaff, Invitation, Letter, Meeting
from selaras.meetings.queries.inviting import answer_picture
from selaras.meetings.rules import State
from selaras.organisations.models import Role

NEAR = 14  # days ahead in which planners are asked to send


@dataclass(frozen=True)
class Point:
    """One point of the checklist; `url` is where it is mended."""

    label: str
    done: bool
    url: str
    detail: str = ""


def checklist(meeting: Meeting) -> list[Point]:
    """What a planner sees to before the day, in the order of the work."""
    groups = list(meeting.groups.prefetch_related("staff"))
    led = sum(any(each.kind == "facilitator" for each in group.staff.all()) for group in groups)
    picture = answer_picture(meeting)
    total, count = picture.total.total, {"done": led, "total": len(groups)}
    unplaced = sum(line.total for line in picture.groups if line.url == "?group=none")
    mail = picture.mailed + picture.unreachable >= total > 0
    sent = {"done": picture.mailed, "total": total}
    answered = {"done": total - picture.total.counts["none"], "total": total}

    def at(name: str) -> str:
        return reverse(f"meetings:{name}", args=[meeting.pk])

    of = _("%(done)s of %(total)s")
    return [
        Point(_("Time and place are set"), bool(meeting.starts and _where(meeting)), at("edit")),
        Point(_("A chair is named, who signs the record"), bool(meeting.chair_id), at("edit")),
        Point(_("The agenda is written"), meeting.agenda.exists(), at("agenda")),
        Point(_("Every group has a facilitator"), 0 < len(groups) == led, at("staff"), of % count),
        Point(_("People are invited"), total > 0, at("invite"), str(total or "")),
        Point(
            _("Everybody invited has a group"), total > 0 and not unplaced, at("allocation"),
            _("%(count)s without a group") % {"count": unplaced} if unplaced else "",
        ),
        Point(
            _("The letter has a number and a signatory"),
            letter_is_ready(meeting), at("letter"),
        ),
        Point(_("The invitations are sent by e-mail"), mail, at("invitations"), of % sent),
        *_changes_told(meeting, at("invitations")),
        Point(
            _("Everybody has answered"), total > 0 and not picture.total.counts["none"],
            at("invitations"), of % answered,
        ),
    ]  # fmt: skip


def _changes_told(meeting: Meeting, url: str) -> list[Point]:
    """Once something has changed, or somebody was withdrawn, after they were written to."""
    told = meeting.invitations.exclude(mailed=None).exclude(email="")
    late = told.filter(
        Q(withdrawn=None, mailed_revision__lt=meeting.revision) | Q(mailed__lt=F("withdrawn"))
    ).count()
    if not late and not (meeting.revision and told.exists()):
        return []
    detail = ngettext("%(count)s does not know yet", "%(count)s do not know yet", late)
    words = detail % {"count": late} if late else ""
    return [Point(_("Whoever was invited knows of the changes"), not late, url, words)]


def letter_is_ready(meeting: Meeting) -> bool:
    """Whether a letter can go out: it has a number and names who signs it."""
    letter = Letter.objects.filter(meeting=meeting).first()
    return bool(letter and letter.number and letter.signatory_name)


def _where(meeting: Meeting) -> str:
    return meeting.place or meeting.link


def groups_with_staff(meeting: Meeting) -> QuerySet[Group]:
    return meeting.groups.select_related("dimension").prefetch_related("staff__user")


def unsent_meetings() -> QuerySet[Meeting]:
    """Meetings of the next fortnight with addressees who know nothing yet, or not the latest."""
    today = timezone.localdate()
    near = Meeting.objects.filter(
        state=State.PREPARING, held_on__gte=today, held_on__lte=today + timedelta(days=NEAR)
    )
    untold = (
        Q(withdrawn=None, mailed=None)
        | Q(withdrawn=None, mailed_revision__lt=OuterRef("revision"))
        | Q(mailed__lt=F("withdrawn"))
    )
    people = Invitation.objects.filter(untold, meeting=OuterRef("pk")).exclude(email="")
    return near.filter(Exists(people)).select_related("round")


def unanswered(user: Any) -> QuerySet[Invitation]:
    """Coming meetings that wait for this person's answer: by the own address, or as the head."""
    if getattr(user, "pk", None) is None:
        return Invitation.objects.none()
    led = Role.objects.held().filter(user=user, kind=RoleKind.HEAD).values("agency_id")
    own = Q(email__iexact=user.email) | Q(agency_id__in=led)
    return Invitation.objects.filter(
        own,
        withdrawn=None,
        answer=Invitation.Answer.NONE,
        meeting__state=State.PREPARING,
        meeting__held_on__gte=timezone.localdate(),
    ).select_related("meeting")


def duties_of(user: Any) -> QuerySet[GroupStaff]:
    """The groups that a person leads or writes for, of meetings that are not over."""
    if getattr(user, "pk", None) is None:
        return GroupStaff.objects.none()
    return GroupStaff.objects.filter(
        user=user,
        group__meeting__state__in=(State.PREPARING, State.RUNNING),
        group__meeting__held_on__gte=timezone.localdate() - timedelta(days=1),
    ).select_related("group__meeting")

"""A meeting as it is prepared: agenda, groups, who leads them, its letter."""

import secrets
from datetime import date, datetime, time

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from selaras.meetings.rules import Phase, State
from selaras.strategy.models import Dimension, Round

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is read as something else


def new_code() -> str:
    """A join code that people read off a wall and type on a phone."""
    return "".join(secrets.choice(ALPHABET) for _number in range(6))


class Meeting(models.Model):
    class Kind(models.TextChoices):
        SOCIALISATION = "socialisation", _("socialisation")
        FGD = "fgd", _("focus group discussion (FGD)")
        WORKSHOP = "workshop", _("workshop")
        GUIDANCE_1 = "guidance_1", _("technical guidance (bimtek) I")
        GUIDANCE_2 = "guidance_2", _("technical guidance (bimtek) II")
        GUIDANCE_3 = "guidance_3", _("technical guidance (bimtek) III")
        GUIDANCE_4 = "guidance_4", _("technical guidance (bimtek) IV")
        CONSULTATION = "consultation", _("public consultation (musyawarah)")

    class State(models.TextChoices):
        PREPARING = State.PREPARING, _("being prepared")
        RUNNING = State.RUNNING, _("under way")
        ENDED = State.ENDED, _("held")
        CLOSED = State.CLOSED, _("signed")
        CANCELLED = State.CANCELLED, _("cancelled")

    round = models.ForeignKey(
        Round, models.CASCADE, related_name="meetings", verbose_name=_("round")
    )
    kind = models.CharField(_("kind"), max_length=14, choices=Kind, default=Kind.FGD)
    title = models.CharField(_("title"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PREPARING)
    held_on = models.DateField(_("date"))
    last_day = models.DateField(_("last day"), null=True, blank=True)
    starts = models.TimeField(_("from"), null=True, blank=True)
    ends = models.TimeField(_("until"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link for joining from afar"), blank=True)
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="chaired_meetings",
        verbose_name=_("chair"),
    )
    attendance = models.PositiveIntegerField(_("number of people present"), null=True, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    # What the phones in the room need.
    join_code = models.CharField(max_length=6, unique=True, default=new_code)
    dots = models.PositiveSmallIntegerField(_("dots for each participant"), default=5)
    # What the public sees.
    public = models.BooleanField(_("shown to the public"), default=False)
    input_until = models.DateField(_("citizens may write until"), null=True, blank=True)
    remind_days = models.JSONField(default=list)  # days before, e.g. [3, 1]
    revision = models.PositiveIntegerField(default=0)  # of what a calendar holds: day, place, state
    agenda_revision = models.PositiveIntegerField(default=0)  # calendars hold it, no mail tells it
    calendar_days = models.PositiveSmallIntegerField(default=1)  # the most entries one ever held
    moved = models.DateTimeField(null=True)  # to another day or hour: who answered before is asked
    is_demo = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-held_on", "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", args=[self.pk])

    @property
    def final_day(self) -> date:
        return self.last_day or self.held_on

    @property
    def opening(self) -> datetime:
        """The first moment, in the regency's time; eight in the morning where none is given."""
        return timezone.make_aware(datetime.combine(self.held_on, self.starts or time(8)))

    @property
    def closing(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.final_day, self.ends or time(16)))

    @property
    def is_settled(self) -> bool:
        """Signed or cancelled: nothing is written any more."""
        return self.state in (State.CLOSED, State.CANCELLED)


class AgendaItem(models.Model):
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    day = models.PositiveSmallIntegerField(_("day"), default=1)
    starts = models.TimeField(_("from"), null=True, blank=True)
    ends = models.TimeField(_("until"), null=True, blank=True)
    title = models.CharField(_("item"), max_length=200)
    speaker = models.CharField(_("speaker"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("day", "position", "pk")

    def __str__(self) -> str:
        return self.title


class Group(models.Model):
    """The people who work on one dimension (or any other theme) and their wall."""

    class Phase(models.TextChoices):
        WAITING = Phase.WAITING, _("not started")
        SILENT = Phase.SILENT, _("everybody writes alone")
        OPEN = Phase.OPEN, _("open discussion")
        VOTING = Phase.VOTING, _("voting with dots")
        DONE = Phase.DONE, _("finished")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="groups")
    name = models.CharField(_("name"), max_length=100)
    dimension = models.ForeignKey(
        Dimension, models.PROTECT, null=True, blank=True, verbose_name=_("dimension")
    )
    room = models.CharField(_("room"), max_length=100, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    phase = models.CharField(_("phase"), max_length=8, choices=Phase, default=Phase.WAITING)
    phase_ends = models.DateTimeField(null=True)  # a timer for the room, it changes nothing itself
    revision = models.PositiveIntegerField(default=0)  # rises with everything on the wall

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["meeting", "name"], name="one_group_per_name"),
        )

    def __str__(self) -> str:
        return self.name


class GroupStaff(models.Model):
    """Who leads a group or writes for it; a person with an account."""

    class Kind(models.TextChoices):
        FACILITATOR = "facilitator", _("facilitator")
        NOTES = "notes", _("note taker")

    group = models.ForeignKey(Group, models.CASCADE, related_name="staff")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="led_groups",
        verbose_name=_("person"),
    )
    kind = models.CharField(_("task"), max_length=11, choices=Kind, default=Kind.FACILITATOR)

    class Meta:
        ordering = ("kind", "pk")
        constraints = (
            models.UniqueConstraint(fields=["group", "user", "kind"], name="one_task_once"),
        )

    def __str__(self) -> str:
        return str(self.user)

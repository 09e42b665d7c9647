"""The work in the room: participants with a phone, the wall of a group, dots, comments."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from selaras.core.models import StoredFile
from selaras.meetings.models.people import Invitation
from selaras.meetings.models.setup import Group, Meeting
from selaras.needs.models import Need
from selaras.organisations.models import Agency
from selaras.strategy.models import Dimension, Subdimension


class Participant(models.Model):
    """A phone that joined with the code; the person may stay unnamed, the sector is asked.

    The author of a citizen's written input is one too, with a secret that no phone can have.
    """

    NO_PHONE = "input-"  # how such a secret begins

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="participants")
    group = models.ForeignKey(Group, models.PROTECT, related_name="participants")
    invitation = models.OneToOneField(
        Invitation, models.PROTECT, null=True, related_name="participant"
    )
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=150, blank=True)
    sector = models.CharField(
        _("I come from"),
        max_length=12,
        choices=[*Agency.Sector.choices, ("citizen", _("citizens"))],
        default=Agency.Sector.GOVERNMENT,
    )
    secret_hash = models.CharField(max_length=64, unique=True)  # SHA-256 of the phone's cookie
    joined = models.DateTimeField(auto_now_add=True)
    removed = models.DateTimeField(null=True)  # by the facilitator, with what it voted

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name or str(self.get_sector_display())


class Heading(models.Model):
    """A heading under which the facilitator gathers cards."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="headings")
    title = models.CharField(_("heading"), max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title


class Contribution(models.Model):
    """One card of a group, kept in the group's own words; it can become a need."""

    class Kind(models.TextChoices):
        ISSUE = "issue", _("issue")
        NEED = "need", _("need")
        IDEA = "idea", _("idea")
        SYSTEM = "system", _("existing system")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="contributions")
    group = models.ForeignKey(Group, models.PROTECT, related_name="contributions")
    dimension = models.ForeignKey(
        Dimension, models.PROTECT, null=True, blank=True, verbose_name=_("dimension")
    )
    subdimension = models.ForeignKey(
        Subdimension, models.PROTECT, null=True, blank=True, verbose_name=_("sub-dimension")
    )
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.NEED)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    # What was first written, when somebody has edited it since.
    original = models.JSONField(null=True)  # {"title", "description", "kind"}
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, verbose_name=_("raised by"), related_name="+"
    )
    author = models.ForeignKey(Participant, models.PROTECT, null=True, related_name="contributions")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    heading = models.ForeignKey(Heading, models.SET_NULL, null=True, related_name="contributions")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    hidden = models.DateTimeField(null=True)  # taken off the wall by the facilitator, kept here
    position = models.PositiveIntegerField(default=0)
    # The sum of both: dots, counted when voting closes, and what was written down from paper.
    votes = models.PositiveIntegerField(_("votes"), default=0)
    paper_votes = models.PositiveIntegerField(_("votes on paper"), default=0)
    row_key = models.CharField(max_length=60)  # made by the client or the workbook row
    need = models.OneToOneField(Need, models.SET_NULL, null=True, related_name="contribution")
    # A need that was known before and that this card is further evidence for.
    known_need = models.ForeignKey(Need, models.SET_NULL, null=True, related_name="backed_by")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True)
    locator = models.CharField(max_length=60, blank=True)  # sheet and cell, when uploaded
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("group__position", "-votes", "pk")
        constraints = (
            models.UniqueConstraint(fields=["meeting", "row_key"], name="one_contribution_per_row"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def becomes(self) -> Need | None:
        """The need that was made of it, or the known one that it supports."""
        return self.need or self.known_need


class Support(models.Model):
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="supports")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="supports")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["contribution", "participant"], name="one_support_each"
            ),
        )

    def __str__(self) -> str:
        return f"{self.participant} · {self.contribution}"


class Comment(models.Model):
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="comments")
    participant = models.ForeignKey(Participant, models.PROTECT, null=True, related_name="comments")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    text = models.CharField(_("comment"), max_length=1000)
    client_key = models.UUIDField(default=uuid.uuid4, unique=True)
    hidden = models.DateTimeField(null=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text[:60]


class Ballot(models.Model):
    """The dots of one participant. A change is a new ballot that supersedes the old one."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="ballots")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="ballots")
    dots = models.JSONField()  # {contribution id as text: number of dots}
    receipt = models.CharField(max_length=64)  # SHA-256 that the voter may keep
    cast = models.DateTimeField(auto_now_add=True)
    superseded = models.DateTimeField(null=True)
    client_key = models.UUIDField(default=uuid.uuid4, unique=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["group", "participant"],
                condition=models.Q(superseded=None),
                name="one_live_ballot",
            ),
        )

    def __str__(self) -> str:
        return self.receipt[:12]

"""Who is invited, who comes, who was there."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from selaras.core.models import StoredFile
from selaras.meetings.models.setup import Group, Meeting
from selaras.organisations.models import Agency


def new_token() -> str:
    """The secret of a personal link; it is printed on the letter, so it is kept as it is."""
    return secrets.token_urlsafe(12)


class Invitation(models.Model):
    """One addressee: an office (its head) or a person of a partner."""

    class Answer(models.TextChoices):
        NONE = "none", _("no answer yet")
        COMING = "coming", _("is coming")
        DELEGATE = "delegate", _("sends a delegate")
        ABSENT = "absent", _("is not coming")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitations")
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    addressee = models.CharField(_("addressee"), max_length=200)  # "Kepala Dinas Kesehatan"
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    group = models.ForeignKey(
        Group, models.SET_NULL, null=True, blank=True, related_name="invitations"
    )
    may_delegate = models.BooleanField(_("may send a delegate"), default=True)
    token = models.CharField(max_length=24, unique=True, default=new_token)
    answer = models.CharField(_("answer"), max_length=8, choices=Answer, default=Answer.NONE)
    answered = models.DateTimeField(null=True)
    name = models.CharField(_("name of the one who comes"), max_length=150, blank=True)
    position = models.CharField(_("position"), max_length=150, blank=True)
    number = models.CharField(_("NIP"), max_length=30, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    mailed = models.DateTimeField(_("sent by e-mail"), null=True)
    mailed_revision = models.PositiveIntegerField(default=0)  # of the meeting, told last by e-mail
    reminded = models.DateTimeField(_("reminded"), null=True)
    withdrawn = models.DateTimeField(_("withdrawn"), null=True)
    position_in_list = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position_in_list", "pk")
        constraints = (
            models.UniqueConstraint(fields=["meeting", "addressee"], name="invited_once"),
        )

    def __str__(self) -> str:
        return self.addressee

    @property
    def is_outdated(self) -> bool:
        """Answered for another day or hour than the meeting has now; `meeting` must be loaded."""
        moved = self.meeting.moved
        return self.answered is not None and moved is not None and self.answered < moved


class Attendance(models.Model):
    """Somebody who was there; `client_key` is made by the device, so a repeat doubles nothing."""

    class Way(models.TextChoices):
        QR = "qr", _("QR code")
        KIOSK = "kiosk", _("kiosk")
        NAME = "name", _("searched by name")
        WALK_IN = "walk_in", _("not invited")
        PAPER = "paper", _("from the paper list")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    invitation = models.OneToOneField(
        Invitation, models.PROTECT, null=True, related_name="attendance"
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    name = models.CharField(_("name"), max_length=150)
    position = models.CharField(_("position"), max_length=150, blank=True)
    number = models.CharField(_("NIP"), max_length=30, blank=True)
    is_delegate = models.BooleanField(_("represents the one invited"), default=False)
    group = models.ForeignKey(
        Group, models.SET_NULL, null=True, blank=True, related_name="attendances"
    )
    way = models.CharField(_("way"), max_length=7, choices=Way)
    arrived = models.DateTimeField(_("arrived"))  # as the device at the door says
    recorded = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    signature = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    client_key = models.UUIDField(default=uuid.uuid4, unique=True)

    class Meta:
        ordering = ("arrived", "pk")

    def __str__(self) -> str:
        return self.name

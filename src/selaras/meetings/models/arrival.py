"""What stands behind the door: kiosks, and arrivals that were taken back."""

from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from selaras.meetings.models.setup import Meeting
from selaras.meetings.rules.arrival import Window, kiosk_window

SALT = "meetings.kiosk"


class Kiosk(models.Model):
    """A tablet at the door of one meeting. Its address is signed, so nothing secret is kept."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="kiosks")
    opened = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed = models.DateTimeField(null=True)
    device = models.CharField(max_length=64, blank=True)  # SHA-256 of the cookie of its tablet

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return _("Kiosk %(number)s") % {"number": self.pk}

    def get_absolute_url(self) -> str:
        return reverse("meetings:kiosk", args=[self.token])

    @property
    def token(self) -> str:
        return signing.Signer(sep=".", salt=SALT).sign(str(self.pk))

    @property
    def window(self) -> Window:
        return kiosk_window(self.meeting.opening, self.meeting.closing)

    @property
    def works(self) -> bool:
        """Open, not closed by an officer, and it is the meeting's time."""
        return (
            self.closed is None
            and not self.meeting.is_settled
            and self.window.holds(timezone.now())
        )


def kiosk_number(token: str) -> int | None:
    """The number of the kiosk whose address this is; None where it was not made here."""
    try:
        return int(signing.Signer(sep=".", salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None


class UndoneArrival(models.Model):
    """The key of an arrival that was taken back, so that a late repeat does not bring it again."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="undone_arrivals")
    client_key = models.UUIDField(unique=True)
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.reason

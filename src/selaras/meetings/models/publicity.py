"""What the public is shown of a meeting; whether it is announced at all is `Meeting.public`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from selaras.meetings.models.setup import Meeting


class Publication(models.Model):
    """The planner's choice; it is no part of the signed record and may change after it."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="publication")
    announced = models.DateTimeField(_("announced"), null=True)  # first shown to the public
    summary = models.DateTimeField(_("summary published"), null=True)
    minutes = models.BooleanField(_("minutes (notulen)"), default=False)
    record = models.BooleanField(_("record (berita acara)"), default=False)

    def __str__(self) -> str:
        return str(self.meeting)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of signed documents to offer; the attendance list is never one of them."""
        chosen = (("notulen", self.minutes), ("berita-acara", self.record))
        return tuple(kind for kind, shown in chosen if shown and self.summary)

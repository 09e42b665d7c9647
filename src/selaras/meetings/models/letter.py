"""The invitation letter of a meeting."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from selaras.meetings.models.setup import Meeting
from selaras.organisations.models import Agency


class Letter(models.Model):
    """The invitation letter (undangan) of a meeting, as an office writes it."""

    class Nature(models.TextChoices):
        ORDINARY = "biasa", _("ordinary")
        IMPORTANT = "penting", _("important")
        URGENT = "segera", _("urgent")
        VERY_URGENT = "sangat_segera", _("very urgent")

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="letter")
    number = models.CharField(_("number"), max_length=60, blank=True)
    nature = models.CharField(_("nature"), max_length=13, choices=Nature, default=Nature.IMPORTANT)
    attachment = models.CharField(_("attachment"), max_length=100, blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    date = models.DateField(_("date of the letter"), null=True, blank=True)
    town = models.CharField(_("town"), max_length=60, blank=True)
    opening = models.TextField(_("opening"), blank=True)
    closing = models.TextField(_("closing"), blank=True)
    notes = models.TextField(_("notes for those who come"), blank=True)
    copies = models.TextField(_("copies to (one per line)"), blank=True)
    list_invited = models.BooleanField(_("attach the list of those invited"), default=False)
    sender = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, verbose_name=_("sending office")
    )
    letterhead = models.TextField(_("address under the letterhead"), blank=True)
    signatory_position = models.CharField(
        _("position of the signatory"), max_length=150, blank=True
    )
    signatory_name = models.CharField(_("name of the signatory"), max_length=150, blank=True)
    signatory_rank = models.CharField(_("rank of the signatory"), max_length=100, blank=True)
    signatory_number = models.CharField(_("NIP of the signatory"), max_length=30, blank=True)

    def __str__(self) -> str:
        return self.number or str(self.meeting)

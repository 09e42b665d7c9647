"""Meetings (FGD, workshops) and what their groups brought forward."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from selaras.core.models import StoredFile
from selaras.needs.models import Need
from selaras.organisations.models import Agency
from selaras.strategy.models import Dimension, Round, Subdimension


class Meeting(models.Model):
    class Kind(models.TextChoices):
        SOCIALISATION = "socialisation", _("socialisation")
        FGD = "fgd", _("focus group discussion (FGD)")
        WORKSHOP = "workshop", _("workshop")
        GUIDANCE = "guidance", _("technical guidance (bimtek)")
        CONSULTATION = "consultation", _("public consultation (musyawarah)")

    round = models.ForeignKey(
        Round, models.CASCADE, related_name="meetings", verbose_name=_("round")
    )
    kind = models.CharField(_("kind"), max_length=14, choices=Kind, default=Kind.FGD)
    title = models.CharField(_("title"), max_length=200)
    held_on = models.DateField(_("date"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    attendance = models.PositiveIntegerField(_("number of people present"), null=True, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    is_demo = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-held_on", "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", args=[self.pk])


class Contribution(models.Model):
    """One card of a dimension group, kept in the group's own words; it becomes a need."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="contributions")
    dimension = models.ForeignKey(Dimension, models.PROTECT, verbose_name=_("group"))
    subdimension = models.ForeignKey(
        Subdimension, models.PROTECT, null=True, blank=True, verbose_name=_("sub-dimension")
    )
    kind = models.CharField(_("kind"), max_length=6, choices=Need.Kind, default=Need.Kind.NEED)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, verbose_name=_("raised by"), related_name="+"
    )
    votes = models.PositiveIntegerField(_("votes"), default=0)
    row_key = models.CharField(max_length=60)  # made by the client or the workbook row
    need = models.OneToOneField(Need, models.SET_NULL, null=True, related_name="contribution")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True)
    locator = models.CharField(max_length=60, blank=True)  # sheet and cell, when uploaded

    class Meta:
        ordering = ("dimension__position", "-votes", "pk")
        constraints = (
            models.UniqueConstraint(fields=["meeting", "row_key"], name="one_contribution_per_row"),
        )

    def __str__(self) -> str:
        return self.title

"""Issues, needs and ideas: what must be solved, with where it came from."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from selaras.organisations.models import Agency
from selaras.strategy.models import Dimension, Round, Subdimension


class Need(models.Model):
    class Kind(models.TextChoices):
        ISSUE = "issue", _("issue")
        NEED = "need", _("need")
        IDEA = "idea", _("idea")

    class Urgency(models.TextChoices):
        HIGH = "high", _("high")
        MEDIUM = "medium", _("medium")
        LOW = "low", _("low")

    round = models.ForeignKey(Round, models.CASCADE, related_name="needs", verbose_name=_("round"))
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.NEED)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    dimension = models.ForeignKey(
        Dimension, models.PROTECT, related_name="needs", verbose_name=_("dimension")
    )
    subdimension = models.ForeignKey(
        Subdimension, models.PROTECT, null=True, blank=True, verbose_name=_("sub-dimension")
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name=_("raised by"),
    )
    urgency = models.CharField(_("urgency"), max_length=6, choices=Urgency, default=Urgency.MEDIUM)
    affected = models.CharField(_("who is affected"), max_length=300, blank=True)
    # Stable name of the row or card it came from; the same key of a round is the same need.
    source_key = models.CharField(max_length=120, blank=True)
    edited = models.BooleanField(default=False)  # by a person since it was taken in
    is_demo = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["round", "source_key"],
                condition=~models.Q(source_key=""),
                name="one_need_per_source",
            ),
        )
        indexes = (models.Index(fields=["round", "dimension"]),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("needs:need", args=[self.pk])

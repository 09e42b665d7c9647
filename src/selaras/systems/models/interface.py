"""What two systems exchange, or should."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from selaras.strategy.models import Round
from selaras.systems.models.system import System, code_of


class Interface(models.Model):
    """Data that goes from one system to another; one end may lie outside the register."""

    class Method(models.TextChoices):
        API = "api", _("API")
        BUS = "bus", _("government service bus (SPLP)")
        DATABASE = "database", _("shared database")
        FILE = "file", _("file sent over")
        MANUAL = "manual", _("typed in again by hand")
        OTHER = "other", _("other")

    class Frequency(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        DAILY = "daily", _("daily")
        WEEKLY = "weekly", _("weekly")
        MONTHLY = "monthly", _("monthly")
        YEARLY = "yearly", _("yearly")
        ON_REQUEST = "on_request", _("on request")

    class State(models.TextChoices):
        WANTED = "wanted", _("wanted")
        PLANNED = "planned", _("planned")
        LIVE = "live", _("live")

    round = models.ForeignKey(Round, models.CASCADE, related_name="interfaces")
    source = models.ForeignKey(
        System,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="interfaces_out",
        verbose_name=_("from"),
    )
    source_text = models.CharField(_("from outside"), max_length=200, blank=True)
    target = models.ForeignKey(
        System,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="interfaces_in",
        verbose_name=_("to"),
    )
    target_text = models.CharField(_("to outside"), max_length=200, blank=True)
    data = models.CharField(_("data"), max_length=300)
    data_code = code_of("RAD", _("data (RAD)"))
    method = models.CharField(_("method"), max_length=10, choices=Method, blank=True)
    frequency = models.CharField(_("frequency"), max_length=10, choices=Frequency, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WANTED)
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_demo = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(source__isnull=False) | Q(target__isnull=False),
                name="interface_has_a_system",
            ),
            models.CheckConstraint(
                condition=Q(source__isnull=False) | ~Q(source_text=""),
                name="interface_comes_from_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=False) | ~Q(target_text=""),
                name="interface_goes_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(source=None) | Q(target=None) | ~Q(source=F("target")),
                name="interface_between_two",
            ),
        )

    def __str__(self) -> str:
        return f"{self.source_label} → {self.target_label}: {self.data}"

    @property
    def source_label(self) -> str:
        return self.source.name if self.source else self.source_text

    @property
    def target_label(self) -> str:
        return self.target.name if self.target else self.target_text

    def get_absolute_url(self) -> str:
        return reverse("systems:interface", args=[self.pk])

"""What people decided about systems, and what the rules found."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from selaras.needs.models import Need
from selaras.strategy.models import Round
from selaras.systems.models.system import System


class Appraisal(models.Model):
    """Answers to the two questions of TIME, the verdict, its reason and who gave it.

    A new appraisal is a new row; the last one of a system is its current one.
    """

    class Verdict(models.TextChoices):
        INVEST = "invest", _("invest")
        MIGRATE = "migrate", _("migrate")
        TOLERATE = "tolerate", _("tolerate")
        ELIMINATE = "eliminate", _("eliminate")

    system = models.ForeignKey(System, models.CASCADE, related_name="appraisals")
    business_fit = models.PositiveSmallIntegerField(_("fit for the work"))
    technical_fit = models.PositiveSmallIntegerField(_("technical fit"))
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    computed = models.CharField(_("by the answers"), max_length=10, choices=Verdict)
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided on"), auto_now_add=True)
    current = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["system"], condition=Q(current=True), name="one_current_appraisal"
            ),
            models.CheckConstraint(
                condition=Q(business_fit__range=(1, 4)) & Q(technical_fit__range=(1, 4)),
                name="fits_have_four_steps",
            ),
        )

    def __str__(self) -> str:
        return f"{self.system}: {self.get_verdict_display()}"


class Finding(models.Model):
    """Something the rules see in the register, with the verdict that people gave.

    The same `key` of a round is the same finding, however often the rules run; `present` says
    whether they still see it. Which systems it is about may change while it stays the same.
    """

    class Kind(models.TextChoices):
        DUPLICATE = "duplicate", _("same function twice")
        GENERAL = "general", _("doubles a general application")
        DOUBLE_ENTRY = "double_entry", _("data keyed in twice")
        MISSING_INTERFACE = "missing_interface", _("missing interface")
        ORPHAN = "orphan", _("nobody answers for it")
        AGEING = "ageing", _("ageing")
        SINGLE_POINT = "single_point", _("single point of failure")

    class Verdict(models.TextChoices):
        OPEN = "open", _("not decided")
        CONFIRMED = "confirmed", _("confirmed")
        DENIED = "denied", _("denied")

    round = models.ForeignKey(Round, models.CASCADE, related_name="findings")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    key = models.CharField(max_length=150)
    title = models.CharField(_("finding"), max_length=300)
    reasons = models.JSONField(default=list)  # [code, {values}]
    score = models.PositiveSmallIntegerField(_("strength"), default=0)  # of 100
    systems = models.ManyToManyField(System, related_name="findings")
    present = models.BooleanField(default=True)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict, default=Verdict.OPEN)
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    need = models.ForeignKey(
        Need, models.SET_NULL, null=True, related_name="+", verbose_name=_("need")
    )
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-score", "pk")
        constraints = (models.UniqueConstraint(fields=["round", "key"], name="one_finding_a_key"),)
        indexes = (models.Index(fields=["round", "kind"]),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("systems:finding", args=[self.pk])


class FindingRun(models.Model):
    """When the rules last looked at a round's register, and at which state of it."""

    round = models.OneToOneField(Round, models.CASCADE, primary_key=True, related_name="+")
    fingerprint = models.CharField(max_length=120, blank=True)
    done = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.round_id} {self.fingerprint}"

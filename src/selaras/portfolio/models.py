"""Criteria, scores, the choice of quick wins and the heads' commitments."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from selaras.initiatives.models import Initiative
from selaras.organisations.models import Agency
from selaras.strategy.models import Dimension, Round


class Criterion(models.Model):
    """A criterion on a fixed, worded scale of 0 to 100, so a new programme moves no old one."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="criteria")
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("criterion"), max_length=120)
    weight = models.PositiveSmallIntegerField(_("weight"), validators=[MaxValueValidator(100)])
    anchor_0 = models.CharField(_("0 means"), max_length=300)
    anchor_50 = models.CharField(_("50 means"), max_length=300)
    anchor_100 = models.CharField(_("100 means"), max_length=300)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=["round", "code"], name="criterion_once"),)

    def __str__(self) -> str:
        return self.name


class Score(models.Model):
    """What one judge gives one programme on one criterion."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="scores")
    judge = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="scores")
    value = models.PositiveSmallIntegerField(_("score"), validators=[MaxValueValidator(100)])
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["initiative", "criterion", "judge"], name="one_score_per_judge"
            ),
        )

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.criterion_id} {self.value}"


class Quota(models.Model):
    """How many quick wins each dimension has in a year (one, by the ministry's rule of 2022)."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="quotas")
    year = models.PositiveSmallIntegerField(_("year"))
    per_dimension = models.PositiveSmallIntegerField(_("quick wins per dimension"), default=1)

    class Meta:
        ordering = ("year",)
        constraints = (models.UniqueConstraint(fields=["round", "year"], name="one_quota_a_year"),)

    def __str__(self) -> str:
        return f"{self.year}: {self.per_dimension}"


class Choice(models.Model):
    """A quick win chosen by people, with the rank that stood beside it and their reason."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="choices")
    year = models.PositiveSmallIntegerField(_("year"))
    dimension = models.ForeignKey(Dimension, models.PROTECT, related_name="+")
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="choices")
    rank = models.PositiveSmallIntegerField(null=True)  # in its dimension, when chosen
    points = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("year", "dimension__position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["initiative", "year"], name="chosen_once_a_year"),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.initiative}"


class Commitment(models.Model):
    """A head of unit binds the unit to a chosen programme."""

    initiative = models.OneToOneField(Initiative, models.PROTECT, related_name="commitment")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="commitments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signer_name = models.CharField(_("name of the head"), max_length=150)
    signer_position = models.CharField(_("position"), max_length=150)
    statement = models.TextField(_("statement"))
    signed_on = models.DateField(_("signed on"), default=timezone.localdate)
    at = models.DateTimeField(auto_now_add=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("initiative__dimension__position", "pk")

    def __str__(self) -> str:
        return f"{self.agency.label}: {self.initiative}"

"""The parts of a programme sheet."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from selaras.initiatives.models.initiative import Initiative
from selaras.needs.models import Need


class NeedLink(models.Model):
    """A need that the programme answers."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="need_links")
    need = models.ForeignKey(Need, models.PROTECT, related_name="initiative_links")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["initiative", "need"], name="need_linked_once"),
        )

    def __str__(self) -> str:
        return f"{self.initiative_id} → {self.need_id}"


class Dependency(models.Model):
    """The programme can only follow another one."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="dependencies")
    needs = models.ForeignKey(Initiative, models.PROTECT, related_name="dependents")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["initiative", "needs"], name="dependency_once"),
            models.CheckConstraint(
                condition=~models.Q(initiative=models.F("needs")), name="depends_on_another"
            ),
        )

    def __str__(self) -> str:
        return f"{self.initiative_id} → {self.needs_id}"


class TopicAnswer(models.Model):
    """Answer to one of the ten evaluation topics (codes in rules.TOPICS)."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="topics")
    topic = models.CharField(max_length=20)
    text = models.TextField(_("answer"))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["initiative", "topic"], name="one_answer_per_topic"),
        )

    def __str__(self) -> str:
        return self.topic


class Milestone(models.Model):
    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="milestones")
    title = models.CharField(_("milestone"), max_length=200)
    due = models.DateField(_("due"))
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        ordering = ("due", "pk")

    def __str__(self) -> str:
        return self.title


class BudgetLine(models.Model):
    """Indicative money of one year from one source, in whole rupiah."""

    class Source(models.TextChoices):
        APBD = "APBD", "APBD"
        APBN = "APBN", "APBN"
        DAK = "DAK", "DAK"
        CSR = "CSR", "CSR"
        KPBU = "KPBU", "KPBU"
        OTHER = "other", _("other")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="budget")
    year = models.PositiveSmallIntegerField(_("year"))
    source = models.CharField(_("source of funds"), max_length=6, choices=Source)
    amount = models.BigIntegerField(_("amount (Rp)"), validators=[MinValueValidator(0)])

    class Meta:
        ordering = ("year", "source")
        constraints = (
            models.UniqueConstraint(
                fields=["initiative", "year", "source"], name="one_line_per_year_and_source"
            ),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.source} {self.amount}"


class Kpi(models.Model):
    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="kpis")
    name = models.CharField(_("indicator"), max_length=200)
    unit = models.CharField(_("unit"), max_length=60)
    baseline = models.DecimalField(
        _("baseline"), max_digits=18, decimal_places=2, null=True, blank=True
    )

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class KpiTarget(models.Model):
    kpi = models.ForeignKey(Kpi, models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("target"), max_digits=18, decimal_places=2)

    class Meta:
        ordering = ("year",)
        constraints = (
            models.UniqueConstraint(fields=["kpi", "year"], name="one_kpi_target_a_year"),
        )

    def __str__(self) -> str:
        return f"{self.year}: {self.value}"


class Risk(models.Model):
    """Likelihood and impact from 1 (least) to 5."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="risks")
    text = models.CharField(_("risk"), max_length=300)
    likelihood = models.PositiveSmallIntegerField(
        _("likelihood (1-5)"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    impact = models.PositiveSmallIntegerField(
        _("impact (1-5)"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    mitigation = models.CharField(_("mitigation"), max_length=300, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text

    @property
    def level(self) -> int:
        return self.likelihood * self.impact

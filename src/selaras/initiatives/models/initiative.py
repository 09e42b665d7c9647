from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from selaras.initiatives.access import visible_states
from selaras.initiatives.rules import PUBLIC, State
from selaras.organisations.models import Agency, Area
from selaras.strategy.models import Dimension, PlanNode, Round, Subdimension


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    def visible_to(self, user: Any) -> "InitiativeQuerySet":
        """The office sees all; the public what was selected in a public round."""
        states = visible_states(user)
        if states is None:
            return self
        shown = models.Q(state__in=states) & (
            ~models.Q(state=State.STOPPED) | models.Q(chosen=True)
        )
        return self.filter(shown, round__public=True)


class Initiative(models.Model):
    """A programme: what a unit could do, then promises, then does."""

    class States(models.TextChoices):
        CANDIDATE = State.CANDIDATE, _("candidate")
        PROPOSED = State.PROPOSED, _("proposed")
        SELECTED = State.SELECTED, _("selected")
        COMMITTED = State.COMMITTED, _("committed")
        RUNNING = State.RUNNING, _("running")
        FINISHED = State.FINISHED, _("finished")
        STOPPED = State.STOPPED, _("stopped")
        STALLED = State.STALLED, _("stalled")

    class Phase(models.TextChoices):
        SHORT = "short", _("short term")
        MEDIUM = "medium", _("medium term")
        LONG = "long", _("long term")

    round = models.ForeignKey(
        Round, models.CASCADE, related_name="initiatives", verbose_name=_("round")
    )
    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(_("name"), max_length=200)
    dimension = models.ForeignKey(
        Dimension, models.PROTECT, related_name="initiatives", verbose_name=_("dimension")
    )
    subdimension = models.ForeignKey(
        Subdimension, models.PROTECT, null=True, blank=True, verbose_name=_("sub-dimension")
    )
    owner = models.ForeignKey(
        Agency, models.PROTECT, related_name="initiatives", verbose_name=_("owner unit")
    )
    supporters = models.ManyToManyField(
        Agency,
        blank=True,
        related_name="supported_initiatives",
        verbose_name=_("supporting units and partners"),
    )
    problem = models.TextField(_("problem"), blank=True)
    goal = models.TextField(_("goal"), blank=True)
    output = models.TextField(_("output"), blank=True)
    outcome = models.TextField(_("outcome"), blank=True)
    beneficiaries = models.TextField(_("beneficiaries"), blank=True)
    place = models.CharField(_("place"), max_length=300, blank=True)
    areas = models.ManyToManyField(
        Area, blank=True, related_name="initiatives", verbose_name=_("sub-districts")
    )
    phase = models.CharField(_("phase"), max_length=6, choices=Phase, default=Phase.SHORT)
    start_year = models.PositiveSmallIntegerField(_("first year"))
    end_year = models.PositiveSmallIntegerField(_("last year"))
    plan_node = models.ForeignKey(
        PlanNode,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="initiatives",
        verbose_name=_("link to the RPJMD"),
    )
    nomenclature_code = models.CharField(_("nomenclature code"), max_length=30, blank=True)
    nomenclature_name = models.CharField(_("nomenclature name"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=States, default=State.CANDIDATE)
    state_reason = models.TextField(_("reason for the state"), blank=True)
    quick_win_year = models.PositiveSmallIntegerField(
        _("quick win of the year"), null=True, blank=True
    )
    chosen = models.BooleanField(default=False)  # was selected once: what became of it is public
    inspiration = models.CharField(_("inspired by"), max_length=300, blank=True)
    is_demo = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = InitiativeQuerySet.as_manager()

    class Meta:
        ordering = ("dimension__position", "code")
        constraints = (
            models.UniqueConstraint(fields=["round", "code"], name="initiative_code_once"),
            models.CheckConstraint(
                condition=models.Q(end_year__gte=models.F("start_year")),
                name="initiative_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def is_public(self) -> bool:
        """Whether visitors see it; `round` must be loaded."""
        shown = self.state in PUBLIC and (self.state != State.STOPPED or self.chosen)
        return shown and self.round.public

    def get_absolute_url(self) -> str:
        return reverse("initiatives:initiative", args=[self.round.slug, self.code])

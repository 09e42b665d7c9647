"""Planning rounds with their stages, framework editions, and the plan they are tied to (RPJMD)."""

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class FrameworkEdition(models.Model):
    """An edition of the dimensions: names differ from year to year and place to place."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=150)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Named(models.Model):
    """A name in both languages."""

    name_id = models.CharField(_("name (Indonesian)"), max_length=150)
    name_en = models.CharField(_("name (English)"), max_length=150)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_id


class Dimension(Named):
    edition = models.ForeignKey(FrameworkEdition, models.PROTECT, related_name="dimensions")
    code = models.SlugField(max_length=40)
    label = models.CharField(_("international name"), max_length=80)  # Smart Governance
    aim = models.TextField(_("aim"), blank=True)  # in Indonesian
    colour = models.CharField(max_length=7, default="#0956c3")
    icon = models.CharField(max_length=40, default="circle")

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["edition", "code"], name="dimension_once"),)


class Subdimension(Named):
    dimension = models.ForeignKey(Dimension, models.PROTECT, related_name="subdimensions")
    code = models.SlugField(max_length=40)
    holds = models.TextField(_("what belongs here"), blank=True)  # in Indonesian

    class Meta:
        ordering = ("dimension__position", "position")
        constraints = (
            models.UniqueConstraint(fields=["dimension", "code"], name="subdimension_once"),
        )


class PlanDocument(models.Model):
    """A regional development plan, e.g. the RPJMD 2018-2023."""

    code = models.SlugField(_("short address"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-first_year", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)

    def get_absolute_url(self) -> str:
        return reverse("strategy:plan", args=[self.code])


class PlanNode(models.Model):
    """A node of the plan's tree: vision > mission > goal > objective > indicator, programme."""

    class Kind(models.TextChoices):
        VISION = "vision", _("vision")
        MISSION = "mission", _("mission")
        GOAL = "goal", _("goal (tujuan)")
        OBJECTIVE = "objective", _("objective (sasaran)")
        INDICATOR = "indicator", _("indicator")
        PROGRAMME = "programme", _("programme")

    document = models.ForeignKey(PlanDocument, models.CASCADE, related_name="nodes")
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("stands under"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    code = models.CharField(_("number"), max_length=30)
    text = models.TextField(_("text"))
    # Programme: code of Permendagri 90/2019 and its updates, urusan.bidang.program…
    nomenclature_code = models.CharField(_("nomenclature code"), max_length=30, blank=True)
    unit = models.CharField(_("unit of measure"), max_length=60, blank=True)
    baseline = models.DecimalField(
        _("baseline"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    position = models.PositiveIntegerField(default=0)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["document", "kind", "code"], name="plan_node_once"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class NodeTarget(models.Model):
    """The target of an indicator for one year."""

    node = models.ForeignKey(PlanNode, models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("target"), max_digits=18, decimal_places=4)

    class Meta:
        ordering = ("year",)
        constraints = (models.UniqueConstraint(fields=["node", "year"], name="one_target_a_year"),)

    def __str__(self) -> str:
        return f"{self.year}: {self.value}"


class Round(models.Model):
    """One planning round, from the first talk to the signed masterplan."""

    class State(models.TextChoices):
        PREPARING = "preparing", _("being prepared")
        RUNNING = "running", _("running")
        CLOSED = "closed", _("closed")

    slug = models.SlugField(_("short address"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    purpose = models.TextField(_("purpose"), blank=True)
    start_year = models.PositiveSmallIntegerField(_("first year of the masterplan"))
    end_year = models.PositiveSmallIntegerField(_("last year of the masterplan"))
    edition = models.ForeignKey(FrameworkEdition, models.PROTECT, verbose_name=_("framework"))
    plan = models.ForeignKey(
        PlanDocument,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("development plan (RPJMD)"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RUNNING)
    public = models.BooleanField(_("show to the public"), default=False)
    is_demo = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-start_year", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(end_year__gte=models.F("start_year")),
                name="round_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def years(self) -> range:
        return range(self.start_year, self.end_year + 1)

    def get_absolute_url(self) -> str:
        return reverse("strategy:round", args=[self.slug])


class Stage(models.Model):
    """A step of a round. `kind` ties it to what the rooms contribute to the stage board."""

    class Kind(models.TextChoices):
        PREPARATION = "preparation", _("preparation and socialisation")
        FGD = "fgd", _("focus group discussion")
        SURVEY = "survey", _("survey of the units")
        ANALYSIS = "analysis", _("analysis")
        FORMULATION = "formulation", _("formulation of programmes")
        SELECTION = "selection", _("choice of quick wins")
        ROADMAP = "roadmap", _("roadmap")
        MASTERPLAN = "masterplan", _("masterplan")

    round = models.ForeignKey(Round, models.CASCADE, related_name="stages")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = models.CharField(_("name"), max_length=150)
    description = models.TextField(_("description"), blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    starts = models.DateField(_("begins"), null=True, blank=True)
    due = models.DateField(_("deadline"), null=True, blank=True)
    completed = models.DateField(_("completed on"), null=True, blank=True)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name

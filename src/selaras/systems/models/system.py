"""One information system with the attributes of entity 04 and the regency's own."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from selaras.organisations.models import Agency
from selaras.strategy.models import Round
from selaras.systems.models.reference import ReferenceCode


class Words:
    """The choices of a system's fields."""

    class Function(models.TextChoices):
        PUBLIC_SERVICE = "public_service", _("public service")
        ADMINISTRATION = "administration", _("government administration")
        DATA = "data", _("data and information")
        FINANCE = "finance", _("finance")
        PERSONNEL = "personnel", _("personnel")
        OVERSIGHT = "oversight", _("oversight")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        BUILDING = "building", _("being built")
        IN_USE = "in_use", _("in use")
        UNUSED = "unused", _("not in use")

    class Users(models.TextChoices):
        STAFF = "staff", _("staff")
        PUBLIC = "public", _("public")
        BOTH = "both", _("staff and public")

    class Platform(models.TextChoices):
        """The four of the regulation, and the spreadsheets that units really use."""

        WEB = "web", _("web")
        MOBILE = "mobile", _("mobile")
        DESKTOP = "desktop", _("desktop")
        CLOUD = "cloud", _("cloud")
        SPREADSHEET = "spreadsheet", _("spreadsheet")

    class Builder(models.TextChoices):
        SELF = "self", _("built by the unit")
        VENDOR = "vendor", _("built by a third party")
        NATIONAL = "national", _("from the central government")
        PROVINCIAL = "provincial", _("from the province")

    class LicenseType(models.TextChoices):
        OPEN_SOURCE = "open_source", _("open source")
        PROPRIETARY = "proprietary", _("proprietary")

    class Hosting(models.TextChoices):
        UNIT = "unit", _("computer of the unit")
        REGENCY = "regency", _("data centre of the regency")
        NATIONAL = "national", _("national data centre")
        VENDOR = "vendor", _("server of the builder")
        CLOUD = "cloud", _("commercial cloud")
        OWNER = "owner", _("ministry or province that owns it")

    class Risk(models.TextChoices):
        LOW = "low", _("low")
        MEDIUM = "medium", _("medium")
        HIGH = "high", _("high")

    class Target(models.TextChoices):
        KEEP = "keep", _("keep as it is")
        IMPROVE = "improve", _("improve")
        REPLACE = "replace", _("replace by another system")
        MERGE = "merge", _("merge into another system")
        RETIRE = "retire", _("switch off")


def code_of(reference: str, label: Any) -> "models.ForeignKey[ReferenceCode | None]":
    """A link to a code of one reference."""
    return models.ForeignKey(
        ReferenceCode,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"reference": reference},
        verbose_name=label,
    )


class System(Words, models.Model):
    round = models.ForeignKey(
        Round, models.CASCADE, related_name="systems", verbose_name=_("round")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="systems", verbose_name=_("owner")
    )
    # Entity 04 in the order of the regulation; what is not there stands below.
    register_id = models.CharField(_("ID"), max_length=60, blank=True)
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    purpose = models.TextField(_("function in words"), blank=True)
    application_code = code_of("RAA", _("kind of application (RAA)"))
    services = models.TextField(_("services it supports"), blank=True)
    data_held = models.TextField(_("data held"), blank=True)
    output = models.TextField(_("output"), blank=True)
    data_input = models.TextField(_("data typed in"), blank=True)
    data_supplier = models.TextField(_("gets data from"), blank=True)
    data_output = models.TextField(_("data handed on"), blank=True)
    shares_with = models.TextField(_("shares data with"), blank=True)
    platform = models.CharField(_("form"), max_length=12, choices=Words.Platform, blank=True)
    more_platforms = models.CharField(_("further forms"), max_length=60, blank=True)
    server = models.CharField(_("server"), max_length=200, blank=True)
    license_type = models.CharField(
        _("type of licence"), max_length=12, choices=Words.LicenseType, blank=True
    )
    programming_language = models.CharField(_("programming language"), max_length=150, blank=True)
    framework = models.CharField(_("framework"), max_length=150, blank=True)
    database = models.CharField(_("database"), max_length=150, blank=True)
    developer_unit = models.CharField(_("developed by"), max_length=200, blank=True)
    operator_unit = models.CharField(_("technology run by"), max_length=200, blank=True)
    related_ids = models.CharField(_("related metadata IDs"), max_length=300, blank=True)
    # Further reference codes, for the map of systems.
    service_code = code_of("RAL", _("service (RAL)"))
    process_code = code_of("RAB", _("business process (RAB)"))
    data_code = code_of("RAD", _("data (RAD)"))
    # The regency's own.
    function = models.CharField(_("function"), max_length=16, choices=Words.Function, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Words.Status, default=Words.Status.IN_USE
    )
    year = models.PositiveSmallIntegerField(_("in use since (year)"), null=True, blank=True)
    users = models.CharField(_("users"), max_length=8, choices=Words.Users, blank=True)
    user_count = models.PositiveIntegerField(_("number of users"), null=True, blank=True)
    builder = models.CharField(_("origin"), max_length=12, choices=Words.Builder, blank=True)
    problem = models.TextField(_("problem"), blank=True)
    address = models.CharField(_("address on the web"), max_length=300, blank=True)
    cost_yearly = models.BigIntegerField(_("cost per year (rupiah)"), null=True, blank=True)
    contract = models.CharField(_("contract"), max_length=200, blank=True)
    contract_until = models.DateField(_("contract until"), null=True, blank=True)
    hosting = models.CharField(_("where it runs"), max_length=10, choices=Words.Hosting, blank=True)
    support_until = models.DateField(_("supported until"), null=True, blank=True)
    maintainers = models.PositiveSmallIntegerField(
        _("people who can maintain it"), null=True, blank=True
    )
    has_backup = models.BooleanField(_("is backed up"), null=True, blank=True)
    risk = models.CharField(_("risk if it fails"), max_length=8, choices=Words.Risk, blank=True)
    risk_note = models.TextField(_("risk in words"), blank=True)
    repository = models.CharField(_("source code (URL)"), max_length=300, blank=True)
    licence = models.CharField(_("licence (SPDX)"), max_length=60, blank=True)
    contact = models.CharField(_("person who maintains it"), max_length=150, blank=True)
    # What becomes of it in the target state.
    target = models.CharField(
        _("in the target state"), max_length=10, choices=Words.Target, blank=True
    )
    target_year = models.PositiveSmallIntegerField(_("by the year"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("continued by"),
    )
    target_note = models.CharField(_("reason"), max_length=300, blank=True)
    source_key = models.CharField(max_length=120, blank=True)
    edited = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("agency__name", "name")
        constraints = (
            models.UniqueConstraint(
                fields=["round", "source_key"],
                condition=~models.Q(source_key=""),
                name="one_system_per_source",
            ),
        )
        indexes = (models.Index(fields=["round", "register_id"]),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("systems:system", args=[self.pk])

    @classmethod
    def further_fields(cls) -> dict[str, Any]:
        """Fields of appraisals, of which the history of a system tells."""
        appraisal: Any = cls._meta.get_field("appraisals").related_model
        names = ("business_fit", "technical_fit", "verdict", "reason")
        return {name: appraisal._meta.get_field(name) for name in names}  # noqa: SLF001

    @property
    def is_listed(self) -> bool:
        """Whether it counts in maps: what is no longer used does not."""
        return self.status != Words.Status.UNUSED

    @property
    def platforms(self) -> list[str]:
        """All forms, the main one first."""
        further = [code for code in self.more_platforms.split(";") if code]
        return list(dict.fromkeys([*([self.platform] if self.platform else []), *further]))

    @property
    def platform_words(self) -> list[str]:
        words = dict(Words.Platform.choices)
        return [str(words[code]) for code in self.platforms if code in words]

"""The register of information systems of all units."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from selaras.organisations.models import Agency
from selaras.strategy.models import Round


class System(models.Model):
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
        WEB = "web", _("web")
        ANDROID = "android", _("Android")
        DESKTOP = "desktop", _("desktop")
        SPREADSHEET = "spreadsheet", _("spreadsheet")

    class Builder(models.TextChoices):
        SELF = "self", _("built by the unit")
        VENDOR = "vendor", _("built by a third party")
        NATIONAL = "national", _("from the central government")
        PROVINCIAL = "provincial", _("from the province")

    round = models.ForeignKey(
        Round, models.CASCADE, related_name="systems", verbose_name=_("round")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="systems", verbose_name=_("owner")
    )
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    function = models.CharField(_("function"), max_length=16, choices=Function, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.IN_USE)
    year = models.PositiveSmallIntegerField(_("in use since (year)"), null=True, blank=True)
    users = models.CharField(_("users"), max_length=8, choices=Users, blank=True)
    user_count = models.PositiveIntegerField(_("number of users"), null=True, blank=True)
    platform = models.CharField(_("form"), max_length=12, choices=Platform, blank=True)
    builder = models.CharField(_("origin"), max_length=12, choices=Builder, blank=True)
    data_held = models.TextField(_("data held"), blank=True)
    shares_with = models.TextField(_("shares data with"), blank=True)
    problem = models.TextField(_("problem"), blank=True)
    source_key = models.CharField(max_length=120, blank=True)
    edited = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("agency__name", "name")
        constraints = (
            models.UniqueConstraint(
                fields=["round", "source_key"],
                condition=~models.Q(source_key=""),
                name="one_system_per_source",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("systems:system", args=[self.pk])

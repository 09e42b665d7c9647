"""The national reference architecture: codes and the attributes that a register must hold."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Edition(models.Model):
    """A regulation's list of codes and attributes, with the years in which it holds."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=150)
    source = models.CharField(_("source"), max_length=300)
    valid_from = models.PositiveSmallIntegerField(_("valid from (year)"), null=True)
    valid_until = models.PositiveSmallIntegerField(_("valid until (year)"), null=True)

    class Meta:
        ordering = ("valid_from", "code")

    def __str__(self) -> str:
        return self.name


class ReferenceCode(models.Model):
    """A code of one reference; unique only together with it: RAB 01.01 is not RAL 01.01.

    Levels 1 and 2 are national; deeper ones are added by the regency under a national code.
    """

    class Reference(models.TextChoices):
        PROCESS = "RAB", _("business process (RAB)")
        DATA = "RAD", _("data and information (RAD)")
        SERVICE = "RAL", _("service (RAL)")
        APPLICATION = "RAA", _("application (RAA)")
        INFRASTRUCTURE = "RAI", _("infrastructure (RAI)")
        SECURITY = "RAK", _("security (RAK)")

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="codes", null=True)
    reference = models.CharField(_("reference"), max_length=3, choices=Reference)
    level = models.PositiveSmallIntegerField(_("level"))
    code = models.CharField(_("code"), max_length=20)
    parent_code = models.CharField(max_length=20, blank=True)
    name = models.CharField(_("name"), max_length=200)
    confidence = models.CharField(max_length=20, blank=True)  # official | secondary

    class Meta:
        ordering = ("reference", "code")
        constraints = (
            models.UniqueConstraint(fields=["reference", "code"], name="reference_code_once"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def is_local(self) -> bool:
        return self.edition_id is None


class MetadataAttribute(models.Model):
    """One attribute that the regulation asks for, e.g. no. 13 of entity 04: Basis Aplikasi."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="attributes")
    entity = models.CharField(_("entity"), max_length=2)
    entity_name = models.CharField(max_length=150)
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("attribute"), max_length=150)
    allowed_values = models.CharField(max_length=300, blank=True)  # separated by "; "
    refers_to = models.CharField(max_length=150, blank=True)
    note = models.CharField(max_length=300, blank=True)
    confidence = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ("entity", "number")
        constraints = (
            models.UniqueConstraint(
                fields=["edition", "entity", "number"], name="metadata_attribute_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    @property
    def choices(self) -> list[str]:
        return [value for value in self.allowed_values.split("; ") if value]

"""Questionnaires and their published versions, which never change."""

from functools import cached_property

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from selaras.core.models import StoredFile
from selaras.lib.xforms.definition import FormDefinition, parse_form


class Questionnaire(models.Model):
    """A form by its lasting id; `for_phones` offers it to ODK Collect without an assignment."""

    form_id = models.CharField(_("form id"), max_length=100, unique=True)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    is_open = models.BooleanField(_("takes answers"), default=True)
    for_phones = models.BooleanField(_("offered to phones"), default=False)
    is_shipped = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("title", "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("questionnaires:questionnaire", args=[self.pk])


class FormVersion(models.Model):
    """One published version: workbook and XForm as they were; only the newest takes new answers."""

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    version = models.CharField(_("version"), max_length=100)
    workbook = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    xform = models.TextField()
    md5 = models.CharField(max_length=32)  # of the XForm, as OpenRosa lists it
    warnings = models.JSONField(default=list)
    published = models.DateTimeField(_("published"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("questionnaire", "-number")
        constraints = (
            models.UniqueConstraint(fields=["questionnaire", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["questionnaire", "version"], name="version_name_once"),
        )

    def __str__(self) -> str:
        return f"{self.questionnaire} {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("questionnaires:version", args=[self.questionnaire_id, self.number])

    @cached_property
    def definition(self) -> FormDefinition:
        return parse_form(self.xform)


class Medium(models.Model):
    """A file that the form shows or reads: picture, sound, list of choices."""

    version = models.ForeignKey(FormVersion, models.CASCADE, related_name="media")
    name = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    md5 = models.CharField(max_length=32)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=["version", "name"], name="medium_once"),)

    def __str__(self) -> str:
        return self.name

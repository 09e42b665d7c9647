"""An uploaded inventory on its way into the register."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from selaras.core.models import StoredFile
from selaras.strategy.models import Round


class Import(models.Model):
    """A file with what was said about its columns and units; taken in once."""

    class State(models.TextChoices):
        MAPPING = "mapping", _("being prepared")
        DONE = "done", _("taken in")

    round = models.ForeignKey(Round, models.CASCADE, related_name="system_imports")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    # Nobody: the operator, on the command line.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    # Column number (as text) → key of an attribute, empty for “leave out”.
    columns = models.JSONField(default=dict)
    # What the file calls a unit → id of the unit.
    units = models.JSONField(default=dict)
    carry_units = models.BooleanField(default=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.MAPPING)
    summary = models.JSONField(default=dict)
    is_demo = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.file.name

    def get_absolute_url(self) -> str:
        return reverse("systems:import-columns", args=[self.pk])

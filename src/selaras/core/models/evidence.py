from django.db import models
from django.utils.translation import gettext_lazy as _


class Evidence(models.Model):
    """Where an object came from: one link from a subject to the thing that caused it.

    The subject and the object may be of any room, so they are named by type and id; the kind is a
    name in `core.registry.evidence_kinds`, which knows how to open it.
    """

    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    label = models.CharField(_("source"), max_length=300)
    locator = models.CharField(_("place in the source"), max_length=200, blank=True)
    quote = models.TextField(_("words of the source"), blank=True)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    url = models.CharField(max_length=500, blank=True)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "kind", "label", "locator"],
                name="one_link_per_source_place",
            ),
        )
        indexes = (models.Index(fields=["object_type", "object_id"]),)

    def __str__(self) -> str:
        return f"{self.label} {self.locator}".strip()

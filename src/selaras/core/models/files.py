from django.conf import settings
from django.db import models
from django.urls import reverse


class StoredFile(models.Model):
    """A file kept by the hash of its content, in MEDIA_ROOT/ab/cd/<sha256>."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)  # key of core.files.KINDS
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64, db_index=True)
    path = models.CharField(max_length=100)
    public = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("file", args=[self.pk])

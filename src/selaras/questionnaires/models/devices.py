from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DeviceKey(models.Model):
    """A revocable key with which one phone acts for one person; only its hash is kept."""

    name = models.CharField(_("name of the phone"), max_length=100)
    secret_hash = models.CharField(max_length=64, unique=True)  # SHA-256 of the key
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="device_keys")
    created = models.DateTimeField(auto_now_add=True)
    last_used = models.DateTimeField(_("last used"), null=True)
    revoked = models.DateTimeField(_("revoked"), null=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name

from django.db import models


class Setting(models.Model):
    """A value that an administrator set; its definition is in `core.registry.settings`."""

    key = models.CharField(max_length=80, primary_key=True)
    value = models.JSONField()

    def __str__(self) -> str:
        return self.key

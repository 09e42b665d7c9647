from django.db import models


class SearchEntry(models.Model):
    """One object as the search knows it; the full-text index over it is made per database."""

    kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    stems = models.TextField(blank=True)  # snowball stems of title and body, for SQLite
    url = models.CharField(max_length=300)
    public = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "object_id"], name="one_entry_per_object"),
        )

    def __str__(self) -> str:
        return self.title

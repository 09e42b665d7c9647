"""The books of a round: sections of text and live blocks, and what was built from them."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from selaras.core.models import StoredFile
from selaras.strategy.models import Round


class Book(models.Model):
    round = models.ForeignKey(Round, models.CASCADE, related_name="books")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    subtitle = models.CharField(_("subtitle"), max_length=200, blank=True)

    class Meta:
        ordering = ("round", "number")
        constraints = (models.UniqueConstraint(fields=["round", "number"], name="book_once"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("masterplan:book", args=[self.round.slug, self.number])


class Section(models.Model):
    """A chapter or section: text typed by people, then a live block that follows the data."""

    book = models.ForeignKey(Book, models.CASCADE, related_name="sections")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    code = models.SlugField(max_length=60)
    title = models.CharField(_("title"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)  # over the whole book
    level = models.PositiveSmallIntegerField(default=1)  # 1 chapter, 2 section
    body = models.TextField(_("text"), blank=True)  # small Markdown, see lib.prose
    block = models.CharField(max_length=60, blank=True)  # name of a live block
    hint = models.TextField(blank=True)  # what belongs here, for the writer
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["book", "code"], name="section_once"),)

    def __str__(self) -> str:
        return self.title


class Edition(models.Model):
    """The books as built at one moment, each in all formats."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    built = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ledger_size = models.BigIntegerField(default=0)  # entries of the ledger it rests on

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=["round", "number"], name="edition_once"),)

    def __str__(self) -> str:
        return f"{self.round} {self.number}"


class BuiltBook(models.Model):
    LABELS: ClassVar[dict[str, Any]] = {"pdf": "PDF", "docx": "Word", "html": _("Web page")}

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="files")
    book = models.ForeignKey(Book, models.CASCADE, related_name="built")
    format = models.CharField(max_length=4)
    file = models.ForeignKey(StoredFile, models.PROTECT)

    class Meta:
        ordering = ("book__number", "pk")  # in the order they were made: PDF first
        constraints = (
            models.UniqueConstraint(fields=["edition", "book", "format"], name="built_once"),
        )

    def __str__(self) -> str:
        return f"{self.book} {self.format}"

    @property
    def label(self) -> str:
        return str(self.LABELS.get(self.format, self.format))

"""What a meeting leaves: decisions, minutes, the signed record, what citizens wrote."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from selaras.core.models import StoredFile
from selaras.meetings.models.room import Contribution
from selaras.meetings.models.setup import ALPHABET, Group, Meeting
from selaras.organisations.models import Agency


def new_reference() -> str:
    """What a citizen keeps of a written input: no account, so it must not be guessed."""
    return "".join(secrets.choice(ALPHABET) for _number in range(10))


def new_salt() -> str:
    """Hides who was there in the hash that is signed; never shown."""
    return secrets.token_hex(16)


class Decision(models.Model):
    """A decision, or an action point with its owner and date."""

    class Kind(models.TextChoices):
        DECISION = "decision", _("decision")
        ACTION = "action", _("action point")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions")
    group = models.ForeignKey(
        Group, models.SET_NULL, null=True, blank=True, verbose_name=_("group")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.DECISION)
    text = models.TextField(_("what was decided"), max_length=2000)
    dissent = models.TextField(_("other opinions"), blank=True, max_length=2000)
    owner = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    due = models.DateField(_("due"), null=True, blank=True)
    done = models.DateTimeField(_("done"), null=True)
    contributions = models.ManyToManyField(Contribution, related_name="decisions", blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.text[:80]


class Report(models.Model):
    """One version of the minutes (notulen) and the record (berita acara) of a meeting."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SIGNED = "signed", _("signed")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="reports")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.DRAFT)
    number = models.CharField(_("number of the record"), max_length=60, blank=True)
    date = models.DateField(_("date of the record"), null=True, blank=True)
    reason = models.CharField(_("why it is corrected"), max_length=300, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    requested = models.DateTimeField(_("signature asked for"), null=True)
    signed = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    content = models.JSONField(null=True)  # what was signed: attendance, results, decisions, text
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of that content, canonical
    salt = models.CharField(max_length=32, default=new_salt)  # private; "" when signed before 0011

    class Meta:
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(fields=["meeting", "version"], name="one_report_per_version"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(state="draft"), name="one_draft_report"
            ),
        )

    def __str__(self) -> str:
        return f"{self.meeting} {self.version}"


class ReportSection(models.Model):
    """A part of the minutes that one person edits at a time; `revision` tells of others' work."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="sections")
    code = models.SlugField(max_length=40)  # opening, agenda-3, group-2, decisions, closing
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), blank=True)  # small Markdown, see lib.prose
    position = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    edited = models.BooleanField(default=False)  # by a person: a new draft leaves it alone
    updated = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    # Who has it open for writing: a notice for others, no lock.
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    writing_since = models.DateTimeField(null=True)
    writing_seen = models.DateTimeField(null=True)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["report", "code"], name="one_report_section"),
        )

    def __str__(self) -> str:
        return self.title


class ReportText(models.Model):
    """An earlier text of a section, so that nothing anybody wrote is lost."""

    section = models.ForeignKey(ReportSection, models.CASCADE, related_name="texts")
    revision = models.PositiveIntegerField()
    body = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-revision",)
        constraints = (
            models.UniqueConstraint(fields=["section", "revision"], name="one_text_per_revision"),
        )

    def __str__(self) -> str:
        return f"{self.section} {self.revision}"


class ReportFile(models.Model):
    """The signed documents: notulen and berita acara as PDF and DOCX."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="files")
    kind = models.CharField(max_length=13)  # notulen, berita-acara, daftar-hadir
    format = models.CharField(max_length=4)
    file = models.ForeignKey(StoredFile, models.PROTECT)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["report", "kind", "format"], name="one_report_file"),
        )

    def __str__(self) -> str:
        return f"{self.kind}.{self.format}"


class PublicInput(models.Model):
    """What a citizen wrote to a meeting that is open to the public; shown once let through."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for moderation")
        SHOWN = "shown", _("shown")
        REFUSED = "refused", _("not shown")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="inputs")
    reference = models.CharField(max_length=10, unique=True, default=new_reference)
    name = models.CharField(_("name"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    text = models.TextField(_("what you want to say"), max_length=5000)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.WAITING)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    contribution = models.OneToOneField(Contribution, models.SET_NULL, null=True)
    created = models.DateTimeField(auto_now_add=True)
    decided = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.text[:60]

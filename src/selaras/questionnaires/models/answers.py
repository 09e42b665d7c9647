"""Answers: the XML as it came in is the truth; the rest is made from it for reading."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from selaras.core.models import StoredFile
from selaras.questionnaires.models.devices import DeviceKey
from selaras.questionnaires.models.forms import FormVersion


class Submission(models.Model):
    """One sent answer. An edit is a new row of the same chain; the newest is `current`.

    `subject` names what the answer is for, as "<respondent kind>/<key>" of the registry
    `respondents`; empty for answers that stand for themselves.
    """

    class Check(models.TextChoices):
        WAITING = "waiting", _("waiting for the check")
        CLEAN = "clean", _("checked")
        FLAGGED = "flagged", _("something does not fit")
        UNCHECKED = "unchecked", _("not re-checked")

    class Source(models.TextChoices):
        WEB = "web", _("web")
        PHONE = "phone", _("phone")
        IMPORT = "import", _("import")

    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="submissions")
    instance_id = models.CharField(max_length=200, unique=True)
    root_id = models.CharField(max_length=200, db_index=True)  # instance id of the first of a chain
    deprecated_id = models.CharField(max_length=200, blank=True)
    current = models.BooleanField(default=True)
    subject = models.CharField(max_length=120, blank=True, db_index=True)
    xml = models.TextField()
    data = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    device = models.ForeignKey(DeviceKey, models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=6, choices=Source, default=Source.WEB)
    late = models.BooleanField(_("late"), default=False)
    check_state = models.CharField(_("check"), max_length=9, choices=Check, default=Check.WAITING)
    findings = models.JSONField(default=list)
    created = models.DateTimeField(_("received"), auto_now_add=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=["version", "current", "id"]),)
        constraints = (
            models.UniqueConstraint(
                fields=["root_id"], condition=Q(current=True), name="one_current_answer_a_chain"
            ),
        )

    def __str__(self) -> str:
        return f"{self.version.questionnaire} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("questionnaires:answer", args=[self.pk])

    @property
    def review_state(self) -> str:
        """In the words of ODK Central: what the check flagged has issues."""
        if self.check_state == self.Check.FLAGGED:
            return "hasIssues"
        return "edited" if self.deprecated_id else ""


class RepeatEntry(models.Model):
    """One row of a repeat of an answer, so that rows can be counted and listed."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="entries")
    path = models.CharField(max_length=300)
    index = models.CharField(max_length=60)  # "2", or "2/1" inside another repeat
    values = models.JSONField(default=dict)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=["path", "submission"]),)

    def __str__(self) -> str:
        return f"{self.path} {self.index}"


class SubmissionFile(models.Model):
    """A file that the XML names; `file` is empty until it has arrived."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    original_name = models.CharField(max_length=200, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="answer_files")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["submission", "name"], name="answer_file_once"),
        )

    def __str__(self) -> str:
        return self.original_name or self.name


class Draft(models.Model):
    """Work that is not sent yet, kept by the server; one per form and what it is for."""

    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="drafts")
    subject = models.CharField(max_length=120)
    xml = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    serial = models.PositiveIntegerField(default=1)  # grows with each save
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["version", "subject"], name="one_draft_per_subject"),
        )

    def __str__(self) -> str:
        return f"{self.version} {self.subject}"


class DraftFile(models.Model):
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    original_name = models.CharField(max_length=200, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["draft", "name"], name="draft_file_once"),)

    def __str__(self) -> str:
        return self.original_name or self.name


class StrayPost(models.Model):
    """An answer that could not be placed (unknown form or version): kept aside for a person."""

    instance_id = models.CharField(max_length=200, unique=True)
    form_id = models.CharField(max_length=200, blank=True)
    form_version = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=40)  # unknown_form | unknown_version
    xml = models.TextField()
    files = models.ManyToManyField(StoredFile, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    device = models.ForeignKey(DeviceKey, models.PROTECT, null=True, related_name="+")
    placed = models.ForeignKey(Submission, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.form_id} {self.form_version} {self.instance_id}"

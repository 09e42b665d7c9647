"""A survey of all units by workbook: what was sent, what came back, what it gave."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from selaras.core.models import Job, StoredFile
from selaras.organisations.models import Agency
from selaras.questionnaires.models import FormVersion, Submission
from selaras.strategy.models import Round
from selaras.surveys.rules import ANSWERED


class Survey(models.Model):
    round = models.ForeignKey(
        Round, models.CASCADE, related_name="surveys", verbose_name=_("round")
    )
    name = models.CharField(_("name"), max_length=200)
    instructions = models.TextField(_("message to the units"), blank=True)
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    contact = models.CharField(_("contact for questions"), max_length=200, blank=True)
    is_demo = models.BooleanField(default=False)
    reminded = models.DateField(_("last reminded"), null=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("surveys:survey", args=[self.pk])


class Response(models.Model):
    """One unit's part in a survey; its answer is the latest accepted workbook."""

    class State(models.TextChoices):
        WAITING = "waiting", _("not yet answered")
        REFUSED = "refused", _("workbook has errors")
        ACCEPTED = "accepted", _("answered")
        SENT = "sent", _("sent, to be reviewed")
        RETURNED = "returned", _("returned for correction")
        APPROVED = "approved", _("approved")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="responses")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="survey_responses")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    downloaded = models.DateTimeField(_("workbook downloaded"), null=True)
    received = models.DateField(_("received"), null=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True)
    problems = models.JSONField(default=list)
    # The person beside the head who may send the answer of the unit.
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("deputy"),
    )  # fmt: skip
    due = models.DateField(_("new deadline"), null=True)  # after a return
    reason = models.TextField(_("reason"), blank=True)  # of the last return or reopening
    # What the answer says otherwise than a record that a person has edited since.
    differences = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    created_count = models.PositiveIntegerField(default=0)
    updated_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("agency__name",)
        constraints = (
            models.UniqueConstraint(fields=["survey", "agency"], name="one_response_per_unit"),
        )

    def __str__(self) -> str:
        return f"{self.survey} · {self.agency.label}"

    def get_absolute_url(self) -> str:
        return reverse("surveys:response", args=[self.pk])

    @property
    def is_answered(self) -> bool:
        return self.state in ANSWERED


class Section(models.Model):
    """A part of the survey: one questionnaire, in the version that all units answer."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="sections")
    version = models.ForeignKey(
        FormVersion, models.PROTECT, related_name="sections", verbose_name=_("questionnaire")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    required = models.BooleanField(_("must be filled in"), default=True)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.version.questionnaire.title


class Part(models.Model):
    """A section as one unit answers it; the answers themselves are questionnaire submissions."""

    class State(models.TextChoices):
        WAITING = "waiting", _("not filled in")
        FILLED = "filled", _("filled in")
        RETURNED = "returned", _("to be corrected")
        APPROVED = "approved", _("approved")

    response = models.ForeignKey(Response, models.CASCADE, related_name="parts")
    section = models.ForeignKey(Section, models.CASCADE, related_name="parts")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    assigned = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True,
        related_name="survey_parts", verbose_name=_("filled in by"),
    )  # fmt: skip
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, related_name="survey_parts"
    )
    # By kind of record: code of each record that came from here → number of its entry in the
    # answer approved last, 0 when it is no longer answered.
    taken = models.JSONField(default=dict)

    class Meta:
        ordering = ("section__position", "section__pk")
        constraints = (
            models.UniqueConstraint(fields=["response", "section"], name="one_part_per_section"),
        )

    def __str__(self) -> str:
        return f"{self.response} · {self.section}"

    def get_absolute_url(self) -> str:
        return reverse("surveys:part", args=[self.pk])

    @property
    def subject(self) -> str:
        """What the answer is for, as the questionnaires know it."""
        return f"surveys.part/{self.pk}"


class Comment(models.Model):
    """A remark on one question of a part, with the talk that follows it."""

    part = models.ForeignKey(Part, models.CASCADE, related_name="comments")
    path = models.CharField(max_length=300)  # of the question; empty for the whole section
    index = models.CharField(max_length=60, blank=True)  # of the entry inside repeats
    text = models.TextField(_("comment"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    resolved = models.BooleanField(_("settled"), default=False)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text[:80]


class Upload(models.Model):
    """Many workbooks sent at once, with what became of each."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="uploads")
    job = models.OneToOneField(Job, models.SET_NULL, null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # When the workbooks came by mail, if that was before they were uploaded.
    received_on = models.DateField(null=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.survey} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("surveys:upload", args=[self.pk])


class UploadedFile(models.Model):
    """One workbook of an upload."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("taken in")
        REFUSED = "refused", _("refused")

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT)
    response = models.ForeignKey(Response, models.SET_NULL, null=True, related_name="uploads")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    problems = models.JSONField(default=list)  # ready lines, one per problem
    summary = models.JSONField(default=dict)  # {"created": n, "updated": n, "unchanged": n}

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.file)

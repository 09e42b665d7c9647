"""A survey of all units by workbook: what was sent, what came back, what it gave."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from selaras.core.models import Job, StoredFile
from selaras.organisations.models import Agency
from selaras.strategy.models import Round


class Survey(models.Model):
    round = models.ForeignKey(
        Round, models.CASCADE, related_name="surveys", verbose_name=_("round")
    )
    name = models.CharField(_("name"), max_length=200)
    instructions = models.TextField(_("message to the units"), blank=True)
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    contact = models.CharField(_("contact for questions"), max_length=200, blank=True)
    is_demo = models.BooleanField(default=False)
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

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="responses")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="survey_responses")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    downloaded = models.DateTimeField(_("workbook downloaded"), null=True)
    received = models.DateField(_("received"), null=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True)
    problems = models.JSONField(default=list)
    created_count = models.PositiveIntegerField(default=0)
    updated_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("agency__name",)
        constraints = (
            models.UniqueConstraint(fields=["survey", "agency"], name="one_response_per_unit"),
        )

    def __str__(self) -> str:
        return f"{self.survey} · {self.agency.label}"


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

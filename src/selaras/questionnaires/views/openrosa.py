"""The OpenRosa interface for ODK Collect and other clients (docs.getodk.org/openrosa).

A client signs in by HTTP Basic (e-mail and password) or by the key of its phone in the address.
"""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from selaras.core.access import is_everyone, is_office
from selaras.core.errors import Refused
from selaras.lib.xforms import openrosa
from selaras.questionnaires import actions, queries
from selaras.questionnaires.models import DeviceKey, FormVersion, Medium, Submission
from selaras.questionnaires.rules import Reply
from selaras.questionnaires.signin import CHALLENGE, person_of
from selaras.questionnaires.types import Upload

LARGEST = 100_000_000  # bytes that one request may bring; more is sent in parts
XML = "text/xml; charset=utf-8"
STATUS = {
    Reply.NEW: 201,
    Reply.AGAIN: 201,
    Reply.ASIDE: 202,
    Reply.OTHER_CONTENT: 409,
    Reply.STALE: 409,
}
View = Callable[..., HttpResponse]


def client(view: View) -> View:
    """Sign the client in, and put the headers of OpenRosa on every answer."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, secret: str = "", **kwargs: Any) -> HttpResponse:
        user, device = _who(request, secret)
        if user is None:
            response = HttpResponse(_("Sign in with your e-mail and password."), status=401)
            response["WWW-Authenticate"] = CHALLENGE
        elif not is_office(user):
            raise PermissionDenied
        else:
            request.user = user
            response = view(request, *args, device=device, **kwargs)
        response["X-OpenRosa-Version"] = "1.0"
        response["X-OpenRosa-Accept-Content-Length"] = str(LARGEST)
        response["Date"] = http_date()
        return response

    guarded.predicate = is_everyone  # each client signs in by itself
    return guarded


def _who(request: HttpRequest, secret: str) -> tuple[Any, DeviceKey | None]:
    if secret:
        key = actions.device_user(secret)
        return (key.user, key) if key else (None, None)
    return person_of(request), None


def _address(request: HttpRequest, secret: str, name: str, *args: Any) -> str:
    path = reverse(f"openrosa-{name}", args=args)
    if secret:
        path = path.replace("/openrosa/", f"/openrosa/k/{secret}/", 1)
    return request.build_absolute_uri(path)


def _secret(request: HttpRequest) -> str:
    """The key in the address, so that links lead back through it."""
    parts = request.path.split("/")
    return parts[3] if len(parts) > 3 and parts[2] == "k" else ""


@client
def form_list(request: HttpRequest, *, device: DeviceKey | None) -> HttpResponse:
    """Forms that the person may fill in now."""
    secret = _secret(request)
    wanted = request.GET.get("formID", "")
    listed = [
        openrosa.ListedForm(
            form_id=version.questionnaire.form_id,
            name=version.questionnaire.title,
            version=version.version,
            md5=version.md5,
            download_url=_address(request, secret, "form", version.pk),
            manifest_url=_address(request, secret, "manifest", version.pk)
            if version.media.all()
            else "",
        )
        for version, _subject in queries.offered_versions(request.user)
        if wanted in ("", version.questionnaire.form_id)
    ]
    return HttpResponse(openrosa.form_list(listed), content_type=XML)


@client
def form(_request: HttpRequest, pk: int, *, device: DeviceKey | None) -> HttpResponse:
    return HttpResponse(get_object_or_404(FormVersion, pk=pk).xform, content_type=XML)


@client
def manifest(request: HttpRequest, pk: int, *, device: DeviceKey | None) -> HttpResponse:
    media = Medium.objects.filter(version=pk)
    listed = [
        openrosa.ListedFile(
            each.name, each.md5, _address(request, _secret(request), "medium", pk, each.name)
        )
        for each in media
    ]
    return HttpResponse(openrosa.manifest(listed), content_type=XML)


@client
def medium(_request: HttpRequest, pk: int, name: str, *, device: DeviceKey | None) -> HttpResponse:
    found = get_object_or_404(Medium.objects.select_related("file"), version=pk, name=name)
    path = Path(settings.MEDIA_ROOT) / found.file.path
    return FileResponse(path.open("rb"), content_type=found.file.content_type)


@client
def submission(request: HttpRequest, *, device: DeviceKey | None) -> HttpResponse:
    """HEAD says that answers are taken; POST brings one, perhaps in several parts."""
    if request.method == "HEAD":
        response = HttpResponse(status=204)
        response["Location"] = request.build_absolute_uri()
        return response
    if request.method != "POST":
        return HttpResponseNotAllowed(["HEAD", "POST"])
    sent = request.FILES.get("xml_submission_file")
    if sent is None:
        return _say(_("The part xml_submission_file is missing."), 400)
    uploads = [
        Upload(name=file.name or field, data=file.read())
        for field, file in request.FILES.items()
        if field not in ("xml_submission_file", "*isIncomplete*")
    ]
    try:
        received = actions.receive_answer(
            by=request.user,
            xml=sent.read(),
            uploads=uploads,
            source=Submission.Source.PHONE,
            subject=_subject(request.user, sent),
            device=device,
        )
    except Refused as refusal:
        return _say(str(refusal.text), 400)
    return _say(_words(received.reply), STATUS[Reply(received.reply)])


def _subject(user: Any, sent: Any) -> str:
    """What the answer is for, by the forms that this person is asked to fill in."""
    sent.seek(0)
    text = sent.read()
    sent.seek(0)
    for version, subject in queries.offered_versions(user):
        if f'id="{version.questionnaire.form_id}"'.encode() in text[:5000]:
            return subject
    return ""


def _words(reply: str) -> str:
    return {
        Reply.NEW: _("Thank you. The answer has arrived."),
        Reply.AGAIN: _("The answer was there already. Nothing is doubled."),
        Reply.ASIDE: _("The form is not known here. The answer is kept for a person to look at."),
        Reply.OTHER_CONTENT: _("An answer with this id and other content is there already."),
        Reply.STALE: _("Somebody has edited this answer since. Fetch the newest one first."),
    }[Reply(reply)]


def _say(text: str, status: int) -> HttpResponse:
    nature = "submit_success" if status < 300 else "submit_error"
    return HttpResponse(openrosa.response(text, nature=nature), status=status, content_type=XML)

"""Filling in a questionnaire on the web: the page, and what its script asks for as JSON.

The page alone has a looser content policy (docs/adr/0006-web-forms.md).
"""

import json
import secrets
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from selaras.core.access import is_everyone
from selaras.core.errors import Refused
from selaras.core.models import StoredFile
from selaras.core.registry import respondents
from selaras.questionnaires import actions, queries, screen
from selaras.questionnaires.access import can_fill
from selaras.questionnaires.models import Draft, DraftFile, FormVersion, Medium, Submission
from selaras.questionnaires.rules import Reply
from selaras.questionnaires.types import Received, Upload

View = Callable[..., HttpResponse]
WORKER = Path(__file__).parent.parent / "static/questionnaires/fill/sw.js"
XML = "text/xml; charset=utf-8"
FOR_EVER = "private, max-age=31536000, immutable"  # a published version never changes
POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval';"
    " style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data: blob:;"
    " media-src 'self' blob:; worker-src 'self'; connect-src 'self'; object-src 'none';"
    " base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
STATUS = {
    Reply.NEW: 201,
    Reply.AGAIN: 201,
    Reply.ASIDE: 202,
    Reply.OTHER_CONTENT: 409,
    Reply.STALE: 409,
}


def fills(view: View) -> View:
    """Find the version and what the answer is for; let in who may fill it in."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int, subject: str = "", **kwargs: Any) -> HttpResponse:
        known = FormVersion.objects.select_related("questionnaire")
        version = get_object_or_404(known, pk=pk)
        subject = (subject or request.GET.get("untuk", "")).strip("/")
        if can_fill(request.user, version.questionnaire, subject):
            return view(request, version, subject, **kwargs)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied

    guarded.predicate = is_everyone  # the room of the subject says who: see can_fill
    return guarded


@fills
@require_GET
def page(request: HttpRequest, version: FormVersion, subject: str) -> HttpResponse:
    """The frame around the form; the form itself is drawn in the browser."""
    newest = queries.newest_version(version.questionnaire)
    if not subject and newest != version and not queries.draft_for(version, "", request.user):
        return redirect("questionnaires:fill", newest.pk)
    kind, _sep, key = subject.partition("/")
    respondent = respondents.get(kind)
    nonce = secrets.token_urlsafe(16)
    context = {
        "version": version,
        "about": respondent.title(key) if respondent else "",
        "back": _back(version, subject),
        "due": respondent.due(key) if respondent else None,
        "nonce": nonce,
        "import_map": screen.import_map(),
        "preload": screen.first_files(),
        "config": {**_addresses(request, version, subject), **screen.texts()},
    }
    get_token(request)  # its cookie goes with what the script sends
    response = render(request, "questionnaires/fill.html", context)
    response["Content-Security-Policy"] = POLICY.format(nonce=nonce)
    return response


def _back(version: FormVersion, subject: str) -> str:
    kind, _sep, key = subject.partition("/")
    respondent = respondents.get(kind)
    return respondent.back(key) if respondent else version.questionnaire.get_absolute_url()


def _addresses(request: HttpRequest, version: FormVersion, subject: str) -> dict[str, Any]:
    def at(name: str, *args: str) -> str:
        address = reverse(f"questionnaires:fill-{name}", args=[version.pk, *args])
        return f"{address}?{urlencode({'untuk': subject})}" if subject else address

    form = version.questionnaire.form_id
    return {
        "key": f"{request.user.pk}/{version.pk}/{subject}",
        "owner": str(request.user.pk),
        "many": not subject,  # a free form takes any number of answers
        "form": {"id": form, "version": version.version},
        "form_url": at("form"),
        "media": {each.name: at("medium", each.name) for each in version.media.all()},
        "draft_url": at("draft"),
        "discard_url": at("discard"),
        "file_url": at("file"),
        "answer_url": at("answer"),
        "send_url": at("send"),
        "worker_url": reverse("questionnaires:fill-worker"),
        "login_url": reverse("account_login"),
        "keep": screen.kept_files(),
    }


@require_GET
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker, at an address from which it may serve the pages beside it."""
    response = FileResponse(WORKER.open("rb"), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


worker.predicate = is_everyone


@fills
@require_GET
def form(_request: HttpRequest, version: FormVersion, _subject: str) -> HttpResponse:
    return HttpResponse(version.xform, content_type=XML, headers={"Cache-Control": FOR_EVER})


@fills
@require_GET
def medium(_request: HttpRequest, version: FormVersion, _subject: str, name: str) -> HttpResponse:
    found = get_object_or_404(Medium.objects.select_related("file"), version=version, name=name)
    return _file(found.file, FOR_EVER)


@fills
def draft(request: HttpRequest, version: FormVersion, subject: str) -> HttpResponse:
    """GET: the unsent work kept by the server; POST: keep it."""
    if request.method != "POST":
        return JsonResponse({"draft": _as_json(queries.draft_for(version, subject, request.user))})
    try:
        saved = actions.save_draft(
            by=request.user,
            version=version,
            subject=subject,
            xml=request.POST.get("xml", "").replace("\r\n", "\n"),  # as the browser had it
            serial=_number(request.POST.get("serial")),
            takes_over=request.POST.get("takes_over") == "1",
        )
    except actions.DraftMoved as moved:
        return JsonResponse({"reply": "moved", "text": str(moved.text)}, status=409)
    except Refused as refusal:
        return _refused(refusal)
    return JsonResponse({"serial": saved.serial, "updated": _clock(saved.updated)})


@fills
@require_POST
def discard(request: HttpRequest, version: FormVersion, subject: str) -> HttpResponse:
    actions.discard_draft(by=request.user, version=version, subject=subject)
    return JsonResponse({})


@fills
def draft_file(request: HttpRequest, version: FormVersion, subject: str) -> HttpResponse:
    """GET ?nama=…: a file of the draft; POST: keep one."""
    if request.method != "POST":
        kept = queries.draft_for(version, subject, request.user)
        known = DraftFile.objects.select_related("file")
        found = get_object_or_404(known, draft=kept, name=request.GET.get("nama", ""))
        return _file(found.file, "private, no-store")
    try:
        saved = actions.save_draft_file(
            by=request.user, version=version, subject=subject, upload=_uploads(request)[0]
        )
    except (Refused, IndexError) as refusal:
        return _refused(refusal)
    return JsonResponse({"name": saved.name})


@fills
@require_GET
def answer(request: HttpRequest, version: FormVersion, subject: str) -> HttpResponse:
    """The answer that is there already, to be edited."""
    found = queries.answer_for(subject, version.questionnaire) if subject else None
    return JsonResponse({"answer": _answer_as_json(found)})


@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an answer in: multipart as OpenRosa has it, with the persons' own names of files.

    Whether the person may is left to the action: what has arrived is told so also afterwards.
    """
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    version = get_object_or_404(FormVersion.objects.select_related("questionnaire"), pk=pk)
    subject = request.GET.get("untuk", "").strip("/")
    sent = request.FILES.get("xml_submission_file")
    try:
        received = actions.send_answer(
            by=request.user,
            version=version,
            subject=subject,
            xml=sent.read() if sent else b"",
            uploads=_uploads(request),
        )
    except Refused as refusal:
        return _refused(refusal)
    return _told(request, version, subject, received)


send.predicate = is_everyone


def _told(
    request: HttpRequest, version: FormVersion, subject: str, received: Received
) -> HttpResponse:
    made = Submission.objects.select_related("by").filter(pk=received.submission_id).first()
    status = STATUS[Reply(received.reply)]
    if status < 300 and not received.missing:
        messages.success(request, _("Thank you. The answer has arrived."))
    following = made.get_absolute_url() if made and not subject else _back(version, subject)
    said = {
        "reply": str(received.reply),
        "missing": received.missing,
        "next": following,
        "text": _why(received, made) if status >= 300 else "",
        "current": made.instance_id if made else "",
    }
    return JsonResponse(said, status=status)


def _why(received: Received, made: Submission | None) -> str:
    who = made.by if made and made.by else _("Somebody")
    if received.reply == Reply.STALE:
        return _("%(who)s has sent an answer in the meantime.") % {"who": who}
    return _("%(who)s has sent this answer in the meantime, with other content.") % {"who": who}


def _as_json(found: Draft | None) -> dict[str, Any] | None:
    if found is None or not found.xml:
        return None
    return {
        "xml": found.xml,
        "serial": found.serial,
        "updated": _clock(found.updated),
        "by": str(found.by or ""),
        "files": {each.name: each.original_name for each in found.files.all()},
    }


def _answer_as_json(found: Submission | None) -> dict[str, Any] | None:
    if found is None:
        return None
    files = {
        each.name: {
            "original": each.original_name,
            "url": reverse("questionnaires:answer-file", args=[found.pk, each.name]),
        }
        for each in found.files.filter(file__isnull=False)
    }
    return {"xml": found.xml, "instance": found.instance_id, "files": files}


def _uploads(request: HttpRequest) -> list[Upload]:
    """Files as the form names them, with the names that the person knows beside them."""
    try:
        own = dict(json.loads(request.POST.get("names", "{}")))
    except (ValueError, TypeError):
        own = {}
    return [
        Upload(name=file.name or field, data=file.read(), original_name=str(own.get(file.name, "")))
        for field, file in request.FILES.items()
        if field != "xml_submission_file"
    ]


def _file(file: StoredFile, cached: str) -> HttpResponse:
    path = Path(settings.MEDIA_ROOT) / file.path
    response = FileResponse(path.open("rb"), content_type=file.content_type)
    response["Cache-Control"] = cached
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _refused(refusal: Exception) -> HttpResponse:
    text = refusal.text if isinstance(refusal, Refused) else _("The file is missing.")
    return JsonResponse({"text": str(text)}, status=422)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _clock(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%H:%M")

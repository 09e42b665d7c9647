from pathlib import Path

from django.conf import settings as django_settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from selaras.core import files, ledger
from selaras.core.access import (
    allow,
    can_administer,
    can_inspect,
    has_role,
    is_everyone,
    is_office,
    is_signed_in,
    require,
)
from selaras.core.forms import SettingsForm
from selaras.core.models import Job, LedgerEntry, LedgerHead, Notice, StoredFile
from selaras.core.preferences import preference, save_preferences
from selaras.core.tables import LedgerFilter
from selaras.core.types import RoleKind
from selaras.core.verification import verify_database
from selaras.lib.colour import brand_tokens
from selaras.web.keyset import page


@allow(is_signed_in)
def notices(request: HttpRequest) -> HttpResponse:
    rows = page(
        Notice.objects.filter(recipient=request.user), order="-id", after=request.GET.get("after")
    )
    return render(request, "core/notices.html", {"page": rows})


@allow(is_signed_in)
@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    Notice.objects.filter(recipient=request.user, read_at=None).update(read_at=timezone.now())
    return redirect("notices")


@allow(is_everyone)
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """A stored file, for those who may read it."""
    file = get_object_or_404(StoredFile, pk=pk)
    require(files.can_read(request.user, file))
    response = FileResponse(
        (Path(django_settings.MEDIA_ROOT) / file.path).open("rb"),
        as_attachment=file.kind != "pdf",
        filename=file.name,
        content_type=file.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@allow(is_office)
def job(request: HttpRequest, pk: str) -> HttpResponse:
    """The progress of long work; the fragment is asked for again until it has ended."""
    found = get_object_or_404(Job, pk=pk)
    require(found.by_id == request.user.pk or has_role(request.user, RoleKind.PLANNER))
    template = "core/_job.html" if request.htmx else "core/job.html"
    return render(request, template, {"job": found})


@allow(can_inspect)
def ledger_list(request: HttpRequest) -> HttpResponse:
    filters = LedgerFilter(request.GET, LedgerEntry.objects.select_related("content"))
    rows = page(filters.qs, order="-sequence", after=request.GET.get("after"))
    context = {
        "page": rows,
        "head": LedgerHead.objects.filter(pk=1).first(),
        "filters": filters,
        "active": any(request.GET.get(name) for name in filters.filters),
    }
    fragment = request.htmx and request.htmx.target == "list"
    return render(request, "core/_ledger.html" if fragment else "core/ledger.html", context)


@allow(can_inspect)
@require_POST
def ledger_check(request: HttpRequest) -> HttpResponse:
    outcome = verify_database()
    if outcome.faults:
        numbers = ", ".join(str(fault.sequence) for fault in outcome.faults[:10])
        messages.error(
            request, _("The ledger does not hold. See entry %(numbers)s.") % {"numbers": numbers}
        )
    else:
        messages.success(request, _("All %(size)s entries hold.") % {"size": outcome.size})
    return redirect("ledger")


@allow(is_everyone)
def ledger_file(_request: HttpRequest) -> StreamingHttpResponse:
    """The published file: pseudonyms and hashes only, so anybody may keep a copy."""
    ledger.checkpoint()
    response = StreamingHttpResponse(
        (f"{line}\n" for line in ledger.published_lines()), content_type="application/x-ndjson"
    )
    response["Content-Disposition"] = 'attachment; filename="selaras-ledger.jsonl"'
    return response


@allow(can_administer)
def settings(request: HttpRequest) -> HttpResponse:
    form = SettingsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        save_preferences(form.values(), by=request.user)
        messages.success(request, _("The settings are saved."))
        return redirect("settings")
    return render(
        request, "core/settings.html", {"form": form}, status=422 if form.is_bound else 200
    )


@allow(is_everyone)
@cache_control(max_age=300)
def brand(_request: HttpRequest) -> HttpResponse:
    """The regency's own colour, as tokens that pass contrast."""
    tokens = brand_tokens(preference("brand.colour"))
    lines = "".join(f"{name}:{value};" for name, value in tokens.items())
    return HttpResponse(f":root{{{lines}}}", content_type="text/css")

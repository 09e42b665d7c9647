"""Phones: a key for each, with the QR code that sets ODK Collect up."""

import base64
import json
import zlib
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from selaras.core.access import allow, is_office
from selaras.lib.qr import qr_svg
from selaras.questionnaires import actions
from selaras.questionnaires.access import can_publish, can_read_answers
from selaras.questionnaires.forms.publishing import DeviceForm
from selaras.questionnaires.models import DeviceKey


@allow(is_office)
@never_cache
def devices(request: HttpRequest) -> HttpResponse:
    """One's own phones; planners see all."""
    form = DeviceForm(request.POST or None, may_read=can_read_answers(request.user))
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        context |= _made(request, form.cleaned_data)
    found = DeviceKey.objects.select_related("user")
    if not can_publish(request.user):
        found = found.filter(user=request.user)
    context["devices"] = found
    bad = form.is_bound and not form.is_valid()
    return render(request, "questionnaires/devices.html", context, status=422 if bad else 200)


def _made(request: HttpRequest, wanted: dict[str, Any]) -> dict[str, object]:
    """The new key, with what its secret is shown as."""
    if wanted.get("reads"):
        key, secret = actions.create_reader(by=request.user, name=wanted["name"])
        return {"new": key, "secret": secret}
    key, secret = actions.create_device(by=request.user, name=wanted["name"])
    address = request.build_absolute_uri(reverse("openrosa-key", args=[secret])).rstrip("/")
    return {"new": key, "address": address, "qr": mark_safe(_qr(address, key))}  # noqa: S308 - our own picture


def _qr(address: str, key: DeviceKey) -> str:
    """Settings of ODK Collect as it reads them: JSON, compressed, in base 64."""
    settings = {
        "general": {
            "server_url": address,
            "username": "",
            "password": "",
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
        },
        "project": {"name": key.name},
        "admin": {},
    }
    packed = base64.b64encode(zlib.compress(json.dumps(settings).encode())).decode()
    return qr_svg(packed, box=8)


@allow(is_office)
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(DeviceKey, pk=pk)
    actions.revoke_device(by=request.user, key=found)
    messages.success(request, _("The key no longer opens anything."))
    return redirect("questionnaires:devices")

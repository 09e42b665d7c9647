"""What an address brings, and what every page of the room shows."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render

from selaras.core.errors import Refused
from selaras.strategy.models import Round
from selaras.systems.access import can_create
from selaras.systems.models import System

Made = TypeVar("Made")


def find_round(slug: str) -> Round:
    return get_object_or_404(Round.objects.select_related("edition"), slug=slug)


def find_system(pk: int) -> System:
    found: System = get_object_or_404(
        System.objects.select_related(
            "round",
            "agency",
            "application_code",
            "service_code",
            "process_code",
            "data_code",
            "successor",
        ),
        pk=pk,
    )
    return found


def room(request: HttpRequest, round: Round, section: str) -> dict[str, Any]:
    """The round and the sub-navigation."""
    return {"round": round, "section": section, "can_import": can_create(request.user)}


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, even when every box was left empty; None for a first visit."""
    return request.POST if request.method == "POST" else None


def attempt(form: Any, act: Callable[[], Made]) -> Made | None:
    """What the action made; None if the form or the action refuses, with the reason in the form."""
    if not form.is_valid():
        return None
    try:
        return act()
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.text))
        return None


def form_page(request: HttpRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """A page with a form; 422 when it came back with something to correct."""
    status = 422 if context["form"].is_bound else 200
    return render(request, template, context, status=status)

"""What an address and a request bring: the programme, and the data of a form."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404

from selaras.initiatives.models import Initiative


def find(user: Any, round_slug: str, code: str) -> Initiative:
    """404 for what the person may not see, so that its existence is not told."""
    visible = Initiative.objects.visible_to(user).select_related("round", "owner", "dimension")
    found: Initiative = get_object_or_404(visible, round__slug=round_slug, code=code)
    return found


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, even when every box was left empty; None for a first visit."""
    return request.POST if request.method == "POST" else None

"""What the reader of a meeting's page may do there."""

from typing import Any

from django import template

from selaras.meetings.access import can_receive, can_run
from selaras.meetings.models import Meeting

register = template.Library()


@register.simple_tag(takes_context=True)
def receives(context: Any, meeting: Meeting) -> bool:
    return can_receive(context["request"].user, meeting)


@register.simple_tag(takes_context=True)
def runs(context: Any) -> bool:
    return can_run(context["request"].user)

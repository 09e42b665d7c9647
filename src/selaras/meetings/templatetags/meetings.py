"""The days of a meeting in words, and what the reader of its page may do there."""

from typing import Any

from django import template

from selaras.meetings.access import can_list, can_receive, can_run
from selaras.meetings.models import Meeting
from selaras.web.templatetags.web import tanggal

register = template.Library()


@register.simple_tag(takes_context=True)
def receives(context: Any, meeting: Meeting) -> bool:
    return can_receive(context["request"].user, meeting)


@register.simple_tag(takes_context=True)
def runs(context: Any) -> bool:
    return can_run(context["request"].user)


@register.simple_tag(takes_context=True)
def lists(context: Any) -> bool:
    return can_list(context["request"].user)


@register.filter
def days(meeting: Meeting) -> str:
    """“26–27 November 2026” in the reader's language: what both days share is written once."""
    first, last = meeting.held_on, meeting.final_day
    words = tanggal(last)
    if first == last:
        return words
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{words}"
    start = tanggal(first)
    return f"{start.removesuffix(f' {last.year}')} – {words}"

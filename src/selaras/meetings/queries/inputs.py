"""What citizens wrote to a public meeting."""

from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from selaras.meetings.models import Meeting, PublicInput
from selaras.meetings.rules import State


def takes_input(meeting: Meeting) -> bool:
    """Whether citizens may write to the meeting today; once it is signed nothing can come of it."""
    until = meeting.input_until
    return (
        meeting.public
        and meeting.round.public
        and meeting.state not in (State.CANCELLED, State.CLOSED)
        and until is not None
        and timezone.localdate() <= until
    )


def inputs_of(meeting: Meeting) -> QuerySet[PublicInput]:
    return PublicInput.objects.filter(meeting=meeting).select_related("contribution__group")


def shown_inputs(meeting: Meeting) -> QuerySet[PublicInput]:
    """What everybody may read: the text alone, without the writer's name."""
    found = PublicInput.objects.filter(meeting=meeting, state=PublicInput.State.SHOWN)
    return found.only("text", "created", "meeting")


def input_counts(meeting: Meeting) -> dict[str, int]:
    rows = meeting.inputs.order_by().values_list("state").annotate(count=Count("pk"))
    return dict(rows)


def meetings_with_waiting_inputs() -> Any:
    """Meetings for which something waits to be read (`waiting`)."""
    return (
        Meeting.objects.filter(inputs__state=PublicInput.State.WAITING)
        .annotate(waiting=Count("inputs"))
        .select_related("round")
        .order_by("held_on", "pk")
    )

from django.shortcuts import get_object_or_404

from selaras.meetings.models import Meeting


def meeting_of(pk: int) -> Meeting:
    """The meeting of an address, with its round.

    Raises:
        Http404: there is none.
    """
    return get_object_or_404(Meeting.objects.select_related("round", "chair"), pk=pk)

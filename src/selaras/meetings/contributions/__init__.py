"""What meetings register with the core."""

from selaras.meetings.contributions import places, tasks, words

__all__ = ["places", "tasks", "words"]

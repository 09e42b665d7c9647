"""Problems that a person can mend, told in words that say what to do."""

from collections.abc import Sequence
from typing import Any


class Refused(Exception):  # noqa: N818 - reads as `raise Refused(...)`
    """A rule of the field refuses the request; the text is for the person who asked.

    `field` names the form field to mark; empty for the whole form.
    """

    def __init__(self, text: Any, *, field: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.field = field


class ImportRefused(Refused):
    """A file that was not imported at all, with every problem found in it."""

    def __init__(self, text: Any, problems: Sequence[Any]) -> None:
        super().__init__(text)
        self.problems = list(problems)

from dataclasses import dataclass


@dataclass(frozen=True)
class AnswerReceived:
    """An answer came in whole or in part, and is to be re-checked."""

    submission_id: int

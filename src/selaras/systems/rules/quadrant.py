"""TIME: tolerate, invest, migrate, eliminate, from two scales of four steps."""

from typing import Literal

Verdict = Literal["invest", "migrate", "tolerate", "eliminate"]
STEPS = (1, 2, 3, 4)
GOOD = 3  # from this step on a fit is good
VERDICTS: tuple[Verdict, ...] = ("invest", "migrate", "tolerate", "eliminate")


def verdict_of(business_fit: int, technical_fit: int) -> Verdict:
    """The quadrant of the answers.

    Raises:
        ValueError: an answer is not a step from 1 to 4.
    """
    if business_fit not in STEPS or technical_fit not in STEPS:
        raise ValueError(f"{business_fit}, {technical_fit}: the steps are 1 to 4")
    if business_fit >= GOOD:
        return "invest" if technical_fit >= GOOD else "migrate"
    return "tolerate" if technical_fit >= GOOD else "eliminate"

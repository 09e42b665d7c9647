"""Plain values that forms hand to the actions."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CriterionRow:
    """`code` names the criterion for good; an empty one is made from the name."""

    name: str
    weight: int
    anchor_0: str
    anchor_50: str
    anchor_100: str
    code: str = ""

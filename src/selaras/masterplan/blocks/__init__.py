"""Live blocks: parts of a book that are made from the data each time it is built."""

from collections.abc import Callable

from selaras.lib.document import Block
from selaras.masterplan.blocks import evidence, money, people, programmes
from selaras.masterplan.queries import RoundData

LiveBlock = Callable[[RoundData], tuple[Block, ...]]

BLOCKS: dict[str, LiveBlock] = {
    "stages": people.stages,
    "parties": people.parties,
    "plan": people.plan,
    "figures": people.figures,
    "commitments": people.commitments,
    "glossary": people.glossary,
    "ledger": people.ledger,
    "survey": evidence.survey,
    "systems": evidence.systems,
    "fgd": evidence.fgd,
    "needs": evidence.needs,
    "trail": evidence.trail,
    "alignment": programmes.alignment,
    "milestones": programmes.milestones,
    "kpis": programmes.kpis,
    "choice": programmes.choice,
    "quick_wins": programmes.quick_wins,
    "roadmap": money.roadmap,
    "budget": money.budget,
}


def live_block(name: str, data: RoundData) -> tuple[Block, ...]:
    """The blocks of a name; `dimension:<code>` names one dimension's programmes.

    Raises:
        KeyError: there is no block of that name.
    """
    if name.startswith("dimension:"):
        return programmes.of_dimension(data, name.partition(":")[2])
    return BLOCKS[name](data)

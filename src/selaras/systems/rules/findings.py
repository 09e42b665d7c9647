"""All that the rules see in a register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from selaras.systems.rules.duplicates import find_duplicates
from selaras.systems.rules.exchange import find_double_entries, find_missing_interfaces
from selaras.systems.rules.general import GeneralApplication, find_doubles_of_general
from selaras.systems.rules.risks import find_ageing, find_orphans, find_single_points
from selaras.systems.rules.types import Facts, Found, Link

KINDS = (
    "duplicate",
    "general",
    "double_entry",
    "missing_interface",
    "orphan",
    "ageing",
    "single_point",
)


@dataclass(frozen=True)
class Register:
    """A round's systems with what the rules need to know besides.

    `today` is the day for which age and contracts are counted; `units` maps how a unit may be
    written to its id; `places` are words of the regency's own places.
    """

    systems: Sequence[Facts]
    links: Sequence[Link]
    today: date
    units: Mapping[str, int] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    general: Sequence[GeneralApplication] = ()
    old_technology: Mapping[str, str] = field(default_factory=dict)


def find_all(register: Register) -> list[Found]:
    systems, links = register.systems, register.links
    return [
        *find_duplicates(systems, register.places),
        *find_doubles_of_general(systems, register.general),
        *find_double_entries(systems, links),
        *find_missing_interfaces(systems, links, register.units),
        *find_orphans(systems, register.today),
        *find_ageing(systems, register.today, register.old_technology),
        *find_single_points(systems, links),
    ]

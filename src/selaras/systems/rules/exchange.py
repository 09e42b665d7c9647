"""Data that are typed in twice, and exchanges that are told of but recorded nowhere."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from selaras.systems.rules.text import core_words, data_names, parts, plain, without_asides
from selaras.systems.rules.types import Facts, Found, Link, Reason

NAMED = 6  # systems that a reason names
COMMON_DATA = 12  # data that more units name is a word, not a thing


def find_double_entries(systems: Sequence[Facts], links: Sequence[Link]) -> list[Found]:
    """One finding for each kind of data that two units key in."""
    holders: dict[str, list[tuple[Facts, str, bool]]] = defaultdict(list)
    for each in systems:
        if each.status in ("in_use", "building"):
            typed = bool(each.data_input)
            for key, written in data_names(each.data_input or each.data_held).items():
                holders[key].append((each, written, typed))
    joined = {
        frozenset((link.source, link.target))
        for link in links
        if link.state == "live" and link.source is not None and link.target is not None
    }
    found = []
    for key, entries in holders.items():
        named = [each for each, _written, _typed in entries]
        if 2 <= len({each.unit for each in named}) <= COMMON_DATA:
            apart = _unconnected(named, joined)
            if len({each.unit for each in apart}) >= 2:
                found.append(_double_entry(key, entries, apart))
    return found


def _unconnected(systems: Sequence[Facts], joined: set[frozenset[int]]) -> list[Facts]:
    """Without those that get the data from another one of them."""
    return [
        each
        for each in systems
        if not any(
            frozenset((each.key, other.key)) in joined for other in systems if other is not each
        )
    ]


def _double_entry(
    key: str, entries: Sequence[tuple[Facts, str, bool]], apart: Sequence[Facts]
) -> Found:
    keys = {each.key for each in apart}
    typed = sum(told for each, _written, told in entries if each.key in keys)
    written = next(written for each, written, _told in entries if each.key in keys)
    units = sorted({each.unit_name for each in apart if each.unit_name})
    values: dict[str, str | int] = {"data": written, "units": ", ".join(units)}
    certain = typed >= 2
    reason = Reason("typed_twice" if certain else "held_twice", values)
    score = min((60 if certain else 35) + 10 * (len(apart) - 2), 90)
    return Found(
        "double_entry", f"double_entry:{key[:100]}", written, tuple(sorted(keys)), score, (reason,)
    )


def find_missing_interfaces(
    systems: Sequence[Facts], links: Sequence[Link], units: Mapping[str, int]
) -> list[Found]:
    """One finding for each system with systems that no interface joins it to, and one for each
    unit that systems name as their partner: it may be one exchange for all of them.

    `units`: how a unit may be written (see `text.plain`) → its id.
    """
    wider = _Register(systems, links, units)
    found = []
    for each in systems:
        if each.is_active:
            reasons, others = wider.missing(each)
            if reasons:
                keys = (each.key, *sorted(others - {each.key}))
                typed = any(reason.code == "typed_elsewhere" for reason in reasons)
                score = min(50 + 20 * typed + 5 * len(others), 90)
                key = f"missing_interface:{each.key}"
                found.append(
                    Found("missing_interface", key, each.name, keys, score, tuple(reasons))
                )
    return [*found, *wider.partner_units()]


def _listed(systems: Sequence[Facts]) -> str:
    names = [each.name for each in systems]
    return ", ".join(names[:NAMED]) + (f" (+{len(names) - NAMED})" if len(names) > NAMED else "")


class _Register:
    """The register as one looks for partners in it."""

    def __init__(
        self, systems: Sequence[Facts], links: Sequence[Link], units: Mapping[str, int]
    ) -> None:
        self.units = units
        self.unit_names = {each.unit: each.unit_name for each in systems if each.unit_name}
        # unit → whether data go to it → the systems that say so
        self.told: dict[int, dict[bool, list[Facts]]] = defaultdict(lambda: {True: [], False: []})
        self.by_key = {each.key: each for each in systems}
        self.by_name = {plain(without_asides(each.name)): each for each in systems}
        self.by_core = {" ".join(core_words(each.name)): each for each in systems}
        self.given: dict[int, set[int]] = defaultdict(set)
        self.got: dict[int, set[int]] = defaultdict(set)
        for link in links:
            if link.source is not None and link.target is not None:
                self.given[link.source].add(link.target)
                self.got[link.target].add(link.source)
        self.typing: dict[str, list[Facts]] = defaultdict(list)
        for each in systems:
            for key in data_names(each.data_input):
                self.typing[key].append(each)

    def missing(self, each: Facts) -> tuple[list[Reason], set[int]]:
        reasons, others = [], set()
        for code, text, outward in (
            ("told_gives", each.shares_with, True),
            ("told_gets", each.data_supplier, False),
        ):
            named, keys = self._partners(each, text, outward=outward)
            if named:
                reasons.append(Reason(code, {"partners": ", ".join(named)}))
                others |= keys
            for unit, written in self._partner_units(each, text, outward=outward).items():
                self.unit_names.setdefault(unit, written)
                self.told[unit][outward].append(each)
        hungry = {
            other.key: written
            for key, written in data_names(each.data_output).items()
            for other in self.typing[key]
            if other.unit != each.unit and not self._linked(each.key, other.key)
        }
        if hungry:
            data = ", ".join(dict.fromkeys(hungry.values()))
            names = ", ".join(self.by_key[key].name for key in hungry)
            reasons.append(Reason("typed_elsewhere", {"data": data, "systems": names}))
            others |= hungry.keys()
        return reasons, others

    def _partners(self, each: Facts, text: str, *, outward: bool) -> tuple[list[str], set[int]]:
        """What the text names that is known here and not linked with the system."""
        named, keys = [], set()
        for part in parts(without_asides(text)):
            system = self.by_name.get(plain(part)) or self.by_core.get(" ".join(core_words(part)))
            if system is not None and system.key != each.key:
                pair = (each.key, system.key) if outward else (system.key, each.key)
                if not self._linked(*pair):
                    named.append(part)
                    keys.add(system.key)
        return named, keys

    def _partner_units(self, each: Facts, text: str, *, outward: bool) -> dict[int, str]:
        """The units that the text names and no interface leads to, as they are written."""
        found: dict[int, str] = {}
        for part in parts(without_asides(text)):
            unit = self.units.get(plain(part))
            if unit is None or unit == each.unit or plain(part) in self.by_name:
                continue
            if not self._linked_unit(each.key, unit, outward=outward):
                found.setdefault(unit, part)
        return found

    def partner_units(self) -> Iterator[Found]:
        """After `missing` of every system: what was told of each unit, all in one."""
        for unit, told in self.told.items():
            reasons = tuple(
                Reason(code, {"count": len(told[outward]), "systems": _listed(told[outward])})
                for code, outward in (("many_give", True), ("many_get", False))
                if told[outward]
            )
            keys = tuple(dict.fromkeys(each.key for side in told.values() for each in side))
            score = min(25 + 3 * len(keys), 70)
            title, key = self.unit_names[unit], f"missing_interface:unit:{unit}"
            yield Found("missing_interface", key, title, keys, score, reasons)

    def _linked(self, source: int, target: int) -> bool:
        return target in self.given[source]

    def _linked_unit(self, key: int, unit: int, *, outward: bool) -> bool:
        near = self.given[key] if outward else self.got[key]
        return any(self.by_key[end].unit == unit for end in near if end in self.by_key)

"""Systems that nobody answers for, that grow old, or on which too much hangs."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from selaras.systems.rules.text import plain
from selaras.systems.rules.types import Facts, Found, Link, Reason

OLD_YEARS = 8
HUB = 4  # live interfaces
CROWDED_SERVER = 4  # systems
MANY_USERS = 100
OWN_SERVERS = ("", "unit", "regency", "vendor")


def find_orphans(systems: Sequence[Facts], today: date) -> list[Found]:
    """Systems whose unit is gone, that nobody uses, or that nobody is named to run."""
    own = [each for each in systems if each.status == "in_use" and not each.is_lent]
    told = sum(bool(each.operator) for each in own) * 2 >= len(own)  # a gap is telling only then
    found = []
    for each in systems:
        reasons = list(_orphan_reasons(each, today, told=told))
        if reasons:
            found.append(_of_one("orphan", each, min(50 + 15 * len(reasons), 90), reasons))
    return found


def _orphan_reasons(each: Facts, today: date, *, told: bool) -> Iterable[Reason]:
    if each.unit_ended and each.is_active:
        yield Reason("unit_ended", {"unit": each.unit_name})
    if each.status == "unused" and each.cost_yearly:
        yield Reason("unused_costs", {"cost": each.cost_yearly})
    if each.status != "in_use":
        return
    if each.user_count == 0:
        yield Reason("no_users")
    if each.maintainers == 0:
        yield Reason("no_maintainer")
    over = each.contract_until is not None and each.contract_until < today
    if over and each.builder == "vendor" and not each.operator:
        yield Reason("contract_over", {"day": str(each.contract_until)})
    elif told and not each.operator and not each.is_lent:
        yield Reason("no_operator")


def find_ageing(
    systems: Sequence[Facts], today: date, old_technology: Mapping[str, str]
) -> list[Found]:
    """Own systems that are old, out of support, or built with what its maker has given up.

    `old_technology`: name → regular expression over the lower-case technology of a system.
    """
    patterns = {name: re.compile(pattern) for name, pattern in old_technology.items()}
    found = []
    for each in systems:
        if each.status != "in_use" or each.is_lent:
            continue
        reasons = list(_age_reasons(each, today, patterns))
        if reasons:
            years = today.year - each.year if each.year else 0
            score = 30 + 20 * len(reasons) + min(max(years - OLD_YEARS, 0), 10) * 2
            found.append(_of_one("ageing", each, min(score, 95), reasons))
    return found


def _age_reasons(
    each: Facts, today: date, patterns: Mapping[str, re.Pattern[str]]
) -> Iterable[Reason]:
    if each.year and today.year - each.year >= OLD_YEARS:
        yield Reason("old", {"year": each.year, "years": today.year - each.year})
    if each.support_until and each.support_until < today:
        yield Reason("support_over", {"day": str(each.support_until)})
    technology = plain(each.technology)
    outdated = [name for name, pattern in patterns.items() if pattern.search(technology)]
    if outdated:
        yield Reason("old_technology", {"names": ", ".join(outdated)})


def find_single_points(systems: Sequence[Facts], links: Sequence[Link]) -> list[Found]:
    """Where one person, one machine or one system is enough to stop others."""
    partners: dict[int, set[int]] = defaultdict(set)
    for link in links:
        if link.state == "live" and link.source is not None and link.target is not None:
            partners[link.source].add(link.target)
            partners[link.target].add(link.source)
    found = []
    for each in systems:
        if each.status == "in_use":
            reasons = list(_single_reasons(each, len(partners[each.key])))
            if reasons:
                score = min(45 + 15 * len(reasons) + (10 if each.risk == "high" else 0), 95)
                found.append(_of_one("single_point", each, score, reasons))
    return found + _crowded_servers(systems)


def _single_reasons(each: Facts, partners: int) -> Iterable[Reason]:
    matters = each.risk == "high" or (each.user_count or 0) >= MANY_USERS or partners > 0
    if each.maintainers == 1 and matters:
        yield Reason("one_maintainer")
    if partners >= HUB and each.has_backup is not True:
        yield Reason("hub", {"count": partners})
    if each.risk == "high" and each.has_backup is False:
        yield Reason("no_backup")
    if each.hosting == "unit" and matters:
        yield Reason("own_computer")


def _crowded_servers(systems: Sequence[Facts]) -> list[Found]:
    hosted: dict[str, list[Facts]] = defaultdict(list)
    for each in systems:
        if each.status == "in_use" and each.server and each.hosting in OWN_SERVERS:
            hosted[plain(each.server)].append(each)
    return [
        Found(
            "single_point",
            f"single_point:server:{name[:100]}",
            members[0].server,
            tuple(sorted(each.key for each in members)),
            min(40 + 5 * len(members), 90),
            (Reason("one_server", {"server": members[0].server, "count": len(members)}),),
        )
        for name, members in hosted.items()
        if len(members) >= CROWDED_SERVER
    ]


def _of_one(kind: str, each: Facts, score: int, reasons: Sequence[Reason]) -> Found:
    return Found(kind, f"{kind}:{each.key}", each.name, (each.key,), score, tuple(reasons))

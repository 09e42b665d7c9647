"""The work in the rooms of the demo's meetings."""

from collections.abc import Mapping, Sequence
from typing import Any

from selaras.meetings.actions import (
    add_heading,
    cast_ballot,
    change_state,
    comment,
    contribute,
    join_meeting,
    merge_cards,
    put_under,
    set_phase,
    support,
)
from selaras.meetings.models import Contribution
from selaras.portal.demo.held import Held


def join(held: Held) -> None:
    """Nearly everybody who is there joins with a phone; those who speak certainly do."""
    codes = {group.pk: code for code, group in held.groups.items()}
    speaking = {(code, held.by_name[name].pk) for code, name in held.speakers()}
    there = held.meeting.attendances.select_related("agency", "group", "invitation").order_by("pk")
    for number, guest in enumerate(there):
        code, agency = codes[guest.group_id or 0], guest.agency
        if number % 11 == 7 and (code, guest.agency_id) not in speaking:  # without a phone
            continue
        phone, _secret = join_meeting(
            meeting=held.meeting, group=held.groups[code], agency=agency,
            sector=agency.sector if agency else "community", invitation=guest.invitation,
        )  # fmt: skip
        held.phones.setdefault(code, []).append(phone)


def discuss(held: Held) -> None:
    """First everybody writes alone, then all read, support, comment; the facilitator gathers."""
    for code, group in held.groups.items():
        leader = held.leader(code)
        rows = [row for row in held.cards if row["dimension"] == code]
        later = len(rows) // 3
        set_phase(by=leader, group=group, phase="silent", minutes=15)
        for row in rows[later:]:
            _write(held, code, row)
        set_phase(by=leader, group=group, phase="open", minutes=45)
        for row in rows[:later]:
            _write(held, code, row)
        _support(held, code, [held.written[row["title"]] for row in rows])
        _gather(held, code, rows)


def _write(held: Held, code: str, row: Mapping[str, Any]) -> Contribution:
    card = contribute(
        participant=held.speaker(code, row["raised_by"]), key=held.key("kartu", code, row["title"]),
        title=row["title"], kind=row.get("kind", "issue"), description=row.get("description", ""),
    )  # fmt: skip
    held.written[row["title"]] = card
    return card


def _support(held: Held, code: str, cards: Sequence[Contribution]) -> None:
    """Every phone supports two cards; the comments come from the first phones."""
    for number, phone in enumerate(held.phones[code]):
        for card in {cards[number % len(cards)], cards[(number * 2 + 1) % len(cards)]}:
            support(participant=phone, card=card, wanted=True)
    rows = [row for row in held.source["comments"] if row["dimension"] == code]
    for phone, row in zip(held.phones[code], rows, strict=False):
        key, card = held.key("komentar", row["text"]), held.written[row["of"]]
        comment(participant=phone, card=card, key=key, text=row["text"])


def _gather(held: Held, code: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """What was said twice goes under the first card; the strongest two get a heading."""
    leader, group = held.leader(code), held.groups[code]
    for row in held.source["duplicates"]:
        if row["dimension"] == code:
            same, root = _write(held, code, row), held.written[row["of"]]
            merge_cards(by=leader, group=group, root=root.pk, cards=[same.pk])
    heading = add_heading(by=leader, group=group, title=held.source["headings"][code])
    best = sorted(rows, key=lambda row: -row["votes"])[:2]
    chosen = [held.written[row["title"]].pk for row in best]
    put_under(by=leader, group=group, cards=chosen, heading=heading)


def vote(held: Held) -> None:
    """Ballots that add up to the votes of the source, dealt out to the phones in turn."""
    for code, group in held.groups.items():
        leader, phones = held.leader(code), held.phones[code]
        set_phase(by=leader, group=group, phase="voting", minutes=10)
        rows = [row for row in held.cards if row["dimension"] == code]
        targets = {held.written[row["title"]].pk: row["votes"] for row in rows}
        for phone, dots in zip(phones, dealt(targets, len(phones)), strict=True):
            if dots:
                key = held.key("suara", code, phones.index(phone))
                cast_ballot(participant=phone, key=key, dots=dots)
        set_phase(by=leader, group=group, phase="done")
    change_state(by=held.planner, meeting=held.meeting, state="ended")
    held.meeting.refresh_from_db()


def dealt(targets: Mapping[int, int], voters: int) -> list[dict[int, int]]:
    """One ballot per voter; together they give each card its votes, and nobody much more dots
    than another."""
    ballots: list[dict[int, int]] = [{} for _voter in range(voters)]
    dots = [card for card, votes in sorted(targets.items()) for _dot in range(votes)]
    for number, card in enumerate(dots):
        ballot = ballots[number % voters]
        ballot[card] = ballot.get(card, 0) + 1
    return ballots

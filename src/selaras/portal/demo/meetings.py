"""Jombang's two meetings of 2019, from the invitation to the signed record, by the same actions
as everybody's own. Dates and numbers of units are real; what people say and who they are is made
up, and all are named by their office.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import translation

from selaras.core.files import content_of as bytes_of
from selaras.meetings.actions import (
    add_heading,
    allocate,
    allocate_evenly,
    answer_invitation,
    cast_ballot,
    change_state,
    check_in,
    comment,
    contribute,
    create_meeting,
    draft_report,
    finish_action,
    invite_agencies,
    join_meeting,
    make_needs,
    merge_cards,
    publish_summary,
    put_under,
    request_signature,
    save_agenda,
    save_decision,
    save_groups,
    save_letter,
    save_section,
    save_staff,
    set_phase,
    sign_report,
    support,
    update_report,
)
from selaras.meetings.letters import invitation_letters
from selaras.meetings.models import Contribution, Group, Invitation, Meeting, Participant
from selaras.meetings.queries import content_of, digest_of
from selaras.meetings.types import AgendaRow, Becoming, GroupRow, Guest, Reply, StaffRow
from selaras.needs.models import Need
from selaras.organisations.models import Agency, User
from selaras.portal.demo import people
from selaras.strategy.models import Round, Subdimension

WAYS = ("qr", "qr", "kiosk", "name")  # in turn
SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://selaras.example/demo/fgd")


@dataclass
class Held:
    """One meeting while it is played; `source` is its part of meetings.json."""

    source: Mapping[str, Any]
    common: Mapping[str, Any]
    cards: Sequence[Mapping[str, Any]]  # what the groups bring forward
    round: Round
    users: Mapping[str, User]
    units: Sequence[Agency]  # those that are invited
    meeting: Meeting = field(init=False)
    groups: dict[str, Group] = field(default_factory=dict)  # by the code of the dimension
    phones: dict[str, list[Participant]] = field(default_factory=dict)
    written: dict[str, Contribution] = field(default_factory=dict)  # by title

    def __post_init__(self) -> None:
        self.by_name = {each.slug: each for each in self.units}
        self.by_name |= {each.name: each for each in self.units}

    @property
    def planner(self) -> User:
        return self.users[people.ACCOUNTS[0].email]

    @property
    def chair(self) -> User:
        return self.users[people.head_email("bappeda")]

    def leader(self, code: str) -> User:
        return self.users[people.officer_email(self.common["staff"][code][0])]

    def key(self, *parts: object) -> uuid.UUID:
        """The same for the same part of the same meeting, so that two demos are alike."""
        return uuid.uuid5(SPACE, "/".join(str(part) for part in (self.source["key"], *parts)))

    def speaker(self, code: str, name: str) -> Participant:
        """The phone of a unit in a group."""
        agency = self.by_name[name]
        return next(each for each in self.phones[code] if each.agency_id == agency.pk)

    def speakers(self) -> Iterator[tuple[str, str]]:
        """(dimension, unit) of all that is written."""
        titles = {row["title"]: row["dimension"] for row in self.cards}
        for row in self.cards:
            yield row["dimension"], row["raised_by"]
        for row in self.source["duplicates"]:
            yield titles[row["of"]], row["raised_by"]


def hold_meetings(
    *, round: Round, users: Mapping[str, User], source: Mapping[str, Any], fgd: Sequence[Any],
    invited: Sequence[str],
) -> None:  # fmt: skip
    """Play all meetings of the source in order; `invited` are the slugs of the units."""
    found = Agency.objects.current()
    units = [*found.filter(slug__in=invited), *found.partners()]
    with translation.override("id"):
        for row in source["meetings"]:
            cards = fgd if row["contributions"] == "fgd" else row["contributions"]
            held = Held(row, source, cards, round, users, units)
            for part in PARTS:
                part(held)


def prepare(held: Held) -> None:
    """The meeting itself, its agenda, groups, staff and letter."""
    row = held.source
    held.meeting = create_meeting(
        by=held.planner, round=held.round, title=row["title"], kind=row["kind"],
        held_on=date.fromisoformat(row["held_on"]), starts=time.fromisoformat(row["starts"]),
        ends=time.fromisoformat(row["ends"]), place=row["place"], summary=row["summary"],
        dots=row["dots"], chair_id=held.chair.pk, public=True, is_demo=True,
    )  # fmt: skip
    times = [(time.fromisoformat(a.replace(".", ":")), time.fromisoformat(b.replace(".", ":")))
             for a, b, _title, _speaker in row["agenda"]]  # fmt: skip
    agenda = [
        AgendaRow(title, starts=first, ends=last, speaker=speaker)
        for (first, last), (_a, _b, title, speaker) in zip(times, row["agenda"], strict=True)
    ]
    save_agenda(by=held.planner, meeting=held.meeting, rows=agenda)
    known = held.meeting.groups.select_related("dimension")
    codes = {each.pk: each.dimension.code for each in known if each.dimension}
    rows = [
        GroupRow(each.name, each.pk, each.dimension_id, held.common["rooms"][codes[each.pk]])
        for each in known
    ]
    save_groups(by=held.planner, meeting=held.meeting, rows=rows)
    for group in held.meeting.groups.select_related("dimension", "meeting__round"):
        held.groups[codes[group.pk]] = group
    staff = [
        StaffRow(group.pk, held.users[people.officer_email(slug)].pk, kind)
        for code, group in held.groups.items()
        for slug, kind in zip(held.common["staff"][code], ("facilitator", "notes"), strict=True)
    ]
    save_staff(by=held.planner, meeting=held.meeting, rows=staff)
    letter = {**row["letter"], "date": date.fromisoformat(row["letter"]["date"])}
    save_letter(by=held.planner, meeting=held.meeting, values=letter)


def invite(held: Held) -> None:
    """All units and partners in one step; who has something to say sits where it belongs."""
    invite_agencies(by=held.planner, meeting=held.meeting, agencies=held.units)
    places: dict[int, str] = {}
    for code, name in held.speakers():
        places.setdefault(held.by_name[name].pk, code)
    groups: dict[int, int | None] = {
        each.pk: held.groups[places[each.agency_id]].pk
        for each in held.meeting.invitations.all()
        if each.agency_id in places
    }
    allocate(by=held.planner, meeting=held.meeting, groups=groups)
    allocate_evenly(by=held.planner, meeting=held.meeting)


def answer(held: Held) -> None:
    """Some come, some send a delegate, some cannot, some say nothing."""
    speaking = {held.by_name[name].pk for _code, name in held.speakers()}
    first = held.meeting.opening - timedelta(days=6)
    for number, invitation in enumerate(_invited(held)):
        speaks = invitation.agency_id in speaking
        if not speaks and number % 5 == 2:  # no answer
            continue
        reply = _reply(held, invitation, number, absent=not speaks and number % 6 == 1)
        moment = first + timedelta(hours=number)
        answer_invitation(invitation=invitation, reply=reply, at=moment)


def _reply(held: Held, invitation: Invitation, number: int, *, absent: bool) -> Reply:
    if absent:
        reasons = held.common["reasons"]
        return Reply("absent", reason=reasons[number % len(reasons)])
    unit = invitation.agency.label if invitation.agency else invitation.addressee
    if number % 3 == 1:
        return Reply("delegate", name=f"Sekretaris {unit} (contoh)"[:150], position="Sekretaris")
    name = f"{invitation.addressee.removesuffix(' (contoh)')} (contoh)"[:150]
    return Reply("coming", name=name, position=invitation.addressee[:150])


def _invited(held: Held) -> list[Invitation]:
    return list(held.meeting.invitations.select_related("agency", "group", "meeting__round"))


def receive(held: Held) -> None:
    """The doors open: by code, at the kiosk, by name; those who speak in a second group bring
    somebody who was not invited."""
    change_state(by=held.planner, meeting=held.meeting, state="running")
    held.meeting.refresh_from_db()
    start, number = held.meeting.opening - timedelta(minutes=35), 0
    for number, invitation in enumerate(_invited(held)):
        if invitation.answer == "absent" or (invitation.answer == "none" and number % 2):
            continue
        delegate = invitation.answer == "delegate"
        name = "" if invitation.name else f"{invitation.addressee} (contoh)"[:150]
        check_in(
            by=held.planner, meeting=held.meeting, invitation=invitation,
            client_key=held.key("hadir", number), way=WAYS[number % len(WAYS)],
            guest=Guest(name=name, is_delegate=delegate),
            arrived=start + timedelta(seconds=40 * number),
        )  # fmt: skip
    seated = dict(held.meeting.invitations.values_list("agency_id", "group_id"))
    second = {
        (code, name)
        for code, name in held.speakers()
        if seated[held.by_name[name].pk] != held.groups[code].pk
    }
    for code, name in sorted(second):
        number += 1
        agency = held.by_name[name]
        guest = Guest(
            name=f"Staf {agency.label} (contoh)"[:150], position="Staf",
            agency_id=agency.pk, group_id=held.groups[code].pk,
        )  # fmt: skip
        check_in(
            by=held.planner, meeting=held.meeting, client_key=held.key("hadir", number),
            way="walk_in", guest=guest, arrived=start + timedelta(seconds=40 * number),
        )  # fmt: skip


def join(held: Held) -> None:
    """Nearly everybody who is there joins with a phone; those who speak certainly do."""
    codes = {group.pk: code for code, group in held.groups.items()}
    speaking = {(code, held.by_name[name].pk) for code, name in held.speakers()}
    there = held.meeting.attendances.select_related("agency", "group").order_by("pk")
    for number, guest in enumerate(there):
        code, agency = codes[guest.group_id or 0], guest.agency
        if number % 11 == 7 and (code, guest.agency_id) not in speaking:  # without a phone
            continue
        phone, _secret = join_meeting(
            meeting=held.meeting, group=held.groups[code], attendance=guest, agency=agency,
            sector=agency.sector if agency else "community",
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


def conclude(held: Held) -> None:
    """Decisions and action points; needs of the cards, or evidence for those known before."""
    for row in held.source["decisions"]:
        values = {
            "kind": row["kind"],
            "text": row["text"],
            "owner": held.by_name[row["owner"]] if row["owner"] else None,
            "due": date.fromisoformat(row["due"]) if row["due"] else None,
            "group": held.groups[row["dimension"]] if row["dimension"] else None,
        }
        save_decision(by=held.planner, meeting=held.meeting, values=values)
    known = dict(Need.objects.filter(round=held.round).values_list("title", "pk"))
    subs = Subdimension.objects.filter(dimension__edition_id=held.round.edition_id)
    places = {
        (each.dimension.code, each.code): each.pk for each in subs.select_related("dimension")
    }
    choices = [
        Becoming(
            held.written[row["title"]].pk,
            subdimension_id=places.get((row["dimension"], row.get("subdimension", ""))),
            same_as=known[row["same_as"]] if row.get("same_as") else None,
        )
        for row in held.cards
    ]
    make_needs(by=held.planner, meeting=held.meeting, choices=choices)


def report(held: Held) -> None:
    """Minutes drafted, one part written anew, then read and signed by the chair."""
    meeting, planner = held.meeting, held.planner
    made = draft_report(by=planner, meeting=meeting)
    closing = made.sections.get(code="closing")
    save_section(
        by=planner, section=closing, body=held.source["closing"], revision=closing.revision
    )
    update_report(by=planner, report=made, number=held.source["record"], date=meeting.held_on)
    request_signature(by=planner, report=made)
    made = meeting.reports.select_related("meeting__round", "meeting__chair").get(pk=made.pk)
    sign_report(by=held.chair, report=made, digest=digest_of(content_of(made)))
    held.meeting.refresh_from_db()


def publish(held: Held) -> None:
    """What came of it is read by everybody; some action points are done already."""
    done = {row["text"] for row in held.source["decisions"] if row["done"]}
    for decision in held.meeting.decisions.filter(text__in=done):
        finish_action(by=held.planner, decision=decision, done=True)
    publish_summary(by=held.planner, meeting=held.meeting, summary=True, minutes=True)


PARTS = (
    prepare, invite, answer, receive, join, discuss, vote, conclude, report, publish,
)  # fmt: skip


def write_papers(*, round: Round, out: Path) -> list[Path]:
    """Letters, attendance list, minutes and record of each signed meeting: OUT/fgd/<date>/."""
    written = []
    for meeting in round.meetings.filter(is_demo=True).order_by("held_on"):
        made = meeting.reports.filter(state="signed").first()
        if made is None:
            continue
        folder = out / "fgd" / f"{meeting.held_on}"
        folder.mkdir(parents=True, exist_ok=True)
        letters = invitation_letters(meeting, list(meeting.invitations.select_related("agency")))
        papers = {"undangan": letters}
        for each in made.files.filter(format="pdf").select_related("file"):
            papers[each.kind] = bytes_of(each.file)
        for name, data in papers.items():
            (folder / f"{name}.pdf").write_bytes(data)
            written.append(folder / f"{name}.pdf")
    return written

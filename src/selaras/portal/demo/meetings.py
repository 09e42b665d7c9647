"""Jombang's two meetings of 2019, from the invitation to the signed record, by the same actions
as everybody's own. Dates and numbers of units are real; what people say and who they are is made
up, and all are named by their office.
"""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

from django.utils import translation

from selaras.meetings.actions import (
    allocate,
    allocate_evenly,
    answer_invitation,
    change_state,
    check_in,
    create_meeting,
    draft_report,
    finish_action,
    invite_agencies,
    make_needs,
    publish_summary,
    request_signature,
    save_agenda,
    save_decision,
    save_groups,
    save_letter,
    save_section,
    save_staff,
    sign_report,
    update_report,
)
from selaras.meetings.models import Invitation
from selaras.meetings.queries import content_of, digest_of
from selaras.meetings.types import AgendaRow, Becoming, GroupRow, Guest, Reply, StaffRow
from selaras.needs.models import Need
from selaras.organisations.models import Agency, User
from selaras.portal.demo import people
from selaras.portal.demo.held import Held
from selaras.portal.demo.room import discuss, join, vote
from selaras.portal.demo.scribbles import scribble
from selaras.strategy.models import Round, Subdimension

WAYS = ("qr", "qr", "kiosk", "name")  # in turn


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
            signature=scribble(invitation.addressee) if number % 12 else b"",
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
            signature=scribble(guest.name),
        )  # fmt: skip


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

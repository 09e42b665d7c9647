"""The first text of each section of the minutes, from what was entered; small Markdown."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selaras.lib.indonesia import long_date, weekday_date, weekday_dates
from selaras.meetings.models import AgendaItem, Decision, Meeting
from selaras.meetings.queries import (
    GroupResult,
    attendance_counts,
    decisions_of,
    ended_at,
    groups_of,
)


@dataclass(frozen=True)
class Drafted:
    code: str
    title: str
    body: str


def draft_sections(meeting: Meeting) -> list[Drafted]:
    """Opening, agenda, one section per group that said something, decisions, actions, closing."""
    decisions = list(decisions_of(meeting))
    decided = [each for each in decisions if each.kind == Decision.Kind.DECISION]
    actions = [each for each in decisions if each.kind == Decision.Kind.ACTION]
    return [
        Drafted("opening", _("Opening"), _opening(meeting)),
        Drafted("agenda", _("Agenda"), _agenda(meeting)),
        *_groups(meeting),
        Drafted("decisions", _("Decisions"), _numbered([_decision(each) for each in decided])),
        Drafted("actions", _("Follow-up"), _numbered([_action(each) for each in actions])),
        Drafted("closing", _("Closing"), _closing(meeting)),
    ]


def flat(text: str) -> str:
    """The text in one line, so that it stays one item of a list."""
    return " ".join(text.split())


def _opening(meeting: Meeting) -> str:
    counts = attendance_counts(meeting)
    words = {
        "title": meeting.title,
        "days": _days(meeting),
        "place": meeting.place or "…",
        "chair": _chair(meeting),
    }
    held = _("%(title)s was held on %(days)s at %(place)s and was led by %(chair)s.") % words
    if not counts["total"]:
        return held
    came = ngettext("%(count)s person attended", "%(count)s people attended", counts["total"])
    came %= {"count": counts["total"]}
    if units := len(counts["units"]):
        came += " " + _("for %(units)s units and organisations") % {"units": units}
    return f"{held}\n\n{came}."


def _days(meeting: Meeting) -> str:
    days = weekday_dates(meeting.held_on, meeting.final_day)
    return f"{days}, {_hours(meeting)}" if meeting.starts else days


def _hours(item: Any) -> str:
    """“08.00–12.30”; a meeting's or an item's."""
    times = [f"{time:%H.%M}" for time in (item.starts, item.ends) if time]
    return "–".join(times)


def _chair(meeting: Meeting) -> str:
    if meeting.chair is None:
        return "…"
    return ", ".join(part for part in (meeting.chair.name, meeting.chair.position) if part)


def _agenda(meeting: Meeting) -> str:
    items = list(meeting.agenda.all())
    days = {item.day for item in items}
    lines: list[str] = []
    for day in sorted(days):
        if len(days) > 1:
            lines += ["", f"### {_('Day')} {day}", ""]
        lines += [_item(item) for item in items if item.day == day]
    return "\n".join(lines).strip()


def _item(item: AgendaItem) -> str:
    hours = f"{_hours(item)} " if item.starts else ""
    speaker = f" ({flat(item.speaker)})" if item.speaker else ""
    return f"- {hours}{flat(item.title)}{speaker}"


def _groups(meeting: Meeting) -> Iterator[Drafted]:
    for result in groups_of(meeting):
        if result.contributions:
            title = _("Result of the group %(group)s") % {"group": result.group.name}
            yield Drafted(f"group-{result.group.pk}", title, _group(result))


def _group(result: GroupResult) -> str:
    count = len(result.contributions)
    intro = ngettext(
        "The group brought forward %(count)s contribution.",
        "The group brought forward %(count)s contributions.",
        count,
    ) % {"count": count}
    if result.votes:
        intro += " " + _("In the vote the following mattered most to it, in this order:")
    lines = []
    for card in result.contributions:
        about = [str(card.get_kind_display())]
        if card.votes:
            votes = ngettext("%(votes)s vote", "%(votes)s votes", card.votes)
            about.append(votes % {"votes": card.votes})
        more = f": {flat(card.description)}" if card.description else ""
        lines.append(f"**{_plain(card.title)}** ({', '.join(about)}){more}")
    return f"{intro}\n\n{_numbered(lines)}"


def _plain(title: str) -> str:
    """A title that may stand between marks of bold."""
    return flat(title).replace("*", "")


def _decision(each: Decision) -> str:
    group = f"{each.group.name}: " if each.group else ""
    dissent = ""
    if each.dissent:
        dissent = " " + _("Other opinions: %(text)s") % {"text": flat(each.dissent)}
    return f"{group}{flat(each.text)}{dissent}"


def _action(each: Decision) -> str:
    who = each.owner.name if each.owner else ""
    due = _("by %(day)s") % {"day": long_date(each.due)} if each.due else ""
    about = ", ".join(part for part in (who, due) if part)
    return f"{_decision(each)} ({about})" if about else _decision(each)


def _numbered(lines: list[str]) -> str:
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))


def _closing(meeting: Meeting) -> str:
    if closed := ended_at(meeting):
        words = {"time": f"{closed:%H.%M}", "day": weekday_date(meeting.final_day)}
        return _("The meeting was closed at %(time)s on %(day)s.") % words
    return _("The meeting was closed on %(day)s.") % {"day": weekday_date(meeting.final_day)}

"""What the homes of those who lead and those who inspect show beside tasks and figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from selaras.core.models import Checkpoint, LedgerEntry, LedgerHead, ScheduledRun
from selaras.core.registry import event_words
from selaras.initiatives.models import Initiative
from selaras.masterplan.models import BuiltBook
from selaras.portal.queries import latest_books
from selaras.portfolio.queries import awaiting_commitment, choices_of, commitments_of, quota_of
from selaras.strategy.models import Dimension, Round

COOKIE = "selaras_visit"
VISIT = timedelta(hours=4)  # pages opened within this time belong to one visit
FIRST = timedelta(days=7)  # what somebody without an earlier visit is shown
KINDS = 8


@dataclass(frozen=True)
class Decision:
    text: str
    url: str


@dataclass(frozen=True)
class LeaderHome:
    decisions: tuple[Decision, ...]
    waiting: tuple[Initiative, ...]  # chosen, but the head has not committed
    committed: int

    @property
    def promised(self) -> int:
        return self.committed + len(self.waiting)


def leader_home(round_: Round) -> LeaderHome:
    waiting = tuple(awaiting_commitment(round_).order_by("owner__name", "code"))
    return LeaderHome(tuple(_decisions(round_)), waiting, commitments_of(round_).count())


def _decisions(round_: Round) -> Iterator[Decision]:
    """What the round waits for that leaders decide in its meetings."""
    year, dimensions = round_.start_year, Dimension.objects.filter(edition=round_.edition_id)
    left = quota_of(round_, year) * dimensions.count() - choices_of(round_, year).count()
    if left > 0:
        text = ngettext(
            "%(count)s quick win of %(year)s is still to be chosen",
            "%(count)s quick wins of %(year)s are still to be chosen",
            left,
        )
        url = reverse("portfolio:board", args=[round_.slug])
        yield Decision(text % {"count": left, "year": year}, url)
    proposed = Initiative.objects.filter(round=round_, state=Initiative.States.PROPOSED).count()
    if proposed:
        text = ngettext(
            "%(count)s proposed programme waits to be selected",
            "%(count)s proposed programmes wait to be selected",
            proposed,
        )
        url = reverse("initiatives:round", args=[round_.slug])
        yield Decision(text % {"count": proposed}, f"{url}?state={Initiative.States.PROPOSED}")


@dataclass(frozen=True)
class Visit:
    """The last entry of the ledger when somebody was here before, and the time."""

    sequence: int
    time: datetime


@dataclass(frozen=True)
class AuditorHome:
    size: int
    root: str
    checkpoint: Checkpoint | None
    checked: ScheduledRun | None  # the daily check of the whole ledger
    since: Visit
    changes: tuple[tuple[str, int], ...]  # what happened, in words, and how often
    books: Sequence[BuiltBook]

    @property
    def total(self) -> int:
        return self.size - self.since.sequence

    @property
    def more(self) -> int:
        """Changes of the kinds that are not named."""
        return self.total - sum(count for _words, count in self.changes)


def auditor_home(round_: Round | None, since: Visit) -> AuditorHome:
    head = LedgerHead.objects.filter(pk=1).first()
    rows = LedgerEntry.objects.filter(sequence__gt=since.sequence).order_by()
    counted = rows.values_list("kind").annotate(count=Count("pk")).order_by("-count", "kind")
    return AuditorHome(
        size=head.size if head else 0,
        root=head.root if head else "",
        checkpoint=Checkpoint.objects.order_by("-size").first(),
        checked=ScheduledRun.objects.filter(name="core.verify").first(),
        since=since,
        changes=tuple((str(event_words.get(kind) or kind), n) for kind, n in counted[:KINDS]),
        books=latest_books(round_) if round_ else [],
    )


def visit_before(request: HttpRequest) -> Visit:
    """The visit before this one, by the browser's own memory; at first that of a week ago."""
    before, latest = _remembered(request)
    if latest and timezone.now() - latest.time > VISIT:
        return latest
    if before:
        return before
    day = timezone.now() - FIRST
    known = LedgerEntry.objects.filter(time__lte=day).order_by("-sequence")
    return Visit(known.values_list("sequence", flat=True).first() or 0, day)


def remember_visit(request: HttpRequest, response: HttpResponse, home: AuditorHome) -> None:
    """Keep the visit before and the latest one."""
    _before, latest = _remembered(request)
    if latest is None or timezone.now() - latest.time > VISIT:
        latest = Visit(home.size, timezone.now())
    values = (home.since.sequence, home.since.time, latest.sequence, latest.time)
    text = ".".join(
        str(int(each.timestamp()) if isinstance(each, datetime) else each) for each in values
    )
    response.set_signed_cookie(
        COOKIE,
        text,
        salt=_salt(request.user),
        max_age=timedelta(days=400),
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def _remembered(request: HttpRequest) -> tuple[Visit | None, Visit | None]:
    text = request.get_signed_cookie(COOKIE, default="", salt=_salt(request.user))
    parts = [int(each) for each in text.split(".")] if text else []
    if len(parts) != 4:
        return None, None
    pairs = ((parts[0], parts[1]), (parts[2], parts[3]))
    before, latest = (Visit(at, datetime.fromtimestamp(time, UTC)) for at, time in pairs)
    return before, latest


def _salt(user: Any) -> str:
    return f"visit.{user.pk}"

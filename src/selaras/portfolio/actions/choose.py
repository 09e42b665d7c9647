from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.initiatives.actions import move_initiative
from selaras.initiatives.models import Initiative, State
from selaras.portfolio.access import can_choose
from selaras.portfolio.models import Choice, Commitment, Quota
from selaras.portfolio.queries import BOUND, RANKED, Ranked, choices_of, quota_of, standing_of
from selaras.strategy.models import Round


@transaction.atomic
def set_quota(*, by: Any, round: Round, year: int, per_dimension: int) -> Quota:
    """How many quick wins each dimension may have in a year.

    Raises:
        Refused: the year is outside the round, or more are chosen already.
    """
    require(can_choose(by))
    _check_year(round, year)
    by_dimension = [choice.dimension_id for choice in choices_of(round, year)]
    most = max((by_dimension.count(each) for each in by_dimension), default=0)
    if per_dimension < most:
        raise Refused(
            _("%(count)s are chosen already in one dimension. Withdraw a choice first.")
            % {"count": most},
            field="per_dimension",
        )
    before = quota_of(round, year)
    quota, _made = Quota.objects.update_or_create(
        round=round, year=year, defaults={"per_dimension": per_dimension}
    )
    if before != per_dimension:
        content = {"year": year, "per_dimension": [before, per_dimension]}
        ledger.record(by=by, kind="portfolio.quota_set", subject=quota, content=content)
    return quota


def _check_year(round_: Round, year: int) -> None:
    if year not in round_.years:
        raise Refused(
            _("Choose a year from %(first)s to %(last)s, the years of the masterplan.")
            % {"first": round_.start_year, "last": round_.end_year},
            field="year",
        )


@transaction.atomic
def choose_quick_win(
    *,
    by: Any,
    round: Round,
    year: int,
    initiative: Initiative,
    reason: str = "",
) -> Choice:
    """People choose, with the ranking beside them; rank and points of the day are kept.

    A choice made twice is the same choice.

    Raises:
        Refused: no place left in the dimension, not a proposed programme of the round, or a better
            placed one is passed over without a reason.
    """
    require(can_choose(by))
    Round.objects.select_for_update().get(pk=round.pk)  # one choice at a time: the quota holds
    initiative = Initiative.objects.select_related("round", "dimension", "owner").get(
        pk=initiative.pk
    )
    known = Choice.objects.filter(initiative=initiative, year=year).first()
    if known is not None:
        return known
    standing = standing_of(initiative, year=year)
    _check_choice(round, year, initiative, standing, reason.strip())
    if initiative.state == State.PROPOSED:
        move_initiative(by=by, initiative=initiative, to=State.SELECTED)
    if initiative.quick_win_year is None:
        initiative.quick_win_year = year
        initiative.save(update_fields=["quick_win_year"])
    points = standing.points if standing else None
    choice = Choice.objects.create(
        round=round,
        year=year,
        dimension=initiative.dimension,
        initiative=initiative,
        rank=standing.rank if standing else None,
        points=points.mean if points else None,
        reason=reason.strip(),
        by=by,
    )
    content = {"year": year, "rank": choice.rank, "points": choice.points, "reason": choice.reason}
    ledger.record(by=by, kind="portfolio.chosen", subject=initiative, content=content)
    return choice


def _check_choice(
    round_: Round, year: int, initiative: Initiative, standing: Ranked | None, reason: str
) -> None:
    _check_year(round_, year)
    if initiative.round_id != round_.pk:
        raise Refused(_("The programme belongs to another round."))
    if initiative.quick_win_year not in (None, year):
        raise Refused(
            _("This programme is the quick win of %(year)s already. Choose another one.")
            % {"year": initiative.quick_win_year}
        )
    if initiative.state not in RANKED:
        raise Refused(
            _("Only a proposed programme can be chosen. This one is: %(state)s.")
            % {"state": initiative.get_state_display()}
        )
    quota = quota_of(round_, year)
    taken = choices_of(round_, year).filter(dimension=initiative.dimension).count()
    if taken >= quota:
        raise Refused(
            _(
                "%(dimension)s already has its %(quota)s quick win for %(year)s. Withdraw that"
                " choice, or raise the number for the year."
            )
            % {"dimension": initiative.dimension, "quota": quota, "year": year}
        )
    rank = standing.rank if standing else None
    if not reason and (rank is None or rank > quota):
        raise Refused(
            _("This programme is not at the top of the ranking. Write why you choose it."),
            field="reason",
        )


@transaction.atomic
def withdraw_choice(*, by: Any, choice: Choice, reason: str) -> None:
    """Take a choice back; the programme is proposed again.

    Raises:
        Refused: no reason is given, or the head has committed already.
    """
    require(can_choose(by))
    initiative = Initiative.objects.select_related("round").get(pk=choice.initiative_id)
    if not reason.strip():
        raise Refused(_("Write the reason, so that others can understand it."), field="reason")
    if initiative.state in BOUND:
        raise Refused(
            _("The head has committed to this programme. Take it a step back on its page first.")
        )
    year = choice.year
    choice.delete()
    left = initiative.choices.order_by("year").first()
    initiative.quick_win_year = left.year if left else None
    initiative.save(update_fields=["quick_win_year"])
    if initiative.state == State.SELECTED and left is None:
        Commitment.objects.filter(initiative=initiative).delete()  # of an earlier choice
        move_initiative(by=by, initiative=initiative, to=State.PROPOSED, reason=reason)
    content = {"year": year, "reason": reason.strip()}
    ledger.record(by=by, kind="portfolio.withdrawn", subject=initiative, content=content)

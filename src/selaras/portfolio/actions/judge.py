import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.initiatives.models import Initiative
from selaras.portfolio.access import can_choose, can_judge
from selaras.portfolio.models import Criterion, Score
from selaras.portfolio.queries import SCORED, criteria_of
from selaras.portfolio.rules import FULL, weights_fit
from selaras.portfolio.types import CriterionRow
from selaras.strategy.models import Round

DEFAULTS = Path(__file__).parents[1] / "data" / "criteria.json"


@transaction.atomic
def default_criteria(*, by: Any, round: Round) -> list[Criterion]:
    """The shipped criteria, for a round that has none yet."""
    present = criteria_of(round)
    if present:
        return present
    rows = [CriterionRow(**row) for row in json.loads(DEFAULTS.read_text(encoding="utf-8"))]
    return save_criteria(by=by, round=round, rows=rows)


@transaction.atomic
def save_criteria(
    *,
    by: Any,
    round: Round,
    rows: Sequence[CriterionRow],
) -> list[Criterion]:
    """The round's criteria are exactly these, in this order.

    Raises:
        Refused: weights do not add up to 100, a name stands twice, or a criterion that judges have
            used would vanish.
    """
    require(can_choose(by))
    wanted = {(row.code or slugify(row.name))[:40]: row for row in rows}
    _check(round, rows, wanted)
    before = {each.code: each.weight for each in criteria_of(round)}
    Criterion.objects.filter(round=round).exclude(code__in=list(wanted)).delete()
    for position, (code, row) in enumerate(wanted.items()):
        values = {
            "name": row.name,
            "weight": row.weight,
            "anchor_0": row.anchor_0,
            "anchor_50": row.anchor_50,
            "anchor_100": row.anchor_100,
            "position": position,
        }
        Criterion.objects.update_or_create(round=round, code=code, defaults=values)
    after = {code: row.weight for code, row in wanted.items()}
    ledger.record(
        by=by,
        kind="portfolio.criteria_saved",
        subject=round,
        content={"weights": [before, after]},
    )
    return criteria_of(round)


def _check(round_: Round, rows: Sequence[CriterionRow], wanted: Mapping[str, CriterionRow]) -> None:
    if len(wanted) < len(rows):
        raise Refused(_("Two criteria have the same name. Give each its own."))
    total = sum(row.weight for row in rows)
    if not weights_fit({code: row.weight for code, row in wanted.items()}):
        raise Refused(
            _("The weights add up to %(total)s. Change them so that they make %(full)s.")
            % {"total": total, "full": FULL}
        )
    used = Criterion.objects.filter(round=round_, scores__isnull=False)
    lost = used.exclude(code__in=list(wanted)).first()
    if lost is not None:
        raise Refused(
            _("Judges have scored on “%(name)s”. Keep it and give it the weight 0.")
            % {"name": lost.name}
        )


@transaction.atomic
def save_scores(
    *,
    by: Any,
    initiative: Initiative,
    scores: Mapping[str, tuple[int, str]],
) -> None:
    """What one judge gives one programme: value and reason by the code of the criterion.

    Sent again it replaces this judge's own scores, never another's.

    Raises:
        Refused: the programme is not open for scoring, or a value is outside 0 to 100.
    """
    require(can_judge(by))
    if initiative.state not in SCORED:
        raise Refused(
            _("Only proposed and selected programmes are scored. This one is: %(state)s.")
            % {"state": initiative.get_state_display()}
        )
    criteria = {each.code: each for each in criteria_of(initiative.round)}
    for code, (value, _reason) in scores.items():
        if code not in criteria or not 0 <= value <= FULL:
            raise Refused(_("A score is a whole number from 0 to 100."), field=code)
    own = Score.objects.filter(initiative=initiative, judge=by).select_related("criterion")
    before = {score.criterion.code: (score.value, score.reason) for score in own}
    changed = {code: given for code, given in scores.items() if before.get(code) != given}
    for code, (value, reason) in changed.items():
        Score.objects.update_or_create(
            initiative=initiative,
            criterion=criteria[code],
            judge=by,
            defaults={"value": value, "reason": reason[:300]},
        )
    if changed:
        ledger.record(
            by=by,
            kind="portfolio.scored",
            subject=initiative,
            content={code: [before.get(code), given] for code, given in changed.items()},
        )

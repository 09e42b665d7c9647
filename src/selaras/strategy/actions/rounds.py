"""Rounds and their stages."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from selaras.core import ledger, search
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.core.events import publish
from selaras.organisations.access import can_plan
from selaras.strategy.actions.frameworks import stage_variants
from selaras.strategy.events import RoundOpened
from selaras.strategy.models import FrameworkEdition, PlanDocument, Round, Stage
from selaras.strategy.queries import round_document

# Words that begin other addresses where a round's short address stands too.
RESERVED = frozenset(
    {"baru", "rpjmd", "dimensi", "butir", "pertemuan", "isian", "unggahan", "inspirasi", "buku"}
)
EDITABLE = ("name", "purpose", "start_year", "end_year", "plan", "state", "public")


def _free_slug(name: str) -> str:
    base, number = slugify(name.replace("–", "-"))[:50] or "putaran", 1
    slug = base
    while slug in RESERVED or Round.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


def _check_years(start_year: int, end_year: int) -> None:
    if end_year < start_year:
        raise Refused(_("The last year comes before the first. Correct it."), field="end_year")
    if end_year - start_year > 24:
        raise Refused(_("A masterplan spans at most 25 years."), field="end_year")


@transaction.atomic
def create_round(
    *,
    by: Any,
    name: str,
    start_year: int,
    end_year: int,
    edition: FrameworkEdition,
    variant: str,
    plan: PlanDocument | None = None,
    purpose: str = "",
    public: bool = False,
    slug: str = "",
    is_demo: bool = False,
) -> Round:
    """Start a round with the stages of a shipped variant.

    Raises:
        Refused: the years do not fit.
    """
    require(can_plan(by))
    _check_years(start_year, end_year)
    round_ = Round.objects.create(
        slug=slug or _free_slug(name),
        name=name,
        purpose=purpose,
        start_year=start_year,
        end_year=end_year,
        edition=edition,
        plan=plan,
        public=public,
        is_demo=is_demo,
    )
    Stage.objects.bulk_create(
        Stage(
            round=round_,
            position=position,
            kind=row["kind"],
            name=row["name"],
            description=row["description"],
            starts=_day(row["starts"]) if is_demo else None,
            due=_day(row["due"]) if is_demo else None,
        )
        for position, row in enumerate(stage_variants()[variant]["stages"])
    )
    ledger.record(
        by=by,
        kind="strategy.round_created",
        subject=round_,
        content={"name": name, "variant": variant},
    )
    search.put([round_document(round_)])
    return round_


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


@transaction.atomic
def update_round(*, by: Any, round: Round, **fields: Any) -> Round:
    """Change fields of EDITABLE; only differences are written."""
    require(can_plan(by))
    before = {name: getattr(round, name) for name in EDITABLE}
    for name, value in fields.items():
        if name in EDITABLE:
            setattr(round, name, value)
    _check_years(round.start_year, round.end_year)
    changed = ledger.changes(before, {name: getattr(round, name) for name in EDITABLE})
    if changed:
        round.save()
        ledger.record(by=by, kind="strategy.round_changed", subject=round, content=changed)
        search.put([round_document(round)])
    if "public" in changed:
        publish(RoundOpened(round.pk, round.public))
    return round


@transaction.atomic
def add_stage(*, by: Any, round: Round, kind: str, name: str, **fields: Any) -> Stage:
    require(can_plan(by))
    last = round.stages.aggregate(last=Max("position"))["last"]
    position = 0 if last is None else last + 1
    stage = Stage.objects.create(
        round=round, kind=kind, name=name, **{"position": position, **fields}
    )
    ledger.record(by=by, kind="strategy.stage_added", subject=stage, content={"name": name})
    return stage


@transaction.atomic
def update_stage(*, by: Any, stage: Stage, **fields: Any) -> Stage:
    """Change name, description, kind, order or dates.

    Raises:
        Refused: the deadline lies before the beginning.
    """
    require(can_plan(by))
    before = {name: getattr(stage, name) for name in fields}
    for name, value in fields.items():
        setattr(stage, name, value)
    if stage.starts and stage.due and stage.due < stage.starts:
        raise Refused(
            _("The deadline lies before the beginning. Correct one of them."), field="due"
        )
    stage.save()
    changed = ledger.changes(before, fields)
    if changed:
        ledger.record(by=by, kind="strategy.stage_changed", subject=stage, content=changed)
    return stage


@transaction.atomic
def complete_stage(*, by: Any, stage: Stage, on: date) -> Stage:
    require(can_plan(by))
    if stage.completed is None:
        stage.completed = on
        stage.save(update_fields=["completed"])
        ledger.record(by=by, kind="strategy.stage_completed", subject=stage, content={"on": on})
    return stage


@transaction.atomic
def reopen_stage(*, by: Any, stage: Stage) -> Stage:
    require(can_plan(by))
    if stage.completed is not None:
        stage.completed = None
        stage.save(update_fields=["completed"])
        ledger.record(by=by, kind="strategy.stage_reopened", subject=stage)
    return stage


@transaction.atomic
def remove_stage(*, by: Any, stage: Stage) -> None:
    """Take a stage out of the round; what the rooms recorded is untouched."""
    require(can_plan(by))
    ledger.record(by=by, kind="strategy.stage_removed", subject=stage, content={"name": stage.name})
    stage.delete()

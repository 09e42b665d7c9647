from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.core import ledger, search
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.core.evidence import add_evidence
from selaras.initiatives.access import can_create
from selaras.initiatives.models import Initiative
from selaras.initiatives.queries import ReferenceProgramme, initiative_document
from selaras.initiatives.rules import next_code, prefix_of
from selaras.organisations.access import can_act_for
from selaras.organisations.models import Agency, Area
from selaras.strategy.models import Dimension, Round, Subdimension


@transaction.atomic
def create_initiative(
    *,
    by: Any,
    round: Round,
    title: str,
    dimension: Dimension,
    owner: Agency,
    start_year: int,
    end_year: int,
    code: str = "",
    supporters: Iterable[Agency] = (),
    areas: Iterable[Area] = (),
    **fields: Any,
) -> Initiative:
    """A new candidate; the code follows the dimension's last one unless it is given.

    Raises:
        Refused: years, framework or code do not fit.
    """
    require(can_create(by) and can_act_for(by, owner.pk))
    check_frame(round, dimension, fields.get("subdimension"), start_year, end_year)
    code = code.strip().upper() or free_code(round, dimension)
    if Initiative.objects.filter(round=round, code=code).exists():
        raise Refused(
            _("The code %(code)s is in use. Choose another one.") % {"code": code}, field="code"
        )
    initiative = Initiative.objects.create(
        round=round,
        code=code,
        title=title,
        dimension=dimension,
        owner=owner,
        start_year=start_year,
        end_year=end_year,
        **fields,
    )
    initiative.supporters.set(supporters)
    initiative.areas.set(areas)
    ledger.record(
        by=by,
        kind="initiatives.created",
        subject=initiative,
        content={"code": code, "title": title, "owner": owner.slug, "dimension": dimension.code},
        agency=owner.slug,
    )
    search.put([initiative_document(initiative)])
    return initiative


def free_code(round_: Round, dimension: Dimension) -> str:
    taken = Initiative.objects.filter(round=round_).values_list("code", flat=True)
    return next_code(prefix_of(dimension.code), taken)


def check_frame(
    round_: Round,
    dimension: Dimension,
    subdimension: Subdimension | None,
    start_year: int,
    end_year: int,
) -> None:
    """Dimension, sub-dimension and years must belong to the round.

    Raises:
        Refused: they do not.
    """
    if dimension.edition_id != round_.edition_id:
        raise Refused(
            _("The dimension is not part of this round's framework. Choose another one."),
            field="dimension",
        )
    if subdimension is not None and subdimension.dimension_id != dimension.pk:
        raise Refused(
            _("The sub-dimension belongs to another dimension. Choose one of %(dimension)s.")
            % {"dimension": dimension},
            field="subdimension",
        )
    if end_year < start_year:
        raise Refused(_("The last year lies before the first one."), field="end_year")
    if start_year not in round_.years or end_year not in round_.years:
        raise Refused(
            _("Choose years from %(first)s to %(last)s, the years of the masterplan.")
            % {"first": round_.start_year, "last": round_.end_year},
            field="start_year" if start_year not in round_.years else "end_year",
        )


@transaction.atomic
def copy_inspiration(
    *,
    by: Any,
    round: Round,
    reference: ReferenceProgramme,
    dimension: Dimension,
    owner: Agency,
) -> Initiative:
    """A candidate after another regency's programme; where it came from is kept as evidence."""
    origin = ", ".join(part for part in (reference.region, reference.year) if part)
    initiative = create_initiative(
        by=by,
        round=round,
        title=reference.programme[:200],
        dimension=dimension,
        owner=owner,
        start_year=round.start_year,
        end_year=round.start_year,
        inspiration=f"{reference.programme} ({origin}). {reference.source}"[:300],
    )
    add_evidence(
        initiative,
        kind="inspiration",
        label=f"{reference.programme} ({origin})",
        locator=reference.source,
    )
    return initiative

from collections.abc import Iterator

from django.utils.translation import gettext as _

from selaras.lib.sheets import write_table
from selaras.portfolio.queries import Ranked, criteria_of, ranking
from selaras.portfolio.words import BAND_LABELS
from selaras.strategy.models import Round


def ranking_workbook(round_: Round, year: int) -> bytes:
    """Every ranked programme with points, spread and the share of each criterion."""
    criteria = [each for each in criteria_of(round_) if each.weight]
    headers = (
        _("Dimension"),
        _("Rank"),
        _("Code"),
        _("Programme"),
        _("Owner unit"),
        _("Judges"),
        _("Points"),
        _("Least"),
        _("Most"),
        _("Standard deviation"),
        _("On top for"),
        *(f"{each.name} ({each.weight})" for each in criteria),
        _("Chosen for"),
        _("State"),
    )
    rows = (
        list(_row(row, len(criteria))) for found in ranking(round_, year=year) for row in found.rows
    )
    return write_table(_("Ranking"), headers, rows)


def _row(row: Ranked, criteria: int) -> Iterator[object]:
    initiative, points = row.initiative, row.points
    yield initiative.dimension.name
    yield row.rank or ""
    yield from (initiative.code, initiative.title, initiative.owner.name, row.judges)
    yield from (points.mean, points.least, points.most, points.stdev) if points else ("",) * 4
    yield str(BAND_LABELS.get(row.band, ""))
    yield from tuple(value for _each, value in row.contributions) or ("",) * criteria
    yield row.choice.year if row.choice else ""
    yield str(initiative.get_state_display())

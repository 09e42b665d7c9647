from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from selaras.core import ledger, search
from selaras.core.access import require
from selaras.core.errors import ImportRefused
from selaras.initiatives.actions import replace
from selaras.initiatives.actions.links import check_chain, replace_dependencies, replace_needs
from selaras.initiatives.actions.parts import assign
from selaras.initiatives.actions.reading import Entry, Reader
from selaras.initiatives.models import Initiative
from selaras.initiatives.queries import initiative_document
from selaras.initiatives.rules import TOPICS
from selaras.initiatives.types import Imported
from selaras.initiatives.workbook import LANGUAGE
from selaras.lib.sheets_values import clean
from selaras.organisations.access import can_plan
from selaras.strategy.models import Round


def import_initiatives(
    *,
    by: Any,
    round: Round,
    data: bytes,
    dry_run: bool = False,
    is_demo: bool = False,
) -> Imported:
    """Make and change programmes from a workbook; all of it or nothing.

    A known code changes that programme; the same file twice changes nothing.

    Raises:
        ImportRefused: with every problem of the file by sheet and cell.
    """
    require(can_plan(by))
    with translation.override(LANGUAGE):
        reading = Reader(round).read(data)
    if reading.problems:
        raise ImportRefused(
            _("Nothing was imported. Mend these cells and upload the file again."),
            reading.problems,
        )
    with transaction.atomic():
        outcome = _write(by, round, reading.entries, is_demo=is_demo)
        if dry_run:
            transaction.set_rollback(True)
    return outcome


def _write(
    by: Any,
    round_: Round,
    entries: Mapping[str, Entry],
    *,
    is_demo: bool,
) -> Imported:
    known = {
        each.code: each
        for each in Initiative.objects.filter(round=round_)
        .select_related("round", "dimension", "subdimension", "owner", "plan_node")
        .prefetch_related("supporters", "areas")
    }
    created = [code for code in entries if code not in known]
    for code in created:
        known[code] = _create(round_, entries[code], is_demo=is_demo)
    changes = {code: _fill(known[code], entry, known) for code, entry in entries.items()}
    check_chain(round_)
    touched = [code for code in entries if code in created or changes[code]]
    ledger.record_all(
        [
            ledger.Event(
                "initiatives.imported",
                known[code],
                {"code": code, "new": code in created, **changes[code]},
                known[code].owner.slug,
            )
            for code in touched
        ],
        by=by,
    )
    search.put([initiative_document(known[code]) for code in touched])
    updated = len(touched) - len(created)
    return Imported(len(created), updated, len(entries) - len(touched))


def _create(round_: Round, entry: Entry, *, is_demo: bool) -> Initiative:
    made: Initiative = Initiative.objects.create(
        round=round_, code=entry.code, is_demo=is_demo, **entry.fields
    )
    made.supporters.set(entry.supporters)
    made.areas.set(entry.areas)
    return made


def _fill(initiative: Initiative, entry: Entry, known: Mapping[str, Initiative]) -> dict[str, Any]:
    """Everything of the sheet; what changed, by part."""
    fields = {name: _same(initiative, name, value) for name, value in entry.fields.items()}
    every_topic = dict.fromkeys(TOPICS, "")
    return {
        **assign(initiative, fields, entry.supporters, entry.areas),
        **replace.replace_topics(initiative, {**every_topic, **entry.topics}),
        **replace.replace_milestones(initiative, entry.milestones),
        **replace.replace_budget(initiative, entry.budget),
        **replace.replace_kpis(initiative, entry.kpis),
        **replace.replace_risks(initiative, entry.risks),
        **replace_needs(initiative, entry.needs),
        **replace_dependencies(initiative, [known[code] for code in entry.depends_on]),
    }


def _same(initiative: Initiative, name: str, value: Any) -> Any:
    """The text as it stands, when a workbook only lost its line breaks and spaces."""
    present = getattr(initiative, name)
    if isinstance(present, str) and clean(present, lines=True) == value:
        return present
    return value

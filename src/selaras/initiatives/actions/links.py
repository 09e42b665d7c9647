"""What a programme hangs on: the needs it answers and the programmes before it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.initiatives.access import can_edit
from selaras.initiatives.actions.parts import finish
from selaras.initiatives.models import Dependency, Initiative, NeedLink
from selaras.initiatives.rules import find_cycle
from selaras.needs.models import Need
from selaras.strategy.models import Round


@transaction.atomic
def link_needs(*, by: Any, initiative: Initiative, needs: Iterable[Need]) -> None:
    """The programme answers exactly these needs.

    Raises:
        Refused: a need belongs to another round.
    """
    require(can_edit(by, initiative))
    finish(by, initiative, replace_needs(initiative, needs))


def replace_needs(initiative: Initiative, needs: Iterable[Need]) -> dict[str, Any]:
    after = {need.pk: need for need in needs}
    for need in after.values():
        if need.round_id != initiative.round_id:
            raise Refused(_("The need “%(need)s” belongs to another round.") % {"need": need.title})
    before = set(initiative.need_links.values_list("need_id", flat=True))
    if before == set(after):
        return {}
    initiative.need_links.exclude(need_id__in=list(after)).delete()
    NeedLink.objects.bulk_create(
        NeedLink(initiative=initiative, need=need) for pk, need in after.items() if pk not in before
    )
    return {"needs": [sorted(before), sorted(after)]}


@transaction.atomic
def set_dependencies(
    *,
    by: Any,
    initiative: Initiative,
    needs: Iterable[Initiative],
) -> None:
    """The programme can only follow exactly these.

    Raises:
        Refused: another round, or the chain would lead back to its beginning.
    """
    require(can_edit(by, initiative))
    finish(by, initiative, replace_dependencies(initiative, needs))
    check_chain(initiative.round)


def replace_dependencies(initiative: Initiative, needs: Iterable[Initiative]) -> dict[str, Any]:
    after = {each.pk: each for each in needs}
    if initiative.pk in after:
        raise Refused(_("A programme cannot depend on itself."), field="needs")
    for each in after.values():
        if each.round_id != initiative.round_id:
            raise Refused(
                _("The programme “%(title)s” belongs to another round.") % {"title": each},
                field="needs",
            )
    before = {link.needs_id: link.needs for link in initiative.dependencies.select_related("needs")}
    if before.keys() == after.keys():
        return {}
    initiative.dependencies.exclude(needs_id__in=list(after)).delete()
    Dependency.objects.bulk_create(
        Dependency(initiative=initiative, needs=each)
        for pk, each in after.items()
        if pk not in before
    )
    return {
        "depends_on": [
            sorted(each.code for each in before.values()),
            sorted(each.code for each in after.values()),
        ]
    }


def check_chain(round_: Round) -> None:
    """Refuse a chain of programmes that wait for each other."""
    graph: dict[str, list[str]] = defaultdict(list)
    pairs = Dependency.objects.filter(initiative__round=round_).values_list(
        "initiative__code", "needs__code"
    )
    for code, needed in pairs:
        graph[code].append(needed)
    if cycle := find_cycle(graph):
        raise Refused(
            _("These programmes would wait for each other: %(chain)s. Take one link away.")
            % {"chain": " → ".join(cycle)},
            field="needs",
        )

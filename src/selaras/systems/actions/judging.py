"""Verdicts of people: on systems, and on what the rules found."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.core.evidence import add_evidence
from selaras.core.ledger import name_of
from selaras.needs.actions import create_need
from selaras.needs.models import Need
from selaras.organisations.access import can_plan
from selaras.organisations.models import Agency
from selaras.strategy.models import Dimension
from selaras.systems.access import can_decide, can_edit
from selaras.systems.models import Appraisal, Finding, System
from selaras.systems.rules.quadrant import STEPS, verdict_of
from selaras.systems.words import NEEDS

EVIDENCE = "system_finding"


@transaction.atomic
def appraise_system(
    *,
    by: Any,
    system: System,
    business_fit: int,
    technical_fit: int,
    verdict: str = "",
    reason: str = "",
) -> Appraisal:
    """Answer the two questions of TIME. Without a verdict the answers give it.

    Raises:
        Refused: an answer is no step; another verdict than that of the answers is not explained,
            or is not for this person to give.
    """
    require(can_edit(by, system))
    if business_fit not in STEPS or technical_fit not in STEPS:
        raise Refused(_("Choose a step from 1 to 4."))
    computed, reason = verdict_of(business_fit, technical_fit), reason.strip()
    verdict = verdict or computed
    if verdict not in Appraisal.Verdict.values:
        raise Refused(_("Choose one of the four verdicts."), field="verdict")
    if verdict != computed:
        if not can_plan(by):
            raise Refused(
                _("Only planners may decide otherwise than the answers say."), field="verdict"
            )
        if not reason:
            raise Refused(_("Say why you decide otherwise than the answers say."), field="reason")
    last = system.appraisals.select_for_update().filter(current=True).first()
    if last is not None:
        same = (last.business_fit, last.technical_fit, last.verdict, last.reason)
        if same == (business_fit, technical_fit, verdict, reason):
            return last
        last.current = False
        last.save(update_fields=["current"])
    made = Appraisal.objects.create(
        system=system,
        business_fit=business_fit,
        technical_fit=technical_fit,
        verdict=verdict,
        computed=computed,
        reason=reason,
        decided_by=by,
        is_demo=system.round.is_demo,
    )
    content = {
        "business_fit": business_fit,
        "technical_fit": technical_fit,
        "verdict": verdict,
        "reason": reason,
    }
    ledger.record(
        by=by, kind="systems.appraised", subject=system, content=content, agency=system.agency.slug
    )
    return made


@transaction.atomic
def decide_finding(*, by: Any, finding: Finding, verdict: str, reason: str = "") -> Finding:
    """Confirm or deny what the rules found, or open it again; the verdict outlives the next run.

    Raises:
        Refused: a denial without its reason, or an unknown verdict.
    """
    locked = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    require(can_decide(by, _agencies(locked)))
    reason = reason.strip()
    if verdict not in Finding.Verdict.values:
        raise Refused(_("Choose one of the verdicts."), field="verdict")
    if verdict == Finding.Verdict.DENIED and not reason:
        raise Refused(_("Say why it is not so, for those who come after you."), field="reason")
    before = {"verdict": locked.verdict, "reason": locked.reason}
    changes = ledger.changes(before, {"verdict": verdict, "reason": reason})
    if changes:
        locked.verdict, locked.reason = verdict, reason
        locked.decided_by, locked.decided_at = by, timezone.now()
        locked.save(update_fields=["verdict", "reason", "decided_by", "decided_at"])
        ledger.record(by=by, kind="systems.finding_decided", subject=locked, content=changes)
    return locked


@transaction.atomic
def make_need(*, by: Any, finding: Finding, dimension: Dimension) -> Need:
    """Turn a finding into a need with the finding as its evidence; a second time gives the first.

    A need is public with its round, so neither title nor evidence names the system: whoever works
    in the office follows the link.

    Raises:
        Refused: the finding was denied.
    """
    locked = (
        Finding.objects.select_for_update(of=("self",)).select_related("round").get(pk=finding.pk)
    )
    agencies = _agencies(locked)
    require(can_decide(by, agencies))
    if locked.need is not None:
        return locked.need
    if locked.verdict == Finding.Verdict.DENIED:
        raise Refused(_("The finding was denied. Open it again first."))
    with translation.override(settings.LANGUAGE_CODE):
        need = create_need(
            by=by,
            round=locked.round,
            dimension=dimension,
            agency=_raising(by, agencies),
            title=_title(locked, agencies),
            description=_(
                "Found in the register of information systems. Which systems it is about, and why,"
                " stands in the finding, for the office."
            ),
            affected=_units(agencies)[:300],
        )
        add_evidence(
            need,
            kind=EVIDENCE,
            label=_("Finding %(number)s in the register of information systems")
            % {"number": locked.pk},
            locator=str(locked.get_kind_display()),
            object_type=name_of(locked)[0],
            object_id=str(locked.pk),
            url=locked.get_absolute_url(),
        )
    locked.need = need
    if locked.verdict == Finding.Verdict.OPEN:
        locked.verdict = Finding.Verdict.CONFIRMED
        locked.decided_by, locked.decided_at = by, timezone.now()
    locked.save(update_fields=["need", "verdict", "decided_by", "decided_at"])
    content = {"need": need.title, "verdict": locked.verdict}
    ledger.record(by=by, kind="systems.finding_needed", subject=locked, content=content)
    return need


def _agencies(finding: Finding) -> dict[int, Agency]:
    found = Agency.objects.filter(systems__findings=finding).distinct()
    return {agency.pk: agency for agency in found}


def _raising(by: Any, agencies: dict[int, Agency]) -> Agency | None:
    """The unit that raises the need: the only one, or the person's own; none for several."""
    if len(agencies) == 1:
        return next(iter(agencies.values()))
    own = [agency for pk, agency in agencies.items() if pk in getattr(by, "own_agency_ids", ())]
    return None if can_plan(by) or not own else own[0]


def _title(finding: Finding, agencies: dict[int, Agency]) -> str:
    title = str(NEEDS[finding.kind])
    few = 0 < len(agencies) <= 3
    return f"{title} ({_units(agencies)})"[:200] if few else title


def _units(agencies: dict[int, Agency]) -> str:
    return ", ".join(sorted(agency.label for agency in agencies.values()))

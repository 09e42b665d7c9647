"""The unit's side: who fills in which section, and the final word of its head."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.core.notices import notify
from selaras.organisations.models import User
from selaras.questionnaires.actions import copy_to_draft
from selaras.questionnaires.models import Submission
from selaras.questionnaires.queries import draft_for
from selaras.surveys import rules
from selaras.surveys.access import can_fill_part, can_lead, can_send
from selaras.surveys.models import Part, Response
from selaras.surveys.queries import last_answer, people_of_unit, reviewers


@transaction.atomic
def assign_part(*, by: Any, part: Part, to: User | None) -> Part:
    """Give a section to a person of the unit; None takes it back.

    Raises:
        Refused: the person does not belong to the unit.
    """
    require(can_lead(by, part.response))
    if to is not None and to not in people_of_unit(part.response.agency_id):
        raise Refused(_("This person does not belong to the unit."), field="to")
    part.assigned = to
    part.save(update_fields=["assigned"])
    if to is not None and to.pk != by.pk:
        text = _("Please fill in “%(section)s”.") % {"section": part.section}
        notify([to], text=text, url=part.response.get_absolute_url())
    content = {"section": str(part.section), "to": str(to.public_id) if to else ""}
    _record(part.response, by, "surveys.part_assigned", content)
    return part


@transaction.atomic
def name_deputy(*, by: Any, response: Response, deputy: User | None) -> Response:
    """Who may send the answer beside the head.

    Raises:
        Refused: the person does not belong to the unit.
    """
    require(can_send(by, response) and response.deputy_id != by.pk)
    if deputy is not None and deputy not in people_of_unit(response.agency_id):
        raise Refused(_("This person does not belong to the unit."), field="deputy")
    response.deputy = deputy
    response.save(update_fields=["deputy"])
    content = {"deputy": str(deputy.public_id) if deputy else ""}
    _record(response, by, "surveys.deputy_named", content)
    return response


def take_answer(submission: Submission, part: Part) -> None:
    """A section was filled in or corrected (called in the transaction of the answer).

    Raises:
        Refused: it answers another questionnaire than the section asks.
    """
    if submission.version.questionnaire_id != part.section.version.questionnaire_id:
        raise Refused(_("This answer belongs to another questionnaire."))
    part.submission, part.state = submission, Part.State.FILLED
    part.save(update_fields=["submission", "state"])
    content = {"section": str(part.section), "answer": submission.pk}
    _record(part.response, submission.by, "surveys.part_filled", content)


@transaction.atomic
def start_from_last(*, by: Any, part: Part) -> None:
    """A draft from the unit's answer to the same questionnaire in an earlier survey.

    Raises:
        Refused: there is none, or the section has been begun.
    """
    require(can_fill_part(by, part))
    last = last_answer(part)
    version = part.section.version
    if last is None:
        raise Refused(_("There is no earlier answer of this unit."))
    if part.submission_id is not None or draft_for(version, part.subject, by) is not None:
        raise Refused(_("This section has been begun already."))
    copy_to_draft(by=by, answer=last, version=version, subject=part.subject)


@transaction.atomic
def send_response(*, by: Any, response: Response, received_on: date | None = None) -> Response:
    """The unit's answer is complete; the planners review it. Sent again it changes nothing.

    `received_on` is the day of an answer that came on paper before.

    Raises:
        Refused: a section is still missing or waits for its correction.
    """
    require(can_send(by, response))
    locked = (
        Response.objects.select_for_update().select_related("agency", "survey").get(pk=response.pk)
    )
    if locked.state in (Response.State.SENT, Response.State.APPROVED):
        return locked
    parts = list(locked.parts.select_related("section__version__questionnaire"))
    if not rules.can_send(locked.state, [(part.state, part.section.required) for part in parts]):
        open_parts = [
            str(part.section)
            for part in parts
            if part.state == Part.State.RETURNED
            or (part.state == Part.State.WAITING and part.section.required)
        ]
        raise Refused(
            _("These sections are still to be filled in: %(sections)s.")
            % {"sections": ", ".join(open_parts)}
        )
    locked.state, locked.received = Response.State.SENT, received_on or timezone.localdate()
    locked.save(update_fields=["state", "received"])
    _record(locked, by, "surveys.sent", {"survey": locked.survey.name})
    text = _("%(unit)s has sent “%(survey)s”.") % {
        "unit": locked.agency.label,
        "survey": locked.survey,
    }
    notify(reviewers(), text=text, url=locked.get_absolute_url())
    return locked


def _record(response: Response, by: Any, kind: str, content: dict[str, Any]) -> None:
    slug = response.agency.slug
    ledger.record(by=by, kind=kind, subject=response, content=content, agency=slug)

"""The planners' side: comments, return for correction, approval, reopening."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.core.jobs import start_job
from selaras.core.models import Job
from selaras.core.notices import notify
from selaras.core.registry import Report
from selaras.surveys.access import can_review, can_see_part
from selaras.surveys.actions.records import take_records
from selaras.surveys.models import Comment, Part, Response, Survey
from selaras.surveys.queries import answering_people

APPROVAL = "surveys.approve"
AT_ONCE = 20  # more answers than this are approved in the background


@transaction.atomic
def add_comment(*, by: Any, part: Part, path: str, index: str, text: str) -> Comment:
    """A remark or reply on a question; both sides may write.

    Raises:
        Refused: it is empty.
    """
    require(can_see_part(by, part))
    if not text.strip():
        raise Refused(_("Write the comment."), field="text")
    comment = Comment.objects.create(
        part=part, path=path[:300], index=index[:60], text=text.strip()[:2000], by=by
    )
    content = {"section": str(part.section), "path": path, "text": comment.text}
    _record(part.response, by, "surveys.commented", content)
    return comment


@transaction.atomic
def settle_comments(*, by: Any, part: Part, path: str, index: str) -> int:
    """Mark the talk on a question as settled."""
    require(can_review(by))
    found = part.comments.filter(path=path, index=index, resolved=False)
    return int(found.update(resolved=True))


@transaction.atomic
def return_response(
    *, by: Any, response: Response, parts: Sequence[Part], reason: str, due: date
) -> Response:
    """Send sections back for correction, with reason and new deadline; the unit is told.

    Raises:
        Refused: no section, no reason, or a deadline that has passed.
    """
    require(can_review(by))
    locked = _lock(response)
    if locked.state != Response.State.SENT:
        raise Refused(_("Only an answer that was sent can be returned."))
    _check_return(parts, reason, due)
    Part.objects.filter(pk__in=[part.pk for part in parts]).update(state=Part.State.RETURNED)
    locked.state, locked.reason, locked.due = Response.State.RETURNED, reason.strip(), due
    locked.save(update_fields=["state", "reason", "due"])
    content = {"sections": [str(part.section) for part in parts], "reason": reason, "due": due}
    _record(locked, by, "surveys.returned", content)
    text = _("“%(survey)s” was returned for correction: %(reason)s") % {
        "survey": locked.survey,
        "reason": reason.strip(),
    }
    _tell(locked, text)
    return locked


def _check_return(parts: Sequence[Part], reason: str, due: date) -> None:
    if not parts:
        raise Refused(_("Choose at least one section."), field="parts")
    if not reason.strip():
        raise Refused(_("Write the reason, so that others can understand it."), field="reason")
    if due < timezone.localdate():
        raise Refused(_("The new deadline has passed already."), field="due")


@transaction.atomic
def approve_response(*, by: Any, response: Response) -> Response:
    """The answer stands; systems, needs and ideas become records. Again it changes nothing.

    Raises:
        Refused: it was not sent.
    """
    require(can_review(by))
    locked = _lock(response)
    if locked.state == Response.State.APPROVED:
        return locked
    if locked.state != Response.State.SENT:
        raise Refused(_("Only an answer that was sent can be approved."))
    taken = take_records(by=by, response=locked)
    locked.parts.exclude(submission=None).update(state=Part.State.APPROVED)
    locked.state, locked.due = Response.State.APPROVED, None
    locked.created_count, locked.updated_count = taken.created, taken.updated
    locked.differences, locked.notes = taken.differences, taken.notes
    locked.save()
    content = {"created": taken.created, "updated": taken.updated}
    _record(locked, by, "surveys.approved", content)
    _tell(locked, _("“%(survey)s” of your unit is approved.") % {"survey": locked.survey})
    return locked


def approve_many(
    *, by: Any, responses: Sequence[Response], report: Report = lambda *_told: None
) -> tuple[int, list[str]]:
    """Approve each by itself: (how many, what was refused in words)."""
    require(can_review(by))
    done, refused = 0, []
    for number, response in enumerate(responses):
        report(number, len(responses), response.agency.label)
        try:
            approve_response(by=by, response=response)
        except Refused as refusal:
            refused.append(f"{response.agency.label}: {refusal.text}")
        else:
            done += 1
    report(len(responses), len(responses))
    return done, refused


@transaction.atomic
def start_approval(*, by: Any, survey: Survey, responses: Sequence[Response], back: str) -> Job:
    """Approve these in the background; `back` is where the page of the work leads."""
    require(can_review(by))
    return start_job(
        kind=APPROVAL,
        title=_("Approving answers: %(survey)s") % {"survey": survey.name},
        by=by,
        payload={"survey": survey.pk, "responses": [response.pk for response in responses]},
        back=back,
    )


@transaction.atomic
def reopen_response(*, by: Any, response: Response, reason: str, due: date) -> Response:
    """After approval nothing changes but by this: every section may be corrected again.

    Raises:
        Refused: it is not approved, or reason or deadline do not fit.
    """
    require(can_review(by))
    locked = _lock(response)
    if locked.state != Response.State.APPROVED:
        raise Refused(_("Only an approved answer is reopened."))
    parts = list(locked.parts.select_related("section__version__questionnaire"))
    _check_return(parts, reason, due)
    locked.parts.update(state=Part.State.RETURNED)
    locked.state, locked.reason, locked.due = Response.State.RETURNED, reason.strip(), due
    locked.save(update_fields=["state", "reason", "due"])
    _record(locked, by, "surveys.reopened", {"reason": reason, "due": due})
    text = _("“%(survey)s” was reopened: %(reason)s") % {"survey": locked.survey, "reason": reason}
    _tell(locked, text)
    return locked


def _lock(response: Response) -> Response:
    return (
        Response.objects.select_for_update(of=("self",))
        .select_related("agency", "survey__round")
        .get(pk=response.pk)
    )


def _tell(response: Response, text: str) -> None:
    people = {person.pk: person for _agency, person in answering_people([response.agency_id])}
    notify(people.values(), text=text, url=response.get_absolute_url())


def _record(response: Response, by: Any, kind: str, content: dict[str, Any]) -> None:
    slug = response.agency.slug
    ledger.record(by=by, kind=kind, subject=response, content=content, agency=slug)

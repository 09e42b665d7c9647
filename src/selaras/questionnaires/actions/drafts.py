"""Drafts on the server: saved every few seconds, opened again on any device."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.lib.xforms.instance import LARGEST
from selaras.questionnaires.access import can_fill
from selaras.questionnaires.actions.receive import keep_file
from selaras.questionnaires.models import Draft, DraftFile, FormVersion, Submission
from selaras.questionnaires.types import Upload


@transaction.atomic
def save_draft(
    *,
    by: Any,
    version: FormVersion,
    subject: str,
    xml: str,
    uploads: Sequence[Upload] = (),
    serial: int = 0,
    takes_over: bool = False,
) -> Draft:
    """Keep unsent work. `serial` is the one the page opened with or got at its last save.

    Raises:
        Refused: somebody else has saved since (the page may take over), or it is too large.
    """
    require(can_fill(by, version.questionnaire, subject))
    if len(xml) > LARGEST:
        raise Refused(_("The answer is too large. Send its files separately."))
    draft = Draft.objects.select_for_update().filter(version=version, subject=subject).first()
    if draft is None:
        draft = Draft(version=version, subject=subject, serial=0)
    elif draft.serial != serial and not takes_over:
        raise Refused(
            _("%(who)s has worked on this in the meantime.") % {"who": draft.by or _("Somebody")}
        )
    draft.xml, draft.by, draft.serial = xml, by, draft.serial + 1
    draft.save()
    for upload in uploads:
        DraftFile.objects.update_or_create(
            draft=draft,
            name=upload.name[:200],
            defaults={"file": keep_file(by, upload), "original_name": upload.original_name[:200]},
        )
    return draft


@transaction.atomic
def discard_draft(*, by: Any, version: FormVersion, subject: str) -> None:
    require(can_fill(by, version.questionnaire, subject))
    Draft.objects.filter(version=version, subject=subject).delete()


@transaction.atomic
def copy_to_draft(*, by: Any, answer: Submission, version: FormVersion, subject: str) -> Draft:
    """Begin with what an earlier answer says, files included; the draft is a new answer.

    Raises:
        Refused: the subject has a draft already.
    """
    xml = answer.xml.replace(answer.instance_id, f"uuid:{uuid4()}")
    xml = xml.replace(f'version="{answer.version.version}"', f'version="{version.version}"', 1)
    draft = save_draft(by=by, version=version, subject=subject, xml=xml)
    DraftFile.objects.bulk_create(
        DraftFile(draft=draft, name=each.name, original_name=each.original_name, file=each.file)
        for each in answer.files.exclude(file=None).select_related("file")
    )
    return draft

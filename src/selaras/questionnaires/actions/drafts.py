"""Drafts on the server: saved every few seconds, opened again on any device."""

import re
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
from selaras.questionnaires.queries import draft_key
from selaras.questionnaires.types import Upload


class DraftMoved(Refused):
    """Somebody else has saved, sent or discarded the draft since the page opened it."""


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
        DraftMoved: the page works on an older one; it may take over.
        Refused: it is too large, or a file cannot be kept.
    """
    require(can_fill(by, version.questionnaire, subject))
    if len(xml) > LARGEST:
        raise Refused(_("The answer is too large. Send its files separately."))
    draft, new = _locked(by, version, subject)
    if draft.serial != serial and not takes_over:
        raise DraftMoved(_moved(draft, new=new))
    draft.xml, draft.by, draft.serial = xml, by, draft.serial + 1
    draft.save()
    for upload in uploads:
        _keep(by, draft, upload)
    return draft


@transaction.atomic
def save_draft_file(*, by: Any, version: FormVersion, subject: str, upload: Upload) -> DraftFile:
    """Keep one file of unsent work, apart from its words: it may be large, or of a wrong kind.

    Raises:
        Refused: the file cannot be kept.
    """
    require(can_fill(by, version.questionnaire, subject))
    draft, _new = _locked(by, version, subject)
    return _keep(by, draft, upload)


@transaction.atomic
def discard_draft(*, by: Any, version: FormVersion, subject: str) -> None:
    require(can_fill(by, version.questionnaire, subject))
    Draft.objects.filter(version=version, subject=draft_key(by, subject)).delete()


@transaction.atomic
def copy_to_draft(*, by: Any, answer: Submission, version: FormVersion, subject: str) -> Draft:
    """Begin with what an earlier answer says, files included; the draft is a new answer.

    Raises:
        Refused: the subject has a draft already.
    """
    xml = re.sub(r"<([\w:]*deprecatedID)>[^<]*</\1>", "", answer.xml)
    xml = xml.replace(answer.instance_id, f"uuid:{uuid4()}")
    xml = xml.replace(f'version="{answer.version.version}"', f'version="{version.version}"', 1)
    draft = save_draft(by=by, version=version, subject=subject, xml=xml)
    DraftFile.objects.bulk_create(
        DraftFile(draft=draft, name=each.name, original_name=each.original_name, file=each.file)
        for each in answer.files.exclude(file=None).select_related("file")
    )
    return draft


def _locked(by: Any, version: FormVersion, subject: str) -> tuple[Draft, bool]:
    return Draft.objects.select_for_update().get_or_create(
        version=version,
        subject=draft_key(by, subject),
        defaults={"by": by, "xml": "", "serial": 0},
    )


def _keep(by: Any, draft: Draft, upload: Upload) -> DraftFile:
    kept, _new = DraftFile.objects.update_or_create(
        draft=draft,
        name=upload.name[:200],
        defaults={"file": keep_file(by, upload), "original_name": upload.original_name[:200]},
    )
    return kept


def _moved(draft: Draft, *, new: bool) -> str:
    if new:
        return _("This draft has been sent or thrown away elsewhere in the meantime.")
    return _("%(who)s has worked on this in the meantime.") % {"who": draft.by or _("Somebody")}

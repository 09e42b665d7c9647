"""Publishing a workbook as a version that never changes."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from selaras.core import files, ledger, search
from selaras.core.access import require
from selaras.core.errors import ImportRefused, Refused
from selaras.lib.xforms import javarosa
from selaras.lib.xforms.conversion import (
    Converted,
    FormRefused,
    Problem,
    convert_workbook,
    with_identity,
)
from selaras.lib.xforms.definition import FormDefinition, parse_form
from selaras.lib.xforms.faults import problem_of
from selaras.questionnaires.access import can_publish
from selaras.questionnaires.models import FormVersion, Medium, Questionnaire
from selaras.questionnaires.queries import questionnaire_document
from selaras.questionnaires.rules import Change, differences
from selaras.questionnaires.words import describe, describe_change

MEDIA = ("jpeg", "png", "csv", "geojson", "xml", "mp3", "m4a", "mp4")
Attachment = tuple[str, bytes]  # name, content


@dataclass(frozen=True)
class Preview:
    """What publishing would do: nothing is written."""

    xform: str
    definition: FormDefinition
    warnings: tuple[str, ...]
    previous: FormVersion | None
    changes: tuple[Change, ...]
    existing: FormVersion | None  # exactly this, published already
    itemsets: str | None = None  # CSV of external choices, goes with the attachments

    @property
    def is_same(self) -> bool:
        return self.existing is not None

    @property
    def change_lines(self) -> list[str]:
        """The changes in words."""
        return [describe_change(change) for change in self.changes]


def preview_form(*, name: str, data: bytes) -> Preview:
    """Convert, check and compare.

    Raises:
        ImportRefused: with every problem, by sheet, row and column.
    """
    try:
        converted = convert_workbook(data)
        if (fault := javarosa.form_fault(converted.xform)) is not None:
            raise FormRefused([problem_of(fault, converted.rows)])
    except FormRefused as refusal:
        raise ImportRefused(
            _("The form cannot be published. Correct these places and upload it again."),
            [describe(problem) for problem in refusal.problems],
        ) from refusal
    return _preview(name, converted)


def _preview(name: str, converted: Converted) -> Preview:
    form = converted.definition
    nameless = form.form_id == form.root == "data"
    form_id = slugify(PurePath(name).stem).replace("-", "_") or "form" if nameless else form.form_id
    title = PurePath(name).stem if form.title in ("", "data") else form.title
    newest = (
        FormVersion.objects.filter(questionnaire__form_id=form_id)
        .select_related("questionnaire")
        .order_by("-number")
        .first()
    )
    number = newest.number + 1 if newest else 1
    version = form.version or _free_version(newest, number, converted.xform)
    xform = with_identity(converted.xform, form, form_id=form_id, version=version, title=title)
    definition = parse_form(xform)
    existing = _published(form_id, version, xform)
    changes = (
        differences(newest.definition, definition, definition.language("id")) if newest else []
    )
    return Preview(
        xform=xform,
        definition=definition,
        warnings=tuple(str(describe(warning)) for warning in converted.warnings),
        previous=newest,
        changes=tuple(changes),
        existing=existing,
        itemsets=converted.itemsets,
    )


def _free_version(newest: FormVersion | None, number: int, xform: str) -> str:
    """A form without a version of its own is numbered; the same content keeps its number."""
    if newest is None:
        return "1"
    form = newest.definition
    same = with_identity(
        xform, parse_form(xform), form_id=form.form_id, version=newest.version, title=form.title
    )
    return newest.version if same == newest.xform else str(number)


def _published(form_id: str, version: str, xform: str) -> FormVersion | None:
    """The same version, if it is there; with other content it is refused."""
    known = FormVersion.objects.filter(questionnaire__form_id=form_id, version=version).first()
    if known is not None and known.xform != xform:
        problem = Problem("", "same_version", "settings", 2, "version", {"value": version})
        raise ImportRefused(
            _("The form cannot be published. Correct these places and upload it again."),
            [describe(problem)],
        )
    return known


@transaction.atomic
def publish_form(
    *,
    by: Any,
    name: str,
    data: bytes,
    media: Sequence[Attachment] = (),
    description: str = "",
    shipped: bool = False,
) -> FormVersion:
    """Publish a workbook; the same workbook again is the version that is there.

    `by` is None for the questionnaires that come with Selaras.

    Raises:
        ImportRefused: the form has problems.
        Refused: an attachment cannot be used.
    """
    require(by is None or can_publish(by))
    preview = preview_form(name=name, data=data)
    media = _named(media, preview.itemsets)
    if preview.existing is not None:
        _check_media(preview.existing, media)
        return preview.existing
    form = preview.definition
    questionnaire, _new = Questionnaire.objects.get_or_create(
        form_id=form.form_id,
        defaults={"title": form.title[:200], "description": description, "is_shipped": shipped},
    )
    Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    questionnaire.title = form.title[:200]
    questionnaire.save(update_fields=["title"])
    version = FormVersion.objects.create(
        questionnaire=questionnaire,
        number=(preview.previous.number if preview.previous else 0) + 1,
        version=form.version,
        workbook=_keep_workbook(by, name, data),
        xform=preview.xform,
        md5=_md5(preview.xform.encode()),
        warnings=list(preview.warnings),
        by=by,
    )
    _attach(by, version, [*media, *_carried_over(preview.previous, media)])
    content = {"version": version.version, "form_id": form.form_id, "md5": version.md5}
    ledger.record(by=by, kind="questionnaires.published", subject=version, content=content)
    search.put([questionnaire_document(questionnaire)])
    return version


def _keep_workbook(by: Any, name: str, data: bytes) -> Any:
    """The original; forms in Markdown (of the tests) have none to keep."""
    if files.sniff(data) != "xlsx":
        return None
    stem = PurePath(name).stem or "formulir"
    return files.store(name=f"{stem}.xlsx", data=data, accepted=("xlsx",), by=by)


def _named(media: Sequence[Attachment], itemsets: str | None) -> list[Attachment]:
    """Attachments by their plain names, with the list that the form brings itself."""
    named: dict[str, bytes] = {"itemsets.csv": itemsets.encode()} if itemsets else {}
    for name, data in media:
        plain = PurePath(name.replace("\\", "/")).name
        if plain in named:
            text = _("Two attachments have the same name “%(name)s”. Rename one of them.")
            raise Refused(text % {"name": plain}, field="attachments")
        named[plain] = data
    return list(named.items())


def _check_media(version: FormVersion, media: Sequence[Attachment]) -> None:
    """A published version keeps the attachments it has."""
    kept = {each.name: each.md5 for each in version.media.all()}
    for name, data in media:
        kind = files.sniff(data)
        content = files.without_metadata(data, kind) if kind in ("jpeg", "png") else data
        if kept.get(name) != _md5(content):
            text = _(
                "The attachment “%(name)s” is new. Write a new version on the sheet “settings”."
            )
            raise Refused(text % {"name": name}, field="attachments")


def _md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def _carried_over(previous: FormVersion | None, media: Sequence[Attachment]) -> list[Attachment]:
    """Attachments of the version before that nobody replaced."""
    given = {name for name, _data in media}
    kept = previous.media.select_related("file") if previous else ()
    return [(each.name, files.content_of(each.file)) for each in kept if each.name not in given]


def _attach(by: Any, version: FormVersion, media: Sequence[Attachment]) -> None:
    for name, data in media:
        file = files.store(name=name, data=data, accepted=MEDIA, by=by)
        md5 = _md5(files.content_of(file))
        Medium.objects.create(version=version, name=name, file=file, md5=md5)


@transaction.atomic
def set_open(*, by: Any, questionnaire: Questionnaire, is_open: bool, for_phones: bool) -> None:
    """Open or close a questionnaire for free answers, and offer it to phones.

    Raises:
        Refused: it is closed and offered at once.
    """
    require(can_publish(by))
    if for_phones and not is_open:
        raise Refused(_("A closed questionnaire cannot be offered to phones. Open it first."))
    before = {"is_open": questionnaire.is_open, "for_phones": questionnaire.for_phones}
    after = {"is_open": is_open, "for_phones": for_phones}
    if changed := ledger.changes(before, after):
        questionnaire.is_open, questionnaire.for_phones = is_open, for_phones
        questionnaire.save(update_fields=["is_open", "for_phones"])
        ledger.record(by=by, kind="questionnaires.opened", subject=questionnaire, content=changed)

"""Entries of the ledger in words: what happened, to what, by whom, what changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.core.models import LedgerEntry
from selaras.core.registry import event_words

# What stands in events without being a field of the object.
LABELS = {
    "year": gettext_lazy("year"),
    "rank": gettext_lazy("rank"),
    "points": gettext_lazy("points"),
    "reason": gettext_lazy("reason"),
    "source": gettext_lazy("source"),
    "file": gettext_lazy("file"),
    "created": gettext_lazy("new"),
    "updated": gettext_lazy("changed"),
    "unchanged": gettext_lazy("unchanged"),
    "count": gettext_lazy("number"),
    "on": gettext_lazy("on"),
    "last_day": gettext_lazy("last day"),
    "role": gettext_lazy("role"),
    "fields": gettext_lazy("fields"),
    "targets": gettext_lazy("targets"),
    "text": gettext_lazy("text"),
    "weights": gettext_lazy("weights"),
    "position": gettext_lazy("position"),
    "statement": gettext_lazy("statement"),
    "signed_on": gettext_lazy("signed on"),
    "milestone": gettext_lazy("milestone"),
    "done_on": gettext_lazy("done on"),
    "group": gettext_lazy("group"),
    "new": gettext_lazy("new"),
    "value": gettext_lazy("value"),
    "version": gettext_lazy("version"),
    "digest": gettext_lazy("fingerprint"),
    "files": gettext_lazy("files"),
    "section": gettext_lazy("section"),
    "revision": gettext_lazy("revision"),
    "present": gettext_lazy("present"),
    "decisions": gettext_lazy("decisions"),
    "corrects": gettext_lazy("corrects"),
    "invitation": gettext_lazy("invitation"),
    "answer": gettext_lazy("answer"),
    "cards": gettext_lazy("cards"),
    "way": gettext_lazy("way"),
    "signed": gettext_lazy("signed"),
    "invited": gettext_lazy("invited"),
    "phase": gettext_lazy("phase"),
    "summary": gettext_lazy("summary"),
    "people": gettext_lazy("people"),
}
LONGEST = 300  # characters of one value; the whole text is in the ledger


@dataclass(frozen=True)
class Line:
    """One entry, ready to show. `subject` and `url` are empty unless they were asked for."""

    sequence: int
    time: datetime
    words: str
    who: str
    agency: str
    subject: str
    url: str
    details: tuple[tuple[str, str], ...]


def lines(entries: Iterable[LedgerEntry], *, subjects: bool = False) -> list[Line]:
    """The entries as lines: one query for the people, one per kind of object if asked for."""
    listed = list(entries)
    people = get_user_model().objects.in_bulk(
        [entry.actor for entry in listed if len(entry.actor) == 36], field_name="public_id"
    )
    names = {str(public_id): str(person) for public_id, person in people.items()}
    known = _objects(listed) if subjects else {}
    return [
        _line(entry, names, known.get((entry.object_type, entry.object_id))) for entry in listed
    ]


def words_of(kind: str) -> str:
    return str(event_words.get(kind) or kind)


def _objects(entries: Sequence[LedgerEntry]) -> dict[tuple[str, str], Model]:
    wanted: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        wanted[entry.object_type].add(entry.object_id)
    found: dict[tuple[str, str], Model] = {}
    for name, ids in wanted.items():
        model = _model(name)
        if model is None:
            continue
        named = model._default_manager.select_related()  # noqa: SLF001 - names often hold others' names
        for obj in named.filter(pk__in=ids):
            found[name, str(obj.pk)] = obj
    return found


def _model(name: str) -> type[Model] | None:
    try:
        return apps.get_model(name)
    except (LookupError, ValueError):
        return None


def _line(entry: LedgerEntry, names: Mapping[str, str], subject: Model | None) -> Line:
    content = getattr(entry, "content", None)
    return Line(
        sequence=entry.sequence,
        time=entry.time,
        words=words_of(entry.kind),
        who=_("Selaras itself") if entry.actor == "system" else names.get(entry.actor, entry.actor),
        agency=entry.agency,
        subject=str(subject) if subject else f"{entry.object_type} {entry.object_id}",
        url=_address(subject),
        details=tuple(_details(_model(entry.object_type), content.content)) if content else (),
    )


def _address(subject: Any) -> str:
    return str(subject.get_absolute_url()) if hasattr(subject, "get_absolute_url") else ""


def _details(model: type[Model] | None, content: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Field names and coded values in the words of the model's own form.

    A model may name further fields that its events speak of (`further_fields`), when they are kept
    in rows of their own.
    """
    for name, value in content.items():
        field = _field(model, name)
        choices = dict(getattr(field, "flatchoices", None) or ())
        label = str(getattr(field, "verbose_name", None) or LABELS.get(name, name))
        if isinstance(value, list) and len(value) == 2:
            before, after = (_shown(each, choices) for each in value)
            yield label, f"{before} → {after}"
        else:
            yield label, _shown(value, choices)


def _field(model: type[Model] | None, name: str) -> Any:
    try:
        return model._meta.get_field(name) if model else None  # noqa: SLF001 - public way
    except FieldDoesNotExist:
        further = getattr(model, "further_fields", None)
        return further().get(name) if further else None


def _shown(value: Any, choices: Mapping[Any, Any]) -> str:
    if value in (None, "", [], {}):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_shown(inner, {})}" for name, inner in value.items())
    if isinstance(value, list):
        return ", ".join(_shown(each, choices) for each in value)
    text = str(choices.get(value, value))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"

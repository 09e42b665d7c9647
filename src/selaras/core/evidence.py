"""The "Bukti" panel: from an object back to what caused it, and forward to what came of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from selaras.core.ledger import name_of
from selaras.core.models import Evidence
from selaras.core.registry import ChainLink, evidence_kinds, outcomes


@dataclass(frozen=True)
class Source:
    """One line of the panel, ready to show."""

    kind: Any
    icon: str
    label: str
    locator: str
    quote: str
    url: str

    @property
    def outside(self) -> bool:
        """Whether the source stands on another site, open to everybody."""
        return self.url.startswith(("http://", "https://"))


def add_evidence(
    subject: models.Model,
    *,
    kind: str,
    label: str,
    locator: str = "",
    **fields: Any,
) -> Evidence:
    """Link a subject to its source; the same place of the same source is linked once.

    Further fields: quote, object_type, object_id, url, file_id.
    """
    subject_type, subject_id = name_of(subject)
    return Evidence.objects.update_or_create(
        subject_type=subject_type,
        subject_id=subject_id,
        kind=kind,
        label=label[:300],
        locator=locator[:200],
        defaults=fields,
    )[0]


def evidence_of(subject: models.Model) -> list[Source]:
    subject_type, subject_id = name_of(subject)
    rows = Evidence.objects.filter(subject_type=subject_type, subject_id=subject_id).select_related(
        "file"
    )
    return [_source(row) for row in rows]


def evidence_by_subject(subjects: Sequence[models.Model]) -> dict[str, list[Source]]:
    """Evidence of many objects of one type in one query, by the subject's id as text."""
    found: dict[str, list[Source]] = {str(subject.pk): [] for subject in subjects}
    if subjects:
        rows = Evidence.objects.filter(
            subject_type=name_of(subjects[0])[0], subject_id__in=list(found)
        ).select_related("file")
        for row in rows:
            found[row.subject_id].append(_source(row))
    return found


def _source(row: Evidence) -> Source:
    kind = evidence_kinds.get(row.kind)
    if kind is None:
        return Source(row.kind, "file", row.label, row.locator, row.quote, row.url)
    url = kind.url(row) or row.url
    return Source(kind.label, kind.icon, row.label, row.locator, row.quote, url)


def outcomes_of(subject: models.Model) -> Iterable[ChainLink]:
    """What the upper floors made of an object."""
    return [link for source in outcomes for link in source(subject)]

"""Reading a feed: which rows are asked for, page by page, and their JSON piece by piece."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db.models import Q, QuerySet

from selaras.lib.odata import BadRequest
from selaras.lib.xforms.layout import Reader, Row, bare, rows_of
from selaras.questionnaires import queries
from selaras.questionnaires.api.model import Entity, Group, Link, Model
from selaras.questionnaires.api.options import Wanted, as_query, read, token_for
from selaras.questionnaires.api.values import Given, Made, Writer, moment
from selaras.questionnaires.models import Questionnaire, RepeatEntry, Submission
from selaras.questionnaires.types import Chosen
from selaras.questionnaires.units import NONE, Unit, units_of

PART = 500  # rows that are in memory at once


@dataclass(frozen=True)
class Target:
    """What an address names: a whole set, one entity of it, or the rows inside one of another."""

    entity: Entity
    single: bool = False
    only_count: bool = False
    instance_id: str = ""  # of the one answer that is meant
    index: tuple[int, ...] = ()  # of the row itself, or of the row around


@dataclass(frozen=True)
class Page:
    """`next` is the token of the following page, empty on the last."""

    entities: Iterator[Made]
    next: str
    count: int | None


class Feed:
    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        versions = list(questionnaire.versions.order_by("-number"))
        self.names = {each.pk: each.version for each in versions}
        self.readers = {each.pk: Reader(each.definition) for each in versions}
        self.model = Model(questionnaire.form_id, [each.definition for each in versions])
        self.roots = sorted({each.definition.root for each in versions})

    # -- What an address names

    def target(self, resource: str) -> Target:
        """Submissions, Submissions/$count, Submissions('key'), Submissions('key')/group/repeat.

        Raises:
            BadRequest: 404, there is no such thing.
        """
        match = _RESOURCE.fullmatch(resource)
        entity = self.model.by_set(match["set"]) if match else None
        if match is None or entity is None:
            raise BadRequest(f"There is no “{resource}” here", 404)
        rest, counted = match["rest"].strip("/"), False
        if rest.endswith("$count"):
            rest, counted = rest.removesuffix("$count").strip("/"), True
        if match["key"] is None:
            if rest:
                raise BadRequest(f"There is no “{resource}” here", 404)
            return Target(entity, only_count=counted)
        instance_id, index = self._place(entity, match["key"].replace("''", "'"))
        if not rest:
            return Target(entity, single=True, instance_id=instance_id, index=index)
        inner = self.model.entities[_linked(entity.body, rest)]
        return Target(inner, only_count=counted, instance_id=instance_id, index=index)

    def _place(self, entity: Entity, key: str) -> tuple[str, tuple[int, ...]]:
        """Instance id and place of a row, from the key that the feed gave it."""
        pattern, before = "(.+?)", ""
        for part in entity.table.path.split("/") if entity.table.path else ():
            before = f"{before}/{part}".strip("/")
            number = r"\[(\d{1,9})\]" if before in self.model.entities else ""
            pattern += f"/{re.escape(part)}{number}"
        match = re.fullmatch(pattern, key)
        if match is None:
            raise BadRequest("There is no such row", 404)
        instance_id, *index = match.groups()
        return instance_id, tuple(map(int, index))

    # -- Rows

    def page(self, target: Target, params: Mapping[str, str]) -> Page:
        wanted = read(params, target.entity)
        rows: QuerySet[Any] = (
            self._entries(target, wanted)
            if target.entity.table.path
            else self._answers(target, wanted)
        )
        count = rows.count() if wanted.count or target.only_count else None
        if target.only_count:
            return Page(iter(()), "", count)
        later = rows.filter(pk__gt=wanted.after) if wanted.after else rows
        last = wanted.skip + wanted.size
        keys = list(later.values_list("pk", flat=True)[wanted.skip : last + 1])
        more = wanted.size > 0 and len(keys) > wanted.size
        keys = keys[: wanted.size]
        writer = Writer(self.model, wanted.wishes)
        make = self._made_entries if target.entity.table.path else self._made_answers
        return Page(make(target.entity, keys, writer), token_for(keys[-1]) if more else "", count)

    def _answers(self, target: Target, wanted: Wanted) -> QuerySet[Submission]:
        found = queries.chosen_answers(self.questionnaire, Chosen())
        found = found.filter(as_query(wanted.conditions))
        return found.filter(instance_id=target.instance_id) if target.instance_id else found

    def _entries(self, target: Target, wanted: Wanted) -> QuerySet[RepeatEntry]:
        """Rows of a repeat; those of one row around begin with its place."""
        answers = self._answers(target, wanted).order_by()
        paths = [f"/{root}/{target.entity.table.path}" for root in self.roots]
        found = RepeatEntry.objects.filter(path__in=paths, submission__in=answers.values("pk"))
        if target.index:
            place = "/".join(map(str, target.index))
            inner = Q(index=place) if target.single else Q(index__startswith=f"{place}/")
            found = found.filter(inner)
        return found.order_by("pk")

    def _made_answers(self, entity: Entity, keys: Sequence[int], writer: Writer) -> Iterator[Made]:
        for start in range(0, len(keys), PART):
            part = list(queries.answers_by_id(keys[start : start + PART]))
            units = units_of(each.subject for each in part)
            for each in part:
                rows = rows_of(each.data)
                own = next(rows)
                given = Given(
                    each.instance_id,
                    self.readers[each.version_id],
                    self._system(each, units.get(each.subject, NONE)),
                    tuple(rows) if writer.wishes.expand else (),
                )
                yield writer.entity(entity, own, given)

    def _system(self, answer: Submission, unit: Unit) -> dict[str, Any]:
        files = list(answer.files.all())
        return {
            "submissionDate": moment(answer.created.astimezone(UTC)),
            "updatedAt": None,
            "submitterId": str(answer.by_id) if answer.by_id else None,
            "submitterName": str(answer.by) if answer.by else None,
            "attachmentsPresent": sum(1 for each in files if each.file_id is not None),
            "attachmentsExpected": len(files),
            "status": None,
            "reviewState": answer.review_state or None,
            "deviceId": str(answer.device) if answer.device else None,
            "edits": getattr(answer, "edits", 0),
            "formVersion": self.names[answer.version_id],
            "checkState": answer.check_state,
            "unit": None if unit == NONE else unit.name,
            "unitKind": None if unit == NONE else unit.kind,
        }

    def _made_entries(self, entity: Entity, keys: Sequence[int], writer: Writer) -> Iterator[Made]:
        unread = ["submission__xml", "submission__findings"]
        if not writer.wishes.expand:
            unread.append("submission__data")
        known = RepeatEntry.objects.select_related("submission").defer(*unread).order_by("pk")
        for start in range(0, len(keys), PART):
            for each in known.filter(pk__in=keys[start : start + PART]):
                answer = each.submission
                values = {bare(path): text for path, text in each.values.items()}
                row = Row(entity.table.path, tuple(map(int, each.index.split("/"))), values)
                inner = tuple(rows_of(answer.data)) if writer.wishes.expand else ()
                given = Given(answer.instance_id, self.readers[answer.version_id], None, inner)
                yield writer.entity(entity, row, given)


_RESOURCE = re.compile(
    r"(?P<set>[^(/]+)(?:\('(?P<key>(?:[^']|'')*)'\))?(?P<rest>(?:/.*)?)", re.DOTALL
)


def _linked(group: Group, path: str) -> str:
    """The table that a path of names inside an entity leads to."""
    *around, last = path.split("/")
    for name in around:
        inner = next((each for each in group.members if each.name == name), None)
        if not isinstance(inner, Group):
            raise BadRequest(f"There is no “{path}” here", 404)
        group = inner
    for member in group.members:
        if isinstance(member, Link) and member.name == last:
            return member.table
    raise BadRequest(f"There is no “{path}” here", 404)

"""From the text of an answer to a value of OData, and one row as a nested entity."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.utils import timezone

from selaras.lib.xforms.layout import Reader, Row, key_of
from selaras.lib.xforms.values import typed
from selaras.questionnaires.api.model import Entity, Group, Leaf, Link, Model

LARGEST_INT = 2**63
LARGEST_DECIMAL = Decimal(2**96)  # what clients on .NET can hold
Made = dict[str, Any]  # an entity as JSON has it


class Unfit(Exception):  # noqa: N818 - reads as `raise Unfit`
    """The text is no value of the type that the feed promises."""


def value_of(kind: str, text: str, reader: Reader, path: str) -> Any:
    """The value as JSON has it.

    Raises:
        Unfit: the text is no value of the type.
    """
    if not text:
        return None
    if kind == "Edm.String":
        return text
    asked = reader.fields.get(path)
    made = _MAKE[kind](typed(asked, text) if asked else text, text)
    if made is None:
        raise Unfit
    return made


def _int(value: Any, _text: str) -> int | None:
    return value if isinstance(value, int) and -LARGEST_INT <= value < LARGEST_INT else None


def _decimal(value: Any, _text: str) -> Decimal | None:
    number = Decimal(value) if isinstance(value, int | Decimal) else None
    return number if number is not None and abs(number) < LARGEST_DECIMAL else None


def _date(value: Any, _text: str) -> str | None:
    return value.isoformat() if type(value) is date else None


def _moment(value: Any, _text: str) -> str | None:
    if not isinstance(value, datetime):
        return None
    return moment(value if value.tzinfo else timezone.make_aware(value))


def _time(value: Any, _text: str) -> str | None:
    return value.replace(tzinfo=None).isoformat() if isinstance(value, time) else None


def _boolean(_value: Any, text: str) -> bool | None:
    return {"true": True, "1": True, "false": False, "0": False}.get(text)


_MAKE: dict[str, Callable[[Any, str], Any]] = {
    "Edm.Int64": _int,
    "Edm.Decimal": _decimal,
    "Edm.Date": _date,
    "Edm.DateTimeOffset": _moment,
    "Edm.TimeOfDay": _time,
    "Edm.Boolean": _boolean,
}


def moment(value: datetime) -> str:
    return value.isoformat().replace("+00:00", "Z")


@dataclass(frozen=True)
class Wishes:
    """What of each entity is asked for: the selected paths or all; repeats inside or not."""

    selected: frozenset[str] = frozenset()  # "sistem/jumlah"; empty: all
    expand: bool = False

    def wants(self, path: str) -> bool:
        """Whether a property, something in it or something around it was selected."""
        return not self.selected or any(
            path == each or path.startswith(f"{each}/") or each.startswith(f"{path}/")
            for each in self.selected
        )


@dataclass(frozen=True)
class Given:
    """An answer whose rows become entities; `rows` are needed where repeats inside are wanted."""

    instance_id: str
    reader: Reader
    system: Mapping[str, Any] | None = None
    rows: tuple[Row, ...] = ()


class Writer:
    """Makes the entities of one feed as they were wished for."""

    def __init__(self, model: Model, wishes: Wishes) -> None:
        self.model, self.wishes = model, wishes
        self.repeats = frozenset(path for path in model.entities if path)

    def entity(self, entity: Entity, row: Row, given: Given, *, inside: bool = False) -> Made:
        """One row; `inside` another one it is not asked which properties were selected."""
        wants = _everything if inside else self.wishes.wants
        made: Made = {}
        if wants("__id"):
            made["__id"] = key_of(given.instance_id, row, self.repeats)
        if entity.parent_id and wants(entity.parent_id):
            parent = self.model.layout.parent(entity.table)
            above = Row(parent, row.index[:-1], {})
            made[entity.parent_id] = key_of(given.instance_id, above, self.repeats)
        if given.system is not None and not entity.parent_id and wants("__system"):
            made["__system"] = given.system
        if not entity.parent_id and wants("meta"):
            made["meta"] = {"instanceID": given.instance_id}
        filler = _Filler(self, entity, row, given, wants)
        filler.fill(made, entity.body, "")
        if wants("__unreadable"):
            made["__unreadable"] = "; ".join(filler.unreadable) or None
        return made


class _Filler:
    """Puts the values of one row into its entity, group by group."""

    def __init__(
        self,
        writer: Writer,
        entity: Entity,
        row: Row,
        given: Given,
        wants: Callable[[str], bool],
    ) -> None:
        self.writer, self.entity, self.row = writer, entity, row
        self.given, self.wants = given, wants
        self.unreadable: list[str] = []

    def fill(self, into: Made, group: Group, before: str) -> None:
        for member in group.members:
            here = f"{before}{member.name}"
            if not self.wants(here):
                continue
            if isinstance(member, Leaf):
                into[member.name] = self.value(member, here)
            elif isinstance(member, Group):
                self.fill(into.setdefault(member.name, {}), member, f"{here}/")
            else:
                self.link(into, member, here)

    def value(self, leaf: Leaf, here: str) -> Any:
        text = self.row.values.get(leaf.path, "")
        try:
            return value_of(leaf.type, text, self.given.reader, leaf.path)
        except Unfit:
            self.unreadable.append(f"{here}: {text}")
            return None

    def link(self, into: Made, link: Link, here: str) -> None:
        key = key_of(self.given.instance_id, self.row, self.writer.repeats).replace("'", "''")
        address = f"{self.entity.set_name}('{quote(key, safe=':')}')/{here}"
        into[f"{link.name}@odata.navigationLink"] = address
        if not self.writer.wishes.expand:
            return
        target = self.writer.model.entities[link.table]
        depth = len(self.row.index)
        into[link.name] = [
            self.writer.entity(target, each, self.given, inside=True)
            for each in self.given.rows
            if each.table == link.table and each.index[:depth] == self.row.index
        ]


def _everything(_path: str) -> bool:
    return True

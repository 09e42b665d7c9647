"""A questionnaire as OData sees it: an entity set for the answers and one for each repeat."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from selaras.lib.odata import Navigation, Property, Structure, identifier
from selaras.lib.xforms.definition import FormDefinition
from selaras.lib.xforms.layout import Column, Layout, Table, lay_out

ROOT = "Submissions"
OWN = ("__id", "__system", "__unreadable", "meta")  # properties that are not the form's
TYPES = {
    "int": "Edm.Int64",
    "decimal": "Edm.Decimal",
    "date": "Edm.Date",
    "dateTime": "Edm.DateTimeOffset",
    "time": "Edm.TimeOfDay",
    "boolean": "Edm.Boolean",
}
SYSTEM = (
    Property("submissionDate", "Edm.DateTimeOffset"),
    Property("updatedAt", "Edm.DateTimeOffset"),
    Property("submitterId", "Edm.String"),
    Property("submitterName", "Edm.String"),
    Property("attachmentsPresent", "Edm.Int64"),
    Property("attachmentsExpected", "Edm.Int64"),
    Property("status", "Edm.String"),
    Property("reviewState", "Edm.String"),
    Property("deviceId", "Edm.String"),
    Property("edits", "Edm.Int64"),
    Property("formVersion", "Edm.String"),
    Property("checkState", "Edm.String"),
    Property("unit", "Edm.String"),
    Property("unitKind", "Edm.String"),
)


def edm_type(column: Column) -> str:
    """The type of all versions; text where they do not agree."""
    kinds = {TYPES.get(each, "Edm.String") for each in column.types}
    if column.field.multiple:
        return "Edm.String"
    if kinds == {"Edm.Int64", "Edm.Decimal"}:
        return "Edm.Decimal"
    return kinds.pop() if len(kinds) == 1 else "Edm.String"


@dataclass(frozen=True)
class Leaf:
    name: str
    path: str  # of the value in the answer, without its root
    type: str


@dataclass(frozen=True)
class Link:
    """To the rows of a repeat."""

    name: str
    table: str


@dataclass
class Group:
    name: str
    type_name: str
    path: str
    members: list["Leaf | Group | Link"] = field(default_factory=list)
    reserved: tuple[str, ...] = ()

    def free(self, name: str) -> str:
        """The name as OData allows it, and as nothing else here is called."""
        return identifier(name, [*self.reserved, *(each.name for each in self.members)])

    def inner(self) -> Iterator["Group"]:
        """All groups inside, the deepest first."""
        for each in self.members:
            if isinstance(each, Group):
                yield from each.inner()
                yield each


@dataclass
class Entity:
    """An entity set and the type of its rows."""

    table: Table
    set_name: str
    body: Group
    parent_id: str = ""  # property with the key of the row around

    @property
    def type_name(self) -> str:
        return self.body.type_name


class Model:
    def __init__(self, form_id: str, forms: list[FormDefinition]) -> None:
        self.layout: Layout = lay_out(forms)
        self.namespace = f"Selaras.{identifier(form_id)}"
        self.entities: dict[str, Entity] = {}  # by path of the table
        self._types = {"metadata", "meta"}
        for table in self.layout.tables:
            self.entities[table.path] = self._entity(table)
        for table in self.layout.tables[1:]:
            self._link(table)

    def _entity(self, table: Table) -> Entity:
        parts = [ROOT, *(table.path.split("/") if table.path else ())]
        body = Group(parts[-1], self._type_name("_".join(parts)), table.path, reserved=OWN)
        entity = Entity(table, ".".join(map(identifier, parts)), body)
        for column in table.columns:
            group = self._holder(entity, column.path)
            name = group.free(column.path.rpartition("/")[2])
            group.members.append(Leaf(name, column.path, edm_type(column)))
        return entity

    def _type_name(self, wanted: str) -> str:
        found = identifier(wanted, self._types)
        self._types.add(found)
        return found

    def _holder(self, entity: Entity, path: str) -> Group:
        """The innermost group around a path, made when it is first asked for."""
        group, before = entity.body, entity.table.path
        for part in entity.table.inside(path)[:-1]:
            before = f"{before}/{part}".strip("/")
            group = self._inner(group, part, before)
        return group

    def _inner(self, group: Group, name: str, path: str) -> Group:
        for each in group.members:
            if isinstance(each, Group) and each.path == path:
                return each
        free = group.free(name)
        made = Group(free, self._type_name(f"{group.type_name}_{free}"), path)
        group.members.append(made)
        return made

    def _link(self, table: Table) -> None:
        outer = self.entities[self.layout.parent(table)]
        group = self._holder(outer, table.path)
        group.members.append(Link(group.free(table.name), table.path))
        self.entities[table.path].parent_id = f"__{outer.set_name.replace('.', '_')}_id"

    def by_set(self, name: str) -> Entity | None:
        return next((each for each in self.entities.values() if each.set_name == name), None)

    def structures(self) -> list[Structure]:
        found = [Structure("metadata", SYSTEM), Structure("meta", (_ID_OF_INSTANCE,))]
        for entity in self.entities.values():
            found += [
                Structure(each.type_name, self._members(each)) for each in entity.body.inner()
            ]
            found.append(self._type(entity))
        return found

    def _type(self, entity: Entity) -> Structure:
        own = [Property("__id", "Edm.String", nullable=False)]
        if entity.parent_id:
            own.append(Property(entity.parent_id, "Edm.String"))
        else:
            own.append(Property("__system", f"{self.namespace}.metadata"))
            own.append(Property("meta", f"{self.namespace}.meta"))
        own.append(Property("__unreadable", "Edm.String"))
        return Structure(entity.type_name, (*own, *self._members(entity.body)), "__id")

    def _members(self, group: Group) -> tuple[Property | Navigation, ...]:
        found: list[Property | Navigation] = []
        for each in group.members:
            if isinstance(each, Leaf):
                found.append(Property(each.name, each.type))
            elif isinstance(each, Group):
                found.append(Property(each.name, f"{self.namespace}.{each.type_name}"))
            else:
                target = self.entities[each.table].type_name
                found.append(Navigation(each.name, f"{self.namespace}.{target}"))
        return tuple(found)

    def sets(self) -> list[tuple[str, str]]:
        return [(each.set_name, each.type_name) for each in self.entities.values()]


_ID_OF_INSTANCE = Property("instanceID", "Edm.String")

"""The development plan as a tree: edited in place, or imported from a workbook."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import ImportRefused, Refused
from selaras.core.sheets import describe_all
from selaras.lib.sheets import CellError, Column, Row, Sheet, read_workbook, write_workbook
from selaras.organisations.access import can_plan
from selaras.strategy.models import NodeTarget, PlanDocument, PlanNode
from selaras.strategy.rules import can_stand_under, is_nomenclature_code

KINDS = {str(kind.value): kind for kind in PlanNode.Kind}
WORDS = {
    "visi": "vision",
    "misi": "mission",
    "tujuan": "goal",
    "sasaran": "objective",
    "indikator": "indicator",
    "program": "programme",
}
OF_KIND = {value: word for word, value in WORDS.items()}


def _sheets() -> tuple[Sheet, Sheet]:
    tree = Sheet(
        "tree",
        "Pohon",
        (
            Column("kind", "Jenis", "choice", required=True, choices=tuple(WORDS)),
            Column("code", "Nomor", "text", required=True, max_length=30),
            Column("parent", "Induk", "text", help="Jenis dan nomor induk, misalnya: misi 1"),
            Column("text", "Teks", "long", required=True, width=60),
            Column("nomenclature_code", "Kode nomenklatur", "text", max_length=30),
            Column("unit", "Satuan", "text", max_length=60),
            Column("baseline", "Kondisi awal", "decimal", minimum=-(10**13), maximum=10**13),
            Column("source", "Sumber", "text", max_length=200, width=30),
        ),
    )
    targets = Sheet(
        "targets",
        "Target",
        (
            Column("code", "Nomor indikator", "text", required=True),
            Column("year", "Tahun", "integer", required=True, minimum=2000, maximum=2100),
            Column("value", "Target", "decimal", required=True, minimum=-(10**13), maximum=10**13),
        ),
    )
    return tree, targets


def plan_workbook(document: PlanDocument) -> bytes:
    """The plan as the workbook that `import_plan` takes; empty rows to add to."""
    nodes = list(_in_tree_order(document))
    tree = [
        {
            "kind": OF_KIND[node.kind],
            "code": node.code,
            "parent": f"{OF_KIND[node.parent.kind]} {node.parent.code}" if node.parent else "",
            "text": node.text,
            "nomenclature_code": node.nomenclature_code,
            "unit": node.unit,
            "baseline": node.baseline,
            "source": node.source,
        }
        for node in nodes
    ]
    targets = [
        {"code": node.code, "year": target.year, "value": target.value}
        for node in nodes
        for target in node.targets.all()
    ]
    meta = {"kind": "plan", "plan": document.code}
    return write_workbook(_sheets(), {"tree": tree, "targets": targets}, meta=meta)


def _in_tree_order(document: PlanDocument) -> Iterator[PlanNode]:
    """Every node behind the one it stands under."""
    found = document.nodes.select_related("parent").prefetch_related("targets")
    below: dict[int | None, list[PlanNode]] = {}
    for node in found:
        below.setdefault(node.parent_id, []).append(node)
    waiting = below.get(None, [])[::-1]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += below.get(node.pk, [])[::-1]


@transaction.atomic
def create_plan(
    *, by: Any, code: str, name: str, first_year: int, last_year: int, **fields: Any
) -> PlanDocument:
    require(can_plan(by))
    if last_year < first_year:
        raise Refused(_("The last year comes before the first. Correct it."), field="last_year")
    document = PlanDocument.objects.create(
        code=code, name=name, first_year=first_year, last_year=last_year, **fields
    )
    ledger.record(by=by, kind="strategy.plan_created", subject=document, content={"name": name})
    return document


@transaction.atomic
def save_node(
    *,
    by: Any,
    document: PlanDocument,
    node: PlanNode | None = None,
    targets: dict[int, Decimal | None] | None = None,
    **fields: Any,
) -> PlanNode:
    """Write a node of the tree.

    Fields: kind, code, text, parent, nomenclature_code, unit, baseline, source.

    Raises:
        Refused: the place in the tree, the number or the nomenclature code does not fit.
    """
    require(can_plan(by))
    last = document.nodes.aggregate(last=Max("position"))["last"] or 0
    node = node or PlanNode(document=document, position=last + 1)
    before = {name: getattr(node, name, None) for name in fields} if node.pk else {}
    for name, value in fields.items():
        setattr(node, name, value)
    _check_node(node)
    node.save()
    content: dict[str, Any] = ledger.changes(before, fields) if before else dict(fields)
    if changed := _set_targets(node, targets or {}):
        content["targets"] = changed
    if content:
        ledger.record(by=by, kind="strategy.node_saved", subject=node, content=content)
    return node


def _set_targets(node: PlanNode, targets: Mapping[int, Decimal | None]) -> dict[int, list[Any]]:
    """Write the targets of the given years; those that changed, as [old, new]."""
    before = dict(node.targets.values_list("year", "value"))
    changed = {
        year: [before.get(year), value]
        for year, value in targets.items()
        if before.get(year) != value
    }
    for year, (_old, value) in changed.items():
        if value is None:
            node.targets.filter(year=year).delete()
        else:
            NodeTarget.objects.update_or_create(node=node, year=year, defaults={"value": value})
    return changed


def _check_node(node: PlanNode) -> None:
    parent_kind = node.parent.kind if node.parent else ""
    if not can_stand_under(node.kind, parent_kind):
        raise Refused(
            _("A “%(kind)s” cannot stand here. Choose another place in the tree.")
            % {"kind": node.get_kind_display()},
            field="parent",
        )
    if node.nomenclature_code and not is_nomenclature_code(node.nomenclature_code):
        raise Refused(
            _("Write the nomenclature code like 2.16.02 or 2.16.02.2.01.0001."),
            field="nomenclature_code",
        )
    if node.pk and any(not can_stand_under(each.kind, node.kind) for each in node.children.all()):
        raise Refused(
            _("What stands under it does not fit a “%(kind)s”. Move that first.")
            % {"kind": node.get_kind_display()},
            field="kind",
        )
    twins = PlanNode.objects.filter(document=node.document, kind=node.kind, code__iexact=node.code)
    if twins.exclude(pk=node.pk).exists():
        raise Refused(_("This number is already taken. Choose another one."), field="code")


@transaction.atomic
def remove_node(*, by: Any, node: PlanNode) -> None:
    """Remove a node with what stands under it.

    Raises:
        Refused: a programme is linked to it.
    """
    require(can_plan(by))
    ledger.record(by=by, kind="strategy.node_removed", subject=node, content={"text": node.text})
    try:
        node.delete()
    except ProtectedError as error:
        raise Refused(
            _("A programme is linked to this part of the plan. Change that link first.")
        ) from error


@transaction.atomic
def import_plan(*, by: Any, document: PlanDocument, data: bytes) -> int:
    """Take in a workbook as `plan_workbook` writes it; the number of nodes written.

    Nodes are recognised by kind and number, so the same file again changes nothing.

    Raises:
        ImportRefused: every wrong cell; nothing was written.
    """
    require(can_plan(by))
    found = read_workbook(data, _sheets())
    rows, targets = found.rows.get("tree", []), found.rows.get("targets", [])
    errors = found.errors or [*_tree_errors(rows), *_target_errors(document, rows, targets)]
    if errors:
        raise ImportRefused(
            _("The workbook was not imported. Correct these cells and upload it again."),
            describe_all(errors),
        )
    by_name: dict[str, PlanNode] = {}
    for position, row in enumerate(rows, start=1):
        by_name[_name(row)] = _take_in(document, row, position, by_name)
    for row in targets:
        NodeTarget.objects.update_or_create(
            node=by_name[f"indikator {row.values['code']}"],
            year=int(str(row.values["year"])),
            defaults={"value": Decimal(str(row.values["value"]))},
        )
    ledger.record(
        by=by, kind="strategy.plan_imported", subject=document, content={"nodes": len(rows)}
    )
    return len(rows)


def _name(row: Row) -> str:
    return f"{row.values['kind']} {row.values['code']}".strip().lower()


def _take_in(
    document: PlanDocument, row: Row, position: int, known: dict[str, PlanNode]
) -> PlanNode:
    parent = str(row.values["parent"] or "").strip().lower()
    values = {
        name: row.values[name] or "" for name in ("text", "nomenclature_code", "unit", "source")
    }
    baseline = row.values["baseline"]
    return PlanNode.objects.update_or_create(
        document=document,
        kind=WORDS[str(row.values["kind"])],
        code=row.values["code"],
        defaults={
            **values,
            "baseline": None if baseline is None else Decimal(str(baseline)),
            "parent": known.get(parent),
            "position": position,
        },
    )[0]


def _tree_errors(rows: list[Row]) -> list[CellError]:
    """Parents must stand above, fit the kind, and names occur once."""
    errors, kinds = [], {"": ""}
    for row in rows:
        name, kind = _name(row), WORDS[str(row.values["kind"])]
        parent = str(row.values["parent"] or "").strip().lower()
        if name in kinds:
            errors.append(_error("Pohon", row, "code", "duplicate_key"))
        if parent not in kinds or not can_stand_under(kind, kinds[parent]):
            errors.append(_error("Pohon", row, "parent", "unknown"))
        code = str(row.values["nomenclature_code"] or "")
        if code and not is_nomenclature_code(code):
            errors.append(_error("Pohon", row, "nomenclature_code", "unknown"))
        kinds[name] = kind
    return errors


def _target_errors(document: PlanDocument, rows: list[Row], targets: list[Row]) -> list[CellError]:
    """A target is of an indicator above, of a year of the plan, and stands once."""
    known = {str(row.values["code"]) for row in rows if row.values["kind"] == "indikator"}
    errors, seen = [], set()
    for row in targets:
        place = (str(row.values["code"]), row.values["year"])
        if place[0] not in known:
            errors.append(_error("Target", row, "code", "unknown"))
        if row.values["year"] not in document.years:
            errors.append(_error("Target", row, "year", "unknown"))
        if place in seen:
            errors.append(_error("Target", row, "year", "duplicate_key"))
        seen.add(place)
    return errors


def _error(sheet: str, row: Row, key: str, code: str) -> CellError:
    value = "" if row.values[key] is None else str(row.values[key])
    return CellError(
        sheet, row.cells.get(key, str(row.number)), code, {"column": key, "value": value}
    )

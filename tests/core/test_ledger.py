"""The ledger against an attacker who owns the database."""

import hashlib
import json

import pytest
from django.db import connection, transaction
from pymerkle import InmemoryTree

from selaras.core import ledger
from selaras.core.models import LedgerContent, LedgerEntry, LedgerHead
from selaras.core.verification import verify_database, verify_file
from selaras.lib.canonical import canonical_json
from selaras.organisations.models import Agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(agency: Agency) -> list[LedgerEntry]:
    """Five events, a checkpoint after the third."""
    entries = []
    for number in range(5):
        with transaction.atomic():
            entries.append(
                ledger.record(by=None, kind="test.made", subject=agency, content={"n": number})
            )
        if number == 2:
            ledger.checkpoint()
    return entries


def sql(statement: str, *params: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def faults() -> set[tuple[int, str]]:
    return {(fault.sequence, fault.code) for fault in verify_database().faults}


def test_sequence_has_no_gaps_and_holds(log: list[LedgerEntry]) -> None:
    assert [entry.sequence for entry in log] == [1, 2, 3, 4, 5]
    assert faults() == set()


def test_root_equals_the_oracle(log: list[LedgerEntry]) -> None:
    oracle = InmemoryTree(algorithm="sha256")
    for entry in LedgerEntry.objects.all():
        oracle.append_entry(canonical_json(entry.leaf()))
    assert oracle.get_root().hex() == LedgerHead.objects.get().root


def test_personal_data_is_not_in_the_leaf(agency: Agency, people: object) -> None:
    with transaction.atomic():
        entry = ledger.record(
            by=people.planner, kind="test.made", subject=agency, content={"name": "Planner"}
        )
    leaf = json.dumps(entry.leaf())
    assert "Planner" not in leaf
    assert people.planner.email not in leaf
    assert hashlib.sha256(b"Planner").hexdigest() not in leaf


def test_changed_entry_is_named(log: list[LedgerEntry]) -> None:
    sql("UPDATE core_ledgerentry SET kind = 'test.forged' WHERE sequence = 2")
    assert (2, "changed") in faults()


def test_changed_content_is_named(log: list[LedgerEntry]) -> None:
    LedgerContent.objects.filter(pk=4).update(content={"n": 99})
    assert faults() == {(4, "content_changed")}


def test_lawful_erasure_of_content_holds(log: list[LedgerEntry]) -> None:
    LedgerContent.objects.filter(pk=4).delete()
    assert faults() == set()


@pytest.mark.parametrize("sequence", [1, 3, 5])
def test_dropped_entry_is_named(log: list[LedgerEntry], sequence: int) -> None:
    sql("DELETE FROM core_ledgercontent WHERE entry_id = %s", sequence)
    sql("DELETE FROM core_ledgerentry WHERE sequence = %s", sequence)
    assert (sequence, "missing") in faults()


def test_swapped_entries_are_named(log: list[LedgerEntry]) -> None:
    sql("DELETE FROM core_ledgercontent")
    for old, new in ((2, 99), (3, 2), (99, 3)):
        sql("UPDATE core_ledgerentry SET sequence = %s WHERE sequence = %s", new, old)
    assert {(2, "changed"), (3, "changed")} <= faults()


def test_entry_slipped_in_at_the_end_is_named(log: list[LedgerEntry]) -> None:
    forged = LedgerEntry.objects.get(pk=5)
    forged.sequence = 6
    LedgerEntry.objects.bulk_create([forged])
    assert (6, "added") in faults()


def rewrite(sequence: int) -> None:
    """The clever attacker: change one entry and recompute every hash after it."""
    from selaras.lib import merkle

    sql("UPDATE core_ledgerentry SET kind = 'test.forged' WHERE sequence = %s", sequence)
    frontier = merkle.Frontier.from_text("")
    for entry in LedgerEntry.objects.order_by("sequence"):
        leaf = merkle.leaf_hash(canonical_json(entry.leaf()))
        LedgerEntry.objects.filter(pk=entry.pk).update(leaf_hash=leaf.hex())
        frontier = frontier.append(leaf)
    LedgerHead.objects.update(frontier=frontier.to_text(), root=frontier.root().hex())


def test_rewritten_log_fails_its_checkpoint(log: list[LedgerEntry]) -> None:
    rewrite(2)
    assert (3, "checkpoint") in faults()


def test_rewritten_log_fails_a_published_file(log: list[LedgerEntry]) -> None:
    lines = list(ledger.published_lines())
    sql("DELETE FROM core_checkpoint")
    rewrite(2)
    assert faults() == set()  # the database alone cannot tell
    found = verify_file(lines).faults
    assert [(fault.sequence, fault.code, fault.detail) for fault in found] == [
        (2, "file_differs", "kind")
    ]


def test_published_file_holds_and_may_be_older(log: list[LedgerEntry], agency: Agency) -> None:
    lines = list(ledger.published_lines())
    with transaction.atomic():
        ledger.record(by=None, kind="test.made", subject=agency)
    assert verify_file(lines).faults == ()


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda lines: lines[:-1], (5, "file_incomplete")),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], (1, "file_differs")),
        (
            lambda lines: [*lines[:3], lines[3].replace("test.made", "x.y"), *lines[4:]],
            (3, "file_differs"),
        ),
        (lambda _lines: ["{}"], (0, "file_unreadable")),
        (lambda _lines: ["not json"], (0, "file_unreadable")),
        (lambda lines: [*lines, '{"sequence": 1.5}'], (0, "file_unreadable")),
        (lambda lines: [*lines, "7"], (0, "file_unreadable")),
        (lambda _lines: [], (0, "file_unreadable")),
    ],
)
def test_spoilt_file_is_told(log: list[LedgerEntry], spoil: object, fault: tuple[int, str]) -> None:
    outcome = verify_file(spoil(list(ledger.published_lines())))
    assert fault in {(each.sequence, each.code) for each in outcome.faults}


def test_file_with_entries_the_database_lacks(log: list[LedgerEntry]) -> None:
    lines = list(ledger.published_lines())
    sql("DELETE FROM core_ledgercontent WHERE entry_id = 5")
    sql("DELETE FROM core_ledgerentry WHERE sequence = 5")
    assert (5, "file_only") in {(each.sequence, each.code) for each in verify_file(lines).faults}


def test_same_key_is_written_once(agency: Agency) -> None:
    import uuid

    from django.db import IntegrityError

    key = uuid.uuid4()
    with transaction.atomic():
        ledger.record(by=None, kind="test.made", subject=agency, key=key)
    with pytest.raises(IntegrityError), transaction.atomic():
        ledger.record(by=None, kind="test.made", subject=agency, key=key)
    assert faults() == set()


def test_models_refuse_to_be_saved_or_deleted(log: list[LedgerEntry]) -> None:
    with pytest.raises(TypeError):
        log[0].save()
    with pytest.raises(TypeError):
        log[0].delete()


def test_rollback_leaves_no_gap(log: list[LedgerEntry], agency: Agency) -> None:
    class StopError(Exception):
        pass

    with pytest.raises(StopError), transaction.atomic():
        ledger.record(by=None, kind="test.made", subject=agency)
        raise StopError
    with transaction.atomic():
        assert ledger.record(by=None, kind="test.made", subject=agency).sequence == 6


@pytest.mark.django_db(transaction=True)
def test_needs_a_transaction() -> None:
    agency = Agency.objects.create(slug="x", name="X")
    with pytest.raises(transaction.TransactionManagementError):
        ledger.record(by=None, kind="test.made", subject=agency)

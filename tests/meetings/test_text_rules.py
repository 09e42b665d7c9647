import random
from collections import Counter
from datetime import date, timedelta

import pytest

from selaras.meetings.rules import State, earliest, may_correct, may_follow
from selaras.meetings.rules.differences import merged, side_by_side
from selaras.meetings.rules.likeness import Known, Needs


@pytest.mark.parametrize(("state", "days"), [("running", 1), ("ended", 0)])
def test_doors_and_end_have_a_first_day(state, days):
    day = date(2026, 12, 10)
    assert earliest(state, day) == day - timedelta(days=days)
    assert earliest("cancelled", day) == date.min


def test_both_texts_are_marked_where_they_differ():
    left, right = side_by_side("Rapat dibuka jam 8.", "Rapat dibuka pukul 8.")
    assert "".join(piece.text for piece in left) == "Rapat dibuka jam 8."
    assert [piece.text for piece in left if piece.only] == ["jam"]
    assert [piece.text for piece in right if piece.only] == ["pukul"]


def test_changes_of_different_lines_are_joined():
    assert merged("a\nb\nc", "A\nb\nc", "a\nb\nC") == "A\nb\nC"


def test_changes_of_the_same_line_both_stand():
    assert merged("a\nb\nc", "a\nB1\nc", "a\nB2\nc") == "a\nB1\nB2\nc"
    assert merged("", "satu", "dua").split("\n") == ["satu", "dua"]
    assert merged("a", "a", "a\nb") == "a\nb"


@pytest.mark.parametrize("seed", range(60))
def test_no_line_that_anybody_wrote_is_lost(seed):
    chance = random.Random(seed)

    def change(lines, writer):
        made = list(lines)
        for number in range(chance.randint(0, 6)):
            at = chance.randint(0, len(made))
            end = min(len(made), at + chance.randint(0, 3))
            made[at:end] = [f"{writer}{number}-{part}" for part in range(chance.randint(0, 3))]
        return made

    base = [f"baris {number}" for number in range(chance.randint(0, 9))]
    theirs, mine = change(base, "t"), change(base, "m")
    lines = merged("\n".join(base), "\n".join(theirs), "\n".join(mine)).split("\n")
    for written in (theirs, mine):
        assert [line for line in written if line not in base and line not in lines] == []
    untouched = [line for line in base if line in theirs and line in mine]
    assert [line for line in untouched if line not in lines] == []


def test_lines_that_stand_twice_and_empty_ones_are_kept():
    assert merged("", "- ya", "- ya\n- tidak\n- ya") == "- ya\n- tidak\n- ya"
    assert merged("a", "a\n\ndia", "a\n\nsaya") == "a\n\ndia\n\nsaya"
    assert merged("a", "a\n\nsama", "a\n\nsama") == "a\n\nsama"


@pytest.mark.parametrize("seed", range(60))
def test_no_line_is_lost_though_it_stands_elsewhere_too(seed):
    chance = random.Random(seed)

    def change(lines):
        made = list(lines)
        for _number in range(chance.randint(0, 5)):
            at = chance.randint(0, len(made))
            made[at:at] = [chance.choice(["", "ya", "tidak"]) for _part in range(3)]
        return made

    base = [f"baris {number}" for number in range(chance.randint(0, 6))]
    theirs, mine = ("\n".join([*change(base), "akhir"]) for _each in range(2))
    lines = Counter(merged("\n".join([*base, "akhir"]), theirs, mine).split("\n"))
    assert Counter(theirs.split("\n")) | Counter(mine.split("\n")) <= lines


def test_likeness_names_its_reason():
    needs = Needs(
        [
            Known(1, "Antrean puskesmas terlalu lama"),
            Known(2, "Pasar daring untuk UMKM", "penjualan batik dan kuliner"),
            Known(3, "Sampah plastik di sungai"),
        ]
    )
    (same,) = needs.like("antrean  Puskesmas terlalu lama!")
    assert (same.key, same.percent, same.reason) == (1, 100, "same_title")
    assert needs.like("Antrian puskesmas lama")[0].key == 1
    words = needs.like("Penjualan batik UMKM")[0]
    assert (words.key, words.reason) == (2, "like_words")
    assert "batik" in words.words
    # Words in common are shown, but never weigh as much as a title that is alike.
    assert words.percent < needs.like("Antrian puskesmas lama")[0].percent
    assert needs.like("Jalan rusak") == []
    assert needs.like("🙂") == []


def test_a_signed_meeting_is_opened_by_a_correction_alone():
    assert may_correct(State.CLOSED)
    assert not any(may_correct(state) for state in State if state != State.CLOSED)
    assert not any(may_follow(State.CLOSED, state) for state in State)

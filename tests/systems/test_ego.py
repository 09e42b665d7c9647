from itertools import pairwise

from selaras.systems.rules.ego import HEIGHT, MOST, WIDTH, Neighbour, Tie, draw


def tie(key, *, inward=True, data="Data pasien", state="live"):
    return Tie(
        Neighbour(key, f"Sistem yang namanya panjang sekali {key}", "Dinkes"), inward, data, state
    )


def test_givers_stand_left_and_getters_right():
    drawing = draw("SIMPUS", [tie(1), tie(2, inward=False)])
    left, right = drawing.boxes
    assert left.x < drawing.centre.x < right.x
    assert [arrow.outward for arrow in drawing.arrows] == [False, True]


def test_nothing_overlaps_and_all_lies_in_the_picture():
    drawing = draw("SIMPUS", [tie(key, inward=key % 2 == 0) for key in range(1, 20)])
    boxes = sorted((box.x, box.y) for box in drawing.boxes)
    for (x, y), (other_x, other_y) in pairwise(boxes):
        assert x != other_x or other_y - y >= HEIGHT
    assert all(0 <= y <= drawing.height - HEIGHT and 0 <= x <= WIDTH for x, y in boxes)


def test_several_exchanges_with_one_neighbour_are_one_line():
    drawing = draw("SIMPUS", [tie(1, data="Pasien", state="wanted"), tie(1, data="Obat")])
    assert len(drawing.arrows) == 1
    assert (drawing.arrows[0].title, drawing.arrows[0].state) == ("Pasien; Obat", "live")


def test_a_hub_of_hundreds_stays_readable():
    drawing = draw("SIAK", [tie(key) for key in range(1, 401)])
    assert len(drawing.boxes) == MOST + 1
    assert drawing.boxes[-1].more == 400 - MOST
    assert drawing.height < 1500


def test_long_names_are_cut_to_the_box():
    box = draw("A" * 300, []).centre
    assert len(box.lines) == 2
    assert all(len(line) <= 24 for line in box.lines)

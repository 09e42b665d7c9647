"""The work in the room: phases, walls, merging, dots; who may see what, and when."""

import uuid
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from selaras.core.errors import Refused
from selaras.core.ledger import history
from selaras.meetings import actions
from selaras.meetings.models import Ballot, Contribution, Group, Participant, Support
from selaras.meetings.queries import (
    contributions_of,
    groups_of,
    meetings_of_round,
    place_of,
    preset_of,
    public_wall,
    results_by_sector,
    seat_of,
    visible_wall,
    wall_of,
)
from selaras.meetings.rules import (
    BadBallot,
    Cast,
    NotMerged,
    Phase,
    checked_dots,
    merged,
    shown_sectors,
    tally,
)
from tests.factories.meetings import MeetingFactory

PHASES = [each.value for each in Phase]


@pytest.fixture
def meeting(round_):
    return MeetingFactory(
        round=round_, title="FGD uji", state="running", dots=5, held_on=timezone.localdate()
    )


@pytest.fixture
def group(meeting):
    return meeting.groups.get(name="Smart Living")


@pytest.fixture
def room(meeting, group):
    """Two phones in one group, and their secrets."""
    one, first = actions.join_meeting(meeting=meeting, group=group, sector="government")
    two, second = actions.join_meeting(meeting=meeting, group=group, sector="business")
    return SimpleNamespace(one=one, two=two, first=first, second=second)


def at(group, phase):
    Group.objects.filter(pk=group.pk).update(phase=phase)
    group.refresh_from_db()
    return group


def write(participant, title="Antrean panjang", kind="issue", **values):
    return actions.contribute(
        participant=participant, key=uuid.uuid4(), title=title, kind=kind, **values
    )


def vote(participant, dots, key=None):
    return actions.cast_ballot(participant=participant, key=key or uuid.uuid4(), dots=dots)


# Phases and acts


@pytest.mark.parametrize("phase", PHASES)
def test_phones_do_what_the_phase_allows(phase, group, room):
    at(group, "open")
    card = write(room.one)
    at(group, phase)
    acts = {
        "contribute": lambda: write(room.two),
        "support": lambda: actions.support(participant=room.two, card=card, wanted=True),
        "comment": lambda: actions.comment(
            participant=room.two, card=card, key=uuid.uuid4(), text="Setuju"
        ),
        "vote": lambda: vote(room.two, {card.pk: 1}),
    }
    done = set()
    for name, act in acts.items():
        try:
            act()
        except Refused:
            continue
        done.add(name)
    allowed = {
        "silent": {"contribute"},
        "open": {"contribute", "support", "comment"},
        "voting": {"vote"},
    }
    assert done == allowed.get(phase, set())


def test_silent_phase_shows_only_the_own_cards(meeting, group, room):
    at(group, "silent")
    own, other = write(room.one, "Kartu saya"), write(room.two, "Kartu lain")
    group.refresh_from_db()
    assert [card.pk for card in visible_wall(group, room.one.pk).cards] == [own.pk]
    assert public_wall(group).cards == ()
    assert list(contributions_of(meeting)) == []
    assert {card.pk for card in wall_of(group).cards} == {own.pk, other.pk}
    meeting.state = "ended"
    meeting.save()
    assert contributions_of(meeting).count() == 2


def test_a_card_takes_dimension_and_revision_and_comes_once(group, room):
    at(group, "open")
    key = uuid.uuid4()
    made = [
        actions.contribute(participant=room.one, key=key, title="A", kind="idea") for _n in range(2)
    ]
    assert made[0] == made[1]
    assert made[0].dimension_id == group.dimension_id
    before = group.revision
    group.refresh_from_db()
    assert group.revision == before + 1
    with pytest.raises(PermissionDenied):
        actions.contribute(participant=room.two, key=key, title="A", kind="idea")


def test_long_words_are_refused_whole(group, room):
    at(group, "open")
    with pytest.raises(Refused) as refusal:
        write(room.one, "x" * 201)
    assert refusal.value.field == "title"
    with pytest.raises(Refused) as refusal:
        write(room.one, description="y" * 5001)
    assert "5001" in str(refusal.value.text)
    assert refusal.value.field == "description"
    card = write(room.one, "😀" * 200, description="z" * 5000)
    card.refresh_from_db()
    assert card.title == "😀" * 200


def test_support_once_and_back(group, room):
    at(group, "open")
    card = write(room.one)
    for wanted in (True, True, False, False, True):
        actions.support(participant=room.two, card=card, wanted=wanted)
    assert Support.objects.count() == 1
    kinds = [entry.kind for entry in history(card)]
    assert kinds.count("meetings.supported") == 3


def test_nothing_is_written_after_the_meeting(people, meeting, group, room):
    at(group, "open")
    meeting.state = "ended"
    meeting.save()
    with pytest.raises(Refused):
        write(room.one)
    meeting.state = "closed"
    meeting.save()
    with pytest.raises(Refused):
        actions.write_card(
            by=people.planner, group=group, key=uuid.uuid4(), title="A", kind="issue"
        )


# Who leads


def test_staff_lead_and_others_do_not(people, group):
    group.staff.create(user=people.officer, kind="facilitator")
    group.staff.create(user=people.head, kind="notes")
    actions.set_phase(by=people.officer, group=group, phase="open", minutes=10)
    group.refresh_from_db()
    assert group.phase_ends is not None
    card = actions.write_card(
        by=people.head, group=group, key=uuid.uuid4(), title="Dicatat", kind="need"
    )
    actions.write_comment(by=people.head, card=card, key=uuid.uuid4(), text="Kata hadirin")
    for by in (people.head, people.citizen, people.leadership):
        with pytest.raises(PermissionDenied):
            actions.set_phase(by=by, group=group, phase="done")
    with pytest.raises(PermissionDenied):
        actions.write_card(
            by=people.leadership, group=group, key=uuid.uuid4(), title="Tidak", kind="need"
        )


def test_no_phase_before_the_doors_open(people, meeting, group):
    meeting.state = "preparing"
    meeting.save()
    with pytest.raises(Refused):
        actions.set_phase(by=people.planner, group=group, phase="open")


# Merging


def three(group, room):
    at(group, "open")
    return [write(room.one, f"Kartu {name}") for name in "ABC"]


def test_merging_keeps_the_originals_and_counts_supporters_once(people, group, room):
    a, b, c = three(group, room)
    for card in (a, b):
        actions.support(participant=room.two, card=card, wanted=True)
    assert actions.merge_cards(by=people.planner, group=group, root=a.pk, cards=[a.pk, b.pk]) == 1
    assert actions.merge_cards(by=people.planner, group=group, root=c.pk, cards=[a.pk]) == 2
    group.refresh_from_db()
    (standing,) = wall_of(group).cards
    assert [card.pk for card in standing.merged] == [a.pk, b.pk]
    assert standing.supporters == {room.two.pk}
    actions.unmerge_card(by=people.planner, card=Contribution.objects.get(pk=b.pk))
    group.refresh_from_db()
    assert {card.pk for card in wall_of(group).cards} == {b.pk, c.pk}


def test_the_second_to_merge_is_told(people, group, room):
    a, b, c = three(group, room)
    actions.merge_cards(by=people.planner, group=group, root=a.pk, cards=[b.pk])
    with pytest.raises(Refused) as refusal:
        actions.merge_cards(by=people.planner, group=group, root=b.pk, cards=[a.pk, c.pk])
    assert "Kartu B" in str(refusal.value.text)
    with pytest.raises(Refused):
        actions.merge_cards(by=people.planner, group=group, root=c.pk, cards=[b.pk])
    assert actions.merge_cards(by=people.planner, group=group, root=a.pk, cards=[a.pk, b.pk]) == 0


@given(
    steps=st.lists(
        st.tuples(st.booleans(), st.integers(0, 5), st.sets(st.integers(0, 5), max_size=3)),
        max_size=20,
    )
)
def test_merging_never_loses_a_card(steps):
    parents = dict.fromkeys(range(6))
    for undo, card, others in steps:
        if undo:
            parents[card] = None
            continue
        stale = {each for each in {card, *others} if parents[each] not in (None, card)}
        if stale:
            with pytest.raises(NotMerged):
                merged(parents, card, others)
        else:
            parents |= merged(parents, card, others)
    assert len(parents) == 6
    for card, above in parents.items():
        assert above is None or (above != card and parents[above] is None)


def test_edit_keeps_the_first_words(people, group, room):
    at(group, "open")
    card = write(room.one, "Antrian")
    for title in ("Antrean", "Antrean panjang"):
        actions.edit_card(by=people.planner, card=card, title=title, description="", kind="issue")
    card.refresh_from_db()
    assert (card.title, card.original["title"]) == ("Antrean panjang", "Antrian")


def test_move_takes_the_merged_ones_and_the_dimension(people, meeting, group, room):
    a, b, _c = three(group, room)
    other = meeting.groups.get(name="Smart Economy")
    actions.merge_cards(by=people.planner, group=group, root=a.pk, cards=[b.pk])
    actions.move_cards(by=people.planner, group=group, cards=[a.pk], target=other)
    b.refresh_from_db()
    assert (b.group, b.dimension_id) == (other, other.dimension_id)
    other.refresh_from_db()
    assert other.revision == 1


def test_headings_order_drop_and_hide(people, group, room):
    a, b, _c = three(group, room)
    by = people.planner
    first = actions.add_heading(by=by, group=group, title="Layanan")
    second = actions.add_heading(by=by, group=group, title="Data")
    actions.put_under(by=by, group=group, cards=[a.pk, b.pk], heading=second)
    order = [(second.pk, "Data kota"), (first.pk, "Layanan")]
    actions.arrange_headings(by=by, group=group, order=order)
    actions.hide_cards(by=by, group=group, cards=[b.pk], hidden=True)
    group.refresh_from_db()
    parts = [(h.title, [c.pk for c in cards]) for h, cards in wall_of(group).parts if h]
    assert parts == [("Data kota", [a.pk]), ("Layanan", [])]
    actions.arrange_headings(by=by, group=group, order=[], dropped=[second.pk])
    actions.hide_cards(by=by, group=group, cards=[b.pk], hidden=False)
    group.refresh_from_db()
    assert len(wall_of(group).cards) == 3


def test_the_list_counts_what_the_page_shows(people, round_, meeting, group, room):
    a, b, _c = three(group, room)
    actions.merge_cards(by=people.planner, group=group, root=a.pk, cards=[b.pk])
    other = meeting.groups.get(name="Smart Economy")
    taken_off = actions.write_card(
        by=people.planner, group=other, key=uuid.uuid4(), title="Kasar", kind="need"
    )
    actions.hide_cards(by=people.planner, group=other, cards=[taken_off.pk], hidden=True)

    def both():
        row = meetings_of_round(round_).get(pk=meeting.pk)
        shown = [len(each.contributions) for each in groups_of(meeting)]
        assert (row.cards, row.heard) == (sum(shown), sum(bool(count) for count in shown))
        return row.cards

    assert both() == 2
    at(group, "silent")
    assert both() == 0
    actions.hide_cards(by=people.planner, group=other, cards=[taken_off.pk], hidden=False)
    assert both() == 1


# Dots


def test_a_ballot_changes_counts_and_stays_hidden_until_done(people, meeting, group, room):
    a, b, _c = three(group, room)
    actions.set_phase(by=people.planner, group=group, phase="voting")
    key = uuid.uuid4()
    first = vote(room.one, {a.pk: 5}, key)
    assert vote(room.one, {b.pk: 1}, key) == first
    second = vote(room.one, {a.pk: 2, b.pk: 3})
    vote(room.two, {b.pk: 5})
    assert Ballot.objects.filter(superseded=None).count() == 2
    assert Ballot.objects.count() == 3
    assert second.receipt == actions.receipt_of(group.pk, second.client_key, second.dots)
    assert sum(card.votes for card in contributions_of(meeting)) == 0
    group.refresh_from_db()
    assert all(card.card.votes == 0 for card in wall_of(group).cards)
    assert results_by_sector(group) == []
    actions.set_phase(by=people.planner, group=group, phase="done")
    assert [(card.pk, card.votes) for card in contributions_of(meeting)][:2] == [
        (b.pk, 8), (a.pk, 2)
    ]  # fmt: skip
    with pytest.raises(Refused) as late:
        vote(room.two, {a.pk: 1})
    assert str(late.value.text)
    actions.set_phase(by=people.planner, group=group, phase="voting")
    assert sum(card.votes for card in contributions_of(meeting)) == 0
    assert Ballot.objects.filter(superseded=None).count() == 2
    actions.set_phase(by=people.planner, group=group, phase="done")
    assert sum(card.votes for card in contributions_of(meeting)) == 10


def test_the_end_of_the_meeting_closes_walls_and_counts_open_votes(people, meeting, group, room):
    silent = meeting.groups.exclude(pk=group.pk).first()
    at(silent, "silent")
    at(group, "open")
    card = write(room.one)
    at(group, "voting")
    vote(room.two, {card.pk: 2})
    actions.change_state(by=people.planner, meeting=meeting, state="ended")
    card.refresh_from_db()
    assert card.votes == 2
    assert set(meeting.groups.values_list("phase", flat=True)) == {"done"}


def test_wrong_ballots_are_refused(people, meeting, group, room):
    a, b, _c = three(group, room)
    actions.merge_cards(by=people.planner, group=group, root=a.pk, cards=[b.pk])
    actions.set_phase(by=people.planner, group=group, phase="voting")
    for dots in ({a.pk: 6}, {a.pk: -1}, {b.pk: 1}, {0: 1}):
        with pytest.raises(Refused):
            vote(room.one, dots)
    assert Ballot.objects.count() == 0


def test_removed_phones_do_not_count(people, meeting, group, room):
    a, b, _c = three(group, room)
    actions.set_phase(by=people.planner, group=group, phase="voting")
    vote(room.one, {a.pk: 5})
    vote(room.two, {b.pk: 5})
    actions.remove_participant(by=people.planner, participant=room.two, with_cards=False)
    with pytest.raises(Refused):
        vote(room.two, {a.pk: 1})
    actions.set_phase(by=people.planner, group=group, phase="done")
    b.refresh_from_db()
    assert b.votes == 0
    actions.restore_participant(by=people.planner, participant=room.two)
    b.refresh_from_db()
    assert b.votes == 0
    # After the end the difference between two counts would be what one person voted.
    actions.remove_participant(by=people.planner, participant=room.one, with_cards=False)
    actions.merge_cards(by=people.planner, group=group, root=a.pk, cards=[b.pk])
    a.refresh_from_db()
    assert a.votes == 5


def test_merging_after_the_vote_counts_again_and_back(people, group, room):
    a, b, _c = three(group, room)
    actions.set_phase(by=people.planner, group=group, phase="voting")
    vote(room.one, {a.pk: 1, b.pk: 2})
    actions.set_phase(by=people.planner, group=group, phase="done")
    actions.merge_cards(by=people.planner, group=group, root=a.pk, cards=[b.pk])
    a.refresh_from_db()
    assert a.votes == 3
    actions.unmerge_card(by=people.planner, card=Contribution.objects.get(pk=b.pk))
    a.refresh_from_db()
    assert a.votes == 1


def test_votes_typed_from_paper_stay(people, meeting, group, room):
    card = three(group, room)[0]
    Contribution.objects.filter(pk=card.pk).update(votes=7, paper_votes=7)
    actions.set_phase(by=people.planner, group=group, phase="done")
    card.refresh_from_db()
    assert card.votes == 7


def votes_of(*cards):
    return [Contribution.objects.get(pk=card.pk).votes for card in cards]


def test_dots_and_votes_on_paper_are_added(people, meeting, group, room):
    by, (a, b, c) = people.planner, three(group, room)
    Contribution.objects.filter(pk__in=(b.pk, c.pk)).update(votes=9, paper_votes=9)
    actions.set_phase(by=by, group=group, phase="voting")
    vote(room.one, {a.pk: 3, b.pk: 1})
    assert votes_of(a, b, c) == [0, 9, 9]
    actions.set_phase(by=by, group=group, phase="done")
    assert votes_of(a, b, c) == [3, 10, 9]
    group.refresh_from_db()
    assert [each.card.votes for each in wall_of(group).cards] == [10, 9, 3]
    actions.merge_cards(by=by, group=group, root=a.pk, cards=[b.pk])
    assert votes_of(a, b, c) == [13, 0, 9]
    actions.unmerge_card(by=by, card=Contribution.objects.get(pk=b.pk))
    actions.set_phase(by=by, group=group, phase="open")
    assert votes_of(a, b, c) == [0, 9, 9]


def test_votes_on_paper_move_with_the_card(people, meeting, group, room):
    by, (a, b, _c) = people.planner, three(group, room)
    other = meeting.groups.get(name="Smart Economy")
    Contribution.objects.filter(pk=a.pk).update(votes=7, paper_votes=7)
    actions.set_phase(by=by, group=group, phase="voting")
    vote(room.one, {a.pk: 3, b.pk: 1})
    actions.set_phase(by=by, group=group, phase="done")
    assert votes_of(a, b) == [10, 1]
    actions.move_cards(by=by, group=group, cards=[a.pk], target=other)
    assert votes_of(a, b) == [7, 1]


@given(
    ballots=st.lists(
        st.tuples(
            st.sampled_from(["government", "business", "citizen"]),
            st.dictionaries(st.integers(0, 4), st.integers(0, 5), max_size=5),
        ),
        max_size=15,
    ),
    below=st.dictionaries(st.integers(0, 4), st.integers(0, 4)),
)
def test_every_dot_is_counted_once(ballots, below):
    roots = {card: below.get(card, card) for card in range(5)}
    kept = []
    for sector, dots in ballots:
        if sum(dots.values()) > 5:
            with pytest.raises(BadBallot, match="many"):
                checked_dots(dots, cards=range(5), limit=5)
        else:
            kept.append(Cast(sector, checked_dots(dots, cards=range(5), limit=5)))
    given_dots = sum(sum(cast.dots.values()) for cast in kept)
    assert tally(kept, roots).total() == given_dots
    assert tally(kept, {}).total() == 0


@given(voters=st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 12)))
def test_no_small_sector_can_be_told_apart(voters):
    names = shown_sectors(voters)
    groups = {}
    for sector, name in names.items():
        groups[name] = groups.get(name, 0) + voters[sector]
    if len({name for name in groups if groups[name]}) > 1:
        assert all(count >= 5 or count == 0 for count in groups.values())


def test_sectors_with_few_voters_stand_together(people, meeting, group, room):
    card = three(group, room)[0]
    for sector in ["government"] * 5 + ["citizen"] * 4:
        actions.join_meeting(meeting=meeting, group=group, sector=sector)
    actions.set_phase(by=people.planner, group=group, phase="voting")
    for each in Participant.objects.all():
        vote(each, {card.pk: 1})
    actions.set_phase(by=people.planner, group=group, phase="done")
    group.refresh_from_db()
    found = [(each.sector, each.voters, each.dots[card.pk]) for each in results_by_sector(group)]
    assert found == [("government", 6, 6), ("", 5, 5)]


# Places


def test_a_secret_opens_its_own_meeting_while_it_runs(round_, meeting, group, room):
    other = MeetingFactory(round=round_, title="Lain", state="running")
    assert seat_of(meeting.join_code, room.first) == room.one
    assert seat_of(other.join_code, room.first) is None
    assert place_of(meeting.join_code, room.first) == (room.one.pk, group.pk, 0)
    assert place_of(meeting.join_code, "salah") is None
    actions.leave_meeting(participant=room.one)
    assert seat_of(meeting.join_code, room.first) is None
    meeting.state = "ended"
    meeting.save()
    assert place_of(meeting.join_code, room.second) is None


def test_the_personal_link_fills_in_and_gives_the_place_back(meeting, group, agency):
    invitation = meeting.invitations.create(
        addressee="Kepala Dinkes", agency=agency, group=group, name="Sari"
    )
    assert preset_of(meeting, "lain").group is None
    found = preset_of(meeting, invitation.token)
    assert (found.group, found.sector, found.name) == (group, "government", "Sari")
    joined = []
    for time in range(3):  # before the arrival, and twice after it
        if time == 1:
            meeting.attendances.create(
                invitation=invitation, agency=agency, group=group, name="Budi", way="qr",
                arrived=meeting.opening,
            )  # fmt: skip
        preset = preset_of(meeting, invitation.token)
        assert preset.name == ("Budi" if time else "Sari")
        joined.append(
            actions.join_meeting(
                meeting=meeting, group=group, sector="government", invitation=preset.invitation
            )
        )
    assert joined[0][0] == joined[1][0] == joined[2][0] == invitation.participant
    assert seat_of(meeting.join_code, joined[1][1]) is None
    kinds = [entry.kind for entry in history(joined[0][0])]
    assert kinds.count("meetings.rejoined") == 2


def test_what_was_sent_before_is_found_again_in_any_phase(people, meeting, group, room):
    at(group, "open")
    key, said = uuid.uuid4(), uuid.uuid4()
    words = {"participant": room.one, "key": key, "title": "Antrean", "kind": "issue"}
    card = actions.contribute(**words)
    talk = {"participant": room.one, "card": card, "key": said, "text": "Benar"}
    comment = actions.comment(**talk)
    at(group, "voting")
    assert actions.contribute(**words) == card
    assert actions.comment(**talk) == comment
    with pytest.raises(PermissionDenied):
        actions.contribute(**{**words, "participant": room.two})


def test_a_card_merged_meanwhile_is_not_moved_out_of_sight(people, meeting, group, room):
    at(group, "open")
    root, other = write(room.one), write(room.two, "Kurang loket")
    by, target = people.planner, meeting.groups.exclude(pk=group.pk).first()
    actions.merge_cards(by=by, group=group, root=root.pk, cards=[other.pk])
    with pytest.raises(Refused):
        actions.move_cards(by=by, group=group, cards=[other.pk], target=target)
    with pytest.raises(Refused):
        actions.put_under(by=by, group=group, cards=[other.pk], heading=None)
    assert actions.move_cards(by=by, group=group, cards=[root.pk], target=target) == 2


def test_an_author_takes_the_own_card_back(people, group, room):
    at(group, "open")
    own, other = write(room.one), write(room.two, "Kurang loket")
    with pytest.raises(PermissionDenied):
        actions.take_back(participant=room.one, card=other)
    actions.take_back(participant=room.one, card=own)
    group.refresh_from_db()
    assert [card.pk for card in wall_of(group).cards] == [other.pk]
    actions.hide_cards(by=people.planner, group=group, cards=[own.pk], hidden=False)
    actions.merge_cards(by=people.planner, group=group, root=own.pk, cards=[other.pk])
    own.refresh_from_db()
    with pytest.raises(Refused):
        actions.take_back(participant=room.one, card=own)
    at(group, "voting")
    with pytest.raises(Refused):
        actions.take_back(participant=room.two, card=other)


def test_fifty_cards_of_one_phone_are_enough(group, room, monkeypatch):
    monkeypatch.setattr("selaras.meetings.actions.wall.CARDS", 2)
    at(group, "open")
    write(room.one), write(room.one)
    with pytest.raises(Refused):
        write(room.one)
    assert write(room.two)


def test_cards_of_others_stay_when_an_abuser_goes_with_his(people, group, room):
    at(group, "open")
    bad, good = write(room.one), write(room.two, "Kurang loket")
    actions.merge_cards(by=people.planner, group=group, root=bad.pk, cards=[good.pk])
    actions.remove_participant(by=people.planner, participant=room.one, with_cards=True)
    group.refresh_from_db()
    assert [card.pk for card in wall_of(group).cards] == [good.pk]


def test_queries_stay_the_same(django_assert_num_queries, meeting, group, room):
    at(group, "open")
    for number in (1, 3):
        while group.contributions.count() < number:
            write(room.one)
        group = Group.objects.select_related("meeting").get(pk=group.pk)
        with django_assert_num_queries(4):
            visible_wall(group, room.two.pk)
        with django_assert_num_queries(0):
            visible_wall(group, room.one.pk)
        with django_assert_num_queries(1):
            place_of(meeting.join_code, room.first)

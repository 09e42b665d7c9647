from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from selaras.core.errors import Refused
from selaras.core.evidence import evidence_of, outcomes_of
from selaras.core.ledger import history
from selaras.core.models import Evidence, LedgerEntry
from selaras.core.registry import Consumed, late, tasks
from selaras.initiatives.models import Initiative, NeedLink
from selaras.meetings.actions import (
    add_contributions,
    edit_card,
    finish_action,
    hide_cards,
    make_needs,
    merge_cards,
    remove_decision,
    save_decision,
    set_phase,
)
from selaras.meetings.models import Decision
from selaras.meetings.queries import candidates
from selaras.meetings.types import Becoming, Card
from selaras.needs.models import Need
from tests.meetings.room import card, group_of, held


@pytest.fixture
def meeting(round_, people):
    return held(round_, people)


def at(name, *args):
    return reverse(f"meetings:{name}", args=args)


def action_point(people, meeting, agency, **values):
    given = {"kind": "action", "text": "Menyusun SOP antrean", "owner": agency, **values}
    return save_decision(by=people.planner, meeting=meeting, values=given)


def test_decision_is_written_changed_and_removed_in_the_ledger(people, meeting):
    queue = card(group_of(meeting), "Antrean")
    made = save_decision(
        by=people.planner, meeting=meeting, values={"text": "Antrean daring"}, contributions=[queue]
    )
    save_decision(by=people.planner, meeting=meeting, decision=made, values={"text": "Antrean"})
    save_decision(by=people.planner, meeting=meeting, decision=made, values={"text": "Antrean"})
    assert list(made.contributions.all()) == [queue]
    remove_decision(by=people.planner, decision=made)
    kinds = [entry.kind for entry in history(meeting)]
    assert kinds == ["meetings.decision_removed", "meetings.decision_changed", "meetings.decided"]


def test_decisions_are_checked(people, round_, meeting):
    with pytest.raises(PermissionDenied):
        save_decision(by=people.officer, meeting=meeting, values={"text": "A"})
    with pytest.raises(Refused):
        save_decision(by=people.planner, meeting=meeting, values={"kind": "action", "text": "A"})
    other = card(group_of(held(round_, people)), "Lain")
    with pytest.raises(Refused):
        save_decision(
            by=people.planner, meeting=meeting, values={"text": "A"}, contributions=[other]
        )
    assert not Decision.objects.exists()


def test_action_point_waits_for_its_unit_and_late_for_the_planner(people, round_, meeting, agency):
    point = action_point(people, meeting, agency, due=timezone.localdate() + timedelta(days=3))
    find = tasks["meetings.actions"]
    for person in (people.officer, people.head):
        assert [task.due for task in find(person)] == [point.due]
    assert not list(find(people.planner))
    save_decision(
        by=people.planner, meeting=meeting, decision=point, values={"due": date(2019, 11, 1)}
    )
    (task,) = find(people.planner)
    assert task.late
    assert "Dinkes" in task.context
    assert [each.unit for each in late["meetings.actions"](round_)] == ["Dinkes"]
    finish_action(by=people.officer, decision=point, done=True)
    finish_action(by=people.officer, decision=point, done=True)
    assert not list(find(people.planner)) + list(find(people.officer))
    assert LedgerEntry.objects.filter(kind="meetings.action_done").count() == 1


def test_only_the_owner_and_planners_finish_an_action(people, meeting, agency):
    point = action_point(people, meeting, agency)
    for person in (people.leadership, people.citizen):
        with pytest.raises(PermissionDenied):
            finish_action(by=person, decision=point, done=True)
    decision = save_decision(by=people.planner, meeting=meeting, values={"text": "A"})
    with pytest.raises(Refused):
        finish_action(by=people.planner, decision=decision, done=True)


def test_needs_are_made_once(people, meeting, edition):
    group = group_of(meeting)
    cards = [card(group, "Antrean", votes=4), card(group, "Limbah")]
    choices = [Becoming(each.pk) for each in cards]
    first = make_needs(by=people.planner, meeting=meeting, choices=choices)
    again = make_needs(by=people.planner, meeting=meeting, choices=choices)
    assert (first, again) == (Consumed(created=2), Consumed(unchanged=2))
    assert set(Need.objects.values_list("title", "dimension__code")) == {
        ("Antrean", "living"), ("Limbah", "living"),
    }  # fmt: skip
    assert LedgerEntry.objects.filter(kind="meetings.needs_made").count() == 1
    assert Evidence.objects.count() == 2


def test_evidence_tells_role_and_votes_and_no_name(people, meeting):
    group = group_of(meeting)
    queue = card(group, "Antrean", votes=7, sector="business", description="sejak subuh")
    same = card(group, "Antre", sector="citizen")
    same.merged_into = queue
    same.save()
    make_needs(by=people.planner, meeting=meeting, choices=[Becoming(queue.pk)])
    (source,) = evidence_of(Need.objects.get())
    assert source.label.startswith("FGD")
    assert "8 Oktober 2019" in source.label
    assert "Smart Living" in source.label
    assert "7" in source.locator
    assert len(source.locator.split(",")) == 2  # both kinds of people
    assert source.quote == "Antrean: sejak subuh\nAntre"
    row = Evidence.objects.get()
    assert "Siti" not in f"{row.label}{row.locator}{row.quote}"
    assert not any("Siti" in str(entry.content.content) for entry in LedgerEntry.objects.all())


def test_evidence_quotes_the_words_that_were_first_said(people, meeting, client_for):
    group, by = group_of(meeting), people.planner
    root = card(group, "Puskesmas antre dari subuh")
    same, again, taken_off = (card(group, title) for title in ("Berdiri lama", "Antre", "Kasar"))
    again.title = root.title  # said twice in the same words
    again.save()
    for each, title in ((root, "Antrean puskesmas"), (same, "Antrean lama")):
        edit_card(by=by, card=each, title=title, description="", kind="need")
    merge_cards(by=by, group=group, root=root.pk, cards=[same.pk, again.pk, taken_off.pk])
    hide_cards(by=by, group=group, cards=[taken_off.pk], hidden=True)
    words = "Puskesmas antre dari subuh\nBerdiri lama"
    assert [each.words for each in candidates(meeting, [root.pk])] == [words]
    page = client_for(by).get(at("take-needs", meeting.pk), {"card": root.pk}).content.decode()
    assert "Berdiri lama" in page
    make_needs(by=by, meeting=meeting, choices=[Becoming(root.pk)])
    need = Need.objects.get()
    assert need.title == "Antrean puskesmas"
    assert [source.quote for source in evidence_of(need)] == [words]


def test_a_need_waits_for_the_end_of_the_vote(people, meeting, client_for):
    group = group_of(meeting)
    queue = card(group, "Antrean")
    set_phase(by=people.planner, group=group, phase="voting")
    with pytest.raises(Refused) as refusal:
        make_needs(by=people.planner, meeting=meeting, choices=[Becoming(queue.pk)])
    assert "Smart Living" in str(refusal.value.text)
    data = {"card": [queue.pk], f"place-{queue.pk}": str(group.dimension_id)}
    answer = client_for(people.planner).post(at("take-needs", meeting.pk), data)
    assert answer.status_code == 422
    assert not Need.objects.exists()
    set_phase(by=people.planner, group=group, phase="done")
    make_needs(by=people.planner, meeting=meeting, choices=[Becoming(queue.pk)])
    assert Need.objects.count() == 1


def test_group_without_dimension_asks_for_one(people, meeting, edition):
    group = meeting.groups.create(name="Umum")
    loose = card(group, "Jaringan desa")
    with pytest.raises(Refused):
        make_needs(by=people.planner, meeting=meeting, choices=[Becoming(loose.pk)])
    dimension = edition.dimensions.get(code="governance")
    sub = dimension.subdimensions.get()
    other = edition.dimensions.get(code="living").subdimensions.get()
    with pytest.raises(Refused):
        make_needs(
            by=people.planner, meeting=meeting, choices=[Becoming(loose.pk, dimension.pk, other.pk)]
        )
    make_needs(
        by=people.planner, meeting=meeting, choices=[Becoming(loose.pk, dimension.pk, sub.pk)]
    )
    assert Need.objects.get().subdimension == sub


def test_known_needs_are_suggested_and_get_the_evidence(people, round_, meeting, edition):
    by, group = people.planner, group_of(meeting)
    living = edition.dimensions.get(code="living")
    known = Need.objects.create(round=round_, title="Antrean puskesmas lama", dimension=living)
    first = card(group, "Antrean puskesmas terlalu lama", votes=3)
    second = card(group, "Antrean di puskesmas", votes=3)
    found = candidates(meeting, [first.pk, second.pk])
    assert all(each.alike[0].need == known for each in found)
    choices = [Becoming(each.pk, same_as=known.pk) for each in (first, second)]
    for _time in range(2):
        make_needs(by=by, meeting=meeting, choices=choices)
    assert Need.objects.count() == 1
    quotes = {source.quote for source in evidence_of(known)}
    assert quotes == {first.title, second.title}
    first.refresh_from_db()
    assert first.becomes == known
    assert [entry.kind for entry in history(known)] == ["needs.supported"] * 2
    with pytest.raises(Refused):
        third = card(group, "Lain")
        make_needs(by=by, meeting=meeting, choices=[Becoming(third.pk, same_as=999)])


def test_taking_a_card_in_again_leaves_added_evidence(people, meeting, edition):
    """Two cards of one group stand behind one need; the first is corrected in the workbook."""
    by, living = people.planner, edition.dimensions.get(code="living")
    add_contributions(by=by, meeting=meeting, dimension=living, rows=[Card("a", "Antrean")])
    need = Need.objects.get()
    second = card(group_of(meeting), "Antre lama")
    make_needs(by=by, meeting=meeting, choices=[Becoming(second.pk, same_as=need.pk)])
    for title in ("Antrean", "Antrian"):
        add_contributions(by=by, meeting=meeting, dimension=living, rows=[Card("a", title)])
    assert {source.quote for source in evidence_of(need)} == {"Antrian", "Antre lama"}


def test_existing_systems_are_no_needs(people, meeting, client_for):
    system = card(group_of(meeting), "SIMPUS", kind="system")
    assert make_needs(by=people.planner, meeting=meeting, choices=[Becoming(system.pk)]) == (
        Consumed(unchanged=1)
    )
    assert not Need.objects.exists()
    page = client_for(people.planner).get(at("conclusions", meeting.pk)).content.decode()
    assert reverse("systems:create", args=[meeting.round.slug]) in page


def test_chain_can_be_walked_from_both_ends(people, round_, meeting, agency, client_for):
    queue = card(group_of(meeting), "Antrean")
    make_needs(by=people.planner, meeting=meeting, choices=[Becoming(queue.pk)])
    need = Need.objects.get()
    initiative = Initiative.objects.create(
        round=round_, code="LIV-01", title="Antrean daring", dimension=need.dimension,
        owner=agency, start_year=2020, end_year=2021,
    )  # fmt: skip
    NeedLink.objects.create(initiative=initiative, need=need)
    save_decision(
        by=people.planner, meeting=meeting, values={"text": "Bangun antrean"}, contributions=[queue]
    )
    page = client_for(people.officer).get(at("conclusions", meeting.pk)).content.decode()
    assert need.get_absolute_url() in page
    assert initiative.get_absolute_url() in page
    assert not [link for link in outcomes_of(need) if link.label == "Bangun antrean"]
    round_.public = False  # then only the office reads the need
    round_.save()
    need = Need.objects.get()
    assert [link.label for link in outcomes_of(need) if link.detail == meeting.title]


def test_choosing_by_votes_and_saving_in_one_step(people, meeting, client_for):
    group, client = group_of(meeting), client_for(people.planner)
    many, few = card(group, "Antrean", votes=5), card(group, "Limbah", votes=1)
    page = client.get(at("take-needs", meeting.pk), {"least": 2}).content.decode()
    assert many.title in page
    assert few.title not in page
    place = f"{group.dimension_id}-{group.dimension.subdimensions.get().pk}"
    data = {"card": [many.pk, few.pk], f"place-{many.pk}": place, f"place-{few.pk}": place}
    assert client.post(at("take-needs", meeting.pk), data).url == at("conclusions", meeting.pk)
    assert Need.objects.filter(subdimension__isnull=False).count() == 2
    assert client.get(at("take-needs", meeting.pk), {"card": "x"}).status_code == 200


def test_decision_pages(people, meeting, agency, client_for):
    client = client_for(people.planner)
    assert client.get(at("decide", meeting.pk)).status_code == 200
    assert client.post(at("decide", meeting.pk), {"kind": "action", "text": "A"}).status_code == 422
    values = {"kind": "action", "text": "Menyusun", "owner": agency.pk, "due": "2019-11-01"}
    client.post(at("decide", meeting.pk), values)
    point = Decision.objects.get()
    client.post(at("decision", meeting.pk, point.pk), {**values, "text": "Menyusun SOP"})
    client_for(people.head).post(at("finish-action", meeting.pk, point.pk), {"done": "yes"})
    point.refresh_from_db()
    assert point.text == "Menyusun SOP"
    assert point.done
    client.post(at("remove-decision", meeting.pk, point.pk))
    assert not Decision.objects.exists()
    assert client_for(people.officer).get(at("decide", meeting.pk)).status_code == 403


@pytest.mark.parametrize("name", ["conclusions", "take-needs"])
def test_pages_cost_the_same_for_one_and_three(
    name, people, round_, meeting, agency, client_for, django_assert_max_num_queries
):
    client, group = client_for(people.planner), group_of(meeting)

    def cost():
        with django_assert_max_num_queries(60) as captured:
            assert client.get(at(name, meeting.pk), {"least": 0}).status_code == 200
        return len(captured)

    def more(number):
        own, shared = (card(group, f"{number} {word}") for word in ("Antrean", "Limbah"))
        open_card = card(group, f"Pasar {number}")
        need = Need.objects.create(round=round_, title=f"N{number}", dimension=group.dimension)
        own.need, shared.known_need = need, need
        own.save()
        shared.save()
        save_decision(
            by=people.planner, meeting=meeting, values={"text": "A", "owner": agency},
            contributions=[own, shared, open_card],
        )  # fmt: skip

    more(1)
    cost()
    one = cost()
    more(2)
    more(3)
    assert cost() == one

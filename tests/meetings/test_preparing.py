from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from selaras.core.errors import Refused
from selaras.core.models import LedgerEntry
from selaras.meetings.actions import (
    copy_preparation,
    save_agenda,
    save_groups,
    save_letter,
    save_staff,
)
from selaras.meetings.forms import MeetingForm
from selaras.meetings.models import Group, GroupStaff, Letter, Meeting
from selaras.meetings.queries import checklist
from selaras.meetings.rules import usual_agenda
from selaras.meetings.types import AgendaRow, GroupRow, StaffRow
from tests.factories.meetings import MeetingFactory


def at(name, *args):
    return reverse(f"meetings:{name}", args=args)


def formset(prefix, rows, initial=0):
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        data.update({f"{prefix}-{number}-{name}": value for name, value in row.items()})
    return data


def on_page(client, address):
    """The rows of a page as a browser would send them back, untouched."""
    forms = client.get(address).context["formset"].initial_forms
    return [
        {name: "" if (value := form[name].value()) is None else value for name in form.fields}
        | {"DELETE": ""}
        for form in forms
    ]


def test_agenda_is_sorted_by_day_and_time_and_saved_once(client_for, people, coming):
    rows = [
        {"day": 2, "title": "Penutupan"},
        {
            "day": 1,
            "starts": "10:00",
            "ends": "12:00",
            "title": "Diskusi",
            "speaker": "Fasilitator",
        },
        {"day": 1, "starts": "08:00", "ends": "09:00", "title": "Pembukaan"},
        {"day": 1},
    ]
    client, data = client_for(people.planner), formset("agenda", rows)
    assert client.get(at("agenda", coming.pk)).status_code == 200
    assert client.post(at("agenda", coming.pk), data).url == coming.get_absolute_url()
    assert [item.title for item in coming.agenda.all()] == ["Pembukaan", "Diskusi", "Penutupan"]
    entries = LedgerEntry.objects.filter(kind="meetings.agenda_set")
    client.post(at("agenda", coming.pk), data)
    assert entries.count() == 1
    wrong = [{"day": 1, "starts": "10:00", "ends": "09:00", "title": "Diskusi"}]
    assert client.post(at("agenda", coming.pk), formset("agenda", wrong)).status_code == 422


def test_rows_are_taken_away_and_moved_without_a_script(client_for, people, coming):
    save_agenda(by=people.planner, meeting=coming, rows=[AgendaRow("A"), AgendaRow("B")])
    client, address = client_for(people.planner), at("agenda", coming.pk)
    rows = on_page(client, address)
    rows[0]["ORDER"], rows[1]["ORDER"] = 2, 1
    client.post(address, formset("agenda", rows, initial=2))
    assert [item.title for item in coming.agenda.all()] == ["B", "A"]
    rows = on_page(client, address)
    rows[1]["DELETE"] = "on"
    client.post(address, formset("agenda", rows, initial=2))
    assert [item.title for item in coming.agenda.all()] == ["B"]


def test_groups_are_renamed_swapped_and_dropped(people, coming):
    first, second, *rest = coming.groups.all()
    rows = [
        GroupRow(second.name, first.pk, first.dimension_id, "Ruang 1"),
        GroupRow(first.name, second.pk, second.dimension_id),
        GroupRow("Lintas dimensi"),
    ]
    save_groups(by=people.planner, meeting=coming, rows=rows)
    names = list(coming.groups.values_list("name", flat=True))
    assert names == [second.name, first.name, "Lintas dimensi"]
    assert not Group.objects.filter(pk__in=[each.pk for each in rest]).exists()
    with pytest.raises(Refused):
        save_groups(by=people.planner, meeting=coming, rows=[GroupRow("A"), GroupRow("a")])


def test_a_group_with_cards_stays(people, coming):
    group = coming.groups.first()
    coming.contributions.create(group=group, title="Antrean", row_key="1")
    with pytest.raises(Refused, match=group.name):
        save_groups(by=people.planner, meeting=coming, rows=[GroupRow("Baru")])
    assert coming.groups.count() == 6


def test_groups_page_keeps_the_walls(client_for, people, coming):
    client, groups = client_for(people.planner), list(coming.groups.all())
    Group.objects.filter(pk=groups[0].pk).update(phase="open", revision=7)
    rows = [
        {"pk": each.pk, "name": each.name, "dimension": each.dimension_id, "ORDER": place}
        for place, each in enumerate(groups, start=1)
    ]
    rows[0]["room"] = "Ruang A"
    assert client.get(at("groups", coming.pk)).status_code == 200
    client.post(at("groups", coming.pk), formset("groups", rows, initial=6))
    kept = Group.objects.get(pk=groups[0].pk)
    assert (kept.room, kept.phase, kept.revision) == ("Ruang A", "open", 7)


def test_staff_are_people_with_accounts(client_for, people, coming):
    client, group = client_for(people.planner), coming.groups.first()
    assert "officer@example.test" in client.get(at("staff", coming.pk)).content.decode()
    good = {"group": group.pk, "person": "Officer · officer@example.test", "kind": "facilitator"}
    client.post(at("staff", coming.pk), formset("staff", [good, {"group": group.pk}]))
    assert GroupStaff.objects.get().user == people.officer
    wrong = {**good, "person": "Tidak ada"}
    answer = client.post(at("staff", coming.pk), formset("staff", [wrong]))
    assert answer.status_code == 422
    assert GroupStaff.objects.count() == 1
    shown = on_page(client, at("staff", coming.pk))[0]
    away = formset("staff", [{**shown, **good, "DELETE": "on"}], initial=1)
    client.post(at("staff", coming.pk), away)
    assert not GroupStaff.objects.exists()


def test_a_new_meeting_takes_over_what_was_prepared(client_for, people, coming, round_):
    planner = people.planner
    save_agenda(by=planner, meeting=coming, rows=[AgendaRow("Pembukaan", 1, time(8), time(9))])
    rows = [GroupRow("Satu", dimension_id=coming.groups.first().dimension_id), GroupRow("Dua")]
    groups = save_groups(by=planner, meeting=coming, rows=rows)
    save_staff(by=planner, meeting=coming, rows=[StaffRow(groups[1].pk, people.officer.pk)])
    written = {"number": "005/1", "subject": "Undangan FGD I", "closing": "Salam"}
    save_letter(by=planner, meeting=coming, values={**written, "opening": "Dalam rangka FGD I"})
    values = {"kind": "fgd", "title": "FGD II", "held_on": "2031-01-08", "source": coming.pk}
    address = at("create", round_.slug)
    assert client_for(planner).get(f"{address}?dari={coming.pk}").status_code == 200
    client_for(planner).post(address, values)
    made = Meeting.objects.get(title="FGD II")
    assert [group.name for group in made.groups.all()] == ["Satu", "Dua"]
    assert made.agenda.get().title == "Pembukaan"
    assert made.groups.get(name="Dua").staff.get().user == people.officer
    letter = Letter.objects.get(meeting=made)
    assert (letter.number, letter.closing) == ("", "Salam")
    assert letter.subject == "Undangan FGD II"  # the earlier one's would invite to that meeting
    assert round_.name in letter.opening
    assert letter.date == timezone.localdate()
    made.contributions.create(group=made.groups.first(), title="A", row_key="1")
    with pytest.raises(Refused):
        copy_preparation(by=planner, source=coming, target=made)


@pytest.mark.parametrize("address", ["?dari=%s", ""])
def test_a_copy_has_the_place_dots_and_reminders_where_none_are_given(
    client_for, people, coming, round_, address
):
    coming.dots, coming.remind_days = 7, [5]
    coming.save()
    client, create = client_for(people.planner), at("create", round_.slug)
    address = create + (address % coming.pk if address else "")
    form = client.get(address).context["form"]
    values = {name: form[name].value() or "" for name in ("place", "dots", "remind_days")}
    values |= {"kind": "fgd", "held_on": "2031-01-08", "source": coming.pk}
    client.post(address, {**values, "title": "FGD II"})
    made = Meeting.objects.get(title="FGD II")
    assert (made.place, made.dots, made.remind_days) == ("Pendopo", 7, [5])
    assert client.get(f"{create}?dari=²").status_code == 200
    assert client.get(f"{create}?dari={9**30}").status_code == 200
    own = {"place": "Aula", "dots": "4", "remind_days": "2"}
    client.post(address, {**values, **own, "title": "FGD III"})
    made = Meeting.objects.get(title="FGD III")
    assert (made.place, made.dots, made.remind_days) == ("Aula", 4, [2])


def test_two_planners_write_the_agenda_at_once(client_for, people, coming):
    rows = [AgendaRow("Buka", 1, time(8)), AgendaRow("Diskusi", 1, time(9)), AgendaRow("Tutup")]
    save_agenda(by=people.planner, meeting=coming, rows=rows)
    client, address = client_for(people.planner), at("agenda", coming.pk)
    one, other = on_page(client, address), on_page(client, address)
    one[0]["title"], one[2]["DELETE"] = "Pembukaan", "on"
    new = {"day": 1, "starts": "08:30", "title": "Sambutan"}
    client.post(address, formset("agenda", [*one, new], initial=3))
    client.post(address, formset("agenda", [*one, new], initial=3))  # gone back, sent once more
    other[1]["speaker"] = "Bappeda"
    client.post(address, formset("agenda", other, initial=3))
    assert list(coming.agenda.values_list("title", "speaker")) == [
        ("Pembukaan", ""), ("Sambutan", ""), ("Diskusi", "Bappeda"),
    ]  # fmt: skip


def test_two_planners_write_the_groups_at_once(client_for, people, coming):
    client, address = client_for(people.planner), at("groups", coming.pk)
    one, other = on_page(client, address), on_page(client, address)
    one[0]["name"], one[1]["DELETE"] = "Satu", "on"
    client.post(address, formset("groups", [*one, {"name": "Baru", "room": "A"}], initial=6))
    client.post(address, formset("groups", [*one, {"name": "Baru", "room": "B"}], initial=6))
    other[2]["room"], other[5]["DELETE"] = "Ruang 3", "on"
    client.post(address, formset("groups", other, initial=6))
    names = [other[2]["name"], other[3]["name"], other[4]["name"]]
    assert [group.name for group in coming.groups.all()] == ["Satu", *names, "Baru"]
    assert coming.groups.get(name=names[0]).room == "Ruang 3"
    answer = client.post(address, formset("groups", [{"name": "satu"}]))
    assert answer.status_code == 422  # there is one which this page did not show


def test_two_planners_name_staff_at_once(client_for, people, coming):
    group = coming.groups.first()
    save_staff(by=people.planner, meeting=coming, rows=[StaffRow(group.pk, people.officer.pk)])
    client, address = client_for(people.planner), at("staff", coming.pk)
    one, other = on_page(client, address), on_page(client, address)
    new = {"group": group.pk, "person": "x · head@example.test", "kind": "notes"}
    one[0]["DELETE"] = "on"
    client.post(address, formset("staff", [*one, new], initial=1))
    client.post(address, formset("staff", other, initial=1))
    assert GroupStaff.objects.get().user == people.head


@pytest.mark.parametrize(
    "wrong",
    [
        {"last_day": "2019-01-01"},
        {"ends": "07:00", "starts": "08:00"},
        {"ends": "07:00"},
        {"remind_days": "besok"},
        {"remind_days": "0"},
    ],
)
def test_impossible_days_and_times_are_refused(client_for, people, coming, wrong):
    values = {"kind": "fgd", "title": "FGD", "held_on": "2019-10-08", **wrong}
    answer = client_for(people.planner).post(at("edit", coming.pk), values)
    assert answer.status_code == 422


def test_reminder_days_and_chair_are_kept(client_for, people, coming):
    values = {
        "kind": "fgd", "title": "FGD", "held_on": "2031-10-08", "last_day": "2031-10-09",
        "remind_days": "1; 7, 3", "chair": people.leadership.pk, "dots": 3,
    }  # fmt: skip
    client_for(people.planner).post(at("edit", coming.pk), values)
    coming.refresh_from_db()
    assert (coming.remind_days, coming.chair, coming.dots) == ([7, 3, 1], people.leadership, 3)
    assert coming.revision == 1  # the day changed: calendars are told


def test_state_moves_by_button_and_a_cancelled_meeting_is_not_changed(client_for, people, coming):
    client, address = client_for(people.planner), at("move", coming.pk)
    page = client.get(coming.get_absolute_url()).content.decode()
    assert 'value="running"' not in page  # ten days ahead
    coming.held_on = timezone.localdate() + timedelta(days=1)
    coming.save()
    page = client.get(coming.get_absolute_url()).content.decode()
    assert 'value="running"' in page
    assert 'value="closed"' not in page
    client.post(address, {"state": "closed"})
    client.post(address, {"state": "tidak ada"})
    coming.refresh_from_db()
    assert coming.state == "preparing"
    client.post(address, {"state": "cancelled"})
    coming.refresh_from_db()
    assert (coming.state, coming.revision) == ("cancelled", 1)
    assert (
        client.post(
            at("agenda", coming.pk), formset("agenda", [{"day": 1, "title": "A"}])
        ).status_code
        == 422
    )
    values = {"kind": "fgd", "title": "Lain", "held_on": "2019-10-08"}
    assert client.post(at("edit", coming.pk), values).status_code == 422
    client.post(address, {"state": "preparing"})
    coming.refresh_from_db()
    assert (coming.state, coming.revision) == ("preparing", 2)


def test_checklist_follows_the_work(people, coming, invited):
    open_points = [point.url for point in checklist(coming) if not point.done]
    assert at("agenda", coming.pk) in open_points
    save_agenda(by=people.planner, meeting=coming, rows=[AgendaRow("Pembukaan")])
    for group in coming.groups.all():
        GroupStaff.objects.create(group=group, user=people.officer)
    done = {point.url for point in checklist(coming) if point.done}
    assert {at("agenda", coming.pk), at("staff", coming.pk), at("invite", coming.pk)} <= done


def test_overview_costs_the_same_for_more_groups_and_items(
    client_for, people, coming, django_assert_max_num_queries
):
    client, address = client_for(people.planner), coming.get_absolute_url()

    def cost():
        with django_assert_max_num_queries(60) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    save_agenda(by=people.planner, meeting=coming, rows=[AgendaRow("A")])
    first, *rest = coming.groups.all()
    GroupStaff.objects.create(group=first, user=people.officer)
    one = cost()
    save_agenda(by=people.planner, meeting=coming, rows=[AgendaRow("A"), AgendaRow("B")])
    for group in rest:
        GroupStaff.objects.create(group=group, user=people.officer)
    assert cost() == one


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"last_day": "9999-12-31"}, "last_day"), ({"last_day": "2019-01-01"}, "last_day")],
)
def test_a_meeting_ends_within_a_month(client_for, people, coming, wrong, field):
    form = MeetingForm(instance=coming)
    data = {name: form[name].value() or "" for name in form.fields} | wrong
    page = client_for(people.planner).post(at("edit", coming.pk), data)
    assert page.status_code == 422
    assert field in page.context["form"].errors


def test_titles_and_places_stand_in_one_line(client_for, people, coming, invited):
    invited.mailed = timezone.now()
    invited.save()
    form = MeetingForm(instance=coming)
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {"title": "FGD\r\nBcc: a@b.id \x08", "place": "Pendopo\tbarat"}
    page = client_for(people.planner).post(at("edit", coming.pk), data, follow=True)
    coming.refresh_from_db()
    assert (coming.title, coming.place) == ("FGD Bcc: a@b.id", "Pendopo barat")
    assert len(list(page.context["messages"])) == 2  # saved, and who does not know of it yet


@pytest.mark.parametrize("name", ["agenda", "groups", "staff"])
def test_preparing_is_for_planners(client_for, people, round_, name):
    meeting = MeetingFactory(round=round_)
    assert client_for(people.head).get(at(name, meeting.pk)).status_code == 403


def test_an_empty_agenda_offers_a_usual_day(client_for, people, coming):
    page = client_for(people.planner).get(at("agenda", coming.pk)).content.decode()
    assert "Diskusi kelompok" in page
    assert not coming.agenda.exists()
    assert usual_agenda("guidance_1", None)[1][:2] == (time(8), time(8, 30))


@pytest.mark.parametrize(
    ("opening", "closing"),
    [(8, None), (9, 12), (20, 23), (23, None), (0, 2), (8, 16), (13, 14), (8, 8)],
)
@pytest.mark.parametrize("kind", ["fgd", "guidance_1"])
def test_a_usual_day_fits_between_its_hours(kind, opening, closing):
    rows = usual_agenda(kind, time(opening, 15), time(closing, 15) if closing else None)
    assert all(starts < ends for starts, ends, _title, _who in rows)
    assert [row[1] for row in rows[:-1]] == [row[0] for row in rows[1:]]
    if closing and closing > opening:
        assert rows[-1][1] <= time(closing, 15)
    assert rows[-1][2].startswith("Kesimpulan")

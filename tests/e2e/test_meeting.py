"""A whole FGD in the browser: from the invitation to the signed record, by all who take part."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from selaras.meetings.models import Group, Invitation, Meeting
from selaras.organisations.models import Agency, User
from tests.e2e.conftest import PHONE, faults, sign_in
from tests.e2e.test_arrival import receive

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PASSWORD = "kata-sandi-uji"
SCREEN = {"width": 1920, "height": 1080}
SOON = 8_000  # walls look again every 1.4 seconds; the rest is for a busy machine
GROUP = "Smart Living"
GUESTS = ("Dewi Peserta", "Bagus Peserta", "Citra Peserta")
SECTORS = ("government", "academia", "community")
CARDS = (
    "Antrean puskesmas 🚑 <script>document.title = 'diretas'</script>",
    "Antre di puskesmas terlalu lama",
    "Data stunting tersebar",
)
EDITED = "Data stunting tersebar di banyak aplikasi"
HEADING = "Layanan kesehatan"
DOTS = ((5, 0), (5, 0), (3, 2))  # of each phone, on the first and on the last card
TOP, REST = "13", "2"


@dataclass
class Cast:
    """Everybody who takes part, each with a browser of their own."""

    office: Page
    lead: Page
    hall: Page
    phones: list[Page]
    meeting: Meeting

    @property
    def group(self) -> Group:
        return self.meeting.groups.get(name=GROUP)

    def at(self, name: str, *args: object) -> str:
        return reverse(f"meetings:{name}", args=[self.meeting.pk, *args])


@pytest.fixture
def leader(db: None) -> User:
    """An account without any role: what it may do comes from the meeting alone."""
    return User.objects.create_user("fasilitator@example.test", PASSWORD, name="Fasilitator")


@pytest.fixture
def units(agency: Agency) -> list[Agency]:
    made = [
        Agency.objects.create(slug=name.split()[-1].lower(), name=name)
        for name in ("Dinas Pendidikan", "Dinas Sosial")
    ]
    return [agency, *made, Agency.objects.create(slug="bappeda", name="Bappeda", kind="badan")]


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def told(page: Page) -> None:
    """The page says that it is done."""
    expect(page.locator(".notice-success").first).to_be_visible(timeout=SOON)


def card(page: Page, words: str) -> Locator:
    return page.locator(".wall-card, .hall-card").filter(has_text=words)


def move(page: Page, cast: Cast, name: str) -> None:
    """Change the state of the meeting; the question before it is answered with yes."""
    page.goto(cast.at("meeting"))
    press(page, name)
    page.locator('#confirm [data-answer="yes"]').click()
    told(page)


def prepare(page: Page, round_: Any, chair: User, leader: User) -> Meeting:
    """The form, the agenda and the facilitator of one group."""
    page.goto(reverse("meetings:create", args=[round_.slug]))
    assert faults(page) == []
    page.fill("[name=title]", "FGD Kesehatan")
    page.fill("[name=held_on]", timezone.localdate().isoformat())
    page.fill("[name=starts]", "08:00")
    page.fill("[name=ends]", "23:59")
    page.fill("[name=place]", "Pendopo")
    page.select_option("[name=chair]", str(chair.pk))
    press(page, "Simpan")
    told(page)
    meeting = Meeting.objects.get()
    page.goto(reverse("meetings:agenda", args=[meeting.pk]))
    page.fill("[name=agenda-0-title]", "Sambutan Bupati")
    page.fill("[name=agenda-0-speaker]", "Bupati")
    press(page, "Simpan")
    expect(page.locator(".agenda-list")).to_contain_text("Sambutan Bupati", timeout=SOON)
    page.goto(reverse("meetings:staff", args=[meeting.pk]))
    page.select_option("[name=staff-0-group]", label=GROUP)
    page.fill("[name=staff-0-person]", f"{leader.name} · {leader.email}")
    page.select_option("[name=staff-0-kind]", "facilitator")
    press(page, "Simpan")
    expect(page.locator("#living")).to_contain_text(leader.name, timeout=SOON)
    return meeting


def invite(cast: Cast, units: list[Agency]) -> None:
    """All heads of work units in one step, and the letter to each."""
    page = cast.office
    page.goto(cast.at("invite"))
    page.locator('[name=sets][value="heads"]').check()
    press(page, "Undang")
    told(page)
    assert cast.meeting.invitations.count() == len(units)
    page.goto(cast.at("letter"))
    page.fill("[name=number]", "005/812/415.34/2019")
    page.fill("[name=signatory_name]", "Bupati Uji")
    press(page, "Simpan")
    told(page)
    first = cast.meeting.invitations.earliest("position_in_list")
    for address in (reverse("meetings:letter-pdf", args=[first.pk]), cast.at("letters-pdf")):
        assert page.context.request.get(address).body().startswith(b"%PDF")


def answer(cast: Cast) -> None:
    """One head comes, another sends somebody; both on a phone and without an account."""
    comes, sends = (
        cast.meeting.invitations.get(agency__name=name)
        for name in ("Dinas Kesehatan", "Dinas Pendidikan")
    )
    first, second, _third = cast.phones
    first.goto(reverse("meetings:answer", args=[comes.token]))
    first.locator('[name=answer][value="coming"]').check()
    first.fill("[name=name]", "Siti Sehat")
    press(first, "Kirim jawaban")
    expect(first.locator(".ticket svg")).to_be_visible(timeout=SOON)
    second.goto(reverse("meetings:answer", args=[sends.token]))
    second.locator('[name=answer][value="delegate"]').check()
    second.fill("[name=name]", "Siti Wakil")
    second.fill("[name=position]", "Sekretaris")
    press(second, "Kirim jawaban")
    expect(second.locator(".ticket")).to_contain_text("Siti Wakil", timeout=SOON)
    cast.office.goto(cast.at("invitations"))
    expect(cast.office.locator("#answers .stat-value").nth(1)).to_have_text("2")


def arrive(cast: Cast) -> None:
    """The doors open; the head is found by name at the officer's desk."""
    move(cast.office, cast, "Buka pintu")
    cast.office.goto(cast.at("desk"))
    receive(cast.office, "kesehatan", "Siti Sehat")
    expect(cast.office.locator("#hasil .is-there")).to_have_count(1, timeout=SOON)
    came = Invitation.objects.get(attendance__name="Siti Sehat")
    assert came.agency is not None
    assert came.agency.name == "Dinas Kesehatan"


def join(page: Page, code: str, name: str, sector: str) -> None:
    page.goto(reverse("meetings:enter"))
    page.fill("[name=code]", f"{code[:3]} {code[3:]}".lower())
    press(page, "Lanjut")
    page.get_by_label(GROUP, exact=True).check()
    page.locator(f'[name=sector][value="{sector}"]').check()
    page.fill("[name=name]", name)
    if sector == SECTORS[0]:
        assert faults(page) == []
    press(page, "Ikut")
    expect(page.locator(".wall-status")).to_be_visible(timeout=SOON)


def set_phase(cast: Cast, phase: str) -> None:
    """The facilitator sets it; the phones that show the wall and the projector follow."""
    cast.lead.goto(cast.at("board", cast.group.pk))
    cast.lead.select_option("[name=phase]", phase)
    press(cast.lead, "Atur tahap")
    expect(cast.lead.locator(f".wall .phase-{phase}")).to_be_visible(timeout=SOON)
    for page in (*cast.phones, cast.hall):
        expect(page.locator(f".phase-{phase}").first).to_be_visible(timeout=SOON)


def write_alone(cast: Cast) -> None:
    """Everybody writes a card, and nobody sees another's, on no screen."""
    for page, words in zip(cast.phones, CARDS, strict=True):
        page.fill("[name=title]", words)
        press(page, "Pasang di dinding")
        expect(card(page, words)).to_be_visible(timeout=SOON)
    for page, words in zip(cast.phones, CARDS, strict=True):
        page.reload()
        expect(page.locator(".wall-card")).to_have_count(1)
        expect(page.locator(".wall-card h2")).to_have_text(words)
    assert faults(cast.phones[0]) == []
    cast.hall.reload()
    expect(cast.hall.locator(".hall-card")).to_have_count(0)


def discuss(cast: Cast) -> None:
    """All see all; a support and a comment reach the others."""
    for page in cast.phones:
        expect(page.locator(".wall-card")).to_have_count(3, timeout=SOON)
    expect(cast.hall.locator(".hall-card")).to_have_count(3, timeout=SOON)
    first, second, third = cast.phones
    expect(card(second, CARDS[0]).locator("h2")).to_have_text(CARDS[0])
    card(first, CARDS[1]).get_by_role("button").click()
    expect(card(first, CARDS[1]).locator("[aria-pressed=true]")).to_be_visible(timeout=SOON)
    expect(card(third, CARDS[1]).locator(".count")).to_have_text("1", timeout=SOON)
    card(third, CARDS[1]).locator("h2 a").click()
    third.fill("[name=text]", "Di desa kami juga")
    press(third, "Kirim komentar")
    told(third)
    expect(card(first, CARDS[1])).to_contain_text("1 komentar", timeout=SOON)
    assert faults(first) == []
    third.goto(reverse("meetings:wall", args=[cast.meeting.join_code]))


def arrange(cast: Cast) -> None:
    """Two cards become one, a heading stands over it, the third is worded better."""
    page = cast.lead
    page.reload()
    assert faults(page) == []
    root = card(page, CARDS[0]).locator("[name=card]")
    root.check()
    card(page, CARDS[1]).locator("[name=card]").check()
    page.select_option("#root", str(root.get_attribute("value")))
    press(page, "Gabungkan")
    told(page)
    for phone in cast.phones:
        expect(phone.locator(".wall-card")).to_have_count(2, timeout=SOON)
    page.goto(cast.at("headings", cast.group.pk))
    page.fill("#new", HEADING)
    press(page, "Simpan")
    told(page)
    page.goto(cast.at("board", cast.group.pk))
    card(page, CARDS[0]).locator("[name=card]").check()
    page.select_option("#heading", label=HEADING)
    press(page, "Tempatkan")
    expect(page.locator(".wall-heading")).to_have_text(HEADING, timeout=SOON)
    card(page, CARDS[2]).locator(".card-acts a").click()
    page.fill("[name=title]", EDITED)
    press(page, "Simpan")
    told(page)
    phone = cast.phones[1]
    expect(phone.locator(".wall-heading")).to_have_text(HEADING, timeout=SOON)
    card(phone, EDITED).locator("h2 a").click()
    expect(phone.locator("article details")).to_contain_text(CARDS[2])  # the first words stay
    phone.goto(reverse("meetings:wall", args=[cast.meeting.join_code]))


def vote(cast: Cast) -> None:
    """Dots from three phones; as long as it is open, no screen holds a result."""
    votes = [page.locator("[data-phases=voting] a") for page in cast.phones]
    for page, link, given in zip(cast.phones, votes, DOTS, strict=True):
        link.click()
        for words, number in zip((CARDS[0], EDITED), given, strict=True):
            for _dot in range(number):
                card(page, words).locator('[data-step="1"]').click()
        expect(page.locator("[data-left]")).to_have_text("0")
        press(page, "Kirim titik saya")
        expect(page.locator(".receipt")).to_be_attached(timeout=SOON)
    assert faults(cast.phones[0]) == []
    code, group = cast.meeting.join_code, cast.group.pk
    wall = [reverse(f"meetings:{name}", args=[code]) for name in ("wall", "wall-data")]
    shown = [(page, address) for page in cast.phones for address in wall]
    shown += [(cast.lead, cast.at(name, group)) for name in ("board", "board-data")]
    shown += [(cast.hall, cast.at(name, group)) for name in ("screen", "screen-data")]
    for page, address in shown:
        html = page.context.request.get(address).text()
        assert "kind-" in html  # the cards are there
        assert "votes" not in html
        assert "progress" not in html
    for page in cast.phones:
        page.goto(wall[0])
    assert "votes" not in cast.hall.content()


def show_result(cast: Cast) -> None:
    for words, number in ((CARDS[0], TOP), (EDITED, REST)):
        for page in (*cast.phones, cast.lead):
            expect(card(page, words).locator(".votes")).to_contain_text(number, timeout=SOON)
        bar = card(cast.hall, words).locator(".hall-votes")
        expect(bar.locator("strong")).to_have_text(number, timeout=SOON)
        expect(bar.locator("progress")).to_be_visible()
    assert faults(cast.phones[0]) == []
    assert faults(cast.hall) == []
    assert faults(cast.lead) == []


def decide(cast: Cast, kind: str, text: str, **values: str) -> None:
    page = cast.office
    page.goto(cast.at("decide"))
    page.select_option("[name=kind]", kind)
    page.fill("[name=text]", text)
    if "owner" in values:
        page.select_option("[name=owner]", label=values["owner"])
        page.fill("[name=due]", values["due"])
    press(page, "Simpan")


def conclude(cast: Cast) -> None:
    """A decision, an action point, and the top card as a need with its evidence."""
    page = cast.office
    decide(cast, "decision", "Antrean daring dibangun")
    told(page)
    decide(cast, "action", "Menyusun rancangan", owner="Dinas Sosial", due="2030-01-31")
    told(page)
    expect(page.locator("main")).to_contain_text("31 Januari 2030")
    assert faults(page) == []
    page.get_by_label(CARDS[0]).check()
    press(page, "Lanjutkan dengan yang dicentang")
    press(page, "Simpan 1 masukan")
    told(page)
    page.locator("main li", has_text=CARDS[0]).get_by_role("link").first.click()
    expect(page.locator("h1")).to_contain_text(CARDS[0], timeout=SOON)
    expect(page.locator("main")).to_contain_text(f"{TOP} suara")
    words = page.locator("main").inner_text()
    assert [name for name in GUESTS if name in words] == []


def report(cast: Cast) -> None:
    """The draft, one section in the planner's own words, the question to the chair."""
    page = cast.office
    page.goto(cast.at("report"))
    press(page, "Susun rancangan laporan")
    told(page)
    assert faults(page) == []
    page.locator("#opening a").click()
    page.locator(".prose-paper").click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+b")
    page.keyboard.type("Bupati")
    page.keyboard.press("Control+b")
    page.keyboard.type(" membuka acara.")
    press(page, "Simpan")
    expect(page.locator("#opening strong")).to_have_text("Bupati", timeout=SOON)
    press(page, "Minta tanda tangan pimpinan rapat")
    told(page)


def sign_record(cast: Cast, page: Page) -> None:
    """The chair follows the notice and signs; the papers are PDF."""
    page.goto(reverse("notices"))
    page.locator("main").get_by_role("link", name="FGD Kesehatan").first.click()
    press(page, "Tanda tangani dan tutup berita acara")
    told(page)
    cast.meeting.refresh_from_db()
    assert cast.meeting.state == "closed"
    assert faults(page) == []
    for paper in ("notulen", "berita-acara"):
        address = cast.at("report-file", 1, paper, "pdf")
        assert page.locator(f'main a[href="{address}"]').count() == 1
        assert page.context.request.get(address).body().startswith(b"%PDF")


def test_meeting_from_letter_to_record(
    open_page: Callable[..., Page],
    people: SimpleNamespace,
    round_: Any,
    leader: User,
    units: list[Agency],
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.MEDIA_ROOT = tmp_path / "berkas"
    office, lead, hall = open_page(), open_page(), open_page(SCREEN)
    sign_in(office, people.planner.email, PASSWORD)
    meeting = prepare(office, round_, people.leadership, leader)
    cast = Cast(office, lead, hall, [open_page(PHONE) for _name in GUESTS], meeting)
    invite(cast, units)
    answer(cast)
    arrive(cast)
    for page in (lead, hall):
        sign_in(page, leader.email, PASSWORD)
    hall.goto(cast.at("screen", cast.group.pk))
    expect(hall.locator(".hall-code")).to_contain_text(meeting.join_code)
    for page, name, sector in zip(cast.phones, GUESTS, SECTORS, strict=True):
        join(page, meeting.join_code, name, sector)
    set_phase(cast, "silent")
    write_alone(cast)
    set_phase(cast, "open")
    discuss(cast)
    arrange(cast)
    set_phase(cast, "voting")
    vote(cast)
    set_phase(cast, "done")
    show_result(cast)
    # The test's database, kept in memory, tells whoever reads while it is written "locked".
    for page in (*cast.phones, cast.hall, cast.lead):
        page.goto("about:blank")
    move(office, cast, "Akhiri pertemuan")
    late = cast.phones[0].context.request.get(reverse("meetings:join", args=[meeting.join_code]))
    assert late.status == 404
    conclude(cast)
    report(cast)
    chair = open_page()
    sign_in(chair, people.leadership.email, PASSWORD)
    sign_record(cast, chair)
    decide(cast, "decision", "Terlambat")
    expect(office.locator(".error-summary")).to_contain_text("tidak ada yang dapat diubah")
    assert meeting.decisions.count() == 2

"""The kit: colours that can be read, forms that are guarded, lists that page and leave whole."""

import csv
import io
import re
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.safestring import mark_safe
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from selaras.core import ledger
from selaras.core.models import LedgerEntry
from selaras.lib.colour import brand_tokens, contrast
from selaras.organisations.models import Agency, User
from selaras.web.keyset import page
from selaras.web.listing import TYPES, export

SRC = Path(__file__).parent.parent.parent / "src/selaras"
STYLES = [path for path in SRC.glob("*/static/*/*.css") if "vendor" not in path.parts]
TEMPLATES = sorted(SRC.glob("*/templates/**/*.html"))
AA_TEXT, AA_GRAPHIC = 4.5, 3
TOKENS = dict(
    re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{3,6})\b", (SRC / "web/static/web/tokens.css").read_text())
)
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
ClientFor = Callable[..., Client]


def value_of(word: str) -> str | None:
    """A colour of the style sheets as #rrggbb; None for what is no plain colour."""
    named = re.fullmatch(r"var\((--[\w-]+)\)", word.strip())
    found = TOKENS.get(named[1]) if named else word.strip()
    return found if found and re.fullmatch(r"#[0-9a-f]{3}([0-9a-f]{3})?", found) else None


def painted() -> Iterator[tuple[str, str, str]]:
    """Every rule that sets both text and ground: (selector, text, ground)."""
    for path in STYLES:
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        for selector, body in re.findall(r"([^{};]+)\{([^{}]*)\}", text):
            found = {
                name: value_of(word)
                for name, word in re.findall(r"(?<![\w-])([\w-]+):\s*([^;]+)", body)
            }
            for ink, ground in (
                ("color", "background"),
                ("color", "background-color"),
                ("--bs-btn-color", "--bs-btn-bg"),
                ("--bs-btn-hover-color", "--bs-btn-hover-bg"),
                ("--bs-btn-active-color", "--bs-btn-active-bg"),
                ("--bs-btn-disabled-color", "--bs-btn-disabled-bg"),
            ):
                if (one := found.get(ink)) and (other := found.get(ground)):
                    yield f"{path.name} {selector.strip()}", one, other


@pytest.mark.parametrize(
    ("ink", "grounds"),
    [
        ("--ink", "surface canvas off-bg brand-50 brand-100 line"),
        ("--ink-2", "surface canvas brand-50"),
        ("--brand-600", "surface canvas"),
        ("--brand-700", "surface canvas brand-50 brand-100"),
        ("--on-brand", "brand-500 brand-600 brand-700"),
        ("--ok", "ok-bg surface"),
        ("--warn", "warn-bg surface"),
        ("--bad", "bad-bg surface canvas"),
        ("--info", "info-bg surface"),
        ("--off", "off-bg surface"),
    ],
)
def test_fixed_tokens_can_be_read(ink: str, grounds: str) -> None:
    for ground in grounds.split():
        assert contrast(TOKENS[ink], TOKENS[f"--{ground}"]) >= AA_TEXT, ground


def test_frames_of_fields_can_be_seen() -> None:
    for frame in ("--line-input", "--brand-500"):
        for ground in ("--surface", "--canvas"):
            assert contrast(TOKENS[frame], TOKENS[ground]) >= AA_GRAPHIC


def test_every_painted_text_can_be_read() -> None:
    pairs = list(painted())
    assert len(pairs) > 20
    assert [pair for pair in pairs if contrast(pair[1], pair[2]) < AA_TEXT] == []


def test_style_sheets_use_only_tokens_that_there_are() -> None:
    text = "".join(path.read_text() for path in STYLES)
    used = set(re.findall(r"var\((--(?!bs-)[\w-]+)", text))
    assert used <= set(re.findall(r"(--[\w-]+):", text))


@given(COLOURS)
@example("#ffd400")
@example("#00a651")
@example("#d2232a")
@example("#000000")
@example("#ffffff")
def test_a_regencys_colour_can_be_read_where_it_is_painted(colour: str) -> None:
    made = brand_tokens(colour)
    assert set(made) <= set(TOKENS)
    white, surface = "#fff", TOKENS["--surface"]
    for ink, ground in (
        (made["--on-brand"], made["--brand-500"]),
        (white, made["--brand-600"]),
        (white, made["--brand-700"]),
        (made["--brand-600"], surface),
        (made["--brand-700"], made["--brand-50"]),
        (made["--brand-700"], made["--brand-100"]),
        (TOKENS["--ink"], made["--brand-50"]),
    ):
        assert contrast(ink, ground) >= AA_TEXT


def forms() -> Iterator[tuple[str, bool, str]]:
    """Every form of the templates: (template, whether it is posted, what is in it)."""
    for path in TEMPLATES:
        found = re.findall(r"<form\b([^>]*)>(.*?)</form>", path.read_text(), flags=re.DOTALL)
        for attributes, body in found:
            yield path.name, 'method="post"' in attributes, body


def test_every_posted_form_has_its_guard() -> None:
    assert sum(posted for _name, posted, _body in forms()) > 30
    assert [name for name, posted, body in forms() if posted and "{% guard %}" not in body] == []


def test_no_other_form_puts_the_token_into_its_address() -> None:
    assert [name for name, posted, body in forms() if not posted and "{% guard" in body] == []


@pytest.mark.parametrize(
    "inline",
    [
        r"<script\b(?![^>]*\bsrc=)",
        r"<style\b",
        r"\sstyle=",
        r"\son[a-z]+=[\"']",
        r"javascript:",
        r'(?:src|href|action)="(?:https?:)?//',  # everything comes from this site
    ],
)
def test_templates_hold_nothing_that_the_policy_forbids(inline: str) -> None:
    found = [path.name for path in TEMPLATES if re.search(inline, path.read_text())]
    assert found in ([], ["fill.html"])  # its import map bears a nonce: docs/adr/0006-web-forms.md


@pytest.mark.django_db
def test_pages_are_sent_with_a_strict_policy(client_for: ClientFor) -> None:
    answer = client_for(None).get(reverse("catalogue"))
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    html = answer.content.decode()
    assert not re.search(r"<script\b(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=\"", html)
    assert len(re.findall(r'name="_key"', html)) == len(
        set(re.findall(r'name="_key" value="(.+?)"', html))
    )


@pytest.mark.django_db
@pytest.mark.parametrize("look", ["office", "public"])
def test_catalogue_names_every_field_and_error(client_for: ClientFor, look: str) -> None:
    html = (
        client_for(None).get(reverse("catalogue"), {"frame": look, "errors": "1"}).content.decode()
    )
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    summary = html.split("data-error-summary")[1].split("</div>")[0]
    anchors = re.findall(r'href="#([^"]+)"', summary)
    assert anchors
    assert set(anchors) <= set(ids)
    for label in re.findall(r'<label[^>]*\sfor="([^"]+)"', html):
        assert label in ids
    for described in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(described.split()) <= set(ids)


@pytest.mark.django_db
def test_form_sent_twice_is_done_once(client_for: ClientFor, people: SimpleNamespace) -> None:
    client, address = client_for(people.planner), reverse("organisations:create-agency")
    form = {"name": "Dinas Sosial", "kind": "dinas", "sector": "government", "_key": uuid.uuid4()}
    first, second = client.post(address, form), client.post(address, form)
    assert first.url == second.url
    assert Agency.objects.filter(name="Dinas Sosial").count() == 1
    other = client_for(people.administrator).post(address, form)  # somebody else's key
    assert other.status_code == 409
    wrong = {**form, "name": "", "_key": uuid.uuid4()}
    assert client.post(address, wrong).status_code == 422
    again = client.post(address, {**wrong, "name": "Dinas Baru"})  # the key was given back
    assert again.status_code == 302
    assert Agency.objects.filter(name="Dinas Baru").exists()


@pytest.mark.django_db
def test_post_without_token_is_refused(people: SimpleNamespace) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.planner)
    address = reverse("organisations:create-agency")
    form = {"name": "Dinas Sosial", "kind": "dinas", "sector": "government"}
    assert client.post(address, form).status_code == 403
    html = client.get(address).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    assert token is not None
    assert client.post(address, {**form, "csrfmiddlewaretoken": token[1]}).status_code == 302


@pytest.fixture
def log(agency: Agency) -> None:
    with transaction.atomic():
        events = [ledger.Event("test.made", agency, {"n": number}) for number in range(7)]
        ledger.record_all(events, by=None)


@pytest.mark.django_db
@pytest.mark.parametrize("order", ["-sequence", "sequence"])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_pages_by_key_lead_forwards_and_back(log: None, order: str, size: int) -> None:
    rows = LedgerEntry.objects.all()

    def at(after: str | None) -> tuple[list[int], Any]:
        found = page(rows, order=order, after=after, size=size)
        return [entry.sequence for entry in found.items], found

    walked, after = [], None
    while True:
        items, found = at(after)
        walked.append(items)
        if not found.next:
            break
        after = found.next
    flat = [number for items in walked for number in items]
    assert flat == sorted(range(1, 8), reverse=order.startswith("-"))
    assert all(len(items) == size for items in walked[:-1])
    back = [walked[-1]]
    while not found.first:
        items, found = at(found.previous)
        back.append(items)
    assert back == walked[::-1]


@pytest.mark.django_db
@pytest.mark.parametrize("after", [None, "", "x", "-1", "1.5", "9" * 30, "²"])
def test_key_that_is_none_begins_at_the_beginning(log: None, after: str | None) -> None:
    found = page(LedgerEntry.objects.all(), order="-sequence", after=after, size=2)
    assert (found.first, [entry.sequence for entry in found.items]) == (True, [7, 6])


@pytest.mark.django_db
def test_page_by_key_costs_two_queries_at_most(log: None, django_assert_num_queries: Any) -> None:
    rows = LedgerEntry.objects.all()
    with django_assert_num_queries(1):
        page(rows, order="-sequence", after=None, size=2)
    with django_assert_num_queries(2):
        page(rows, order="-sequence", after="3", size=2)


VALUES = [
    ["Nama", "Jumlah", "Nilai", "Tanggal", "Kosong"],
    ["=1+1", 12, Decimal("1.5"), date(2019, 10, 8), None],
    ["Dinas & rekan", 0, -3, "—", mark_safe("<b>tebal</b> &amp; miring")],
]


def test_export_as_xlsx_keeps_numbers_and_days() -> None:
    answer = export(VALUES, title="Daftar", name="Daftar Unit", format="xlsx")
    assert answer.headers["Content-Type"] == TYPES["xlsx"]
    assert 'filename="daftar-unit.xlsx"' in answer.headers["Content-Disposition"]
    tab = load_workbook(io.BytesIO(answer.content)).active
    first, second = ([cell.value for cell in row] for row in tab.iter_rows(min_row=2))
    assert first[:3] == ["'=1+1", 12, 1.5]
    assert first[3].date() == date(2019, 10, 8)
    assert second[:3] == ["Dinas & rekan", 0, -3]
    assert not second[3]
    assert "<b>" not in second[4]


def test_export_as_csv_holds_the_same() -> None:
    answer = export(VALUES, title="Daftar", name="Daftar Unit", format="csv")
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == VALUES[0]
    assert rows[1] == ["'=1+1", "12", "1.5", "2019-10-08", ""]
    assert rows[2][:4] == ["Dinas & rekan", "0", "-3", ""]


@pytest.fixture
def units(db: None) -> list[Agency]:
    """More than a page of them; one that would run as a formula."""
    names = ["=HYPERLINK(1)", *(f"Unit {number:03d}" for number in range(60))]
    return Agency.objects.bulk_create(
        Agency(slug=f"u-{number}", name=name) for number, name in enumerate(names)
    )


def units_page(client_for: ClientFor, user: User, **query: Any) -> HttpResponse:
    more = query.pop("headers", {})
    return client_for(user).get(reverse("organisations:agencies"), query, headers=more)


def test_listing_pages_sorts_and_searches(
    client_for: ClientFor, people: SimpleNamespace, units: list[Agency]
) -> None:
    def names(**query: Any) -> list[str]:
        answer = units_page(client_for, people.officer, **query)
        return [row.record.name for row in answer.context["table"].page]

    assert len(names()) == 50
    assert len(names(page=2)) == 12  # Dinkes is there too
    assert names(page=99) == names(page=2)
    assert names(page="x") == names()
    assert names(sort="-name")[0] == "Unit 059"
    assert names(q="unit 01") == [f"Unit {number:03d}" for number in (1, *range(10, 20))]
    assert names(q="unit kesehatan") == []
    assert names(sort="password") == names()


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_listing_leaves_whole_and_harmless(
    client_for: ClientFor, people: SimpleNamespace, units: list[Agency], form: str
) -> None:
    def names(**query: Any) -> list[str]:
        content = units_page(client_for, people.officer, format=form, **query).content
        if form == "csv":
            rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        else:
            tab = load_workbook(io.BytesIO(content)).active
            rows = [[cell.value for cell in row] for row in tab.iter_rows()]
        return [row[0] for row in rows[1:]]

    assert len(names()) == 62
    assert "'=HYPERLINK(1)" in names()
    assert names(q="unit 059") == ["Unit 059"]
    assert names(sort="-name", page=2)[0] == "Unit 059"


def test_listing_answers_htmx_with_the_list_alone(
    client_for: ClientFor, people: SimpleNamespace, units: list[Agency]
) -> None:
    headers = {"HX-Request": "true", "HX-Target": "list"}
    part = units_page(client_for, people.officer, headers=headers)
    assert "Unit 001" in part.content.decode()
    assert "<html" not in part.content.decode()
    assert "HX-Request" in part.headers["Vary"]
    whole = units_page(client_for, people.officer, headers={"HX-Request": "true"})
    assert "<html" in whole.content.decode()


def test_unknown_format_is_the_page(
    client_for: ClientFor, people: SimpleNamespace, units: list[Agency]
) -> None:
    answer = units_page(client_for, people.officer, format="exe")
    assert answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.django_db
def test_lost_pages_say_what_to_do(client_for: ClientFor, people: SimpleNamespace) -> None:
    lost = client_for(None).get("/tidak-ada/")
    assert lost.status_code == 404
    assert "<h1" in lost.content.decode()
    closed = client_for(people.citizen).get(reverse("organisations:people"))
    assert closed.status_code == 403
    assert people.citizen.name in closed.content.decode() or "<h1" in closed.content.decode()


@pytest.mark.django_db
def test_reader_chooses_the_language(client_for: ClientFor, people: SimpleNamespace) -> None:
    client = client_for(None)
    assert (
        '<html lang="id"'
        in client.get(reverse("home"), headers={"Accept-Language": "en"}).content.decode()
    )
    client.post(reverse("set_language"), {"language": "en", "next": reverse("home")})
    assert '<html lang="en"' in client.get(reverse("home")).content.decode()
    User.objects.filter(pk=people.officer.pk).update(language="en")
    assert '<html lang="en"' in client_for(people.officer).get(reverse("home")).content.decode()


def test_a_long_list_of_checkboxes_works_without_its_script(client_for: ClientFor) -> None:
    page = client_for(None).get(reverse("catalogue")).content.decode()
    assert re.search(r'data-choices-search hidden>\s*<input [^>]*type="search"', page)
    assert page.count('type="checkbox" name="units"') == 8


def test_area_map_has_numbers_with_their_names_for_phones(client_for: ClientFor) -> None:
    page = client_for(None).get(reverse("catalogue")).content.decode()
    names = re.findall(r'<li><a href="#peta">([^<]+)</a>', page.split('class="tile-names"')[1])
    assert names[:2] == ["Plandaan", "Kudu"]  # row by row
    assert len(re.findall('class="tile-number"', page)) == len(names) == 8

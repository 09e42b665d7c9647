"""Rich text in the browser: what is stored stays the small Markdown of lib/prose.py.

The content policy holds here, unlike in most other browser tests.
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from selaras.lib.document import Block, Heading, ListBlock, Paragraph, Run
from selaras.lib.prose import parse_prose
from selaras.meetings.actions import draft_report, save_section
from selaras.meetings.models import Meeting, ReportSection
from tests.e2e.conftest import PHONE, WIDE, faults, sign_in
from tests.meetings.room import group_of, held

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
TEXTS = (
    "",
    "Satu baris",
    "Dua\nbaris menjadi satu paragraf",
    "## Judul\n\n### Anak judul\n#### Cucu judul\nlangsung disusul",
    "## Judul dengan **bintang** dan [tautan](https://a.id)",
    "- satu\n- **dua** dengan *miring*\n- [tiga](https://jombangkab.go.id/a?b=1&c=2)",
    "* bintang\n• bulatan\n- strip\n\n- daftar kedua",
    "1. satu\n2) dua\n7. tujuh\n\n1. daftar baru",
    "Kalimat\n1. langsung disusul nomor\n- lalu butir\nlalu kalimat",
    "Tahun\n2019. Bukan nomor",
    "2 * 3 * 4 = 24, dan * sendiri, **tak ditutup",
    "[kurung] (biasa) [x](javascript:alert(1)) [y](/peta/) [z](//jahat.id)",
    "**a****b** ***c*** ** d ** *e***f**",
    "Puskesmas 🚑 👩🏽‍⚕️ <script>alert(1)</script> &amp; \"kutip\" 'satu'",
    "Rp\u00a01.000  dua spasi\tdan tab\u200b lebar nol",
    "-\nbukan butir\n\n-  \n\n##\n\n##### bukan judul\n# bukan judul",
    "   menjorok\n\n   - butir menjorok   \n\n   1.   nomor menjorok",
    "**[tebal](https://a.id)** [**label**](mailto:a@b.id) \\*lolos\\*",
    "baris\r\nWindows\r\n\r\n- butir\r\n- lagi",
)
BOTH = "\n\n".join([*(text for text in TEXTS if text and "\r" not in text), "Tamat"])
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal
{margin:0cm;font-family:Calibri}</style></head><body lang=IN><!--StartFragment-->
<h1 style='margin:0'><span lang=IN>Hasil diskusi<o:p></o:p></span></h1>
<p class=MsoNormal style='margin-bottom:0cm'><b><span lang=IN style='font-size:12.0pt;
color:red'>Bupati</span></b><span lang=IN> membuka
acara, <i>tepat waktu</i>.<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if
!supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Antrean
daring<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if
!supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Data
<b>satu</b><o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;</span></span><![endif]>Pertama</p>
<h2>Lampiran</h2><table><tr><td><p>Dinas</p></td><td><p>Tugas</p></td></tr></table>
<ol><li>Luar<ul><li>Dalam</li></ul></li></ol>
<p><u>Garis bawah</u> <a href="https://jombangkab.go.id/(a)">situs</a>
<a href="javascript:alert(1)">jahat</a></p>
<img src="https://jahat.example/x.png" onerror="document.title='diretas'">
<script>document.title='diretas'</script></body></html>"""
PASTED = """## Hasil diskusi

**Bupati** membuka acara, *tepat waktu*.

- Antrean daring
- Data **satu**

1. Pertama

### Lampiran

Dinas | Tugas

1. Luar

- Dalam

Garis bawah [situs](https://jombangkab.go.id/(a%29) jahat"""


def meaning(source: str) -> list[Block]:
    """The blocks without the names of their places."""
    blocks = parse_prose(source)
    return [replace(each, anchor="") if isinstance(each, Heading) else each for each in blocks]


def facts(source: str) -> list[Any]:
    """The blocks as the browser's reader tells them."""

    def runs(made: Iterable[Run]) -> list[list[Any]]:
        return [[run.text, run.bold, run.italic, run.href] for run in made]

    told: list[Any] = []
    for block in parse_prose(source):
        match block:
            case Heading():
                told.append([f"h{block.level - 1}", [[block.text, False, False, ""]]])
            case Paragraph():
                told.append(["p", runs(block.runs)])
            case ListBlock():
                kind = "ol" if block.ordered else "ul"
                told.append([kind, [runs(item) for item in block.items]])
    return told


# What the reader finds, and what the text becomes when it is written wholly anew.
CONVERT = """async (texts) => {
  const { parse, show, write, remember } = await import("/static/web/prose_text.js");
  const { read } = await import("/static/web/prose_html.js");
  const runs = (unit) => unit.runs.map((r) => [r.text, !!r.bold, !!r.italic, r.href ?? ""]);
  const told = (units) => units.reduce((all, unit, at) => {
    if (!unit.list) return [...all, [unit.kind, runs(unit)]];
    if (units[at - 1]?.list !== unit.list) all.push([unit.kind, []]);
    all.at(-1)[1].push(runs(unit));
    return all;
  }, []);
  return texts.map((text) => {
    const place = document.createElement("div");
    place.innerHTML = show(parse(text));
    const found = read(place);
    const known = /^(P|H[23]|UL|OL|LI|B|I|A|BR)$/;
    const wild = [...place.querySelectorAll("*")].filter((node) => !known.test(node.nodeName));
    return {
      told: told(parse(text)), wild: wild.length,
      same: write(found, remember(text, found)),
      more: write([...found, { kind: "p", runs: [{ text: "AKHIR" }] }], remember(text, found)),
      anew: write(found, remember("", [])),
    };
  });
}"""


@pytest.fixture
def meeting(people: SimpleNamespace, round_: Any) -> Meeting:
    made = held(round_, people)
    group_of(made).staff.create(user=people.officer, kind="notes")
    draft_report(by=people.planner, meeting=made)
    return made


def section(meeting: Meeting) -> ReportSection:
    return ReportSection.objects.get(report__meeting=meeting, code="opening")


def given(meeting: Meeting, body: str) -> None:
    ReportSection.objects.filter(pk=section(meeting).pk).update(body=body)


def opened(page: Page, meeting: Meeting) -> Locator:
    page.goto(reverse("meetings:report-section", args=[meeting.pk, "opening"]))
    page.locator(".prose-paper").wait_for()  # until then the plain field bears the name
    return page.get_by_role("textbox", name="Teks")


def save(page: Page) -> None:
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.wait_for_url("**/laporan/")


@pytest.fixture
def office(open_page: Callable[..., Page], people: SimpleNamespace) -> Page:
    page = open_page(WIDE, policy=True)
    sign_in(page, people.planner.email, "kata-sandi-uji")
    return page


def lines() -> list[str]:
    """Texts of marks at random, the same ones each time."""
    chance = random.Random(2019)
    pieces = [
        "*",
        "**",
        "[",
        "](",
        ")",
        "#",
        "## ",
        "- ",
        "1. ",
        "2) ",
        "\n",
        "\n\n",
        " ",
        "a",
        "https://b.id",
    ]
    return ["".join(chance.choices(pieces, k=chance.randint(2, 18))) for _ in range(600)]


def test_browser_reads_and_writes_as_the_server_does(office: Page, meeting: Meeting) -> None:
    opened(office, meeting)
    texts = [*TEXTS, BOTH, *lines()]
    for text, made in zip(texts, office.evaluate(CONVERT, texts), strict=True):
        assert made["told"] == facts(text), text
        assert made["wild"] == 0
        assert made["same"] == text
        assert meaning(made["more"]) == meaning(f"{text.strip()}\n\nAKHIR"), text
    for text, made in zip(TEXTS[:8], office.evaluate(CONVERT, TEXTS[:8]), strict=True):
        again = meaning(made["anew"])
        assert [type(each) for each in again] == [
            type(each) for each in meaning(text)
        ] or "daftar" in text


def test_untouched_text_is_saved_to_the_letter(office: Page, meeting: Meeting) -> None:
    for body in (BOTH, "a  b\n* x\n\n- y"):
        given(meeting, body)
        opened(office, meeting).click()
        office.get_by_role("button", name="Simpan", exact=True).focus()
        save(office)
        assert section(meeting).body == body


def test_what_others_wrote_stays_when_a_paragraph_is_added(office: Page, meeting: Meeting) -> None:
    given(meeting, BOTH)
    editor = opened(office, meeting)
    editor.click()
    office.keyboard.press("Control+End")
    office.keyboard.press("Enter")
    office.keyboard.press("Enter")
    office.keyboard.type("Paragraf terakhir")
    save(office)
    assert section(meeting).body == f"{BOTH}\n\nParagraf terakhir"


def test_writing_with_keys_and_buttons(office: Page, meeting: Meeting) -> None:
    given(meeting, "")
    editor = opened(office, meeting)
    bold, points = (office.get_by_role("button", name=name) for name in ("Tebal", "Butir"))
    editor.click()
    office.keyboard.press("Control+b")
    expect(bold).to_have_attribute("aria-pressed", "true")
    office.keyboard.type("Bupati")
    office.keyboard.press("Control+b")
    office.keyboard.type(" membuka acara.")
    office.keyboard.press("Enter")
    points.click()
    expect(points).to_have_attribute("aria-pressed", "true")
    for words in ("Antrean daring", "Data terpadu"):
        office.keyboard.type(words)
        office.keyboard.press("Enter")
    office.keyboard.press("Enter")
    office.keyboard.type("1. Pertama")
    office.keyboard.press("Enter")
    office.keyboard.type("Kedua")
    office.keyboard.press("Enter")
    office.keyboard.press("Enter")
    office.get_by_role("button", name="Judul", exact=True).click()
    office.keyboard.type("Penutup")
    office.keyboard.press("Enter")
    office.keyboard.type("Lihat situs")
    office.keyboard.press("Shift+Control+ArrowLeft")
    office.keyboard.press("Control+k")
    office.keyboard.type("jombangkab.go.id")
    office.keyboard.press("Enter")
    expect(editor.locator("a")).to_have_attribute("href", "https://jombangkab.go.id")
    save(office)
    assert section(meeting).body == (
        "**Bupati** membuka acara.\n\n- Antrean daring\n- Data terpadu\n\n1. Pertama\n2. Kedua\n\n"
        "## Penutup\n\nLihat [situs](https://jombangkab.go.id)"
    )
    expect(office.locator("#opening strong")).to_have_text("Bupati")


def test_marks_by_hand_show_what_they_become(office: Page, meeting: Meeting) -> None:
    given(meeting, "")
    editor = opened(office, meeting)
    undo = office.get_by_role("button", name="Urungkan")
    expect(undo).to_have_attribute("aria-disabled", "true")
    editor.click()
    office.keyboard.type("**tebal** dan <script>")
    editor.blur()
    expect(editor.locator("b")).to_have_text("tebal")
    editor.click()
    undo.click()
    expect(editor.locator("b")).to_have_count(0)
    office.locator("[data-prose-act=redo]").click()  # by name once it is translated
    expect(editor.locator("b")).to_have_count(1)
    save(office)
    assert section(meeting).body == "**tebal** dan <script>"


def paste(editor: Locator, kind: str, data: str) -> None:
    editor.click()
    editor.evaluate(
        """(area, [kind, data]) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData(kind, data);
          const told = { clipboardData, bubbles: true, cancelable: true };
          area.dispatchEvent(new ClipboardEvent("paste", told));
        }""",
        [kind, data],
    )


def test_paste_from_word_keeps_what_we_know(office: Page, meeting: Meeting) -> None:
    given(meeting, "")
    editor = opened(office, meeting)
    title = office.title()
    paste(editor, "text/html", WORD)
    expect(editor.locator("h2")).to_have_text("Hasil diskusi")
    assert editor.locator("img, script, span, u, table").count() == 0
    assert office.title() == title
    save(office)
    assert section(meeting).body == PASTED


def test_plain_paste_keeps_lines_and_numbers(office: Page, meeting: Meeting) -> None:
    given(meeting, "")
    editor = opened(office, meeting)
    paste(editor, "text/plain", "Hadir:\n1. Dinas A\n2. Dinas B\n<b>bukan tebal</b>")
    expect(editor).to_contain_text("bukan tebal")
    save(office)
    assert section(meeting).body == ("Hadir:\n\n1. Dinas A\n2. Dinas B\n\n<b>bukan tebal</b>")


def test_both_texts_are_joined_in_the_same_editor(
    office: Page, meeting: Meeting, people: SimpleNamespace
) -> None:
    given(meeting, "Satu\n\nDua")
    editor = opened(office, meeting)
    editor.click()
    office.keyboard.press("Control+End")
    office.keyboard.type(" dan tiga")
    save_section(
        by=people.officer, section=section(meeting), body="Satu **benar**\n\nDua", revision=0
    )
    office.get_by_role("button", name="Simpan", exact=True).click()
    joined = office.get_by_role("textbox", name="Teks")
    expect(joined.locator("b")).to_have_text("benar")
    assert faults(office) == []
    office.get_by_role("button", name="Simpan teks gabungan").click()
    office.wait_for_url("**/laporan/")
    assert section(meeting).body == "Satu **benar**\n\nDua dan tiga"


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_editor_is_clean(
    open_page: Callable[..., Page], meeting: Meeting, people: SimpleNamespace, size: Any
) -> None:
    given(meeting, BOTH)
    page = open_page(size, policy=True)
    sign_in(page, people.planner.email, "kata-sandi-uji")
    opened(page, meeting).click()
    assert faults(page) == []
    page.get_by_role("button", name="Tautan").click()
    assert faults(page) == []


def test_leaving_without_saving_is_asked_about(office: Page, meeting: Meeting) -> None:
    asked: list[str] = []
    office.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    given(meeting, "Satu")
    editor = opened(office, meeting)
    editor.click()
    office.get_by_role("link", name="Batal").click()
    office.wait_for_url("**/laporan/")
    assert asked == []
    opened(office, meeting).click()
    office.keyboard.press("Control+a")
    office.get_by_role("button", name="Tebal").click()
    office.get_by_role("link", name="Batal").click()
    office.wait_for_url("**/laporan/")
    assert asked == ["beforeunload"]
    assert section(meeting).body == "Satu"

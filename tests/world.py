"""One object of every kind, so that every address of the access table has something to show."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from selaras.core import files
from selaras.core.models import Job
from selaras.initiatives.models import Initiative, Milestone
from selaras.initiatives.rules import State
from selaras.masterplan.actions import create_books
from selaras.meetings.actions import send_input
from selaras.meetings.models import Meeting
from selaras.meetings.workbook import template
from selaras.needs.models import Need
from selaras.organisations.models import Area
from selaras.portfolio.models import Choice, Criterion
from selaras.questionnaires.actions import create_device, publish_form, receive_answer
from selaras.questionnaires.models import StrayPost, Submission
from selaras.questionnaires.types import Upload as AnswerFile
from selaras.strategy.models import Dimension, PlanDocument, PlanNode, Stage
from selaras.surveys.models import Part, Response, Section, Survey, Upload
from selaras.systems.actions import upload_inventory
from selaras.systems.models import Finding, Interface, System
from tests.questionnaires.forms import REFERENCE, answer

# Addresses whose number is not that of their room's usual object.
OF_RESPONSE = [
    f"surveys:{name}"
    for name in (
        "response", "send-response", "deputy", "approve", "return", "reopen", "difference"
    )
]  # fmt: skip
FORMS = {"questionnaires:version-file": "xml", "questionnaires:export": "xlsx"}
OF_PART = [f"surveys:{name}" for name in ("part", "assign", "copy-last", "comment", "settle")]


@dataclass
class World:
    made: dict[str, Any]

    def values(self, name: str) -> dict[str, str]:
        """Values of the parts of an address, by the part's name; `name` is the address's own."""
        made = self.made
        base = {
            "round": made["round"].slug,
            "slug": made["agency"].slug if name.startswith("organisations") else made["round"].slug,
            "agency": made["agency"].slug,
            "dimension": made["dimension"].code,
            "code": self.code(name),
            "number": "1",
            "name": "sk.pdf" if name.endswith("answer-file") else "desa.csv",
            "form_id": made["version"].questionnaire.form_id,
            "resource": "Submissions",
            "secret": made["secret"],
            "subject": made["part"].subject,
            "year": str(made["round"].start_year),
            "part": "utama",
            "state": "committed",
            "form": FORMS.get(name, "csv"),
            "uuid": str(made["job"].pk),
            "reference": made["input"].reference,
            "file": str(made["workbook"].pk),
            "item": str(made["input"].pk),
            "kind": "notulen",
            "format": "pdf",
        }
        return {**base, "pk": str(self.key(name))}

    def code(self, name: str) -> str:
        if name.startswith("strategy"):
            return str(self.made["plan"].code)
        return str(self.made["area"].code if name.startswith("organisations") else "GOV-01")

    def key(self, name: str) -> object:
        made = self.made
        special = {
            "file": made["file"],
            "job": made["job"],
            "strategy:stage": made["stage"],
            "strategy:move-stage": made["stage"],
            "strategy:node": made["node"],
            "strategy:remove-node": made["node"],
            "surveys:upload": made["upload"],
            "surveys:problems": made["upload"],
            "initiatives:milestone": made["milestone"],
            "portfolio:withdraw": made["choice"],
            "questionnaires:answer": made["answer"],
            "questionnaires:answer-file": made["answer"],
            "questionnaires:answer-pdf": made["answer"],
            "questionnaires:place": made["stray"],
            "questionnaires:revoke": made["device"],
            **dict.fromkeys(OF_RESPONSE, made["response"]),
            **dict.fromkeys(OF_PART, made["part"]),
            **dict.fromkeys(
                ("systems:finding", "systems:decide", "systems:finding-need"), made["finding"]
            ),
            **dict.fromkeys(
                ("systems:interface", "systems:edit-interface", "systems:remove-interface"),
                made["interface"],
            ),
            **dict.fromkeys(
                ("systems:import-columns", "systems:import-preview", "systems:take-in"),
                made["import"],
            ),
        }
        rooms = {
            "organisations": made["person"],
            "needs": made["need"],
            "systems": made["system"],
            "meetings": made["meeting"],
            "surveys": made["survey"],
            "masterplan": made["section"],
            "questionnaires": made["version"].questionnaire,
        }
        room = name.split(":", maxsplit=1)[0]
        if room.startswith("openrosa") or name.startswith("questionnaires:fill"):
            return made["version"].pk
        found = special.get(name) or rooms.get(room)
        return found.pk if found else 1


def make_answers(people: Any, survey: Survey, agency: Any) -> dict[str, Any]:
    """A questionnaire, the unit's section of the survey, and its answer with one file."""
    version = publish_form(
        by=people.planner,
        name="survei.md",
        data=REFERENCE.encode(),
        media=[("desa.csv", b"name\n")],
    )
    response = Response.objects.create(survey=survey, agency=agency)
    section = Section.objects.create(survey=survey, version=version)
    part = Part.objects.create(response=response, section=section)
    document = "<sis><dokumen>sk.pdf</dokumen></sis>"
    received = receive_answer(
        by=people.officer,
        xml=answer(systems=document),
        uploads=[AnswerFile("sk.pdf", b"%PDF-1.7")],
        subject=part.subject,
    )
    receive_answer(by=people.officer, xml=answer("uuid:tersisih", version="2019"))
    device, secret = create_device(by=people.officer, name="Ponsel uji")
    return {
        "version": version,
        "response": response,
        "part": part,
        "answer": Submission.objects.get(pk=received.submission_id),
        "stray": StrayPost.objects.get(),
        "device": device,
        "secret": secret,
    }


def register_of_systems(people: Any, agency: Any, round_: Any) -> dict[str, Any]:
    """An open-source system with what it exchanges, what was found, and a file on its way in."""
    system = System.objects.create(
        round=round_, agency=agency, name="Aplikasi antrean", description="Antrean loket",
        license_type="open_source", repository="https://git.example.go.id/antrean.git",
        licence="MIT", contact="Budi (contoh)", year=2001,
    )  # fmt: skip
    finding = Finding.objects.create(
        round=round_, kind="ageing", key=f"ageing:{system.pk}", title=system.name,
        reasons=[["old", {"year": 2001, "years": 19}]], score=50,
    )  # fmt: skip
    finding.systems.add(system)
    return {
        "system": system,
        "finding": finding,
        "interface": Interface.objects.create(
            round=round_, source=system, target_text="BPJS", data="Data pasien"
        ),
        "import": upload_inventory(
            by=people.planner,
            round=round_,
            name="daftar.csv",
            data=f"Nama Aplikasi;OPD\nSIMPUS;{agency.name}\nSIKDA;Tidak ada\n".encode(),
        ),
    }


def a_meeting(people: Any, round_: Any, dimension: Dimension) -> dict[str, Any]:
    """A meeting that everybody may see, with what a citizen wrote to it."""
    meeting = Meeting.objects.create(
        round=round_, title="FGD uji", held_on=date(2019, 10, 8), public=True,
        input_until=date(2100, 1, 1),
    )  # fmt: skip
    meeting.groups.create(name=dimension.label, dimension=dimension)
    group = meeting.groups.get()
    meeting.contributions.create(group=group, dimension=dimension, title="Antrean", row_key="a")
    made = send_input(meeting=meeting, text="Lampu jalan mati.", by=people.citizen)
    data = template(meeting)
    book = files.store(name="fgd.xlsx", data=data, accepted=("xlsx",), by=people.planner)
    return {"meeting": meeting, "input": made, "workbook": book}


def make_world(people: Any, agency: Any, round_: Any) -> World:
    dimension = Dimension.objects.get(edition=round_.edition, code="governance")
    plan = PlanDocument.objects.create(
        code="rpjmd-uji", name="RPJMD uji", first_year=2018, last_year=2023
    )
    node = PlanNode.objects.create(document=plan, kind="mission", code="1", text="Misi satu")
    round_.plan = plan
    round_.save()
    stage = Stage.objects.create(round=round_, kind="fgd", name="FGD")
    initiative = Initiative.objects.create(
        round=round_, code="GOV-01", title="Layanan satu pintu", dimension=dimension, owner=agency,
        start_year=2020, end_year=2021, state=State.SELECTED, quick_win_year=2020,
    )  # fmt: skip
    Criterion.objects.create(
        round=round_,
        code="dampak",
        name="Dampak",
        weight=100,
        anchor_0="a",
        anchor_50="b",
        anchor_100="c",
    )
    survey = Survey.objects.create(round=round_, name="Survei uji")
    answered = make_answers(people, survey, agency)
    books = create_books(by=people.planner, round=round_)
    return World(
        {
            "round": round_,
            "agency": agency,
            "dimension": dimension,
            "plan": plan,
            "node": node,
            "stage": stage,
            "area": Area.objects.create(code="35.17", name="Jombang", level=Area.Level.REGENCY),
            "person": people.citizen,
            "need": Need.objects.create(
                round=round_, title="Antrean panjang", dimension=dimension, agency=agency
            ),
            **register_of_systems(people, agency, round_),
            **a_meeting(people, round_, dimension),
            "survey": survey,
            **answered,
            "upload": Upload.objects.create(survey=survey, by=people.planner),
            "milestone": Milestone.objects.create(
                initiative=initiative, title="Mulai", due=date(2020, 3, 1)
            ),
            "choice": Choice.objects.create(
                round=round_,
                year=2020,
                dimension=dimension,
                initiative=initiative,
                by=people.planner,
            ),
            "section": books[0].sections.get(code="latar-belakang"),
            "job": Job.objects.create(kind="masterplan.build", title="Uji", by=people.planner),
            "file": files.store(
                name="a.pdf", data=b"%PDF-1.7", accepted=("pdf",), by=people.planner
            ),
        }
    )

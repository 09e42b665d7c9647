"""One object of every kind, so that every address of the access table has something to show."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from selaras.core import files
from selaras.core.models import Job
from selaras.initiatives.models import Initiative, Milestone
from selaras.initiatives.rules import State
from selaras.masterplan.actions import create_books
from selaras.meetings.actions import (
    draft_report,
    save_decision,
    save_section,
    send_input,
    sign_report,
)
from selaras.meetings.models import Attendance, Invitation, Kiosk, Meeting
from selaras.meetings.queries import content_of, digest_of
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
OF_INVITATION = [
    f"meetings:{name}"
    for name in (
        "invitation", "withdraw-invitation", "restore-invitation", "letter-pdf", "letter-docx"
    )
]  # fmt: skip
FORMS = {
    "questionnaires:version-file": "xml",
    "questionnaires:export": "xlsx",
    "meetings:report-file": "pdf",
}
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
            "attendance": str(made["attendance"].pk),
            "kiosk": str(made["kiosk"].pk),
            "token": self.token(name),
            "group": str(made["group"].pk),
            "card": str(made["card"].pk),
            "decision": str(made["decision"].pk),
            "section": "opening",
            "version": "1",
            "revision": "0",
            "document": "notulen",
            "digest": made["signed"].digest[:16],
            "reference": made["input"].reference,
            "file": str(made["workbook"].pk),
            "item": str(made["input"].pk),
            "kind": "notulen",
            "format": "pdf",
        }
        return {**base, "pk": str(self.key(name))}

    def token(self, name: str) -> str:
        kiosk = name.startswith("meetings:kiosk")
        return str(self.made["kiosk"].token if kiosk else self.made["invitation"].token)

    def code(self, name: str) -> str:
        if name.startswith("meetings"):
            return str(self.made["meeting"].join_code)
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
            **dict.fromkeys(OF_INVITATION, made["invitation"]),
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


def open_meeting(round_: Any, dimension: Any, people: Any, agency: Any) -> dict[str, Any]:
    """A meeting under way: somebody invited, somebody who came, a kiosk, a card on a wall."""
    today = timezone.localdate()
    meeting = Meeting.objects.create(
        round=round_,
        title="FGD uji",
        held_on=today,
        last_day=today + timedelta(days=1),
        starts=time(0, 1),  # its kiosk works at whatever hour the tests run
        state="running",
        join_code="AB2C3D",
        chair=people.leadership,
        public=True,
        input_until=today,
    )
    group = meeting.groups.create(name="Smart Governance", dimension=dimension, phase="open")
    card = group.contributions.create(
        meeting=meeting, dimension=dimension, title="Antrean", row_key="uji"
    )
    return {
        "meeting": meeting,
        "group": group,
        "card": card,
        **door_of(meeting, people, agency),
        **papers_of(people, agency, meeting),
        **input_to(people, meeting),
    }


def door_of(meeting: Meeting, people: Any, agency: Any) -> dict[str, Any]:
    """Somebody who was invited, somebody who came, and a kiosk."""
    invited = Invitation.objects.create(meeting=meeting, agency=agency, addressee="Kepala Dinas")
    came = Attendance.objects.create(
        meeting=meeting, invitation=invited, agency=agency, name="Budi (contoh)",
        way=Attendance.Way.NAME, arrived=meeting.opening,
    )  # fmt: skip
    kiosk = Kiosk.objects.create(meeting=meeting, opened_by=people.planner)
    return {"invitation": invited, "attendance": came, "kiosk": kiosk}


def papers_of(people: Any, agency: Any, meeting: Meeting) -> dict[str, Any]:
    """A decision and a draft report of the meeting, and another one that is signed."""
    decision = save_decision(
        by=people.planner,
        meeting=meeting,
        values={"kind": "action", "text": "Menyusun daftar antrean", "owner": agency},
    )
    report = draft_report(by=people.planner, meeting=meeting)
    section = report.sections.get(code="opening")
    save_section(by=people.planner, section=section, body="Dibuka oleh ketua.", revision=0)
    other = Meeting.objects.create(
        round=meeting.round,
        title="FGD selesai",
        held_on=date(2019, 10, 8),
        state="ended",
        chair=people.leadership,
    )
    done = draft_report(by=people.planner, meeting=other)
    signed = sign_report(by=people.leadership, report=done, digest=digest_of(content_of(done)))
    return {"decision": decision, "signed": signed}


def input_to(people: Any, meeting: Meeting) -> dict[str, Any]:
    """What a citizen wrote to the meeting, and the workbook of what was held on paper."""
    made = send_input(meeting=meeting, text="Lampu jalan mati.", by=people.citizen)
    data = template(meeting)
    book = files.store(name="fgd.xlsx", data=data, accepted=("xlsx",), by=people.planner)
    return {"input": made, "workbook": book}


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
            **open_meeting(round_, dimension, people, agency),
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

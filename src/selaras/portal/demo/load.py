"""Loading Jombang's 2019 round, step by step, by the same code as a user's own."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone, translation

from selaras.core import search
from selaras.core.models import Notice
from selaras.core.preferences import save_preferences
from selaras.core.registry import Report
from selaras.initiatives import workbook as programme_workbook
from selaras.initiatives.actions import import_initiatives, move_initiative
from selaras.initiatives.models import Initiative, State
from selaras.lib.xforms.definition import FormDefinition
from selaras.masterplan.actions import create_books
from selaras.organisations.actions import load_areas, place_areas
from selaras.organisations.models import Agency, Area, User
from selaras.portal.demo import people
from selaras.portal.demo.answers import answer_xml, unit_answers
from selaras.portal.demo.meetings import hold_meetings
from selaras.portal.demo.rows import Names, programme_rows
from selaras.portal.demo.systems import load_systems
from selaras.portfolio.actions import choose_quick_win, commit, save_criteria, save_scores
from selaras.portfolio.types import CriterionRow
from selaras.questionnaires.actions import receive_answer
from selaras.questionnaires.models import FormVersion
from selaras.questionnaires.queries import newest_of
from selaras.strategy.actions import complete_stage, create_plan, create_round, save_node
from selaras.strategy.models import FrameworkEdition, PlanDocument, PlanNode, Round
from selaras.surveys.actions import (
    approve_response,
    create_survey,
    send_response,
    set_sections,
)
from selaras.surveys.models import Response

DATA = Path(__file__).parent / "data"
SLUG = "jombang-2019"
SECTIONS = (
    "skpd_profil", "skpd_sistem", "skpd_data", "skpd_layanan", "skpd_kesiapan", "skpd_kebutuhan",
)  # fmt: skip
ANSWERED = {"skpd_profil", "skpd_sistem", "skpd_kebutuhan"}  # what was asked in 2019
UNSIGNED = ("LIV-02", "SOC-04")  # heads who have yet to commit, so that there is a task to try


def load(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def is_loaded() -> bool:
    return Round.objects.filter(slug=SLUG).exists()


class Demo:
    """The steps in order; each is one transaction or a series of a user's own uploads."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.users: dict[str, User] = {}

    @property
    def planner(self) -> User:
        return self.users[people.ACCOUNTS[0].email]

    @property
    def round(self) -> Round:
        return Round.objects.select_related("edition", "plan").get(slug=SLUG)

    @transaction.atomic
    def regency(self) -> None:
        """Units, partners, people, areas and the name of the site."""
        rows = load("agencies")
        slugs = {row["name"]: row["slug"] for row in rows}
        self._agencies(rows, slugs)
        for row in load("partners"):
            Agency.objects.create(
                slug=row["slug"],
                name=row["name"],
                short_name=row["short"],
                sector=row["sector"],
                kind=Agency.Kind.PARTNER,
            )
        self.users = people.make_people()
        lines = (DATA / "areas.csv").read_text(encoding="utf-8").splitlines()[1:]
        names = ("code", "name", "level", "parent")
        load_areas(
            by=self.planner, rows=[dict(zip(names, line.split(","), strict=True)) for line in lines]
        )
        place_areas(by=self.planner, tiles=load("areas_tiles"))
        areas = dict(Area.objects.values_list("code", "pk"))
        for row in rows:
            if row["area_code"]:
                Agency.objects.filter(slug=row["slug"]).update(area_id=areas[row["area_code"]])
        values = {
            "site.name": "Selaras Jombang",
            "site.tagline": "Smart city Kabupaten Jombang",
            "regency.name": "Kabupaten Jombang",
            "regency.code": "35.17",
            "site.address": self.address,
            "site.demo": True,
        }
        save_preferences(values, by=self.planner)
        search.rebuild()

    def _agencies(self, rows: list[Mapping[str, Any]], slugs: Mapping[str, str]) -> None:
        made: dict[str, Agency] = {}
        for row in sorted(rows, key=lambda row: bool(row["parent"])):
            made[row["slug"]] = Agency.objects.create(
                slug=row["slug"],
                name=row["name"],
                short_name=row["short"],
                kind=row["kind"],
                parent=made[slugs[row["parent"]]] if row["parent"] else None,
            )

    @transaction.atomic
    def plan_and_round(self) -> None:
        source = load("rpjmd")
        plan = create_plan(
            by=self.planner,
            code=source["code"],
            name=source["name"],
            first_year=source["first_year"],
            last_year=source["last_year"],
            legal_basis=source["legal_basis"],
        )
        self._nodes(plan, source["nodes"])
        create_round(
            by=self.planner,
            slug=SLUG,
            name="Masterplan Smart City Kabupaten Jombang 2020–2029",
            purpose="Putaran 2019: FGD, survei, quick win, peta jalan, masterplan, enam dimensi.",
            start_year=2020,
            end_year=2029,
            edition=FrameworkEdition.objects.get(code="jombang-2019"),
            plan=plan,
            variant="jombang-2019",
            public=True,
            is_demo=True,
        )

    def _nodes(self, plan: PlanDocument, rows: list[Mapping[str, Any]]) -> None:
        made: dict[tuple[str, str], PlanNode] = {}
        for row in rows:
            node = save_node(
                by=self.planner,
                document=plan,
                kind=row["kind"],
                code=row["code"],
                parent=made[tuple(row["parent"])] if row["parent"] else None,
                text=row["text"],
                nomenclature_code=row["nomenclature_code"],
                unit=row["unit"],
                baseline=row["baseline"],
                source=row["source"],
                is_demo=row["demo"],
                targets={int(year): value for year, value in (row.get("targets") or {}).items()},
            )
            made[row["kind"], row["code"]] = node

    def fgd(self) -> None:
        """The FGD and the workshop, each from the invitation to the signed record."""
        hold_meetings(
            round=self.round,
            users=self.users,
            source=load("meetings"),
            fgd=load("fgd"),
            invited=[row["agency"] for row in load("survey")],
        )
        now = timezone.now()  # what was said in 2019 is not news
        Notice.objects.filter(read_at=None).update(read_at=now, mailed_at=now)

    def survey(self, report: Report) -> None:
        """Every unit answers section by section, its head sends, the planner approves."""
        answers = {row["agency"]: row for row in load("survey")}
        survey = create_survey(
            by=self.planner,
            round=self.round,
            name="Survei SKPD 2019",
            deadline=date(2019, 10, 31),
            instructions="Tuliskan sistem informasi, kebutuhan, dan gagasan unit Anda.",
            contact="Bappeda Kabupaten Jombang",
            agencies=Agency.objects.filter(slug__in=answers),
            is_demo=True,
        )
        versions = [newest_of(form_id) for form_id in SECTIONS]
        set_sections(
            by=self.planner,
            survey=survey,
            versions=versions,
            optional=[each.pk for each in versions if each.questionnaire.form_id not in ANSWERED],
        )
        forms = {each.questionnaire.form_id: (each, each.definition) for each in versions}
        found = survey.responses.select_related("agency").prefetch_related(
            "parts__section__version__questionnaire"
        )
        with translation.override("id"):
            for number, response in enumerate(found, start=1):
                self._answer(response, answers[response.agency.slug], forms, number)
                report(number, len(answers), response.agency.label)
        now = timezone.now()  # what was said in 2019 is not news
        Notice.objects.update(read_at=now, mailed_at=now)

    @transaction.atomic
    def _answer(
        self,
        response: Response,
        row: Mapping[str, Any],
        forms: Mapping[str, tuple[FormVersion, FormDefinition]],
        number: int,
    ) -> None:
        slug = response.agency.slug
        given = unit_answers(row)
        for part in response.parts.all():
            form_id = part.section.version.questionnaire.form_id
            if form_id not in given:
                continue
            version, definition = forms[form_id]
            xml = answer_xml(
                definition, version.xform, given[form_id],
                instance_id=f"uuid:{uuid5(NAMESPACE_URL, f'{slug}/{form_id}')}",
            )  # fmt: skip
            receive_answer(
                by=self.users[people.officer_email(slug)], xml=xml, subject=part.subject, demo=True
            )
        send_response(
            by=self.users[people.head_email(slug)],
            response=response,
            received_on=date(2019, 10, 14) + timedelta(days=number % 15),
        )
        approve_response(by=self.planner, response=response)

    @transaction.atomic
    def systems(self) -> None:
        """The inventory of applications with interfaces and appraisals, all made up."""
        inventory = (DATA / "inventory.csv").read_bytes()
        with translation.override("id"):
            load_systems(
                by=self.planner, round=self.round, inventory=inventory, source=load("systems")
            )

    def programmes(self) -> None:
        with translation.override("id"):
            data = programme_workbook.build(
                self.round, programme_rows(load("initiatives"), Names(self.round))
            )
        import_initiatives(by=self.planner, round=self.round, data=data, is_demo=True)
        for initiative in Initiative.objects.filter(round=self.round):
            move_initiative(by=self.planner, initiative=initiative, to=State.PROPOSED)

    def ranking(self, report: Report) -> None:
        """Three judges score every programme, then people choose."""
        source, round_ = load("scores"), self.round
        save_criteria(
            by=self.planner, round=round_, rows=[CriterionRow(**row) for row in source["criteria"]]
        )
        codes = [row["code"] for row in source["criteria"]]
        judges = [self.users[account.email] for account in people.ACCOUNTS[:3]]
        programmes = {each.code: each for each in Initiative.objects.filter(round=round_)}
        for number, (code, given) in enumerate(source["scores"].items(), start=1):
            for judge, values in zip(judges, given, strict=True):
                scores = {name: (value, "") for name, value in zip(codes, values, strict=True)}
                save_scores(by=judge, initiative=programmes[code], scores=scores)
            report(number, len(programmes))
        self._choose(source["selection"], programmes)

    def _choose(
        self, selection: list[Mapping[str, Any]], programmes: Mapping[str, Initiative]
    ) -> None:
        """The quick wins of the first year; everything else that was proposed: the roadmap."""
        round_ = self.round
        for row in selection:
            choose_quick_win(
                by=self.planner,
                round=round_,
                year=row["year"],
                initiative=programmes[row["code"]],
                reason=row["reason"],
            )
        for initiative in Initiative.objects.filter(round=round_, state=State.PROPOSED):
            move_initiative(by=self.planner, initiative=initiative, to=State.SELECTED)

    def commitments(self) -> None:
        """Almost every head commits; then the stages of 2019 are closed."""
        chosen = (
            Initiative.objects.filter(round=self.round, state=State.SELECTED)
            .exclude(code__in=UNSIGNED)
            .select_related("owner", "round")
        )
        for initiative in chosen:
            head = self.users[people.head_email(initiative.owner.slug)]
            commit(
                by=head,
                initiative=initiative,
                signer_name=head.name,
                signer_position=head.position,
                signed_on=date(2019, 12, 17),
                statement="Kami siap melaksanakan program ini dan melaporkan kemajuannya.",
                is_demo=True,
            )
        for stage in self.round.stages.all():
            if stage.kind not in {"roadmap", "masterplan"} and stage.due:
                complete_stage(by=self.planner, stage=stage, on=stage.due)

    def books(self) -> None:
        create_books(by=self.planner, round=self.round, narratives=load("narratives"))
        search.rebuild()


def sample_accounts() -> list[tuple[str, str]]:
    """(role in words, e-mail) of the accounts to try."""
    rows = [(account.position or "Warga", account.email) for account in people.ACCOUNTS]
    unit = people.SAMPLE_UNIT
    rows.insert(1, ("Petugas Dinas Kesehatan", people.officer_email(unit)))
    rows.insert(2, ("Kepala Dinas Kesehatan", people.head_email(unit)))
    rows.append(("Mitra", f"mitra@{people.DOMAIN}"))
    return rows

from decimal import Decimal

import pytest

from selaras.strategy.models import NodeTarget, PlanDocument, PlanNode


@pytest.fixture
def plan(db: None) -> PlanDocument:
    """One mission with a goal, an indicator with targets and a programme."""
    document = PlanDocument.objects.create(
        code="rpjmd-uji", name="RPJMD uji", first_year=2018, last_year=2023
    )

    def node(kind: str, code: str, parent: PlanNode | None, **fields: object) -> PlanNode:
        position = document.nodes.count() + 1
        return PlanNode.objects.create(
            document=document, kind=kind, code=code, parent=parent, position=position, **fields
        )

    vision = node("vision", "1", None, text="Berkarakter dan berdaya saing")
    mission = node("mission", "1", vision, text="Birokrasi yang bersih")
    goal = node("goal", "1.1", mission, text="Pelayanan publik yang baik", source="Bab V")
    indicator = node("indicator", "1.1.1", goal, text="Indeks SPBE", baseline=Decimal("2.35"))
    node("programme", "P-1", goal, text="Aplikasi informatika", nomenclature_code="2.16.03")
    for year, value in ((2019, "2.6"), (2020, "2.8")):
        NodeTarget.objects.create(node=indicator, year=year, value=Decimal(value))
    return document

"""Programmes for tests: a candidate with a complete sheet unless said otherwise."""

from datetime import date
from decimal import Decimal

import factory

from selaras.initiatives.models import BudgetLine, Initiative, Kpi, KpiTarget, Milestone, Risk


class InitiativeFactory(factory.django.DjangoModelFactory):
    """Give `round`, `dimension` and `owner`."""

    class Meta:
        model = Initiative

    code = factory.Sequence(lambda number: f"GOV-{number + 1:02d}")
    title = factory.Sequence(lambda number: f"Program uji {number + 1}")
    problem = "Antrean panjang"
    goal = "Antrean pendek"
    output = "Aplikasi antrean"
    outcome = "Warga tidak menunggu"
    beneficiaries = "Pasien puskesmas"
    start_year = 2020
    end_year = 2021
    chosen = factory.LazyAttribute(lambda made: made.state not in ("candidate", "proposed"))
    state = "candidate"


def complete(initiative: Initiative) -> Initiative:
    """Add what a proposal needs besides the texts, and one of every other part."""
    BudgetLine.objects.create(initiative=initiative, year=2020, source="APBD", amount=250_000_000)
    kpi = Kpi.objects.create(
        initiative=initiative, name="Waktu tunggu", unit="menit", baseline=Decimal(90)
    )
    KpiTarget.objects.create(kpi=kpi, year=2020, value=Decimal("45.5"))
    Milestone.objects.create(initiative=initiative, title="Uji coba", due=date(2020, 6, 30))
    Risk.objects.create(initiative=initiative, text="Jaringan putus", likelihood=3, impact=4)
    return initiative

"""Cost of the register of systems: duplicates, an import of 5,000 rows, the rules, the pages.

Prints; asserts nothing. `DATABASE_URL` chooses the database (it is emptied), else SQLite.
"""

import random
from typing import Any

import world
from django.conf import settings
from django.test import Client
from pages import measure

from selaras.lib.sheets import write_table
from selaras.organisations.models import Agency, User
from selaras.portal.demo.load import load
from selaras.strategy.actions import create_round
from selaras.strategy.models import FrameworkEdition, Round
from selaras.systems.actions import refresh_findings, take_in_inventory, upload_inventory
from selaras.systems.queries import plan_import, register_of
from selaras.systems.rules.duplicates import find_duplicates
from selaras.systems.rules.findings import find_all
from selaras.systems.types import Mapped

HEADER = (
    "No", "Nama Aplikasi", "Perangkat Daerah", "Uraian", "Fungsi", "Kode RAB", "Basis Aplikasi",
    "Tahun", "Status", "Jumlah Pengguna", "Inputan Data", "Customer Data", "Bahasa Pemrograman",
)  # fmt: skip
SYLLABLES = (
    "ka", "si", "ma", "pe", "la", "ter", "ngan", "bu", "di", "ro", "tan", "wi", "su", "ja", "nu",
    "lo", "kem", "bar", "pro",
)  # fmt: skip
CODES = ("04.01", "09.02", "06.01", "03.01", "02.11", "09.06", "01.01")


def words() -> tuple[list[str], list[str]]:
    """The vocabulary of the demo's systems, and a long tail of words that are seldom used."""
    systems = [system for row in load("survey") for system in row["systems"]]
    texts = " ".join(f"{each['name']} {each['description']} {each['problem']}" for each in systems)
    common = sorted({w for w in texts.lower().replace(",", " ").split() if len(w) > 3})
    pick = random.Random(1)
    tail = ["".join(pick.choices(SYLLABLES, k=pick.randint(2, 4))) for _each in range(6000)]
    return common, tail


def rows(count: int, units: list[Agency]) -> list[tuple[Any, ...]]:
    """An inventory; one system in twelve is like another one."""
    common, tail = words()
    pick = random.Random(2)
    names: dict[tuple[int, str], None] = {}
    made: list[tuple[Any, ...]] = []
    while len(made) < count:
        lead = pick.choice(("Sistem informasi ", "Aplikasi ", "SIM ", "e-", "Portal ", ""))
        name = lead + " ".join([*pick.choices(common, k=pick.randint(1, 2)), pick.choice(tail)])
        if made and pick.random() < 0.08:
            name = made[pick.randrange(len(made))][1] + pick.choice(("", " 2", " online", "s"))
        unit = pick.choice(units)
        if (unit.pk, name.lower()) in names:
            continue
        names[unit.pk, name.lower()] = None
        text = " ".join(pick.choice((common, tail)[pick.random() < 0.4]) for _each in range(10))
        data = "; ".join(f"{pick.choice(common)} {pick.choice(tail)}" for _each in range(3))
        made.append(
            (
                len(made) + 1,
                name,
                unit.name,
                text,
                pick.choice(common),
                pick.choice(CODES),
                pick.choice(("Web", "Web dan Mobile", "Desktop")),
                pick.randint(2005, 2025),
                pick.choice(("Aktif", "Aktif", "Tidak Aktif")),
                pick.randint(1, 9000),
                data,
                pick.choice(units).name,
                "PHP 7",
            )  # fmt: skip
        )
    return made


def register(count: int, planner: User) -> Round:
    Agency.objects.bulk_create(
        Agency(slug=f"dinas-{count}-{n}", name=f"Dinas {count} nomor {n:03}") for n in range(60)
    )
    units = list(Agency.objects.filter(slug__startswith=f"dinas-{count}-"))
    round_ = create_round(
        by=planner,
        name=f"Putaran {count} sistem",
        start_year=2026,
        end_year=2030,
        edition=FrameworkEdition.objects.get(code="jombang-2019"),
        variant="jombang-2019",
    )
    data = write_table("Daftar", HEADER, rows(count, units))
    print(f"\n{count} systems ({len(data) // 1000} kB of XLSX)")
    plan = world.timed(
        "read, checked and compared",
        lambda: plan_import(by=planner, round=round_, data=data, mapped=Mapped()),
        per=count,
        unit="row",
    )
    assert plan.is_good, plan.problems[:3]
    for text in ("taken in", "the same file again"):
        made = upload_inventory(by=planner, round=round_, name="daftar.xlsx", data=data)
        take = lambda made=made: take_in_inventory(by=planner, made=made)  # noqa: E731
        world.timed(text, take, per=count, unit="row")
    return round_


def main() -> None:
    settings.ALLOWED_HOSTS = ["*"]
    world.start()
    planner = world.people()
    client = Client()
    client.force_login(planner)
    for count in (400, 5000):
        round_ = register(count, planner)
        facts = world.timed("register loaded for the rules", lambda r=round_: register_of(r))
        found = world.timed("duplicates", lambda f=facts: find_duplicates(f.systems, f.places))
        every = world.timed("all seven kinds of findings", lambda f=facts: find_all(f))
        world.timed("findings kept", lambda r=round_: refresh_findings(round=r))
        print(f"  {len(found)} duplicates, {len(every)} findings")
        for page in ("", "peta/", "temuan/", "kuadran/", "antarmuka/", "target/"):
            milliseconds, queries = measure(client, f"/sistem/{round_.slug}/{page}")
            print(f"  /sistem/…/{page:<32}{milliseconds:8.1f} ms {queries:>3} q")


if __name__ == "__main__":
    main()

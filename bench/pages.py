"""Cost of pages (milliseconds, queries), import and books, at 60 and at 600 units.

Prints; asserts nothing. `DATABASE_URL` chooses the database (it is emptied), else SQLite.
"""

import statistics
import time

import world
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from selaras.initiatives.models import Initiative
from selaras.strategy.models import Round

REPEATS = 7


def pages(round_: Round) -> list[str]:
    programme = Initiative.objects.filter(round=round_).first()
    survey = round_.surveys.first()
    return [
        "/",
        round_.get_absolute_url(),
        survey.get_absolute_url(),
        f"/sistem/{round_.slug}/",
        f"/kebutuhan/{round_.slug}/",
        f"/program/{round_.slug}/",
        programme.get_absolute_url(),
        f"/pilihan/{round_.slug}/",
        f"/masterplan/{round_.slug}/",
        "/organisasi/",
        "/pengaturan/buku-besar/",
        "/cari/?q=pelayanan",
    ]


def measure(client: Client, url: str) -> tuple[float, int]:
    """(median milliseconds, queries) of one page, warm."""
    client.get(url)
    times = []
    for _repeat in range(REPEATS):
        began = time.perf_counter()
        response = client.get(url)
        times.append((time.perf_counter() - began) * 1000)
        assert response.status_code == 200, (url, response.status_code)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return statistics.median(times), len(queries)


def main() -> None:
    settings.ALLOWED_HOSTS = ["*"]
    costs: dict[str, list[tuple[float, int]]] = {}
    for units in (60, 600):
        world.start()
        planner = world.people()
        print(f"\n{units} units")
        round_ = world.fill(units, planner)
        world.books(round_, planner)
        client = Client()
        client.force_login(planner)
        for url in pages(round_):
            costs.setdefault(url.replace(round_.slug, "…"), []).append(measure(client, url))
    print(f"\n  {'page':<44}{'60 units':>20}{'600 units':>20}{'ratio':>8}")
    for url, both in costs.items():
        if len(both) == 2:
            cells = "".join(f"{ms:>11.1f} ms {queries:>3} q" for ms, queries in both)
            print(f"  {url:<44}{cells}{both[1][0] / both[0][0]:>8.1f}")


if __name__ == "__main__":
    main()

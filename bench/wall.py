"""One wall and many phones: how soon all see a change, what a phone costs, and where it ends.

A real server as in production (granian, one process, four threads) and simulated phones that look
again as live.js does, write now and then, and note when they first see a marked card. Phones are
added until a change takes more than two seconds. `DATABASE_URL` chooses the database (it is
emptied), else SQLite. `--sse` sends the wall down open streams instead. Prints; asserts nothing.
"""

import argparse
import asyncio
import contextlib
import gzip
import os
import random
import secrets
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import world  # sets Django up in a folder of its own
from django.utils import timezone

from selaras.meetings.actions import create_meeting
from selaras.meetings.models import Contribution, Group, Meeting, Participant
from selaras.meetings.queries import hashed
from selaras.strategy.actions import create_round
from selaras.strategy.models import FrameworkEdition

STEPS = (25, 75, 150, 225, 300, 450, 600)
SECONDS, CARDS, EVERY, GOAL = 20, 40, 1.4, 2.0
TOKEN = "b" * 32
TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Measured:
    polls: list[float] = field(default_factory=list)
    seen: dict[str, dict[int, float]] = field(default_factory=dict)  # probe -> phone -> seconds
    sent: dict[str, float] = field(default_factory=dict)
    answers: Counter[int] = field(default_factory=Counter)
    bytes: int = 0


class Phone:
    """One kept connection, the cookie of one participant, and the page's manners."""

    def __init__(self, number: int, secret: str, port: int, code: str, told: Measured) -> None:
        self.number, self.port, self.code, self.told = number, port, code, told
        self.cookie = f"ruang={secret}; csrftoken={TOKEN}"
        self.revision = ""
        self.cards: list[int] = []
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: str = "") -> tuple[int, bytes]:
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port, limit=2**22)
        reader, writer = self.streams
        head = (
            f"{method} /ruang/{self.code}/{path} HTTP/1.1\r\nHost: localhost\r\n"
            f"Cookie: {self.cookie}\r\nAccept: application/json\r\nAccept-Encoding: gzip\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        writer.write((head + body).encode())
        top = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        status = int(top.split(" ", 2)[1])
        length = next(
            (int(row[15:]) for row in top.split("\r\n") if row[:14] == "content-length"), 0
        )
        content = await reader.readexactly(length) if length else b""
        self.told.answers[status] += 1
        self.told.bytes += len(top) + len(content)
        return status, gzip.decompress(content) if "content-encoding: gzip" in top else content

    def note(self, content: bytes) -> None:
        now = time.perf_counter()
        for probe, sent in self.told.sent.items():
            known = self.told.seen.setdefault(probe, {})
            if self.number not in known and probe.encode() in content:
                known[self.number] = now - sent

    async def look(self) -> None:
        began = time.perf_counter()
        status, content = await self.ask("GET", f"dinding/isi/?r={self.revision}")
        self.told.polls.append(time.perf_counter() - began)
        if status == 200:
            self.revision = content.split(b'"revision": ')[1].split(b",")[0].decode()
            self.note(content)

    async def live(self, until: float) -> None:
        await asyncio.sleep(random.random() * EVERY)
        wait = EVERY
        while time.perf_counter() < until:
            began = time.perf_counter()
            await self.look()
            wait = max(EVERY, 3 * (time.perf_counter() - began))
            await asyncio.sleep(wait * random.uniform(0.85, 1.15))

    async def listen(self, until: float) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**22)
        path = f"/ruang/{self.code}/aliran"
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {self.cookie}\r\n\r\n".encode()
        )
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(until - time.perf_counter()):
                while line := await reader.readline():
                    self.told.bytes += len(line)
                    self.note(line)
        writer.close()

    async def write(self, until: float, pause: float, cards: list[int]) -> None:
        """A support now and then, and every fifth time a card."""
        mate = Phone(self.number, "", self.port, self.code, self.told)  # posts go their own way
        mate.cookie = self.cookie
        while True:
            rest = random.expovariate(1 / pause)
            if time.perf_counter() + rest > until:
                return
            await asyncio.sleep(rest)
            if random.random() < 0.2:
                await mate.post(title=f"Kartu {secrets.token_hex(3)}", kind="need")
            else:
                act = random.choice(("support", "withdraw"))
                await mate.post(**{act: random.choice(cards)})

    async def post(self, **values: object) -> None:
        key = secrets.token_hex(16)
        body = urlencode({"csrfmiddlewaretoken": TOKEN, "_key": key, **values})
        await self.ask("POST", "dinding/", body)


async def probing(phone: Phone, until: float) -> None:
    """Every three seconds a card that all shall see; its time runs from before it is sent."""
    while time.perf_counter() < until - 4:
        probe = f"penanda-{secrets.token_hex(4)}"
        phone.told.sent[probe] = time.perf_counter()
        await phone.post(title=probe, kind="issue")
        await asyncio.sleep(3)


async def hall(
    meeting: Meeting, cards: list[int], keys: list[str], port: int, pause: float, *, sse: bool
) -> Measured:
    told, until = Measured(), time.perf_counter() + SECONDS
    phones = [Phone(n, key, port, meeting.join_code, told) for n, key in enumerate(keys)]
    sender = Phone(-1, keys[0], port, meeting.join_code, told)
    work = [phone.listen(until) if sse else phone.live(until) for phone in phones]
    writes = [phone.write(until, pause, cards) for phone in phones]
    await asyncio.gather(*work, *writes, probing(sender, until))
    return told


def prepare() -> tuple[Meeting, Group]:
    planner = world.people()
    edition = FrameworkEdition.objects.get(code="jombang-2019")
    round_ = create_round(
        by=planner, name="Ukur", start_year=2020, end_year=2029, edition=edition,
        variant="jombang-2019",
    )  # fmt: skip
    meeting = create_meeting(
        by=planner, round=round_, title="FGD ukur", held_on=timezone.localdate()
    )
    Meeting.objects.filter(pk=meeting.pk).update(state="running")
    group = meeting.groups.first()
    assert group is not None
    return meeting, group


def fresh_wall(meeting: Meeting, group: Group, phones: int) -> list[str]:
    """The same wall for every step, and the secrets of its phones."""
    for model in (Contribution.comments.rel.related_model, Contribution.supports.rel.related_model):
        model.objects.all().delete()
    Contribution.objects.all().delete()
    Participant.objects.all().delete()
    Group.objects.filter(pk=group.pk).update(phase="open")
    keys = [secrets.token_urlsafe(32) for _phone in range(phones)]
    Participant.objects.bulk_create(
        Participant(meeting=meeting, group=group, secret_hash=hashed(key)) for key in keys
    )
    Contribution.objects.bulk_create(
        Contribution(
            meeting=meeting, group=group, kind="need", title=f"Kartu nomor {n} tentang layanan",
            description="Keterangan sepanjang satu atau dua kalimat, seperti di ruang nyata. " * 2,
            row_key=f"ukur-{phones}-{n}",
        )
        for n in range(CARDS)
    )  # fmt: skip
    return keys


@contextlib.contextmanager
def serving(threads: int, *, sse: bool) -> Iterator[tuple[int, int]]:
    """(port, process id) of a server as `selaras serve` starts it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    target = "wall_sse:application" if sse else "selaras.wsgi:application"
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port),
        "--workers", "1", "--blocking-threads", str(threads), "--no-ws", "--log-level", "warning",
        target,
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=Path(__file__).parent)
    try:
        for _try in range(300):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port)).close()
                break
            time.sleep(0.1)
        yield port, server.pid
    finally:
        server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(timeout=10)
        server.kill()


def spent(pid: int) -> float:
    """Processor seconds of a process and its children."""
    ticks = 0
    for file in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parts = file.read_text().rsplit(")", 1)[1].split()
            if int(file.parent.name) == pid or int(parts[1]) == pid:
                ticks += int(parts[11]) + int(parts[12])
    return ticks / TICK


def share(values: list[float], part: float) -> float:
    ordered = sorted(values) or [float("nan")]
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def line(phones: int, told: Measured, cpu: float) -> float:
    """Print one step; returns the seconds in which 95 of 100 phones saw a change."""
    seen = [took for found in told.seen.values() for took in found.values()]
    missed = sum(phones - len(found) for found in told.seen.values())
    last = [max(found.values()) for found in told.seen.values() if len(found) == phones]
    p95 = share(seen, 0.95) if not missed else float("inf")
    every = f"{statistics.median(last):.2f}" if last else "never"
    print(
        f"  {phones:>6}{told.answers.total() / SECONDS:>9.0f}"
        f"{share(told.polls, 0.5) * 1000:>9.0f}{share(told.polls, 0.95) * 1000:>9.0f}"
        f"{share(seen, 0.5):>9.2f}{share(seen, 0.95):>9.2f}{every:>9}{missed:>8}"
        f"{cpu / SECONDS / phones * 1000:>10.2f}{cpu / SECONDS * 100:>7.0f} %"
        f"{told.bytes / SECONDS / phones / 1000:>9.2f}"
        f"{sum(n for code, n in told.answers.items() if code >= 400):>8}"
    )
    return p95


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sse", action="store_true", help="open streams instead of polling")
    parser.add_argument("--pause", type=float, default=30, help="seconds between writes of a phone")
    parser.add_argument("--phones", type=int, nargs="*", default=STEPS)
    options = parser.parse_args()
    world.start()
    meeting, group = prepare()
    way = "streams (SSE)" if options.sse else "polling"
    print(f"\n{way}, {CARDS} cards, each phone writes every {options.pause:.0f} s")
    print(
        f"  {'phones':>6}{'req/s':>9}{'poll p50':>9}{'p95 ms':>9}{'seen p50':>9}{'p95 s':>9}"
        f"{'all s':>9}{'missed':>8}{'ms/phone':>10}{'core':>9}{'kB/s':>9}{'refused':>8}"
    )
    for phones in options.phones:
        keys = fresh_wall(meeting, group, phones)
        cards = list(Contribution.objects.values_list("pk", flat=True))
        with serving(phones + 8 if options.sse else 4, sse=options.sse) as (port, pid):
            before = spent(pid)
            told = asyncio.run(hall(meeting, cards, keys, port, options.pause, sse=options.sse))
            slow = line(phones, told, spent(pid) - before) > GOAL
        if slow:
            print(f"  ends here: at {phones} phones a change takes longer than {GOAL:.0f} s")
            break


if __name__ == "__main__":
    main()

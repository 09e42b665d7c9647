"""Taking answers out: workbook, CSV archive, codebook, OData and analysis, in seconds and memory.

5,000 answers to a simple form of 30 questions, and 1,300 with two entries in a repeat. Prints;
asserts nothing. `DATABASE_URL` chooses the database (it is emptied), else SQLite.
"""

import resource
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

import world
from django.conf import settings
from django.test import Client

from selaras.lib.xforms.instance import entries, read_instance, to_data
from selaras.organisations.models import User
from selaras.questionnaires import actions, exports
from selaras.questionnaires.exports.options import Options
from selaras.questionnaires.models import FormVersion, RepeatEntry, Submission

KINDS = ("text", "integer", "decimal", "date", "select_one warna", "select_multiple warna")
VALUES: tuple[Callable[[int], str], ...] = (
    lambda n: f"Jawaban ke-{n} dengan beberapa kata",
    lambda n: str(n % 900),
    lambda n: f"{n % 90}.5",
    lambda n: f"2026-{n % 12 + 1:02d}-{n % 28 + 1:02d}",
    lambda n: ("merah", "hijau", "biru")[n % 3],
    lambda n: ("merah", "merah hijau", "biru")[n % 3],
)


def form(form_id: str, questions: int, *, repeat: bool) -> str:
    asked = [f"| | {KINDS[n % 6]} | q{n} | Pertanyaan {n} |" for n in range(questions)]
    if repeat:
        inner = [f"| | {KINDS[n % 6]} | r{n} | Rincian {n} |" for n in range(6)]
        asked += ["| | begin_repeat | sis | Sistem |", *inner, "| | end_repeat | | |"]
    choices = [f"| | warna | {name} | {name.title()} |" for name in ("merah", "hijau", "biru")]
    label = "label::Bahasa Indonesia (id)"
    lines = [
        "| survey | | | |", f"| | type | name | {label} |", *asked,
        "| choices | | | |", f"| | list_name | name | {label} |", *choices,
        "| settings | | | |", "| | form_title | form_id | version |",
        f"| | {form_id} | {form_id} | 1 |",
    ]  # fmt: skip
    return "\n".join(lines)


def xml(version: FormVersion, number: int, questions: int, *, repeat: bool) -> bytes:
    definition = version.definition
    root = Element(definition.root, id=definition.form_id, version="1")
    for question in range(questions):
        SubElement(root, f"q{question}").text = VALUES[question % 6](number + question)
    for entry in range(2 if repeat else 0):
        row = SubElement(root, "sis")
        for question in range(6):
            SubElement(row, f"r{question}").text = VALUES[question](number + entry)
    SubElement(SubElement(root, "meta"), "instanceID").text = f"uuid:{definition.form_id}-{number}"
    return tostring(root)


def fill(by: User, version: FormVersion, count: int, questions: int, *, repeat: bool) -> None:
    """Rows as receiving makes them, without the checks that this is not about."""
    definition = version.definition
    made = []
    for number in range(count):
        sent = xml(version, number, questions, repeat=repeat)
        instance = read_instance(sent)
        made.append(
            Submission(
                version=version,
                instance_id=instance.instance_id,
                root_id=instance.instance_id,
                xml=sent.decode(),
                data=to_data(instance.root, definition),
                by=by,
            )
        )
    rows = [
        RepeatEntry(
            submission=each,
            path=entry.path,
            index="/".join(map(str, entry.index)),
            values=entry.values,
        )
        for each in Submission.objects.bulk_create(made, batch_size=500)
        for entry in entries(each.data, definition)
    ]
    RepeatEntry.objects.bulk_create(rows, batch_size=500)


def take_out(client: Client, version: FormVersion) -> None:
    questionnaire = version.questionnaire
    for kind, options in (
        ("xlsx", Options(multiple="both")),
        ("odk", Options(split=True)),
        ("codebook", Options()),
    ):
        world.timed(kind, lambda k=kind, o=options: exports.make(k, questionnaire, o).file.close())  # type: ignore[misc]
    base = f"/odata/{questionnaire.form_id}.svc"
    addresses = [f"{base}/Submissions", f"{base}/Submissions?$expand=*"]
    if version.definition.repeats:
        addresses.append(f"{base}/Submissions.sis")
    for address in addresses:
        world.timed(address, lambda a=address: read(client, a))  # type: ignore[misc]
    page = f"/kuesioner/{questionnaire.pk}/analisis/"
    world.timed(page, lambda: read(client, page))
    world.timed(f"{page}pertanyaan/", lambda: read(client, f"{page}pertanyaan/?nama=q4"))


def read(client: Client, address: str) -> int:
    response: Any = client.get(address)
    assert response.status_code == 200, address
    parts = response.streaming_content if response.streaming else [response.content]
    return sum(map(len, parts))


def main() -> None:
    settings.ALLOWED_HOSTS = ["*"]
    world.start()
    planner = world.people()
    client = Client()
    client.force_login(planner)
    for form_id, count, questions, repeat in (
        ("sederhana", 5000, 30, False),
        ("berulang", 1300, 12, True),
    ):
        data = form(form_id, questions, repeat=repeat).encode()
        version = actions.publish_form(by=None, name=f"{form_id}.md", data=data)
        fill(planner, version, count, questions, repeat=repeat)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"\n{count} answers to “{form_id}”")
        take_out(client, version)
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        print(f"  memory grown by {grown:.0f} MB")


if __name__ == "__main__":
    main()

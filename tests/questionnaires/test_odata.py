"""Answers for programs: every value is the one of the XML; paging, filters, sign-in and faults."""

import base64
import json
from datetime import datetime, time, timedelta
from decimal import Decimal
from urllib.parse import quote
from xml.etree.ElementTree import fromstring

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from selaras.core.registry import respondents
from selaras.lib.odata import BadRequest, Condition, dumps, identifier, parse_filter
from selaras.questionnaires.models import Submission
from tests.questionnaires.answers import (
    ALL_TYPES,
    SYSTEMS,
    TRICKY,
    open_form,
    publish,
    receive,
)
from tests.questionnaires.forms import REFERENCE
from tests.questionnaires.truth import REPEATS, true_rows, types_of

pytestmark = pytest.mark.django_db
BASE = "/odata/semua_jenis.svc"
EDM = "{http://docs.oasis-open.org/odata/ns/edm}"


@pytest.fixture(autouse=True)
def _alone(monkeypatch):
    monkeypatch.setattr("selaras.lib.xforms.javarosa.available", lambda: False)
    cache.clear()


@pytest.fixture
def version(db):
    made = publish(ALL_TYPES)
    open_form(made)
    return made


@pytest.fixture
def answers(version, people):
    return [receive(people.planner, version, values) for values in TRICKY]


@pytest.fixture
def client(client_for, people):
    return client_for(people.planner)


def text(response):
    parts = response.streaming_content if response.streaming else [response.content]
    return b"".join(parts).decode()


def get(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, text(response)
    assert response.headers["OData-Version"] == "4.0"
    return json.loads(text(response), parse_float=Decimal)


def rows(client, address):
    """All rows of all pages."""
    found = []
    while address:
        page = get(client, address)
        found += page["value"]
        address = page.get("@odata.nextLink", "").replace("http://testserver", "")
    return found


def told(entity, path):
    """The value of a path inside a nested entity."""
    for name in path.split("/"):
        entity = entity.get(name) if isinstance(entity, dict) else None
    return entity


def same(kind, value, raw):
    if raw == "":
        return value is None
    if kind in ("int", "decimal"):
        return value == Decimal(raw)
    if kind == "dateTime":
        return datetime.fromisoformat(value) == datetime.fromisoformat(raw)
    if kind == "time":
        return time.fromisoformat(value) == time.fromisoformat(raw).replace(tzinfo=None)
    return value == raw


SETS = {"": "Submissions", **{path: f"Submissions.{path.replace('/', '.')}" for path in REPEATS}}
UNFIT = {  # no values of their type: told apart
    "bulat": {"99999999999999999999", "bukan angka"},
    "pecahan": {"1_0"},
    "hari": {"2026-02-30"},
}


def test_every_value_is_that_of_the_xml(client, version, answers):
    tables = ("", "dalam/rumah", "dalam/rumah/orang")
    read = {
        path: {row["__id"]: row for row in rows(client, f"{BASE}/{SETS[path]}")} for path in tables
    }
    types, count = types_of(version), dict.fromkeys(tables, 0)
    for answer in answers:
        for row in true_rows(answer):
            entity = read[row.table][row.key]
            count[row.table] += 1
            for path, raw in row.values.items():
                name = path[len(row.table) :].strip("/") if row.table else path
                if raw in UNFIT.get(path, ()):
                    assert told(entity, name) is None
                    assert f"{name}: {raw}" in entity["__unreadable"]
                elif path != "dalam":
                    assert same(types[path], told(entity, name), raw), (path, raw)
    assert count == {path: len(found) for path, found in read.items()}


def test_expanded_rows_are_those_of_their_own_sets(client, version, answers):
    entity = get(client, f"{BASE}/Submissions?$expand=*")["value"][0]
    houses = entity["dalam"]["rumah"]
    flat = rows(client, f"{BASE}/Submissions.dalam.rumah.orang")
    inner = [person for house in houses for person in house["orang"]]
    assert inner == flat
    assert [person["nama"] for person in flat] == ["-Siti", "+62812", "Budi"]
    assert flat[0]["__Submissions_dalam_rumah_id"] == houses[0]["__id"]
    assert houses[0]["__Submissions_id"] == entity["__id"]
    house = get(client, f"{BASE}/Submissions.dalam.rumah?$expand=*")["value"][0]
    assert [person["nama"] for person in house["orang"]] == ["-Siti", "+62812"]


def test_links_lead_to_the_rows_inside(client, version, answers):
    entity = get(client, f"{BASE}/Submissions")["value"][0]
    houses = rows(client, f"{BASE}/{entity['dalam']['rumah@odata.navigationLink']}")
    assert [house["alamat"] for house in houses] == ["@jalan\t1", None, "#N/A"]
    persons = rows(client, f"{BASE}/{houses[1]['orang@odata.navigationLink']}")
    assert [person["nama"] for person in persons] == ["Budi"]
    one = get(client, f"{BASE}/Submissions('{answers[0].instance_id}')")
    assert one["@odata.context"].endswith("$metadata#Submissions/$entity")
    assert one["teks"] == TRICKY[0]["teks"]
    key = quote(houses[2]["__id"])
    assert get(client, f"{BASE}/Submissions.dalam.rumah('{key}')")["alamat"] == "#N/A"
    assert text(client.get(f"{BASE}/Submissions.dalam.rumah('{key}')/orang/$count")) == "0"


def test_the_system_part_says_who_when_and_what_the_check_found(
    client, version, people, answers, monkeypatch
):
    class Kind:
        def title(self, key):
            return key

        def back(self, key):
            return ""

        def may_fill(self, _user, _key):
            return True

        def is_late(self, _key):
            return False

        def received(self, _submission):
            """Nothing follows."""

        def group(self, key):
            return f"Unit {key}", "dinas"

    monkeypatch.setitem(respondents._items, "uji", Kind())
    made = receive(people.planner, version, {"teks": "a"}, subject="uji/7")
    edit = receive(people.planner, version, {"teks": "b"}, deprecated=made.instance_id)
    Submission.objects.filter(pk=edit.pk).update(check_state="flagged")
    found = rows(client, f"{BASE}/Submissions")
    assert len(found) == 4
    system = found[-1]["__system"]
    assert datetime.fromisoformat(system["submissionDate"]) == edit.created
    assert (system["unit"], system["unitKind"]) == ("Unit 7", "dinas")
    assert (system["edits"], system["reviewState"], system["checkState"]) == (
        1,
        "hasIssues",
        "flagged",
    )
    assert system["submitterName"] == "Planner"
    assert (found[0]["__system"]["attachmentsPresent"], found[0]["__system"]["unit"]) == (2, None)


def test_pages_follow_each_other_by_key(client, version, people, answers):
    for number in range(4):
        receive(people.planner, version, {"teks": str(number)})
    first = get(client, f"{BASE}/Submissions?$top=3&$count=true")
    assert (len(first["value"]), first["@odata.count"]) == (3, 7)
    newer = receive(people.planner, version, {"teks": "sementara"})
    every = rows(client, f"{BASE}/Submissions?$top=3")
    assert len({row["__id"] for row in every}) == len(every) == 8
    assert every[-1]["__id"] == newer.instance_id
    persons = rows(client, f"{BASE}/Submissions.dalam.rumah.orang?$top=2")
    assert [row["nama"] for row in persons] == ["-Siti", "+62812", "Budi"]
    assert "@odata.nextLink" not in get(client, f"{BASE}/Submissions?$top=8")
    assert get(client, f"{BASE}/Submissions?$top=0")["value"] == []
    assert len(get(client, f"{BASE}/Submissions?$skip=6")["value"]) == 2
    assert text(client.get(f"{BASE}/Submissions/$count")) == "8"


def test_filters_by_time_and_check(client, version, people, answers):
    Submission.objects.filter(pk=answers[1].pk).update(check_state="flagged")
    start = timezone.now() - timedelta(days=3)
    for number, answer in enumerate(answers):
        Submission.objects.filter(pk=answer.pk).update(created=start + timedelta(days=number))

    def found(condition):
        got = rows(client, f"{BASE}/Submissions?$filter={quote(condition)}")
        return [answers.index(Submission.objects.get(instance_id=row["__id"])) for row in got]

    middle = (start + timedelta(days=1)).isoformat()
    for operator, expected in {"gt": [2], "ge": [1, 2], "lt": [0], "le": [0, 1], "eq": [1]}.items():
        assert found(f"__system/submissionDate {operator} {middle}") == expected
    assert found("__system/checkState eq 'flagged'") == [1]
    assert found("__system/checkState ne 'flagged'") == [0, 2]
    assert found("__system/reviewState eq 'hasIssues'") == [1]
    assert found("__system/reviewState eq null") == [0, 2]
    day = timezone.localdate(start + timedelta(days=1)).isoformat()
    both = f"(__system/submissionDate ge {day}) and __system/checkState eq 'flagged'"
    assert found(both) == [1]
    local = timezone.localtime(start + timedelta(days=1)).isoformat()
    unquoted = client.get(f"{BASE}/Submissions?$filter=__system/submissionDate ge {local}")
    assert len(json.loads(text(unquoted))["value"]) == 2  # its plus sign came as a space
    persons = f"{BASE}/Submissions.dalam.rumah.orang?$filter="
    condition = "$root/Submissions/__system/submissionDate gt "
    assert rows(client, f"{persons}{quote(condition + middle)}") == []
    assert len(rows(client, f"{persons}{quote(condition + '2020-01-01')}")) == 3


def test_select_takes_only_what_is_named(client, version, answers):
    entity = get(client, f"{BASE}/Submissions?$select=__id,dalam/teks")["value"][0]
    assert entity == {"__id": answers[0].instance_id, "dalam": {"teks": "  dua spasi  "}}
    whole = get(client, f"{BASE}/Submissions?$select=dalam,__system")["value"][0]
    assert set(whole) == {"dalam", "__system"}
    assert "rumah@odata.navigationLink" in whole["dalam"]


def test_the_description_fits_what_is_sent(client, version, answers):
    response = client.get(f"{BASE}/$metadata")
    assert response.headers["Content-Type"] == "application/xml"
    schema = fromstring(response.content)[0][0]
    assert schema.tag == f"{EDM}Schema"
    named = {each.get("Name"): each for each in schema}
    whole = {f"{schema.get('Namespace')}.{name}" for name in named}
    for element in schema.iter():
        kind = (element.get("Type") or element.get("EntityType") or "").removeprefix("Collection(")
        if kind and not kind.startswith("Edm."):
            assert kind.rstrip(")") in whole, kind
        if name := element.get("Name"):
            assert element.tag == f"{EDM}EntitySet" or identifier(name) == name
    types = {each.get("Name"): each.get("Type") for each in named["Submissions"]}
    assert {types[name] for name in ("bulat", "pecahan", "hari", "jam", "saat", "teks")} == {
        "Edm.Int64", "Edm.Decimal", "Edm.Date", "Edm.TimeOfDay", "Edm.DateTimeOffset", "Edm.String",
    }  # fmt: skip
    for entity in get(client, f"{BASE}/Submissions")["value"]:
        assert set(entity) <= {name for name in types if name}
    sets = {each.get("Name") for each in schema.iter(f"{EDM}EntitySet")}
    service = get(client, BASE)
    assert {each["url"] for each in service["value"]} == sets
    assert service["@odata.context"] == f"http://testserver{BASE}/$metadata"


def test_a_type_that_changed_becomes_text(client, version, people, answers):
    newer = ALL_TYPES.replace("| semua_jenis | 1 |", "| semua_jenis | 2 |").replace(
        "| | integer | bulat |", "| | text | bulat |"
    )
    receive(people.planner, publish(newer), {"bulat": "dua belas"})
    found = rows(client, f"{BASE}/Submissions")
    assert [row["bulat"] for row in found] == [
        "2147483647", "99999999999999999999", "bukan angka", "dua belas",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/Submissions?$orderby=teks", 501),
        ("/Submissions?$expand=dalam", 501),
        ("/Submissions?$filter=teks eq 'a'", 501),
        ("/Submissions?$filter=year(__system/submissionDate) eq 2026", 501),
        ("/Submissions?$filter=__id eq 'a' or __id eq 'b'", 501),
        ("/Submissions?$filter=__system/submissionDate gt kemarin", 400),
        ("/Submissions?$filter=__system/checkState eq 'a", 400),
        ("/Submissions?$filter=__system/checkState", 400),
        ("/Submissions?$select=tidak_ada", 400),
        ("/Submissions?$top=-1", 400),
        ("/Submissions?$skiptoken=bukan", 400),
        ("/Submissions?$format=atom", 406),
        ("/Orang", 404),
        ("/Submissions('tidak ada')", 404),
        ("/Submissions/teks", 404),
        ("/Submissions('x')/dalam/teks", 404),
    ],
)
def test_faults_are_told_as_json(client, version, answers, address, status):
    fault = get(client, BASE + address, status)["error"]
    assert fault["code"] == str(status)
    assert fault["message"]


def basic(email, password):
    packed = base64.b64encode(f"{email}:{password}".encode()).decode()
    return {"Authorization": f"Basic {packed}"}


def test_programs_sign_in_by_basic(people, version, answers):
    client = Client()
    refused = client.get(BASE)
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"].startswith("Basic ")
    assert "error" in json.loads(refused.content)
    wrong = client.get(BASE, headers=basic("planner@example.test", "salah"))
    assert wrong.status_code == 401
    right = basic("planner@example.test", "kata-sandi-uji")
    assert client.get(BASE, headers=right).status_code == 200
    assert client.get(BASE, headers=right).status_code == 200  # remembered
    people.planner.set_password("kata-sandi-lain")
    people.planner.save()
    assert client.get(BASE, headers=right).status_code == 401
    officer = client.get(BASE, headers=basic("officer@example.test", "kata-sandi-uji"))
    assert officer.status_code == 403
    assert json.loads(officer.content)["error"]["code"] == "403"
    assert client.get("/odata/lain.svc", headers=right).status_code == 401


def test_guessing_is_stopped(people, version, answers):
    client = Client()
    for _try in range(20):
        client.get(BASE, headers=basic("planner@example.test", "salah"))
    right = basic("planner@example.test", "kata-sandi-uji")
    assert client.get(BASE, headers=right).status_code == 401


def test_it_can_only_be_read(client, version):
    assert client.post(BASE, {}).status_code == 405
    assert client.get("/odata/tidak_ada.svc").status_code == 404


def test_numbers_as_text_for_those_who_ask(client, version, answers):
    accept = {"Accept": "application/json;IEEE754Compatible=true"}
    response = client.get(f"{BASE}/Submissions?$select=bulat,pecahan", headers=accept)
    assert "IEEE754Compatible=true" in response.headers["Content-Type"]
    found = json.loads(text(response))["value"]
    assert found[0] == {"bulat": "2147483647", "pecahan": "-12.50"}
    assert found[1]["pecahan"] == "12345678901234567890.123456789"


@pytest.mark.parametrize(
    "query", ["Submissions", "Submissions?$expand=*", "Submissions.sistem.sis"]
)
def test_the_cost_in_queries_is_the_same_for_one_and_three(
    client, people, query, django_assert_max_num_queries
):
    version = publish(REFERENCE)
    open_form(version)
    seen = []
    for _time in range(3):
        receive(people.planner, version, SYSTEMS)
        with django_assert_max_num_queries(12) as captured:
            text(client.get(f"/odata/survei_sistem.svc/{query}"))
        seen.append(len(captured))
    assert seen[0] == seen[2], seen


def test_parts_of_the_language():
    assert parse_filter("a/b eq 'it''s' and (c gt 5)") == [
        Condition("a/b", "eq", "it's", quoted=True),
        Condition("c", "gt", "5"),
    ]
    for bad in ("a eq", "(a eq 1", "a is 1", "a eq 1 b"):
        with pytest.raises(BadRequest):
            parse_filter(bad)
    assert dumps({"a": [1, None, True, Decimal("1.10"), 'x"\n']}) == (
        '{"a":[1,null,true,1.10,"x\\"\\n"]}'
    )
    assert identifier("1-a.b", ["_1_a_b"]) == "_1_a_b_2"

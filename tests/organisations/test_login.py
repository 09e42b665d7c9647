"""The door: limits against guessing, the second factor, and no signing up."""

import time
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.conf import LazySettings
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from selaras import settings as real
from selaras.core.models import LedgerEntry
from selaras.organisations.models import User

pytestmark = pytest.mark.django_db
RIGHT = "kata-sandi-uji"
ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Tries and used codes are counted in the cache."""
    cache.clear()


@pytest.fixture
def limits(settings: LazySettings) -> None:
    settings.ACCOUNT_RATE_LIMITS = real.ACCOUNT_RATE_LIMITS


def log_in(client: Client, user: User, password: str = RIGHT, **extra: Any) -> HttpResponse:
    login = {"login": user.email, "password": password}
    return client.post(reverse("account_login"), login, **extra)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def code_of(secret: str) -> str:
    """What the authenticator app shows now."""
    return auth.format_hotp_value(
        auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time()))
    )


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> float:
    """The clock stands in the middle of a code's half minute."""
    now = time.time() // 30 * 30 + 15
    monkeypatch.setattr(time, "time", lambda: now)
    return now


@pytest.fixture
def secret(people: SimpleNamespace, moment: float) -> str:
    """The second factor of the planner."""
    made = auth.generate_totp_secret()
    auth.TOTP.activate(people.planner, made)
    return made


def test_right_password_opens(people: SimpleNamespace, limits: None) -> None:
    client = Client()
    assert log_in(client, people.officer).url == reverse("home")
    assert is_in(client)
    client.post(reverse("account_logout"))
    assert not is_in(client)


def test_address_of_the_mail_is_taken_in_any_case(people: SimpleNamespace) -> None:
    client = Client()
    client.post(
        reverse("account_login"), {"login": people.officer.email.upper(), "password": RIGHT}
    )
    assert is_in(client)


def test_sixth_try_within_five_minutes_is_refused_even_with_the_right_password(
    people: SimpleNamespace, limits: None
) -> None:
    for number in range(5):
        log_in(Client(), people.officer, "salah", REMOTE_ADDR=f"203.0.113.{number}")
    client = Client()
    log_in(client, people.officer, **ELSEWHERE)
    assert not is_in(client)
    log_in(client, people.head, **ELSEWHERE)  # another account is not locked
    assert is_in(client)


def test_fifth_try_still_opens(people: SimpleNamespace, limits: None) -> None:
    client = Client()
    for _each in range(4):
        log_in(client, people.officer, "salah")
    log_in(client, people.officer)
    assert is_in(client)


def test_limit_ends_after_five_minutes(
    people: SimpleNamespace, limits: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    for number in range(5):
        log_in(Client(), people.officer, "salah", REMOTE_ADDR=f"203.0.113.{number}")
    monkeypatch.setattr(time, "time", lambda: now + 299)
    client = Client()
    log_in(client, people.officer, **ELSEWHERE)
    assert not is_in(client)
    monkeypatch.setattr(time, "time", lambda: now + 302)
    log_in(client, people.officer, **ELSEWHERE)
    assert is_in(client)


def test_one_address_cannot_try_many_accounts(people: SimpleNamespace, limits: None) -> None:
    for number in range(10):
        Client().post(reverse("account_login"), {"login": f"x{number}@y.test", "password": "salah"})
    client = Client()
    log_in(client, people.officer)
    assert not is_in(client)
    log_in(client, people.officer, **ELSEWHERE)
    assert is_in(client)


def test_wrong_answers_do_not_tell_who_has_an_account(people: SimpleNamespace) -> None:
    known = log_in(Client(), people.officer, "salah")
    unknown = Client().post(
        reverse("account_login"), {"login": "tidak-ada@example.test", "password": "salah"}
    )
    told = [answer.context["form"].errors for answer in (known, unknown)]
    assert told[0] == told[1]


def test_closed_account_stays_out(people: SimpleNamespace) -> None:
    User.objects.filter(pk=people.officer.pk).update(is_active=False)
    client = Client()
    log_in(client, people.officer)
    assert not is_in(client)


def test_second_factor_is_switched_on_with_a_code(people: SimpleNamespace, moment: float) -> None:
    client, address = Client(), reverse("mfa_activate_totp")
    log_in(client, people.planner)
    again = client.get(address).url  # the password is asked for once more
    assert client.post(again, {"password": "salah", "next": address}).status_code == 200
    assert client.post(again, {"password": RIGHT, "next": address}).url == address
    secret = client.get(address).context["form"].secret
    wrong = f"{(int(code_of(secret)) + 1) % 10**6:06d}"
    assert client.post(address, {"code": wrong}).status_code == 200
    assert not Authenticator.objects.exists()
    assert client.post(address, {"code": code_of(secret)}).status_code == 302
    kinds = set(Authenticator.objects.values_list("user", "type"))
    assert kinds == {(people.planner.pk, "totp"), (people.planner.pk, "recovery_codes")}


def test_second_factor_is_asked_for(people: SimpleNamespace, secret: str) -> None:
    client = Client()
    assert log_in(client, people.planner).url == reverse("mfa_authenticate")
    assert not is_in(client)
    assert client.get(reverse("organisations:people")).status_code == 302
    wrong = f"{(int(code_of(secret)) + 1) % 10**6:06d}"
    client.post(reverse("mfa_authenticate"), {"code": wrong})
    assert not is_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert is_in(client)
    assert client.get(reverse("organisations:people")).status_code == 200


def test_a_code_opens_once(people: SimpleNamespace, secret: str) -> None:
    code = code_of(secret)
    for expected in (True, False):
        client = Client()
        log_in(client, people.planner)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert is_in(client) is expected


def test_old_code_does_not_open(
    people: SimpleNamespace, secret: str, moment: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, client = code_of(secret), Client()
    log_in(client, people.planner)
    monkeypatch.setattr(time, "time", lambda: moment + 30)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert not is_in(client)


def test_nobody_signs_up(people: SimpleNamespace) -> None:
    before = User.objects.count()
    client, address = Client(), reverse("account_signup")
    for answer in (
        client.get(address),
        client.post(address, {"email": "x@y.test", "password1": RIGHT, "password2": RIGHT}),
    ):
        assert "form" not in (answer.context or {}) or not answer.context["form"].is_bound
    assert User.objects.count() == before
    assert not LedgerEntry.objects.exists()
    assert address not in client.get(reverse("account_login")).content.decode()


def test_log_in_leads_back_to_where_one_wanted_to_go(people: SimpleNamespace) -> None:
    client, wanted = Client(), reverse("organisations:agencies")
    asked = client.get(wanted)
    assert asked.url.startswith(reverse("account_login"))
    back = client.post(asked.url, {"login": people.officer.email, "password": RIGHT})
    assert back.url == wanted
    elsewhere = f"{reverse('account_login')}?next=https://evil.example/"
    other = Client().post(elsewhere, {"login": people.officer.email, "password": RIGHT})
    assert "evil" not in other.url

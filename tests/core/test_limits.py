from django.core.cache import cache
from django.test import RequestFactory

from selaras.core.limits import allow_rate, client_address


def test_tries_beyond_the_limit_are_refused_until_the_window_is_over(monkeypatch):
    cache.clear()
    moment = 1_000_000.0
    now = type("Now", (), {"timestamp": lambda _self: moment})
    monkeypatch.setattr("selaras.core.limits.timezone.now", now)
    assert [allow_rate("code:10.0.0.1", 2, 60) for _try in range(3)] == [True, True, False]
    assert allow_rate("code:10.0.0.2", 2, 60)  # each key counts alone
    moment += 60
    assert allow_rate("code:10.0.0.1", 2, 60)


def test_address_comes_from_the_trusted_proxies_only():
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "6.6.6.6, 10.0.0.9"})
    assert client_address(request, 0) == "127.0.0.1"
    assert client_address(request, 1) == "10.0.0.9"
    assert client_address(request, 2) == "6.6.6.6"

"""How often something may be tried: counted in the cache, so each web process counts its own."""

from hashlib import sha256

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone


def allow_rate(key: str, limit: int, seconds: int) -> bool:
    """Whether this try is within `limit` tries for `key` in the present window of `seconds`.

    The key may hold an address or a secret: only its hash is kept.
    """
    window = int(timezone.now().timestamp()) // seconds
    name = f"rate:{sha256(f'{key}|{seconds}'.encode()).hexdigest()}:{window}"
    if cache.add(name, 1, seconds):
        return limit >= 1
    try:
        return cache.incr(name) <= limit
    except ValueError:  # it ran out between the two
        cache.set(name, 1, seconds)
        return limit >= 1


def client_address(request: HttpRequest, proxies: int) -> str:
    """Who asks, behind as many trusted proxies as the operator named."""
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies and len(chain) >= proxies and chain[-proxies]:
        return chain[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))

"""How programs sign in: by HTTP Basic (e-mail and password), or with the session of a browser.

Programs that only read may have a key in the place of the password.
"""

import base64
import binascii
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import authenticate, get_user_model
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from selaras.questionnaires.actions import reader_user

CHALLENGE = 'Basic realm="Selaras", charset="UTF-8"'
WRONG_LIMIT, WRONG_SECONDS = 20, 300  # failed sign-ins per address
KNOWN_SECONDS = 300


def person_of(request: HttpRequest, *, reads: bool = False) -> Any | None:
    """Who asks; None where nobody signed in, wrongly or too often wrongly."""
    # A browser's session only reads: another site could make it send (there is no CSRF token).
    if request.user.is_authenticated and request.method in ("GET", "HEAD"):
        return request.user
    place = f"openrosa-wrong-{get_adapter(request).get_client_ip(request)}"
    kind, _sep, packed = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic" or cache.get(place, 0) >= WRONG_LIMIT:
        return None
    email, password = _words(packed)
    if reads and (reader := reader_user(email, password)) is not None:
        return reader  # looked up each time: a key that was taken back ends at once
    # A program signs in anew with every request, and checking a password is slow on purpose.
    mark = f"signed-in-{salted_hmac('selaras.signin', packed).hexdigest()}"
    user = _known(mark) or _checked(request, email, password)
    if user is None:
        cache.add(place, 0, WRONG_SECONDS)
        cache.incr(place)
    else:
        cache.set(mark, (user.pk, user.get_session_auth_hash()), KNOWN_SECONDS)
    return user


def _known(mark: str) -> Any | None:
    """Who signed in with the same words a moment ago, unless the password is another since."""
    pk, kept = cache.get(mark, (None, ""))
    user: Any = get_user_model().objects.filter(pk=pk, is_active=True).first() if pk else None
    if user is not None and constant_time_compare(user.get_session_auth_hash(), kept):
        return user
    return None


def _words(packed: str) -> tuple[str, str]:
    """E-mail and password; both empty where they cannot be read."""
    try:
        email, _sep, password = base64.b64decode(packed).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return email, password


def _checked(request: HttpRequest, email: str, password: str) -> Any | None:
    if not email:
        return None
    user = authenticate(request, email=email, password=password)
    # A password alone must not open what a second factor guards: such a person has keys.
    return None if user is None or is_mfa_enabled(user) else user

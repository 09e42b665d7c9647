"""What every page keeps: a strict content policy, the reader's language, no write done twice."""

import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.translation import gettext as _

from selaras.core.access import View
from selaras.core.models import WriteKey
from selaras.web.views import method_not_allowed

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self';"
    " form-action 'self'; frame-ancestors 'none'"
)
Answer = Callable[[HttpRequest], HttpResponse]


def once_by_itself(view: View) -> View:
    """Mark a view that works long before it writes, and whose action done twice is done once.

    `OnceOnly` opens no transaction around it: nobody waits for a lock while it works.
    """
    view.once_by_itself = True  # type: ignore[attr-defined]
    return view


class ContentSecurityPolicy:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response


class WordsForMethods:
    """An address that only takes a form, opened by hand or by a link after logging in."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and not response.content:
            worded = method_not_allowed(request)
            worded.headers["Allow"] = response.headers["Allow"]
            return worded
        return response


class Language:
    """The language a person chose (cookie, then account), else the site's own.

    Not the browser's: many office computers are set to English for people who read Indonesian.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = dict(settings.LANGUAGES)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        own = getattr(request.user, "language", "")
        code = next((code for code in (chosen, own) if code in known), settings.LANGUAGE_CODE)
        with translation.override(code):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response


class NoNulls:
    """No address holds the character NUL, and PostgreSQL finds none with it: it is refused before
    it meets a query. In a form its field says so, and what was typed comes back.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        texts = (text for name, values in request.GET.lists() for text in (name, *values))
        if "\0" in request.path or any("\0" in text for text in texts):
            words = _("The address holds a character that no text has. Type it anew.")
            return HttpResponse(words, status=400, content_type="text/plain; charset=utf-8")
        return None


class OnceOnly:
    """A POST that carries `_key` is carried out once; a repeat gets the first answer.

    The key commits with the view's writes, so a crash leaves neither. A refused form frees its key.
    A view marked `once_by_itself` is left alone.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Any,
        args: Any,
        kwargs: Any,
    ) -> HttpResponse | None:
        key = _key_of(request)
        if key is None or getattr(view, "once_by_itself", False):
            return None
        try:
            return self._first(request, key, view, args, kwargs)
        except IntegrityError:
            known = WriteKey.objects.filter(key=key).first()
            if known is None:  # another constraint was broken: not ours to hide
                raise
            return self._repeat(request, known)

    def _first(
        self,
        request: HttpRequest,
        key: uuid.UUID,
        view: Any,
        args: Any,
        kwargs: Any,
    ) -> HttpResponse:
        with transaction.atomic():
            user = request.user if request.user.is_authenticated else None
            known = WriteKey.objects.create(key=key, user=user, path=request.path[:300])
            response: HttpResponse = view(request, *args, **kwargs)
            if response.status_code >= 400:
                transaction.set_rollback(True)  # nothing was done: the form comes back
                return response
            if not isinstance(response, HttpResponseRedirect):
                known.delete()  # a fragment or a file: harmless to make again
                return response
            known.location = response.url[:500]
            known.save(update_fields=["location"])
        return response

    def _repeat(self, request: HttpRequest, known: WriteKey) -> HttpResponse:
        if known.user_id == request.user.pk and known.path == request.path and known.location:
            return HttpResponseRedirect(known.location)
        return HttpResponse(_("This form was already sent. Open the page again."), status=409)


def _key_of(request: HttpRequest) -> uuid.UUID | None:
    if request.method != "POST":
        return None
    try:
        return uuid.UUID(request.POST["_key"])
    except (KeyError, ValueError):
        return None

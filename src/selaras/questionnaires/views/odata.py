"""The OData interface: answers for Excel, Power BI and programs (docs.oasis-open.org/odata)."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from selaras.core.access import is_everyone
from selaras.lib.odata import BadRequest, dumps, metadata
from selaras.questionnaires.access import can_read_answers
from selaras.questionnaires.api.feed import Feed, Page
from selaras.questionnaires.models import Questionnaire
from selaras.questionnaires.signin import CHALLENGE, person_of

JSON = "application/json; odata.metadata=minimal"
PIECE = 100  # entities in one piece of a long answer
View = Callable[..., HttpResponseBase]


def feed(view: View) -> View:
    """Sign the client in, find the questionnaire, and tell faults as OData does."""

    @wraps(view)
    def guarded(request: HttpRequest, form_id: str, **kwargs: Any) -> HttpResponseBase:
        response = _answer(view, request, form_id, kwargs)
        response.headers["OData-Version"] = "4.0"
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    guarded.predicate = is_everyone  # each client signs in by itself
    return guarded


def _answer(
    view: View, request: HttpRequest, form_id: str, kwargs: dict[str, Any]
) -> HttpResponseBase:
    if request.method not in ("GET", "HEAD"):
        response = _fault(405, _("This can only be read."))
        response.headers["Allow"] = "GET, HEAD"
        return response
    user = person_of(request, reads=True)
    if user is None:
        response = _fault(401, _("Sign in with your e-mail and your password or key."))
        response.headers["WWW-Authenticate"] = CHALLENGE
        return response
    if not can_read_answers(user):
        return _fault(403, _("You may not read these answers."))
    found = Questionnaire.objects.filter(form_id=form_id).first()
    if found is None or not found.versions.exists():
        return _fault(404, _("There is no questionnaire “%(name)s”.") % {"name": form_id})
    try:
        return view(request, Feed(found), **kwargs)
    except BadRequest as fault:
        return _fault(fault.status, fault.message)


def _fault(status: int, message: str) -> HttpResponse:
    body = dumps({"error": {"code": str(status), "message": message}})
    return HttpResponse(body, status=status, content_type=JSON)


def _root(request: HttpRequest, feed: Feed) -> str:
    path = reverse("odata-service", args=[feed.questionnaire.form_id])
    return request.build_absolute_uri(path)


@feed
def service(request: HttpRequest, feed: Feed) -> HttpResponse:
    """The service document: which sets there are."""
    sets = [{"name": name, "kind": "EntitySet", "url": name} for name, _type in feed.model.sets()]
    context = f"{_root(request, feed)}/$metadata"
    return HttpResponse(dumps({"@odata.context": context, "value": sets}), content_type=JSON)


@feed
def description(_request: HttpRequest, feed: Feed) -> HttpResponse:
    """$metadata: all sets with the types of their properties, as CSDL."""
    model = feed.model
    body = metadata(model.namespace, model.structures(), model.sets())
    return HttpResponse(body, content_type="application/xml")


@feed
def resource(request: HttpRequest, feed: Feed, resource: str) -> HttpResponseBase:
    """Rows of a set, one row by its key, the rows inside one, or how many there are."""
    target = feed.target(resource)
    page = feed.page(target, request.GET.dict())
    if target.only_count:
        return HttpResponse(str(page.count), content_type="text/plain; charset=utf-8")
    quoted = "ieee754compatible=true" in request.headers.get("Accept", "").lower()
    kind = f"{JSON};IEEE754Compatible=true" if quoted else JSON
    context = f"{_root(request, feed)}/$metadata#{target.entity.set_name}"
    if target.single:
        return _one(page, context, kind, quoted=quoted)
    pieces = _pieces(page, context, _next(request, page), quoted=quoted)
    return StreamingHttpResponse(pieces, content_type=kind)


def _one(page: Page, context: str, kind: str, *, quoted: bool) -> HttpResponse:
    found = next(page.entities, None)
    if found is None:
        raise BadRequest("There is no such row", 404)
    body = dumps({"@odata.context": f"{context}/$entity", **found}, text_numbers=quoted)
    return HttpResponse(body, content_type=kind)


def _next(request: HttpRequest, page: Page) -> str:
    if not page.next:
        return ""
    kept = {name: value for name, value in request.GET.items() if name not in _PLACE}
    query = urlencode({**kept, "$skiptoken": page.next}, safe="$*/,'")
    return f"{request.build_absolute_uri(request.path)}?{query}"


_PLACE = ("$skip", "$skiptoken")


def _pieces(page: Page, context: str, following: str, *, quoted: bool) -> Iterator[str]:
    """The JSON of a page, so many entities at a time."""
    head: dict[str, Any] = {"@odata.context": context}
    if page.count is not None:
        head["@odata.count"] = page.count
    if following:
        head["@odata.nextLink"] = following
    yield f'{dumps(head, text_numbers=quoted)[:-1]},"value":['
    waiting: list[str] = []
    comma = ""
    for entity in page.entities:
        waiting.append(dumps(entity, text_numbers=quoted))
        if len(waiting) == PIECE:
            yield comma + ",\n".join(waiting)
            comma, waiting = ",\n", []
    yield (comma if waiting else "") + ",\n".join(waiting) + "]}"

"""Error pages, and the living catalogue of all components."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from selaras.web import samples


def catalogue(request: HttpRequest) -> HttpResponse:
    """Every component in all its states, in either frame (`?frame=public`)."""
    look = "public" if request.GET.get("frame") == "public" else "office"
    sent = request.POST or ({} if "errors" in request.GET else None)
    form = samples.SampleForm(sent)
    context = {
        "frame": f"web/{look}.html",
        "form": form,
        "formset": samples.rows(wrong="errors" in request.GET),
        "kinds": ["ok", "warn", "bad", "off", "info", "brand"],
        "notices": samples.NOTICES,
        "stats": samples.STATS,
        "drawn": samples.chart(),
        "areas": samples.AREAS,
        "table": samples.table(request),
        "icons": samples.icons(),
    }
    return render(request, "web/catalogue.html", context, status=422 if form.errors else 200)


catalogue.predicate = lambda _user: True  # floor 1 knows no roles


def _error(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    context = {"status": status, "title": title, "text": text}
    return render(request, "web/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 400, _("The request could not be read"), _("Go back and try again."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(
        request,
        403,
        _("You may not open this page"),
        _("Your role does not include it. If you need it, ask the administrator of this site."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(
        request,
        404,
        _("This page does not exist"),
        _("The address may be mistyped, or the page was moved. Use the search."),
    )


def method_not_allowed(request: HttpRequest) -> HttpResponse:
    return _error(
        request,
        405,
        _("This address only takes a form"),
        _("Go back to the page before and use its button."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """No database and no context here: whatever broke may be broken still."""
    return render(None, "web/500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _error(
        request,
        403,
        _("The form has expired"),
        _("Open the page again and send the form once more. Cookies must be allowed."),
    )

"""Areas."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from selaras.core.access import allow, is_everyone
from selaras.core.evidence import outcomes_of
from selaras.organisations import queries
from selaras.organisations.access import can_edit_agencies
from selaras.organisations.models import Agency, Area
from selaras.organisations.tables import (
    AreaFilters,
    AreaTable,
)
from selaras.web.listing import listing


@allow(is_everyone)
def areas(request: HttpRequest) -> HttpResponse:
    tiles = queries.district_tiles(queries.village_counts(), _("villages"))
    return listing(
        request,
        queryset=queries.areas(),
        table=AreaTable,
        filterset=AreaFilters,
        title=_("Areas"),
        name="wilayah",
        template="organisations/areas.html",
        extra={"tiles": tiles, "can_edit": can_edit_agencies(request.user)},
    )


@allow(is_everyone)
def area(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Area.objects.select_related("parent"), code=code)
    context = {
        "area": found,
        "children": found.children.all(),
        "agencies": Agency.objects.current().filter(area=found),
        "outcomes": list(outcomes_of(found)),
    }
    return render(request, "organisations/area.html", context)

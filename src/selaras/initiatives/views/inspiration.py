from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from selaras.core.access import allow, is_office
from selaras.core.errors import Refused
from selaras.initiatives.access import can_create
from selaras.initiatives.actions import copy_inspiration
from selaras.initiatives.forms import CopyForm
from selaras.initiatives.queries import ReferenceProgramme, inspirations, reference_programmes
from selaras.initiatives.views.find import posted
from selaras.strategy.models import Dimension, Round
from selaras.strategy.queries import current_round


@allow(is_office)
def browse(request: HttpRequest) -> HttpResponse:
    """Quick wins of other regencies, each with its source."""
    chosen = {name: request.GET.get(name, "")[:100] for name in ("q", "dimension", "region")}
    round_ = current_round(request.user)
    every = reference_programmes()
    dimensions = Dimension.objects.filter(edition=round_.edition_id) if round_ else ()
    names = {each.code: each.name for each in dimensions}
    context = {
        **chosen,
        "found": [
            (each, names.get(each.dimension, ""))
            for each in inspirations(
                text=chosen["q"], dimension=chosen["dimension"], region=chosen["region"]
            )
        ],
        "total": len(every),
        "regions": sorted({each.region for each in every}),
        "dimensions": dimensions,
        "round": round_,
        "can_create": can_create(request.user),
    }
    return render(request, "initiatives/inspiration.html", context)


@allow(can_create)
def copy(request: HttpRequest, number: int, round: str) -> HttpResponse:
    """A candidate after the example; the person says which dimension and unit."""
    round_, reference = get_object_or_404(Round, slug=round), _reference(number)
    wanted = Dimension.objects.filter(edition=round_.edition_id, code=reference.dimension).first()
    form = CopyForm(posted(request), user=request.user, round=round_, initial={"dimension": wanted})
    if form.is_valid():
        try:
            made = copy_inspiration(
                by=request.user, round=round_, reference=reference, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal.text))
        else:
            messages.success(request, _("Copied. Now fill in what your regency would do."))
            return redirect("initiatives:edit", round_.slug, made.code, "utama")
    context = {"form": form, "reference": reference, "round": round_}
    return render(request, "initiatives/copy.html", context, status=422 if form.is_bound else 200)


def _reference(number: int) -> ReferenceProgramme:
    every = reference_programmes()
    if not 1 <= number <= len(every):
        raise Http404
    return every[number - 1]

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from selaras.core.access import allow, is_everyone, is_office
from selaras.core.errors import ImportRefused, Refused
from selaras.core.files import KINDS, check_upload
from selaras.core.preferences import preference
from selaras.initiatives import workbook
from selaras.initiatives.actions import import_initiatives
from selaras.initiatives.documents import FONTS, sheet_document
from selaras.initiatives.forms import ImportForm
from selaras.initiatives.queries import sheet_for
from selaras.initiatives.types import Imported
from selaras.initiatives.views.find import find, posted
from selaras.lib.document_typst import to_pdf
from selaras.organisations.access import can_plan
from selaras.strategy.models import Round


@allow(can_plan)
def import_workbook(request: HttpRequest, round: str) -> HttpResponse:
    """One file, all or nothing; checked first without writing, if so wished."""
    round_ = get_object_or_404(Round, slug=round)
    form = ImportForm(posted(request), request.FILES if request.method == "POST" else None)
    context = {"form": form, "round": round_}
    if form.is_valid():
        try:
            outcome = _take_in(request, round_, form)
        except ImportRefused as refusal:
            form.add_error("file", str(refusal.text))
            context["problems"] = refusal.problems
        except Refused as refusal:
            form.add_error("file", str(refusal.text))
        else:
            context["outcome"] = outcome
            if not form.cleaned_data["dry_run"]:
                text = _("Imported: %(new)s new, %(changed)s changed, %(same)s unchanged.")
                numbers = (outcome.created, outcome.updated, outcome.unchanged)
                names = ("new", "changed", "same")
                messages.success(request, text % dict(zip(names, numbers, strict=True)))
                return redirect("initiatives:round", round_.slug)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "initiatives/import.html", context, status=status)


def _take_in(request: HttpRequest, round_: Round, form: ImportForm) -> Imported:
    file = form.cleaned_data["file"]
    data = file.read()
    check_upload(file.name, data, ("xlsx",))
    dry_run = form.cleaned_data["dry_run"]
    return import_initiatives(by=request.user, round=round_, data=data, dry_run=dry_run)


@allow(can_plan)
def template(_request: HttpRequest, round: str) -> HttpResponse:
    round_ = get_object_or_404(Round, slug=round)
    return _xlsx(workbook.template(round_), f"program-{round_.slug}-kosong.xlsx")


@allow(is_office)
def export(_request: HttpRequest, round: str) -> HttpResponse:
    round_ = get_object_or_404(Round, slug=round)
    return _xlsx(workbook.export(round_), f"program-{round_.slug}.xlsx")


def _xlsx(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=KINDS["xlsx"].content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@allow(is_everyone)
def sheet_pdf(request: HttpRequest, round: str, code: str) -> HttpResponse:
    """The one-page sheet of a programme that the person may see."""
    found = find(request.user, round, code)
    data = to_pdf(
        sheet_document(sheet_for(found, request.user)),
        fonts=FONTS,
        base_url=preference("site.address"),
    )
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.code}.pdf"'
    return response

"""What the answers say: all questions on one page, and each by itself with its tables."""

from decimal import Decimal
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from selaras.core.access import allow
from selaras.lib import charts
from selaras.questionnaires import grids
from selaras.questionnaires.access import can_read_answers
from selaras.questionnaires.analysis import Asked, Counting
from selaras.questionnaires.forms.downloads import AnalysisForm
from selaras.questionnaires.models import Questionnaire
from selaras.questionnaires.types import Chosen
from selaras.web.listing import export

FORMATS = ("xlsx", "csv")


def _counting(request: HttpRequest, pk: int) -> tuple[Questionnaire, Counting, AnalysisForm]:
    found = get_object_or_404(Questionnaire, pk=pk)
    if not found.versions.exists():
        raise Http404
    form = AnalysisForm(request.GET or None, form_id=found.form_id)
    chosen = form.options().chosen if form.is_bound and form.is_valid() else Chosen()
    return found, Counting(found, chosen, get_language() or "id"), form


def _kept(request: HttpRequest) -> str:
    """Which answers were chosen, for the addresses on the page."""
    names = AnalysisForm.base_fields
    return urlencode({name: request.GET[name] for name in names if request.GET.get(name)})


@allow(can_read_answers)
def analysis(request: HttpRequest, pk: int) -> HttpResponse:
    """Every question with its counts; the same as one file."""
    found, counting, form = _counting(request, pk)
    made = counting.everything()
    if request.GET.get("format") in FORMATS:
        return _everything(request, found, made.asked)
    context = {
        "questionnaire": found,
        "analysis": made,
        "form": form,
        "kept": _kept(request),
        "chosen": bool(_kept(request)),
    }
    return render(request, "questionnaires/analysis.html", context)


def _everything(request: HttpRequest, found: Questionnaire, asked: list[Asked]) -> HttpResponse:
    rows: list[list[object]] = [
        [_("Name"), _("Group"), _("Question"), _("Type"), _("Asked"), _("Answered"), _("Value"),
         _("Count"), "%"],
    ]  # fmt: skip
    for each in asked:
        head = [each.path, each.around, each.label, each.type, each.tally.rows, each.tally.answered]
        lines = [[bar.label, bar.count, bar.share] for bar in each.bars]
        rows += [[*head, *line] for line in [*lines, *([] if lines else [["", "", ""]])]]
    return _as_file(request, rows, found.title, f"analisis-{found.form_id}")


def _as_file(request: HttpRequest, rows: list[list[object]], title: str, name: str) -> HttpResponse:
    return export(
        rows,
        title=title,
        name=name,
        format=request.GET["format"],
        delimiter=";" if request.GET.get("pemisah") == "titik-koma" else ",",
    )


@allow(can_read_answers)
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One question: its chart, its tables by unit and kind of unit, its texts one by one."""
    found, counting, _form = _counting(request, pk)
    asked = counting.one(request.GET.get("nama", ""))
    if asked is None:
        raise Http404
    if request.GET.get("format") in FORMATS:
        made = grids.GRIDS.get(request.GET.get("tabel", ""), grids.counts)(asked)
        rows = [list(made.header), *map(list, made.rows)]
        name = f"{found.form_id}-{asked.column.field.name}-{made.code}"
        return _as_file(request, rows, made.title, name)
    given = Paginator(asked.given[::-1], 50).get_page(request.GET.get("page"))
    context = {
        "questionnaire": found,
        "asked": asked,
        "count": len(counting.ids),
        "chart": _chart(asked),
        "grids": [grids.GRIDS[code](asked) for code in grids.grids_of(asked)],
        "given": given if asked.kind in grids.ONE_BY_ONE else None,
        "kept": _kept(request),
        "cross_chart": _cross_chart(asked),
    }
    return render(request, "questionnaires/question.html", context)


def _chart(asked: Asked) -> charts.Chart | None:
    made = asked.bars
    if not made or not asked.tally.answered:
        return None
    description = "; ".join(f"{bar.label}: {bar.count}" for bar in made[:20])
    header = (asked.label, _("Count"))
    rows = [(bar.label, bar.count) for bar in made]
    return charts.bar(asked.label, description, rows, header=header, unit=_("answers"))


def _cross_chart(asked: Asked) -> charts.Chart | None:
    """Per cent of each kind of unit, where there are several kinds."""
    if "cross" not in grids.grids_of(asked) or asked.kind == "order":
        return None
    made = grids.cross(asked)
    kinds = [kind for kind, _tally in grids.by_kind(asked)]
    rows = [
        (kind, str(row[0]), float(row[2 + 2 * number] or Decimal(0)))
        for number, kind in enumerate(kinds)
        for row in made.rows
    ]
    title = _("%(question)s, by kind of unit") % {"question": asked.label}
    header = (_("Kind of unit"), asked.label, "%")
    return charts.stacked(title, title, rows, header=header, unit="%")

"""The parts of a sheet as their forms are opened and saved; the key is the part's address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from selaras.initiatives import actions, forms
from selaras.initiatives.models import Initiative
from selaras.initiatives.queries import Sheet
from selaras.initiatives.views.find import posted


@dataclass(frozen=True)
class Part:
    label: Any
    form: Callable[[HttpRequest, Sheet], Any]
    write: Callable[..., Any]
    template: str = "initiatives/edit.html"

    def save(self, *, by: Any, initiative: Initiative, form: Any) -> None:
        self.write(by=by, initiative=initiative, form=form)


def _main(request: HttpRequest, sheet: Sheet) -> Any:
    initiative = sheet.initiative
    return forms.MainForm(
        posted(request), instance=initiative, user=request.user, round=initiative.round
    )


def _milestones(request: HttpRequest, sheet: Sheet) -> Any:
    names = ("pk", "title", "due")
    rows = [{name: getattr(each, name) for name in names} for each in sheet.milestones]
    return forms.Milestones(posted(request), initial=rows, prefix="m")


def _risks(request: HttpRequest, sheet: Sheet) -> Any:
    names = ("pk", "text", "likelihood", "impact", "mitigation")
    rows = [{name: getattr(each, name) for name in names} for each in sheet.risks]
    return forms.Risks(posted(request), initial=rows, prefix="r")


def _kpis(request: HttpRequest, sheet: Sheet) -> Any:
    initiative, rows = sheet.initiative, []
    years = sorted({*range(initiative.start_year, initiative.end_year + 1), *sheet.target_years})
    for kpi in sheet.kpis:
        row = {"pk": kpi.pk, "name": kpi.name, "unit": kpi.unit, "baseline": kpi.baseline}
        row.update({f"target_{target.year}": target.value for target in kpi.targets.all()})
        rows.append(row)
    return forms.Kpis(posted(request), initial=rows, prefix="k", form_kwargs={"years": years})


def _needs(request: HttpRequest, sheet: Sheet) -> Any:
    return forms.NeedsForm(posted(request), sheet=sheet, every="semua" in request.GET)


def _bound(form: Any) -> Callable[[HttpRequest, Sheet], Any]:
    return lambda request, sheet: form(posted(request), sheet=sheet)


def _save_main(*, by: Any, initiative: Initiative, form: Any) -> None:
    actions.update_initiative(by=by, initiative=initiative, **form.values)


def _save_topics(*, by: Any, initiative: Initiative, form: Any) -> None:
    actions.save_topics(by=by, initiative=initiative, answers=form.cleaned_data)


def _save_milestones(*, by: Any, initiative: Initiative, form: Any) -> None:
    actions.save_milestones(by=by, initiative=initiative, rows=forms.milestone_rows(form))


def _save_budget(*, by: Any, initiative: Initiative, form: Any) -> None:
    actions.save_budget(by=by, initiative=initiative, rows=form.rows())


def _save_kpis(*, by: Any, initiative: Initiative, form: Any) -> None:
    actions.save_kpis(by=by, initiative=initiative, rows=forms.kpi_rows(form))


def _save_risks(*, by: Any, initiative: Initiative, form: Any) -> None:
    actions.save_risks(by=by, initiative=initiative, rows=forms.risk_rows(form))


def _save_needs(*, by: Any, initiative: Initiative, form: Any) -> None:
    actions.link_needs(by=by, initiative=initiative, needs=form.cleaned_data["needs"])


def _save_dependencies(*, by: Any, initiative: Initiative, form: Any) -> None:
    actions.set_dependencies(by=by, initiative=initiative, needs=form.cleaned_data["needs"])


PARTS = {
    "utama": Part(_("Main facts"), _main, _save_main),
    "topik": Part(_("Ten topics"), _bound(forms.TopicsForm), _save_topics),
    "tonggak": Part(_("Milestones"), _milestones, _save_milestones),
    "anggaran": Part(
        _("Budget"), _bound(forms.BudgetForm), _save_budget, "initiatives/edit_budget.html"
    ),
    "indikator": Part(_("Indicators"), _kpis, _save_kpis),
    "risiko": Part(_("Risks"), _risks, _save_risks),
    "kebutuhan": Part(_("Needs"), _needs, _save_needs, "initiatives/edit_needs.html"),
    "urutan": Part(_("Order of programmes"), _bound(forms.DependenciesForm), _save_dependencies),
}

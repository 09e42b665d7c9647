from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selaras.core.access import allow, is_everyone, require
from selaras.core.errors import ImportRefused, Refused
from selaras.core.ledger import history
from selaras.strategy import actions, queries
from selaras.strategy.access import can_plan, can_see_round, is_office
from selaras.strategy.forms import (
    CompletionForm,
    NodeForm,
    PlanForm,
    RoundForm,
    StageForm,
    UploadForm,
)
from selaras.strategy.models import Dimension, PlanDocument, PlanNode, Round, Stage
from selaras.strategy.tables import RoundFilters, RoundTable
from selaras.web.listing import TYPES, listing


def _form_page(
    request: HttpRequest, form: Form, title: str, back: str, **extra: object
) -> HttpResponse:
    context = {"form": form, "title": title, "back": back, **extra}
    return render(request, "strategy/form.html", context, status=422 if form.is_bound else 200)


@allow(is_office)
def rounds(request: HttpRequest) -> HttpResponse:
    extra = {"empty_url": reverse("strategy:create"), "empty_label": _("Start a planning round")}
    return listing(
        request,
        queryset=queries.rounds_visible_to(request.user),
        table=RoundTable,
        filterset=RoundFilters,
        title=_("Planning rounds"),
        name="putaran",
        template="strategy/rounds.html",
        extra=extra if can_plan(request.user) else None,
    )


@allow(can_plan)
def create(request: HttpRequest) -> HttpResponse:
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            round_ = actions.create_round(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.text)
        else:
            messages.success(request, _("The round has begun. Set the dates of its stages."))
            return redirect(round_)
    return _form_page(request, form, _("Start a planning round"), reverse("strategy:rounds"))


@allow(is_everyone)
def round_home(request: HttpRequest, slug: str) -> HttpResponse:
    """The stage board: what is done, what is late, who must act next."""
    round_ = get_object_or_404(queries.rounds_visible_to(request.user), slug=slug)
    require(can_see_round(request.user, round_))
    context = {
        "round": round_,
        "board": queries.round_board(round_, request.user),
        "dimensions": queries.dimensions_of(round_),
        "can_plan": can_plan(request.user),
        "history": history(round_)[:20] if is_office(request.user) else [],
    }
    return render(request, "strategy/round.html", context)


@allow(can_plan)
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    round_ = get_object_or_404(Round, slug=slug)
    form = RoundForm(request.POST or None, instance=round_)
    if request.method == "POST" and form.is_valid():
        try:
            fresh = Round.objects.get(pk=round_.pk)
            actions.update_round(by=request.user, round=fresh, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.text)
        else:
            messages.success(request, _("The round is saved."))
            return redirect(round_)
    return _form_page(request, form, _("Change the round"), round_.get_absolute_url())


@allow(can_plan)
def stage(request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """Add a stage, or change one."""
    round_ = get_object_or_404(Round, slug=slug)
    found = get_object_or_404(Stage, pk=pk, round=round_) if pk else None
    form = StageForm(
        request.POST or None,
        instance=found,
        initial=None if found else {"position": round_.stages.count()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            if found:
                fresh = Stage.objects.get(pk=found.pk)
                actions.update_stage(by=request.user, stage=fresh, **form.cleaned_data)
            else:
                actions.add_stage(by=request.user, round=round_, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.text)
        else:
            messages.success(request, _("The stage is saved."))
            return redirect(round_)
    title = _("Change the stage") if found else _("Add a stage")
    return _form_page(request, form, title, round_.get_absolute_url(), stage=found, round=round_)


@allow(can_plan)
@require_POST
def move_stage(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Complete, reopen or remove a stage (`do` says which)."""
    found = get_object_or_404(Stage, pk=pk, round__slug=slug)
    round_, wanted = found.round, request.POST.get("do")
    if wanted == "complete":
        form = CompletionForm(request.POST)
        day = form.cleaned_data["on"] if form.is_valid() else timezone.localdate()
        actions.complete_stage(by=request.user, stage=found, on=day)
    elif wanted == "reopen":
        actions.reopen_stage(by=request.user, stage=found)
    elif wanted == "remove":
        actions.remove_stage(by=request.user, stage=found)
    messages.success(request, _("The stage is saved."))
    return redirect(round_)


@allow(is_everyone)
def dimensions(request: HttpRequest) -> HttpResponse:
    """The six dimensions explained, of the round in use or of the first edition."""
    round_ = queries.current_round(request.user)
    found = (
        queries.dimensions_of(round_)
        if round_
        else list(
            Dimension.objects.order_by("edition", "position").prefetch_related("subdimensions")[:6]
        )
    )
    return render(request, "strategy/dimensions.html", {"dimensions": found, "round": round_})


@allow(is_everyone)
def plan(request: HttpRequest, code: str) -> HttpResponse:
    document = get_object_or_404(PlanDocument, code=code)
    require(is_office(request.user) or document.round_set.filter(public=True).exists())
    context = {
        "document": document,
        "tree": queries.plan_tree(document),
        "can_plan": can_plan(request.user),
        "upload": UploadForm(),
    }
    return render(request, "strategy/plan.html", context)


@allow(is_office)
def plans(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "strategy/plans.html",
        {"plans": PlanDocument.objects.all(), "can_plan": can_plan(request.user)},
    )


@allow(can_plan)
def create_plan(request: HttpRequest) -> HttpResponse:
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            document = actions.create_plan(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.text)
        else:
            return redirect(document)
    return _form_page(request, form, _("Add a development plan"), reverse("strategy:plans"))


@allow(can_plan)
def node(request: HttpRequest, code: str, pk: int | None = None) -> HttpResponse:
    """Add a part of the plan, or change one."""
    document = get_object_or_404(PlanDocument, code=code)
    found = get_object_or_404(PlanNode, pk=pk, document=document) if pk else None
    initial = (
        None if found else {"parent": request.GET.get("parent"), "kind": request.GET.get("kind")}
    )
    form = NodeForm(request.POST or None, instance=found, document=document, initial=initial)
    if request.method == "POST" and form.is_valid():
        fresh = PlanNode.objects.get(pk=found.pk) if found else None
        try:
            actions.save_node(
                by=request.user,
                document=document,
                node=fresh,
                targets=form.targets(),
                **form.values(),
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.text)
        else:
            messages.success(request, _("The plan is saved."))
            return redirect(document)
    title = _("Change a part of the plan") if found else _("Add to the plan")
    return _form_page(request, form, title, document.get_absolute_url())


@allow(can_plan)
@require_POST
def remove_node(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    found = get_object_or_404(PlanNode, pk=pk, document__code=code)
    document = found.document
    try:
        actions.remove_node(by=request.user, node=found)
    except Refused as refusal:
        messages.error(request, refusal.text)
    return redirect(document)


@allow(is_office)
def plan_file(_request: HttpRequest, code: str) -> HttpResponse:
    document = get_object_or_404(PlanDocument, code=code)
    response = HttpResponse(actions.plan_workbook(document), content_type=TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="{document.code}.xlsx"'
    return response


@allow(can_plan)
@require_POST
def import_plan(request: HttpRequest, code: str) -> HttpResponse:
    document = get_object_or_404(PlanDocument, code=code)
    form = UploadForm(request.POST, request.FILES)
    problems: list[str] = []
    if form.is_valid():
        try:
            count = actions.import_plan(
                by=request.user, document=document, data=form.cleaned_data["file"].read()
            )
        except ImportRefused as refusal:
            form.add_error("file", refusal.text)
            problems = refusal.problems
        else:
            messages.success(request, _("%(count)s rows were taken in.") % {"count": count})
            return redirect(document)
    return _form_page(
        request, form, _("Import the plan"), document.get_absolute_url(), problems=problems
    )

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from selaras.core.access import allow, is_everyone, require
from selaras.core.errors import Refused
from selaras.initiatives.models import Initiative, State
from selaras.portfolio import queries
from selaras.portfolio.access import can_commit, can_see_choice
from selaras.portfolio.actions import commit
from selaras.portfolio.forms import CommitForm
from selaras.portfolio.models import Commitment
from selaras.portfolio.words import statement_for
from selaras.strategy.models import Round


@allow(can_see_choice)
def commitments(request: HttpRequest, round: str) -> HttpResponse:
    """Who has committed, and whose word is still awaited."""
    round_ = get_object_or_404(Round, slug=round)
    waiting = list(queries.awaiting_commitment(round_))
    made = list(queries.commitments_of(round_))
    context = {
        "round": round_,
        "waiting": [(each, can_commit(request.user, each)) for each in waiting],
        "made": made,
        "total": len(waiting) + len(made),
    }
    return render(request, "portfolio/commitments.html", context)


@allow(is_everyone)
def commitment(request: HttpRequest, round: str, code: str) -> HttpResponse:
    """The statement, for all to read; the head of the owner unit may sign it."""
    round_ = get_object_or_404(Round, slug=round)
    visible = queries.ranked_initiatives(round_).visible_to(request.user)
    initiative = get_object_or_404(visible, code=code)
    mine = can_commit(request.user, initiative) and initiative.state == State.SELECTED
    require(mine or request.method != "POST")
    user = request.user
    form = (
        CommitForm(
            request.POST if request.method == "POST" else None,
            initial=_first_words(user, initiative),
        )
        if mine
        else None
    )
    if form is not None and form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name != "agreed"}
        try:
            commit(by=user, initiative=initiative, **data)
        except Refused as refusal:
            form.add_error(None, str(refusal.text))
        else:
            messages.success(request, _("Thank you. The commitment is recorded."))
            return redirect("portfolio:commitments", round_.slug)
    context = {
        "form": form,
        "round": round_,
        "initiative": initiative,
        "made": Commitment.objects.filter(initiative=initiative).first(),
        "stands": initiative.state in queries.BOUND,
    }
    bound = form is not None and form.is_bound
    return render(request, "portfolio/commit.html", context, status=422 if bound else 200)


def _first_words(user: Any, initiative: Initiative) -> dict[str, str]:
    return {
        "statement": statement_for(initiative),
        "signer_name": user.name,
        "signer_position": user.position,
    }

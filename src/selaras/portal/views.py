from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render

from selaras.core import search as full_text
from selaras.core.access import allow, is_everyone, is_office
from selaras.core.models import LedgerHead
from selaras.core.types import RoleKind
from selaras.initiatives.access import visible_states
from selaras.initiatives.models import Initiative
from selaras.portal import homes, queries
from selaras.strategy.models import Round
from selaras.strategy.queries import current_round, round_board

# Which home page a person sees: the first role that fits.
HOMES = (
    RoleKind.PLANNER,
    RoleKind.LEADERSHIP,
    RoleKind.HEAD,
    RoleKind.OFFICER,
    RoleKind.ADMINISTRATOR,
    RoleKind.ASSESSOR,
    RoleKind.INSPECTOR,
)
# They do little themselves: their home shows where others are behind.
WATCHERS = (RoleKind.LEADERSHIP, RoleKind.INSPECTOR)


@allow(is_everyone)
def home(request: HttpRequest) -> HttpResponse:
    """The public front page, or the Beranda of the person's role: tasks first."""
    if not is_office(request.user):
        return _public_home(request)
    round_ = current_round(request.user)
    board = round_board(round_, request.user) if round_ else None
    held = {kind for kind, _agency in request.user.held_roles}
    role = next(role for role in HOMES if role in held)
    context = {
        "role": role,
        "late": queries.late_rows(round_) if round_ and role in WATCHERS else None,
        "tasks": queries.tasks_of(request.user, board),
        "cards": queries.cards_for(request.user, round_),
        "round": round_,
        "board": board,
    }
    if role == RoleKind.LEADERSHIP and round_:
        context["leader"] = homes.leader_home(round_)
    if role != RoleKind.INSPECTOR:
        return render(request, "portal/home.html", context)
    context["auditor"] = homes.auditor_home(round_, homes.visit_before(request))
    response = render(request, "portal/home.html", context)
    homes.remember_visit(request, response, context["auditor"])
    return response


def _public_home(request: HttpRequest) -> HttpResponse:
    round_ = queries.public_round()
    context = {
        "round": round_,
        "shelves": queries.shelves(request.user, round_) if round_ else [],
        "counts": queries.state_counts(request.user, round_) if round_ else {},
        "meetings": queries.front_meetings(),
    }
    return render(request, "portal/public_home.html", context)


@allow(is_everyone)
def plan(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The public plan: what the round is, its books, its quick wins by dimension."""
    visible = Round.objects.all() if is_office(request.user) else Round.objects.filter(public=True)
    round_ = get_object_or_404(visible, slug=slug) if slug else queries.public_round()
    context = {
        "round": round_,
        "rounds": queries.public_rounds(),
        "shelves": queries.shelves(request.user, round_) if round_ else [],
        "books": queries.latest_books(round_) if round_ else [],
        "board": round_board(round_, request.user) if round_ else None,
    }
    return render(request, "portal/plan.html", context)


@allow(is_everyone)
def programmes(request: HttpRequest) -> HttpResponse:
    """All programmes a visitor may see, by dimension, with owner and state."""
    round_ = queries.public_round()
    words = request.GET.get("q", "").strip().lower()
    state = request.GET.get("state", "")
    shelves = queries.shelves(request.user, round_) if round_ else []
    kept = [
        queries.DimensionShelf(
            shelf.dimension,
            tuple(
                each
                for each in shelf.initiatives
                if words in f"{each.title} {each.owner.name}".lower() and state in ("", each.state)
            ),
        )
        for shelf in shelves
    ]
    shown = visible_states(request.user)
    states = [each for each in Initiative.States.choices if shown is None or each[0] in shown]
    context = {"round": round_, "shelves": kept, "states": states}
    context["count"] = sum(len(shelf.initiatives) for shelf in kept)
    return render(request, "portal/programmes.html", context)


@allow(is_everyone)
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:200]
    page = request.GET.get("page", "")
    number = int(page) if page.isdecimal() and len(page) < 5 else 1
    found = full_text.find(text, public_only=not is_office(request.user), number=number)
    return render(request, "portal/search.html", {"q": text, "found": found})


@allow(is_everyone)
def about(request: HttpRequest) -> HttpResponse:
    head = LedgerHead.objects.filter(pk=1).first()
    return render(request, "portal/about.html", {"head": head})


@allow(is_everyone)
def health(_request: HttpRequest) -> JsonResponse:
    """For a watchdog: 200 while the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})

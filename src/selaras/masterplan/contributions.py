from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selaras.core.models import StoredFile
from selaras.core.registry import (
    Card,
    ChainLink,
    JobKind,
    MenuEntry,
    Report,
    SearchDocument,
    SearchSource,
    Step,
    Task,
    cards,
    event_words,
    file_doors,
    jobs,
    menu,
    outcomes,
    search_sources,
    steps,
    tasks,
)
from selaras.initiatives.models import Initiative
from selaras.masterplan import actions, queries
from selaras.masterplan.access import can_plan, can_read, is_office
from selaras.masterplan.models import Book, BuiltBook, Section
from selaras.strategy.models import Round, Stage
from selaras.strategy.queries import current_round

event_words.add_all(
    {
        "masterplan.book_created": _("book laid out"),
        "masterplan.section_written": _("section written"),
        "masterplan.section_added": _("section added"),
        "masterplan.section_removed": _("section removed"),
        "masterplan.built": _("books built"),
    }
)
menu.add("masterplan.books", MenuEntry("plan", _("Masterplan"), "masterplan:root", 90, is_office))


def _build(job: Any, report: Report) -> Mapping[str, Any]:
    round_ = Round.objects.get(pk=job.payload["round"])
    edition = actions.build(by=job.by, round=round_, report=report)
    summary = gettext("Edition %(number)s of the three books is ready.") % {
        "number": edition.number
    }
    return {"summary": summary}


def _steps(round_: Round) -> Iterator[Step]:
    url = reverse("masterplan:books", args=[round_.slug])
    filled, total = queries.section_counts(round_)
    yield Step(
        Stage.Kind.MASTERPLAN, _("Sections written"), filled, total, url, next_actor=_("Planner")
    )
    built = min(round_.editions.count(), 1)
    yield Step(
        Stage.Kind.MASTERPLAN, _("Books built"), built, 1, url, next_actor=_("Planner"), position=1
    )


def _tasks(user: Any) -> Iterator[Task]:
    if not can_plan(user):
        return
    round_ = current_round(user)
    waiting = len(queries.empty_sections(round_)) if round_ else 0
    if round_ and waiting:
        title = gettext("Write %(count)s sections of the masterplan") % {"count": waiting}
        yield Task(title, reverse("masterplan:books", args=[round_.slug]), context=round_.name)


def _cards(_user: Any, round_: Round | None) -> Iterator[Card]:
    if round_ is not None:
        newest = round_.editions.first()
        value = (
            gettext("edition %(number)s") % {"number": newest.number}
            if newest
            else gettext("not built yet")
        )
        yield Card(_("Masterplan"), value, reverse("masterplan:books", args=[round_.slug]))


def _outcomes(model: Model) -> Iterator[ChainLink]:
    """A chosen programme is promised in Buku 3, any other in Buku 2."""
    if not isinstance(model, Initiative):
        return
    number = 3 if model.quick_win_year else 2
    book = (
        Book.objects.filter(round_id=model.round_id, number=number).select_related("round").first()
    )
    if book is not None:
        anchor = f"#lembar-{model.code.lower()}" if number == 3 else "#peta-jalan-tahun"
        yield ChainLink(book.title, f"{book.get_absolute_url()}{anchor}", _("promised in"))


def _documents() -> Iterator[SearchDocument]:
    for section in Section.objects.exclude(body="").select_related("book__round"):
        yield actions.section_document(section)


def _book_door(user: Any, file: StoredFile) -> bool:
    """A built book is as open as its round."""
    built = BuiltBook.objects.filter(file=file).select_related("edition__round")
    return any(can_read(user, each.edition.round) for each in built)


file_doors.add("masterplan.books", _book_door)
jobs.add("masterplan.build", JobKind(_("Build the books"), _build))
steps.add("masterplan.books", _steps)
tasks.add("masterplan.sections", _tasks)
cards.add("masterplan.edition", _cards)
outcomes.add("masterplan.of_initiative", _outcomes)
search_sources.add("masterplan.sections", SearchSource("section", _("Part of a book"), _documents))

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selaras.core.access import allow, is_everyone, is_office, require
from selaras.core.jobs import start_job
from selaras.core.ledger import history
from selaras.core.models import LedgerHead
from selaras.lib.document import Document
from selaras.lib.document_html import to_html
from selaras.masterplan import actions, queries
from selaras.masterplan.access import can_plan, can_read
from selaras.masterplan.assembly import book_document, section_blocks
from selaras.masterplan.forms import NewSectionForm, SectionForm
from selaras.masterplan.models import Book, Section
from selaras.strategy.models import Round
from selaras.strategy.queries import current_round


@allow(is_office)
def root(request: HttpRequest) -> HttpResponse:
    """To the books of the round in use."""
    round_ = current_round(request.user)
    if round_ is None:
        return render(request, "masterplan/no_round.html", {"can_plan": can_plan(request.user)})
    return redirect("masterplan:books", slug=round_.slug)


@allow(is_office)
def books(request: HttpRequest, slug: str) -> HttpResponse:
    """The books with their sections: what is written, what is still empty, what was built."""
    round_ = get_object_or_404(Round, slug=slug)
    context = {
        "round": round_,
        "books": queries.books_of(round_),
        "counts": queries.section_counts(round_),
        "editions": queries.editions_of(round_),
        "can_plan": can_plan(request.user),
    }
    return render(request, "masterplan/books.html", context)


@allow(can_plan)
@require_POST
def create(request: HttpRequest, slug: str) -> HttpResponse:
    round_ = get_object_or_404(Round, slug=slug)
    actions.create_books(by=request.user, round=round_)
    messages.success(request, _("The three books are laid out. Write their text, then build them."))
    return redirect("masterplan:books", slug=slug)


@allow(can_plan)
@require_POST
def build(request: HttpRequest, slug: str) -> HttpResponse:
    round_ = get_object_or_404(Round, slug=slug)
    actions.create_books(by=request.user, round=round_)
    job = start_job(
        kind="masterplan.build",
        title=_("Build the books of %(round)s") % {"round": round_.name},
        by=request.user,
        payload={"round": round_.pk},
        back=reverse("masterplan:books", args=[slug]),
    )
    return redirect(job)


@allow(is_everyone)
def book(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A book as a web page, from the present data."""
    found = get_object_or_404(
        Book.objects.select_related("round__plan"), round__slug=slug, number=number
    )
    require(can_read(request.user, found.round))
    context = {"book": found, "round": found.round, "html": mark_safe(_book_html(request, found))}  # noqa: S308 - escaped by its writer
    return render(request, "masterplan/book.html", context)


def _book_html(request: HttpRequest, found: Book) -> str:
    """Made once per state of the ledger, language and kind of reader."""
    head = LedgerHead.objects.filter(pk=1).first()
    office = is_office(request.user)
    key = f"book-{found.pk}-{head.root if head else 0}-{get_language()}-{office}"
    html = cache.get(key)
    if html is None:
        html = to_html(book_document(found, queries.RoundData(found.round, request.user)))
        cache.set(key, html, 3600)
    return str(html)


@allow(can_plan)
def section(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write a section; “preview” shows it as it will stand in the book."""
    found = get_object_or_404(
        Section.objects.select_related("book__round__plan"), pk=pk, book__round__slug=slug
    )
    form = SectionForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        fresh = Section.objects.select_related("book__round").get(pk=pk)
        actions.save_section(by=request.user, section=fresh, **form.cleaned_data)
        messages.success(request, _("The section is saved."))
        return redirect("masterplan:books", slug=slug)
    context = {
        "section": found,
        "round": found.book.round,
        "form": form,
        "preview": mark_safe(_preview(request, found)),  # noqa: S308 - escaped by its writer
        "history": history(found)[:20],
    }
    bad = form.is_bound and not form.is_valid()
    return render(request, "masterplan/section.html", context, status=422 if bad else 200)


def _preview(request: HttpRequest, found: Section) -> str:
    data = queries.RoundData(found.book.round, request.user)
    blocks = tuple(section_blocks(found, data))
    return to_html(Document("", "", "", "", data.round.start_year, blocks, contents=False))


@allow(can_plan)
def add_section(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    found = get_object_or_404(Book, round__slug=slug, number=number)
    form = NewSectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.add_section(by=request.user, book=found, **form.cleaned_data)
        return redirect("masterplan:section", slug=slug, pk=made.pk)
    context = {"book": found, "form": form, "slug": slug}
    return render(
        request, "masterplan/add_section.html", context, status=422 if form.is_bound else 200
    )


@allow(can_plan)
@require_POST
def remove_section(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found = get_object_or_404(Section, pk=pk, book__round__slug=slug)
    actions.remove_section(by=request.user, section=found)
    messages.success(request, _("The section is removed. Its text stays in the ledger."))
    return redirect("masterplan:books", slug=slug)

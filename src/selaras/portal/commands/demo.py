"""`selaras demo`: Jombang's 2019 round from the first workbook to the three books."""

import argparse
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out", type=Path, default=Path("out"), help="folder for the books (default: out)"
    )
    parser.add_argument("--port", type=int, default=8000, help="port to serve on (default: 8000)")
    parser.add_argument("--no-serve", action="store_true", help="end when the books are written")


def run(options: argparse.Namespace) -> int:
    from selaras.portal.commands import setup

    setup.start()
    setup.prepare()
    from django.db import transaction

    from selaras.portal.demo import load

    if load.is_loaded():
        print("The demo is already loaded; what was entered stays. Start over with RESET=1.")
        _books(options.out, setup.Steps(1), rebuild=not (options.out / "buku-1.pdf").exists())
    else:
        steps = setup.Steps(9)
        with transaction.atomic():  # all of it or nothing: a broken start can be run again
            _load(steps, options.port)
        _books(options.out, steps, rebuild=True)
    if options.no_serve:
        return 0
    return _serve(options.port)


def address_of(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _load(steps: "object", port: int) -> None:
    from selaras.portal.commands.setup import Steps
    from selaras.portal.demo.load import Demo

    assert isinstance(steps, Steps)
    demo = Demo(address_of(port))
    steps.next("Units, people and areas of Kabupaten Jombang")
    demo.regency()
    steps.next("RPJMD and planning round")
    demo.plan_and_round()
    steps.next("Survey of 62 units: answered, sent, approved")
    demo.survey(steps.report)
    steps.next("Inventory of applications, interfaces and appraisals")
    demo.systems()
    steps.next("FGD of 8 October and workshop of 27 November 2019, six groups each")
    demo.fgd()
    steps.next("Programmes")
    demo.programmes()
    steps.next("Scores, ranking and choice of quick wins")
    demo.ranking(steps.report)
    steps.next("Commitments of the heads")
    demo.commitments()
    demo.books()


def _books(out: Path, steps: "object", *, rebuild: bool) -> None:
    from selaras.masterplan.actions import build, write_books
    from selaras.portal.commands.setup import Steps
    from selaras.portal.demo.load import SLUG
    from selaras.portal.demo.papers import write_papers
    from selaras.strategy.models import Round

    assert isinstance(steps, Steps)
    round_ = Round.objects.select_related("plan").get(slug=SLUG)
    edition = round_.editions.first()
    if rebuild or edition is None:
        steps.next("Three books as PDF, Word and web page")
        edition = edition or build(by=None, round=round_, report=steps.report)
        written = write_books(edition=edition, out=out)
        steps.finish()
        print(f"Books: {', '.join(str(path) for path in written)}")
        papers = write_papers(round=round_, out=out)
        print(f"Meetings: {', '.join(str(path) for path in papers)}")


def _serve(port: int) -> int:
    from selaras.portal.commands.serve import serve
    from selaras.portal.commands.setup import collect_static
    from selaras.portal.demo.load import sample_accounts
    from selaras.portal.demo.people import PASSWORD

    collect_static()
    print(f"\nSelaras: {address_of(port)}/   (Ctrl+C stops it)\n")
    print(f"Demo accounts, all with the password {PASSWORD}:")
    for role, email in sample_accounts():
        print(f"  {role:<28} {email}")
    print(flush=True)
    return serve("127.0.0.1", port)

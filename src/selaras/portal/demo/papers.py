"""The papers of the demo's meetings, as an office would file them."""

from pathlib import Path

from selaras.core.files import content_of as bytes_of
from selaras.meetings.letters import invitation_letters
from selaras.strategy.models import Round


def write_papers(*, round: Round, out: Path) -> list[Path]:
    """Letters, attendance list, minutes and record of each signed meeting: OUT/fgd/<date>/."""
    written = []
    for meeting in round.meetings.filter(is_demo=True).order_by("held_on"):
        made = meeting.reports.filter(state="signed").first()
        if made is None:
            continue
        folder = out / "fgd" / f"{meeting.held_on}"
        folder.mkdir(parents=True, exist_ok=True)
        letters = invitation_letters(meeting, list(meeting.invitations.select_related("agency")))
        papers = {"undangan": letters}
        for each in made.files.filter(format="pdf").select_related("file"):
            papers[each.kind] = bytes_of(each.file)
        for name, data in papers.items():
            (folder / f"{name}.pdf").write_bytes(data)
            written.append(folder / f"{name}.pdf")
    return written

"""Small pieces that the live blocks share."""

from collections.abc import Iterable, Sequence

from django.db.models import Model

from selaras.lib.document import Align, Callout, Cell, Run, Shade, Table, Text, text
from selaras.masterplan.queries import RoundData


def missing(words: object) -> tuple[Callout, ...]:
    """Says in one sentence what is missing and where to enter it."""
    return (Callout("info", text(words)),)


def link(data: RoundData, obj: Model, label: object = None, *, bold: bool = False) -> Text:
    """The way back from a line of the book: a link where the book's reader may open the page."""
    url = obj.get_absolute_url() if data.opens(obj) else ""  # type: ignore[attr-defined]
    return text(label if label is not None else obj, bold=bold, href=url)


def cell(value: object, shade: Shade = "") -> Cell:
    """A cell of plain text, or of ready runs."""
    ready = isinstance(value, tuple)
    return Cell(value if ready else text("" if value is None else value), shade)  # type: ignore[arg-type]


def table(
    caption: object,
    header: Sequence[object],
    rows: Iterable[Sequence[object]],
    *,
    widths: Sequence[float] = (),
    align: Sequence[Align] = (),
    total: bool = False,
) -> Table:
    return Table(
        header=tuple(str(each) for each in header),
        rows=tuple(
            tuple(each if isinstance(each, Cell) else cell(each) for each in row) for row in rows
        ),
        caption=str(caption),
        widths=tuple(widths),
        align=tuple(align),
        total=total,
    )


def joined(texts: Sequence[Text], between: str = "; ") -> Text:
    runs: list[Run] = []
    for number, each in enumerate(texts):
        if number:
            runs.append(Run(between))
        runs.extend(each)
    return tuple(runs)

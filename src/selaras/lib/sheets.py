"""The one way to make and read workbooks: the door to the `sheets_*` modules.

`write_workbook` makes a template that people fill in, `read_workbook` reads it back with every
problem named by its cell; `read_grids` reads a table that was not made here; `write_table` and
`write_csv` export lists.
"""

from selaras.lib.sheets_export import write_csv, write_table
from selaras.lib.sheets_grid import OLD, Unreadable, cell_name, read_grids
from selaras.lib.sheets_guard import is_ods
from selaras.lib.sheets_read import MAX_ROWS, read_workbook
from selaras.lib.sheets_types import (
    CellError,
    Column,
    Grid,
    Kind,
    Labels,
    ReadResult,
    Row,
    Sheet,
    Span,
)
from selaras.lib.sheets_write import write_workbook

__all__ = [
    "MAX_ROWS",
    "OLD",
    "CellError",
    "Column",
    "Grid",
    "Kind",
    "Labels",
    "ReadResult",
    "Row",
    "Sheet",
    "Span",
    "Unreadable",
    "cell_name",
    "is_ods",
    "read_grids",
    "read_workbook",
    "write_csv",
    "write_table",
    "write_workbook",
]

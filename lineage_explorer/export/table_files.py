"""Tables as files: CSV, Excel, Markdown and text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import pandas as pd

from lineage_explorer.export.provenance import Provenance
from lineage_explorer.export.tables import Cell, Column, Table
from lineage_explorer.graph.visible_text import escape_invisible

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""First characters of texts that spreadsheets run, full-width ones of East Asian input included."""


def escape_formula(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet runs as a formula.

    >>> escape_formula("=HYPERLINK(1)")
    "'=HYPERLINK(1)"
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


_CHUNK_ROWS = 1_000


def write_csv(table: Table) -> Iterator[bytes]:
    """Yield a table as CSV (RFC 4180), some rows at a time.

    It has no lines of comments, which most readers take for rows.
    """
    frame = _build_frame(table, [column.key for column in table.columns], defuses=True)
    for start in range(0, max(1, len(frame)), _CHUNK_ROWS):
        part = frame.iloc[start : start + _CHUNK_ROWS]
        text = part.to_csv(index=False, header=not start, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
        yield text.encode()


def _build_frame(table: Table, titles: Sequence[str], *, defuses: bool) -> pd.DataFrame:
    convert = escape_formula if defuses else _clean_cell
    frame = pd.DataFrame([[convert(cell) for cell in row] for row in table.rows], columns=list(titles))
    numbers = [
        title for index, title in enumerate(titles) if any(isinstance(row[index], int) for row in table.rows)
    ]
    return frame.astype(dict.fromkeys(numbers, "Int64"))  # whole numbers stay whole where some are missing


def _clean_cell(cell: Cell) -> Cell:
    """Return a cell without characters that XML cannot hold."""
    return escape_invisible(cell) if isinstance(cell, str) else cell


_MAX_WIDTH = 60


def write_xlsx(tables: Sequence[Table], provenance: Provenance) -> bytes:
    """Return tables as sheets of an Excel file, and their provenance.

    Texts that begin like formulas are marked as texts, so that they stay as they are.
    """
    about = Table(
        "About",
        (Column("fact", "Fact", ""), Column("text", "Text", "")),
        provenance.facts,
    )
    stream = io.BytesIO()
    with pd.ExcelWriter(stream, engine="openpyxl") as writer:
        for table in (*tables, about):
            titles = [column.title for column in table.columns]
            frame = _build_frame(table, titles, defuses=False)
            frame.to_excel(writer, sheet_name=table.title, index=False, freeze_panes=(1, 1))
            sheet = writer.sheets[table.title]
            for cells in sheet.iter_cols():
                texts = [cell.value for cell in cells if isinstance(cell.value, str)]
                for cell in cells:
                    if isinstance(cell.value, str) and cell.value.startswith(FORMULA_STARTS):
                        cell.data_type, cell.quotePrefix = "s", True
                width = max((len(text) for text in texts), default=0) + 2
                sheet.column_dimensions[cells[0].column_letter].width = min(width, _MAX_WIDTH)
    return stream.getvalue()


def write_csv_metadata(table: Table, provenance: Provenance) -> str:
    """Return the description of a CSV file (CSV on the Web, W3C)."""
    about = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": provenance.title,
        "dc:description": provenance.sentence,
        "dc:source": provenance.address,
        "dc:created": provenance.read_at.isoformat(),
        "notes": [{"fact": title, "text": text} for title, text in provenance.facts],
        "rowCount": len(table.rows),
        "tableSchema": {
            "columns": [
                {
                    "name": column.key,
                    "titles": column.title,
                    "dc:description": column.meaning,
                    "datatype": "integer" if column.is_number else "string",
                }
                for column in table.columns
            ]
        },
    }
    return json.dumps(about, ensure_ascii=False, indent=1) + "\n"


def write_markdown(table: Table, provenance: Provenance) -> str:
    """Return a table for a wiki or an issue, with its provenance."""
    columns = _list_reader_columns(table)
    lines = [
        f"**{_escape_markdown(provenance.title)}**",
        "",
        _escape_markdown(provenance.sentence),
        "",
        "| " + " | ".join(table.columns[index].title for index in columns) + " |",
        "|" + " --- |" * len(columns),
        *(
            "| " + " | ".join(_escape_markdown(_format_cell(row[index])) for index in columns) + " |"
            for row in table.rows
        ),
        "",
        _escape_markdown(_format_origin(provenance)),
    ]
    return "\n".join(lines) + "\n"


_MARKDOWN = str.maketrans({character: f"\\{character}" for character in r"\`*_[]<>|#~"} | {"\n": " "})


def _escape_markdown(text: str) -> str:
    return escape_invisible(text).translate(_MARKDOWN)


_LEFT_OUT_OF_TEXT = ("category", "distance")


def write_text(table: Table, provenance: Provenance) -> str:
    """Return one line for each row, with what readers want first."""
    columns = [
        index for index in _list_reader_columns(table) if table.columns[index].key not in _LEFT_OUT_OF_TEXT
    ]
    lines = [
        " · ".join(filter(None, (escape_invisible(_format_cell(row[index])) for index in columns)))
        for row in table.rows
    ]
    return (
        "\n".join((provenance.title, provenance.sentence, "", *lines, "", _format_origin(provenance))) + "\n"
    )


def _list_reader_columns(table: Table) -> list[int]:
    """Return the numbers of the columns for readers that are not empty."""
    return [
        index
        for index, column in enumerate(table.columns)
        if column.for_readers
        and (column.key == "name" or any(row[index] not in (None, "") for row in table.rows))
    ]


def _format_cell(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _format_origin(provenance: Provenance) -> str:
    state = () if provenance.is_complete else ("Not complete", *provenance.gaps)
    parts = (provenance.read_phrase, *provenance.notes, *state, provenance.address)
    return " · ".join(part.rstrip(".") for part in parts)


LIST_WRITERS: Mapping[str, Callable[[Table, Provenance], Iterable[bytes]]] = {
    "csv": lambda table, _: write_csv(table),
    "edges-csv": lambda table, _: write_csv(table),
    "csv-metadata": lambda table, provenance: [write_csv_metadata(table, provenance).encode()],
    "md": lambda table, provenance: [write_markdown(table, provenance).encode()],
    "txt": lambda table, provenance: [write_text(table, provenance).encode()],
}
"""Writers of one list, by the slug of their format."""

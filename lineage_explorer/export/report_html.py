"""Write a document as HTML for reading and printing, without scripts.

All text that comes from elsewhere is escaped here; drawings were made of escaped text.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from string import Template

from lineage_explorer.export.document import (
    Block,
    Document,
    FactList,
    Figure,
    Grid,
    Paragraph,
    Part,
)
from lineage_explorer.export.tables import Cell, Table
from lineage_explorer.graph.visible_text import escape_invisible

_FILES = Path(__file__).parent

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

_LONGEST_WORD = 26
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?")

MAX_ROWS = 500
"""Rows of a table that a document prints; its file has all."""


def write_report(document: Document, *, links: bool = False) -> str:
    """Return a document as a whole page.

    Args:
        document: The document.
        links: Whether its tables are files beside it.
    """
    return Template((_FILES / "report.html").read_text(encoding="utf-8")).substitute(
        policy=escape(_POLICY),
        title=_escape(document.title),
        style=(_FILES / "report.css").read_text(encoding="utf-8"),
        running=_format_css_text(" · ".join(filter(None, (document.warning[:12], document.title)))),
        body=render_document(document, links=links),
    )


def _format_css_text(text: str) -> str:
    """Return a text as a string of CSS within HTML."""
    return "".join(
        character if character.isalnum() or character in " ·.,:?!-" else f"\\{ord(character):06x}"
        for character in escape_invisible(text)
    )


def render_document(document: Document, *, links: bool = False) -> str:
    """Return the article of a document, with its cover and contents."""
    warning = f'<p class="warning" role="note">{_escape(document.warning)}</p>' if document.warning else ""
    contents = "".join(
        f'<li><a href="#part-{escape(part.slug)}">{_escape(part.title)}</a></li>' for part in document.parts
    )
    parts = "".join(_render_part(part, links=links) for part in document.parts)
    return (
        f'<article class="report"><header class="cover">{warning}<h1>{_escape(document.title)}</h1>'
        f'<p class="lead">{_escape(document.sentence)}</p>{_render_facts(document.cover)}'
        f'<nav aria-label="Contents"><ol>{contents}</ol></nav></header>{parts}</article>'
    )


def _render_part(part: Part, *, links: bool) -> str:
    blocks = "".join(_render_block(block, links=links) for block in part.blocks)
    slug = escape(part.slug)
    return (
        f'<section class="part part-{slug}" id="part-{slug}" aria-labelledby="title-{slug}">'
        f'<h2 id="title-{slug}">{_escape(part.title)}</h2>{blocks}</section>'
    )


def _render_block(block: Block, *, links: bool) -> str:
    if isinstance(block, Paragraph):
        attribute = f' class="{escape(block.tone)}"' if block.tone else ""
        return f"<p{attribute}>{_escape(block.text)}</p>"
    if isinstance(block, FactList):
        return _render_facts(block)
    if isinstance(block, Grid):
        return _render_grid(block, links=links)
    if isinstance(block, Figure):
        return (
            f'<figure><div class="drawing" role="img" aria-label="{_escape(block.caption)}">{block.svg}</div>'
            "</figure>"
        )
    return f"<pre><code>{escape(block.text)}</code></pre>"


def _render_facts(block: FactList) -> str:
    rows = "".join(
        f"<div><dt>{_escape(title)}</dt><dd>{_escape(text)}</dd></div>" for title, text in block.facts
    )
    return f"<dl>{rows}</dl>"


def _render_grid(grid: Grid, *, links: bool) -> str:
    """Return a table with the columns that hold anything."""
    table = grid.table
    columns = list_shown_columns(table)
    head = "".join(f'<th scope="col">{_escape(table.columns[index].title)}</th>' for index in columns)
    body = "".join(
        f"<tr>{''.join(_render_cell(row[index], table, index) for index in columns)}</tr>"
        for row in table.rows[:MAX_ROWS]
    )
    caption = f"{grid.caption or table.title} ({len(table.rows):,})"
    if len(table.rows) > MAX_ROWS:
        caption = f"{caption}, the first {MAX_ROWS}"
    path = f"tables/{grid.slug}.csv"
    file = f' <a class="file" href="{escape(path)}">{escape(path)}</a>' if links else ""
    return (
        f'<div class="grid"><table><caption>{_escape(caption)}{file}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def list_shown_columns(table: Table) -> list[int]:
    """Return the numbers of the columns for readers that hold anything."""
    return [
        index
        for index, column in enumerate(table.columns)
        if column.for_readers and any(row[index] not in (None, "") for row in table.rows)
    ]


def _render_cell(cell: Cell, table: Table, index: int) -> str:
    text = table.columns[index].format(cell)
    name = "number" if table.columns[index].is_number else choose_class(text)
    attribute = f' class="{name}"' if name else ""
    return f"<td{attribute}><bdi>{_escape(text)}</bdi></td>"


def choose_class(text: str) -> str:
    """Return the class of a cell: of moments, or of long words."""
    if _MOMENT.fullmatch(text):
        return "moment"
    return "long" if any(len(word) > _LONGEST_WORD for word in text.split()) else ""


def _escape(text: str) -> str:
    return escape(escape_invisible(text))

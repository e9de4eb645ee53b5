"""Answers as text for people in a terminal, and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from lineage_explorer.api.answer_body import AnswerBody, AnswerItem, QuestionItem, QuestionsBody
from lineage_explorer.errors import InvalidQuery
from lineage_explorer.graph.date_text import format_minute
from lineage_explorer.graph.visible_text import escape_invisible
from lineage_explorer.questions.registry import QUESTIONS
from lineage_explorer.views.missing_facts import NOT_READABLE, describe_author

MIN_WIDTH = 40
"""Columns of a terminal below which nothing is made narrower."""

_WIDE = 10_000
_DROPPED_FIRST = ("Source", "By", "Type", "When", "Now")
"""Columns that a narrow terminal goes without, in this order."""

_FLEXIBLE = ("Name", "Question")
"""Columns that get narrower as a last resort: names are cut, questions take more lines."""

_SERVING_WORDS = {"serving": "In service", "replaced": "Replaced", "unreadable": NOT_READABLE}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def require_question(slug: str) -> None:
    """Raise an error for an unknown question, with those that there are.

    Raises:
        InvalidQuery: No question has this slug.
    """
    slugs = [question.slug for question in QUESTIONS]
    if slug in slugs:
        return
    near = get_close_matches(slug, slugs, n=3, cutoff=0.5)
    *others, last = near or [""]
    meant = f"{', '.join(others)} or {last}" if others else last
    advice = f" Did you mean {meant}?" if near else ""
    items = tuple(QuestionItem(question.slug, question.wording, None) for question in QUESTIONS)
    listed = _format_rows(_build_question_rows(items), width=None, has_head=False)
    raise InvalidQuery(f"“{escape_invisible(slug)}” is not a question.{advice}\n\n{listed}", field="question")


def format_body(body: AnswerBody | QuestionsBody, *, width: int | None) -> str:
    """Return an answer, or the questions, as aligned text.

    Args:
        body: What to print.
        width: Columns of the terminal; None where there is none: then nothing is cut and nothing is bold.
    """
    if isinstance(body, QuestionsBody):
        sentence = f"{len(body.questions)} questions can be asked of {body.title}."
        rows = _build_question_rows(body.questions)
    else:
        sentence, rows = body.sentence, _build_answer_rows(body.items)
    head = _render(Text(escape_invisible(sentence)), width)
    return f"{head}\n{_format_rows(rows, width=width)}" if rows else head


def format_csv(body: AnswerBody | QuestionsBody) -> str:
    """Return the list of an answer, or of questions, as CSV.

    A cell that a spreadsheet would run as a formula begins with an apostrophe.
    """
    items, item_type = (
        (body.questions, QuestionItem) if isinstance(body, QuestionsBody) else (body.items, AnswerItem)
    )
    names = [field.name for field in fields(item_type)]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([[_format_cell(getattr(item, name)) for name in names] for item in items])
    return stream.getvalue()


def format_rows_csv(rows: Sequence[Mapping[str, str]], names: Sequence[str]) -> str:
    """Return rows as CSV, safe for spreadsheets as well."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([[_format_cell(row[name]) for name in names] for row in rows])
    return stream.getvalue()


def _format_cell(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA_STARTS) else text


def _build_question_rows(items: Sequence[QuestionItem]) -> list[Mapping[str, str]]:
    return [{"Slug": item.slug, "Question": item.wording} for item in items]


def _build_answer_rows(items: Sequence[AnswerItem]) -> list[Mapping[str, str]]:
    """Return the cells of the page's table, without columns that are empty."""
    rows = [_build_answer_row(item) for item in items]
    used = {name for row in rows for name, text in row.items() if text}
    return [{name: text for name, text in row.items() if name in used} for row in rows]


def _build_answer_row(item: AnswerItem) -> Mapping[str, str]:
    missing = NOT_READABLE if item.unread else ""
    return {
        "Name": f"{item.title} · {item.subtitle}" if item.subtitle else item.title,
        "Type": item.kind or item.type,
        "When": format_minute(item.created) or missing,
        "By": describe_author(item.created_by or "", item.type, item.status or "", missing=missing),
        "Status": item.status or missing,
        "Now": _SERVING_WORDS.get(item.serving or "", ""),
        "Source": item.source or "",
    }


def _format_rows(rows: Sequence[Mapping[str, str]], *, width: int | None, has_head: bool = True) -> str:
    """Return rows as aligned columns, without those that do not fit."""
    columns = list(rows[0])
    limit = max(width or _WIDE, MIN_WIDTH)
    for name in _DROPPED_FIRST:
        if _measure(rows, columns) <= limit:
            break
        columns = [column for column in columns if column != name]
    return _render(_build_table(rows, columns, has_head=has_head), width)


def _measure(rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> int:
    return Console(width=_WIDE).measure(_build_table(rows, columns)).maximum


def _build_table(
    rows: Sequence[Mapping[str, str]], columns: Sequence[str], *, has_head: bool = True
) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", show_header=has_head)
    for column in columns:
        natural = max(cell_len(text) for text in (column, *(row[column] for row in rows)))
        table.add_column(
            column,
            no_wrap=column != "Question",
            overflow="fold" if column == "Question" else "ellipsis",
            min_width=None if column in _FLEXIBLE else natural,
        )
    for row in rows:
        table.add_row(*(Text(escape_invisible(row[column])) for column in columns))
    return table


def _render(part: Table | Text, width: int | None) -> str:
    """Return a part as lines without spaces at their ends."""
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=max(width or _WIDE, MIN_WIDTH),
        force_terminal=width is not None,
        no_color=True,
        highlight=False,
    )
    console.print(part)
    return "\n".join(line.rstrip() for line in stream.getvalue().split("\n"))

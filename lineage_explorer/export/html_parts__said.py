"""Texts of a saved page: the answer, and the graph's origin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape

from lineage_explorer.export.html_parts import render_badge
from lineage_explorer.query.address import Address, format_link
from lineage_explorer.questions.answer import Answer, ResultItem
from lineage_explorer.questions.registry import get_question
from lineage_explorer.views.table_rows__answered import build_cells, list_column_titles, style_of_item


@dataclass(frozen=True, slots=True)
class Captions:
    """Texts that a saved page shows beside the graph.

    Attributes:
        summary: Summary of the graph; empty if the numbers of the graph are enough.
        completeness: Notes on how complete the graph is.
        answer: The answer that belongs to the graph; None if there was no question.
    """

    summary: str = ""
    completeness: tuple[str, ...] = ()
    answer: Answer | None = None

    def merge_gaps(self, read_gaps: Iterable[str]) -> tuple[str, ...]:
        """Return the gaps of the answer and of the read, without duplicates."""
        return tuple(dict.fromkeys((*(self.answer.gaps if self.answer else ()), *read_gaps)))


def render_answer(answer: Answer | None) -> str:
    """Return a question and its answer as HTML.

    It can be read and printed where no script runs.
    """
    if answer is None:
        return ""
    wording = escape(get_question(answer.question_slug).wording)
    return (
        f'<section id="answer" aria-label="Answer"><div data-question="{escape(answer.question_slug)}" '
        f'data-count="{len(answer.items)}"><p class="eyebrow">{wording}</p>'
        f"<h2>{escape(answer.sentence)}</h2>{_render_items(answer.items)}</div></section>"
    )


def format_origin(read_at: datetime, address: Address, completeness: Iterable[str]) -> str:
    """Return the time of the read, the address and the completeness.

    The address shows the current state of the same graph.
    """
    text = f"Read {read_at:%-d %b %Y, %H:%M} UTC"
    if address.query:
        text = f"{text} from {format_link(address)}"
    return escape(" · ".join((text, *completeness)))


def _render_items(items: tuple[ResultItem, ...]) -> str:
    """Return the result items of an answer as an HTML table.

    The table can be collapsed, so that the graph has all the space.
    """
    if not items:
        return ""
    columns = list_column_titles(items)
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "\n".join(_render_item(item, columns) for item in items)
    return (
        f"<details open><summary>The answer as a list ({len(items):,}), times in UTC</summary>"
        f'<table class="rows"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></details>'
    )


def _render_item(item: ResultItem, columns: Iterable[str]) -> str:
    attribute = "arn" if item.arn else "value"
    return f'<tr data-{attribute}="{escape(item.identifier)}">{"".join(_render_cells(item, columns))}</tr>'


def _render_cells(item: ResultItem, columns: Iterable[str]) -> Iterator[str]:
    style, texts = style_of_item(item), build_cells(item)
    for column in columns:
        text = escape(texts[column])
        if column == "Name":
            badge = render_badge(style.icon, style.family)
            entity = f'{badge}<span title="{escape(item.identifier)}">{text}</span>'
            yield f'<th scope="row"><div class="entity">{entity}</div></th>'
        elif column == "Source":
            yield f'<td><div class="source">{text}</div></td>'
        else:
            yield f'<td class="number">{text}</td>' if column == "When" else f"<td>{text}</td>"

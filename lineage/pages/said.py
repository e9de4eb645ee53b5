"""Texts of a saved page: the answer, and the graph's origin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape

from lineage.address import Address, link
from lineage.answer import Answer, Item
from lineage.pages.markup import badge
from lineage.questions import by_slug
from lineage.views.answered import cells, heads, look


@dataclass(frozen=True, slots=True)
class Said:
    """Texts that a saved page shows beside the graph.

    Attributes:
        sentence: Summary of the graph; empty if the numbers of the graph are enough.
        completeness: Notes on how complete the graph is.
        answer: The answer that belongs to the graph; None if there was no question.
    """

    sentence: str = ""
    completeness: tuple[str, ...] = ()
    answer: Answer | None = None

    def gaps(self, read: Iterable[str]) -> tuple[str, ...]:
        """Return the gaps of the answer and of the read, without duplicates."""
        return tuple(dict.fromkeys((*(self.answer.gaps if self.answer else ()), *read)))


def answered(answer: Answer | None) -> str:
    """Return a question and its answer as HTML.

    It can be read and printed where no script runs.
    """
    if answer is None:
        return ""
    return (
        f'<section id="answer" aria-label="Answer"><div data-question="{escape(answer.slug)}" '
        f'data-count="{len(answer.items)}"><p class="eyebrow">{escape(by_slug(answer.slug).wording)}</p>'
        f"<h2>{escape(answer.sentence)}</h2>{_list(answer.items)}</div></section>"
    )


def origin(finished: datetime, address: Address, completeness: Iterable[str]) -> str:
    """Return the time of the read, the address and the completeness.

    The address shows the current state of the same graph.
    """
    text = f"Read {finished:%-d %b %Y, %H:%M} UTC"
    if address.query:
        text = f"{text} from {link(address)}"
    return escape(" · ".join((text, *completeness)))


def _list(items: tuple[Item, ...]) -> str:
    """Return the result items of an answer as an HTML table.

    The table can be collapsed, so that the graph has all the space.
    """
    if not items:
        return ""
    columns = heads(items)
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "\n".join(_row(item, columns) for item in items)
    return (
        f"<details open><summary>The answer as a list ({len(items):,}), times in UTC</summary>"
        f'<table class="rows"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></details>'
    )


def _row(item: Item, columns: Iterable[str]) -> str:
    attribute = "arn" if item.arn else "value"
    return f'<tr data-{attribute}="{escape(item.value)}">{"".join(_cells(item, columns))}</tr>'


def _cells(item: Item, columns: Iterable[str]) -> Iterator[str]:
    style, texts = look(item), cells(item)
    for column in columns:
        text = escape(texts[column])
        if column == "Name":
            entity = f'{badge(style.icon, style.family)}<span title="{escape(item.value)}">{text}</span>'
            yield f'<th scope="row"><div class="entity">{entity}</div></th>'
        elif column == "Source":
            yield f'<td><div class="source">{text}</div></td>'
        else:
            yield f'<td class="number">{text}</td>' if column == "When" else f"<td>{text}</td>"

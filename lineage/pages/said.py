"""What a saved page says in words: the answer to its question, and where its picture comes from."""

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
    """What the explorer says of a picture, beside drawing it.

    Attributes:
        sentence: What the picture shows; empty where its own numbers say enough.
        completeness: How complete it is, in parts.
        answer: What was answered with it; None where no question was asked.
    """

    sentence: str = ""
    completeness: tuple[str, ...] = ()
    answer: Answer | None = None

    def gaps(self, read: Iterable[str]) -> tuple[str, ...]:
        """Return what is missing of the answer or of what was read, each once."""
        return tuple(dict.fromkeys((*(self.answer.gaps if self.answer else ()), *read)))


def answered(answer: Answer | None) -> str:
    """Return a question and its answer, which can be read and printed where no script runs."""
    if answer is None:
        return ""
    return (
        f'<section id="answer" aria-label="Answer"><div data-question="{escape(answer.slug)}" '
        f'data-count="{len(answer.items)}"><p class="eyebrow">{escape(by_slug(answer.slug).wording)}</p>'
        f"<h2>{escape(answer.sentence)}</h2>{_list(answer.items)}</div></section>"
    )


def origin(finished: datetime, address: Address, completeness: Iterable[str]) -> str:
    """Say when a picture was read, which address shows it anew, and how complete it is."""
    read = f"Read {finished:%-d %b %Y, %H:%M} UTC"
    if address.query:
        read = f"{read} from {link(address)}"
    return escape(" · ".join((read, *completeness)))


def _list(items: tuple[Item, ...]) -> str:
    """Return what answers a question; it can be folded, so that the picture has all the room."""
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
    name = "arn" if item.arn else "value"
    return f'<tr data-{name}="{escape(item.value)}">{"".join(_cells(item, columns))}</tr>'


def _cells(item: Item, columns: Iterable[str]) -> Iterator[str]:
    drawn, told = look(item), cells(item)
    for column in columns:
        text = escape(told[column])
        if column == "Name":
            entity = f'{badge(drawn.icon, drawn.family)}<span title="{escape(item.value)}">{text}</span>'
            yield f'<th scope="row"><div class="entity">{entity}</div></th>'
        elif column == "Source":
            yield f'<td><div class="source">{text}</div></td>'
        else:
            yield f'<td class="number">{text}</td>' if column == "When" else f"<td>{text}</td>"

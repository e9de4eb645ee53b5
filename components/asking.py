"""The questions that can be asked of the focus, each a plain link."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dash import dcc, html
from dash.development.base_component import Component

from components.attributes import aria
from lineage.questions.question import Question

FIRST = 3
"""How many questions stand open; the others are one click away."""


def asking(
    questions: Sequence[Question], *, title: str, link: Callable[[str], str], asked: str | None
) -> list[Component]:
    """Return the questions, the most useful first; nothing for none.

    Args:
        questions: In the order in which they are offered.
        title: What the focus is, such as "endpoint".
        link: The address that asks a question, by its slug.
        asked: The slug of the question that is asked already, if any.
    """
    if not questions:
        return []
    links = [_link(question, link(question.slug), now=question.slug == asked) for question in questions]
    rest = links[FIRST:]
    more = html.Details(
        [html.Summary(f"All {len(links)} questions"), html.Ul(rest)],
        open=asked in [q.slug for q in questions[FIRST:]],
    )
    return [
        html.Section(
            [html.H2(f"Ask about this {title}"), html.Ul(links[:FIRST]), *([more] if rest else [])],
            className="asking",
        )
    ]


def _link(question: Question, href: str, *, now: bool) -> Component:
    current = aria(current="true") if now else {}
    return html.Li(dcc.Link(question.wording, href=href), **current)

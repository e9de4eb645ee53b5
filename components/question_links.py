"""Links to the questions that can be asked about the focus."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dash import dcc, html
from dash.development.base_component import Component

from components.attributes import aria
from lineage_explorer.questions.question import Question

SHOWN_AT_FIRST = 3
"""Number of questions shown at first. The others are behind a disclosure."""


def question_links(
    questions: Sequence[Question], *, title: str, link: Callable[[str], str], current_slug: str | None
) -> list[Component]:
    """Return the questions as links, most useful first.

    Args:
        questions: Questions in the order in which they are shown. If there are none, the result is empty.
        title: Type of the focus in words, such as "endpoint".
        link: Returns the address that asks a question, by its slug.
        current_slug: Slug of the question that is being asked, if any.
    """
    if not questions:
        return []
    links = [
        _link(question, link(question.slug), is_current=question.slug == current_slug)
        for question in questions
    ]
    rest = links[SHOWN_AT_FIRST:]
    disclosure = html.Details(
        [html.Summary(f"All {len(links)} questions"), html.Ul(rest)],
        open=current_slug in [q.slug for q in questions[SHOWN_AT_FIRST:]],
    )
    return [
        html.Section(
            [
                html.H2(f"Ask about this {title}"),
                html.Ul(links[:SHOWN_AT_FIRST]),
                *([disclosure] if rest else []),
            ],
            className="asking",
        )
    ]


def _link(question: Question, href: str, *, is_current: bool) -> Component:
    current = aria(current="true") if is_current else {}
    return html.Li(dcc.Link(question.wording, href=href), **current)

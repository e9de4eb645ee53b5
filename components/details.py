"""Panel with the facts about one entity."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from components.asking import asking
from components.attributes import aria, data
from components.icons import badge, icon
from lineage.model import Arn
from lineage.questions.question import Question
from lineage.source import Neighbour, Neighbours
from lineage.views.facts import Fact, Section
from lineage.views.looks import Look


@dataclass(frozen=True, slots=True)
class Card:
    """Content of the panel.

    A part that could not be read is None, and `gaps` names it.
    """

    arn: Arn
    name: str
    look: Look
    sections: Sequence[Section] = ()
    tags: Mapping[str, str] | None = None
    neighbours: Neighbours | None = None
    console: str | None = None
    questions: Sequence[Question] = ()
    gaps: tuple[str, ...] = ()


def details(
    card: Card, *, link: Callable[[Arn], str], ask: Callable[[str], str], asked: str | None = None
) -> list[Component]:
    """Return the content of the panel.

    Args:
        card: Content to show.
        link: Returns the address that makes a neighbor the focus.
        ask: Returns the address that asks a question about this entity, by its slug.
        asked: Slug of the question that is being asked, if any.
    """
    children: list[Component] = [
        html.Div([badge(card.look.icon, card.look.family), html.Span(card.look.title)], className="eyebrow"),
        html.H1(card.name, title=card.arn),
        html.Div(_actions(card), className="actions"),
        *(html.P(gap, className="gap") for gap in card.gaps),
        *asking(card.questions, title=card.look.title.lower(), link=ask, asked=asked),
        *map(_section, card.sections),
    ]
    if card.tags:
        chips = [html.Span(f"{key}: {value}", className="chip") for key, value in sorted(card.tags.items())]
        children.append(html.Section([html.H2("Tags"), html.Div(chips, className="chips")]))
    if card.neighbours:
        has_more = card.neighbours.more
        children.append(
            _neighbours("In", card.neighbours.incoming, link, "Nothing points here.", has_more=has_more)
        )
        children.append(
            _neighbours("Out", card.neighbours.outgoing, link, "Nothing came of this yet.", has_more=has_more)
        )
    return children


def _actions(card: Card) -> list[Component]:
    actions: list[Component] = [_copy("Copy ARN", card.arn)]
    if card.console:
        actions.append(
            html.A(
                ["AWS console", icon("external")],
                href=card.console,
                target="_blank",
                rel="noopener noreferrer",
                className="button",
            )
        )
    return actions


def _section(section: Section) -> Component:
    return html.Section([html.H2(section.title), html.Dl([_fact(fact) for fact in section.facts])])


def _fact(fact: Fact) -> Component:
    value: list[Component | str] = [html.Span(fact.value)]
    if fact.long:
        value.append(_copy("", fact.value, title=f"Copy {fact.title.lower()}"))
    return html.Div([html.Dt(fact.title), html.Dd(value)], className="fact long" if fact.long else "fact")


def _neighbours(
    title: str,
    neighbors: Sequence[Neighbour],
    link: Callable[[Arn], str],
    placeholder: str,
    *,
    has_more: bool,
) -> Component:
    count = f"{len(neighbors)}{'+' if has_more else ''}"
    body: Component = html.P(placeholder, className="quiet")
    if neighbors:
        body = html.Ul([_neighbour(neighbor, link(neighbor.arn)) for neighbor in neighbors])
    return html.Section([html.H2(f"{title} ({count})"), body], className="neighbours")


def _neighbour(neighbor: Neighbour, href: str) -> Component:
    name = neighbor.name or neighbor.arn.rpartition("/")[2]
    return html.Li(
        [
            dcc.Link(name, href=href, title=neighbor.arn),
            html.Span(neighbor.association or "no type", className="quiet"),
        ]
    )


def _copy(text: str, value: str, *, title: str | None = None) -> Component:
    label = title or text
    return html.Button(
        [icon("copy"), text],
        type="button",
        className="button",
        title=label,
        **data(copy=value),
        **aria(label=label),
    )

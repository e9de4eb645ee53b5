"""Panel with the facts about one entity."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from components.html_elements import aria, badge, data, icon, titled_link
from lineage_explorer.explore.page_facts import EntityFacts, FactPart
from lineage_explorer.graph.model import Arn
from lineage_explorer.questions.question import Question
from lineage_explorer.sources.protocols import Neighbor
from lineage_explorer.views.entity_details import Fact, Section, Table
from lineage_explorer.views.key_facts import KeyFact

_QUESTIONS_SHOWN_AT_FIRST = 3
"""Number of questions shown at first. The others are behind a disclosure."""


@dataclass(frozen=True, slots=True)
class DetailsLinks:
    """Addresses to which the details of an entity lead.

    Attributes:
        focus: Returns the address that makes a neighbor the focus.
        ask: Returns the address that asks a question about this entity, by its slug.
        compare: The address that compares this entity; empty if none is offered.
        impact: Address of the list of what depends on this entity; empty if none is offered.
    """

    focus: Callable[[Arn], str]
    ask: Callable[[str], str]
    compare: str = ""
    impact: str = ""


def details_panel(
    content: EntityFacts, links: DetailsLinks, *, current_slug: str | None = None
) -> list[Component]:
    """Return the content of the panel.

    Args:
        content: Content to show.
        links: Where it leads.
        current_slug: Slug of the question that is being asked, if any.
    """
    link, ask = links.focus, links.ask
    children: list[Component] = [
        html.Div(
            [badge(content.style.icon, content.style.color), html.Span(content.style.title)],
            className="eyebrow",
        ),
        html.H2(content.name.title, className="name", title=content.arn),
        *([html.P(content.name.subtitle, className="subtitle")] if content.name.subtitle else []),
        *([html.P("Deleted: its lineage is kept.", className="gap")] if content.is_deleted else []),
        html.Div(className="key-facts"),  # of the focus; `web/panels/details.js` fills it
        html.Div(_action_buttons(content, links), className="actions"),
        *(html.P(gap, className="gap") for gap in content.gaps),
        *_question_links(
            content.questions, title=content.style.title.lower(), link=ask, current_slug=current_slug
        ),
        *map(_section, content.sections),
        *([] if content.sections else _unread_section("Details", content.unread.get(FactPart.DESCRIPTION))),
        *_unread_section("Tags", content.unread.get(FactPart.TAGS)),
        *_unread_section("Upstream and downstream", content.unread.get(FactPart.NEIGHBORS)),
    ]
    if content.tags:
        chips = [
            html.Span([html.Bdi(key), ": ", html.Bdi(value)], className="chip")
            for key, value in sorted(content.tags.items())
        ]
        children.append(html.Section([html.H3("Tags"), html.Div(chips, className="chips")]))
    if content.neighbors:
        children.append(
            _neighbor_list(
                "Upstream",
                content.neighbors.incoming,
                link,
                "No upstream entities.",
                has_more=content.neighbors.has_more_incoming,
            )
        )
        children.append(
            _neighbor_list(
                "Downstream",
                content.neighbors.outgoing,
                link,
                "No downstream entities.",
                has_more=content.neighbors.has_more_outgoing,
            )
        )
    if content.operations:
        responses = map(_response, content.operations)
        children.append(html.Section([html.H3("API responses"), *responses]))
    return children


def key_fact_list(facts: Sequence[KeyFact], link: Callable[[Arn], str]) -> list[Component]:
    """Return what matters about the focus."""
    return [html.Dl([_key_fact(fact, link) for fact in facts])] if facts else []


def _key_fact(fact: KeyFact, link: Callable[[Arn], str]) -> Component:
    value: list[Component | str] = []
    for entity in fact.entities:
        value += [", "] if value else []
        value.append(dcc.Link(html.Bdi(entity.title), href=link(entity.arn), title=entity.arn))
    if fact.text:
        value += [" "] if value else []
        value.append(html.Bdi(fact.text))
    if fact.note:
        value += [" ", html.Bdi(fact.note, className="quiet")]
    return html.Div([html.Dt(fact.title), html.Dd(value)], className="fact")


def _unread_section(title: str, reason: str | None) -> list[Component]:
    """Return the section of a part that could not be read.

    Without one, it would be taken for empty.
    """
    if not reason:
        return []
    return [html.Section([html.H3(title), html.P(f"Not readable: {reason}.", className="quiet")])]


def _question_links(
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
        _question_link(question, link(question.slug), is_current=question.slug == current_slug)
        for question in questions
    ]
    rest = links[_QUESTIONS_SHOWN_AT_FIRST:]
    disclosure = html.Details(
        [html.Summary(f"All {len(links)} questions"), html.Ul(rest)],
        open=current_slug in [q.slug for q in questions[_QUESTIONS_SHOWN_AT_FIRST:]],
    )
    return [
        html.Section(
            [
                html.H3(f"Ask about this {title}"),
                html.Ul(links[:_QUESTIONS_SHOWN_AT_FIRST]),
                *([disclosure] if rest else []),
            ],
            className="asking",
        )
    ]


def _question_link(question: Question, href: str, *, is_current: bool) -> Component:
    current = aria(current="true") if is_current else {}
    return html.Li(dcc.Link(question.wording, href=href), **current)


def _action_buttons(card: EntityFacts, links: DetailsLinks) -> list[Component]:
    actions: list[Component] = [_copy_button("Copy ARN", card.arn)]
    if links.compare:
        actions.append(dcc.Link(_name_comparison(card), href=links.compare, className="button"))
    if links.impact:
        title = "What depends on it, and whom to tell"
        actions.append(dcc.Link("Impact", href=links.impact, className="button", title=title))
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


def _name_comparison(card: EntityFacts) -> str:
    if card.earlier_version:
        return f"Compare with v{card.earlier_version.rpartition('/')[2]}"
    return "Compare with the former deployment" if card.is_endpoint else "Compare"


def _section(section: Section | Table) -> Component:
    body = _table(section) if isinstance(section, Table) else html.Dl([_fact(fact) for fact in section.facts])
    return html.Section([html.H3(section.title), body])


def _table(table: Table) -> Component:
    """Return a table whose rows begin with what they are about."""
    head = html.Tr([html.Th(column, scope="col") for column in table.columns])
    rows = [
        html.Tr([html.Th(_value(name), scope="row"), *(html.Td(_value(text)) for text in texts)])
        for name, *texts in table.rows
    ]
    return html.Table([html.Thead(head), html.Tbody(rows)], className="values")


def _response(operation: str) -> Component:
    """Return a disclosure for a response; `web/panels/responses.js` fills it."""
    return html.Details(
        [html.Summary(f"{operation} as JSON")], className="response", **data(operation=operation)
    )


_MAX_UNFOLDED_LENGTH = 240
"""Characters of a value that are shown at once; the rest is behind a disclosure."""


def _value(text: str) -> Component:
    if len(text) <= _MAX_UNFOLDED_LENGTH:
        return html.Bdi(text)
    beginning = f"{text[:_MAX_UNFOLDED_LENGTH].rstrip()}…"
    return html.Details([html.Summary(html.Bdi(beginning)), html.Bdi(text)], className="folded")


def _fact(fact: Fact) -> Component:
    value: list[Component | str] = [_value(fact.value)]
    if fact.long:
        value.append(_copy_button("", fact.value, title=f"Copy {fact.title.lower()}"))
    return html.Div([html.Dt(fact.title), html.Dd(value)], className="fact long" if fact.long else "fact")


def _neighbor_list(
    title: str,
    neighbors: Sequence[Neighbor],
    link: Callable[[Arn], str],
    placeholder: str,
    *,
    has_more: bool,
) -> Component:
    count = f"{len(neighbors)}{'+' if has_more else ''}"
    body: Component = html.P(placeholder, className="quiet")
    if neighbors:
        body = html.Ul([_neighbor_item(neighbor, link(neighbor.arn)) for neighbor in neighbors])
    return html.Section([html.H3(f"{title} ({count})"), body], className="neighbors")


def _neighbor_item(neighbor: Neighbor, href: str) -> Component:
    name = neighbor.name or neighbor.arn.rpartition("/")[2]
    return html.Li(
        [
            titled_link(name, neighbor.subtitle, href=href, hint=neighbor.arn),
            html.Span(neighbor.association or "no type", className="quiet"),
        ],
        **data(arn=neighbor.arn),
    )


def _copy_button(text: str, value: str, *, title: str | None = None) -> Component:
    label = title or text
    return html.Button(
        [icon("copy"), text],
        type="button",
        className="button",
        title=label,
        **data(copy=value),
        **aria(label=label),
    )

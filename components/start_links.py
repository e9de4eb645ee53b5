"""Lists of entities to start from, as links."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from dash import html
from dash.development.base_component import Component

from components.html_elements import badge
from lineage_explorer.graph.date_text import format_day
from lineage_explorer.graph.entity_names import add_type

if TYPE_CHECKING:
    from lineage_explorer.graph.model import Arn
    from lineage_explorer.views.entity_details import StartOption


def start_list(starts: Sequence[StartOption], *, link: Callable[[Arn], str]) -> Component:
    """Return one link for each entity.

    Args:
        starts: Entities in display order.
        link: Returns the address of an entity.
    """
    return html.Ul([html.Li(_start_link(item, link(item.arn))) for item in starts], className="starts")


def suggestions(
    starts: Sequence[StartOption], *, link: Callable[[Arn], str], note: str, gaps: Sequence[str] = ()
) -> list[Component]:
    """Return the entities that match part of a name.

    Args:
        starts: The entities; there may be none.
        link: Returns the address of an entity.
        note: Says what was searched.
        gaps: What could not be searched, one sentence each.
    """
    missing = [html.P(f"Not searched: {gap}", className="gap") for gap in gaps]
    matches = [start_list(starts, link=link)] if starts else []
    return [html.P(note, className="quiet"), *matches, *missing]


def start_choices(starts: Sequence[StartOption], *, link: Callable[[Arn], str]) -> list[Component]:
    """Return the entities that an ambiguous start can mean.

    The result is empty for no entities.
    """
    if not starts:
        return []
    return [html.P(f"{len(starts)} matches: choose one"), start_list(starts, link=link)]


def _start_link(item: StartOption, href: str) -> Component:
    when = format_day(item.created) if item.created else ""
    return html.A(
        [
            badge(item.style.icon, item.style.color),
            html.Span(
                [html.Bdi(item.name.title), html.Small(add_type(item.style.title, item.name.subtitle))],
                className="name",
            ),
            html.Time(when),
        ],
        href=href,
        title=item.hint,
    )

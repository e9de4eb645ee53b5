"""Paths between two entities: a sentence and a list."""

from __future__ import annotations

from collections.abc import Callable

from dash import dcc, html
from dash.development.base_component import Component

from components.attributes import aria, data
from components.icons import badge, icon
from lineage_explorer.graph.model import Arn, shorten_middle
from lineage_explorer.views.path_list import PathsDescription, PathStop, describe_length, describe_path

_MAX_NAME_LENGTH = 30
"""Maximum characters of a name in the list.

It keeps most paths on one line. The sentence and the link's title have the full name."""


def path_summary(description: PathsDescription, number: int | None) -> list[Component]:
    """Return the number of paths and a description of one of them.

    Args:
        description: Description of the paths.
        number: Number of the chosen path, from 1; None for the shortest.
    """
    children: list[Component] = [html.H2(description.sentence)]
    if description.listed:
        prefix = [html.Strong(f"Path {number}: ")] if number else []
        children.append(html.P([*prefix, describe_path(description.listed[(number or 1) - 1])]))
    return children


def path_list(
    description: PathsDescription,
    number: int | None,
    *,
    choose: Callable[[int | None], str],
    focus: Callable[[Arn], str],
    close: str,
) -> list[Component]:
    """Return the list of paths to choose from.

    Every entity on a path is a link.

    Args:
        description: Description of the paths.
        number: Number of the chosen path, from 1; None for none.
        choose: Returns the address that emphasizes a path, or no path for None.
        focus: Returns the address that makes an entity the focus and keeps the same paths highlighted.
        close: The address without paths.
    """
    head = [html.Span(description.heading, className="quiet")] if description.heading else []
    close_link = dcc.Link(
        [icon("close"), "Close paths"],
        href=close,
        className="button",
        title="Show the picture without paths (Esc)",
    )
    rows = [
        _row(path, position, is_chosen=position == number, choose=choose, focus=focus)
        for position, path in enumerate(description.listed, start=1)
    ]
    return [html.Div([*head, close_link], className="between-head"), html.Ol(rows)]


def _row(
    path: tuple[PathStop, ...],
    number: int,
    *,
    is_chosen: bool,
    choose: Callable[[int | None], str],
    focus: Callable[[Arn], str],
) -> Component:
    """Return one path; choosing the chosen path again clears the choice."""
    choose_link = dcc.Link(
        [html.Strong(f"Path {number}"), html.Span(describe_length(path), className="quiet")],
        href=choose(None if is_chosen else number),
        className="pick",
        title="Show all paths alike" if is_chosen else "Make this path stand out",
    )
    stops = [
        html.Li(
            [
                *([html.Span(stop.association_label, className="quiet")] if stop.association_label else []),
                _link(stop, focus),
            ],
            **data(arn=stop.arn),
        )
        for stop in path
    ]
    return html.Li([choose_link, html.Ol(stops)], **aria(current="true") if is_chosen else {})


def _link(stop: PathStop, focus: Callable[[Arn], str]) -> Component:
    return dcc.Link(
        [badge(stop.style.icon, stop.style.family), shorten_middle(stop.name, _MAX_NAME_LENGTH)],
        href=focus(stop.arn),
        title=f"{stop.label} · {stop.arn}",
    )

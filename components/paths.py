"""Paths between two entities: a sentence and a list."""

from __future__ import annotations

from collections.abc import Callable

from dash import dcc, html
from dash.development.base_component import Component

from components.attributes import aria, data
from components.icons import badge, icon
from lineage.model import Arn, shortened
from lineage.views.paths import Stop, Told, length, retold

_LONGEST = 30
"""Maximum characters of a name in the list.

It keeps most paths on one line. The sentence and the link's title have the full name."""


def sentence(words: Told, number: int | None) -> list[Component]:
    """Return the number of paths and a description of one of them.

    Args:
        words: Description of the paths.
        number: Number of the chosen path, from 1; None for the shortest.
    """
    children: list[Component] = [html.H2(words.sentence)]
    if words.listed:
        prefix = [html.Strong(f"Path {number}: ")] if number else []
        children.append(html.P([*prefix, retold(words.listed[(number or 1) - 1])]))
    return children


def listed(
    words: Told,
    number: int | None,
    *,
    choose: Callable[[int | None], str],
    focus: Callable[[Arn], str],
    close: str,
) -> list[Component]:
    """Return the list of paths to choose from.

    Every entity on a path is a link.

    Args:
        words: Description of the paths.
        number: Number of the chosen path, from 1; None for none.
        choose: Returns the address that emphasizes a path, or no path for None.
        focus: Returns the address that makes an entity the focus and keeps the same paths highlighted.
        close: The address without paths.
    """
    head = [html.Span(words.head, className="quiet")] if words.head else []
    close_link = dcc.Link(
        [icon("close"), "Close paths"],
        href=close,
        className="button",
        title="Show the picture without paths (Esc)",
    )
    rows = [
        _row(path, position, is_chosen=position == number, choose=choose, focus=focus)
        for position, path in enumerate(words.listed, start=1)
    ]
    return [html.Div([*head, close_link], className="between-head"), html.Ol(rows)]


def _row(
    path: tuple[Stop, ...],
    number: int,
    *,
    is_chosen: bool,
    choose: Callable[[int | None], str],
    focus: Callable[[Arn], str],
) -> Component:
    """Return one path; choosing the chosen path again clears the choice."""
    choose_link = dcc.Link(
        [html.Strong(f"Path {number}"), html.Span(length(path), className="quiet")],
        href=choose(None if is_chosen else number),
        className="pick",
        title="Show all paths alike" if is_chosen else "Make this path stand out",
    )
    stops = [
        html.Li(
            [*([html.Span(stop.way, className="quiet")] if stop.way else []), _link(stop, focus)],
            **data(arn=stop.arn),
        )
        for stop in path
    ]
    return html.Li([choose_link, html.Ol(stops)], **aria(current="true") if is_chosen else {})


def _link(stop: Stop, focus: Callable[[Arn], str]) -> Component:
    return dcc.Link(
        [badge(stop.look.icon, stop.look.family), shortened(stop.name, _LONGEST)],
        href=focus(stop.arn),
        title=f"{stop.called} · {stop.arn}",
    )

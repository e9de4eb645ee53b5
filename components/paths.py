"""The paths between two entities: the sentence, and the list to choose from."""

from __future__ import annotations

from collections.abc import Callable

from dash import dcc, html
from dash.development.base_component import Component

from components.attributes import aria, data
from components.icons import badge, icon
from lineage.model import Arn, shortened
from lineage.views.paths import Stop, Told, length, retold

_LONGEST = 30
"""Characters of a name in the list: most paths are a line. The sentence and a link's title say all of it."""


def sentence(words: Told, number: int | None) -> list[Component]:
    """Return how many paths there are, and one of them told: the chosen one, else the shortest."""
    parts: list[Component] = [html.H2(words.sentence)]
    if words.listed:
        which = [html.Strong(f"Path {number}: ")] if number else []
        parts.append(html.P([*which, retold(words.listed[(number or 1) - 1])]))
    return parts


def listed(
    words: Told,
    number: int | None,
    *,
    choose: Callable[[int | None], str],
    focus: Callable[[Arn], str],
    close: str,
) -> list[Component]:
    """Return the list of paths, each to be chosen, and every entity on them as a link.

    Args:
        words: What is said of the paths.
        number: The chosen path, from 1; None for none.
        choose: The address at which a path stands out; with None, none does.
        focus: The address that makes an entity the focus, with the same paths lit.
        close: The address without paths.
    """
    head = [html.Span(words.head, className="quiet")] if words.head else []
    away = dcc.Link(
        [icon("close"), "Close paths"],
        href=close,
        className="button",
        title="Show the picture without paths (Esc)",
    )
    rows = [
        _row(path, at, chosen=at == number, choose=choose, focus=focus)
        for at, path in enumerate(words.listed, start=1)
    ]
    return [html.Div([*head, away], className="between-head"), html.Ol(rows)]


def _row(
    path: tuple[Stop, ...],
    at: int,
    *,
    chosen: bool,
    choose: Callable[[int | None], str],
    focus: Callable[[Arn], str],
) -> Component:
    """Return one path; choosing the chosen one again lets it go."""
    pick = dcc.Link(
        [html.Strong(f"Path {at}"), html.Span(length(path), className="quiet")],
        href=choose(None if chosen else at),
        className="pick",
        title="Show all paths alike" if chosen else "Make this path stand out",
    )
    stops = [
        html.Li(
            [*([html.Span(stop.way, className="quiet")] if stop.way else []), _link(stop, focus)],
            **data(arn=stop.arn),
        )
        for stop in path
    ]
    return html.Li([pick, html.Ol(stops)], **aria(current="true") if chosen else {})


def _link(stop: Stop, focus: Callable[[Arn], str]) -> Component:
    return dcc.Link(
        [badge(stop.look.icon, stop.look.family), shortened(stop.name, _LONGEST)],
        href=focus(stop.arn),
        title=f"{stop.called} · {stop.arn}",
    )

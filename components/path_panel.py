"""Panel of the paths between two entities: a sentence and a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypedDict

from dash import dcc, html
from dash.development.base_component import Component

from components import notice
from components.html_elements import aria, badge, data, icon
from lineage_explorer.explore.loaded_graph import LoadedGraph
from lineage_explorer.graph.label_fitting import LabelSpace, fit_labels
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.graph.paths import Paths
from lineage_explorer.query.address import Address, format_href
from lineage_explorer.query.view_options import PathQuery
from lineage_explorer.views.path_list import (
    PathsDescription,
    PathStop,
    describe_length,
    describe_path,
    describe_paths,
)

_NAME_SPACE = LabelSpace(line_count=2, line_ems=9.0)
"""Space of a name in the list.

It keeps most paths on one line. The sentence and the link's title have the full name."""


class PathPanel(TypedDict):
    """Content of the path panel: a sentence and a list."""

    paths_told: list[Component]
    paths: list[Component]


def warn_missing_paths(
    graph: LineageGraph, path_query: PathQuery | None, found_paths: Paths | None
) -> list[Component]:
    """Return a warning about requested paths that cannot be shown.

    Either an end was not read, or there is no path of the requested number.
    """
    where = "among what was read so far" if graph.read_status.has_more else "in this graph"
    sentences = [
        f"“{arn}” is not {where}, so that no path from or to it can be shown."
        for arn in ((path_query.first, path_query.second) if path_query else ())
        if arn not in graph.vertices
    ]
    if (
        path_query
        and found_paths
        and found_paths.valid_number(path_query.path_number) != path_query.path_number
    ):
        listed = f"{len(found_paths.listed)} {'is' if len(found_paths.listed) == 1 else 'are'} listed"
        sentences.append(f"There is no path {path_query.path_number}: {listed}. All are shown.")
    return notice.warning_notice("These paths cannot be shown", sentences)


def build_path_panel(loaded: LoadedGraph, address: Address, found_paths: Paths | None) -> PathPanel:
    """Return the content of the path panel; empty without paths."""
    ends = address.between
    if found_paths is None or ends is None:
        return {"paths_told": [], "paths": []}
    description = describe_paths(found_paths, loaded.graph, loaded.entities)
    number = found_paths.valid_number(ends.path_number)
    return {
        "paths_told": _path_summary(description, number),
        "paths": _path_list(
            description,
            number,
            choose=lambda path: format_href(replace(address, between=replace(ends, path_number=path))),
            focus=lambda arn: format_href(address.with_start(arn, on_path=True)),
            close=format_href(replace(address, between=None)),
        ),
    }


def _path_summary(description: PathsDescription, number: int | None) -> list[Component]:
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


def _path_list(
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
        title="Close paths (Esc)",
    )
    full_names = {stop.arn: stop.name for path in description.listed for stop in path}
    names = fit_labels(full_names, dict.fromkeys(full_names, _NAME_SPACE))
    rows = [
        _row(
            path,
            position,
            is_chosen=position == number,
            choose=choose,
            link=lambda stop: _link(stop, names[stop.arn], focus(stop.arn)),
        )
        for position, path in enumerate(description.listed, start=1)
    ]
    return [html.Div([*head, close_link], className="between-head"), html.Ol(rows)]


def _row(
    path: tuple[PathStop, ...],
    number: int,
    *,
    is_chosen: bool,
    choose: Callable[[int | None], str],
    link: Callable[[PathStop], Component],
) -> Component:
    """Return one path; choosing the chosen path again clears the choice."""
    choose_link = dcc.Link(
        [html.Strong(f"Path {number}"), html.Span(describe_length(path), className="quiet")],
        href=choose(None if is_chosen else number),
        className="pick",
        title="Show all paths" if is_chosen else "Highlight this path",
    )
    stops = [
        html.Li(
            [
                *([html.Span(stop.association_label, className="quiet")] if stop.association_label else []),
                link(stop),
            ],
            **data(arn=stop.arn),
        )
        for stop in path
    ]
    return html.Li([choose_link, html.Ol(stops)], **aria(current="true") if is_chosen else {})


def _link(stop: PathStop, name: str, href: str) -> Component:
    return dcc.Link(
        [badge(stop.style.icon, stop.style.color), html.Bdi(name)],
        href=href,
        title=f"{stop.label} · {stop.arn}",
    )

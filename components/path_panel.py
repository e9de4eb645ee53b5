"""Panel of the paths between the two entities of an address."""

from __future__ import annotations

from dataclasses import replace
from typing import TypedDict

from dash.development.base_component import Component

from components import notice, paths
from lineage_explorer.explore.load_graph import LoadedGraph
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.paths import Paths
from lineage_explorer.query.address import Address, format_link
from lineage_explorer.query.path_query import PathQuery
from lineage_explorer.views.path_list import describe_paths


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
    where = "among what was read so far" if graph.read_status.has_more else "in this picture"
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
        sentences.append(f"There is no path {path_query.path_number}: {listed}. All are shown alike.")
    return notice.warning_notice("These paths cannot be shown as asked", sentences)


def build_path_panel(loaded: LoadedGraph, address: Address, found_paths: Paths | None) -> PathPanel:
    """Return the content of the path panel; empty without paths."""
    ends = address.between
    if found_paths is None or ends is None:
        return {"paths_told": [], "paths": []}
    description = describe_paths(found_paths, loaded.graph, loaded.entities)
    number = found_paths.valid_number(ends.path_number)
    without_choice = replace(ends, path_number=None)
    return {
        "paths_told": paths.path_summary(description, number),
        "paths": paths.path_list(
            description,
            number,
            choose=lambda path: format_link(replace(address, between=replace(ends, path_number=path))),
            focus=lambda arn: format_link(replace(address.with_start(arn), between=without_choice)),
            close=format_link(replace(address, between=None)),
        ),
    }

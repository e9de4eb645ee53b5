"""Panel of the paths between the two entities of an address."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TypedDict

from dash.development.base_component import Component

from callbacks.explore.reading import Found
from components import notice, paths
from lineage.address import Address, link
from lineage.ends import Ends
from lineage.graph import LineageGraph
from lineage.model import Arn
from lineage.paths import Paths
from lineage.views.paths import told


class Panel(TypedDict):
    """Content of the path panel: a sentence and a list."""

    paths_told: list[Component]
    paths: list[Component]


def kept_apart(found: Paths | None, ends: Ends | None) -> Collection[Arn]:
    """Return the vertices that are not grouped.

    They are the vertices of the highlighted path, its ends included.
    """
    return found.told(ends.path) if found and ends else ()


def missing(graph: LineageGraph, ends: Ends | None, found: Paths | None) -> list[Component]:
    """Return a warning about requested paths that cannot be shown.

    Either an end was not read, or there is no path of the requested number.
    """
    where = "among what was read so far" if graph.reading.more else "in this picture"
    sentences = [
        f"“{arn}” is not {where}, so that no path from or to it can be shown."
        for arn in ((ends.one, ends.other) if ends else ())
        if arn not in graph.vertices
    ]
    if ends and found and found.known(ends.path) != ends.path:
        listed = f"{len(found.listed)} {'is' if len(found.listed) == 1 else 'are'} listed"
        sentences.append(f"There is no path {ends.path}: {listed}. All are shown alike.")
    return notice.warning("These paths cannot be shown as asked", sentences)


def path_panel(found: Found, address: Address, shown: Paths | None) -> Panel:
    """Return the content of the path panel; empty without paths."""
    ends = address.between
    if shown is None or ends is None:
        return {"paths_told": [], "paths": []}
    description = told(shown, found.graph, found.entities)
    number = shown.known(ends.path)
    without_choice = replace(ends, path=None)
    return {
        "paths_told": paths.sentence(description, number),
        "paths": paths.listed(
            description,
            number,
            choose=lambda path: link(replace(address, between=replace(ends, path=path))),
            focus=lambda arn: link(replace(address.refocused(arn), between=without_choice)),
            close=link(replace(address, between=None)),
        ),
    }

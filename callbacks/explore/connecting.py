"""The paths between the two entities that an address names."""

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
    """What the page says of paths: the sentence, and the list."""

    paths_told: list[Component]
    paths: list[Component]


def kept_apart(found: Paths | None, ends: Ends | None) -> Collection[Arn]:
    """Return the vertices that are drawn one by one: those of the path that is told, ends included."""
    return found.told(ends.path) if found and ends else ()


def missing(graph: LineageGraph, ends: Ends | None, found: Paths | None) -> list[Component]:
    """Say what the address names and nobody can show: an end that was not read, a path that is not there."""
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
    """Return what the page says of the paths; nothing where none are shown."""
    ends = address.between
    if shown is None or ends is None:
        return {"paths_told": [], "paths": []}
    words = told(shown, found.graph, found.entities)
    number = shown.known(ends.path)
    alike = replace(ends, path=None)
    return {
        "paths_told": paths.sentence(words, number),
        "paths": paths.listed(
            words,
            number,
            choose=lambda path: link(replace(address, between=replace(ends, path=path))),
            focus=lambda arn: link(replace(address.refocused(arn), between=alike)),
            close=link(replace(address, between=None)),
        ),
    }

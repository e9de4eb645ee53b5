"""View of an address: what all doors of the explorer make their output of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lineage_explorer.explore.load_graph import LoadedGraph
from lineage_explorer.explore.visible_graph import VisibleGraph
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.graph.paths import Paths
from lineage_explorer.layout import Layout
from lineage_explorer.query.address import Address
from lineage_explorer.views.color_by import Shade, compute_shades


@dataclass(frozen=True)
class View:
    """View of an address; equal views look the same.

    Attributes:
        address: The address.
        is_stopped: Whether reading was stopped before its end.
        loaded: The loaded graph, with its descriptions.
        layout_id: Id of the layout.
        layout, visible, paths: Layout, visible graph, and highlighted paths. They follow from the other
            fields.
    """

    address: Address
    is_stopped: bool
    loaded: LoadedGraph
    layout_id: str
    layout: Layout = field(compare=False)
    visible: VisibleGraph = field(compare=False)
    paths: Paths | None = field(compare=False)

    @property
    def graph(self) -> LineageGraph:
        """The loaded graph, hidden vertices included."""
        return self.loaded.graph

    @cached_property
    def shades(self) -> Mapping[Arn, Shade]:
        """The meaning of each vertex's color."""
        return compute_shades(self.graph, self.loaded.entities, self.address.color_by)

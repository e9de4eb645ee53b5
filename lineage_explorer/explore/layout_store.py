"""Layouts of visible graphs, each continuing the previous one.

A vertex keeps its position from one screen to the next where possible.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from types import MappingProxyType
from typing import Protocol

from lineage_explorer.explore.visible_graph import VisibleGraph, make_hash_key
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.layout import ASPECT, Layout, Point, compute_layout, keep_in_place
from lineage_explorer.layout.stage_headings import Stage, classify_stages
from lineage_explorer.layout.staged.blocks import INDENT
from lineage_explorer.layout.staged.layout import (
    MAX_WIDTH,
    StagedGraph,
    build_staged_graph,
    lay_out_in_stages,
)
from lineage_explorer.layout.staged.stages import has_stages
from lineage_explorer.query.view_options import Orientation
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.value_cache import ValueCache
from lineage_explorer.views.cards import CARD_HEIGHT, CARD_WIDTH
from lineage_explorer.views.hiding import find_bridge_paths
from lineage_explorer.views.overview import GroupKind

MAX_NEW_VERTICES = 200
"""Maximum new vertices for a layout that continues the previous one.

Each is inserted among all others, which takes half a second for this many. And a graph that is mostly new
does not look like a continuation anyway."""


MAX_STAGED_BLOCKS = 120
"""Maximum number of blocks in a layout of stages: its columns would be too tall for more."""

MAX_STAGED_COLUMNS = 16
"""Maximum number of columns in a layout of stages: longer chains are wrapped in rows."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """What a picture fills.

    Attributes:
        orientation: Direction in which time flows.
        aspect: Width over height.
    """

    orientation: Orientation = Orientation.RIGHT
    aspect: float = ASPECT


_USUAL_CANVAS = Canvas()


def lay_out_graph(
    graph: LineageGraph,
    canvas: Canvas = _USUAL_CANVAS,
    *,
    widths: Mapping[Arn, float] = MappingProxyType({}),
    staged: StagedGraph | None = None,
    previous: Layout | None = None,
) -> Layout:
    """Return the layout of a graph in an orientation.

    The coordinate x grows along the flow, y across it. A graph of pipelines that flows to the right is laid
    out in stages, others in ranks.

    Args:
        graph: The graph to lay out.
        canvas: What the picture fills.
        widths: The width that each card wants.
        staged: The graph in stages, where groups hide what tells them; None to find them by the graph.
        previous: The layout on the screen, of the same orientation.
    """
    if canvas.orientation is Orientation.RIGHT:
        if has_stages(graph):
            staged = staged or build_staged_graph(graph, CARD_HEIGHT)
            is_readable = (
                len(staged.blocks.blocks) <= MAX_STAGED_BLOCKS
                and len(staged.columns.stages) <= MAX_STAGED_COLUMNS
            )
            if is_readable:
                return lay_out_in_stages(staged, widths, canvas.aspect, previous)
        previous = None if previous and previous.widths else previous
        return compute_layout(graph, previous=previous, card_width=CARD_WIDTH, card_height=CARD_HEIGHT)
    transposed = compute_layout(
        graph, previous=previous, card_width=CARD_HEIGHT, card_height=CARD_WIDTH, aspect=1 / ASPECT
    )
    return replace(transposed, orientation=canvas.orientation)


class LayoutService(Protocol):
    """Lays out visible graphs."""

    def lay_out_or_reuse(
        self, visible: VisibleGraph, widths: Mapping[Arn, float], *, previous_id: str
    ) -> tuple[str, Layout]:
        """Return the id and the layout of a visible graph."""
        ...


class FreshLayouts:
    """A `LayoutService` that computes each layout from scratch, and stores none."""

    def lay_out_or_reuse(
        self,
        visible: VisibleGraph,
        widths: Mapping[Arn, float],
        *,
        previous_id: str,  # noqa: ARG002
    ) -> tuple[str, Layout]:
        """Return the layout of a visible graph, with an empty id."""
        graph = visible.grouped.graph
        if not graph.vertices:
            return "", Layout({}, (), {}, 0, 0, orientation=visible.orientation)
        return "", lay_out_graph(graph, _get_canvas(visible), widths=widths, staged=_find_stages(visible))


class LayoutStore:
    """Store of layouts by ids that the browser sends back.

    An id identifies a visible graph and the layouts before it, not a reader: the same steps lead to the same
    ids. If a stored layout of the same graph agrees with the previous layout, it is reused. That is the case
    for most steps back, and for every second step of a random walk. An unknown id, after a restart or on
    another worker, costs only continuity: the next layout is computed from scratch.

    Args:
        caches: Opens the caches of layouts and ids.
    """

    def __init__(self, caches: CacheRegistry) -> None:
        self._layouts: ValueCache[str, Layout] = caches.open(CacheName.LAYOUTS)
        self._ids: ValueCache[tuple[str, Point], str] = caches.open(CacheName.LAYOUT_IDS)
        self._stages: ValueCache[str, StagedGraph | None] = caches.open(CacheName.STAGES)

    def lay_out_or_reuse(
        self, visible: VisibleGraph, widths: Mapping[Arn, float], *, previous_id: str
    ) -> tuple[str, Layout]:
        """Return the layout of a visible graph, and its id.

        Args:
            visible: The visible graph.
            widths: The width that each card wants; they grow when names arrive.
            previous_id: Id of the previous layout; empty for none. A layout of another orientation is not
                continued.
        """
        previous = self._layouts.get(previous_id)
        graph_key = visible.key
        key = graph_key + make_hash_key(repr(sorted(widths.items())))[:6]
        if previous is not None and previous_id.startswith(key):
            return previous_id, previous
        same_graph = previous_id.startswith(visible.graph_key)
        if previous is not None and not same_graph and not _can_continue(visible, previous):
            previous = None
        if (
            previous is not None
            and not same_graph
            and (reusable := self._find_agreeing(key, visible.start, previous))
        ):
            return reusable
        layout_id = key + (sha256(previous_id.encode()).hexdigest()[:8] if previous is not None else "")

        def lay_out() -> Layout:
            kept = _keep_all(visible, widths, previous) if previous and same_graph else None
            if kept:
                return kept
            return lay_out_graph(
                visible.grouped.graph,
                _get_canvas(visible),
                widths=widths,
                staged=self._stages.get_or_compute(graph_key, lambda: _find_stages(visible)),
                previous=previous,
            )

        layout = self._layouts.get_or_compute(layout_id, lay_out)
        self._ids.put((key, layout.points[visible.start]), layout_id)
        return layout_id, layout

    def _find_agreeing(self, key: str, start: Arn, previous: Layout) -> tuple[str, Layout] | None:
        """Return a stored layout that agrees with the previous one.

        The result is None if there is none.
        """
        focus = previous.points.get(start)
        layout_id = self._ids.get((key, focus)) if focus else None
        layout = self._layouts.get(layout_id) if layout_id else None
        return (layout_id, layout) if layout_id and layout and layout.agrees_with(previous) else None


def _can_continue(visible: VisibleGraph, previous: Layout) -> bool:
    """Return whether a layout can continue the previous one.

    A comparison is lower than others.
    """
    if visible.aspect > ASPECT:
        return False
    new = visible.grouped.graph.vertices.keys() - previous.points.keys()
    return visible.orientation is previous.orientation and len(new) <= MAX_NEW_VERTICES


def _keep_all(visible: VisibleGraph, widths: Mapping[Arn, float], previous: Layout) -> Layout | None:
    """Return the layout that keeps all positions within the same graph.

    None if a card has become too narrow, or one that is new has no place.
    """
    grouped = visible.grouped
    members_by_arn = {arn: grouped.list_members(arn) for arn in grouped.graph.vertices}
    unchanged = keep_in_place(previous, members_by_arn, find_bridge_paths(visible.filtered, grouped))
    return unchanged if unchanged is not None and _is_wide_enough(unchanged, widths) else None


def _get_canvas(visible: VisibleGraph) -> Canvas:
    return Canvas(visible.orientation, visible.aspect)


def _find_stages(visible: VisibleGraph) -> StagedGraph | None:
    """Return a visible graph in stages; None if it has none."""
    graph = visible.grouped.graph
    if visible.orientation is not Orientation.RIGHT or not has_stages(graph):
        return None
    return build_staged_graph(graph, CARD_HEIGHT, _classify(visible))


def _classify(visible: VisibleGraph) -> Mapping[Arn, Stage]:
    """Return what each vertex is; another account is a source."""
    classes = classify_stages(visible.filtered.graph)
    groups = visible.grouped.closed_groups.items()
    return classes | {arn: Stage.DATA for arn, group in groups if group.kind is GroupKind.ACCOUNT}


def _is_wide_enough(layout: Layout, widths: Mapping[Arn, float]) -> bool:
    """Return whether the cards of a layout are wide enough."""
    return all(
        arn not in widths or min(widths[arn], MAX_WIDTH - 2 * INDENT) <= width + 1
        for arn, width in layout.widths.items()
    )

"""From a request to a view: the only way through the explorer.

Page, saved page and notebook call it, and differ only in what they make of the view.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lineage_explorer.explore.check_store import count_known_findings
from lineage_explorer.explore.decorate import DECORATORS, Decorator
from lineage_explorer.explore.filter_advice import build_advice
from lineage_explorer.explore.graph_view import arrange_view, load_extended
from lineage_explorer.explore.loaded_graph import StillLoading
from lineage_explorer.explore.moment_filter import find_check_scope
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.view import View
from lineage_explorer.explore.view_content import load_content
from lineage_explorer.explore.view_request import ViewRequest
from lineage_explorer.views.elements import Elements, build_grouped_elements
from lineage_explorer.views.hidden_paths import label_bridges
from lineage_explorer.views.hiding import find_bridge_spans


def build_view(services: ExplorerServices, request: ViewRequest) -> View | StillLoading:
    """Load, extend and arrange what a request asks for, with advice.

    Raises:
        LineageError: The request has no query, or nothing could be read at all.
    """
    # 1-2. Load the graph of each start, filter it by tags, extend it by its expansions
    loaded = load_extended(services, request)
    if isinstance(loaded, StillLoading):
        return loaded
    # 3-6. Describe what is seen, filter and group, lay out
    view = arrange_view(services, request, loaded)
    # 7. Load what another main view shows, such as a report
    content = load_content(services, request, view)
    if isinstance(content, StillLoading):
        return content
    # 8. Advise: what the filters can ask for, and why nothing passes them
    findings = count_known_findings(services.checks, find_check_scope(view.address))
    advice = build_advice(services, request, view.loaded)
    return replace(view, content=content, findings=findings, advice=advice)


def draw_elements(view: View, decorators: Sequence[Decorator] = DECORATORS) -> Elements:
    """Build the elements of a view, and decorate them."""
    # 9. Draw: nodes and edges at their places, then badges, colors, line styles, highlight, orientation
    visible, entities = view.visible, view.loaded.entities
    bridges = label_bridges(find_bridge_spans(visible.filtered, visible.grouped), entities)
    elements = build_grouped_elements(visible.grouped, entities, view.layout, bridges, view.card_set)
    for decorate in decorators:
        elements = decorate(elements, view)
    return elements

"""Export a graph as one interactive HTML file.

The file needs neither a server nor a network. It is drawn as in the explorer: with the same layout and
elements here, and the scripts and styles of `assets/` in the browser. What only a saved page has (a list of
all its entities, and their facts) is in this folder.

    naming      name of the file
    markup      parts that are plain HTML
    said        the question, its answer, and the origin of the graph
    parts       scripts, styles and typeface, embedded in the file
    page.html   template of the whole page
    page.css    styles of what only a saved page has
    theme.js    light or dark            facts.js    facts of an entity
    open.js     start of the page        vendor      Cytoscape.js, with its license
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from html import escape
from string import Template

from lineage_explorer.export import html_parts, page_assets
from lineage_explorer.export.html_parts import Captions, format_origin, render_answer
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Entity
from lineage_explorer.graph.paths import find_paths
from lineage_explorer.layout import Layout
from lineage_explorer.query.address import Address
from lineage_explorer.query.view_options import Orientation
from lineage_explorer.views.decorators import lay_out_graph, orient_elements
from lineage_explorer.views.elements import Elements, build_grouped_elements
from lineage_explorer.views.grouping import leave_ungrouped
from lineage_explorer.views.hidden_paths import label_bridges
from lineage_explorer.views.hiding import FilteredGraph, find_bridge_spans, hide_vertices
from lineage_explorer.views.legend_entries import collect_members, find_kinds
from lineage_explorer.views.path_highlight import highlight_paths
from lineage_explorer.views.path_list import describe_paths, summarize_paths

__all__ = ["Captions", "build_html_page", "safe_name"]

_DEFAULT_ADDRESS = Address()
"""Address that hides nothing and highlights no paths."""

_NO_CAPTIONS = Captions()
"""Captions of a graph without a question."""


def build_html_page(  # noqa: PLR0913 - the graph, and what the explorer knows of it, each with its default
    graph: LineageGraph,
    entities: Mapping[Arn, Entity],
    title: str,
    *,
    address: Address = _DEFAULT_ADDRESS,
    layout: Layout | None = None,
    captions: Captions = _NO_CAPTIONS,
) -> str:
    """Return a self-contained HTML page that shows a graph.

    The page may run its own scripts and nothing else: its content security policy lists them by hash and
    allows no connection. Names and properties are always escaped as text.

    Args:
        graph: The graph to show. If the start is not among its vertices, no start is marked. For a graph
            without vertices, the page says that there are none.
        entities: Descriptions of the vertices; a vertex that is not described is named by its ARN.
        title: Heading of the page.
        address: State of the view: the hidden kinds, which the page names, and the highlighted paths. If it
            has a query, the page names the address.
        layout: Layout of the graph; computed here if it is None.
        captions: Texts to show with the graph.
    """
    hidden_kinds, path_query = find_kinds(graph, entities, address.hidden_kinds), address.between
    filtered = hide_vertices(graph, collect_members(hidden_kinds), keep=path_query.ends if path_query else ())
    elements, summary = (
        _build_elements(filtered, entities, layout),
        html_parts.summarize_page(graph, hidden_kinds, captions.summary),
    )
    if path_query and (paths := find_paths(graph, path_query.ends)):
        elements = highlight_paths(
            elements, leave_ungrouped(filtered.graph), paths, number=path_query.path_number
        )
        path_list = describe_paths(paths, graph, entities)
        summary = f"{summary} {summarize_paths(path_list, paths.valid_number(path_query.path_number))}"
    gaps, scripts = captions.merge_gaps(graph.read_status.gaps), page_assets.read_scripts()
    return Template(page_assets.read_page_file("page.html")).substitute(
        policy=escape(page_assets.build_content_policy((page_assets.read_theme_script(), *scripts))),
        title=escape(title),
        style=page_assets.build_stylesheet(),
        theme=page_assets.read_theme_script(),
        shown="drawn" if elements["nodes"] else "bare",
        start=escape(_find_start(graph)),
        notice=html_parts.render_gaps(gaps),
        answer=render_answer(captions.answer),
        legend=html_parts.render_legend(elements["nodes"]),
        rows=html_parts.render_entity_list(elements),
        sentence=escape(summary),
        origin=format_origin(graph.read_status.finished_at, address, captions.completeness),
        drawing=_format_graph_json(graph, elements, partial=bool(gaps) or graph.read_status.has_more),
        scripts="\n".join(f"<script>{script}</script>" for script in scripts),
    )


def _build_elements(
    filtered: FilteredGraph, entities: Mapping[Arn, Entity], layout: Layout | None
) -> Elements:
    """Return the elements, sorted along the flow.

    Without a start, the page then opens at the beginning.
    """
    if not filtered.graph.vertices:
        return {"flow": Orientation.RIGHT, "nodes": [], "edges": [], "lanes": []}
    grouped = leave_ungrouped(filtered.graph)
    final_layout = layout or lay_out_graph(filtered.graph)
    elements = build_grouped_elements(
        grouped, entities, final_layout, label_bridges(find_bridge_spans(filtered, grouped), entities)
    )
    elements["nodes"].sort(key=lambda node: (node["position"]["x"], node["position"]["y"]))
    return orient_elements(elements, final_layout.orientation)


def _format_graph_json(graph: LineageGraph, elements: Elements, *, partial: bool) -> str:
    """Return the input of `assets/picture.js` as JSON.

    The JSON cannot end the HTML element that contains it.
    """
    payload = {
        "key": "saved",
        "state": "partial" if partial else "complete" if len(graph.vertices) > 1 else "empty",
        "view": "graph",
        "start": _find_start(graph),
        "vertices": len(graph.vertices),
        "associations": len(graph.associations),
        "elements": elements if elements["nodes"] else None,
    }
    return json.dumps(payload, separators=(",", ":")).replace("<", "\\u003c")


def _find_start(graph: LineageGraph) -> str:
    return graph.start if graph.start in graph.vertices else ""


_MAX_NAME_BYTES = 200
"""Maximum length of a file name in bytes; file systems allow 255."""
_RESERVED_NAMES = re.compile(r"(?i:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")


def safe_name(name: str) -> str:
    """Return a file name that any file system accepts.

    The name cannot lead out of a folder.

    >>> safe_name("../../churn: model/7.html")
    'churn-model-7'
    """
    text = re.sub(r"\.html?$", "", unicodedata.normalize("NFC", name), flags=re.IGNORECASE)
    text = re.sub(r"[^\w.-]+", "-", text).strip("-. ")
    text = text.encode()[:_MAX_NAME_BYTES].decode(errors="ignore")
    return f"{text}-" if _RESERVED_NAMES.fullmatch(text) else text or "lineage"

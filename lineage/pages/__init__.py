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
from collections.abc import Mapping
from html import escape
from string import Template

from lineage.address import Address
from lineage.flow import Flow
from lineage.graph import LineageGraph
from lineage.model import Arn, Entity
from lineage.pages import markup, parts
from lineage.pages.naming import safe_name
from lineage.pages.said import Said, answered, origin
from lineage.paths import joining
from lineage.placement import Placement
from lineage.views.elements import Elements, grouped_elements
from lineage.views.flowing import flowing, laid_out
from lineage.views.grouping import alone
from lineage.views.hiding import Remainder, hide, spans
from lineage.views.kinds import kinds, members
from lineage.views.lighting import lit
from lineage.views.paths import in_words, told
from lineage.views.vias import vias

__all__ = ["Said", "page", "safe_name"]

_AS_IT_IS = Address()
"""Address that hides nothing and highlights no paths."""

_BY_ITSELF = Said()
"""Captions of a graph without a question."""


def page(  # noqa: PLR0913 - the graph, and what the explorer knows of it, each with its default
    graph: LineageGraph,
    entities: Mapping[Arn, Entity],
    title: str,
    *,
    address: Address = _AS_IT_IS,
    placement: Placement | None = None,
    said: Said = _BY_ITSELF,
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
        placement: Layout of the graph; computed here if it is None.
        said: Texts to show with the graph.
    """
    hidden_kinds, path_query = kinds(graph, entities, address.hidden), address.between
    filtered = hide(
        graph, members(hidden_kinds), keep=(path_query.one, path_query.other) if path_query else ()
    )
    elements, summary = (
        _picture(filtered, entities, placement),
        markup.sentence(graph, hidden_kinds, said.sentence),
    )
    if path_query and (paths := joining(graph, path_query)):
        elements = lit(elements, alone(filtered.graph), paths, number=path_query.path)
        summary = f"{summary} {in_words(told(paths, graph, entities), paths.known(path_query.path))}"
    gaps, scripts = said.gaps(graph.reading.gaps), parts.scripts()
    return Template(parts.ours("page.html")).substitute(
        policy=escape(parts.policy((parts.theme(), *scripts))),
        title=escape(title),
        style=parts.style(),
        theme=parts.theme(),
        shown="drawn" if elements["nodes"] else "bare",
        start=escape(_marked(graph)),
        notice=markup.notice(gaps),
        answer=answered(said.answer),
        legend=markup.legend(elements["nodes"]),
        rows=markup.rows(elements),
        sentence=escape(summary),
        origin=origin(graph.reading.finished, address, said.completeness),
        drawing=_drawing(graph, elements, partial=bool(gaps) or graph.reading.more),
        scripts="\n".join(f"<script>{script}</script>" for script in scripts),
    )


def _picture(filtered: Remainder, entities: Mapping[Arn, Entity], layout: Placement | None) -> Elements:
    """Return the elements, sorted along the flow.

    Without a start, the page then opens at the beginning.
    """
    if not filtered.graph.vertices:
        return {"flow": Flow.RIGHT, "nodes": [], "edges": [], "lanes": []}
    grouped = alone(filtered.graph)
    final_layout = layout or laid_out(filtered.graph)
    elements = grouped_elements(grouped, entities, final_layout, vias(spans(filtered, grouped), entities))
    elements["nodes"].sort(key=lambda node: (node["position"]["x"], node["position"]["y"]))
    return flowing(elements, final_layout.flow)


def _drawing(graph: LineageGraph, elements: Elements, *, partial: bool) -> str:
    """Return the input of `assets/picture.js` as JSON.

    The JSON cannot end the HTML element that contains it.
    """
    payload = {
        "key": "saved",
        "state": "partial" if partial else "complete" if len(graph.vertices) > 1 else "empty",
        "view": "graph",
        "start": _marked(graph),
        "vertices": len(graph.vertices),
        "associations": len(graph.associations),
        "elements": elements if elements["nodes"] else None,
    }
    return json.dumps(payload, separators=(",", ":")).replace("<", "\\u003c")


def _marked(graph: LineageGraph) -> str:
    return graph.start if graph.start in graph.vertices else ""

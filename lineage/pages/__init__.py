"""The picture of a graph as one file: interactive, and needing neither a server nor a network.

It is the explorer's own picture: `place` and `elements` here, the scripts and styles of `assets/` in the
browser. What only a saved page has (a list of all its entities, their facts) stands beside this file.

    naming      what its file is called
    markup      the parts that are plain HTML
    said        the question, its answer, and where the picture comes from
    parts       scripts, styles and typeface, put into the file
    page.html   where everything goes
    page.css    how what only a saved page has looks
    theme.js    light or dark            facts.js    what is told of an entity
    open.js     the picture, opened      vendor      Cytoscape.js, with its licence
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
"""Nothing hidden, and no paths lit."""

_BY_ITSELF = Said()
"""A picture that was asked no question."""


def page(  # noqa: PLR0913 - what is drawn, and what the explorer knows of it, each with its default
    graph: LineageGraph,
    entities: Mapping[Arn, Entity],
    title: str,
    *,
    address: Address = _AS_IT_IS,
    placement: Placement | None = None,
    said: Said = _BY_ITSELF,
) -> str:
    """Return a self-contained HTML page that shows a graph.

    The page may run its own scripts and nothing else: its content security policy names them by hash, and
    allows no connection. Whatever names and properties hold stays text.

    Args:
        graph: What to show. A start that is not among its vertices marks nothing; a graph without
            vertices makes a page that says so.
        entities: What is known of the vertices; those that are not described are named by their ARN.
        title: Heading of the page.
        address: How it is seen: what of it is hidden, which the page names, and whose paths are lit. Where
            it asks anything, the page names it.
        placement: Where everything stands; made here if there is none yet.
        said: What is told with it.
    """
    hidden, ends = kinds(graph, entities, address.hidden), address.between
    rest = hide(graph, members(hidden), keep=(ends.one, ends.other) if ends else ())
    drawn, sentence = _picture(rest, entities, placement), markup.sentence(graph, hidden, said.sentence)
    if ends and (paths := joining(graph, ends)):
        drawn = lit(drawn, alone(rest.graph), paths, number=ends.path)
        sentence = f"{sentence} {in_words(told(paths, graph, entities), paths.known(ends.path))}"
    gaps, scripts = said.gaps(graph.reading.gaps), parts.scripts()
    return Template(parts.ours("page.html")).substitute(
        policy=escape(parts.policy((parts.theme(), *scripts))),
        title=escape(title),
        style=parts.style(),
        theme=parts.theme(),
        shown="drawn" if drawn["nodes"] else "bare",
        start=escape(_marked(graph)),
        notice=markup.notice(gaps),
        answer=answered(said.answer),
        legend=markup.legend(drawn["nodes"]),
        rows=markup.rows(drawn),
        sentence=escape(sentence),
        origin=origin(graph.reading.finished, address, said.completeness),
        drawing=_drawing(graph, drawn, partial=bool(gaps) or graph.reading.more),
        scripts="\n".join(f"<script>{script}</script>" for script in scripts),
    )


def _picture(rest: Remainder, entities: Mapping[Arn, Entity], placement: Placement | None) -> Elements:
    """Return what is drawn, along the flow: without a start, the first look is at the beginning."""
    if not rest.graph.vertices:
        return {"flow": Flow.RIGHT, "nodes": [], "edges": [], "lanes": []}
    shown = alone(rest.graph)
    where = placement or laid_out(rest.graph)
    drawn = grouped_elements(shown, entities, where, vias(spans(rest, shown), entities))
    drawn["nodes"].sort(key=lambda node: (node["position"]["x"], node["position"]["y"]))
    return flowing(drawn, where.flow)


def _drawing(graph: LineageGraph, drawn: Elements, *, partial: bool) -> str:
    """Return what `assets/picture.js` draws from, as JSON that cannot end the element it stands in."""
    drawing = {
        "key": "saved",
        "state": "partial" if partial else "complete" if len(graph.vertices) > 1 else "empty",
        "view": "graph",
        "start": _marked(graph),
        "vertices": len(graph.vertices),
        "associations": len(graph.associations),
        "elements": drawn if drawn["nodes"] else None,
    }
    return json.dumps(drawing, separators=(",", ":")).replace("<", "\\u003c")


def _marked(graph: LineageGraph) -> str:
    return graph.start if graph.start in graph.vertices else ""

"""Pages that peers make of the same lineage, without network access."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from pyvis.network import Network  # type: ignore[import-untyped]  # pyvis carries no hints

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.layout import Layout

_VISUALIZER_OPTIONS = """
var options = {
  "nodes": {"borderWidth": 3, "shadow": {"enabled": true}, "shapeProperties": {"borderRadius": 3},
            "size": 11, "shape": "circle"},
  "edges": {"arrows": {"to": {"enabled": true}}, "color": {"inherit": true}, "smooth": false},
  "layout": {"hierarchical": {"enabled": true, "direction": "LR", "sortMethod": "directed"}},
  "physics": {"hierarchicalRepulsion": {"centralGravity": 0}, "minVelocity": 0.75,
              "solver": "hierarchicalRepulsion"}
}
"""
"""Options that the `Visualizer` of amazon-sagemaker-examples sets (sagemaker-lineage/visualizer.py)."""

_REMOTE = re.compile(r'<link[^>]*?https://[^>]*?/>|<script[^>]*?src="https://[^>]*?>\s*</script>', re.DOTALL)
_NETWORK = "network = new vis.Network(container, data, options);"
_MEASURED = """
network.on("afterDrawing", () => motion.countDraw());
network.once("stabilizationIterationsDone", () => motion.markPaint("painted"));
"""

_CYTOSCAPE_PAGE = Path(__file__).with_name("cytoscape_page.html")


def build_visualizer_page(graph: LineageGraph) -> str:
    """Return the page of AWS's sample, with vis-network inlined.

    A vertex without a type would break the sample's own code; here it has an empty one.
    """
    network = Network(height="400px", width="800px", directed=True, notebook=True, cdn_resources="in_line")
    network.set_options(_VISUALIZER_OPTIONS)
    for vertex in graph.vertices.values():
        label = f"{vertex.type or ''}\n{vertex.lineage_type}"
        network.add_node(vertex.arn, label=label, title=f"Arn: {vertex.arn}", shape="circle")
    for item in graph.associations:
        network.add_edge(item.destination, item.source)
    page = _REMOTE.sub("", network.generate_html(notebook=True))
    if page.count(_NETWORK) != 1:
        raise ValueError("pyvis writes a page that this bench cannot measure.")
    return page.replace(_NETWORK, _NETWORK + _MEASURED)


def build_cytoscape_page(graph: LineageGraph, layout: Layout) -> str:
    """Return a page that passes everything to plain Cytoscape.js."""
    library = files("lineage_explorer.export").joinpath("vendor/cytoscape.min.js").read_text(encoding="utf-8")
    elements = json.dumps(_build_elements(graph, layout), separators=(",", ":")).replace("</", "<\\/")
    page = _CYTOSCAPE_PAGE.read_text(encoding="utf-8")
    return page.replace("/* library */", library).replace("/* elements */", elements)


def _build_elements(graph: LineageGraph, layout: Layout) -> list[Mapping[str, Any]]:
    ids: dict[Arn, str] = {arn: str(number) for number, arn in enumerate(graph.vertices)}
    points = layout.points
    return [
        *(
            {
                "data": {"id": ids[arn], "label": vertex.type},
                "position": {"x": points[arn].x, "y": points[arn].y},
            }
            for arn, vertex in graph.vertices.items()
        ),
        *(
            {"data": {"id": f"e{number}", "source": ids[item.source], "target": ids[item.destination]}}
            for number, item in enumerate(graph.associations)
        ),
    ]

"""Serve a page of Dash and Cytoscape.js alone: no page of these packages is faster."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dash_cytoscape as cyto
from dash import Dash
from waitress.server import create_server

from bench.server import run_command
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.layout import compute_layout
from lineage_explorer.views.cards import CARD_HEIGHT, CARD_WIDTH

READY = "#graph canvas"
"""Selector of what it has drawn when its graph is there."""


@contextmanager
def run_bare_dash(folder: Path, graph: LineageGraph) -> Iterator[str]:
    """Serve a lineage by Dash alone during the block; yield the address of its page."""
    file = folder / "elements.json"
    file.write_text(json.dumps(_build_elements(graph)), encoding="utf-8")
    with run_command([sys.executable, "-m", "bench.bare_dash", str(file)]) as server:
        yield server.address


def _build_elements(graph: LineageGraph) -> list[Mapping[str, object]]:
    """Return everything at its position, as the component takes it."""
    points = compute_layout(graph, card_width=CARD_WIDTH, card_height=CARD_HEIGHT).points
    nodes = [
        {
            "data": {"id": arn, "label": vertex.type or ""},
            "position": {"x": points[arn].x, "y": points[arn].y},
        }
        for arn, vertex in graph.vertices.items()
    ]
    edges = [{"data": {"source": edge.source, "target": edge.destination}} for edge in graph.associations]
    return [*nodes, *edges]


def _serve(file: Path) -> None:
    app = Dash("limit")
    app.layout = cyto.Cytoscape(
        id="graph",
        elements=json.loads(file.read_text(encoding="utf-8")),
        layout={"name": "preset"},
        style={"width": "860px", "height": "760px"},
    )
    server: Any = create_server(app.server, host="127.0.0.1", port=0, threads=16)
    print(f"Dash: http://127.0.0.1:{server.effective_port}", flush=True)
    server.run()


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))

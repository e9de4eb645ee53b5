"""Pages that draw a whole graph without a server: what nothing of their kind is faster than."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.layout import Layout

_HERE = Path(__file__).parent
_MODULES = _HERE.parent / "web" / "node_modules"
_PAGE = _HERE / "limit_page.html"

RENDERERS = {"Cytoscape.js": "cytoscape_limit.js", "sigma.js": "sigma_limit.js"}
"""Renderers by name, and the programs that draw by them."""


def bundle_programs() -> Mapping[str, str]:
    """Return the program of each renderer with its library, by name."""
    return {name: _bundle(_HERE / file) for name, file in RENDERERS.items()}


def build_page(program: str, graph: LineageGraph, layout: Layout) -> str:
    """Return a page that passes everything at its position to a program."""
    elements = json.dumps(_build_elements(graph, layout), separators=(",", ":")).replace("</", "<\\/")
    page = _PAGE.read_text(encoding="utf-8").replace("/* elements */", elements)
    return page.replace("/* program */", program.replace("</script", "<\\/script"))


def _bundle(file: Path) -> str:
    command = [str(_MODULES / ".bin" / "esbuild"), str(file), "--bundle", "--minify", "--format=iife"]
    environment = {**os.environ, "NODE_PATH": str(_MODULES)}
    done = subprocess.run(  # noqa: S603 - our own program, with arguments of our own
        command, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def _build_elements(graph: LineageGraph, layout: Layout) -> Mapping[str, object]:
    numbers = {arn: number for number, arn in enumerate(graph.vertices)}
    points = layout.points
    return {
        "nodes": [
            [vertex.type or "", round(points[arn].x, 1), round(points[arn].y, 1)]
            for arn, vertex in graph.vertices.items()
        ],
        "edges": [[numbers[edge.source], numbers[edge.destination]] for edge in graph.associations],
    }

"""Peers that show the same lineage, each in its own server."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import urllib3

from bench.server import RunningServer
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.layout import compute_layout
from lineage_explorer.views.cards import CARD_HEIGHT, CARD_WIDTH

_ROOT = Path(__file__).parent.parent
ENVIRONMENT = Path(os.environ.get("BENCH_PEERS", _ROOT / ".venv" / ".peers"))
"""Their packages have an environment of their own, because they want other versions than the explorer."""

PACKAGES = ("sqllineage==1.5.9", "dbt-core==1.11.16", "dagster==1.13.28", "dagster-webserver==1.13.28")
_START_SECONDS = 120


class PeerMissing(Exception):
    """A peer that cannot be installed or started here; the message says why."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Program that draws lineage.

    Attributes:
        name: Name, as the report shows it.
        ready: Selector of what it has drawn when its graph is there.
        feed: Writes the lineage into a folder and returns the command that serves it at a port, and the path
            of the page.
        limit: Number of entities from which on it takes more than a minute.
    """

    name: str
    ready: str
    feed: Callable[[Path, LineageGraph, int], tuple[list[str], str]]
    limit: int


def install_peers() -> None:
    """Install the peers, unless they are there.

    Raises:
        PeerMissing: The registry does not give them.
    """
    if (ENVIRONMENT / ".installed").exists():
        return
    subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)  # noqa: S603 - our own program
    options = ["install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(  # noqa: S603 - pinned packages
        [str(ENVIRONMENT / "bin" / "pip"), *options, *PACKAGES], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise PeerMissing(f"pip could not install it: {done.stderr.strip().splitlines()[-1]}.")
    (ENVIRONMENT / ".installed").touch()


@contextmanager
def run_peer(peer: Peer, folder: Path, graph: LineageGraph) -> Iterator[str]:
    """Serve a lineage by a peer during the block; yield the address of its page.

    Raises:
        PeerMissing: It does not answer.
    """
    home = folder / peer.name
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command, path = peer.feed(home, graph, port)
    with subprocess.Popen(  # noqa: S603 - pinned programs
        command, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={"HOME": str(home), "DAGSTER_HOME": str(home), "PATH": f"{ENVIRONMENT / 'bin'}:/usr/bin:/bin"},
    ) as process:  # fmt: skip
        server = RunningServer(f"http://127.0.0.1:{port}", process.pid, time.perf_counter())
        try:
            _wait_until_ready(server, process, peer)
            yield server.address + path
        finally:
            server.kill()


def _wait_until_ready(server: RunningServer, process: subprocess.Popen[bytes], peer: Peer) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(urllib3.exceptions.HTTPError):
            urllib3.request("GET", server.address, retries=False, timeout=5)
            return
        time.sleep(0.2)
    raise PeerMissing(f"{peer.name} did not answer within {_START_SECONDS} s of its start.")


def _name_vertices(graph: LineageGraph) -> Mapping[str, str]:
    """Return a name for each vertex that every peer accepts."""
    names: dict[str, str] = {}
    for number, arn in enumerate(graph.vertices):
        tail = arn.rpartition("/")[2].lower()
        plain = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in tail)
        names[arn] = f"e{number}_{plain[:40]}"
    return names


def _list_acyclic(graph: LineageGraph) -> list[tuple[str, str]]:
    """Return the associations by name, without those that close a cycle: peers refuse them."""
    names = _name_vertices(graph)
    children: dict[str, list[str]] = {name: [] for name in names.values()}
    for edge in graph.associations:
        if edge.source != edge.destination:
            children[names[edge.source]].append(names[edge.destination])
    state: dict[str, int] = {}
    kept = []
    for root, first in children.items():
        stack = [] if root in state else [(root, iter(first))]
        state.setdefault(root, 1)
        while stack:
            node, others = stack[-1]
            other = next(others, None)
            if other is None:
                state[node] = 2
                stack.pop()
            elif state.get(other) != 1:
                kept.append((node, other))
                if other not in state:
                    state[other] = 1
                    stack.append((other, iter(children[other])))
    return list(dict.fromkeys(kept))


def _feed_sqllineage(folder: Path, graph: LineageGraph, port: int) -> tuple[list[str], str]:
    """Write one statement for each entity that has sources."""
    sources: dict[str, list[str]] = {}
    for source, target in _list_acyclic(graph):
        sources.setdefault(target, []).append(source)
    statements = (
        f"insert into {target} select * from {' cross join '.join(found)};"  # noqa: S608 - nothing runs it
        for target, found in sources.items()
    )
    file = folder / "lineage.sql"
    file.write_text("\n".join(statements), encoding="utf-8")
    command = [
        str(ENVIRONMENT / "bin" / "sqllineage"),
        "-g",
        "-f",
        str(file),
        "-H",
        "127.0.0.1",
        "-p",
        str(port),
    ]
    return command, f"/?f={file}"


_DAGSTER = """\
import json
from pathlib import Path
from dagster import AssetSpec, Definitions
lineage = json.loads(Path(__file__).with_name("lineage.json").read_text())
defs = Definitions(assets=[AssetSpec(name, deps=sources) for name, sources in lineage.items()])
"""


def _feed_dagster(folder: Path, graph: LineageGraph, port: int) -> tuple[list[str], str]:
    """Write one external asset for each entity."""
    lineage: dict[str, list[str]] = {name: [] for name in _name_vertices(graph).values()}
    for source, target in _list_acyclic(graph):
        lineage[target].append(source)
    (folder / "lineage.json").write_text(json.dumps(lineage), encoding="utf-8")
    (folder / "definitions.py").write_text(_DAGSTER, encoding="utf-8")
    (folder / "dagster.yaml").write_text(
        "telemetry:\n  enabled: false\nnux:\n  enabled: false\n", encoding="utf-8"
    )
    program = str(ENVIRONMENT / "bin" / "dagster-webserver")
    return [program, "-h", "127.0.0.1", "-p", str(port), "-f", "definitions.py"], "/asset-groups"


def _feed_dbt(folder: Path, graph: LineageGraph, port: int) -> tuple[list[str], str]:
    """Write the page of dbt docs, and a manifest with one model for each entity."""
    page = next(ENVIRONMENT.glob("lib/python*/site-packages/dbt/task/docs/index.html"))
    (folder / "index.html").write_bytes(page.read_bytes())
    ids = {name: f"model.lineage.{name}" for name in _name_vertices(graph).values()}
    parents: dict[str, list[str]] = {each: [] for each in ids.values()}
    children: dict[str, list[str]] = {each: [] for each in ids.values()}
    for source, target in _list_acyclic(graph):
        parents[ids[target]].append(ids[source])
        children[ids[source]].append(ids[target])
    manifest = {
        "metadata": {"project_name": "lineage", "adapter_type": "postgres", "dbt_version": "1.11.16"},
        "nodes": {each: _build_model(name, each, parents[each]) for name, each in ids.items()},
        "parent_map": parents,
        "child_map": children,
        **{
            member: {}
            for member in (
                "sources", "macros", "docs", "exposures", "metrics", "groups", "selectors", "disabled",
                "semantic_models", "saved_queries", "unit_tests",
            )
        },
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    catalog: Mapping[str, object] = {"metadata": {}, "nodes": {}, "sources": {}, "errors": None}
    (folder / "catalog.json").write_text(json.dumps(catalog), encoding="utf-8")
    return [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"], "/#!/overview?g_v=1&g_i="


def _build_model(name: str, unique_id: str, parents: list[str]) -> Mapping[str, object]:
    return {
        "name": name, "alias": name, "unique_id": unique_id, "resource_type": "model", "package_name":
        "lineage", "path": f"{name}.sql", "original_file_path": f"models/{name}.sql", "fqn": ["lineage",
        name], "database": "lineage", "schema": "public", "tags": [], "refs": [], "sources": [],
        "metrics": [], "columns": {}, "meta": {}, "docs": {"show": True}, "description": "", "raw_code":
        "", "compiled_code": "", "language": "sql", "config": {"enabled": True, "materialized": "table",
        "tags": [], "meta": {}}, "access": "protected", "depends_on": {"macros": [], "nodes": parents},
        "patch_path": None, "group": None, "version": None,
    }  # fmt: skip


_DASH = """\
import json, sys
import dash_cytoscape
from dash import Dash
from waitress import serve
app = Dash("limit")
elements = json.load(open("elements.json"))
style = {"width": "860px", "height": "760px"}
app.layout = dash_cytoscape.Cytoscape(id="graph", elements=elements, layout={"name": "preset"}, style=style)
serve(app.server, host="127.0.0.1", port=int(sys.argv[1]), threads=16, _quiet=True)
"""


def _feed_dash(folder: Path, graph: LineageGraph, port: int) -> tuple[list[str], str]:
    """Write everything at its position, as the component takes it."""
    points = compute_layout(graph, card_width=CARD_WIDTH, card_height=CARD_HEIGHT).points
    nodes = [
        {
            "data": {"id": arn, "label": vertex.type or ""},
            "position": {"x": points[arn].x, "y": points[arn].y},
        }
        for arn, vertex in graph.vertices.items()
    ]
    edges = [{"data": {"source": edge.source, "target": edge.destination}} for edge in graph.associations]
    (folder / "elements.json").write_text(json.dumps([*nodes, *edges]), encoding="utf-8")
    return [sys.executable, "-c", _DASH, str(port)], "/"


DASH_ALONE = Peer("Dash alone", "#graph canvas", _feed_dash, 1_000)
"""A page of Dash and Cytoscape.js and nothing else: no page of these packages is faster."""

PEERS = (
    Peer("SQLLineage", "canvas", _feed_sqllineage, 1_000),
    Peer("dbt docs", "canvas", _feed_dbt, 2_000),
    Peer("Dagster", "svg foreignObject, svg g path", _feed_dagster, 10_000),
)

"""The notebook's call: draw a `QueryLineage` response as one page that opens anywhere.

from visualizer import Visualizer

response = client.query_lineage(StartArns=[arn], Direction="Ascendants", IncludeEdges=True)
Visualizer().render(response, "Endpoint")  # writes generated/Endpoint.html and shows it
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from lineage.aws.catalog import SageMakerCatalog
from lineage.aws.entities import entity
from lineage.aws.responses import Response, graph_of
from lineage.graph import LineageGraph
from lineage.model import Arn, Entity, LineageType
from lineage.pages import page, safe_name

FOLDER = "generated"
DESCRIBING_SECONDS = 20.0
_FRAME_HEIGHT = 640
_URI = re.compile(r"arn:|[a-z0-9]+://|\d{12}\.dkr\.ecr\.")


@dataclass(frozen=True, slots=True)
class Page(os.PathLike[str]):
    """A page that was written: a path wherever one is expected, the picture itself in a notebook."""

    path: Path

    def __fspath__(self) -> str:
        return str(self.path)

    def __str__(self) -> str:
        return str(self.path)

    def _repr_html_(self) -> str:
        """Embed the page, shut off from the notebook around it: it may run its own scripts, no more."""
        text = self.path.read_text(encoding="utf-8")
        return (
            f'<iframe title="{escape(self.path.stem)}" srcdoc="{escape(text)}" width="100%" '
            f'height="{_FRAME_HEIGHT}" sandbox="allow-scripts" allow="clipboard-write" '
            'style="border: 1px solid rgb(128 128 128 / 30%); border-radius: 8px"></iframe>'
        )


class Visualizer:
    """Draws responses of `QueryLineage`.

    Args:
        client: A boto3 SageMaker client. `QueryLineage` tells neither names nor sources; with a client,
            each entity is described once for them. Without one, nothing is asked of AWS.
    """

    def __init__(self, client: Any = None) -> None:
        self._catalog = None if client is None else SageMakerCatalog(client)

    def render(
        self,
        query_lineage_response: Response | Iterable[Response],
        name: str,
        *,
        start: str | None = None,
        names: Mapping[str, str | Mapping[str, Any]] | None = None,
        folder: str | os.PathLike[str] = FOLDER,
    ) -> Page:
        """Write the picture of a response as one interactive page that needs no server and no network.

        Args:
            query_lineage_response: As boto3 returns it, or a list of such pages.
            name: The page's title and, made safe, its file's name; a file of that name is replaced.
            start: ARN that the question was asked of, to be marked in the picture.
            names: ARN → what an entity is called: a name, its source's URI or ARN, or what boto3's
                `describe_…` returned.
            folder: Where to write; made if it is not there.

        Raises:
            UnexpectedResponse: This is no answer of `QueryLineage`.
            InvalidArn: `start` is not the ARN of a lineage entity.
            OSError: The file could not be written.
        """
        graph = graph_of(query_lineage_response, start=start)
        written = page(graph, self._described(graph) | _named(graph, names or {}), name)
        return Page(_write(Path(folder), f"{safe_name(name)}.html", written))

    def _described(self, graph: LineageGraph) -> dict[Arn, Entity]:
        if self._catalog is None:
            return {}
        return dict(self._catalog.describe_within(list(graph.vertices), seconds=DESCRIBING_SECONDS))


def _named(graph: LineageGraph, names: Mapping[str, str | Mapping[str, Any]]) -> dict[Arn, Entity]:
    kinds = {arn: vertex.lineage_type for arn, vertex in graph.vertices.items()}
    return {
        arn: _entity(arn, kind, known)
        for arn, kind in kinds.items()
        if kind is not None and (known := names.get(arn))
    }


def _entity(arn: Arn, kind: LineageType, known: str | Mapping[str, Any]) -> Entity:
    if isinstance(known, Mapping):
        return entity(arn, kind, known)
    return Entity(arn, kind, source_uri=known) if _URI.match(known) else Entity(arn, kind, name=known)


def _write(folder: Path, file: str, text: str) -> Path:
    """Replace a file by one rename: readers see the old page or the new one, and a link is not followed."""
    folder.mkdir(parents=True, exist_ok=True)
    path, part = folder / file, folder / f".{file}.{os.getpid()}"
    part.write_text(text, encoding="utf-8", errors="xmlcharrefreplace")  # names may hold half a character
    part.replace(path)
    return path

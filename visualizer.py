"""Export of a `QueryLineage` response as an HTML page, for notebooks.

The page is a single file that opens anywhere.

from visualizer import Visualizer

response = client.query_lineage(StartArns=[arn], Direction="Ascendants", IncludeEdges=True)
Visualizer().render(response, "Endpoint")  # writes generated/Endpoint.html and shows it
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lineage_explorer.explore.graph_view import arrange_view
from lineage_explorer.explore.layout_store import FreshLayouts
from lineage_explorer.explore.loaded_graph import LoadedGraph
from lineage_explorer.explore.view import View
from lineage_explorer.explore.view_request import ViewRequest
from lineage_explorer.explore.visible_graph import GraphMemo
from lineage_explorer.export.html_page import build_html_page
from lineage_explorer.export.safe_name import safe_name
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Entity, LineageType
from lineage_explorer.graph.serving import EndpointConfiguration
from lineage_explorer.query.address import Address
from lineage_explorer.questions.answer import Answer
from lineage_explorer.sources.aws.entity_parser import parse_entity
from lineage_explorer.sources.aws.graph_assembly import Response, parse_responses
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.extend_graph import ExtendedGraph

FOLDER = "generated"
DESCRIBING_SECONDS = 20.0
_FRAME_HEIGHT = 640
_URI = re.compile(r"arn:|[a-z0-9]+://|\d{12}\.dkr\.ecr\.")


NO_QUERY = Address()
"""Address that asks nothing, hides nothing and highlights no paths."""


def arrange_graph(
    graph: LineageGraph,
    entities: Mapping[Arn, Entity],
    *,
    address: Address = NO_QUERY,
    answer: Answer | None = None,
    failures: Mapping[Arn, str] = MappingProxyType({}),
) -> View:
    """Arrange a graph without an account and without groups.

    Args:
        graph: The graph.
        entities: Descriptions of its vertices, as far as they are known.
        address: The hidden kinds and highlighted paths.
        answer: The answer that the graph belongs to.
        failures: Why vertices could not be described, by ARN.
    """
    services = StandaloneServices(KnownEntities(entities, failures))
    request = ViewRequest(address, has_groups=False)
    return arrange_view(services, request, LoadedGraph(ExtendedGraph(graph, graph), answer))


@dataclass(frozen=True, slots=True)
class KnownEntities:
    """A `VertexCatalog` of descriptions that were read beforehand.

    Attributes:
        entities: The descriptions, by ARN.
        failures: Why others could not be read, by ARN.
    """

    entities: Mapping[Arn, Entity]
    failures: Mapping[Arn, str] = field(default_factory=dict)

    def describe_within(
        self,
        arns: Sequence[Arn],
        *,
        seconds: float,  # noqa: ARG002
        full: bool = False,  # noqa: ARG002
    ) -> Mapping[Arn, Entity]:
        """Return the known descriptions at once."""
        return self.described_entities(arns)

    def described_entities(self, arns: Collection[Arn]) -> Mapping[Arn, Entity]:
        """Return the known descriptions."""
        return {arn: self.entities[arn] for arn in arns if arn in self.entities}

    def find_undescribable(self, arns: Collection[Arn]) -> Mapping[Arn, str]:
        """Return the known reasons."""
        return {arn: self.failures[arn] for arn in arns if arn in self.failures}

    def count_calls(self, arns: Collection[Arn]) -> int:  # noqa: ARG002
        """Return 0, because nothing is requested."""
        return 0

    def read_endpoints(
        self,
        arns: Sequence[str],
        *,
        seconds: float,  # noqa: ARG002
        served: bool = False,  # noqa: ARG002
    ) -> Mapping[str, EndpointConfiguration]:
        """Return that nothing is known, because nothing is requested."""
        return {arn: EndpointConfiguration() for arn in arns}


@dataclass(frozen=True, slots=True)
class StandaloneServices:
    """`ArrangingServices` that need no account."""

    catalog: KnownEntities
    layouts: FreshLayouts = field(default_factory=FreshLayouts)
    memo: GraphMemo = field(default_factory=GraphMemo)


@dataclass(frozen=True, slots=True)
class SavedPage(os.PathLike[str]):
    """Path of a saved page.

    It can be used wherever a path is expected; a notebook displays the page itself.
    """

    path: Path

    def __fspath__(self) -> str:
        return str(self.path)

    def __str__(self) -> str:
        return str(self.path)

    def _repr_html_(self) -> str:
        """Return the page as a sandboxed frame.

        It can run its own scripts, but cannot access the notebook.
        """
        text = self.path.read_text(encoding="utf-8")
        return (
            f'<iframe title="{escape(self.path.stem)}" srcdoc="{escape(text)}" width="100%" '
            f'height="{_FRAME_HEIGHT}" sandbox="allow-scripts" allow="clipboard-write" '
            'style="border: 1px solid rgb(128 128 128 / 30%); border-radius: 8px"></iframe>'
        )


class Visualizer:
    """Exporter of `QueryLineage` responses.

    Args:
        client: A boto3 SageMaker client. `QueryLineage` returns neither names nor sources; with a client,
            each entity is described once to get them. Without one, no request is sent to AWS.
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
    ) -> SavedPage:
        """Write a response as one interactive HTML page.

        The page needs no server and no network.

        Args:
            query_lineage_response: As boto3 returns it, or a list of such pages.
            name: The page's title and, made safe, its file name; a file of that name is replaced.
            start: ARN that the query started at, to be marked in the graph.
            names: ARN → description of an entity: a name, its source's URI or ARN, or what boto3's
                `describe_…` returned.
            folder: Folder to write to; created if it does not exist.

        Raises:
            UnexpectedResponse: This is not a response of `QueryLineage`.
            InvalidArn: `start` is not the ARN of a lineage entity.
            OSError: The file could not be written.
        """
        graph = parse_responses(query_lineage_response, start=start)
        given = _build_entities(graph, names or {})
        entities = {**self._describe(graph), **given}
        failures = {arn: why for arn, why in self._explain_failures(graph).items() if arn not in given}
        text = build_html_page(arrange_graph(graph, entities, failures=failures), name)
        return SavedPage(_write(Path(folder), f"{safe_name(name)}.html", text))

    def _describe(self, graph: LineageGraph) -> Mapping[Arn, Entity]:
        if self._catalog is None:
            return {}
        approvals = [arn for arn, vertex in graph.vertices.items() if vertex.type == "Approval"]
        self._catalog.describe_within(approvals, seconds=DESCRIBING_SECONDS, full=True)
        return self._catalog.describe_within(list(graph.vertices), seconds=DESCRIBING_SECONDS)

    def _explain_failures(self, graph: LineageGraph) -> Mapping[Arn, str]:
        """Return why entities could not be described; nothing without a client."""
        if self._catalog is None:
            return {}
        late = "SageMaker had not answered in time; render the response again for them."
        known = self._catalog.described_entities(graph.vertices)
        return {
            **{arn: late for arn in graph.vertices if arn not in known},
            **self._catalog.find_undescribable(graph.vertices),
        }


def _build_entities(graph: LineageGraph, names: Mapping[str, str | Mapping[str, Any]]) -> dict[Arn, Entity]:
    types = {arn: vertex.lineage_type for arn, vertex in graph.vertices.items()}
    return {
        arn: _build_entity(arn, lineage_type, description)
        for arn, lineage_type in types.items()
        if lineage_type is not None and (description := names.get(arn))
    }


def _build_entity(arn: Arn, lineage_type: LineageType, description: str | Mapping[str, Any]) -> Entity:
    if isinstance(description, Mapping):
        return parse_entity(arn, lineage_type, description)
    return (
        Entity(arn, lineage_type, source_uri=description)
        if _URI.match(description)
        else Entity(arn, lineage_type, name=description)
    )


def _write(folder: Path, file: str, text: str) -> Path:
    """Replace a file by one rename.

    Readers see the old page or the new one, and a symbolic link at the path is not followed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path, temporary = folder / file, folder / f".{file}.{os.getpid()}"
    # Names may contain lone surrogates, which UTF-8 cannot encode.
    temporary.write_text(text, encoding="utf-8", errors="xmlcharrefreplace")
    temporary.replace(path)
    return path

"""What is read for an address, before anything is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from callbacks.explore.placements import Placements
from lineage.address import Address
from lineage.answer import Answer
from lineage.cache import RememberedAnswers
from lineage.graph import LineageGraph
from lineage.model import Arn, Entity
from lineage.query import LineageQuery
from lineage.questions import by_slug
from lineage.source import EntityCatalog, RememberingSource
from lineage.views.looks import look_of
from lineage.views.names import name_of, plain

NAMING_SECONDS = 0.3
"""How long a picture may wait for names; the others follow while it is looked at."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom the page asks: lineage, single entities, and the questions about them.

    Attributes:
        account: What is being explored, for readers: "Demo account · us-west-2".
    """

    source: RememberingSource
    catalog: EntityCatalog
    answers: RememberedAnswers
    placements: Placements
    account: str


@dataclass(frozen=True, slots=True)
class Found:
    """What an address asked for.

    Attributes:
        graph: What was read.
        entities: Those of its vertices that were described so far.
        answer: The answer to the address's question, if it asks one.
    """

    graph: LineageGraph
    entities: Mapping[Arn, Entity]
    answer: Answer | None

    @property
    def start(self) -> str:
        """The start in words: "endpoint churn-production"."""
        start, entity = self.graph.start, self.entities.get(self.graph.start)
        title = look_of(self.graph.vertices[start], entity).title
        return f"{title[0].lower()}{title[1:]} {plain(name_of(start, entity))}"


def read(
    reader: Reader,
    address: Address,
    query: LineageQuery,
    *,
    anew: bool = False,
    seconds: float = NAMING_SECONDS,
) -> Found:
    """Read what an address asks, from memory unless `anew`, and name its vertices for so many seconds.

    Raises:
        SourceError: Nothing could be read at all.
    """
    answer = _answer(reader, address, query, anew=anew)
    graph = answer.graph if answer else None
    if graph is None:
        graph = _graph(reader.source, query, anew=anew)
    reader.catalog.describe_within(list(graph.vertices), seconds=seconds)
    return Found(graph, reader.catalog.known(graph.vertices), answer)


def _graph(source: RememberingSource, query: LineageQuery, *, anew: bool) -> LineageGraph:
    if anew:
        source.forget(query)
    return source.read(query)


def _answer(reader: Reader, address: Address, query: LineageQuery, *, anew: bool) -> Answer | None:
    if address.slug is None:
        return None
    question = by_slug(address.slug)
    if anew:
        reader.answers.forget(question, query.start, depth=query.depth)
    return reader.answers.ask(question, query.start, depth=query.depth)

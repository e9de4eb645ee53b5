"""What is read for an address, before anything is made of it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace

from callbacks.explore.placements import Placements
from lineage.address import Address
from lineage.answer import Answer
from lineage.cache import Remembered, RememberedAnswers
from lineage.graph import LineageGraph
from lineage.growth import Extended, extended
from lineage.model import Arn, Entity
from lineage.query import Direction, LineageQuery
from lineage.questions import by_slug
from lineage.source import EntityCatalog, LineageSource, RememberingSource
from lineage.views.looks import in_words, look_of
from lineage.views.names import name_of, plain

NAMING_SECONDS = 0.3
"""How long a picture may wait for names; the others follow while it is looked at."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom the page asks: lineage, single entities, and the questions about them.

    Attributes:
        pictures: What was read beyond answers.
        account: What is being explored, for readers: "Demo account · us-west-2".
        share: Whether it tells stand-ins for names that onlookers may not see.
    """

    source: RememberingSource
    catalog: EntityCatalog
    answers: RememberedAnswers
    placements: Placements
    pictures: Remembered[Hashable, Extended]
    account: str
    share: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What an address asked for.

    Attributes:
        seen: What was read, and what of it is shown.
        entities: Those of its vertices that were described so far.
        answer: The answer to the address's question, if it asks one.
    """

    seen: Extended
    entities: Mapping[Arn, Entity]
    answer: Answer | None

    @property
    def graph(self) -> LineageGraph:
        """What is shown."""
        return self.seen.graph

    @property
    def start(self) -> str:
        """The start in words: "endpoint churn-production"."""
        start, entity = self.graph.start, self.entities.get(self.graph.start)
        return in_words(look_of(self.graph.vertices[start], entity), plain(name_of(start, entity)))


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
    source = _Afresh(reader.source) if anew else reader.source
    first = (answer and answer.graph) or source.read(query)
    beyond = _extended(reader, source, address, query, first)
    reader.catalog.describe_within(list(beyond.graph.vertices), seconds=seconds)
    return Found(beyond, reader.catalog.known(beyond.graph.vertices), answer)


def seen(reader: Reader, address: Address, query: LineageQuery) -> Extended:
    """Read what an address shows, from memory where it is there, and name nothing.

    Raises:
        SourceError: Nothing could be read at all.
    """
    answer = _answer(reader, address, query, anew=False)
    first = (answer and answer.graph) or reader.source.read(query)
    return _extended(reader, reader.source, address, query, first)


@dataclass(frozen=True, slots=True)
class _Afresh:
    """A source that answers nothing from memory."""

    source: RememberingSource

    def read(self, query: LineageQuery) -> LineageGraph:
        self.source.forget(query)
        return self.source.read(query)


def _extended(
    reader: Reader, source: LineageSource, address: Address, query: LineageQuery, first: LineageGraph
) -> Extended:
    """Read beyond an answer what the address says; what failed is not tried again while names arrive."""
    walked = replace(query, direction=Direction.BOTH) if address.slug else query
    extent = address.extent

    def read_on() -> Extended:
        return extended(source, walked, first, extent, deepens=address.deepens)

    if not extent:
        return read_on()
    key = (query, address.slug, extent, first.reading.finished)
    if source is not reader.source:
        reader.pictures.forget(key)
    return reader.pictures.ask(key, read_on)


def _answer(reader: Reader, address: Address, query: LineageQuery, *, anew: bool) -> Answer | None:
    if address.slug is None:
        return None
    question = by_slug(address.slug)
    if anew:
        reader.answers.forget(question, query.start, depth=query.depth)
    return reader.answers.ask(question, query.start, depth=query.depth)

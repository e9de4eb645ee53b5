"""What is read for an address, before anything is made of it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from time import monotonic

from callbacks.explore.made import Made
from callbacks.explore.placements import Placements
from lineage.address import Address
from lineage.answer import Answer
from lineage.answers import RememberedAnswers
from lineage.graph import LineageGraph
from lineage.growth import Extended, extended
from lineage.model import Arn, Entity
from lineage.promises import Promises
from lineage.query import Direction, LineageQuery
from lineage.questions import by_slug
from lineage.readings import Again, NoOlder
from lineage.source import EntityCatalog, ReadingSource, SoFar
from lineage.views.grouping import SMALL
from lineage.views.looks import called, look_of
from lineage.views.names import name_of, plain

NAMING_SECONDS = 0.3
"""How long a picture of which every name can be read waits for pages and names, if its pages came quickly."""

CROWDED_SECONDS = 0.15
"""How long any other waits; the rest of the names follow while it is looked at."""

NAMED_SECONDS = 0.4
"""How long a page that looks at its picture waits for more names."""

ANSWERING_SECONDS = 0.45
"""How long a request waits for the answer to a question, or for what lies beyond one; the page asks again."""


class Wish(StrEnum):
    """What a page wants of a reading."""

    ON = "on"
    """That it goes on to its end."""
    AGAIN = "again"
    """That what could not be read is tried again."""
    ANEW = "anew"
    """That it begins anew, whatever is remembered."""
    NAMES = "names"
    """Names of what it shows already."""
    STOP = "stop"
    """Nothing more: what was read is enough."""


@dataclass(frozen=True, slots=True)
class Looking:
    """What a page says of itself when it asks for what an address shows.

    Attributes:
        wish: What it wants of the reading.
        seen: Pages of the answer that it shows already; none of an answer that is new to it.
        former: The name of the placement that it shows; empty for none.
    """

    wish: Wish = Wish.ON
    seen: int = 0
    former: str = ""


NEWCOMER = Looking()
"""A page that shows nothing yet."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom the page asks: lineage, single entities, and the questions about them.

    Attributes:
        pictures: What was read beyond answers.
        account: What is being explored, for readers: "Demo account · us-west-2".
        share: Whether it tells stand-ins for names that onlookers may not see.
        made: What was made of answers.
    """

    source: ReadingSource
    catalog: EntityCatalog
    answers: RememberedAnswers
    placements: Placements
    pictures: Promises[Hashable, Extended]
    account: str
    share: bool = False
    made: Made = field(default_factory=Made)


@dataclass(frozen=True, slots=True)
class Found:
    """What an address asked for.

    Attributes:
        seen: What was read, and what of it is shown.
        answer: The answer to the address's question, if it asks one.
        patience: How long the page can still wait for names, in seconds.
        entities: Those of its vertices that were described so far.
        unnamed: How many of those that are to be described were not yet.
    """

    seen: Extended
    answer: Answer | None
    patience: float = field(default=0.0, compare=False)
    entities: Mapping[Arn, Entity] = field(default_factory=dict)
    unnamed: int = 0

    @property
    def graph(self) -> LineageGraph:
        """What is shown."""
        return self.seen.graph

    @property
    def start(self) -> str:
        """The start in words: "endpoint churn-production"."""
        start, entity = self.graph.start, self.entities.get(self.graph.start)
        return called(look_of(self.graph.vertices[start], entity), plain(name_of(start, entity)))


@dataclass(frozen=True, slots=True)
class Awaited:
    """What an address asked for and is still being read, with nothing yet that is worth a look."""

    pages: int = 0
    entities: int = 0


def read(
    reader: Reader,
    address: Address,
    query: LineageQuery,
    *,
    looking: Looking = NEWCOMER,
    seconds: float | None = None,
) -> Found | Awaited:
    """Read what an address asks, as far as a page that is waited for can wait; nothing of it is named yet.

    Args:
        reader: Whom to ask.
        address: What is asked.
        query: Its question.
        looking: What the page shows and wants.
        seconds: How long pages and names may take together, if not as long as the page's wish allows; a
            picture that grows does not wait for names.

    Raises:
        SourceError: Nothing could be read at all.
    """
    began = monotonic()
    found = _beyond(reader, address, query, looking)
    if isinstance(found, Awaited):
        return found
    if looking.seen or found.graph.reading.more:
        return found
    spent = monotonic() - began
    if seconds is None:
        seconds = _patience(found, looking, spent)
    return replace(found, patience=max(0.0, seconds - spent))


def _patience(found: Found, looking: Looking, spent: float) -> float:
    """Return how long pages, which were read by now, and names may take together, in seconds."""
    if looking.wish is Wish.NAMES:
        return NAMED_SECONDS
    legible = len(found.graph.vertices) <= SMALL
    return NAMING_SECONDS if legible and spent < CROWDED_SECONDS else CROWDED_SECONDS


def named(reader: Reader, found: Found, arns: Sequence[Arn]) -> Found:
    """Describe some of the vertices, for as long as the page can still wait."""
    catalog = reader.catalog
    known = catalog.describe_within(arns, seconds=found.patience)
    unnamed = len(arns) - len(known) - len(catalog.undescribable(arns))
    return replace(found, entities=catalog.known(found.graph.vertices), unnamed=unnamed)


def seen(reader: Reader, address: Address, query: LineageQuery) -> Extended | None:
    """Return what an address shows by now, and name nothing; None while there is nothing to show.

    Raises:
        SourceError: Nothing could be read at all.
    """
    beyond = _beyond(reader, address, query, Looking(Wish.STOP))
    return None if isinstance(beyond, Awaited) else beyond.seen


def _beyond(reader: Reader, address: Address, query: LineageQuery, looking: Looking) -> Found | Awaited:
    """Read what an address asks and what lies beyond it; nothing of it has a name yet."""
    if looking.wish is Wish.ANEW:
        reader.catalog.refresh(query.start)
    answer = _answer(reader, address.slug, query, looking.wish) if address.slug else None
    if address.slug and answer is None:
        return Awaited()
    first = answer.graph if answer else None
    if first is None:
        so_far = _so_far(reader.source, query, looking)
        if so_far.graph is None:
            return Awaited(so_far.pages, so_far.entities)
        first = so_far.graph
    reached = _extended(reader, address, query, first, looking.wish)
    if reached is None:
        return Awaited(first.reading.pages, len(first.vertices))
    return Found(reached, answer)


def _so_far(source: ReadingSource, query: LineageQuery, looking: Looking) -> SoFar:
    if looking.wish is Wish.STOP:
        return source.look(query)
    if looking.wish is Wish.ANEW:
        source.refresh(query)
    elif looking.wish is Wish.AGAIN:
        source.forget(query)
    return source.read_within(query, seen=looking.seen)


def _extended(
    reader: Reader, address: Address, query: LineageQuery, first: LineageGraph, wish: Wish
) -> Extended | None:
    """Read beyond an answer, once that is whole, what the address says; None while that is under way.

    What failed is not tried again while names arrive.
    """
    if first.reading.more:
        return Extended(first, first)
    again = wish is Wish.AGAIN
    source = Again(reader.source) if again else NoOlder(reader.source, first.reading.since)
    walked = replace(query, direction=Direction.BOTH) if address.slug else query
    extent = address.extent

    def read_on() -> Extended:
        return extended(source, walked, first, extent, deepens=address.deepens)

    if not extent:
        return reader.made.of(first, (walked, address.deepens), read_on)
    key = (query, address.slug, extent, first.reading.finished)
    if again:
        reader.pictures.forget(key)
    return reader.pictures.ask(key, read_on, seconds=ANSWERING_SECONDS)


def _answer(reader: Reader, slug: str, query: LineageQuery, wish: Wish) -> Answer | None:
    return reader.answers.ask(
        by_slug(slug),
        query.start,
        depth=query.depth,
        anew=wish in (Wish.AGAIN, Wish.ANEW),
        seconds=ANSWERING_SECONDS,
    )

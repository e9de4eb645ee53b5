"""Advice for filters: what can be asked, and why nothing matched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lineage_explorer.errors import SourceError
from lineage_explorer.graph.model import Arn, Entity, shorten_middle
from lineage_explorer.query.lineage_query import SUGGESTED_TYPES, Filters, LineageQuery
from lineage_explorer.query.pairs import (
    MAX_PROPERTY_LENGTH,
    MAX_TAG_KEY_LENGTH,
    MAX_TAG_VALUE_LENGTH,
    Property,
    Tag,
)
from lineage_explorer.query.type_names import label_type, make_type_key

if TYPE_CHECKING:
    from lineage_explorer.explore.loaded_graph import LoadedGraph
    from lineage_explorer.explore.services import ExplorerServices
    from lineage_explorer.explore.view_request import ViewRequest
    from lineage_explorer.graph.lineage_graph import LineageGraph

MAX_OFFERS = 200
"""Maximum number of values that a control offers."""

MAX_ADVISED_ENTITIES = 2_000
"""Maximum number of entities whose known facts are offered."""

MAX_DESCRIBED = 100
"""Maximum number of entities that are described for an advice."""

DESCRIBING_SECONDS = 0.4
"""Time limit in seconds for these descriptions."""

OFFER_SECONDS = 1.0
"""Time limit in seconds for descriptions when the box of properties gets the focus."""

_MAX_NAMED = 8


@dataclass(frozen=True, slots=True)
class FilterHint:
    """Sentence about a filter that nothing passes.

    Attributes:
        text: The sentence.
        link_text: Text of the link to another query; empty for none.
        query: That query.
    """

    text: str
    link_text: str = ""
    query: LineageQuery | None = None


@dataclass(frozen=True, slots=True)
class FilterAdvice:
    """Advice for the filters of a query.

    Attributes:
        types, properties, tags: Values that the controls offer, as they are written there.
        hints: Why nothing passes the filters.
    """

    types: tuple[str, ...] = tuple(map(label_type, SUGGESTED_TYPES))
    properties: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    hints: tuple[FilterHint, ...] = ()


NO_ADVICE = FilterAdvice()


@dataclass(frozen=True, slots=True)
class _KnownFacts:
    """Facts of the entities that are known without the filters."""

    types: Mapping[str, int]
    properties: Mapping[tuple[str, str], int]
    tags: Mapping[tuple[str, str], int]


def build_advice(services: ExplorerServices, request: ViewRequest, loaded: LoadedGraph) -> FilterAdvice:
    """Return advice from what was read of the graph, without its filters.

    It costs no call unless filters match nothing. Then the graph is read without them, and described where
    a property was asked for.
    """
    query, filters = request.query, request.query.filters
    is_empty = bool(filters) and not loaded.answer and _is_empty(loaded.graph)
    whole = _find_whole(services, query, may_read=is_empty) if filters else loaded.graph
    graph = whole or loaded.graph
    arns = list(graph.vertices)[:MAX_ADVISED_ENTITIES]
    if is_empty and whole and filters.properties:
        services.catalog.describe_within(arns[:MAX_DESCRIBED], seconds=DESCRIBING_SECONDS, full=True)
    entities, tags = services.catalog.described_entities(arns), services.catalog.get_known_tags(arns)
    if is_empty and whole:
        facts = _collect_facts(graph, entities, tags)
        return replace(_list_offers(facts), hints=tuple(_explain_no_match(query, facts)))
    return services.memo.memoize_latest(
        graph, "offers", (entities, tags), lambda: _list_offers(_collect_facts(graph, entities, tags))
    )


def _list_offers(facts: _KnownFacts) -> FilterAdvice:
    return FilterAdvice(
        types=_list_types(facts.types),
        properties=rank_properties(facts.properties),
        tags=_list_tags(facts.tags),
    )


def read_property_offers(services: ExplorerServices, query: LineageQuery) -> tuple[str, ...] | None:
    """Return the properties of a query's graph, without its filters.

    Each entity that was only listed until now is described, up to a limit. None if the graph is not known.
    """
    graph = _find_whole(services, query, may_read=False) or services.source.find_complete(query.drop_tags())
    if graph is None:
        return None
    arns = list(graph.vertices)[:MAX_ADVISED_ENTITIES]
    services.catalog.describe_within(arns[:MAX_DESCRIBED], seconds=OFFER_SECONDS, full=True)
    return rank_properties(count_properties(services.catalog.described_entities(arns).values()))


def rank_properties(counts: Mapping[tuple[str, str], int]) -> tuple[str, ...]:
    """Return the properties that can be filtered by, the most frequent first."""
    return tuple(
        str(Property(key, value))
        for key, value in _rank(counts)
        if 1 <= len(key) <= MAX_PROPERTY_LENGTH and 1 <= len(value) <= MAX_PROPERTY_LENGTH
    )[:MAX_OFFERS]


def count_properties(entities: Iterable[Entity]) -> Counter[tuple[str, str]]:
    """Count the entities that have each property."""
    return Counter(pair for entity in entities for pair in entity.properties.items())


def _is_empty(graph: LineageGraph) -> bool:
    """Return whether nothing matches, as far as all was read."""
    return graph.read_status.is_complete and not graph.matches - {graph.start}


def _find_whole(services: ExplorerServices, query: LineageQuery, *, may_read: bool) -> LineageGraph | None:
    """Return the graph without filters, if known or to be read."""
    unfiltered = replace(query, filters=Filters(), include_paths=True)
    known = services.source.find_complete(unfiltered)
    if known or not may_read:
        return known
    try:
        return services.source.read_available(unfiltered).graph
    except SourceError:
        return None


def _collect_facts(
    graph: LineageGraph, entities: Mapping[Arn, Entity], tags: Mapping[Arn, Mapping[str, str]]
) -> _KnownFacts:
    return _KnownFacts(
        types=Counter(vertex.type for vertex in graph.vertices.values() if vertex.type),
        properties=count_properties(entities.values()),
        tags=Counter(pair for own in tags.values() for pair in own.items()),
    )


def _rank(counts: Mapping[tuple[str, str], int]) -> list[tuple[str, str]]:
    return sorted(counts, key=lambda pair: (-counts[pair], pair))


def _list_types(counts: Mapping[str, int]) -> tuple[str, ...]:
    present = sorted(counts, key=lambda name: (-counts[name], name))
    return tuple(dict.fromkeys(map(label_type, (*present, *SUGGESTED_TYPES))))[:MAX_OFFERS]


def _list_tags(counts: Mapping[tuple[str, str], int]) -> tuple[str, ...]:
    return tuple(
        str(Tag(key, value))
        for key, value in _rank(counts)
        if 1 <= len(key) <= MAX_TAG_KEY_LENGTH and 1 <= len(value) <= MAX_TAG_VALUE_LENGTH
    )[:MAX_OFFERS]


def _explain_no_match(query: LineageQuery, facts: _KnownFacts) -> Iterator[FilterHint]:
    filters = query.filters
    if filters.types and facts.types.keys().isdisjoint(filters.types):
        yield from _explain_types(query, facts.types)
    property_pairs = [(item.key, item.value) for item in filters.properties]
    if property_pairs and facts.properties.keys().isdisjoint(property_pairs):
        yield from (_explain_property(query, item, facts) for item in filters.properties)
    tag_pairs = [(item.key, item.value) for item in filters.tags]
    if tag_pairs and facts.tags.keys().isdisjoint(tag_pairs):
        for item in filters.tags:
            yield FilterHint(_explain_pair("tag", item.key, item.value, facts.tags))


def _explain_types(query: LineageQuery, counts: Mapping[str, int]) -> Iterator[FilterHint]:
    """Yield a hint for each type, with the spelling that is recorded."""
    for name in query.filters.types:
        similar = [other for other in counts if make_type_key(other) == make_type_key(name)]
        if similar:
            other = max(similar, key=lambda spelling: counts[spelling])
            types = tuple(other if each == name else each for each in query.filters.types)
            yield FilterHint(
                f"Nothing here has the type “{name}”.",
                f"Ask for “{other}”",
                replace(query, filters=replace(query.filters, types=tuple(dict.fromkeys(types)))),
            )
        else:
            present = _name_first(sorted(map(label_type, counts)))
            yield FilterHint(f"Nothing here has the type “{shorten_middle(name, 60)}”; there are {present}.")


def _explain_property(query: LineageQuery, item: Property, facts: _KnownFacts) -> FilterHint:
    """Return why no entity has a property, or its tag."""
    keys = {key for key, _ in facts.properties}
    if item.key not in keys and any(key == item.key for key, _ in facts.tags):
        others = tuple(other for other in query.filters.properties if other != item)
        filters = replace(query.filters, properties=others, tags=(Tag(item.key, item.value),))
        return FilterHint(
            f"“{shorten_middle(item.key, 60)}” is a tag here, not a property.",
            f"Ask for the tag {shorten_middle(str(item), 60)}",
            replace(query, filters=filters),
        )
    return FilterHint(_explain_pair("property", item.key, item.value, facts.properties))


def _explain_pair(noun: str, key: str, value: str, counts: Mapping[tuple[str, str], int]) -> str:
    """Return which values a key has, or which keys there are."""
    values = [other for known, other in _rank(counts) if known == key]
    shown = shorten_middle(key, 60)
    if values:
        known = _name_first([f"“{shorten_middle(other, 40)}”" for other in values])
        return f"The {noun} “{shown}” is {known} here, not “{shorten_middle(value, 60)}”."
    keys = Counter[str]()
    for (known, _), count in counts.items():
        keys[known] += count
    if not keys:
        return f"No {noun} “{shown}” was found here, nor any other."
    return f"Nothing here has the {noun} “{shown}”; there are {_name_first(_rank_keys(keys))}."


def _rank_keys(counts: Mapping[str, int]) -> list[str]:
    return sorted(counts, key=lambda key: (-counts[key], key))


def _name_first(names: Sequence[str]) -> str:
    """Return the first few names, and how many more there are."""
    rest = len(names) - _MAX_NAMED
    return f"{', '.join(names[:_MAX_NAMED])}{f' and {rest:,} more' if rest > 0 else ''}"

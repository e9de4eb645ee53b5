"""Find where a graph enters other accounts; merge what they answer.

All functions are pure. `SameAs` links one thing that two accounts track, so what is upstream of one twin is
upstream of the other, in whichever direction the association was recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from lineage_explorer.graph.lineage_graph import LineageGraph, induce_subgraph, merge_graphs
from lineage_explorer.graph.model import Arn, Association, Vertex, split_arn
from lineage_explorer.graph.traversal import compute_distances
from lineage_explorer.query.lineage_query import Direction, LineageQuery, compute_query_distances
from lineage_explorer.sources.accounts.account_directory import AccountKey, TwinList, find_key

Step = tuple[str, Arn, Direction]
"""Account, entity and way."""

OwnerOf = Callable[[Arn], str]
"""Function that returns the configured account of an entity; empty for none."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """Entity at which reading goes on in another account.

    Attributes:
        arn: The entity.
        owner: The account that has it.
        query: What to read there.
    """

    arn: Arn
    owner: str
    query: LineageQuery

    @property
    def step(self) -> Step:
        """What tells it apart from other crossings."""
        return self.owner, self.arn, self.query.direction


def is_twin(edge: Association) -> bool:
    """Return whether an association links what two accounts track."""
    return not edge.is_directed and find_key(edge.source) != find_key(edge.destination)


def list_ways(direction: Direction) -> tuple[Direction, ...]:
    """Return the ways of a direction, each read by one request."""
    if direction is Direction.UP_AND_DOWN:
        return Direction.ASCENDANTS, Direction.DESCENDANTS
    return (direction,)


def compute_reach(graph: LineageGraph, way: Direction) -> dict[Arn, int]:
    """Return the distance of what one way reaches, across twins both ways."""
    return compute_distances([graph.start], *_list_sides(graph, way))


def _list_sides(graph: LineageGraph, way: Direction) -> tuple[Mapping[Arn, list[Arn]], ...]:
    """Return the neighbors that a way follows; twins are followed both ways."""
    parents = {arn: list(found) for arn, found in graph.parents.items()}
    children = {arn: list(found) for arn, found in graph.children.items()}
    for edge in graph.associations:
        if is_twin(edge):
            parents[edge.source].append(edge.destination)
            children[edge.destination].append(edge.source)
    if way is Direction.BOTH:
        return parents, children
    return (parents,) if way is Direction.ASCENDANTS else (children,)


def find_crossings(
    query: LineageQuery,
    graph: LineageGraph,
    covered: Collection[Step],
    owner_of: OwnerOf,
) -> list[Crossing]:
    """Return where to go on in other accounts, the nearest first.

    Args:
        query: The query of the graph.
        graph: The graph as far as it was read.
        covered: Account, entity and way of what an account has answered or refused.
        owner_of: Returns the configured account of an entity.
    """
    found: list[tuple[int, int, Crossing]] = []
    for way in list_ways(query.direction):
        depth = query.get_depth(way)
        for number, (arn, distance) in enumerate(compute_reach(graph, way).items()):
            owner = owner_of(arn)
            if not owner or distance >= depth or (owner, arn, way) in covered:
                continue
            onward = replace(query.with_direction(way).with_start(arn), depth=depth - distance)
            found.append((distance, number, Crossing(arn, owner, onward)))
    return [crossing for *_, crossing in sorted(found, key=lambda item: item[:2])]


def list_covered(graph: LineageGraph, owner: str, query: LineageQuery, owner_of: OwnerOf) -> Iterator[Step]:
    """Yield which of its own entities an account answered, each way."""
    for way in list_ways(query.direction):
        reached = compute_query_distances([graph.start], graph.adjacency, way)
        yield from ((owner, arn, way) for arn in reached if owner_of(arn) == owner)


def attach_twins(query: LineageQuery, graph: LineageGraph, twins: TwinList) -> LineageGraph:
    """Return a graph with the twins of its entities in other accounts.

    Args:
        query: The query, whose depth ends the graph.
        graph: The graph.
        twins: `SameAs` associations of its accounts.
    """
    known = set(graph.association_by_ends)
    candidates = [edge for edge in twins.associations if edge.ends not in known and is_twin(edge)]
    if not candidates:
        return graph
    passed = {
        arn
        for way in list_ways(query.direction)
        for arn, distance in compute_reach(graph, way).items()
        if distance < query.get_depth(way)
    }
    added = [edge for edge in candidates if not passed.isdisjoint(edge.ends)]
    if not added:
        return graph
    vertices = dict(graph.vertices)
    for arn in (arn for edge in added for arn in edge.ends):
        if arn not in vertices:
            hit = twins.ends.get(arn)
            vertices[arn] = Vertex(arn, split_arn(arn).lineage_type, hit.type if hit else None)
    all_match = graph.matches >= graph.vertices.keys()
    return replace(
        graph,
        vertices=MappingProxyType(vertices),
        associations=(*graph.associations, *added),
        matches=frozenset(vertices) if all_match else graph.matches,
    )


def merge_accounts(
    query: LineageQuery, base: LineageGraph, further: Sequence[LineageGraph], gaps: Sequence[str]
) -> LineageGraph:
    """Merge the graphs of several accounts.

    Args:
        query: The query.
        base: The graph of the account in which reading began, with twins.
        further: What was read of others.
        gaps: What is missing, one sentence each.
    """
    matches = base.matches.union(*(graph.matches for graph in further))
    merged = merge_graphs(base, further, matches) if further else base
    steps: dict[Arn, int] = dict(base.distances)
    for way in list_ways(query.direction):
        for arn, distance in compute_reach(merged, way).items():
            steps[arn] = min(distance, steps.get(arn, distance))
    status = replace(merged.read_status, gaps=tuple(dict.fromkeys((*merged.read_status.gaps, *gaps))))
    return replace(merged, distances=MappingProxyType(steps), read_status=status)


def mark_unread(graph: LineageGraph, unread: Collection[Arn]) -> LineageGraph:
    """Return a graph in which entities of unread accounts are stubs."""
    if not unread:
        return graph
    vertices = {
        arn: replace(vertex, stub=True) if arn in unread else vertex for arn, vertex in graph.vertices.items()
    }
    return replace(graph, vertices=MappingProxyType(vertices))


def find_ends(graph: LineageGraph, keys: Collection[AccountKey]) -> dict[AccountKey, list[Arn]]:
    """Return the entities of accounts that were not read, by account.

    What lies beyond some of them was read all the same, because it is shared: those are left out.
    """
    found: dict[AccountKey, list[Arn]] = {}
    for arn in graph.vertices:
        key = find_key(arn)
        if key and key in keys:
            found.setdefault(key, []).append(arn)
    return {key: arns for key, arns in found.items() if not _is_shared(graph, frozenset(arns))}


def _is_shared(graph: LineageGraph, arns: frozenset[Arn]) -> bool:
    """Return whether associations among an account's own entities were read."""
    return any(edge.source in arns and edge.destination in arns for edge in graph.associations)


def join_twins(first: TwinList, second: TwinList) -> TwinList:
    """Return the twins of two accounts together."""
    associations = dict.fromkeys((*first.associations, *second.associations))
    return TwinList(
        tuple[Association, ...](associations),
        {**first.ends, **second.ends},
        tuple(dict.fromkeys((*first.gaps, *second.gaps))),
    )


def select_matches(
    query: LineageQuery, whole: LineageGraph, filtered: LineageGraph, matches: Collection[Arn]
) -> LineageGraph:
    """Return the part of a graph of several accounts that filters keep.

    Args:
        query: The query, with filters.
        whole: The graph of the query without filters.
        filtered: What the account in which reading began answered to the query.
        matches: What passes the filters in other accounts.
    """
    found = frozenset(matches) & whole.vertices.keys()
    kept = {filtered.start, *filtered.vertices, *found}
    if query.include_paths:
        for way in list_ways(query.direction):
            back = {Direction.ASCENDANTS: Direction.DESCENDANTS, Direction.DESCENDANTS: Direction.ASCENDANTS}
            reached = compute_reach(whole, way).keys()
            leading = compute_distances(found & reached, *_list_sides(whole, back.get(way, way))).keys()
            kept |= reached & leading
        kept -= _find_dead_ends(whole, kept, frozenset((*filtered.vertices, *found)))
    part = induce_subgraph(whole, kept & whole.vertices.keys())
    return replace(
        part,
        associations=part.associations if query.include_paths else filtered.associations,
        matches=filtered.matches | found,
        read_status=whole.read_status,
    )


def _find_dead_ends(graph: LineageGraph, kept: Collection[Arn], wanted: Collection[Arn]) -> set[Arn]:
    """Return twins that lead to nothing that is wanted.

    Twins are followed both ways, so the way to one and back again looks like a path.
    """
    dead: set[Arn] = set()
    while True:
        left = set(kept) - dead
        more = {
            arn
            for arn in left - set(wanted)
            if arn in graph.vertices and len({*graph.parents[arn], *graph.children[arn]} & left) <= 1
        }
        if not more:
            return dead
        dead |= more

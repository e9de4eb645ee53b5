"""Count of all simple paths between two vertices, and their steps.

There may be too many paths to list. But a path that leaves a strongly connected component never returns to
it. So the number of paths follows from the topological order of the components (most of them a single
vertex), and within each component from the paths that lead from its entries to its exits. Only these are
enumerated: in lineage a cycle is a pair of twins joined by `SameAs`, or a mistake, and small.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from typing import TypeAlias

from lineage_explorer.graph.digraph import build_adjacency, find_cyclic_components, sort_topologically
from lineage_explorer.graph.lineage_graph import Adjacency
from lineage_explorer.graph.model import Arn, Ends
from lineage_explorer.graph.traversal import compute_distances

_MAX_PARTIAL_PATHS = 20_000
"""Maximum number of partial paths that are examined.

Without cycles each of them leads to a path, and far fewer are needed. A partial path that has gone around a
cycle may be a dead end.
"""


def find_shortest_paths(
    steps: Adjacency, first: Arn, last: Arn, *, limit: int
) -> tuple[tuple[Arn, ...], ...]:
    """Return the shortest simple paths, at most `limit`, as vertex sequences.

    Sorted by length, and paths of equal length by their ARNs. The heuristic of the A* search is the exact
    distance to the end, so that it expands only partial paths that a returned path needs. Ties are broken by
    tuple order, which continues the partial path that was expanded last.
    """
    remaining_steps = compute_distances([last], steps.parents)
    if first not in remaining_steps:
        return ()
    partial_paths: list[tuple[int, tuple[Arn, ...]]] = [(remaining_steps[first], (first,))]
    paths: list[tuple[Arn, ...]] = []
    for _ in range(_MAX_PARTIAL_PATHS):
        if not partial_paths or len(paths) == limit:
            break
        _, path = heappop(partial_paths)
        if path[-1] == last:
            paths.append(path)
            continue
        for arn in steps.children[path[-1]]:
            if arn in remaining_steps and arn not in path:
                heappush(partial_paths, (len(path) + remaining_steps[arn], (*path, arn)))
    return tuple(paths)


MAX_PARTIAL_PATHS = 20_000
"""Maximum number of partial paths within cycles.

Beyond it, counting is abandoned. It takes some tenths of a second.
"""


@dataclass(frozen=True, slots=True)
class PathTrace:
    """Count and steps of all paths between two vertices.

    Attributes:
        total: Number of paths; None if cycles make them too many to count.
        steps: The steps on any path; if the paths could not be counted, the steps that may be on one.
    """

    total: int | None
    steps: frozenset[Ends]


def trace_paths(steps: Adjacency, first: Arn, last: Arn, *, limit: int = MAX_PARTIAL_PATHS) -> PathTrace:
    """Count the simple paths between two vertices and collect their steps.

    Args:
        steps: The vertices before and after each vertex.
        first: Vertex at which the paths begin.
        last: Vertex at which they end.
        limit: Maximum number of partial paths within cycles.
    """
    between = compute_distances([first], steps.children).keys() & compute_distances([last], steps.parents)
    if last not in between:
        return PathTrace(0, frozenset())
    region = {arn: [head for head in steps.children[arn] if head in between] for arn in sorted(between)}
    components = _find_components(region)
    component_of = {arn: number for number, component in enumerate(components) for arn in component}
    inner: _Successors = {arn: [] for arn in region}
    crossing: _Successors = {arn: [] for arn in region}
    for tail, heads in region.items():
        for head in heads:
            (inner if component_of[tail] == component_of[head] else crossing)[tail].append(head)
    entries = {first, *(head for heads in crossing.values() for head in heads)}
    exits = {last, *(tail for tail, heads in crossing.items() if heads)}
    inner_paths = _enumerate_inner_paths(inner, entries, exits, limit)
    if inner_paths is None:
        return PathTrace(None, frozenset(_iterate_steps(region)))
    counts, inner_steps = inner_paths
    total = _count_paths(components, crossing, counts, first, last)
    return PathTrace(total, frozenset((*_iterate_steps(crossing), *inner_steps)))


_Successors: TypeAlias = dict[Arn, list[Arn]]
"""Vertices after each vertex."""


def _iterate_steps(successors: _Successors) -> Iterator[Ends]:
    return ((tail, head) for tail, heads in successors.items() for head in heads)


def _find_components(region: _Successors) -> list[list[Arn]]:
    """Return the strongly connected components in topological order."""
    arns = list(region)
    index_of = {arn: index for index, arn in enumerate(arns)}
    arcs = [(index_of[tail], index_of[head]) for tail, head in _iterate_steps(region)]
    cycle_root = {index: cycle[0] for cycle in find_cyclic_components(len(arns), arcs) for index in cycle}
    root = [cycle_root.get(index, index) for index in range(len(arns))]
    order = sort_topologically(
        *build_adjacency(
            len(arns), [(root[tail], root[head]) for tail, head in arcs if root[tail] != root[head]]
        )
    )
    members: dict[int, list[Arn]] = defaultdict(list)
    for index, arn in enumerate(arns):
        members[root[index]].append(arn)
    return [members[index] for index in order if index in members]


def _enumerate_inner_paths(
    inner: _Successors, entries: Collection[Arn], exits: Collection[Arn], limit: int
) -> tuple[dict[Arn, Counter[Arn]], set[Ends]] | None:
    """Enumerate the simple paths within components, from entries to exits.

    Returns:
        The number of paths from each entry to each exit, and the steps of all; None if there are too many.
    """
    counts: dict[Arn, Counter[Arn]] = {entry: Counter() for entry in entries}
    steps: set[Ends] = set()
    enumerated = 0
    for entry in entries:
        for path in _iterate_simple_paths(inner, entry):
            enumerated += 1
            if enumerated > limit:
                return None
            if path[-1] in exits:
                counts[entry][path[-1]] += 1
                steps.update(pairwise(path))
    return counts, steps


def _iterate_simple_paths(successors: _Successors, root: Arn) -> Iterator[Sequence[Arn]]:
    """Yield every simple path that begins at a vertex.

    All of them are yielded as one list object that is changed in place.
    """
    path, branches = [root], [iter(successors[root])]
    yield path
    while branches:
        head = next((arn for arn in branches[-1] if arn not in path), None)
        if head is None:
            path.pop()
            branches.pop()
        else:
            path.append(head)
            branches.append(iter(successors[head]))
            yield path


def _count_paths(
    components: Sequence[Sequence[Arn]],
    crossing: _Successors,
    counts: Mapping[Arn, Counter[Arn]],
    first: Arn,
    last: Arn,
) -> int:
    """Count all paths, component by component in topological order.

    The number of paths that arrive at each entry gives the number that leave from each exit.
    """
    arriving: dict[Arn, int] = defaultdict(int, {first: 1})
    leaving: dict[Arn, int] = defaultdict(int)
    for component in components:
        for entry in component:
            for exit_, path_count in counts.get(entry, Counter()).items():
                leaving[exit_] += arriving[entry] * path_count
        for exit_ in component:
            for head in crossing[exit_]:
                arriving[head] += leaving[exit_]
    return leaving[last]

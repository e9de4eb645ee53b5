"""All simple paths between two vertices at once: how many there are, and what lies on one.

There may be more than anybody can list. But a path that leaves a cycle never comes back to it. So their
number follows from the order of the cycles (strongly connected parts, most of them a single vertex), and
within each from the paths that lead from where one can enter to where one can leave. Only those are walked
one by one: in lineage a cycle is twins joined by `SameAs`, or somebody's mistake, and small.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lineage.model import Arn
from lineage.paths.arcs import Arcs, Step, distances, turned, within
from lineage.placement.acyclic import cycles, neighbours, topological_order

MOST_WALKED = 20_000
"""Beginnings of paths within cycles that are walked before counting is given up: some tenths of a second."""


@dataclass(frozen=True, slots=True)
class Traced:
    """What all paths from one vertex to another have in common.

    Attributes:
        total: How many there are; None where cycles make more of them than can be counted.
        steps: Those that are on a path; where paths could not be counted, those that may be.
    """

    total: int | None
    steps: frozenset[Step]


def trace(arcs: Arcs, first: Arn, last: Arn, *, most: int = MOST_WALKED) -> Traced:
    """Count the simple paths from one vertex to another, and find every step that is on one."""
    region = within(arcs, distances(arcs, first).keys() & distances(turned(arcs), last).keys())
    if last not in region:
        return Traced(0, frozenset())
    parts = _parts(region)
    part_of = {arn: number for number, part in enumerate(parts) for arn in part}
    steps = {(tail, head) for tail, heads in region.items() for head in heads}
    crossing = {(tail, head) for tail, head in steps if part_of[tail] != part_of[head]}
    inside = {arn: [head for head in region[arn] if part_of[head] == part_of[arn]] for arn in region}
    entries = {first} | {head for _, head in crossing}
    walks = _walked(inside, entries, {last} | {tail for tail, _ in crossing}, most)
    if walks is None:
        return Traced(None, frozenset(steps))
    counts, walked = walks
    return Traced(_total(parts, crossing, counts, first, last), frozenset(crossing | walked))


def _parts(region: Arcs) -> list[list[Arn]]:
    """Return the strongly connected parts, each before those that it leads to."""
    arns = list(region)
    number = {arn: index for index, arn in enumerate(arns)}
    arcs = [(number[tail], number[head]) for tail, heads in region.items() for head in heads]
    part_of = {index: circle[0] for circle in cycles(len(arns), arcs) for index in circle}
    own = [part_of.get(index, index) for index in range(len(arns))]
    order = topological_order(
        *neighbours(len(arns), [(own[tail], own[head]) for tail, head in arcs if own[tail] != own[head]])
    )
    members: dict[int, list[Arn]] = defaultdict(list)
    for index, arn in enumerate(arns):
        members[own[index]].append(arn)
    return [members[index] for index in order if index in members]


def _walked(
    inside: Arcs, entries: Collection[Arn], exits: Collection[Arn], most: int
) -> tuple[dict[Arn, Counter[Arn]], set[Step]] | None:
    """Return how many paths lead within a part from each entry to each exit, and the steps of all.

    None where they are too many.
    """
    counts: dict[Arn, Counter[Arn]] = {entry: Counter() for entry in entries}
    steps: set[Step] = set()
    walked = 0
    for entry in entries:
        for path in _simple_paths(inside, entry):
            walked += 1
            if walked > most:
                return None
            if path[-1] in exits:
                counts[entry][path[-1]] += 1
                steps.update(pairwise(path))
    return counts, steps


def _simple_paths(arcs: Arcs, root: Arn) -> Iterator[Sequence[Arn]]:
    """Yield every simple path that begins at a vertex, all as the one list that grows and shrinks."""
    path, ahead = [root], [iter(arcs[root])]
    yield path
    while ahead:
        head = next((arn for arn in ahead[-1] if arn not in path), None)
        if head is None:
            path.pop()
            ahead.pop()
        else:
            path.append(head)
            ahead.append(iter(arcs[head]))
            yield path


def _total(
    parts: Sequence[Sequence[Arn]],
    crossing: Collection[Step],
    counts: Mapping[Arn, Counter[Arn]],
    first: Arn,
    last: Arn,
) -> int:
    """Add up, part by part, how many paths arrive at each entry and leave from each exit."""
    onward: dict[Arn, list[Arn]] = defaultdict(list)
    for tail, head in crossing:
        onward[tail].append(head)
    arriving: dict[Arn, int] = defaultdict(int, {first: 1})
    leaving: dict[Arn, int] = defaultdict(int)
    for part in parts:
        for entry in part:
            for exit_, paths in counts.get(entry, Counter()).items():
                leaving[exit_] += arriving[entry] * paths
        for exit_ in part:
            for head in onward[exit_]:
                arriving[head] += leaving[exit_]
    return leaving[last]

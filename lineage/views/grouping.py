"""The graph that is drawn: an answer with groups of siblings in the place of their members.

The answer itself stays whole: tables, saved pages and counts are made of that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lineage.graph import LineageGraph
from lineage.model import Arn, Association
from lineage.views.siblings import Group, Part, first_of, siblings

BUDGET = 400
"""Cards that are drawn before anybody opens a group: about what is still a picture."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """What is drawn of an answer.

    Attributes:
        graph: The drawn vertices. A closed group is represented by the first of its members; associations
            between the same two are one, and what is within a closed group is not drawn.
        closed: The groups that are drawn as one, by their representative.
        opened: The groups whose members are drawn, outer ones before inner ones.
        within: The innermost open group that each drawn vertex came out of, if it did.
        counts: How many associations a drawn one stands for, where it is more than one.
    """

    graph: LineageGraph
    closed: Mapping[Arn, Group]
    opened: tuple[Group, ...]
    within: Mapping[Arn, Group]
    counts: Mapping[tuple[Arn, Arn], int]

    def members(self, arn: Arn) -> tuple[Arn, ...]:
        """Return the vertices that a drawn one stands for."""
        return self.closed[arn].members if arn in self.closed else (arn,)


SMALL = 60
"""Vertices of an answer that is drawn whole: so many names can be read, and each may be looked for."""


def summarised(graph: LineageGraph, opened: Collection[str] = (), apart: Collection[Arn] = ()) -> Grouped:
    """Return what is drawn of an answer: all of a small one, of a larger one groups for their members."""
    return alone(graph) if len(graph.vertices) <= SMALL else grouped(graph, opened, apart=apart)


def alone(graph: LineageGraph) -> Grouped:
    """Return an answer as it is, every vertex drawn by itself."""
    return Grouped(graph, {}, (), {}, {})


def grouped(
    graph: LineageGraph, opened: Collection[str] = (), budget: int = BUDGET, *, apart: Collection[Arn] = ()
) -> Grouped:
    """Return what is drawn of an answer.

    Every vertex is drawn once, alone or in one group; the start is always alone. Which groups there are
    does not depend on which are open: opening one changes nothing else.

    Args:
        graph: The answer.
        opened: Ids of the groups to open; those that do not exist mean nothing.
        budget: How many cards are drawn at the most while all groups are closed, as far as there are
            siblings to gather.
        apart: Vertices that are drawn beside the group of their siblings, whether or not that is open.
    """
    parts = siblings(graph, budget, apart)
    if len(parts) == len(graph.vertices):
        return alone(graph)
    found = list(_opened(parts, frozenset(opened), None))
    shown = [(part, outer) for part, outer, is_open in found if not is_open]
    closed = {first_of(part): part for part, _ in shown if isinstance(part, Group)}
    drawn, counts = _drawn(graph, closed)
    return Grouped(
        graph=drawn,
        closed=closed,
        opened=tuple(part for part, _, is_open in found if is_open and isinstance(part, Group)),
        within={first_of(part): outer for part, outer in shown if outer},
        counts=counts,
    )


def _opened(
    parts: Sequence[Part], opened: frozenset[str], outer: Group | None
) -> Iterator[tuple[Part, Group | None, bool]]:
    """Yield each part with the open group around it, and whether it is open itself; then what is in it."""
    for part in parts:
        is_open = isinstance(part, Group) and part.id in opened
        yield part, outer, is_open
        if isinstance(part, Group) and is_open:
            yield from _opened(part.parts, opened, part)


def _drawn(
    graph: LineageGraph, closed: Mapping[Arn, Group]
) -> tuple[LineageGraph, dict[tuple[Arn, Arn], int]]:
    """Return the graph of those who stand for others and those who stand for themselves."""
    stand_in = {arn: first for first, group in closed.items() for arn in group.members}
    vertices = {arn: vertex for arn, vertex in graph.vertices.items() if arn not in stand_in or arn in closed}
    bundles: dict[tuple[Arn, Arn], list[str | None]] = {}
    for item in graph.associations:
        ends = stand_in.get(item.source, item.source), stand_in.get(item.destination, item.destination)
        if ends[0] != ends[1] or ends[0] not in closed:
            bundles.setdefault(ends, []).append(item.type)
    drawn = replace(
        graph,
        vertices=vertices,
        associations=tuple(Association(*ends, _together(types)) for ends, types in bundles.items()),
        matches=graph.matches & vertices.keys(),
        distances={arn: steps for arn, steps in graph.distances.items() if arn in vertices},
    )
    return drawn, {ends: len(types) for ends, types in bundles.items() if len(types) > 1}


def _together(types: Sequence[str | None]) -> str | None:
    """Return what several associations say, in one line; None where none says anything."""
    return ", ".join(sorted({name for name in types if name})) or None

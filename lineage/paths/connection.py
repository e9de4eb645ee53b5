"""How two vertices hang together of which neither leads to the other."""

from __future__ import annotations

from lineage.model import Arn
from lineage.paths.arcs import Arcs, both_ways, distances, turned
from lineage.paths.shortest import shortest


def by_origin(arcs: Arcs, one: Arn, other: Arn) -> tuple[tuple[Arn, ...], Arn] | None:
    """Return the shortest way over a vertex that both came of, and that vertex; None where there is none."""
    back = turned(arcs)
    up_one, up_other = distances(back, one), distances(back, other)
    shared = up_one.keys() & up_other.keys()
    if not shared:
        return None
    top = min(shared, key=lambda arn: (up_one[arn] + up_other[arn], arn))
    (up,), (down,) = shortest(back, one, top, most=1), shortest(arcs, top, other, most=1)
    return (*up, *down[1:]), top


def by_outcome(arcs: Arcs, one: Arn, other: Arn) -> tuple[tuple[Arn, ...], Arn] | None:
    """Return the shortest way over a vertex that both lead to, and that vertex; None where there is none."""
    return by_origin(turned(arcs), one, other)


def by_any(arcs: Arcs, one: Arn, other: Arn) -> tuple[Arn, ...] | None:
    """Return the shortest way that follows associations forwards and backwards; None where there is none."""
    return next(iter(shortest(both_ways(arcs), one, other, most=1)), None)

"""Pair the parts of two sides by their roles.

The two roots are a pair. From each pair one goes outward: neighbors that are the same entity are a pair, then
neighbors with the same role. Further rules pair what is left. Only one of a role on each side is a pair;
several stay a group, told with their numbers. The result does not depend on which side is the first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from lineage_explorer.compare.roles import (
    Role,
    find_image_role,
    find_role,
    find_source_role,
    find_step,
    find_step_role,
    find_tuning_number,
    list_neighbors,
)
from lineage_explorer.compare.side import Side
from lineage_explorer.graph.model import Arn, LineageType

ROOT_REASON = "what is compared"
SAME_REASON = "the same entity"

RoleFinder: TypeAlias = Callable[[Side, Arn], Role | None]


@dataclass(frozen=True, slots=True)
class Match:
    """Entities of both sides that correspond.

    Attributes:
        a, b: Those of each side, sorted; one of each for a pair.
        reason: Why they correspond, in words.
    """

    a: tuple[Arn, ...]
    b: tuple[Arn, ...]
    reason: str

    @property
    def is_pair(self) -> bool:
        """Whether there is one on each side."""
        return len(self.a) == len(self.b) == 1


@dataclass(slots=True)
class _Pairing:
    """Pairs found so far.

    Attributes:
        pairs: The pairs in the order in which they were found, with the reason of each.
        free_a, free_b: The entities of each side that are in no pair.
        groups: Entities of one role of which a side has several, by role.
    """

    a: Side
    b: Side
    pairs: dict[tuple[Arn, Arn], str] = field(default_factory=dict)
    free_a: set[Arn] = field(default_factory=set)
    free_b: set[Arn] = field(default_factory=set)
    groups: list[Match] = field(default_factory=list)

    def add(self, found: Iterable[tuple[Arn, Arn, str]]) -> list[tuple[Arn, Arn]]:
        """Add pairs of entities that are in none yet; return them."""
        added = []
        for a, b, reason in sorted(found, key=lambda each: (min(each[:2]), max(each[:2]))):
            if a in self.free_a and b in self.free_b:
                self.free_a.discard(a)
                self.free_b.discard(b)
                self.pairs[a, b] = reason
                added.append((a, b))
        return added


def pair_sides(a: Side, b: Side, *, by_arn: bool = False) -> tuple[Match, ...]:
    """Return what corresponds on two sides; what is left out stands alone.

    Args:
        a: The first side.
        b: The second side.
        by_arn: Whether only the same entities correspond, as for an entity then and now.
    """
    pairing = _Pairing(a, b, free_a=set(a.vertices), free_b=set(b.vertices))
    if by_arn:
        pairing.add(_list_same(pairing.free_a, pairing.free_b))
    else:
        _walk(pairing, pairing.add([(a.root, b.root, ROOT_REASON)]))
        for list_found in (
            lambda: _list_same(pairing.free_a, pairing.free_b),
            lambda: _list_by_role(pairing, find_step_role),
            lambda: _list_by_role(pairing, find_source_role),
            lambda: _list_by_role(pairing, find_image_role),
        ):
            _walk(pairing, pairing.add(list_found()))
    pairs = (
        Match((first,), (second,), SAME_REASON if first == second and reason != ROOT_REASON else reason)
        for (first, second), reason in pairing.pairs.items()
    )
    return (*pairs, *_list_groups(pairing, by_arn=by_arn))


def _list_same(free_a: Iterable[Arn], free_b: Iterable[Arn]) -> list[tuple[Arn, Arn, str]]:
    return [(arn, arn, SAME_REASON) for arn in set(free_a) & set(free_b)]


def _walk(pairing: _Pairing, found: list[tuple[Arn, Arn]]) -> None:
    """Pair neighbors of pairs, and theirs, until no more are found."""
    while found:
        found = [pair for a, b in found for pair in _pair_neighbors(pairing, a, b)]


def _pair_neighbors(pairing: _Pairing, a: Arn, b: Arn) -> list[tuple[Arn, Arn]]:
    near_a, near_b = _list_free(pairing.a, a, pairing.free_a), _list_free(pairing.b, b, pairing.free_b)
    if not near_a or not near_b:
        return []
    same = pairing.add(_list_same({arn for arn, _ in near_a}, {arn for arn, _ in near_b}))
    roles_a = _group_roles(pairing.a, a, near_a, pairing.free_a)
    roles_b = _group_roles(pairing.b, b, near_b, pairing.free_b)
    found = []
    for key in sorted(roles_a.keys() & roles_b.keys()):
        (first, reasons), (second, others) = roles_a[key], roles_b[key]
        if len(first) == len(second) == 1:
            found.append((first[0], second[0], min(*reasons, *others)))
        else:
            pairing.groups.append(Match(tuple(sorted(first)), tuple(sorted(second)), min(*reasons, *others)))
    return [*same, *pairing.add(found)]


def _list_free(side: Side, arn: Arn, free: set[Arn]) -> list[tuple[Arn, bool]]:
    return [(near, is_parent) for near, is_parent in list_neighbors(side, arn) if near in free]


_RoleGroups: TypeAlias = "dict[tuple[str, ...], tuple[list[Arn], list[str]]]"


def _group_roles(side: Side, arn: Arn, near: list[tuple[Arn, bool]], free: set[Arn]) -> _RoleGroups:
    """Return the free neighbors of an entity by their role."""
    groups: _RoleGroups = defaultdict(lambda: ([], []))
    for other, is_parent in near:
        role = find_role(side, other, arn, is_parent=is_parent) if other in free else None
        if role:
            arns, reasons = groups["parent" if is_parent else "child", *role.key]
            arns.append(other)
            reasons.append(role.reason)
    return groups


def _list_by_role(pairing: _Pairing, find: RoleFinder) -> Iterator[tuple[Arn, Arn, str]]:
    """Yield entities that alone have a role on each side."""
    groups_a = _collect_roles(pairing.a, pairing.free_a, find)
    groups_b = _collect_roles(pairing.b, pairing.free_b, find)
    for key in sorted(groups_a.keys() & groups_b.keys()):
        first, second = groups_a[key], groups_b[key]
        reason = min(role.reason for _, role in (*first, *second))
        if len(first) == len(second) == 1:
            yield first[0][0], second[0][0], reason
        else:
            members = tuple(sorted(arn for arn, _ in first)), tuple(sorted(arn for arn, _ in second))
            pairing.groups.append(Match(*members, reason))


def _collect_roles(
    side: Side, free: Iterable[Arn], find: RoleFinder
) -> dict[tuple[str, ...], list[tuple[Arn, Role]]]:
    groups: dict[tuple[str, ...], list[tuple[Arn, Role]]] = defaultdict(list)
    for arn in sorted(free):
        if role := find(side, arn):
            groups[role.key].append((arn, role))
    return groups


def _list_groups(pairing: _Pairing, *, by_arn: bool) -> Iterator[Match]:
    """Yield the groups that are left, and those of tuning jobs."""
    for group in sorted(pairing.groups, key=lambda each: min(*each.a, *each.b)):
        a = tuple(arn for arn in group.a if arn in pairing.free_a)
        b = tuple(arn for arn in group.b if arn in pairing.free_b)
        if a and b:
            pairing.free_a.difference_update(a)
            pairing.free_b.difference_update(b)
            yield Match(a, b, group.reason)
    if by_arn:
        return
    tunings_a = _collect_tunings(pairing.a, pairing.free_a)
    tunings_b = _collect_tunings(pairing.b, pairing.free_b)
    for step in sorted(tunings_a.keys() | tunings_b.keys()):
        jobs = tunings_a.get(step, []), tunings_b.get(step, [])
        if len(jobs[0]) + len(jobs[1]) > 1:
            best = _name_best(pairing, step)
            yield Match(tuple(jobs[0]), tuple(jobs[1]), f"jobs of the tuning {step}{best}")
            outputs = (
                _collect_outputs(pairing.a, pairing.free_a, jobs[0]),
                _collect_outputs(pairing.b, pairing.free_b, jobs[1]),
            )
            if outputs[0] or outputs[1]:
                yield Match(*outputs, f"made by jobs of the tuning {step}")


def _name_best(pairing: _Pairing, step: str) -> str:
    """Return the words for a tuning job that is paired by itself."""
    found = {
        number
        for pair in pairing.pairs
        for side, arn in zip((pairing.a, pairing.b), pair, strict=True)
        if (number := find_tuning_number(arn, side.entities.get(arn)))
        and find_step(arn, side.entities.get(arn)) == step
    }
    return f" beside the best, {', '.join(sorted(found))}" if found else ""


def _collect_outputs(side: Side, free: Collection[Arn], jobs: Iterable[Arn]) -> tuple[Arn, ...]:
    """Return what only some jobs made and no pair holds."""
    return tuple(sorted({arn for job in jobs for arn in side.adjacency.children[job] if arn in free}))


def _collect_tunings(side: Side, free: Iterable[Arn]) -> dict[str, list[Arn]]:
    """Return the free jobs of each tuning."""
    groups: dict[str, list[Arn]] = defaultdict(list)
    for arn in sorted(free):
        entity = side.entities.get(arn)
        is_job = side.vertices[arn].lineage_type is LineageType.TRIAL_COMPONENT
        if is_job and find_tuning_number(arn, entity):
            groups[find_step(arn, entity)].append(arn)
    return groups

"""Comparison of two sides: what is the same, what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from lineage_explorer.compare.entity_facts import (
    FactDifference,
    Section,
    collect_facts,
    collect_run_ids,
    compare_facts,
    find_commit,
    find_identical,
    find_section,
)
from lineage_explorer.compare.pairing import SAME_REASON, Match, pair_sides
from lineage_explorer.compare.side import Side
from lineage_explorer.graph.model import Arn, Association


class PartState(StrEnum):
    """State of a part; the first ones are differences."""

    CHANGED = "changed"
    """Two entities whose facts differ."""
    ONLY_B = "b"
    """Only the second side has it."""
    ONLY_A = "a"
    """Only the first side has it."""
    UNKNOWN = "unknown"
    """Too little could be read to tell."""
    AGAIN = "again"
    """Two entities, made anew; no fact differs."""
    SAME = "same"
    """One entity, on both sides."""


DIFFERENCES = (PartState.CHANGED, PartState.ONLY_B, PartState.ONLY_A, PartState.UNKNOWN)
"""States that say or allow that something differs."""


@dataclass(frozen=True, slots=True)
class Part:
    """Part of a comparison: entities that correspond.

    Attributes:
        a, b: The entities of each side; one, several, or none.
        section: What it is.
        state: Its state.
        why: Why they correspond, or why it is not known.
        differences: The facts that differ.
        equal_facts: The facts that are the same.
        identical: The id that proves equal content; empty if none does.
    """

    a: tuple[Arn, ...]
    b: tuple[Arn, ...]
    section: Section
    state: PartState
    why: str
    differences: tuple[FactDifference, ...] = ()
    equal_facts: tuple[FactDifference, ...] = ()
    identical: str = ""

    @property
    def arn(self) -> Arn:
        """The entity that stands for it: the first side's, if any."""
        return (self.a or self.b)[0]

    @property
    def is_group(self) -> bool:
        """Whether it stands for several entities of a side."""
        return len(self.a) > 1 or len(self.b) > 1


@dataclass(frozen=True, slots=True)
class AssociationCounts:
    """Numbers of associations: on both sides, or only on one."""

    both: int
    a: int
    b: int


@dataclass(frozen=True)
class Comparison:
    """Comparison of two sides.

    Attributes:
        a, b: The sides.
        parts: What corresponds, differences first.
    """

    a: Side
    b: Side
    parts: tuple[Part, ...]

    @cached_property
    def counts(self) -> Mapping[PartState, int]:
        """Number of parts in each state."""
        found = Counter(part.state for part in self.parts)
        return {state: found[state] for state in PartState}

    @cached_property
    def part_by_arn(self) -> Mapping[Arn, Part]:
        """The part that each entity belongs to."""
        return {arn: part for part in self.parts for arn in (*part.a, *part.b)}

    @cached_property
    def associations(self) -> AssociationCounts:
        """Numbers of associations between parts."""
        a, b = self.map_associations(self.a), self.map_associations(self.b)
        return AssociationCounts(len(a & b), len(a - b), len(b - a))

    def map_associations(self, side: Side) -> set[tuple[Arn, Arn]]:
        """Return the associations of a side as those between its parts."""
        return {self.map_ends(edge) for edge in side.associations}

    def map_ends(self, edge: Association) -> tuple[Arn, Arn]:
        """Return the entities that stand for the ends of an association."""
        return self.part_by_arn[edge.source].arn, self.part_by_arn[edge.destination].arn

    @property
    def gaps(self) -> tuple[str, ...]:
        """One sentence for each thing that could not be read."""
        return tuple(dict.fromkeys((*self.a.gaps, *self.b.gaps)))

    @property
    def root(self) -> Part:
        """The part that is compared."""
        return self.part_by_arn[self.a.root]


@dataclass(slots=True)
class _Builder:
    """Builds the parts of two sides.

    Attributes:
        is_then_and_now: Whether the sides are one entity at two moments, or in two places.
        run_ids_a, run_ids_b: Ids of each side's own runs.
    """

    a: Side
    b: Side
    is_then_and_now: bool
    run_ids_a: frozenset[str] = field(init=False)
    run_ids_b: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.run_ids_a, self.run_ids_b = collect_run_ids(self.a), collect_run_ids(self.b)

    def build_pair(self, match: Match) -> Part:
        """Return the part of a pair."""
        a, b = match.a[0], match.b[0]
        section = find_section(self.b if b in self.b.described else self.a, b if b in self.b.described else a)
        if a == b and self.a.place == self.b.place:
            return self._build_same(a, section, match)
        if a not in self.a.described or b not in self.b.described:
            return Part(match.a, match.b, section, PartState.UNKNOWN, f"{match.reason}; not described")
        facts = compare_facts(
            collect_facts(self.a, a, self.run_ids_a), collect_facts(self.b, b, self.run_ids_b)
        )
        if a == self.a.root:
            facts = (*facts, *self._compare_commits())
        differences = tuple(fact for fact in facts if not fact.is_equal)
        equal_state = PartState.SAME if a == b else PartState.AGAIN
        state = PartState.CHANGED if differences else equal_state
        identical = "" if differences else find_identical(self.a.entities[a], self.b.entities[b])
        equal = tuple(fact for fact in facts if fact.is_equal)
        return Part(match.a, match.b, section, state, match.reason, differences, equal, identical)

    def _build_same(self, arn: Arn, section: Section, match: Match) -> Part:
        """Return the part of an entity that both sides have.

        What it said at an earlier moment is not on record if it was modified since.
        """
        reason = match.reason if arn != self.b.root else SAME_REASON
        modified = self._find_modification(arn)
        if modified is None:
            return Part(match.a, match.b, section, PartState.SAME, reason)
        change = FactDifference("last modified", section, "", f"{modified:%Y-%m-%dT%H:%M:%SZ}")
        return Part(match.a, match.b, section, PartState.CHANGED, "modified in between", (change,))

    def _find_modification(self, arn: Arn) -> datetime | None:
        """Return when an entity was modified between two moments."""
        entity = self.b.entities.get(arn) or self.a.entities.get(arn)
        moments = [side.moment for side in (self.a, self.b)]
        if not self.is_then_and_now or entity is None or not entity.modified or moments == [None, None]:
            return None
        first = min(moment for moment in moments if moment)
        last = None if None in moments else max(moment for moment in moments if moment)
        is_between = first < entity.modified and (last is None or entity.modified <= last)
        return entity.modified if is_between and entity.modified != entity.created else None

    def _compare_commits(self) -> Iterator[FactDifference]:
        first, second = find_commit(self.a), find_commit(self.b)
        if first or second:
            yield FactDifference("commit", Section.COMMIT, first, second, is_equal=first == second)

    def build_group(self, match: Match) -> Part:
        """Return the part of several entities of one role."""
        side, arn = (self.b, match.b[0]) if match.b else (self.a, match.a[0])
        section = find_section(side, arn)
        count = FactDifference("number", section, f"{len(match.a)}", f"{len(match.b)}")
        return Part(match.a, match.b, section, PartState.CHANGED, match.reason, (count,))

    def list_single(
        self, side: Side, other: Side, taken: Collection[Arn], rest: Collection[Arn]
    ) -> Iterator[Part]:
        """Yield a part for each entity that corresponds to none.

        Args:
            side: The side.
            other: The other side.
            taken: Its entities that correspond to some.
            rest: Those of the other side that correspond to none.
        """
        state = PartState.ONLY_A if side is self.a else PartState.ONLY_B
        unread = {other.vertices[arn].type for arn in rest if arn not in other.described}
        for arn in side.vertices:
            if arn in taken:
                continue
            if self.is_then_and_now:
                doubt = "the other side was not read completely" if side.place and other.gaps else ""
            elif arn not in side.described:
                doubt = "not described"
            elif side.vertices[arn].type in unread:
                doubt = "the other side has some that are not described"
            else:
                doubt = "the other side was not read completely" if other.gaps else ""
            yield Part(
                (arn,) if side is self.a else (),
                () if side is self.a else (arn,),
                find_section(side, arn),
                PartState.UNKNOWN if doubt else state,
                doubt or (f"not in {other.place}" if other.place else "nothing corresponds to it"),
            )


def compare_sides(a: Side, b: Side) -> Comparison:
    """Compare two sides.

    One entity at two moments, or in two places, is compared by its ARNs alone; what was read in two places
    may tell two things of one entity.
    """
    is_then_and_now = (a.root, a.endpoint) == (b.root, b.endpoint)
    builder = _Builder(a, b, is_then_and_now)
    matches = pair_sides(a, b, by_arn=is_then_and_now)
    parts = [builder.build_pair(match) if match.is_pair else builder.build_group(match) for match in matches]
    taken_a = {arn for match in matches for arn in match.a}
    taken_b = {arn for match in matches for arn in match.b}
    rest_a, rest_b = a.vertices.keys() - taken_a, b.vertices.keys() - taken_b
    parts += builder.list_single(a, b, taken_a, rest_b)
    parts += builder.list_single(b, a, taken_b, rest_a)
    states, sections = list(PartState), list(Section)
    parts.sort(
        key=lambda part: (
            part.state not in DIFFERENCES,
            sections.index(part.section),
            states.index(part.state),
            min(*part.a, *part.b, *part.a, *part.b),
        )
    )
    return Comparison(a, b, tuple(parts))

"""The paths between two entities, in words: how many, how long, and each told step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from lineage.graph import LineageGraph
from lineage.model import Arn, Association, AssociationType, Entity
from lineage.paths import Kind, Paths
from lineage.views.looks import Look, called, look_of
from lineage.views.names import names_of, plain

_COUNTED = 1_000_000_000
"""Up to here a number of paths is told to the last; beyond, nobody reads its digits."""

_FORWARDS = {
    AssociationType.CONTRIBUTED_TO: "contributed to",
    AssociationType.ASSOCIATED_WITH: "is associated with",
    AssociationType.DERIVED_FROM: "is the source of",
    AssociationType.PRODUCED: "produced",
    AssociationType.SAME_AS: "is the same as",
}
_BACKWARDS = {
    AssociationType.CONTRIBUTED_TO: "was made with",
    AssociationType.ASSOCIATED_WITH: "is associated with",
    AssociationType.DERIVED_FROM: "was derived from",
    AssociationType.PRODUCED: "was produced by",
    AssociationType.SAME_AS: "is the same as",
}


@dataclass(frozen=True, slots=True)
class Stop:
    """An entity on a path, and how the one before it leads there.

    Attributes:
        way: The association's type between what it joins, with an arrow to where it points:
            "ContributedTo →"; empty at the beginning.
        does: What the one before says of this one: "contributed to"; empty at the beginning.
    """

    arn: Arn
    name: str
    look: Look
    way: str = ""
    does: str = ""

    @property
    def called(self) -> str:
        """What it is called within a sentence."""
        return called(self.look, self.name)


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of the paths between two entities.

    Attributes:
        sentence: How many there are, from where to where, and how long the shortest is.
        listed: Each listed path, stop by stop.
        head: How many of how many are listed; empty where all are.
    """

    sentence: str
    listed: tuple[tuple[Stop, ...], ...]
    head: str


def told(paths: Paths, graph: LineageGraph, entities: Mapping[Arn, Entity]) -> Told:
    """Return what is said of the paths between two of an answer's vertices."""
    names = {
        arn: plain(name) for arn, name in names_of({arn: entities.get(arn) for arn in graph.vertices}).items()
    }
    read = {(item.source, item.destination): item for item in graph.associations}

    def stop(arn: Arn, before: Arn | None = None) -> Stop:
        look = look_of(graph.vertices[arn], entities.get(arn))
        if before is None:
            return Stop(arn, names[arn], look)
        item = read.get((before, arn)) or read[arn, before]
        forwards = item.source == before or not item.directed
        return Stop(arn, names[arn], look, _way(item, forwards=forwards), _does(item, forwards=forwards))

    listed = tuple(
        (stop(path[0]), *(stop(arn, before) for before, arn in pairwise(path))) for path in paths.listed
    )
    ends = stop(paths.first).called, stop(paths.last).called
    meeting = stop(paths.meeting).called if paths.meeting else ""
    return Told(_sentence(paths, *ends, meeting), listed, _head(paths))


def retold(path: tuple[Stop, ...]) -> str:
    """Tell a path in one sentence: "train.csv contributed to training job churn, which produced …"."""
    parts = [path[0].called]
    parts += [f"{', which' if at else ''} {stop.does} {stop.called}" for at, stop in enumerate(path[1:])]
    said = "".join(parts)
    return f"{said[0].upper()}{said[1:]}."


def in_words(words: Told, number: int | None) -> str:
    """Return what is said of the paths, with one of them told: the one of a number, else the shortest."""
    if not words.listed:
        return words.sentence
    which = f"Path {number}: " if number else ""
    return f"{words.sentence} {which}{retold(words.listed[(number or 1) - 1])}"


def length(path: tuple[Stop, ...] | tuple[Arn, ...]) -> str:
    """Say how long a path is: "passes 4 entities"."""
    passed = len(path) - 2
    if not passed:
        return "is a single association"
    return f"passes {passed:,} {'entity' if passed == 1 else 'entities'}"


def _way(item: Association, *, forwards: bool) -> str:
    name = item.type or "no type"
    if not item.directed:
        return f"{name} ↔"
    return f"{name} →" if forwards else f"← {name}"


def _does(item: Association, *, forwards: bool) -> str:
    words = _FORWARDS if forwards else _BACKWARDS
    try:
        return words[AssociationType(item.type or "")]
    except ValueError:
        return "leads to" if forwards else "came of"


def _sentence(paths: Paths, first: str, last: str, meeting: str) -> str:
    if paths.kind is Kind.NONE:
        return f"Nothing connects {first} with {last} in this picture."
    long = length(paths.listed[0])
    if paths.kind is Kind.ALONG:
        if len(paths.listed) == paths.total == 1:
            return f"1 path leads from {first} to {last}; it {long}."
        return f"{_count(paths)} paths lead from {first} to {last}; the shortest {long}."
    neither = f"Neither {first} nor {last} leads to the other"
    shortest = f"The shortest connection {long}."
    if paths.kind is Kind.ANY:
        return f"{neither}, and no third entity leads to both or comes of both. {shortest}"
    third = f"both came of {meeting}" if paths.kind is Kind.ORIGIN else f"both lead to {meeting}"
    return f"{neither}; {third}. {shortest}"


def _count(paths: Paths) -> str:
    if paths.total is None:
        return f"At least {len(paths.listed):,}"
    return f"{paths.total:,}" if paths.total <= _COUNTED else "More than a billion"


def _head(paths: Paths) -> str:
    if paths.total is not None and paths.total <= len(paths.listed):
        return ""
    many = "many more" if paths.total is None else _count(paths)[0].lower() + _count(paths)[1:]
    return f"{len(paths.listed):,} shortest of {many}"

"""Describe the paths between two entities in words.

The description has the number of paths, their length, and each path step by step.
"""

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
"""Largest number of paths that is shown exactly.

The digits of a greater number are of no use.
"""

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
    """Entity on a path, with the step that leads to it.

    Attributes:
        way: Type of the association with the previous entity, with an arrow in its direction, for example
            "ContributedTo →"; empty at the beginning.
        does: Verb phrase from the previous entity to this one: "contributed to"; empty at the beginning.
    """

    arn: Arn
    name: str
    look: Look
    way: str = ""
    does: str = ""

    @property
    def called(self) -> str:
        """Name and type, for use within a sentence."""
        return called(self.look, self.name)


@dataclass(frozen=True, slots=True)
class Told:
    """Description of the paths between two entities.

    Attributes:
        sentence: How many there are, from where to where, and the length of the shortest.
        listed: Each listed path, entity by entity.
        head: How many of how many paths are listed; empty if all are.
    """

    sentence: str
    listed: tuple[tuple[Stop, ...], ...]
    head: str


def told(paths: Paths, graph: LineageGraph, entities: Mapping[Arn, Entity]) -> Told:
    """Return the description of the paths between two vertices."""
    names = {
        arn: plain(name) for arn, name in names_of({arn: entities.get(arn) for arn in graph.vertices}).items()
    }
    associations = {(item.source, item.destination): item for item in graph.associations}

    def build_stop(arn: Arn, before: Arn | None = None) -> Stop:
        style = look_of(graph.vertices[arn], entities.get(arn))
        if before is None:
            return Stop(arn, names[arn], style)
        item = associations.get((before, arn)) or associations[arn, before]
        forwards = item.source == before or not item.directed
        return Stop(arn, names[arn], style, _way(item, forwards=forwards), _does(item, forwards=forwards))

    listed = tuple(
        (build_stop(path[0]), *(build_stop(arn, before) for before, arn in pairwise(path)))
        for path in paths.listed
    )
    end_names = build_stop(paths.first).called, build_stop(paths.last).called
    meeting_name = build_stop(paths.meeting).called if paths.meeting else ""
    return Told(_sentence(paths, *end_names, meeting_name), listed, _head(paths))


def retold(path: tuple[Stop, ...]) -> str:
    """Return a path as one sentence.

    For example "train.csv contributed to training job churn, which produced …".
    """
    parts = [path[0].called]
    parts += [
        f"{', which' if index else ''} {stop.does} {stop.called}" for index, stop in enumerate(path[1:])
    ]
    sentence = "".join(parts)
    return f"{sentence[0].upper()}{sentence[1:]}."


def in_words(words: Told, number: int | None) -> str:
    """Return the sentence about all paths, then one path in words.

    This is the path with the given number, else the shortest.
    """
    if not words.listed:
        return words.sentence
    prefix = f"Path {number}: " if number else ""
    return f"{words.sentence} {prefix}{retold(words.listed[(number or 1) - 1])}"


def length(path: tuple[Stop, ...] | tuple[Arn, ...]) -> str:
    """Return the length of a path in words: "passes 4 entities"."""
    count = len(path) - 2
    if not count:
        return "is a single association"
    return f"passes {count:,} {'entity' if count == 1 else 'entities'}"


def _way(item: Association, *, forwards: bool) -> str:
    name = item.type or "no type"
    if not item.directed:
        return f"{name} ↔"
    return f"{name} →" if forwards else f"← {name}"


def _does(item: Association, *, forwards: bool) -> str:
    phrases = _FORWARDS if forwards else _BACKWARDS
    try:
        return phrases[AssociationType(item.type or "")]
    except ValueError:
        return "leads to" if forwards else "came of"


def _sentence(paths: Paths, first: str, last: str, meeting: str) -> str:
    if paths.kind is Kind.NONE:
        return f"Nothing connects {first} with {last} in this picture."
    length_text = length(paths.listed[0])
    if paths.kind is Kind.ALONG:
        if len(paths.listed) == paths.total == 1:
            return f"1 path leads from {first} to {last}; it {length_text}."
        return f"{_count(paths)} paths lead from {first} to {last}; the shortest {length_text}."
    neither = f"Neither {first} nor {last} leads to the other"
    shortest = f"The shortest connection {length_text}."
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

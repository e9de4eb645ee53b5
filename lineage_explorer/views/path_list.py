"""Describe the paths between two entities in words.

The description has the number of paths, their length, and each path step by step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from lineage_explorer.graph.entity_names import format_titles, name_entities
from lineage_explorer.graph.entity_styles import EntityStyle, label_with_type, style_of
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Association, AssociationType, Entity
from lineage_explorer.graph.paths import ConnectionKind, Paths
from lineage_explorer.questions.answer import format_count

_MAX_EXACT_COUNT = 1_000_000_000
"""Largest number of paths that is shown exactly.

The digits of a greater number are of no use.
"""

_FORWARD_PHRASES = {
    AssociationType.CONTRIBUTED_TO: "contributed to",
    AssociationType.ASSOCIATED_WITH: "is associated with",
    AssociationType.DERIVED_FROM: "is the source of",
    AssociationType.PRODUCED: "produced",
    AssociationType.SAME_AS: "is the same as",
}
_BACKWARD_PHRASES = {
    AssociationType.CONTRIBUTED_TO: "was made with",
    AssociationType.ASSOCIATED_WITH: "is associated with",
    AssociationType.DERIVED_FROM: "was derived from",
    AssociationType.PRODUCED: "was produced by",
    AssociationType.SAME_AS: "is the same as",
}


@dataclass(frozen=True, slots=True)
class PathStop:
    """Entity on a path, with the step that leads to it.

    Attributes:
        association_label: Type of the association with the previous entity, with an arrow in its direction,
            for example "ContributedTo →"; empty at the beginning.
        phrase: Verb phrase from the previous entity to this one: "contributed to"; empty at the beginning.
    """

    arn: Arn
    name: str
    style: EntityStyle
    association_label: str = ""
    phrase: str = ""

    @property
    def label(self) -> str:
        """Name and type, for use within a sentence."""
        return label_with_type(self.style, self.name)


@dataclass(frozen=True, slots=True)
class PathsDescription:
    """Description of the paths between two entities.

    Attributes:
        sentence: How many there are, from where to where, and the length of the shortest.
        listed: Each listed path, entity by entity.
        heading: How many of how many paths are listed; empty if all are.
    """

    sentence: str
    listed: tuple[tuple[PathStop, ...], ...]
    heading: str


def describe_paths(paths: Paths, graph: LineageGraph, entities: Mapping[Arn, Entity]) -> PathsDescription:
    """Return the description of the paths between two vertices."""
    names = format_titles(name_entities({arn: entities.get(arn) for arn in graph.vertices}))
    associations = graph.association_by_ends

    def build_stop(arn: Arn, before: Arn | None = None) -> PathStop:
        style = style_of(graph.vertices[arn], entities.get(arn))
        if before is None:
            return PathStop(arn, names[arn], style)
        item = associations.get((before, arn)) or associations[arn, before]
        forwards = item.source == before or not item.is_directed
        return PathStop(
            arn,
            names[arn],
            style,
            _format_association(item, forwards=forwards),
            _find_phrase(item, forwards=forwards),
        )

    listed = tuple(
        (build_stop(path[0]), *(build_stop(arn, before) for before, arn in pairwise(path)))
        for path in paths.listed
    )
    end_names = build_stop(paths.first).label, build_stop(paths.last).label
    meeting_name = build_stop(paths.meeting).label if paths.meeting else ""
    return PathsDescription(_format_sentence(paths, *end_names, meeting_name), listed, _format_heading(paths))


def describe_path(path: tuple[PathStop, ...]) -> str:
    """Return a path as one sentence.

    For example "train.csv contributed to training job churn, which produced …".
    """
    parts = [path[0].label]
    parts += [
        f"{', which' if index else ''} {stop.phrase} {stop.label}" for index, stop in enumerate(path[1:])
    ]
    sentence = "".join(parts)
    return f"{sentence[0].upper()}{sentence[1:]}."


def summarize_paths(description: PathsDescription, number: int | None) -> str:
    """Return the sentence about all paths, then one path in words.

    This is the path with the given number, else the shortest.
    """
    if not description.listed:
        return description.sentence
    prefix = f"Path {number}: " if number else ""
    return f"{description.sentence} {prefix}{describe_path(description.listed[(number or 1) - 1])}"


def describe_length(path: tuple[PathStop, ...] | tuple[Arn, ...]) -> str:
    """Return the length of a path in words: "4 steps between"."""
    count = len(path) - 2
    if not count:
        return "direct"
    return f"{format_count(count, 'step')} between"


def _format_association(item: Association, *, forwards: bool) -> str:
    name = item.type or "no type"
    if not item.is_directed:
        return f"{name} ↔"
    return f"{name} →" if forwards else f"← {name}"


def _find_phrase(item: Association, *, forwards: bool) -> str:
    phrases = _FORWARD_PHRASES if forwards else _BACKWARD_PHRASES
    try:
        return phrases[AssociationType(item.type or "")]
    except ValueError:
        return "leads to" if forwards else "came from"


def _format_sentence(paths: Paths, first: str, last: str, meeting: str) -> str:
    if paths.kind is ConnectionKind.NONE:
        return f"Nothing connects {first} with {last} in this graph."
    length_text = describe_length(paths.listed[0])
    if paths.kind is ConnectionKind.ALONG:
        if len(paths.listed) == paths.total == 1:
            return f"1 path from {first} to {last}: {length_text}."
        return f"{_format_count(paths)} paths from {first} to {last}; shortest: {length_text}."
    neither = f"Neither {first} nor {last} leads to the other"
    shortest = f"Shortest connection: {length_text}."
    if paths.kind is ConnectionKind.ANY:
        return f"{neither}, and no third entity leads to both or comes from both. {shortest}"
    third = f"both came from {meeting}" if paths.kind is ConnectionKind.ORIGIN else f"both lead to {meeting}"
    return f"{neither}; {third}. {shortest}"


def _format_count(paths: Paths) -> str:
    if paths.total is None:
        return f"At least {len(paths.listed):,}"
    return f"{paths.total:,}" if paths.total <= _MAX_EXACT_COUNT else "More than a billion"


def _format_heading(paths: Paths) -> str:
    if paths.total is not None and paths.total <= len(paths.listed):
        return ""
    many = "many more" if paths.total is None else _format_count(paths)[0].lower() + _format_count(paths)[1:]
    return f"{len(paths.listed):,} shortest of {many}"

"""Headings over columns whose cards are of one stage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from lineage.graph import LineageGraph
from lineage.model import Arn
from lineage.placement.picture import Lane
from lineage.placement.stages import TITLES, Stage, stage_of

Column: TypeAlias = tuple[float, Sequence[Arn]]
"""The centre of a column, and the vertices that stand in it."""

_NEARLY_ALL = 0.8
"""Part of a column's cards that its heading must be true of."""


def stages(graph: LineageGraph) -> dict[Arn, Stage]:
    """Return what each vertex is for; a model that came of a model, or was approved, is a package.

    SageMaker gives a model package the type `Model` too; only its associations tell it from model data.
    """
    known = {arn: stage_of(vertex) for arn, vertex in graph.vertices.items()}
    registered = {
        association.destination
        for association in graph.associations
        if association.directed
        and known[association.destination] is Stage.MODEL
        and known[association.source] in (Stage.MODEL, Stage.APPROVE, Stage.REGISTER)
    }
    registered.update(
        association.source
        for association in graph.associations
        if known[association.source] is Stage.MODEL and known[association.destination] is Stage.REGISTER
    )
    return known | dict.fromkeys(registered, Stage.REGISTER)


def lanes(columns: Iterable[Column], stage: Mapping[Arn, Stage]) -> tuple[Lane, ...]:
    """Head the columns that a heading is true of.

    Args:
        columns: Each column's centre and its vertices.
        stage: What each vertex is for.
    """
    titled = ((x, _title(Counter(stage[arn] for arn in arns))) for x, arns in columns)
    return tuple(Lane(x, title) for x, title in titled if title)


def _title(counts: Counter[Stage]) -> str | None:
    """Return the heading of one stage or of two, if nearly all cards are of it."""
    enough = _NEARLY_ALL * counts.total()
    common = [stage for stage, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:2]]
    for most in (common[:1], sorted(common)):
        if sum(counts[stage] for stage in most) >= enough and all(stage in TITLES for stage in most):
            first, *second = (TITLES[stage] for stage in most)
            return " & ".join([first, *(title.lower() for title in second)])
    return None

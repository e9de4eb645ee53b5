"""Find the newest decision on each model version.

A graph may hold only some of a version's approvals: a query reads upstream of its start only, to its depth,
and filters leave some out. Nothing is said of a version whose approvals were not all read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from lineage_explorer.graph.entity_styles import decision_of
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Entity
from lineage_explorer.graph.serving import is_model_package

PENDING = "pendingmanualapproval"
"""What a request for a decision has instead of one, in lower case."""


@dataclass(frozen=True, slots=True)
class VersionDecision:
    """What is known of the decisions on a version.

    Attributes:
        newest: The newest approval; None if there is none, or it is not known which.
        unread: The approvals that are not described.
    """

    newest: Entity | None = None
    unread: tuple[Arn, ...] = ()


def sort_approvals(approvals: Sequence[Entity]) -> list[Entity]:
    """Return approvals by time, the newest last.

    At the same moment, a request comes before the decision on it, and a rejection last.
    """

    def build_key(approval: Entity) -> tuple[float, int, Arn]:
        moment = approval.created.timestamp() if approval.created else 0.0
        return moment, rank_decision(decision_of(approval) or ""), approval.arn

    return sorted(approvals, key=build_key)


def rank_decision(decision: str) -> int:
    """Return the order of decisions of the same moment."""
    return {PENDING: 0, "approved": 1}.get(decision.lower(), 2)


def find_decisions(
    graph: LineageGraph, entities: Mapping[Arn, Entity], *, fully_read: Collection[Arn]
) -> dict[Arn, VersionDecision]:
    """Return what is known of each model whose associations were all read."""
    return {
        arn: _find_decision(graph, entities, arn)
        for arn, vertex in graph.vertices.items()
        if arn in fully_read and (vertex.type == "Model" or is_model_package(entities.get(arn)))
    }


def _find_decision(graph: LineageGraph, entities: Mapping[Arn, Entity], version: Arn) -> VersionDecision:
    arns = [arn for arn in graph.parents[version] if graph.vertices[arn].type == "Approval"]
    unread = tuple(arn for arn in arns if arn not in entities)
    approvals = [entities[arn] for arn in arns if arn in entities and decision_of(entities[arn])]
    is_dated = len(approvals) == 1 or all(approval.created for approval in approvals)
    newest = sort_approvals(approvals)[-1] if approvals and is_dated and not unread else None
    return VersionDecision(newest, unread)

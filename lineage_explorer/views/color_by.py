"""Compute colors of vertices by type, account, age, status or approval."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from lineage_explorer.graph.approvals import sort_approvals
from lineage_explorer.graph.entity_styles import FAMILY_TITLES, Family, decision_of, style_of
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Entity, split_arn
from lineage_explorer.query.view_options import ColorMode


@dataclass(frozen=True, slots=True)
class Shade:
    """One meaning of a color.

    Attributes:
        legend_order: Order in the legend.
        word: Word in addresses; in a color mode other than type, with the name of the mode as prefix.
        title: Meaning of the color, for readers.
        color: Name of the color among the tokens of `web/styles/tokens.css`.
    """

    legend_order: int
    word: str
    title: str
    color: str


_AGES = (
    (timedelta(days=7), Shade(0, "age:week", "Last 7 days", "age1")),
    (timedelta(days=30), Shade(1, "age:month", "Last 30 days", "age2")),
    (timedelta(days=90), Shade(2, "age:quarter", "Last 90 days", "age3")),
    (timedelta(days=365), Shade(3, "age:year", "Last 12 months", "age4")),
    (timedelta.max, Shade(4, "age:older", "Older", "age5")),
)
_UNKNOWN_AGE = Shade(5, "age:unknown", "Date not known", Family.OTHER)

_COMPLETED = Shade(0, "status:Completed", "Completed or in service", Family.DATA)
_IN_PROGRESS = Shade(1, "status:InProgress", "In progress", Family.APPROVAL)
_FAILED = Shade(2, "status:Failed", "Failed or stopped", Family.ENDPOINT)
_NO_STATUS = Shade(3, "status:none", "No status", Family.IMAGE)
_UNKNOWN_STATUS = Shade(4, "status:unknown", "Status not known", Family.OTHER)
_STATUSES = {
    **dict.fromkeys(("completed", "succeeded", "inservice", "active", "approved", "created"), _COMPLETED),
    **dict.fromkeys(
        ("inprogress", "creating", "updating", "starting", "stopping", "pending", "unknown"), _IN_PROGRESS
    ),
    **dict.fromkeys(("failed", "stopped", "rejected", "deleted", "deletefailed"), _FAILED),
}

_APPROVED = Shade(0, "approval:Approved", "Approved", Family.DATA)
_WAITING = Shade(1, "approval:PendingManualApproval", "Pending", Family.APPROVAL)
_REJECTED = Shade(2, "approval:Rejected", "Rejected", Family.ENDPOINT)
_NO_DECISION = Shade(3, "approval:none", "Not subject to approval", Family.IMAGE)
_UNKNOWN_DECISION = Shade(4, "approval:unknown", "Decision not known", Family.OTHER)
_DECISIONS = {"approved": _APPROVED, "pendingmanualapproval": _WAITING, "rejected": _REJECTED}

SHADE_WORDS = frozenset(
    shade.word
    for shade in (
        *(shade for _, shade in _AGES),
        *(_UNKNOWN_AGE, _NO_STATUS, _UNKNOWN_STATUS, _NO_DECISION, _UNKNOWN_DECISION),
        *_STATUSES.values(),
        *_DECISIONS.values(),
    )
)
"""Words of the shades that can occur in any graph.

Words of types and accounts are not included.
"""

_ACCOUNT_COLORS = (Family.DATA, Family.APPROVAL, Family.JOB, Family.ENDPOINT, Family.MODEL, Family.DEPLOYMENT)
"""Colors of accounts, the start's first.

From the seventh account on, the colors repeat.
"""


def compute_shades(
    graph: LineageGraph, entities: Mapping[Arn, Entity], color_mode: ColorMode
) -> dict[Arn, Shade]:
    """Return the shade of each vertex in a color mode.

    Args:
        graph: The graph.
        entities: The entities that are described so far, by ARN; others are shown as not known.
        color_mode: The color mode.
    """
    return _SHADERS[color_mode](graph, entities)


def _shade_by_type(graph: LineageGraph, entities: Mapping[Arn, Entity]) -> dict[Arn, Shade]:
    order = {family: index for index, family in enumerate(Family)}
    styles = {arn: style_of(vertex, entities.get(arn)) for arn, vertex in graph.vertices.items()}
    return {
        arn: Shade(order[style.family], style.family, FAMILY_TITLES[style.family], style.color)
        for arn, style in styles.items()
    }


def _shade_by_account(graph: LineageGraph, _entities: Mapping[Arn, Entity]) -> dict[Arn, Shade]:
    owners = {arn: split_arn(arn).account for arn in graph.vertices}
    start_account = split_arn(graph.start).account
    account_shades = {
        owner: Shade(
            rank,
            f"{ColorMode.ACCOUNT}:{owner}",
            f"Account {owner}",
            _ACCOUNT_COLORS[rank % len(_ACCOUNT_COLORS)],
        )
        for rank, owner in enumerate([start_account, *sorted({*owners.values()} - {start_account})])
    }
    return {arn: account_shades[owner] for arn, owner in owners.items()}


def _shade_by_age(graph: LineageGraph, entities: Mapping[Arn, Entity]) -> dict[Arn, Shade]:
    read_at = graph.read_status.finished_at

    def shade(created: datetime | None) -> Shade:
        if created is None:
            return _UNKNOWN_AGE
        return next(shade for limit, shade in _AGES if read_at - created <= limit)

    return {arn: shade(entity.created if (entity := entities.get(arn)) else None) for arn in graph.vertices}


def _shade_by_status(graph: LineageGraph, entities: Mapping[Arn, Entity]) -> dict[Arn, Shade]:
    def shade(entity: Entity | None) -> Shade:
        return _STATUSES.get(_normalize_status(entity), _NO_STATUS) if entity else _UNKNOWN_STATUS

    return {arn: shade(entities.get(arn)) for arn in graph.vertices}


def _shade_by_approval(graph: LineageGraph, entities: Mapping[Arn, Entity]) -> dict[Arn, Shade]:
    """Return the shades of approvals and of their neighbors.

    A decision colors its approval and every entity associated with it. If there are several, the last
    decision counts; where one is not known, the last is not either.
    """
    approvals = [entity for arn in graph.vertices if (entity := entities.get(arn)) and decision_of(entity)]
    unknown = (
        arn for arn, vertex in graph.vertices.items() if vertex.type == "Approval" and arn not in entities
    )
    decisions = {
        approval.arn: _DECISIONS.get((decision_of(approval) or "").lower(), _NO_DECISION)
        for approval in sort_approvals(approvals)
    } | dict.fromkeys(unknown, _UNKNOWN_DECISION)
    shades_by_arn = dict.fromkeys(graph.vertices, _NO_DECISION)
    for arn, shade in decisions.items():
        shades_by_arn.update(dict.fromkeys((*graph.parents[arn], *graph.children[arn]), shade))
    return shades_by_arn | decisions


def _normalize_status(entity: Entity | None) -> str:
    return (entity.status or "").replace(" ", "").lower() if entity else ""


_SHADERS: dict[ColorMode, Callable[[LineageGraph, Mapping[Arn, Entity]], dict[Arn, Shade]]] = {
    ColorMode.TYPE: _shade_by_type,
    ColorMode.ACCOUNT: _shade_by_account,
    ColorMode.AGE: _shade_by_age,
    ColorMode.STATUS: _shade_by_status,
    ColorMode.APPROVAL: _shade_by_approval,
}

"""Compute colors of vertices by type, account, age, status or approval."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from lineage.decisions import decision_of
from lineage.graph import LineageGraph
from lineage.lens import Lens
from lineage.model import Arn, Entity, split_arn
from lineage.views.looks import FAMILY_TITLES, Family, look_of


@dataclass(frozen=True, slots=True)
class Shade:
    """One meaning of a color.

    Attributes:
        rank: Order in the legend.
        word: Word in addresses; in a color mode other than type, with the name of the mode as prefix.
        title: Meaning of the color, for readers.
        colour: Name of the color among the tokens of `assets/10-tokens.css`.
    """

    rank: int
    word: str
    title: str
    colour: str


_AGES = (
    (timedelta(days=7), Shade(0, "age:week", "A week", "age1")),
    (timedelta(days=30), Shade(1, "age:month", "A month", "age2")),
    (timedelta(days=90), Shade(2, "age:quarter", "A quarter", "age3")),
    (timedelta(days=365), Shade(3, "age:year", "A year", "age4")),
    (timedelta.max, Shade(4, "age:older", "Older", "age5")),
)
_AGELESS = Shade(5, "age:unknown", "Date not known", Family.OTHER)

_WENT_WELL = Shade(0, "status:Completed", "Completed or in service", Family.DATA)
_UNDER_WAY = Shade(1, "status:InProgress", "Under way", Family.APPROVAL)
_FAILED = Shade(2, "status:Failed", "Failed or stopped", Family.ENDPOINT)
_NO_STATUS = Shade(3, "status:none", "No status", Family.IMAGE)
_STATUSES = {
    **dict.fromkeys(("completed", "succeeded", "inservice", "active", "approved", "created"), _WENT_WELL),
    **dict.fromkeys(
        ("inprogress", "creating", "updating", "starting", "stopping", "pending", "unknown"), _UNDER_WAY
    ),
    **dict.fromkeys(("failed", "stopped", "rejected", "deleted", "deletefailed"), _FAILED),
}

_APPROVED = Shade(0, "approval:Approved", "Approved", Family.DATA)
_WAITING = Shade(1, "approval:PendingManualApproval", "Waiting for approval", Family.APPROVAL)
_REJECTED = Shade(2, "approval:Rejected", "Rejected", Family.ENDPOINT)
_UNDECIDED = Shade(3, "approval:none", "Nobody was asked", Family.IMAGE)
_DECISIONS = {"approved": _APPROVED, "pendingmanualapproval": _WAITING, "rejected": _REJECTED}

WORDS = frozenset(
    shade.word
    for shade in (
        *(shade for _, shade in _AGES),
        *(_AGELESS, _NO_STATUS, _UNDECIDED),
        *_STATUSES.values(),
        *_DECISIONS.values(),
    )
)
"""Words of the shades that can occur in any graph.

Words of types and accounts are not included.
"""

_OWNERS = (Family.DATA, Family.APPROVAL, Family.JOB, Family.ENDPOINT, Family.MODEL, Family.DEPLOYMENT)
"""Colors of accounts, the start's first.

From the seventh account on, the colors repeat.
"""


def shades(graph: LineageGraph, entities: Mapping[Arn, Entity], lens: Lens) -> dict[Arn, Shade]:
    """Return the shade of each vertex in a color mode.

    Args:
        graph: The graph.
        entities: The entities that are described so far, by ARN; others are shown as not known.
        lens: The color mode.
    """
    return _LENSES[lens](graph, entities)


def _by_type(graph: LineageGraph, entities: Mapping[Arn, Entity]) -> dict[Arn, Shade]:
    families = {
        family: Shade(rank, family, FAMILY_TITLES[family], family) for rank, family in enumerate(Family)
    }
    return {
        arn: families[look_of(vertex, entities.get(arn)).family] for arn, vertex in graph.vertices.items()
    }


def _by_account(graph: LineageGraph, _entities: Mapping[Arn, Entity]) -> dict[Arn, Shade]:
    owners = {arn: split_arn(arn).account for arn in graph.vertices}
    start_account = split_arn(graph.start).account
    account_shades = {
        owner: Shade(rank, f"{Lens.ACCOUNT}:{owner}", f"Account {owner}", _OWNERS[rank % len(_OWNERS)])
        for rank, owner in enumerate([start_account, *sorted({*owners.values()} - {start_account})])
    }
    return {arn: account_shades[owner] for arn, owner in owners.items()}


def _by_age(graph: LineageGraph, entities: Mapping[Arn, Entity]) -> dict[Arn, Shade]:
    read_at = graph.reading.finished

    def shade(created: datetime | None) -> Shade:
        if created is None:
            return _AGELESS
        return next(shade for limit, shade in _AGES if read_at - created <= limit)

    return {arn: shade(entity.created if (entity := entities.get(arn)) else None) for arn in graph.vertices}


def _by_status(graph: LineageGraph, entities: Mapping[Arn, Entity]) -> dict[Arn, Shade]:
    return {arn: _STATUSES.get(_status(entities.get(arn)), _NO_STATUS) for arn in graph.vertices}


def _by_approval(graph: LineageGraph, entities: Mapping[Arn, Entity]) -> dict[Arn, Shade]:
    """Return the shades of approvals and of their neighbors.

    A decision colors its approval and every entity associated with it. If there are several, the last
    decision counts.
    """
    described = [(entity, decision_of(entity)) for arn in graph.vertices if (entity := entities.get(arn))]
    decisions = {
        entity.arn: _DECISIONS.get(decision.lower(), _UNDECIDED)
        for entity, decision in sorted(described, key=lambda item: str(item[0].created or ""))
        if decision
    }
    neighbors: dict[Arn, set[Arn]] = defaultdict(set)
    for item in graph.associations:
        neighbors[item.source].add(item.destination)
        neighbors[item.destination].add(item.source)
    shades_by_arn = dict.fromkeys(graph.vertices, _UNDECIDED)
    for arn, shade in decisions.items():
        shades_by_arn.update(dict.fromkeys(neighbors[arn], shade))
    return shades_by_arn | decisions


def _status(entity: Entity | None) -> str:
    return (entity.status or "").replace(" ", "").lower() if entity else ""


_LENSES: dict[Lens, Callable[[LineageGraph, Mapping[Arn, Entity]], dict[Arn, Shade]]] = {
    Lens.TYPE: _by_type,
    Lens.ACCOUNT: _by_account,
    Lens.AGE: _by_age,
    Lens.STATUS: _by_status,
    Lens.APPROVAL: _by_approval,
}

"""Colour by something other than type: by account, age, status or approval."""

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
    """One meaning of a colour.

    Attributes:
        rank: Its place in the legend.
        word: What addresses call it: under a lens other than the type's, with the name of the lens before it.
        title: What it means, for readers.
        colour: The colour's name among the tokens of `assets/10-tokens.css`.
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
"""What addresses call the meanings of colours that can be met in any answer, but for types and accounts."""

_OWNERS = (Family.DATA, Family.APPROVAL, Family.JOB, Family.ENDPOINT, Family.MODEL, Family.DEPLOYMENT)
"""Colours of accounts, the start's first; from the seventh account on they repeat."""


def shades(graph: LineageGraph, entities: Mapping[Arn, Entity], lens: Lens) -> dict[Arn, Shade]:
    """Return what each vertex's colour means under a lens.

    Args:
        graph: The picture's.
        entities: Those of its vertices that were described so far; the others are shown as not known.
        lens: What colours tell.
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
    home = split_arn(graph.start).account
    found = {
        owner: Shade(rank, f"{Lens.ACCOUNT}:{owner}", f"Account {owner}", _OWNERS[rank % len(_OWNERS)])
        for rank, owner in enumerate([home, *sorted({*owners.values()} - {home})])
    }
    return {arn: found[owner] for arn, owner in owners.items()}


def _by_age(graph: LineageGraph, entities: Mapping[Arn, Entity]) -> dict[Arn, Shade]:
    now = graph.reading.finished

    def shade(created: datetime | None) -> Shade:
        if created is None:
            return _AGELESS
        return next(shade for limit, shade in _AGES if now - created <= limit)

    return {arn: shade(entity.created if (entity := entities.get(arn)) else None) for arn in graph.vertices}


def _by_status(graph: LineageGraph, entities: Mapping[Arn, Entity]) -> dict[Arn, Shade]:
    return {arn: _STATUSES.get(_status(entities.get(arn)), _NO_STATUS) for arn in graph.vertices}


def _by_approval(graph: LineageGraph, entities: Mapping[Arn, Entity]) -> dict[Arn, Shade]:
    """A decision colours its approval and all that this is associated with; of several, the last one does."""
    told = [(entity, decision_of(entity)) for arn in graph.vertices if (entity := entities.get(arn))]
    decisions = {
        entity.arn: _DECISIONS.get(said.lower(), _UNDECIDED)
        for entity, said in sorted(told, key=lambda item: str(item[0].created or ""))
        if said
    }
    concerned: dict[Arn, set[Arn]] = defaultdict(set)
    for item in graph.associations:
        concerned[item.source].add(item.destination)
        concerned[item.destination].add(item.source)
    shown = dict.fromkeys(graph.vertices, _UNDECIDED)
    for arn, shade in decisions.items():
        shown.update(dict.fromkeys(concerned[arn], shade))
    return shown | decisions


def _status(entity: Entity | None) -> str:
    return (entity.status or "").replace(" ", "").lower() if entity else ""


_LENSES: dict[Lens, Callable[[LineageGraph, Mapping[Arn, Entity]], dict[Arn, Shade]]] = {
    Lens.TYPE: _by_type,
    Lens.ACCOUNT: _by_account,
    Lens.AGE: _by_age,
    Lens.STATUS: _by_status,
    Lens.APPROVAL: _by_approval,
}

"""Colour by something other than type: by account, age, status or approval."""

from __future__ import annotations

from collections import Counter, defaultdict
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
        title: What it means, for readers.
        colour: The colour's name among the tokens of `assets/10-tokens.css`.
    """

    rank: int
    title: str
    colour: str


_AGES = (
    (timedelta(days=7), Shade(0, "A week", "age1")),
    (timedelta(days=30), Shade(1, "A month", "age2")),
    (timedelta(days=90), Shade(2, "A quarter", "age3")),
    (timedelta(days=365), Shade(3, "A year", "age4")),
    (timedelta.max, Shade(4, "Older", "age5")),
)
_AGELESS = Shade(5, "Date not known", Family.OTHER)

_WENT_WELL = Shade(0, "Completed or in service", Family.DATA)
_UNDER_WAY = Shade(1, "Under way", Family.APPROVAL)
_FAILED = Shade(2, "Failed or stopped", Family.ENDPOINT)
_NO_STATUS = Shade(3, "No status", Family.IMAGE)
_STATUSES = {
    **dict.fromkeys(("completed", "succeeded", "inservice", "active", "approved", "created"), _WENT_WELL),
    **dict.fromkeys(
        ("inprogress", "creating", "updating", "starting", "stopping", "pending", "unknown"), _UNDER_WAY
    ),
    **dict.fromkeys(("failed", "stopped", "rejected", "deleted", "deletefailed"), _FAILED),
}

_APPROVED = Shade(0, "Approved", Family.DATA)
_WAITING = Shade(1, "Waiting for approval", Family.APPROVAL)
_REJECTED = Shade(2, "Rejected", Family.ENDPOINT)
_UNDECIDED = Shade(3, "Nobody was asked", Family.IMAGE)
_DECISIONS = {"approved": _APPROVED, "pendingmanualapproval": _WAITING, "rejected": _REJECTED}

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


def key(shown: Mapping[Arn, Shade]) -> list[tuple[Shade, int]]:
    """Return the legend: each meaning in its order, and how many vertices have it."""
    counts = Counter(shown.values())
    return sorted(counts.items(), key=lambda item: item[0].rank)


def _by_type(graph: LineageGraph, entities: Mapping[Arn, Entity]) -> dict[Arn, Shade]:
    order = list(Family)
    families = {arn: look_of(vertex, entities.get(arn)).family for arn, vertex in graph.vertices.items()}
    return {
        arn: Shade(order.index(family), FAMILY_TITLES[family], family) for arn, family in families.items()
    }


def _by_account(graph: LineageGraph, _entities: Mapping[Arn, Entity]) -> dict[Arn, Shade]:
    owners = {arn: split_arn(arn).account for arn in graph.vertices}
    home = split_arn(graph.start).account
    ranks = {owner: rank for rank, owner in enumerate([home, *sorted({*owners.values()} - {home})])}
    return {
        arn: Shade(ranks[owner], f"Account {owner}", _OWNERS[ranks[owner] % len(_OWNERS)])
        for arn, owner in owners.items()
    }


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

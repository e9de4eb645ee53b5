"""Find which deployments served an endpoint at a moment of the past.

Only lineage tells of the past: an update that left no deployment is not in it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from lineage_explorer.graph.model import Arn, Entity
from lineage_explorer.graph.serving import Deployment, Evidence, ServingRecord

ServingWord = Literal["serving", "served", "switching", "deleted", "other", "unknown", "not_recorded"]
"""State of an endpoint at a moment; `served` is the past of `serving`."""


@dataclass(frozen=True, slots=True)
class Period:
    """Moment, or the day that it begins.

    Attributes:
        begin: The moment, or the beginning of the day, in UTC.
        is_day: Whether a whole day is meant.
    """

    begin: datetime
    is_day: bool = False

    @property
    def end(self) -> datetime:
        """The last moment that is meant."""
        return self.begin + timedelta(days=1, microseconds=-1) if self.is_day else self.begin


@dataclass(frozen=True, slots=True)
class ServingMoment:
    """What an endpoint served at a moment.

    Attributes:
        status: Its state.
        deployment: What served at the end of the period; None if that is not known.
        deployments: All that served in the course of the period, the newest first.
        evidence: What says so.
    """

    status: ServingWord
    deployment: Deployment | None
    deployments: tuple[Deployment, ...]
    evidence: Evidence


def find_current(record: ServingRecord) -> ServingMoment:
    """Return what an endpoint serves now."""
    if record.evidence is Evidence.DELETED:
        last = record.deployments[:1]
        return ServingMoment("deleted", last[0] if last else None, last, record.evidence)
    if record.current:
        return ServingMoment("serving", record.current, (record.current,), record.evidence)
    if record.evidence is Evidence.OTHER_CONFIGURATION:
        return ServingMoment("other", None, (), record.evidence)
    return ServingMoment("unknown", None, (), record.evidence)


def find_at(
    record: ServingRecord,
    period: Period,
    entities: Mapping[Arn, Entity],
    *,
    fully_read: Collection[Arn],
) -> ServingMoment:
    """Return what an endpoint served in a period of the past.

    Args:
        record: What is on record about it.
        period: The moment or day.
        entities: Descriptions of its deployments: a deployment goes on until it was last modified.
        fully_read: Entities whose associations were all read; if the endpoint is none, nothing is known.
    """
    deployments = record.deployments
    if record.endpoint not in fully_read or any(each.began is None for each in deployments):
        return ServingMoment("unknown", None, (), Evidence.UNKNOWN)
    served = tuple(each for each in deployments if _has_served(each, period))
    if not served:
        return ServingMoment("not_recorded", None, (), Evidence.LINEAGE)
    last = served[0]
    if record.evidence is Evidence.DELETED and last is deployments[0]:
        return ServingMoment("deleted", last, served, Evidence.LINEAGE)
    entity = entities.get(last.action)
    finished = entity.modified if entity else None
    if not period.is_day and finished and period.begin < finished:
        return ServingMoment("switching", last, served, Evidence.LINEAGE)
    return ServingMoment("served", last, served, Evidence.LINEAGE)


def _has_served(deployment: Deployment, period: Period) -> bool:
    """Return whether a deployment was the newest within a period."""
    began, ended = deployment.began, deployment.ended
    return began is not None and began <= period.end and (ended is None or ended > period.begin)

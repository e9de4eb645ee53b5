"""Describe entities by ARN, concurrently and each only once.

Failures are remembered for a while as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime

from lineage.aws import entities
from lineage.aws.api import Api
from lineage.cache.marks import EVER, Marks
from lineage.errors import EntityNotFound, SourceError
from lineage.model import Arn, Entity, LineageType
from lineage.remembered import Remembered

_ARN_MEMBER = {
    LineageType.ARTIFACT: "ArtifactArn",
    LineageType.ACTION: "ActionName",
    LineageType.CONTEXT: "ContextName",
    LineageType.TRIAL_COMPONENT: "TrialComponentName",
}
"""Member of the `Describe…` request that takes the ARN.

A bare name would be looked up in the caller's own account. For an entity that another account shares, that
would find the wrong entity or none.
"""

_ENTRIES = 50_000
_FAILURE_SECONDS = 60.0
_WORKERS = 8


class Descriptions:
    """Thread-safe cache of entity descriptions, by ARN.

    Args:
        api: The SageMaker API.
        marks: Invalidations of cached entities.
        seconds: Time to live of a description, in seconds.
    """

    def __init__(self, api: Api, marks: Marks, *, seconds: float) -> None:
        self._api = api
        self._marks = marks
        self._since: Remembered[Arn, datetime] = Remembered(entries=_ENTRIES, seconds=seconds)
        self._entities: Remembered[Arn, Entity] = Remembered(entries=_ENTRIES, seconds=seconds)
        self._failures: Remembered[Arn, str] = Remembered(entries=_ENTRIES, seconds=_FAILURE_SECONDS)
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="describe")

    def describe(self, arn: Arn) -> Entity:
        """Return the description of one entity.

        A failed description is requested again.

        Raises:
            SourceError: The entity is unknown, not shared with the caller, or could not be read.
        """
        since = self._marks.at(arn)
        if since > (self._since.get(arn) or EVER):
            self._since.put(arn, since)
            self._entities.forget(arn)
        try:
            entity = self._entities.ask(arn, lambda: self._ask(arn, since))
        except SourceError as error:
            self._failures.put(arn, str(error))
            raise
        self._failures.forget(arn)
        return entity

    def known(self, arns: Iterable[Arn]) -> Mapping[Arn, Entity]:
        """Return the entities that were described before; costs no call."""
        return self._entities.among(arns)

    def calls(self, arns: Iterable[Arn]) -> int:
        """Count the calls that described these entities, or failed to."""
        arns = tuple(arns)
        return len(self.known(arns).keys() | self.undescribable(arns).keys())

    def undescribable(self, arns: Iterable[Arn]) -> Mapping[Arn, str]:
        """Return the reasons of recent failures to describe these entities, by ARN."""
        return self._failures.among(arns)

    def describe_within(self, arns: Sequence[Arn], *, seconds: float) -> Mapping[Arn, Entity]:
        """Describe as many entities as fit into a time limit.

        Eight requests run concurrently, in the order given. Returns all entities of `arns` that are known
        when the time is up. Requests in flight continue, so that their entities are known next time; the
        other requests are cancelled. An entity whose description failed recently is not requested.
        """
        skipped = self.known(arns).keys() | self.undescribable(arns).keys()
        futures = [self._pool.submit(self._attempt, arn) for arn in dict.fromkeys(arns) if arn not in skipped]
        done, late = wait(futures, timeout=seconds)
        for future in late:
            future.cancel()
        for future in done:
            future.result()  # raises what is not a SourceError: a defect in this program
        return self.known(arns)

    def _attempt(self, arn: Arn) -> None:
        try:
            self.describe(arn)
        except SourceError:
            return  # remembered by `describe`

    def _ask(self, arn: Arn, since: datetime) -> Entity:
        kind = entities.kind(arn)
        if kind is None:
            raise EntityNotFound(
                f"{arn} ends an association, but is none of the entities that lineage calls describe.",
                operation="Describe",
            )
        entry = self._api.kept(f"Describe{kind}", about=arn, since=since, **{_ARN_MEMBER[kind]: arn})
        return entities.entity(arn, kind, entry.answer)

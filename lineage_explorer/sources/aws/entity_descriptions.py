"""Describe entities by ARN, concurrently and each only once.

Failures are remembered for a while as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime

from lineage_explorer.errors import EntityNotFound, SourceError
from lineage_explorer.graph.model import Arn, Entity, LineageType
from lineage_explorer.sources.aws import entity_parser
from lineage_explorer.sources.aws.api_client import SageMakerApi
from lineage_explorer.sources.cache.single_flight import SingleFlightCache
from lineage_explorer.sources.cache__marks import EARLIEST_TIME, Invalidations

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
        invalidations: Invalidations of cached entities.
        seconds: Time to live of a description, in seconds.
    """

    def __init__(self, api: SageMakerApi, invalidations: Invalidations, *, seconds: float) -> None:
        self._api = api
        self._invalidations = invalidations
        self._valid_since: SingleFlightCache[Arn, datetime] = SingleFlightCache(
            entries=_ENTRIES, seconds=seconds
        )
        self._entities: SingleFlightCache[Arn, Entity] = SingleFlightCache(entries=_ENTRIES, seconds=seconds)
        self._failures: SingleFlightCache[Arn, str] = SingleFlightCache(
            entries=_ENTRIES, seconds=_FAILURE_SECONDS
        )
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="describe")

    def describe(self, arn: Arn) -> Entity:
        """Return the description of one entity.

        A failed description is requested again.

        Raises:
            SourceError: The entity is unknown, not shared with the caller, or could not be read.
        """
        since = self._invalidations.valid_since(arn)
        if since > (self._valid_since.get(arn) or EARLIEST_TIME):
            self._valid_since.put(arn, since)
            self._entities.discard(arn)
        try:
            entity = self._entities.get_or_compute(arn, lambda: self._request_description(arn, since))
        except SourceError as error:
            self._failures.put(arn, str(error))
            raise
        self._failures.discard(arn)
        return entity

    def get_descriptions(self, arns: Iterable[Arn]) -> Mapping[Arn, Entity]:
        """Return the entities that were described before; costs no call."""
        return self._entities.get_many(arns)

    def count_calls(self, arns: Iterable[Arn]) -> int:
        """Count the calls that described these entities, or failed to."""
        arns = tuple(arns)
        return len(self.get_descriptions(arns).keys() | self.find_undescribable(arns).keys())

    def find_undescribable(self, arns: Iterable[Arn]) -> Mapping[Arn, str]:
        """Return the reasons of recent failures to describe these entities, by ARN."""
        return self._failures.get_many(arns)

    def describe_within(self, arns: Sequence[Arn], *, seconds: float) -> Mapping[Arn, Entity]:
        """Describe as many entities as fit into a time limit.

        Eight requests run concurrently, in the order given. Returns all entities of `arns` that are known
        when the time is up. Requests in flight continue, so that their entities are known next time; the
        other requests are cancelled. An entity whose description failed recently is not requested.
        """
        skipped = self.get_descriptions(arns).keys() | self.find_undescribable(arns).keys()
        futures = [
            self._pool.submit(self._try_describe, arn) for arn in dict.fromkeys(arns) if arn not in skipped
        ]
        done, late = wait(futures, timeout=seconds)
        for future in late:
            future.cancel()
        for future in done:
            future.result()  # raises what is not a SourceError: a defect in this program
        return self.get_descriptions(arns)

    def _try_describe(self, arn: Arn) -> None:
        try:
            self.describe(arn)
        except SourceError:
            return  # remembered by `describe`

    def _request_description(self, arn: Arn, since: datetime) -> Entity:
        kind = entity_parser.get_lineage_type(arn)
        if kind is None:
            raise EntityNotFound(
                f"{arn} ends an association, but is none of the entities that lineage calls describe.",
                operation="Describe",
            )
        entry = self._api.send_cached(f"Describe{kind}", about=arn, since=since, **{_ARN_MEMBER[kind]: arn})
        return entity_parser.parse_entity(arn, kind, entry.response)

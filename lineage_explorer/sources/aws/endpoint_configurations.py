"""Read what endpoints run now, each only once in a while."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import wait
from dataclasses import replace
from datetime import datetime
from functools import partial

from lineage_explorer.errors import SourceError
from lineage_explorer.graph.serving import EndpointConfiguration
from lineage_explorer.sources.aws import resource_lookups
from lineage_explorer.sources.aws.api_client import SageMakerApi
from lineage_explorer.sources.aws.recorded_sources import find_served_sources
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.response_cache import Invalidations
from lineage_explorer.sources.cache.value_cache import ValueCache
from lineage_explorer.sources.call_counts import ContextPool
from lineage_explorer.sources.linked_resources import DELETED

OTHER_ACCOUNT = "It belongs to another account."

_SUBJECT = "endpoint configurations"
_WORKERS = 4


class OwnAccount:
    """Account of the caller, read once.

    It is read from an artifact's ARN: lists hold only the caller's own entities.

    Args:
        api: The SageMaker API.
        caches: Opens the cache of the account.
    """

    def __init__(self, api: SageMakerApi, caches: CacheRegistry) -> None:
        self._api = api
        self._account: ValueCache[str, str] = caches.open(CacheName.OWN_ACCOUNT)

    def get(self, default: str) -> str:
        """Return the caller's account, or a default if it is unknown."""
        try:
            return self._account.get_or_compute("account", self._read) or default
        except SourceError:
            return default

    def _read(self) -> str:
        response = self._api.send_cached("ListArtifacts", MaxResults=1).response
        summaries = response.get("ArtifactSummaries") or ()
        arns = (summary.get("ArtifactArn") or "" for summary in summaries)
        return next((resource_lookups.get_account(arn) for arn in arns), "")

    def is_owner(self, arn: str) -> bool:
        """Return whether the caller's account owns a resource.

        If another account's resource is not found, that does not mean that it was deleted.
        """
        account = resource_lookups.get_account(arn)
        return account == self.get(account)


class EndpointConfigurations:
    """Thread-safe cache of what endpoints run, by ARN.

    Args:
        api: The SageMaker API.
        invalidations: Invalidations of what was read.
        caches: Opens the caches.
    """

    def __init__(self, api: SageMakerApi, invalidations: Invalidations, caches: CacheRegistry) -> None:
        self._api = api
        self._invalidations = invalidations
        self._own_account = OwnAccount(api, caches)
        self._known: ValueCache[tuple[str, datetime, bool], EndpointConfiguration] = caches.open(
            CacheName.ENDPOINT_CONFIGURATIONS
        )
        self._pool = ContextPool(_WORKERS, thread_name_prefix="endpoints")

    def read_within(
        self, arns: Sequence[str], *, seconds: float, served: bool = False
    ) -> Mapping[str, EndpointConfiguration]:
        """Return what endpoints run, as far as it is read in time.

        Requests in flight continue, so that their outcome is known next time.

        Args:
            arns: The endpoints.
            seconds: How long to wait.
            served: Whether to read what their configurations deploy, too.
        """
        read = self._read_served if served else self._read
        since = self._invalidations.valid_since(_SUBJECT)
        futures = [
            self._pool.submit(self._known.get_or_compute, (arn, since, served), partial(read, arn, since))
            for arn in arns
            if self._known.get((arn, since, served)) is None
        ]
        wait(futures, timeout=seconds)
        known = {arn: self._known.get((arn, since, served)) for arn in arns}
        return {arn: configuration for arn, configuration in known.items() if configuration}

    def refresh(self) -> None:
        """Read every endpoint again when it is wanted next."""
        self._invalidations.invalidate(_SUBJECT)

    def _read(self, arn: str, since: datetime) -> EndpointConfiguration:
        """Read one endpoint; a failure is kept as well."""
        try:
            state = resource_lookups.read_state(self._api, arn, since=since)
        except SourceError as error:
            return EndpointConfiguration(error=f"{error.title}: {error}")
        if state is None or (state.status == DELETED and not self._own_account.is_owner(arn)):
            return EndpointConfiguration(error=OTHER_ACCOUNT)
        return EndpointConfiguration(state.configuration, is_deleted=state.status == DELETED)

    def _read_served(self, arn: str, since: datetime) -> EndpointConfiguration:
        """Read one endpoint and what its configuration deploys."""
        configuration = self._known.get_or_compute((arn, since, False), partial(self._read, arn, since))
        if not configuration.name:
            return configuration
        account = arn.rpartition(":")[0]
        try:
            sources = find_served_sources(self._api, f"{account}:endpoint-config/{configuration.name}")
        except SourceError as error:
            return replace(configuration, error=f"{error.title}: {error}")
        return replace(configuration, sources=sources)

"""Read the resources linked to lineage entities: `LinkedResources` over boto3."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from lineage_explorer.errors import SourceError
from lineage_explorer.graph.model import Arn, Hit, LineageType
from lineage_explorer.query.lineage_query import Request
from lineage_explorer.questions.answer import format_count
from lineage_explorer.sources.aws import entity_parser, resource_lookups
from lineage_explorer.sources.aws.api_client import MAX_LIST_PAGE_SIZE, SageMakerApi
from lineage_explorer.sources.aws.call_limits import CallMonitor
from lineage_explorer.sources.aws.endpoint_configurations import OwnAccount
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.call_counts import ContextPool
from lineage_explorer.sources.linked_resources import DELETED, Findings, ResourceState, Trial, merge_findings

MAX_CALLS = 100
"""Maximum number of calls per question for one kind of look-up."""

_MAX_REASONS = 3

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ResourceLookup(Generic[T]):
    """One kind of look-up.

    Attributes:
        fact: What is looked up, as gaps name it, for example `state`.
        noun: What it is looked up for, as gaps name it, for example `endpoint`.
        build_request: Returns the request for a key, as it is shown to a reader.
        fetch: Sends the request for a key; returns None when the account has no such resource.

    Raises:
        SourceError: By `fetch`, when the request failed.
    """

    fact: str
    noun: str
    build_request: Callable[[str], Request]
    fetch: Callable[[str], T | None]


def look_up(keys: Sequence[str], lookup: ResourceLookup[T], pool: Executor) -> Findings[T]:
    """Look up each key once, up to a limit.

    Gaps in the result describe what was left out and what failed.
    """
    unique_keys = tuple(dict.fromkeys(keys))
    sent_keys = unique_keys[:MAX_CALLS]
    outcomes = dict(zip(sent_keys, pool.map(lambda key: _try_fetch(lookup, key), sent_keys), strict=True))
    return Findings(
        found=MappingProxyType(
            {
                key: outcome
                for key, outcome in outcomes.items()
                if outcome is not None and not isinstance(outcome, SourceError)
            }
        ),
        requests=tuple(map(lookup.build_request, sent_keys)),
        gaps=tuple(_describe_gaps(lookup, len(unique_keys), outcomes)),
    )


def _try_fetch(lookup: ResourceLookup[T], key: str) -> T | SourceError | None:
    try:
        return lookup.fetch(key)
    except SourceError as error:
        return error


def _describe_gaps(lookup: ResourceLookup[T], total: int, outcomes: Mapping[str, object]) -> Iterator[str]:
    if total > len(outcomes):
        yield f"Only {len(outcomes):,} of {total:,} {lookup.noun}s were asked for their {lookup.fact}."
    reasons = Counter(str(outcome) for outcome in outcomes.values() if isinstance(outcome, SourceError))
    ranked = reasons.most_common()
    for reason, count in ranked[:_MAX_REASONS]:
        yield f"The {lookup.fact} of {format_count(count, lookup.noun)} could not be read. {reason}"
    other_count = sum(count for _, count in ranked[_MAX_REASONS:])
    if other_count:
        others = format_count(other_count, f"more {lookup.noun}")
        yield f"The {lookup.fact} of {others} could not be read either."


MAX_SEARCHED_COMPONENTS = 500
"""Maximum number of trial components per question to search trials for: five searches."""

_WORKERS = 4


class SageMakerLinkedResources:
    """Thread-safe `LinkedResources` over a boto3 client.

    Args:
        client: A boto3 SageMaker client.
        caches: Opens the cache of the caller's account.
        calls: Limits the calls, and lists them while they are under way.
    """

    def __init__(
        self, client: Any, caches: CacheRegistry | None = None, *, calls: CallMonitor | None = None
    ) -> None:
        self._api = SageMakerApi(client, calls=calls or CallMonitor())
        self._pool = ContextPool(_WORKERS, thread_name_prefix="resources")
        self._own_account = OwnAccount(self._api, caches or CacheRegistry())

    def tags(self, arns: Sequence[str]) -> Findings[Mapping[str, str]]:
        """Return the tags of any resources, by ARN.

        Costs one `ListTags` call per resource.
        """
        return look_up(arns, ResourceLookup("tags", "job", _build_tags_request, self._list_tags), self._pool)

    def trials(self, components: Sequence[Arn]) -> Findings[tuple[Trial, ...]]:
        """Return the trials of trial components, by ARN.

        One `Search` covers many components. Where it fails, each component costs one `ListTrials` call.
        """
        unique_components = tuple(dict.fromkeys(components))
        searched_components = unique_components[:MAX_SEARCHED_COMPONENTS]
        searches = resource_lookups.build_search_requests(searched_components)
        try:
            pages = tuple(
                self._pool.map(lambda search: resource_lookups.search_trials(self._api, search), searches)
            )
        except SourceError as error:
            return self._list_trials_singly(unique_components, searches, error)
        found = {arn: component_trials for page in pages for arn, component_trials in page.items()}
        return Findings(
            MappingProxyType(found),
            searches,
            _describe_unsearched(len(unique_components), searched_components, found),
        )

    def states(self, arns: Sequence[str]) -> Findings[ResourceState]:
        """Return the states of resources, by ARN.

        Covers endpoints, model packages, jobs and pipeline executions.
        """
        return merge_findings(
            look_up(
                group,
                ResourceLookup("state", noun, resource_lookups.build_describe_request, self._read_state),
                self._pool,
            )
            for noun, group in resource_lookups.group_by_noun(arns).items()
        )

    def artifacts(self, uris: Sequence[str]) -> Findings[tuple[Hit, ...]]:
        """Return the artifacts recorded for source URIs, by URI.

        Costs one `ListArtifacts` call per URI.
        """
        return look_up(
            uris,
            ResourceLookup("artifacts", "source", _build_artifacts_request, self._list_artifacts),
            self._pool,
        )

    def _list_tags(self, arn: str) -> Mapping[str, str] | None:
        try:
            listing = self._api.list_items("ListTags", "Tags", limit=MAX_LIST_PAGE_SIZE, ResourceArn=arn)
        except SourceError as error:
            if resource_lookups.is_missing(error):
                return None
            raise
        return MappingProxyType({tag["Key"]: tag.get("Value") or "" for tag in listing.items if "Key" in tag})

    def _read_state(self, arn: str) -> ResourceState | None:
        """Return a resource's state.

        None when a resource of another account was not found: that does not mean that it was deleted.
        """
        state = resource_lookups.read_state(self._api, arn)
        is_foreign = state and state.status == DELETED and not self._own_account.is_owner(arn)
        return None if is_foreign else state

    def _list_artifacts(self, uri: str) -> tuple[Hit, ...]:
        listing = self._api.list_items(
            "ListArtifacts", "ArtifactSummaries", limit=MAX_LIST_PAGE_SIZE, SourceUri=uri
        )
        hits = (entity_parser.parse_hit(LineageType.ARTIFACT, summary) for summary in listing.items)
        return tuple(hit for hit in hits if hit)

    def _list_trials_singly(
        self, components: Sequence[Arn], searches: tuple[Request, ...], error: SourceError
    ) -> Findings[tuple[Trial, ...]]:
        """List trials one component at a time, after `Search` failed."""
        lookup = ResourceLookup(
            "trials",
            "trial component",
            resource_lookups.build_list_request,
            lambda arn: resource_lookups.list_trials(self._api, arn),
        )
        findings = look_up(components, lookup, self._pool)
        gap = f"Trial components could not be searched; their trials were listed one by one. {error}"
        return Findings(findings.found, searches + findings.requests, (gap, *findings.gaps))


def _describe_unsearched(total: int, arns: Sequence[Arn], found: Mapping[str, object]) -> tuple[str, ...]:
    gaps = []
    if total > len(arns):
        gaps.append(f"Only {len(arns):,} of {total:,} trial components were searched for their trials.")
    missing = sum(1 for arn in arns if arn not in found)
    if missing:
        gaps.append(
            f"Search does not list {missing:,} of {len(arns):,} trial components: they belong to another "
            "account, or are too new. Their trials are not known."
        )
    return tuple(gaps)


def _build_tags_request(arn: str) -> Request:
    return Request("ListTags", {"ResourceArn": arn, "MaxResults": MAX_LIST_PAGE_SIZE})


def _build_artifacts_request(uri: str) -> Request:
    return Request("ListArtifacts", {"SourceUri": uri, "MaxResults": MAX_LIST_PAGE_SIZE})

"""Read the lists of a whole account, and look up resources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeAlias

from lineage_explorer.errors import (
    AccessDenied,
    CredentialsExpired,
    CredentialsMissing,
    EntityNotFound,
    NotInFile,
    SourceError,
    UnexpectedResponse,
)
from lineage_explorer.graph.model import Arn, Association, Ends, Entity, LineageType, Vertex, is_lineage_arn
from lineage_explorer.sources.aws import entity_parser, model_packages
from lineage_explorer.sources.aws.account_lists import describe_left_out_items
from lineage_explorer.sources.aws.api_client import MAX_LIST_PAGE_SIZE, Listing, SageMakerApi
from lineage_explorer.sources.aws.endpoint_configurations import OTHER_ACCOUNT
from lineage_explorer.sources.aws.entity_descriptions import ENTITY_MEMBERS
from lineage_explorer.sources.aws.entity_parser import ApiStructure, parse_time
from lineage_explorer.sources.aws.recorded_sources import find_served_sources
from lineage_explorer.sources.aws.resource_lookups import is_missing
from lineage_explorer.sources.cache.response_cache import Invalidations, now
from lineage_explorer.sources.call_counts import ContextPool
from lineage_explorer.sources.lineage_record import (
    Failure,
    FoundFacts,
    LineageRecord,
    Lookup,
    Maker,
    Makers,
    ResourceFacts,
    Unread,
)

MAX_LISTED = 50_000
"""Entities of one kind, and associations, that are listed at most."""

_WORKERS = 8
_SUBJECT = "account record"
_OTHER_ACCOUNT = Unread(Failure.DENIED, OTHER_ACCOUNT)


@dataclass(frozen=True, slots=True)
class _Listed:
    """One list of the account; `gap` says why it is not complete."""

    listing: Listing
    gap: str = ""


class RecordReader:
    """Reader of the lineage of an account; thread-safe.

    Args:
        api: The SageMaker API.
        invalidations: Invalidations of what was read.
    """

    def __init__(self, api: SageMakerApi, invalidations: Invalidations) -> None:
        self._api = api
        self._invalidations = invalidations
        self._pool = ContextPool(_WORKERS, thread_name_prefix="record")

    def refresh(self) -> None:
        """Read everything again when it is wanted next."""
        self._invalidations.invalidate(_SUBJECT)

    def list_account(self) -> LineageRecord:
        """Read all lists of an account.

        Raises:
            SourceError: No kind of entity could be listed.
        """
        since = self._invalidations.valid_since(_SUBJECT)
        lists = {kind: (f"List{kind}s", f"{kind}Summaries", f"{kind}Arn") for kind in LineageType}
        names = [*lists.values(), ("ListAssociations", "AssociationSummaries", "SourceArn")]
        outcomes = list(self._pool.map(lambda name: self._list(name, since), names))
        *listed, associations = outcomes
        errors = [each for each in listed if isinstance(each, SourceError)]
        if len(errors) == len(listed):
            raise errors[0]
        entities: dict[Arn, Entity] = {}
        makers: dict[Arn, Makers] = {}
        for kind, outcome in zip(lists, listed, strict=True):
            if isinstance(outcome, _Listed):
                for arn, summary in _list_summaries(kind, outcome.listing.items):
                    entities[arn] = entity_parser.parse_summary(arn, kind, summary)
                    makers[arn] = parse_makers(summary)
        record = LineageRecord(
            read_at=now(),
            vertices={arn: Vertex(arn, each.lineage_type, each.type) for arn, each in entities.items()},
            entities=entities,
            associations=(),
            makers=makers,
            gaps=tuple(dict.fromkeys(filter(None, map(_describe_gap, outcomes)))),
            missing_kinds=frozenset(
                kind for kind, outcome in zip(lists, listed, strict=True) if _describe_gap(outcome)
            ),
            calls=sum(map(_count_calls, outcomes)),
        )
        return _add_associations(record, associations)

    def _list(self, names: tuple[str, str, str], since: datetime) -> _Listed | SourceError:
        operation, member, name = names
        try:
            listing = self._api.list_items(
                operation,
                member,
                limit=MAX_LISTED,
                since=since,
                SortBy="CreationTime",
                SortOrder="Descending",
            )
        except SourceError as error:
            return error
        left_out = " ".join(describe_left_out_items(operation, [(listing, name)]))
        cut = (
            f"{operation} goes on after {len(listing.items):,} items; the rest was not read."
            if listing.has_more
            else ""
        )
        return _Listed(listing, left_out or cut)

    def look_up(self, wanted: Sequence[Lookup]) -> FoundFacts:
        """Look up resources, eight at a time."""
        since = self._invalidations.valid_since(_SUBJECT)
        return _collect(wanted, list(self._pool.map(lambda each: self._try_look_up(each, since), wanted)))

    def _try_look_up(self, wanted: Lookup, since: datetime) -> _Outcome:
        try:
            return _READERS[wanted.operation](self._api, wanted.arn, since)
        except (CredentialsExpired, CredentialsMissing):
            raise
        except SourceError as error:
            return _classify(error, wanted)


def _collect(wanted: Sequence[Lookup], outcomes: Sequence[_Outcome]) -> FoundFacts:
    resources: dict[Lookup, ResourceFacts] = {}
    entities: dict[Arn, Entity] = {}
    makers: dict[Arn, Makers] = {}
    tags: dict[str, Mapping[str, str]] = {}
    unread: dict[Lookup, Unread] = {}
    for lookup, outcome in zip(wanted, outcomes, strict=True):
        match outcome:
            case Unread():
                unread[lookup] = outcome
            case ResourceFacts():
                resources[lookup] = outcome
            case (Entity() as entity, Makers() as found):
                entities[entity.arn] = entity
                makers[entity.arn] = found
            case _:
                tags[lookup.arn] = outcome
    return FoundFacts(resources, entities, makers, tags, unread)


def _add_associations(record: LineageRecord, outcome: _Listed | SourceError) -> LineageRecord:
    """Return a record with its associations, and with their ends."""
    nothing: frozenset[Arn] = frozenset()
    if isinstance(outcome, SourceError):
        return replace(record, parents_read=nothing, children_read=nothing)
    vertices = dict(record.vertices)
    associations: dict[Ends, Association] = {}
    added: dict[Ends, datetime] = {}
    for summary in outcome.listing.items:
        ends = summary.get("SourceArn"), summary.get("DestinationArn")
        if not (is_lineage_arn(ends[0]) and is_lineage_arn(ends[1])):
            continue
        pair = ends[0], ends[1]
        associations[pair] = Association(*pair, summary.get("AssociationType") or None)
        if moment := parse_time(summary.get("CreationTime")):
            added[pair] = moment
        for arn, member in ((ends[0], "SourceType"), (ends[1], "DestinationType")):
            if arn not in vertices:
                type_ = entity_parser.normalize_job_type(summary.get(member))
                vertices[arn] = Vertex(arn, entity_parser.get_lineage_type(arn), type_, stub=True)
    read = nothing if outcome.gap else None
    return replace(
        record,
        vertices=vertices,
        associations=tuple(associations.values()),
        added=added,
        parents_read=read,
        children_read=read,
    )


def _list_summaries(kind: LineageType, items: Iterable[ApiStructure]) -> Iterator[tuple[Arn, ApiStructure]]:
    for summary in items:
        arn = summary.get(f"{kind}Arn")
        if is_lineage_arn(arn):
            yield arn, summary


def _describe_gap(outcome: _Listed | SourceError) -> str:
    return outcome.gap if isinstance(outcome, _Listed) else f"{outcome.title}: {outcome}"


def _count_calls(outcome: _Listed | SourceError) -> int:
    items = len(outcome.listing.items) if isinstance(outcome, _Listed) else 0
    return max(1, -(-items // MAX_LIST_PAGE_SIZE))


def parse_makers(response: ApiStructure) -> Makers:
    """Parse who created and changed what a response is about."""
    return Makers(_parse_maker(response.get("CreatedBy")), _parse_maker(response.get("LastModifiedBy")))


def _parse_maker(user: ApiStructure | None) -> Maker:
    identity = (user or {}).get("IamIdentity") or {}
    arn = identity.get("Arn") or ""
    return Maker(
        user_name=(user or {}).get("UserProfileName") or "",
        source_user=identity.get("SourceIdentity") or "",
        session_user=arn.rpartition("/")[2],
        is_role=":assumed-role/" in arn or ":role/" in arn,
    )


def _classify(error: SourceError, wanted: Lookup) -> Unread:
    """Return why a look-up failed: gone is not denied."""
    reason = f"{error.title}: {error}"
    if isinstance(error, (AccessDenied, NotInFile)):
        return Unread(Failure.DENIED, reason)
    if isinstance(error, (EntityNotFound, UnexpectedResponse)) and is_missing(error):
        return Unread(Failure.GONE, f"{wanted.arn.rpartition(':')[2]} no longer exists.")
    return Unread(Failure.FAILED, reason)


_Outcome: TypeAlias = ResourceFacts | tuple[Entity, Makers] | Mapping[str, str] | Unread
_Reader: TypeAlias = Callable[[SageMakerApi, str, datetime], _Outcome]


def _describe_entity(api: SageMakerApi, arn: str, since: datetime) -> _Outcome:
    kind = entity_parser.get_lineage_type(Arn(arn))
    if kind is None:
        return Unread(Failure.FAILED, f"{arn} is none of the entities that lineage calls describe.")
    request: dict[str, Any] = {ENTITY_MEMBERS[kind]: arn}
    response = api.send_cached(f"Describe{kind}", about=arn, since=since, **request).response
    return entity_parser.parse_entity(Arn(arn), kind, response), parse_makers(response)


def _describe_package(api: SageMakerApi, arn: str, since: datetime) -> _Outcome:
    response = model_packages.read_response(api, arn, since=since)
    containers = (response.get("InferenceSpecification") or {}).get("Containers") or ()
    urls = [
        container.get("ModelDataUrl")
        or ((container.get("ModelDataSource") or {}).get("S3DataSource") or {}).get("S3Uri")
        for container in containers
    ]
    return ResourceFacts(
        status=response.get("ModelPackageStatus") or "",
        approval=response.get("ModelApprovalStatus") or "",
        approval_note=response.get("ApprovalDescription") or "",
        commit=(response.get("MetadataProperties") or {}).get("CommitId") or "",
        model_data=tuple(filter(None, urls)),
        reports=tuple(kind for kind, reports in (response.get("ModelMetrics") or {}).items() if reports),
        created=parse_time(response.get("CreationTime")),
        modified=parse_time(response.get("LastModifiedTime")),
        makers=parse_makers(response),
    )


def _describe_by_name(operation: str, noun: str) -> _Reader:
    """Return the reader of a resource that a request names."""

    def read(api: SageMakerApi, arn: str, since: datetime) -> _Outcome:
        request: dict[str, Any] = {f"{noun}Name": arn.rpartition("/")[2]}
        response = api.send_cached(operation, about=arn, since=since, **request).response
        if str(response.get(f"{noun}Arn") or arn).casefold() != arn.casefold():
            return _OTHER_ACCOUNT
        limit = response.get("StoppingCondition") or {}
        return ResourceFacts(
            status=response.get(f"{noun}Status") or "",
            configuration=response.get("EndpointConfigName") or "",
            max_seconds=limit.get("MaxRuntimeInSeconds"),
            created=parse_time(response.get("CreationTime")),
            modified=parse_time(response.get("LastModifiedTime")),
        )

    return read


def _describe_served(api: SageMakerApi, arn: str, _since: datetime) -> _Outcome:
    return ResourceFacts(model_data=tuple(sorted(find_served_sources(api, arn))))


def _list_tags(api: SageMakerApi, arn: str, since: datetime) -> _Outcome:
    listing = api.list_items("ListTags", "Tags", limit=MAX_LIST_PAGE_SIZE, since=since, ResourceArn=arn)
    return {tag["Key"]: tag.get("Value") or "" for tag in listing.items if "Key" in tag}


_READERS: Mapping[str, _Reader] = {
    **{f"Describe{kind}": _describe_entity for kind in LineageType},
    "DescribeModelPackage": _describe_package,
    "DescribeEndpoint": _describe_by_name("DescribeEndpoint", "Endpoint"),
    "DescribeEndpointConfig": _describe_served,
    "DescribeTrainingJob": _describe_by_name("DescribeTrainingJob", "TrainingJob"),
    "DescribeProcessingJob": _describe_by_name("DescribeProcessingJob", "ProcessingJob"),
    "DescribeTransformJob": _describe_by_name("DescribeTransformJob", "TransformJob"),
    "ListTags": _list_tags,
}

"""Resolve pasted text to the lineage entities that it identifies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple, NoReturn

from lineage_explorer.errors import AccessDenied, EntityNotFound, InvalidQuery, NothingFound, SourceError
from lineage_explorer.graph.model import (
    Arn,
    Hit,
    LineageType,
    is_lineage_arn,
    parse_arn,
    shorten_middle,
)
from lineage_explorer.query.pasted_text import list_readings
from lineage_explorer.sources.aws.api_client import SageMakerApi
from lineage_explorer.sources.aws.entity_parser import (
    get_lineage_type,
    parse_found_component,
    parse_hit,
    parse_time,
)
from lineage_explorer.sources.aws.errors import build_unreadable
from lineage_explorer.sources.aws.recorded_sources import JOB_TYPES, RecordedSources, find_recorded_sources
from lineage_explorer.sources.aws.resource_lookups import build_search_requests
from lineage_explorer.sources.aws.source_lookups import (
    MAX_HITS,
    MAX_IMAGE_PAGES,
    MAX_SOURCE_LENGTH,
    SOURCE_ARN,
    TRACKED_LINEAGE_TYPES,
    build_other_filters,
    build_source_filters,
    find_by_sources,
    find_images,
    get_image_prefix,
    get_resource_type,
)

_NAME_SUFFIXES = ("-feature-group-pipeline", "-feature-group-pipeline-version", "")
"""Suffixes of context names after `<group name>-<creation time in seconds since 1970>`."""


_FEATURE_GROUP_NAME = re.compile(r"[A-Za-z0-9](?:[_-]*[A-Za-z0-9]){0,63}")


def find_contexts(api: SageMakerApi, arn: str) -> Iterator[Hit]:
    """Yield the contexts of a feature group.

    They are looked up by the names that the feature store's own SDK uses.

    Raises:
        SourceError: A request failed.
    """
    if not _FEATURE_GROUP_NAME.fullmatch(arn.rpartition("/")[2]):
        return
    try:
        group = api.send("DescribeFeatureGroup", about=arn, FeatureGroupName=arn)
    except EntityNotFound:
        return
    created_at = parse_time(group.get("CreationTime"))
    if created_at is None or "FeatureGroupName" not in group:
        raise build_unreadable("DescribeFeatureGroup", "it has no name or no readable creation time")
    created = int(created_at.timestamp())
    account = arn.rpartition(":")[0]
    for suffix in _NAME_SUFFIXES:
        name = f"{group['FeatureGroupName']}-{created}{suffix}"
        try:
            context = api.send("DescribeContext", ContextName=f"{account}:context/{name.lower()}")
        except EntityNotFound:
            continue
        if context_hit := parse_hit(LineageType.CONTEXT, context):
            yield context_hit


MAX_CALLS = 12
"""Maximum number of calls that resolve one text."""

_MAX_READING_CALLS = 5
"""Number of calls after which no further reading of a text is looked up."""

_MAX_JOBS_TO_LIST = 2
"""Number of jobs that are looked up one by one; more are searched for at once."""

_MAX_SOURCES = 8
"""Maximum number of look-ups for what a resource stands for."""

_ACCEPTED = (
    "Paste the ARN of a lineage entity (artifact, action, context or trial component), of an endpoint, its "
    "configuration or component, a model, model package, group or card, job of any sort, pipeline or its "
    "execution, feature group or image, an S3 URI or an image URI."
)

_URI = re.compile(
    r"[a-z][a-z0-9+.-]*://[^\s/]+(?:/[^\n]*)?|(?:models|runs|mlflow-artifacts):/[^\n]+", re.IGNORECASE
)
_IMAGE = re.compile(r"(\d{12}\.dkr\.ecr(-fips)?\.[a-z0-9-]+\.amazonaws\.[a-z.]+|public\.ecr\.aws)/\S+")
_EXECUTION = re.compile(r":pipeline/[^/]+/execution/")
_ARTIFACT_ID = re.compile(r"[0-9a-f]{32}", re.IGNORECASE)
_BARE_RESOURCE = re.compile(r"(?P<resource>[a-z]+(?:-[a-z]+)*)/\S+")

_LINEAGE_TYPES = {
    "artifact": LineageType.ARTIFACT,
    "action": LineageType.ACTION,
    "context": LineageType.CONTEXT,
    "experiment-trial-component": LineageType.TRIAL_COMPONENT,
}
_EXPERIMENTS = ("experiment", "experiment-trial")

_BARE_TYPES = {
    *_LINEAGE_TYPES,
    *TRACKED_LINEAGE_TYPES,
    "hub-content",
    "mlflow-app",
    "mlflow-tracking-server",
}
"""Resource types of ARNs that may be given without what stands before them."""


class _Found(NamedTuple):
    """What one way to look for a text found.

    Attributes:
        hits: The entities.
        calls: Number of calls that were needed.
        denial: Why a part of it could not be read.
    """

    hits: tuple[Hit, ...] = ()
    calls: int = 0
    denial: SourceError | None = None


def resolve(api: SageMakerApi, text: str) -> tuple[Hit, ...]:
    """Find the lineage entities that pasted text identifies.

    A lineage ARN identifies itself; it costs no call. Each reading of the text is looked up under the kinds
    that SageMaker records it as, then by what it stands for, and, before there is said to be nothing, under
    all other kinds.

    Raises:
        InvalidQuery: The text is not an ARN or URI that can be looked up; `field` is `start`.
        NothingFound: The account has no lineage entity for it.
        SourceError: A request failed.
    """
    readings = [reading for reading in list_readings(text) if len(reading) <= MAX_SOURCE_LENGTH]
    if text.strip() and not readings:
        raise _build_refusal(
            f"The text has {len(text):,} characters; an ARN or URI has at most {MAX_SOURCE_LENGTH:,}."
        )
    if readings and (arn := _build_bare_arn(api, readings[-1])):
        if _ARTIFACT_ID.fullmatch(readings[-1]):
            return _describe_artifact(api, arn, readings[-1])
        readings = [arn]
    for reading in readings:
        if (resource := get_resource_type(reading)) in _LINEAGE_TYPES:
            return (Hit(parse_arn(reading), _LINEAGE_TYPES[resource]),)
    known = [reading for reading in readings if _is_arn_or_uri(reading)]
    if not known:
        _raise_refusal(text.strip())
    return _look_up(api, known) or _raise_nothing_found(readings[0], get_resource_type(known[-1]), api.region)


def _look_up(api: SageMakerApi, readings: Sequence[str]) -> tuple[Hit, ...]:
    """Return what the first reading with any entity has."""
    calls, denial = 0, None
    for find in (_find_recorded, _find_related):
        for reading in readings:
            is_late = calls >= _MAX_READING_CALLS and reading != readings[0]
            if is_late or (find is _find_related and _EXECUTION.search(reading)):
                continue
            found = find(api, reading)
            if found.hits:
                return _list_distinct(found.hits)
            calls, denial = calls + found.calls, denial or found.denial
    searched = readings if calls < _MAX_READING_CALLS else readings[:1]
    others = [source_filter for reading in searched for source_filter in build_other_filters(reading)]
    hits = _list_distinct(find_by_sources(api, others[: max(MAX_CALLS - calls, 0)]))
    if denial and not hits:
        raise denial
    return hits


def _build_bare_arn(api: SageMakerApi, text: str) -> str | None:
    """Return the ARN of a bare resource, or of an artifact's id.

    A bare resource is such as `endpoint/churn`; other text has none. Costs one call, for the account's id;
    more where there are no artifacts.
    """
    bare = _BARE_RESOURCE.fullmatch(text)
    is_id = _ARTIFACT_ID.fullmatch(text)
    if not is_id and (bare is None or bare["resource"] not in _BARE_TYPES):
        return None
    prefix = next(filter(None, (_find_own_prefix(api, kind) for kind in LineageType)), "")
    return f"{prefix}:artifact/{text.lower()}" if is_id and prefix else f"{prefix}:{text}" if prefix else None


def _find_own_prefix(api: SageMakerApi, kind: LineageType) -> str:
    """Return how the ARNs of a kind's entities begin; may be empty."""
    listed = api.send(f"List{kind}s", MaxResults=1).get(f"{kind}Summaries") or ()
    arn = next((entity.get(f"{kind}Arn") or "" for entity in listed), "")
    return arn.rpartition(":")[0]


def _describe_artifact(api: SageMakerApi, arn: str, text: str) -> tuple[Hit, ...]:
    try:
        artifact = api.send("DescribeArtifact", about=arn, ArtifactArn=arn)
    except EntityNotFound:
        artifact = {}
    hit = parse_hit(LineageType.ARTIFACT, artifact)
    return (hit,) if hit else _raise_refusal(text)


def _list_distinct(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    return tuple({hit.arn: hit for hit in hits}.values())


def _is_arn_or_uri(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in (SOURCE_ARN, _URI, _IMAGE))


def _raise_nothing_found(text: str, resource: str | None, region: str) -> NoReturn:
    raise NothingFound(_explain_nothing_found(text, resource, region))


def _raise_refusal(text: str) -> NoReturn:
    raise _build_refusal(f"“{shorten_middle(text, 80)}” is not an ARN or URI." if text else "")


def _find_recorded(api: SageMakerApi, text: str) -> _Found:
    """Find the entities whose source is an ARN or URI itself."""
    resource = get_resource_type(text)
    filters = build_source_filters(text, resource)
    hits = tuple(find_by_sources(api, filters))
    if resource == "feature-group":
        return _Found((*hits, *find_contexts(api, text)), len(filters) + 1 + len(_NAME_SUFFIXES))
    repository = text if _IMAGE.fullmatch(text) else get_image_prefix(text)
    if repository and not hits:
        return _Found(tuple(find_images(api, repository)), len(filters) + MAX_IMAGE_PAGES)
    if _EXECUTION.search(text):
        steps = _find_related(api, text)
        return _Found((*hits, *steps.hits), len(filters) + steps.calls, steps.denial)
    return _Found(hits, len(filters))


def _find_related(api: SageMakerApi, text: str) -> _Found:
    """Find the entities of what a resource stands for."""
    try:
        related = find_recorded_sources(api, text)
    except AccessDenied as error:
        return _Found((), 1, error)
    return _find_sources(api, related) if related.sources else _Found((), related.calls)


def _find_sources(api: SageMakerApi, related: RecordedSources) -> _Found:
    """Find entities by the sources of a resource, in their order.

    Many jobs are searched for at once. Where that is denied, what is not a job is listed first: a job takes a
    call for each of its spellings.
    """
    jobs = [source for source in related.sources if get_resource_type(source) in JOB_TYPES]
    components = _search_components(api, jobs) if len(jobs) > _MAX_JOBS_TO_LIST else None
    filters = [
        source_filter
        for source in sorted(related.sources, key=jobs.__contains__)
        if not is_lineage_arn(source) and not (components is not None and source in jobs)
        for source_filter in build_source_filters(source, get_resource_type(source), exact=True)
    ][:_MAX_SOURCES]
    listed = _group_by_source(find_by_sources(api, filters))
    hits = chain.from_iterable(
        [_build_hit(source)]
        if is_lineage_arn(source)
        else (*(components or {}).get(source.casefold(), ()), *listed.get(source.casefold(), ()))
        for source in related.sources
    )
    return _Found(tuple(hits), related.calls + (components is not None) + len(filters))


def _build_hit(arn: str) -> Hit:
    lineage_type = get_lineage_type(Arn(arn))
    return Hit(Arn(arn), lineage_type or LineageType.ARTIFACT)


def _group_by_source(hits: Iterable[Hit]) -> dict[str, list[Hit]]:
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault((hit.source_uri or "").casefold(), []).append(hit)
    return groups


def _search_components(api: SageMakerApi, jobs: Sequence[str]) -> dict[str, list[Hit]] | None:
    """Return the trial components of jobs with one search, by job.

    None if it is denied. SageMaker names a job's component after the job and its type.
    """
    components = [
        Arn(f"{prefix}:experiment-trial-component/{name}-aws-{resource}".lower())
        for prefix, _, tail in (job.rpartition(":") for job in jobs)
        for resource, _, name in (tail.partition("/"),)
    ]
    search, *_ = build_search_requests(components)
    members = {name: value for name, value in search.parameters.items() if name != "MaxResults"}
    try:
        listing = api.list_items("Search", "Results", limit=MAX_HITS, max_calls=1, **members)
    except SourceError:
        return None
    hits = (parse_found_component(result) for result in listing.items)
    return _group_by_source(hit for hit in hits if hit)


def _explain_nothing_found(text: str, resource: str | None, region: str) -> str:
    sentences = [f"The account has no lineage entity for “{shorten_middle(text, 120)}”."]
    match = SOURCE_ARN.fullmatch(text)
    if match and match["region"] not in ("", region):
        sentences.append(f"It belongs to the region {match['region']}; this account is read in {region}.")
    if resource in _EXPERIMENTS:
        sentences.append("An experiment or trial is not part of the lineage graph; its trial components are.")
    if _EXECUTION.search(text):
        sentences.append(
            "A pipeline execution has none of its own, and nothing that is tracked is known of the steps of "
            "this one: start from one of its jobs or models."
        )
    if resource is None:
        sentences.append("A source is found by the exact URI that the job used: try its folder, or the file.")
    sentences.append(
        "SageMaker writes lineage in the background, up to some minutes after it makes a resource; what "
        "belongs to other accounts or regions is not listed here."
    )
    return " ".join(sentences)


def _build_refusal(sentence: str) -> InvalidQuery:
    return InvalidQuery(f"{sentence} {_ACCEPTED}".strip(), field="start")

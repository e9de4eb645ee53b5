"""Resolve pasted text to the lineage entities that it identifies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any, NoReturn

from lineage_explorer.errors import EntityNotFound, InvalidQuery, NothingFound
from lineage_explorer.graph.model import MAX_ARN_LENGTH, Hit, LineageType, parse_arn, shorten_middle
from lineage_explorer.query.pasted_text import list_readings
from lineage_explorer.sources.aws.api_client import MAX_LIST_PAGE_SIZE, SageMakerApi
from lineage_explorer.sources.aws.entity_parser import parse_hit, parse_time
from lineage_explorer.sources.aws.errors import build_unreadable

MAX_STEP_RESOURCES = 20
"""Maximum number of jobs, models and packages that are looked up per execution."""

_MAX_STEPS = 100


def list_step_resources(api: SageMakerApi, execution: str) -> tuple[str, ...]:
    """Return ARNs of the resources that an execution's steps created.

    They are jobs, models and model packages, oldest first.

    Raises:
        SourceError: The request failed.
    """
    try:
        listing = api.list_items(
            "ListPipelineExecutionSteps",
            "PipelineExecutionSteps",
            limit=_MAX_STEPS,
            PipelineExecutionArn=execution,
            SortOrder="Ascending",
        )
    except EntityNotFound:
        return ()
    arns = (arn for step in listing.items for arn in _find_arns(step.get("Metadata") or {}))
    return tuple(dict.fromkeys(arns))[:MAX_STEP_RESOURCES]


def _find_arns(metadata: dict[str, dict[str, str]]) -> Iterator[str]:
    """Yield the ARNs of the resources that a step created.

    A check step has a member of its own for the ARN of its processing job.
    """
    for resource in metadata.values():
        arn = resource.get("Arn") or resource.get("CheckJobArn") or ""
        if ":sagemaker:" in arn:
            yield arn


_NAME_SUFFIXES = ("-feature-group-pipeline", "-feature-group-pipeline-version", "")
"""Suffixes of context names after `<group name>-<creation time in seconds since 1970>`."""


def find_contexts(api: SageMakerApi, arn: str) -> Iterator[Hit]:
    """Yield the contexts of a feature group.

    They are looked up by the names that the feature store's own SDK uses.

    Raises:
        SourceError: A request failed.
    """
    try:
        group = api.send("DescribeFeatureGroup", about=arn, FeatureGroupName=arn)
    except EntityNotFound:
        return
    created_at = parse_time(group.get("CreationTime"))
    if created_at is None or "FeatureGroupName" not in group:
        raise build_unreadable("DescribeFeatureGroup", "it tells no name or no readable time of creation")
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


_REPOSITORY_ARN = re.compile(
    r"arn:(?P<partition>aws[a-z-]*):ecr:(?P<region>[a-z0-9-]+):(?P<account>\d{12}):repository/(?P<name>\S+)"
)
_NEWEST_FIRST: Mapping[str, Any] = {"SortBy": "CreationTime", "SortOrder": "Descending"}
_MAX_PAGES = 5
"""Maximum number of pages of images to scan: accounts use few images, each many times."""


def get_image_prefix(text: str) -> str | None:
    """Return a repository ARN's image URI prefix; None for other text."""
    match = _REPOSITORY_ARN.fullmatch(text)
    if match is None:
        return None
    domain = "amazonaws.com.cn" if match["partition"] == "aws-cn" else "amazonaws.com"
    return f"{match['account']}.dkr.ecr.{match['region']}.{domain}/{match['name']}"


def find_images(api: SageMakerApi, uri: str) -> Iterator[Hit]:
    """Yield the newest images of a repository.

    `ListArtifacts` cannot filter by a prefix of the source URI, so images are scanned.

    Raises:
        SourceError: The request failed.
    """
    listing = api.list_items(
        "ListArtifacts",
        "ArtifactSummaries",
        limit=_MAX_PAGES * MAX_LIST_PAGE_SIZE,
        max_calls=_MAX_PAGES,
        ArtifactType="Image",
        **_NEWEST_FIRST,
    )
    hits = (parse_hit(LineageType.ARTIFACT, summary) for summary in listing.items)
    return (image for image in hits if image and (image.source_uri or "").startswith((f"{uri}:", f"{uri}@")))


MAX_HITS = 100
"""Maximum number of entities offered for one text."""

_MAX_CONCURRENT = 4

_MAX_TEXT_LENGTH = 2048
"""Maximum length of a source URI, in characters; the API's limit."""

_ACCEPTED = (
    "Paste the ARN of a lineage entity (artifact, action, context or trial component), of an endpoint, "
    "model, model package or its group, job, pipeline or its execution, feature group or image, an S3 URI or "
    "an image URI."
)

_ARN = re.compile(
    r"arn:aws[a-z-]*:(?P<service>[a-z0-9-]+):(?P<region>[a-z0-9-]*):(?:\d*|aws):(?P<resource>[a-z0-9-]*)\S*"
)
_URI = re.compile(r"[a-z][a-z0-9+.-]*://[^\s/]+(?:/[^\n]*)?", re.IGNORECASE)
_IMAGE = re.compile(r"(\d{12}\.dkr\.ecr(-fips)?\.[a-z0-9-]+\.amazonaws\.[a-z.]+|public\.ecr\.aws)/\S+")
_EXECUTION = re.compile(r":pipeline/[^/]+/execution/")

_LINEAGE_TYPES = {
    "artifact": LineageType.ARTIFACT,
    "action": LineageType.ACTION,
    "context": LineageType.CONTEXT,
    "experiment-trial-component": LineageType.TRIAL_COMPONENT,
}
_EXPERIMENTS = ("experiment", "experiment-trial")
_JOBS = ("training-job", "processing-job", "transform-job")

_DEFAULT_LINEAGE_TYPES = (LineageType.CONTEXT, LineageType.ARTIFACT, LineageType.ACTION)
_TRACKED_LINEAGE_TYPES = {
    "endpoint": (LineageType.CONTEXT,),
    "model-package-group": (LineageType.CONTEXT,),
    "pipeline": (LineageType.CONTEXT,),
    "feature-group": (LineageType.CONTEXT,),
    "model-package": (LineageType.ARTIFACT,),
    "model": (LineageType.ARTIFACT,),
    **dict.fromkeys(_JOBS, (LineageType.TRIAL_COMPONENT,)),
}
"""Lineage types that SageMaker records for a resource type.

Other resource types may be recorded as any lineage type.
"""


@dataclass(frozen=True, slots=True)
class _SourceFilter:
    """List filter: entities of one lineage type with exactly this source."""

    lineage_type: LineageType
    source: str


def resolve(api: SageMakerApi, text: str) -> tuple[Hit, ...]:
    """Find the lineage entities that pasted text identifies.

    A lineage ARN identifies itself; it costs no call. Each reading of the text is looked up under the kinds
    that SageMaker records it as, then, before there is said to be nothing, under all others.

    Raises:
        InvalidQuery: The text is not an ARN or URI that can be looked up; `field` is `start`.
        NothingFound: The account has no lineage entity for it.
        SourceError: A request failed.
    """
    readings = [reading for reading in list_readings(text) if len(reading) <= _MAX_TEXT_LENGTH]
    if text.strip() and not readings:
        raise _build_refusal(
            f"The text has {len(text):,} characters; an ARN or URI has at most {_MAX_TEXT_LENGTH:,}."
        )
    for reading in readings:
        if (resource := _get_resource_type(reading)) in _LINEAGE_TYPES:
            return (Hit(parse_arn(reading), _LINEAGE_TYPES[resource]),)
    known = [reading for reading in readings if _is_arn_or_uri(reading)]
    if not known:
        _raise_refusal(text.strip())
    for reading in known:
        if found := _list_distinct(_find_entities(api, reading, _get_resource_type(reading))):
            return found
    for reading in known:
        if found := _list_distinct(_find_by_sources(api, _build_other_filters(reading))):
            return found
    return _raise_nothing_found(readings[0], _get_resource_type(known[-1]), api.region)


def _list_distinct(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    return tuple({hit.arn: hit for hit in hits}.values())


def _is_arn_or_uri(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in (_ARN, _URI, _IMAGE))


def _raise_nothing_found(text: str, resource: str | None, region: str) -> NoReturn:
    if resource in _EXPERIMENTS:
        raise _build_refusal(
            "An experiment or trial is not part of the lineage graph; its trial components are."
        )
    raise NothingFound(_explain_nothing_found(text, resource, region))


def _raise_refusal(text: str) -> NoReturn:
    sentence = (
        f"“{shorten_middle(text, 80)}” is no ARN or URI, and nothing recent has it in its name."
        if text
        else ""
    )
    raise _build_refusal(sentence)


def _get_resource_type(text: str) -> str | None:
    """Return an ARN's resource type, for example `endpoint`.

    None for text that is not an ARN; empty for an ARN of another service, which may say `experiment` for a
    bucket.
    """
    match = _ARN.fullmatch(text)
    if match is None:
        return None
    return match["resource"] if match["service"] == "sagemaker" else ""


def _find_entities(api: SageMakerApi, text: str, resource: str | None) -> Iterable[Hit]:
    """Find the entities for an ARN or URI, by its resource type."""
    if _EXECUTION.search(text):
        resource_arns = list_step_resources(api, text)
        own = _build_source_filters(text, resource)
        steps = (
            lookup for arn in resource_arns for lookup in _build_source_filters(arn, _get_resource_type(arn))
        )
        return _find_by_sources(api, [*own, *steps])
    recorded_hits = tuple(_find_by_sources(api, _build_source_filters(text, resource)))
    if resource == "feature-group":
        return chain(recorded_hits, find_contexts(api, text))
    repository = text if _IMAGE.fullmatch(text) else get_image_prefix(text)
    return find_images(api, repository) if repository and not recorded_hits else recorded_hits


def _find_by_sources(api: SageMakerApi, lookups: Sequence[_SourceFilter]) -> Iterator[Hit]:
    """Run look-ups concurrently and yield their hits in order."""
    with ThreadPoolExecutor(_MAX_CONCURRENT) as pool:
        yield from chain.from_iterable(pool.map(partial(_list_by_source, api), lookups))


def _build_source_filters(text: str, resource: str | None) -> tuple[_SourceFilter, ...]:
    """Return the look-ups under the kinds that SageMaker records."""
    if resource in _JOBS and len(text) > MAX_ARN_LENGTH:
        raise _build_refusal(
            f"The ARN of a job has at most {MAX_ARN_LENGTH} characters; this one has {len(text)}."
        )
    if resource is None:
        return tuple(_SourceFilter(LineageType.ARTIFACT, uri) for uri in _list_spellings(text))
    lineage_types = _TRACKED_LINEAGE_TYPES.get(resource, _DEFAULT_LINEAGE_TYPES)
    return tuple(
        _SourceFilter(lineage_type, spelling)
        for spelling in _list_spellings(text)
        for lineage_type in lineage_types
    )


def _build_other_filters(text: str) -> tuple[_SourceFilter, ...]:
    """Return the look-ups under all other kinds.

    Users may register a source as any.
    """
    resource = _get_resource_type(text)
    tried = (
        (LineageType.ARTIFACT,)
        if resource is None
        else _TRACKED_LINEAGE_TYPES.get(resource, _DEFAULT_LINEAGE_TYPES)
    )
    return tuple(
        _SourceFilter(lineage_type, text)
        for lineage_type in LineageType
        if lineage_type not in tried
        and not (lineage_type is LineageType.TRIAL_COMPONENT and len(text) > MAX_ARN_LENGTH)
    )


def _list_spellings(text: str) -> tuple[str, ...]:
    """Return the spellings under which a source may be recorded.

    The `List…` operations compare sources exactly. A job's S3 prefix is recorded as the job gave it, with or
    without a trailing slash. ARNs are recorded as SageMaker writes them, with names in lower case.
    """
    if text.startswith("arn:"):
        return tuple(dict.fromkeys((text, text.lower())))
    if text.lower().startswith("s3://"):
        without_slash = text.rstrip("/")
        other_spelling = without_slash if text != without_slash else f"{without_slash}/"
        return (text, other_spelling) if len(other_spelling) <= _MAX_TEXT_LENGTH else (text,)
    return (text,)


def _list_by_source(api: SageMakerApi, lookup: _SourceFilter) -> tuple[Hit, ...]:
    lineage_type = lookup.lineage_type
    member = "SourceArn" if lineage_type is LineageType.TRIAL_COMPONENT else "SourceUri"
    source: dict[str, Any] = {member: lookup.source}
    listing = api.list_items(f"List{lineage_type}s", f"{lineage_type}Summaries", limit=MAX_HITS, **source)
    return tuple(found_hit for summary in listing.items if (found_hit := parse_hit(lineage_type, summary)))


def _explain_nothing_found(text: str, resource: str | None, region: str) -> str:
    sentences = [f"The account has no lineage entity for “{shorten_middle(text, 120)}”."]
    match = _ARN.fullmatch(text)
    if match and match["region"] not in ("", region):
        sentences.append(f"It belongs to the region {match['region']}; this account is read in {region}.")
    if _EXECUTION.search(text):
        sentences.append(
            "A pipeline execution has none of its own, and nothing that is tracked is known of the steps of "
            "this one: start from one of its jobs or models."
        )
    if resource is None:
        sentences.append("A source is found by the very URI that the job used: try its folder, or the file.")
    sentences.append(
        "SageMaker writes lineage in the background, up to some minutes after it makes a resource; what "
        "belongs to other accounts or regions is not listed here."
    )
    return " ".join(sentences)


def _build_refusal(sentence: str) -> InvalidQuery:
    return InvalidQuery(f"{sentence} {_ACCEPTED}".strip(), field="start")

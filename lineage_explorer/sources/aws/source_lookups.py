"""Look up lineage entities by their source, and images by their repository."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.graph.model import MAX_ARN_LENGTH, Hit, LineageType
from lineage_explorer.sources.aws.api_client import MAX_LIST_PAGE_SIZE, SageMakerApi
from lineage_explorer.sources.aws.entity_parser import parse_hit
from lineage_explorer.sources.aws.recorded_sources import JOB_TYPES
from lineage_explorer.sources.call_counts import ContextPool

MAX_HITS = 100
"""Maximum number of entities offered for one text."""

MAX_SOURCE_LENGTH = 2048
"""Maximum length of a source URI, in characters; the API's limit."""

_MAX_CONCURRENT = 4

SOURCE_ARN = re.compile(
    r"arn:aws[a-z-]*:(?P<service>[a-z0-9-]+):(?P<region>[a-z0-9-]*):(?:\d*|aws):(?P<resource>[a-z0-9-]*)\S*"
)
_DEFAULT_LINEAGE_TYPES = (LineageType.CONTEXT, LineageType.ARTIFACT, LineageType.ACTION)
TRACKED_LINEAGE_TYPES = {
    "endpoint": (LineageType.CONTEXT,),
    "endpoint-config": (LineageType.ACTION,),
    "inference-component": (LineageType.CONTEXT,),
    "model-package-group": (LineageType.CONTEXT,),
    "pipeline": (LineageType.CONTEXT,),
    "feature-group": (LineageType.CONTEXT,),
    "model-package": (LineageType.ARTIFACT,),
    "model": (LineageType.ARTIFACT,),
    "model-card": (LineageType.ARTIFACT,),
    **dict.fromkeys((*JOB_TYPES, "hyper-parameter-tuning-job", "automl-job"), (LineageType.TRIAL_COMPONENT,)),
}
"""Lineage types that SageMaker records for a resource type.

Other resource types may be recorded as any lineage type.
"""


@dataclass(frozen=True, slots=True)
class SourceFilter:
    """List filter: entities of one lineage type with exactly this source."""

    lineage_type: LineageType
    source: str


def get_resource_type(text: str) -> str | None:
    """Return an ARN's resource type, for example `endpoint`.

    None for text that is not an ARN; empty for an ARN of another service, which may say `experiment` for a
    bucket.
    """
    match = SOURCE_ARN.fullmatch(text)
    if match is None:
        return None
    return match["resource"] if match["service"] == "sagemaker" else ""


def find_by_sources(api: SageMakerApi, lookups: Sequence[SourceFilter]) -> Iterator[Hit]:
    """Run look-ups concurrently and yield their hits in order."""
    with ContextPool(_MAX_CONCURRENT) as pool:
        yield from chain.from_iterable(pool.map(partial(_list_by_source, api), lookups))


def build_source_filters(text: str, resource: str | None, *, exact: bool = False) -> tuple[SourceFilter, ...]:
    """Return the look-ups under the kinds that SageMaker records.

    Args:
        text: ARN or URI.
        resource: Its resource type.
        exact: Whether a URI is spelled as the service has it.
    """
    spellings = (text,) if exact and resource is None else _list_spellings(text)
    if resource in JOB_TYPES and len(text) > MAX_ARN_LENGTH:
        raise InvalidQuery(
            f"The ARN of a job has at most {MAX_ARN_LENGTH} characters; this one has {len(text)}.",
            field="start",
        )
    if resource is None:
        return tuple(SourceFilter(LineageType.ARTIFACT, uri) for uri in spellings)
    lineage_types = TRACKED_LINEAGE_TYPES.get(resource, _DEFAULT_LINEAGE_TYPES)
    return tuple(
        SourceFilter(lineage_type, spelling) for spelling in spellings for lineage_type in lineage_types
    )


def build_other_filters(text: str) -> tuple[SourceFilter, ...]:
    """Return the look-ups under all other kinds.

    Users may register a source as any.
    """
    resource = get_resource_type(text)
    tried = (
        (LineageType.ARTIFACT,)
        if resource is None
        else TRACKED_LINEAGE_TYPES.get(resource, _DEFAULT_LINEAGE_TYPES)
    )
    return tuple(
        SourceFilter(lineage_type, text)
        for lineage_type in LineageType
        if lineage_type not in tried
        and not (lineage_type is LineageType.TRIAL_COMPONENT and not _can_be_job(text))
    )


def _can_be_job(text: str) -> bool:
    """Return whether a trial component can have a text as its source."""
    return text.startswith("arn:") and len(text) <= MAX_ARN_LENGTH


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
        return (text, other_spelling) if len(other_spelling) <= MAX_SOURCE_LENGTH else (text,)
    return (text,)


def _list_by_source(api: SageMakerApi, lookup: SourceFilter) -> tuple[Hit, ...]:
    lineage_type = lookup.lineage_type
    member = "SourceArn" if lineage_type is LineageType.TRIAL_COMPONENT else "SourceUri"
    source: dict[str, Any] = {member: lookup.source}
    listing = api.list_items(f"List{lineage_type}s", f"{lineage_type}Summaries", limit=MAX_HITS, **source)
    return tuple(found_hit for summary in listing.items if (found_hit := parse_hit(lineage_type, summary)))


_REPOSITORY_ARN = re.compile(
    r"arn:(?P<partition>aws[a-z-]*):ecr:(?P<region>[a-z0-9-]+):(?P<account>\d{12}):repository/(?P<name>\S+)"
)
_NEWEST_FIRST: Mapping[str, Any] = {"SortBy": "CreationTime", "SortOrder": "Descending"}
MAX_IMAGE_PAGES = 5
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
        limit=MAX_IMAGE_PAGES * MAX_LIST_PAGE_SIZE,
        max_calls=MAX_IMAGE_PAGES,
        ArtifactType="Image",
        **_NEWEST_FIRST,
    )
    hits = (parse_hit(LineageType.ARTIFACT, summary) for summary in listing.items)
    return (image for image in hits if image and (image.source_uri or "").startswith((f"{uri}:", f"{uri}@")))

"""Find the recorded images of an ECR repository.

Tags and digests do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lineage_explorer.graph.model import LineageType
from lineage_explorer.sources.aws.api_client import MAX_LIST_PAGE_SIZE, SageMakerApi
from lineage_explorer.sources.aws.entity_parser import parse_hit
from lineage_explorer.sources.protocols import Hit

_ARN = re.compile(
    r"arn:(?P<partition>aws[a-z-]*):ecr:(?P<region>[a-z0-9-]+):(?P<account>\d{12}):repository/(?P<name>\S+)"
)
_NEWEST_FIRST: Mapping[str, Any] = {"SortBy": "CreationTime", "SortOrder": "Descending"}
_MAX_PAGES = 5
"""Maximum number of pages of images to scan: accounts use few images, each many times."""


def get_image_prefix(text: str) -> str | None:
    """Return a repository ARN's image URI prefix; None for other text."""
    match = _ARN.fullmatch(text)
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

"""A repository of images → the images of it that are on record, whatever their tag or digest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lineage.aws.api import LARGEST_PAGE, Api
from lineage.aws.entities import hit
from lineage.model import LineageType
from lineage.source import Hit

_ARN = re.compile(
    r"arn:(?P<partition>aws[a-z-]*):ecr:(?P<region>[a-z0-9-]+):(?P<account>\d{12}):repository/(?P<name>\S+)"
)
_NEWEST_FIRST: Mapping[str, Any] = {"SortBy": "CreationTime", "SortOrder": "Descending"}
_MOST_PAGES = 5
"""Pages of images that are looked through: accounts run few, each over and over."""


def uri_of(text: str) -> str | None:
    """Return the URI that the images of a repository begin with, by its ARN; None for any other text."""
    match = _ARN.fullmatch(text)
    if match is None:
        return None
    domain = "amazonaws.com.cn" if match["partition"] == "aws-cn" else "amazonaws.com"
    return f"{match['account']}.dkr.ecr.{match['region']}.{domain}/{match['name']}"


def images(api: Api, uri: str) -> Iterator[Hit]:
    """Yield the newest images of a repository; no list can be filtered by the beginning of a source.

    Raises:
        SourceError: The account could not be asked.
    """
    listing = api.listed(
        "ListArtifacts",
        "ArtifactSummaries",
        limit=_MOST_PAGES * LARGEST_PAGE,
        most_calls=_MOST_PAGES,
        ArtifactType="Image",
        **_NEWEST_FIRST,
    )
    found = (hit(LineageType.ARTIFACT, summary) for summary in listing.items)
    return (one for one in found if one and (one.source_uri or "").startswith((f"{uri}:", f"{uri}@")))

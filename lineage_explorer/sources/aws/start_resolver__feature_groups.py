"""Find the contexts of a feature group by their names.

The feature store gives them no documented source, but names that are derived from the group's.
"""

from __future__ import annotations

from collections.abc import Iterator

from lineage_explorer.errors import EntityNotFound
from lineage_explorer.graph.model import LineageType
from lineage_explorer.query.lineage_query import as_utc
from lineage_explorer.sources.aws.api_client import SageMakerApi
from lineage_explorer.sources.aws.entity_parser import parse_hit
from lineage_explorer.sources.protocols import Hit

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
    created = int(as_utc(group["CreationTime"]).timestamp())
    account = arn.rpartition(":")[0]
    for suffix in _NAME_SUFFIXES:
        name = f"{group['FeatureGroupName']}-{created}{suffix}"
        try:
            context = api.send("DescribeContext", ContextName=f"{account}:context/{name.lower()}")
        except EntityNotFound:
            continue
        if context_hit := parse_hit(LineageType.CONTEXT, context):
            yield context_hit

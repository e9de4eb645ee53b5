"""A feature group → its contexts: the feature store gives them no documented source, but names that tell."""

from __future__ import annotations

from collections.abc import Iterator

from lineage.aws.api import Api
from lineage.aws.entities import hit
from lineage.errors import EntityNotFound
from lineage.model import LineageType
from lineage.query import as_utc
from lineage.source import Hit

_ENDINGS = ("-feature-group-pipeline", "-feature-group-pipeline-version", "")
"""What follows `<group>-<seconds since 1970 when it was made>` in the names of its contexts."""


def contexts(api: Api, arn: str) -> Iterator[Hit]:
    """Yield the contexts of a feature group, by the names that the feature store's own SDK looks for.

    Raises:
        SourceError: The account could not be asked.
    """
    try:
        group = api.ask("DescribeFeatureGroup", about=arn, FeatureGroupName=arn)
    except EntityNotFound:
        return
    made = int(as_utc(group["CreationTime"]).timestamp())
    account = arn.rpartition(":")[0]
    for ending in _ENDINGS:
        name = f"{group['FeatureGroupName']}-{made}{ending}"
        try:
            context = api.ask("DescribeContext", ContextName=f"{account}:context/{name.lower()}")
        except EntityNotFound:
            continue
        if found := hit(LineageType.CONTEXT, context):
            yield found

"""Read what an account has in common with others: `AccountLinks` over boto3."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from lineage_explorer.errors import SourceError
from lineage_explorer.graph.model import (
    Arn,
    Association,
    AssociationType,
    Hit,
    is_lineage_arn,
    split_arn,
)
from lineage_explorer.sources.accounts.account_directory import SharedGroup, TwinList, find_key
from lineage_explorer.sources.aws.api_client import Listing, SageMakerApi
from lineage_explorer.sources.cache.response_cache import now
from lineage_explorer.sources.freshness import ANY_AGE, Freshness, Reuse

MAX_TWINS = 1_000
MAX_GROUPS = 100
_MAX_AGE = timedelta(minutes=5)


class SharedLineage:
    """Thread-safe `AccountLinks` over the API.

    Args:
        api: The SageMaker API.
        read_account_id: Returns the account's own id; empty if it is unknown.
    """

    def __init__(self, api: SageMakerApi, read_account_id: Callable[[], str]) -> None:
        self._api = api
        self._read_account_id = read_account_id

    def list_twins(self, *, freshness: Freshness = ANY_AGE) -> TwinList:
        """Return the `SameAs` associations; one call lists most accounts'."""
        since = now() if freshness.reuse is Reuse.NOTHING else now() - _MAX_AGE
        try:
            listing = self._api.list_items(
                "ListAssociations",
                "AssociationSummaries",
                limit=MAX_TWINS,
                since=since,
                AssociationType=AssociationType.SAME_AS.value,
            )
        except SourceError as error:
            return TwinList(gaps=(f"What is the same in another account could not be listed. {error}",))
        return _parse_twins(listing)

    def list_groups(self) -> tuple[SharedGroup, ...]:
        """Return the lineage groups that other accounts share.

        Raises:
            SourceError: They could not be listed.
        """
        listing = self._api.list_items(
            "ListLineageGroups", "LineageGroupSummaries", limit=MAX_GROUPS, since=now() - _MAX_AGE
        )
        own = self._read_account_id()
        groups = (_parse_group(item) for item in listing.items)
        return tuple(group for group in groups if group and _get_account(group.arn) != own)


def _get_account(arn: str) -> str:
    key = find_key(arn)
    return key.account if key else ""


def _parse_group(item: dict[str, Any]) -> SharedGroup | None:
    arn = item.get("LineageGroupArn")
    if not isinstance(arn, str) or find_key(arn) is None:
        return None
    return SharedGroup(arn, item.get("DisplayName") or item.get("LineageGroupName") or arn.rpartition("/")[2])


def _parse_twins(listing: Listing) -> TwinList:
    associations: dict[Association, None] = {}
    ends: dict[Arn, Hit] = {}
    for item in listing.items:
        source, destination = item.get("SourceArn"), item.get("DestinationArn")
        if is_lineage_arn(source) and is_lineage_arn(destination):
            associations[Association(source, destination, AssociationType.SAME_AS)] = None
            for arn, end in ((source, "Source"), (destination, "Destination")):
                if lineage_type := split_arn(arn).lineage_type:
                    ends[arn] = Hit(arn, lineage_type, item.get(f"{end}Name"), item.get(f"{end}Type"))
    more = f"More than {MAX_TWINS:,} entities are the same in another account; the rest was not looked at."
    return TwinList(tuple(associations), ends, (more,) if listing.has_more else ())

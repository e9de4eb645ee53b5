"""Cached list of the account's newest entities, for searches by name.

No `List…` operation can filter by name.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from lineage_explorer.errors import SourceError
from lineage_explorer.graph.model import LineageType
from lineage_explorer.sources.aws import entity_parser
from lineage_explorer.sources.aws.api_client import MAX_LIST_PAGE_SIZE, Listing, SageMakerApi
from lineage_explorer.sources.cache.single_flight import SingleFlightCache
from lineage_explorer.sources.protocols import Suggestions

_CACHE_SECONDS = 60.0

_PAGES_PER_KIND = {
    LineageType.CONTEXT: 2,
    LineageType.ARTIFACT: 3,
    LineageType.TRIAL_COMPONENT: 2,
    LineageType.ACTION: 2,
}
"""Pages to read of each kind, full or not: nine calls, a wait that is acceptable while typing."""


class NewestEntities:
    """Newest entities of each kind, cached for a minute.

    Args:
        api: The SageMaker API.
    """

    def __init__(self, api: SageMakerApi) -> None:
        self._api = api
        self._hits: SingleFlightCache[str, Suggestions] = SingleFlightCache(entries=1, seconds=_CACHE_SECONDS)

    def list_all(self) -> Suggestions:
        """Return the newest entities of all kinds that can be listed.

        Raises:
            SourceError: No kind could be listed.
        """
        return self._hits.get_or_compute("all", self._list_all_kinds)

    def _list_all_kinds(self) -> Suggestions:
        with ThreadPoolExecutor(len(_PAGES_PER_KIND)) as pool:
            listings = dict(zip(_PAGES_PER_KIND, pool.map(self._list_kind, _PAGES_PER_KIND), strict=True))
        found = {kind: listing for kind, listing in listings.items() if isinstance(listing, Listing)}
        if not found:
            raise next(error for error in listings.values() if isinstance(error, SourceError))
        hits = (
            entity_parser.parse_hit(kind, summary)
            for kind, listing in found.items()
            for summary in listing.items
        )
        return Suggestions(
            tuple(hit for hit in hits if hit),
            capped=len(found) < len(_PAGES_PER_KIND) or any(listing.has_more for listing in found.values()),
        )

    def _list_kind(self, kind: LineageType) -> Listing | SourceError:
        try:
            return self._api.list_items(
                f"List{kind}s",
                f"{kind}Summaries",
                limit=_PAGES_PER_KIND[kind] * MAX_LIST_PAGE_SIZE,
                max_calls=_PAGES_PER_KIND[kind],
                SortBy="CreationTime",
                SortOrder="Descending",
            )
        except SourceError as error:
            return error

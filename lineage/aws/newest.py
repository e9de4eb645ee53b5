"""Cached list of the account's newest entities, for searches by name.

No `List…` operation can filter by name.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from lineage.aws import entities
from lineage.aws.api import LARGEST_PAGE, Api, Listing
from lineage.errors import SourceError
from lineage.model import LineageType
from lineage.remembered import Remembered
from lineage.source import Suggestions

_SECONDS = 60.0

_PAGES = {
    LineageType.CONTEXT: 2,
    LineageType.ARTIFACT: 3,
    LineageType.TRIAL_COMPONENT: 2,
    LineageType.ACTION: 2,
}
"""Pages to read of each kind, full or not: nine calls, a wait that is acceptable while typing."""


class Newest:
    """Newest entities of each kind, cached for a minute.

    Args:
        api: The SageMaker API.
    """

    def __init__(self, api: Api) -> None:
        self._api = api
        self._hits: Remembered[str, Suggestions] = Remembered(entries=1, seconds=_SECONDS)

    def all(self) -> Suggestions:
        """Return the newest entities of all kinds that can be listed.

        Raises:
            SourceError: No kind could be listed.
        """
        return self._hits.ask("all", self._read)

    def _read(self) -> Suggestions:
        with ThreadPoolExecutor(len(_PAGES)) as pool:
            listings = dict(zip(_PAGES, pool.map(self._listed, _PAGES), strict=True))
        found = {kind: listing for kind, listing in listings.items() if isinstance(listing, Listing)}
        if not found:
            raise next(error for error in listings.values() if isinstance(error, SourceError))
        hits = (entities.hit(kind, summary) for kind, listing in found.items() for summary in listing.items)
        return Suggestions(
            tuple(hit for hit in hits if hit),
            capped=len(found) < len(_PAGES) or any(listing.more for listing in found.values()),
        )

    def _listed(self, kind: LineageType) -> Listing | SourceError:
        try:
            return self._api.listed(
                f"List{kind}s",
                f"{kind}Summaries",
                limit=_PAGES[kind] * LARGEST_PAGE,
                most_calls=_PAGES[kind],
                SortBy="CreationTime",
                SortOrder="Descending",
            )
        except SourceError as error:
            return error

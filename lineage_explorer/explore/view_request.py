"""Request for the view of an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lineage_explorer.errors import LineageError
from lineage_explorer.query.address import Address
from lineage_explorer.query.lineage_query import LineageQuery

READ_MODE_HEADER = "Lineage-Wish"
"""Request header with what the page requests: a `ReadMode`."""

PAGES_SHOWN_HEADER = "Lineage-Seen"
"""Request header with the number of result pages shown."""

LAYOUT_HEADER = "Lineage-Former"
"""Request header with the id of the layout that the page shows."""
OPEN_HEADER = "Lineage-Open"
"""Request header of files and stories: pages of other sites cannot send it."""


class ReadMode(StrEnum):
    """What a page requests of reading."""

    CONTINUE = "on"
    """Read to the end."""
    RETRY = "again"
    """Retry what could not be read."""
    REFRESH = "anew"
    """Read everything again, bypassing the caches."""
    NAMES = "names"
    """Read more names for the graph that is shown."""
    STOP = "stop"
    """Read no more; use what was read so far."""


@dataclass(frozen=True, slots=True)
class ViewRequest:
    """Request for the view of an address.

    Attributes:
        address: What to show.
        read_mode: What is requested of reading.
        pages_shown: Number of result pages that the page shows already; 0 for a new graph.
        previous_layout: Id of the layout that the page shows; empty for none.
        naming_seconds: Time limit in seconds for pages and names together; None for the default of the read
            mode and the size of the graph.
        has_groups: Whether siblings may be grouped.
    """

    address: Address
    read_mode: ReadMode = ReadMode.CONTINUE
    pages_shown: int = 0
    previous_layout: str = ""
    naming_seconds: float | None = None
    has_groups: bool = True

    @property
    def names_are_due(self) -> bool:
        """Whether names that groups hide are due as well.

        A page's first request is about what is seen; it asks for names later. Files ask only once.
        """
        return self.read_mode in (ReadMode.NAMES, ReadMode.STOP) or self.naming_seconds is not None

    @property
    def query(self) -> LineageQuery:
        """The address's query.

        Raises:
            LineageError: The address has none.
        """
        if self.address.query is None:
            raise LineageError("There is no picture yet: choose a start first.")
        return self.address.query


def parse_view_request(address: Address, headers: Mapping[str, str]) -> ViewRequest:
    """Return the request of a page for an address; ignore invalid headers."""
    read_mode, pages = headers.get(READ_MODE_HEADER, ""), headers.get(PAGES_SHOWN_HEADER, "")
    return ViewRequest(
        address,
        read_mode=ReadMode(read_mode) if read_mode in list(ReadMode) else ReadMode.CONTINUE,
        pages_shown=int(pages) if pages.isascii() and pages.isdigit() else 0,
        previous_layout=headers.get(LAYOUT_HEADER, ""),
    )

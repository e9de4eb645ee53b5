"""Part of the address that lists an account page by page."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.graph.model import shorten_middle

BROWSE_VIEW = "browse"
"""Value of `view` that lists the account."""

MAX_BROWSE_PAGE = 200
"""Last page that can be asked for; months reach what lies beyond."""

_MONTH = re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])")


class BrowseKind(StrEnum):
    """Kind of what is listed."""

    PRODUCTS = "products"
    ENDPOINTS = "endpoints"
    MODELS = "models"
    DATA = "data"
    JOBS = "jobs"
    APPROVALS = "approvals"
    DEPLOYMENTS = "deployments"
    IMAGES = "images"
    ARTIFACTS = "artifacts"
    ACTIONS = "actions"
    CONTEXTS = "contexts"


@dataclass(frozen=True, slots=True)
class BrowseQuery:
    """What a list of the account shows.

    Attributes:
        kind: What is listed.
        month: Month in which it was created, as `2026-03`; empty for any.
        product: Name of the product whose versions are listed; empty for all.
        owner: Owner whose products are listed; empty for all.
        text: Part of a name to search for; empty for none.
        page: Number of the page, from 1.

    Raises:
        InvalidQuery: The month is none, or the page is out of range.
    """

    kind: BrowseKind = BrowseKind.PRODUCTS
    month: str = ""
    product: str = ""
    owner: str = ""
    text: str = ""
    page: int = 1

    def __post_init__(self) -> None:
        if self.month and not _MONTH.fullmatch(self.month):
            raise InvalidQuery(
                f"“{shorten_middle(self.month, 60)}” is not a month: write it as 2026-03.", field="month"
            )
        if not 1 <= self.page <= MAX_BROWSE_PAGE:
            raise InvalidQuery(f"“page” must be 1 to {MAX_BROWSE_PAGE}, not {self.page}.", field="page")

    @property
    def period(self) -> tuple[datetime, datetime] | None:
        """First and last moment of the month; None for any time."""
        if not self.month:
            return None
        year, month = map(int, self.month.split("-"))
        began = datetime(year, month, 1, tzinfo=UTC)
        return began, began + timedelta(days=monthrange(year, month)[1]) - timedelta(milliseconds=1)

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """Parameters of the address, without those that have their default."""
        pairs = [
            ("view", BROWSE_VIEW),
            ("kind", "" if self.kind is BrowseKind.PRODUCTS else str(self.kind)),
            ("month", self.month),
            ("product", self.product),
            ("owner", self.owner),
            ("text", self.text),
            ("page", "" if self.page == 1 else str(self.page)),
        ]
        return [(name, value) for name, value in pairs if value]


BROWSE_PARAMETERS = ("kind", "month", "product", "owner", "text", "page")
"""Parameters that are known only beside `view=browse`."""


def parse_browse_query(values: Mapping[str, Sequence[str]]) -> BrowseQuery:
    """Parse the list that an address asks for.

    Args:
        values: Values of each parameter of the address; the first one counts.

    Raises:
        InvalidQuery: A parameter has an invalid value; the message names both.
    """
    first = {name: values[name][0] for name in BROWSE_PARAMETERS if values.get(name)}
    return BrowseQuery(
        kind=_parse_kind(first.get("kind", str(BrowseKind.PRODUCTS))),
        month=first.get("month", ""),
        product=first.get("product", "").strip(),
        owner=first.get("owner", "").strip(),
        text=first.get("text", "").strip(),
        page=_parse_page(first.get("page", "1")),
    )


def _parse_kind(text: str) -> BrowseKind:
    try:
        return BrowseKind(text)
    except ValueError:
        raise InvalidQuery(
            f"“{shorten_middle(text, 60)}” is not a kind: use one of {', '.join(BrowseKind)}.", field="kind"
        ) from None


def _parse_page(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text):
        raise InvalidQuery(
            f"“page” must be a whole number from 1 to {MAX_BROWSE_PAGE}; "
            f"“{shorten_middle(text, 60)}” is not.",
            field="page",
        )
    return int(text)

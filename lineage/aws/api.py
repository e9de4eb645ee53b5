"""Ask a SageMaker client by operation name: every failure translated, every list bounded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from botocore import xform_name

from lineage.aws.errors import translated

LARGEST_PAGE = 100
"""Items a page of a `List…` operation, the API's limit."""

_SPARE_PAGES = 5
"""Pages beyond the fewest that could hold a list: a service may send short or empty ones."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The first items of a list; `more` when the list goes on."""

    items: tuple[dict[str, Any], ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Api:
    """A boto3 SageMaker client; may be shared by threads, as boto3's clients may."""

    client: Any

    @property
    def region(self) -> str:
        """Region that the client signs its requests for."""
        return str(self.client.meta.region_name)

    def ask(self, operation: str, *, about: str | None = None, **request: Any) -> dict[str, Any]:
        """Send one request and return the answer as boto3 gives it.

        Args:
            operation: As the API spells it, for example `QueryLineage`.
            about: What is asked for, to name it when it is unknown.
            **request: The operation's members; those that are None are left out.

        Raises:
            SourceError: The account could not answer.
        """
        members = {name: value for name, value in request.items() if value is not None}
        with translated(operation, region=self.region, about=about):
            answer: dict[str, Any] = getattr(self.client, xform_name(operation))(**members)
        return answer

    def listed(
        self, operation: str, member: str, *, limit: int, most_calls: int | None = None, **request: Any
    ) -> Listing:
        """Read a list page by page, up to `limit` items.

        Args:
            operation: A `List…` operation.
            member: Member of its answer that holds the items.
            limit: Most items to return.
            most_calls: Most pages to ask for; by default some more than could hold that many items.
            **request: The operation's other members.

        Raises:
            SourceError: A page could not be read.
        """
        items: list[dict[str, Any]] = []
        token: str | None = None
        seen: set[str] = set()
        for _ in range(most_calls or limit // LARGEST_PAGE + _SPARE_PAGES):
            answer = self.ask(operation, MaxResults=min(limit, LARGEST_PAGE), NextToken=token, **request)
            items += answer.get(member) or ()
            token = answer.get("NextToken")
            if not token or token in seen or len(items) >= limit:
                break
            seen.add(token)
        return Listing(tuple(items[:limit]), more=bool(token) or len(items) > limit)

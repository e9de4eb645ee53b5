"""Pages, and the tokens by which the next one is asked for.

A token holds a place in the order of the answer, not a page number or a session: it stays good over
restarts, in other processes, with another page size, and while entities are added. It is bound to the
other parameters of its request by a digest.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, bindparam, tuple_

from account.errors import invalid
from account.tables import AnyRow, AnySelect

# Members of a request that say which page, not what.
_PAGE_MEMBERS = frozenset({"NextToken", "MaxResults"})
_DIGEST_BYTES = 12


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of an answer a request is for.

    Attributes:
        size: The most items to give.
        after: The place of the last item of the page before; None for the first page.
        digest: Stands for all parameters that decide what the whole answer is.
    """

    size: int
    after: tuple[Any, ...] | None
    digest: bytes

    @classmethod
    def of(cls, operation: str, request: Mapping[str, Any], *, size: int) -> Self:
        """Read a parsed request; `size` is the operation's page where the caller asks for none.

        Raises:
            ServiceError: `ValidationException`, for a token that was not made for this request.
        """
        asked = {k: v for k, v in request.items() if k not in _PAGE_MEMBERS}
        digest = _hash(json.dumps([operation, asked], sort_keys=True, default=datetime.isoformat).encode())
        token = request.get("NextToken")
        after = _place(token, digest) if token else None
        return cls(request.get("MaxResults", size), after, digest)

    def next_token(self, place: Sequence[Any] | None) -> dict[str, str]:
        """Return the `NextToken` member that continues after `place`; no member if there is no more."""
        if place is None:
            return {}
        body = json.dumps(place, separators=(",", ":")).encode()
        return {"NextToken": urlsafe_b64encode(_hash(self.digest + body) + body).decode()}


def _place(token: str, digest: bytes) -> tuple[Any, ...]:
    try:
        packed = urlsafe_b64decode(token.encode("ascii"))
    except ValueError as exc:
        raise _stale() from exc
    seal, body = packed[:_DIGEST_BYTES], packed[_DIGEST_BYTES:]
    if seal != _hash(digest + body):
        raise _stale()
    return tuple(json.loads(body))


def _stale() -> Exception:
    return invalid("The NextToken is not one that was given for a request with these parameters.")


def _hash(content: bytes) -> bytes:
    return blake2b(content, digest_size=_DIGEST_BYTES).digest()


def read_page(
    connection: Connection,
    statement: AnySelect,
    paging: Paging,
    *,
    keys: Sequence[ColumnElement[Any]],
    descending: bool,
) -> tuple[Sequence[AnyRow], dict[str, str]]:
    """Return one page of a statement's rows and the `NextToken` member for the next.

    Args:
        connection: Where to read.
        statement: The rows of the whole answer, in no order.
        paging: Which page.
        keys: What to order by, as columns that JSON can hold; together unique among the rows.
        descending: Largest first.
    """
    place = [key.label(f"place_{n}") for n, key in enumerate(keys)]
    page = statement.add_columns(*place).order_by(*(key.desc() if descending else key for key in keys))
    if paging.after is not None:
        here = tuple_(*(bindparam(None, v, k.type) for k, v in zip(keys, paging.after, strict=True)))
        page = page.where(tuple_(*keys) < here if descending else tuple_(*keys) > here)
    # One row more than asked for tells whether there is a next page.
    rows = connection.execute(page.limit(paging.size + 1)).all()
    if len(rows) <= paging.size:
        return rows, {}
    rows = rows[: paging.size]
    return rows, paging.next_token(list(rows[-1][-len(keys) :]))

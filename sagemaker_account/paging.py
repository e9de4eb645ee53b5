"""Pages of an operation's response, and their continuation tokens.

A token holds a position in the order of all items, not a page number or a session. It stays valid across
restarts, in other processes, with another page size, and while entities are added. A digest binds it to the
other parameters of its request.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, Integer, bindparam, tuple_

from sagemaker_account.errors import build_validation_error
from sagemaker_account.tables import AnyRow, AnySelect
from sagemaker_account.validation import has_unstorable_character

# Members of a request that select the page, not the items.
_PAGE_MEMBERS = frozenset({"NextToken", "MaxResults"})
_DIGEST_BYTES = 12
_MAX_INTEGER = 2**63 - 1
"""Largest integer that a column holds."""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Page that a request asks for.

    Attributes:
        size: Largest number of items on the page.
        after: Sort key of the last item of the previous page; None for the first page.
        digest: Hash of all parameters that decide the items of all pages.
    """

    size: int
    after: tuple[Any, ...] | None
    digest: bytes

    @classmethod
    def from_request(cls, operation: str, request: Mapping[str, Any], *, size: int) -> Self:
        """Read the page that a parsed request asks for.

        Args:
            operation: Name of the operation.
            request: Its parsed input.
            size: Page size where the request names none.

        Raises:
            ServiceError: `ValidationException`, for a token that was not made for this request.
        """
        parameters = {k: v for k, v in request.items() if k not in _PAGE_MEMBERS}
        digest = _hash(
            json.dumps([operation, parameters], sort_keys=True, default=datetime.isoformat).encode()
        )
        token = request.get("NextToken")
        after = _decode_token(token, digest) if token else None
        return cls(request.get("MaxResults", size), after, digest)

    def read_place(self, types: Sequence[type]) -> Any:
        """Return the sort key after which the page begins; None at first.

        Args:
            types: Types of the key's values, `int` or `str`.

        Raises:
            ServiceError: `ValidationException`, for a key that no item can have.
        """
        if self.after is None:
            return None
        if len(self.after) != len(types) or not all(map(_is_key_value, self.after, types)):
            raise _build_token_error()
        return self.after

    def build_next_token(self, last_key: Sequence[Any] | None) -> dict[str, str]:
        """Return the `NextToken` member that continues after a sort key.

        No member if `last_key` is None: there are no more items.
        """
        if last_key is None:
            return {}
        body = json.dumps(last_key, separators=(",", ":")).encode()
        return {"NextToken": urlsafe_b64encode(_hash(self.digest + body) + body).decode()}


def _decode_token(token: str, digest: bytes) -> tuple[Any, ...]:
    try:
        content = urlsafe_b64decode(token.encode("ascii"))
    except ValueError as exc:
        raise _build_token_error() from exc
    checksum, body = content[:_DIGEST_BYTES], content[_DIGEST_BYTES:]
    if checksum != _hash(digest + body):
        raise _build_token_error()
    # The checksum has no secret: whoever makes one up may have written anything.
    try:
        key = json.loads(body)
    except (ValueError, RecursionError) as exc:
        raise _build_token_error() from exc
    if not isinstance(key, list):
        raise _build_token_error()
    return tuple(key)


def _is_key_value(value: object, expected: type) -> bool:
    """Return whether a sort key of a type can hold a value."""
    if expected is str:
        # What a file does not tell sorts as NULL.
        return value is None or (isinstance(value, str) and not has_unstorable_character(value))
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _MAX_INTEGER


def _build_token_error() -> Exception:
    return build_validation_error(
        "The NextToken is not one that was given for a request with these parameters."
    )


def _hash(content: bytes) -> bytes:
    return blake2b(content, digest_size=_DIGEST_BYTES).digest()


def read_page(
    connection: Connection,
    statement: AnySelect,
    paging: PageRequest,
    *,
    keys: Sequence[ColumnElement[Any]],
    descending: bool,
) -> tuple[Sequence[AnyRow], dict[str, str]]:
    """Return one page of rows and the next page's `NextToken` member.

    Args:
        connection: Connection to read from.
        statement: Selects the rows of all pages, in no order.
        paging: The page to read.
        keys: Columns to order by, whose values JSON can hold; together unique among the rows.
        descending: Whether the largest comes first.
    """
    sort_columns = [key.label(f"place_{number}") for number, key in enumerate(keys)]
    page = statement.add_columns(*sort_columns).order_by(*(key.desc() if descending else key for key in keys))
    after = paging.read_place([int if isinstance(key.type, Integer) else str for key in keys])
    if after is not None:
        position = tuple_(*(bindparam(None, v, k.type) for k, v in zip(keys, after, strict=True)))
        page = page.where(tuple_(*keys) < position if descending else tuple_(*keys) > position)
    # One extra row shows whether there is a next page.
    rows = connection.execute(page.limit(paging.size + 1)).all()
    if len(rows) <= paging.size:
        return rows, {}
    rows = rows[: paging.size]
    return rows, paging.build_next_token(list(rows[-1][-len(keys) :]))

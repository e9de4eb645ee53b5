"""Check of responses against the service model.

botocore hands on whatever JSON holds: a number for a name, null in a list. And it refuses a whole response
for one moment that it cannot convert.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from math import inf
from typing import Any

from botocore.model import Shape
from botocore.utils import parse_timestamp

from lineage_explorer.graph.model import shorten_middle
from lineage_explorer.query.moments import as_utc
from lineage_explorer.sources.aws.errors import build_unreadable

LEFT_OUT = "LeftOut"
"""Member of a checked response with the paths of what was left out of it, if anything was."""

METADATA = "ResponseMetadata"
"""Member of each boto3 response with transport details."""

_MAX_MOMENT_LENGTH = 40
_MAX_EMPTY_BODY = 4
"""Bytes that a response without any member can have."""

_NUMBERS = frozenset({"integer", "long", "float", "double"})


def parse_moment(value: Any) -> datetime | str:
    """Parse a timestamp; return it as short text if it is none.

    Text stands for a moment that cannot be read, such as one beyond the year 9999.
    """
    try:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
        return as_utc(value if isinstance(value, datetime) else parse_timestamp(value))
    except (ValueError, OverflowError, OSError, TypeError, RuntimeError, AttributeError):
        text = str(value) if isinstance(value, (int, float, str)) else "no date"
        return shorten_middle(text, _MAX_MOMENT_LENGTH)


def check_response(client: Any, operation: str, response: Any) -> dict[str, Any]:
    """Return a response that follows the service model.

    Items of lists and maps that do not are left out, and listed under `LEFT_OUT`. A moment that cannot be
    read is text.

    Args:
        client: The boto3 client. A substitute without a service model is not checked.
        operation: The API operation.
        response: Its response, as boto3 or a cache returns it.

    Raises:
        UnexpectedResponse: The response, or a member that is not a list, does not follow the model.
    """
    service_model = getattr(client.meta, "service_model", None)
    if service_model is None:
        return dict(response)
    shape = _find_output_shape(service_model, operation)
    left_out: dict[str, None] = {}
    try:
        checked: dict[str, Any] = _check(response, shape, operation, left_out)
    except _Unfit as error:
        raise build_unreadable(operation, f"{error} does not match the service model") from error
    if not checked and not _is_empty(response):
        raise build_unreadable(operation, f"it holds no {next(iter(shape.members), 'member')}")
    if METADATA in response:
        checked[METADATA] = response[METADATA]
    if left_out or LEFT_OUT in response:
        checked[LEFT_OUT] = [*map(str, response.get(LEFT_OUT, ())), *left_out]
    return checked


@lru_cache(maxsize=64)
def _find_output_shape(service_model: Any, operation: str) -> Shape:
    return service_model.operation_model(operation).output_shape


def _is_empty(response: Mapping[str, Any]) -> bool:
    """Return whether a response was sent as an empty object.

    Otherwise its members have other names, or it is damaged.
    """
    headers = (response.get(METADATA) or {}).get("HTTPHeaders") or {}
    length = headers.get("content-length", "0")
    return not length.isdigit() or int(length) <= _MAX_EMPTY_BODY


class _Unfit(Exception):
    """Value that does not follow its shape; the message is its path."""


def _check(value: Any, shape: Shape, path: str, left_out: dict[str, None]) -> Any:
    """Return a value as its shape says.

    Raises:
        _Unfit: It does not follow the shape.
    """
    kind = shape.type_name
    if kind == "string":
        is_fit = isinstance(value, str)
    elif kind == "structure":
        return _check_structure(value, shape, path, left_out)
    elif kind == "timestamp":
        return shorten_middle(value, _MAX_MOMENT_LENGTH) if isinstance(value, str) else parse_moment(value)
    elif kind == "list":
        return _check_list(value, shape, path, left_out)
    elif kind == "map":
        return _check_map(value, shape, path, left_out)
    elif kind in _NUMBERS:
        is_fit = isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < inf
    else:
        is_fit = kind != "boolean" or isinstance(value, bool)
    if not is_fit:
        raise _Unfit(path)
    return value


def _check_structure(value: Any, shape: Any, path: str, left_out: dict[str, None]) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise _Unfit(path)
    members: Mapping[str, Shape] = shape.members
    checked = {}
    for name, member in value.items():
        member_shape = members.get(name)
        if member_shape is None:
            continue
        if member_shape.type_name == "string" and type(member) is str:
            checked[name] = member
        elif member is not None:
            checked[name] = _check(member, member_shape, f"{path}.{name}", left_out)
    return checked


def _check_list(value: Any, shape: Any, path: str, left_out: dict[str, None]) -> list[Any]:
    if not isinstance(value, Sequence) or isinstance(value, (str, bytes)):
        raise _Unfit(path)
    checked = []
    for item in value:
        try:
            checked.append(_check(item, shape.member, path, left_out))
        except _Unfit as error:
            left_out[str(error)] = None
    return checked


def _check_map(value: Any, shape: Any, path: str, left_out: dict[str, None]) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise _Unfit(path)
    checked = {}
    for key, item in value.items():
        try:
            checked[_check(key, shape.key, path, left_out)] = _check(item, shape.value, path, left_out)
        except _Unfit as error:
            left_out[str(error)] = None
    return checked

"""botocore's parsing of responses, without what JSON has done already.

botocore visits every value of a response, which takes longer than the account takes to produce it. It changes
nothing but timestamps, so a value without timestamps is returned as it is.
"""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from botocore.model import Shape
from botocore.parsers import JSONParser, ResponseParserFactory

from sagemaker_account.api_model import get_service_model


class FastResponseParserFactory(ResponseParserFactory):  # type: ignore[misc]  # botocore carries no hints
    """Factory of response parsers for clients of an account.

    All responses must follow the model, as an account's do.
    """

    def create_parser(self, protocol_name: str) -> "FastResponseParser":
        """Return a parser; the account uses only one protocol."""
        del protocol_name
        return FastResponseParser(timestamp_parser=_parse_timestamp)


class FastResponseParser(JSONParser):  # type: ignore[misc]  # botocore carries no hints
    """JSON response parser that skips values without timestamps."""

    def _parse_shape(self, shape: Shape, node: Any) -> Any:
        return node if _has_no_timestamp(shape.name) else super()._parse_shape(shape, node)


@cache
def _has_no_timestamp(name: str) -> bool:
    """Return whether a shape contains no timestamp at any depth.

    The recursion ends, because no shape of a response contains itself.
    """
    shape = get_service_model().shape_for(name)
    if shape.type_name == "structure":
        return all(_has_no_timestamp(member.name) for member in shape.members.values())
    if shape.type_name == "list":
        return _has_no_timestamp(shape.member.name)
    if shape.type_name == "map":
        return _has_no_timestamp(shape.value.name)
    return bool(shape.type_name != "timestamp")


def _parse_timestamp(seconds: float) -> datetime:
    """Convert a timestamp to a datetime in UTC.

    botocore's own conversion to the local time zone takes longer than all other parsing.
    """
    return datetime.fromtimestamp(seconds, UTC)

"""botocore's reading of answers, without what JSON has done already.

botocore walks through every value of an answer, which takes longer than the account takes to give it. It
changes nothing but timestamps: what holds none is left as it is.
"""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from botocore.model import Shape
from botocore.parsers import JSONParser, ResponseParserFactory

from account.model import service_model


class AnswerParserFactory(ResponseParserFactory):  # type: ignore[misc]  # botocore carries no hints
    """Makes the parsers of a client whose answers all keep to the model, as an account's do."""

    def create_parser(self, protocol_name: str) -> "AnswerParser":
        """Return a parser; the account speaks one protocol."""
        del protocol_name
        return AnswerParser(timestamp_parser=_moment)


class AnswerParser(JSONParser):  # type: ignore[misc]  # botocore carries no hints
    """botocore's parser, but for values in which JSON leaves nothing to be done."""

    def _parse_shape(self, shape: Shape, node: Any) -> Any:
        return node if _is_plain(shape.name) else super()._parse_shape(shape, node)


@cache
def _is_plain(name: str) -> bool:
    """Tell whether a shape of an answer holds no timestamp at any depth; no answer's shape holds itself."""
    shape = service_model().shape_for(name)
    if shape.type_name == "structure":
        return all(_is_plain(member.name) for member in shape.members.values())
    if shape.type_name == "list":
        return _is_plain(shape.member.name)
    if shape.type_name == "map":
        return _is_plain(shape.value.name)
    return bool(shape.type_name != "timestamp")


def _moment(seconds: float) -> datetime:
    """Read a timestamp in UTC; botocore's own way into the local zone takes longer than all else."""
    return datetime.fromtimestamp(seconds, UTC)

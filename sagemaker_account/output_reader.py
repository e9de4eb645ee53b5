"""Read outputs of the API as boto3 or the CLI gave them.

Unlike `validation`, this checks no limits: the service itself has made these outputs.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from botocore.model import Shape

from sagemaker_account.api_model import get_service_model
from sagemaker_account.errors import build_serialization_error
from sagemaker_account.timestamps import parse_timestamp
from sagemaker_account.validation import NUL

_REPLACEMENT = "\ufffd"
"""Character in place of NUL, which an account does not store."""


def read_output(operation: str, output: Mapping[str, Any]) -> dict[str, Any]:
    """Return an output with its timestamps as datetimes.

    Members that the model does not know are dropped.

    Args:
        operation: Name of the operation.
        output: Its output; timestamps are datetimes, seconds since 1970, or texts in ISO 8601.

    Raises:
        ServiceError: `SerializationException`: it is not of the operation's shape.
    """
    value: dict[str, Any] = _read_value(
        get_service_model().operation_model(operation).output_shape, output, ""
    )
    return value


def _read_value(shape: Shape, value: Any, where: str) -> Any:
    if shape.type_name == "structure":
        _check_type(value, Mapping, where)
        return {
            name: _read_value(member, value[name], f"{where}.{name}" if where else name)
            for name, member in shape.members.items()
            if value.get(name) is not None
        }
    if shape.type_name == "list":
        _check_type(value, list, where)
        return [_read_value(shape.member, item, f"{where}[{index}]") for index, item in enumerate(value)]
    if shape.type_name == "map":
        _check_type(value, Mapping, where)
        return {
            key.replace(NUL, _REPLACEMENT): _read_value(shape.value, item, f"{where}.{key}")
            for key, item in value.items()
        }
    if shape.type_name == "timestamp":
        return _read_timestamp(value, where)
    if shape.type_name == "string":
        _check_type(value, str, where)
        return value.replace(NUL, _REPLACEMENT)
    return value


def _check_type(value: Any, expected: type, where: str) -> None:
    if not isinstance(value, expected):
        noun = "a text" if expected is str else "a list" if expected is list else "an object"
        raise build_serialization_error(f"“{where or 'the response'}” is not {noun}.")


def _read_timestamp(value: Any, where: str) -> datetime:
    try:
        if isinstance(value, datetime | int | float | str) and not isinstance(value, bool):
            return parse_timestamp(value)
    except ValueError:
        pass
    raise build_serialization_error(f"“{where}” is not a time.")

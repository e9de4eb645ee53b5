"""Validation and parsing of operation inputs, from botocore's model.

Every shape becomes one function, built once. It returns the given value in Python's types and records
violations in the words SageMaker uses. There are two kinds of violations:

- a value that is not of the shape's type (`SerializationException`, raised at once);
- a value that breaks a limit, pattern or enum (`ValidationException`, which names all of them).

Members that the model does not know are dropped, as the service drops them. Stored outputs are checked and
parsed the same way.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, TypeAlias

import regex
from botocore.model import ListShape, MapShape, Shape, StructureShape

from sagemaker_account.api_model import get_service_model
from sagemaker_account.errors import build_serialization_error, build_validation_error
from sagemaker_account.timestamps import parse_timestamp

# (value, its location, list to which problems are added) → the value in Python's types
Parser: TypeAlias = Callable[[Any, str, list[str]], Any]
# value → the constraint that it breaks, or None
Rule: TypeAlias = Callable[[Any], str | None]

NUL = "\0"
"""Character that PostgreSQL does not store in texts; so no account does."""

# Values are quoted back to the caller; a longer one is cut.
_MAX_QUOTED_LENGTH = 1024


def parse_request(operation: str, request: Mapping[str, Any]) -> dict[str, Any]:
    """Validate an operation's input and convert it to Python's types.

    Timestamps become aware datetimes.

    Args:
        operation: A name the model knows.
        request: Members as boto3 takes them, or as JSON holds them (timestamps in epoch seconds). A
            datetime without a zone is in UTC.

    Raises:
        ServiceError: `SerializationException` or `ValidationException`.
    """
    return parse_shape(_find_input_shape(operation), request)


def parse_shape(shape: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """Validate a structure by a shape and convert it to Python's types.

    Timestamps become aware datetimes.

    Raises:
        ServiceError: As `parse_request`.
    """
    problems: list[str] = []
    try:
        conforming: dict[str, Any] = _get_shape_parser(shape)(value, "", problems)
    except RecursionError as exc:
        raise build_serialization_error("The request is nested too deeply.") from exc
    raise_problems(problems)
    return conforming


def raise_problems(problems: Sequence[str]) -> None:
    """Raise one `ValidationException` for all problems, if there are any."""
    if problems:
        noun = "error" if len(problems) == 1 else "errors"
        raise build_validation_error(f"{len(problems)} validation {noun} detected: {'; '.join(problems)}")


def format_violation(value: object, where: str, constraint: str) -> str:
    """Return the service's sentence for a value that breaks a constraint."""
    quoted = "null" if value is None else f"'{_format_value(value)}'"
    return f"Value {quoted} at '{where}' failed to satisfy constraint: {constraint}"


@cache
def _find_input_shape(operation: str) -> str:
    return str(get_service_model().operation_model(operation).input_shape.name)


@cache
def _get_shape_parser(shape: str) -> Parser:
    return _build_parser(get_service_model().shape_for(shape))


def _build_parser(shape: Shape) -> Parser:
    return _PARSERS[shape.type_name](shape)


def _build_structure_parser(shape: StructureShape) -> Parser:
    required = frozenset(shape.required_members)

    @cache
    def member_parsers() -> list[tuple[str, str, Parser, bool]]:
        # Built on first use: a search expression may contain search expressions.
        return [
            (name, name[0].lower() + name[1:], _build_parser(member), name in required)
            for name, member in shape.members.items()
        ]

    def parse_structure(value: Any, where: str, problems: list[str]) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise _build_type_error(where, "a structure")
        parsed = {}
        for name, member_path, parse_member, is_required in member_parsers():
            member_value = value.get(name)
            if member_value is None and not is_required:
                continue  # fast path: most optional members are absent
            member_location = f"{where}.{member_path}" if where else member_path
            if member_value is not None:
                parsed[name] = parse_member(member_value, member_location, problems)
            else:
                problems.append(format_violation(None, member_location, MISSING_MEMBER))
        return parsed

    return parse_structure


def _build_list_parser(shape: ListShape) -> Parser:
    parse_member, rules = _build_parser(shape.member), _build_rules(shape)

    def parse_list(value: Any, where: str, problems: list[str]) -> list[Any]:
        if not isinstance(value, Sequence) or isinstance(value, str | bytes):
            raise _build_type_error(where, "a list")
        _check_rules(rules, value, where, problems)
        return [parse_member(v, f"{where}.{n}.member", problems) for n, v in enumerate(value, start=1)]

    return parse_list


def _build_map_parser(shape: MapShape) -> Parser:
    parse_value, rules, key_rules = _build_parser(shape.value), _build_rules(shape), _build_rules(shape.key)

    def parse_map(value: Any, where: str, problems: list[str]) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise _build_type_error(where, "a map")
        _check_rules(rules, value, where, problems)
        for key in value:
            _check_text(key, where)
            broken_rules = [constraint for rule in key_rules if (constraint := rule(key))]
            if broken_rules:
                constraints = ", ".join(broken_rules)
                problems.append(
                    format_violation(value, where, f"Map keys must satisfy constraint: [{constraints}]")
                )
        return {k: parse_value(v, f"{where}.{k}.member", problems) for k, v in value.items()}

    return parse_map


def _build_scalar_factory(read: Callable[[Any, str], Any]) -> Callable[[Shape], Parser]:
    """Return the factory of parsers for a scalar that `read` converts."""

    def build_parser(shape: Shape) -> Parser:
        rules = _build_rules(shape)

        def parse_scalar(value: Any, where: str, problems: list[str]) -> Any:
            scalar = read(value, where)
            _check_rules(rules, scalar, where, problems)
            return scalar

        return parse_scalar

    return build_parser


def _check_text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise _build_type_error(where, "a string")
    if has_lone_surrogate(value):
        raise _build_type_error(where, "a string of Unicode characters")
    return value


def has_lone_surrogate(text: str) -> bool:
    """Return whether a text has half a surrogate pair.

    It is legal in JSON and in no database.
    """
    return not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text)


def has_unstorable_character(text: str) -> bool:
    """Return whether a text has a character that some database refuses."""
    return NUL in text or has_lone_surrogate(text)


def _check_integer(value: Any, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _build_type_error(where, "an integer")
    return value


def _check_number(value: Any, where: str) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not _is_finite(value):
        raise _build_type_error(where, "a number")
    return value


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer beyond every float
        return False


def _check_boolean(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise _build_type_error(where, "a boolean")
    return value


def _check_timestamp(value: Any, where: str) -> datetime:
    try:
        return parse_timestamp(value if isinstance(value, datetime) else _check_number(value, where))
    except ValueError as exc:
        raise _build_type_error(where, "a timestamp") from exc


_PARSERS: Mapping[str, Callable[[Any], Parser]] = {
    "structure": _build_structure_parser,
    "list": _build_list_parser,
    "map": _build_map_parser,
    "string": _build_scalar_factory(_check_text),
    "integer": _build_scalar_factory(_check_integer),
    "long": _build_scalar_factory(_check_integer),
    "double": _build_scalar_factory(_check_number),
    "float": _build_scalar_factory(_check_number),
    "boolean": _build_scalar_factory(_check_boolean),
    "timestamp": _build_scalar_factory(_check_timestamp),
}


def _build_rules(shape: Shape) -> list[Rule]:
    """Return the rules in a shape's metadata.

    Limits apply to the length of a string, list or map, and to the value of a number.
    """
    metadata = shape.metadata
    measured = shape.type_name in {"string", "list", "map"}
    rules: list[Rule] = []
    if shape.type_name == "string":
        rules.append(_reject_nul)
    if "min" in metadata:
        rules.append(_build_min_rule(metadata["min"], measured=measured))
    if "max" in metadata:
        rules.append(_build_max_rule(metadata["max"], measured=measured))
    if "pattern" in metadata:
        rules.append(_build_pattern_rule(metadata["pattern"]))
    if "enum" in metadata:
        rules.append(_build_enum_rule(metadata["enum"]))
    return rules


def _reject_nul(value: str) -> str | None:
    return "Member must not contain the character U+0000" if NUL in value else None


MISSING_MEMBER = "Member must not be null"


def _build_min_rule(bound: int, *, measured: bool) -> Rule:
    if measured:
        constraint = f"Member must have length greater than or equal to {bound}"
        return lambda value: constraint if len(value) < bound else None
    constraint = f"Member must have value greater than or equal to {bound}"
    return lambda value: constraint if value < bound else None


def _build_max_rule(bound: int, *, measured: bool) -> Rule:
    if measured:
        constraint = f"Member must have length less than or equal to {bound}"
        return lambda value: constraint if len(value) > bound else None
    constraint = f"Member must have value less than or equal to {bound}"
    return lambda value: constraint if value > bound else None


def _build_pattern_rule(pattern: str) -> Rule:
    # The service's patterns are Java's: they match whole values, and \w is ASCII's while \p is Unicode's.
    compiled = regex.compile(pattern, regex.UNICODE if r"\p" in pattern else regex.ASCII)
    constraint = f"Member must satisfy regular expression pattern: {pattern}"
    return lambda value: None if compiled.fullmatch(value) else constraint


def _build_enum_rule(values: Sequence[str]) -> Rule:
    allowed, constraint = frozenset(values), f"Member must satisfy enum value set: [{', '.join(values)}]"
    return lambda value: None if value in allowed else constraint


def _check_rules(rules: list[Rule], value: Any, where: str, problems: list[str]) -> None:
    for rule in rules:
        if rule(value):  # rare: only then are all violations collected
            problems += [
                format_violation(value, where, constraint) for rule in rules if (constraint := rule(value))
            ]
            return


def _build_type_error(where: str, expected: str) -> Exception:
    return build_serialization_error(
        f"The value at '{where}' is not {expected}." if where else f"The request is not {expected}."
    )


def _format_value(value: object) -> str:
    """Format a value as the service prints it in a message.

    That is `[a, b]` for a list, `{k=v}` for a map, and any other value as it is. Long texts are cut.
    """
    if isinstance(value, Mapping):
        text = f"{{{', '.join(f'{k}={_format_value(v)}' for k, v in value.items())}}}"
    elif isinstance(value, str):
        text = value
    elif isinstance(value, Sequence):
        text = f"[{', '.join(map(_format_value, value))}]"
    else:
        text = str(value)
    return text if len(text) <= _MAX_QUOTED_LENGTH else f"{text[:_MAX_QUOTED_LENGTH]}…"

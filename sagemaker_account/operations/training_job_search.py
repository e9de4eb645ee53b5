"""Search for training jobs by name, data and model.

A job is stored as its description. The database selects descriptions that contain the texts of an expression
anywhere; of those, the ones that meet it are returned. So a page may be short, as the API allows.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Text, and_, or_, select, type_coerce

from sagemaker_account.errors import build_validation_error
from sagemaker_account.operations.call import Call
from sagemaker_account.operations.entities import DEFAULT_PAGE_SIZE
from sagemaker_account.paging import PageRequest, read_page
from sagemaker_account.resource_kinds import TRAINING_JOB
from sagemaker_account.search_conditions import (
    MAX_CONDITIONS,
    build_empty_error,
    build_missing_value_error,
    build_nesting_error,
    build_operator_error,
    build_size_error,
    build_sort_error,
)
from sagemaker_account.tables import RESOURCES
from sagemaker_account.validation import parse_shape

_PROPERTIES = (
    "TrainingJobName",
    "TrainingJobArn",
    "TrainingJobStatus",
    "ModelArtifacts.S3ModelArtifacts",
    "InputDataConfig.ChannelName",
    "InputDataConfig.DataSource.S3DataSource.S3Uri",
)
_NESTED = "InputDataConfig"
_SORT_KEYS = {"CreationTime": RESOURCES.c.created, "LastModifiedTime": RESOURCES.c.modified}

_COMPARISONS: Mapping[str, Callable[[str, str], bool]] = {
    "Equals": lambda value, text: value.casefold() == text.casefold(),
    "Contains": lambda value, text: text.casefold() in value.casefold(),
}


def search_training_jobs(call: Call, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the training jobs matching an expression, by page."""
    expression = request.get("SearchExpression")
    sort_by = request.get("SortBy", "LastModifiedTime")
    if sort_by not in _SORT_KEYS:
        raise build_sort_error(sort_by)
    conditions = [RESOURCES.c.owner == call.owner.prefix, RESOURCES.c.kind == TRAINING_JOB.api_name]
    if expression is not None:
        if sum(1 for _ in _list_filters(expression)) > MAX_CONDITIONS:
            raise build_size_error()
        conditions.append(_build_condition(expression))
    rows, next_token = read_page(
        call.connection,
        select(RESOURCES).where(*conditions),
        PageRequest.from_request(call.operation, request, size=DEFAULT_PAGE_SIZE),
        keys=(type_coerce(_SORT_KEYS[sort_by], BigInteger), RESOURCES.c.id),
        descending=request.get("SortOrder") != "Ascending",
    )
    jobs = [row.description for row in rows if expression is None or _is_match(expression, row.description)]
    return {"Results": [{"TrainingJob": parse_shape("TrainingJob", job)} for job in jobs], **next_token}


def _build_condition(expression: Mapping[str, Any]) -> ColumnElement[bool]:
    """Return a condition that every match meets, and others may."""
    conditions = [
        *(_build_text_condition(search_filter) for search_filter in _list_own_filters(expression)),
        *(_build_condition(subexpression) for subexpression in expression.get("SubExpressions", ())),
    ]
    if not conditions:
        raise build_empty_error()
    return or_(*conditions) if expression.get("Operator") == "Or" else and_(*conditions)


def _build_text_condition(search_filter: Mapping[str, str]) -> ColumnElement[bool]:
    name, operator = search_filter["Name"], search_filter.get("Operator", "Equals")
    if name not in _PROPERTIES:
        raise build_validation_error(f"{name} cannot be searched for. What can: {', '.join(_PROPERTIES)}.")
    if operator not in _COMPARISONS:
        raise build_operator_error(name, operator)
    if "Value" not in search_filter:
        raise build_missing_value_error(name)
    fragment = json.dumps(search_filter["Value"])[1:-1]
    return type_coerce(RESOURCES.c.description, Text).icontains(fragment, autoescape=True)


def _list_own_filters(expression: Mapping[str, Any]) -> Iterator[Mapping[str, str]]:
    """Yield the filters of an expression, nested ones included."""
    yield from expression.get("Filters", ())
    for nested in expression.get("NestedFilters", ()):
        if nested["NestedPropertyName"] != _NESTED:
            raise build_nesting_error(nested["NestedPropertyName"])
        yield from nested["Filters"]


def _list_filters(expression: Mapping[str, Any]) -> Iterator[Mapping[str, str]]:
    yield from _list_own_filters(expression)
    for subexpression in expression.get("SubExpressions", ()):
        yield from _list_filters(subexpression)


def _is_match(expression: Mapping[str, Any], job: Mapping[str, Any]) -> bool:
    outcomes = (
        *(_fits_filter(search_filter, job) for search_filter in expression.get("Filters", ())),
        *(_has_matching_channel(nested["Filters"], job) for nested in expression.get("NestedFilters", ())),
        *(_is_match(subexpression, job) for subexpression in expression.get("SubExpressions", ())),
    )
    return any(outcomes) if expression.get("Operator") == "Or" else all(outcomes)


def _has_matching_channel(filters: Iterable[Mapping[str, str]], job: Mapping[str, Any]) -> bool:
    """Return whether one input of a job meets all filters."""
    filters = tuple(filters)
    return any(
        all(_fits_filter(search_filter, {_NESTED: [channel]}) for search_filter in filters)
        for channel in job.get(_NESTED, ())
    )


def _fits_filter(search_filter: Mapping[str, str], job: Mapping[str, Any]) -> bool:
    compare = _COMPARISONS[search_filter.get("Operator", "Equals")]
    values = _list_values(job, search_filter["Name"].split("."))
    return any(compare(value, search_filter["Value"]) for value in values)


def _list_values(value: Any, path: list[str]) -> Iterator[str]:
    """Yield the texts at a path, through every list on the way."""
    if isinstance(value, list):
        for item in value:
            yield from _list_values(item, path)
    elif not path:
        yield str(value)
    elif isinstance(value, Mapping) and path[0] in value:
        yield from _list_values(value[path[0]], path[1:])

"""SQL conditions for search expressions over trial components.

The API's documentation leaves some behavior open. This module decides: names and ARNs are compared regardless
of case, and `Contains` ignores case everywhere; a component that lacks a property equals no value; of several
trials or tags one must match a filter, and none may match a negated one; times without a zone are in UTC.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import BigInteger, ColumnElement, and_, func, not_, or_, select, type_coerce

from sagemaker_account.errors import ServiceError, build_validation_error
from sagemaker_account.tables import ENTITIES, RESOURCES, TAGS, TRIAL_COMPONENTS, TRIAL_MEMBERS
from sagemaker_account.timestamps import parse_timestamp

MAX_CONDITIONS = 50
"""Largest number of conditions in a search expression.

Counts filters, nested filters and expressions at any depth. The number is from the documentation.
"""

_TRIAL, _EXPERIMENT = RESOURCES.alias("trial"), RESOURCES.alias("experiment")
_NEGATIONS = {"NotEquals": "Equals", "NotExists": "Exists"}

# (value of the property, value of the filter) → condition that they match
Comparison: TypeAlias = Callable[[Any, Any], ColumnElement[bool]]


def normalize_text(text: str) -> str:
    """Normalize text to the case in which names and ARNs are compared."""
    return text.lower()


_TEXT_COMPARISONS: Mapping[str, Comparison] = {
    "Equals": lambda value, text: value == text,
    "Contains": lambda value, text: value.icontains(text, autoescape=True),
}
_TIMESTAMP_COMPARISONS: Mapping[str, Comparison] = {
    "Equals": lambda value, then: value == then,
    "GreaterThan": lambda value, then: value > then,
    "GreaterThanOrEqualTo": lambda value, then: value >= then,
    "LessThan": lambda value, then: value < then,
    "LessThanOrEqualTo": lambda value, then: value <= then,
}


@dataclass(frozen=True, slots=True)
class SearchProperty:
    """Property of a trial component that a filter can compare.

    Attributes:
        value: SQL expression of its value.
        parse: Parses a filter's text to a value of the same type; raises ValueError for invalid text.
        to_component_condition: Converts a condition on the value to one on the component.
    """

    value: ColumnElement[Any]
    parse: Callable[[str], Any] = str
    to_component_condition: Callable[[ColumnElement[bool]], ColumnElement[bool]] | None = None

    def build_condition(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """Return the condition that the component has a matching value.

        It is always true or false, never NULL.
        """
        return (
            self.to_component_condition(condition)
            if self.to_component_condition
            else and_(self.value.is_not(None), condition)
        )

    def build_comparison(self, operator: str, text: str | None, name: str) -> ColumnElement[bool]:
        """Return the condition that the value meets a non-negated filter.

        Raises:
            ServiceError: `ValidationException`.
        """
        if operator == "Exists":
            return self.value.is_not(None)
        if text is None:
            raise build_missing_value_error(name)
        tests = _TIMESTAMP_COMPARISONS if self.parse is parse_timestamp else _TEXT_COMPARISONS
        if operator == "In" and tests is _TEXT_COMPARISONS:
            return self.value.in_([self.parse(part.strip()) for part in text.split(",")])
        if operator not in tests:
            raise build_operator_error(name, operator)
        try:
            return tests[operator](self.value, self.parse(text))
        except ValueError as exc:
            raise build_validation_error(
                f"The value '{text}' of the filter on {name} is not an ISO 8601 date and time."
            ) from exc


def build_missing_value_error(name: str) -> ServiceError:
    """Return the error for a filter that needs a value."""
    return build_validation_error(f"The filter on {name} has no value.")


def build_operator_error(name: str, operator: str) -> ServiceError:
    """Return the error for an operator that a property does not have."""
    return build_validation_error(f"The operator {operator} cannot be used with {name}.")


def build_size_error() -> ServiceError:
    """Return the error for an expression that is too large."""
    return build_validation_error(f"A search expression may hold {MAX_CONDITIONS} conditions.")


def build_empty_error() -> ServiceError:
    """Return the error for an expression without a condition."""
    return build_validation_error("A search expression needs a filter, a nested filter or a subexpression.")


def build_nesting_error(name: str) -> ServiceError:
    """Return the error for a property that has no nested filters."""
    return build_validation_error(f"{name} cannot be searched with nested filters.")


def build_sort_error(name: str) -> ServiceError:
    """Return the error for a property that results cannot be sorted by."""
    return build_validation_error(f"Results cannot be sorted by {name}.")


def build_search_condition(expression: Mapping[str, Any]) -> ColumnElement[bool]:
    """Return the SQL condition of a search expression.

    Raises:
        ServiceError: `ValidationException`, for an expression that is empty, too large, or uses an unknown
            property or operator.
    """
    if _count_conditions(expression) > MAX_CONDITIONS:
        raise build_size_error()
    return _build_expression(expression)


def build_sort_key(name: str) -> ColumnElement[Any]:
    """Return the column by which to sort by a property.

    JSON can hold its values, and it is never NULL.

    Raises:
        ServiceError: `ValidationException`.
    """
    search_property = _PROPERTIES.get(name)
    if search_property is None or search_property.to_component_condition is not None:
        raise build_sort_error(name)
    if search_property.parse is parse_timestamp:
        return func.coalesce(type_coerce(search_property.value, BigInteger), 0)
    return func.coalesce(search_property.value, "")


def _count_conditions(expression: Mapping[str, Any]) -> int:
    nested = sum(len(nested_filter["Filters"]) for nested_filter in expression.get("NestedFilters", ()))
    subexpressions = sum(
        1 + _count_conditions(subexpression) for subexpression in expression.get("SubExpressions", ())
    )
    return len(expression.get("Filters", ())) + nested + subexpressions


def _build_expression(expression: Mapping[str, Any]) -> ColumnElement[bool]:
    conditions = [
        *(_build_filter(search_filter) for search_filter in expression.get("Filters", ())),
        *(_build_nested_filter(nested_filter) for nested_filter in expression.get("NestedFilters", ())),
        *(_build_expression(subexpression) for subexpression in expression.get("SubExpressions", ())),
    ]
    if not conditions:
        raise build_empty_error()
    return or_(*conditions) if expression.get("Operator") == "Or" else and_(*conditions)


def _build_filter(search_filter: Mapping[str, str]) -> ColumnElement[bool]:
    search_property = _find_property(search_filter["Name"])
    operator = search_filter.get("Operator", "Equals")
    test = search_property.build_comparison(
        _NEGATIONS.get(operator, operator), search_filter.get("Value"), search_filter["Name"]
    )
    return (
        not_(search_property.build_condition(test))
        if operator in _NEGATIONS
        else search_property.build_condition(test)
    )


def _build_nested_filter(nested_filter: Mapping[str, Any]) -> ColumnElement[bool]:
    """Return the condition that one trial meets all filters."""
    if nested_filter["NestedPropertyName"] != "Parents":
        raise build_nesting_error(nested_filter["NestedPropertyName"])
    conditions = []
    for search_filter in nested_filter["Filters"]:
        if not search_filter["Name"].startswith("Parents."):
            raise build_validation_error(f"{search_filter['Name']} is not a property of Parents.")
        operator = search_filter.get("Operator", "Equals")
        condition = _find_property(search_filter["Name"]).build_comparison(
            _NEGATIONS.get(operator, operator), search_filter.get("Value"), search_filter["Name"]
        )
        conditions.append(not_(condition) if operator in _NEGATIONS else condition)
    return _build_in_trial_condition(and_(*conditions))


def _build_in_trial_condition(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    trials = TRIAL_MEMBERS.join(_TRIAL, _TRIAL.c.id == TRIAL_MEMBERS.c.trial).join(
        _EXPERIMENT, _EXPERIMENT.c.id == _TRIAL.c.parent
    )
    of_component = TRIAL_MEMBERS.c.component == ENTITIES.c.id
    return (
        select(TRIAL_MEMBERS.c.trial)
        .select_from(trials)
        .where(of_component, condition)
        .correlate(ENTITIES)
        .exists()
    )


def _build_tag_property(key: str) -> SearchProperty:
    def has_tag(condition: ColumnElement[bool]) -> ColumnElement[bool]:
        of_component = and_(TAGS.c.arn == ENTITIES.c.arn, TAGS.c.Key == key)
        return select(TAGS.c.Key).where(of_component, condition).correlate(ENTITIES).exists()

    return SearchProperty(TAGS.c.Value, to_component_condition=has_tag)


def _find_property(name: str) -> SearchProperty:
    if name.startswith("Tags."):
        return _build_tag_property(name.removeprefix("Tags."))
    if name not in _PROPERTIES:
        raise _build_unknown_property_error(name)
    return _PROPERTIES[name]


def _build_unknown_property_error(name: str) -> ServiceError:
    names = ", ".join(_PROPERTIES)
    return build_validation_error(f"{name} cannot be searched for. What can: {names}, Tags.<key>.")


_PROPERTIES: Mapping[str, SearchProperty] = {
    "TrialComponentName": SearchProperty(func.lower(ENTITIES.c.name), normalize_text),
    "TrialComponentArn": SearchProperty(ENTITIES.c.arn, normalize_text),
    "DisplayName": SearchProperty(TRIAL_COMPONENTS.c.DisplayName),
    "Source.SourceArn": SearchProperty(ENTITIES.c.source, normalize_text),
    "Source.SourceType": SearchProperty(TRIAL_COMPONENTS.c.SourceType),
    "Status.PrimaryStatus": SearchProperty(TRIAL_COMPONENTS.c.Status["PrimaryStatus"].as_string()),
    "Parents.TrialName": SearchProperty(func.lower(_TRIAL.c.name), normalize_text, _build_in_trial_condition),
    "Parents.ExperimentName": SearchProperty(
        func.lower(_EXPERIMENT.c.name), normalize_text, _build_in_trial_condition
    ),
    "CreationTime": SearchProperty(ENTITIES.c.created, parse_timestamp),
    "LastModifiedTime": SearchProperty(ENTITIES.c.modified, parse_timestamp),
    "StartTime": SearchProperty(TRIAL_COMPONENTS.c.StartTime, parse_timestamp),
    "EndTime": SearchProperty(TRIAL_COMPONENTS.c.EndTime, parse_timestamp),
}

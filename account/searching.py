"""SQL conditions for search expressions over trial components.

The API's documentation leaves some behavior open. This module decides: names and ARNs are compared regardless
of case, and `Contains` ignores case everywhere; a component that lacks a property equals no value; of several
trials or tags one must match a filter, and none may match a negated one; times without a zone are in UTC.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

from sqlalchemy import BigInteger, ColumnElement, and_, func, not_, or_, select, type_coerce

from account.errors import ServiceError, invalid
from account.tables import ENTITIES, RESOURCES, TAGS, TRIAL_COMPONENTS, TRIAL_MEMBERS

MOST_CONDITIONS = 50
"""Largest number of conditions in a search expression.

Counts filters, nested filters and expressions at any depth. The number is from the documentation.
"""

_TRIAL, _EXPERIMENT = RESOURCES.alias("trial"), RESOURCES.alias("experiment")
_NEGATIONS = {"NotEquals": "Equals", "NotExists": "Exists"}

# (value of the property, value of the filter) → condition that they match
Test: TypeAlias = Callable[[Any, Any], ColumnElement[bool]]


def folded_text(text: str) -> str:
    """Normalize text to the case in which names and ARNs are compared."""
    return text.lower()


def moment(text: str) -> datetime:
    """Parse the ISO 8601 date and time of a filter.

    Raises:
        ValueError: The text is not in ISO 8601.
    """
    timestamp = datetime.fromisoformat(text)
    return timestamp if timestamp.tzinfo else timestamp.replace(tzinfo=UTC)


_TEXT_TESTS: Mapping[str, Test] = {
    "Equals": lambda value, text: value == text,
    "Contains": lambda value, text: value.icontains(text, autoescape=True),
}
_MOMENT_TESTS: Mapping[str, Test] = {
    "Equals": lambda value, then: value == then,
    "GreaterThan": lambda value, then: value > then,
    "GreaterThanOrEqualTo": lambda value, then: value >= then,
    "LessThan": lambda value, then: value < then,
    "LessThanOrEqualTo": lambda value, then: value <= then,
}


@dataclass(frozen=True, slots=True)
class Property:
    """Property of a trial component that a filter can compare.

    Attributes:
        value: SQL expression of its value.
        read: Parses a filter's text to a value of the same type; raises ValueError for invalid text.
        within: Converts a condition on the value to one on the component.
    """

    value: ColumnElement[Any]
    read: Callable[[str], Any] = str
    within: Callable[[ColumnElement[bool]], ColumnElement[bool]] | None = None

    def holds(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """Return the condition that the component has a matching value.

        It is always true or false, never NULL.
        """
        return self.within(condition) if self.within else and_(self.value.is_not(None), condition)

    def test(self, operator: str, text: str | None, name: str) -> ColumnElement[bool]:
        """Return the condition that the value meets a non-negated filter.

        Raises:
            ServiceError: `ValidationException`.
        """
        if operator == "Exists":
            return self.value.is_not(None)
        if text is None:
            raise invalid(f"The filter on {name} has no value.")
        tests = _MOMENT_TESTS if self.read is moment else _TEXT_TESTS
        if operator == "In" and tests is _TEXT_TESTS:
            return self.value.in_([self.read(part.strip()) for part in text.split(",")])
        if operator not in tests:
            raise invalid(f"The operator {operator} cannot be used with {name}.")
        try:
            return tests[operator](self.value, self.read(text))
        except ValueError as exc:
            raise invalid(
                f"The value '{text}' of the filter on {name} is no ISO 8601 date and time."
            ) from exc


def meets(expression: Mapping[str, Any]) -> ColumnElement[bool]:
    """Return the SQL condition of a search expression.

    Raises:
        ServiceError: `ValidationException`, for an expression that is empty, too large, or uses an unknown
            property or operator.
    """
    if _size(expression) > MOST_CONDITIONS:
        raise invalid(f"A search expression may hold {MOST_CONDITIONS} conditions.")
    return _expression(expression)


def sort_key(name: str) -> ColumnElement[Any]:
    """Return the column by which to sort by a property.

    JSON can hold its values, and it is never NULL.

    Raises:
        ServiceError: `ValidationException`.
    """
    search_property = _PROPERTIES.get(name)
    if search_property is None or search_property.within is not None:
        raise invalid(f"Results cannot be sorted by {name}.")
    if search_property.read is moment:
        return func.coalesce(type_coerce(search_property.value, BigInteger), 0)
    return func.coalesce(search_property.value, "")


def _size(expression: Mapping[str, Any]) -> int:
    nested = sum(len(nested_filter["Filters"]) for nested_filter in expression.get("NestedFilters", ()))
    subexpressions = sum(1 + _size(subexpression) for subexpression in expression.get("SubExpressions", ()))
    return len(expression.get("Filters", ())) + nested + subexpressions


def _expression(expression: Mapping[str, Any]) -> ColumnElement[bool]:
    conditions = [
        *(_filter(search_filter) for search_filter in expression.get("Filters", ())),
        *(_nested(nested_filter) for nested_filter in expression.get("NestedFilters", ())),
        *(_expression(subexpression) for subexpression in expression.get("SubExpressions", ())),
    ]
    if not conditions:
        raise invalid("A search expression needs a filter, a nested filter or a subexpression.")
    return or_(*conditions) if expression.get("Operator") == "Or" else and_(*conditions)


def _filter(search_filter: Mapping[str, str]) -> ColumnElement[bool]:
    search_property = _property(search_filter["Name"])
    operator = search_filter.get("Operator", "Equals")
    test = search_property.test(
        _NEGATIONS.get(operator, operator), search_filter.get("Value"), search_filter["Name"]
    )
    return not_(search_property.holds(test)) if operator in _NEGATIONS else search_property.holds(test)


def _nested(nested_filter: Mapping[str, Any]) -> ColumnElement[bool]:
    """Return the condition that one trial meets all filters."""
    if nested_filter["NestedPropertyName"] != "Parents":
        raise invalid(f"{nested_filter['NestedPropertyName']} cannot be searched with nested filters.")
    conditions = []
    for search_filter in nested_filter["Filters"]:
        if not search_filter["Name"].startswith("Parents."):
            raise invalid(f"{search_filter['Name']} is no property of Parents.")
        operator = search_filter.get("Operator", "Equals")
        condition = _property(search_filter["Name"]).test(
            _NEGATIONS.get(operator, operator), search_filter.get("Value"), search_filter["Name"]
        )
        conditions.append(not_(condition) if operator in _NEGATIONS else condition)
    return _in_trial(and_(*conditions))


def _in_trial(condition: ColumnElement[bool]) -> ColumnElement[bool]:
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


def _tag(key: str) -> Property:
    def has_tag(condition: ColumnElement[bool]) -> ColumnElement[bool]:
        of_component = and_(TAGS.c.arn == ENTITIES.c.arn, TAGS.c.Key == key)
        return select(TAGS.c.Key).where(of_component, condition).correlate(ENTITIES).exists()

    return Property(TAGS.c.Value, within=has_tag)


def _property(name: str) -> Property:
    if name.startswith("Tags."):
        return _tag(name.removeprefix("Tags."))
    if name not in _PROPERTIES:
        raise _unknown(name)
    return _PROPERTIES[name]


def _unknown(name: str) -> ServiceError:
    names = ", ".join(_PROPERTIES)
    return invalid(f"{name} cannot be searched for. What can: {names}, Tags.<key>.")


_PROPERTIES: Mapping[str, Property] = {
    "TrialComponentName": Property(func.lower(ENTITIES.c.name), folded_text),
    "TrialComponentArn": Property(ENTITIES.c.arn, folded_text),
    "DisplayName": Property(TRIAL_COMPONENTS.c.DisplayName),
    "Source.SourceArn": Property(ENTITIES.c.source, folded_text),
    "Source.SourceType": Property(TRIAL_COMPONENTS.c.SourceType),
    "Status.PrimaryStatus": Property(TRIAL_COMPONENTS.c.Status["PrimaryStatus"].as_string()),
    "Parents.TrialName": Property(func.lower(_TRIAL.c.name), folded_text, _in_trial),
    "Parents.ExperimentName": Property(func.lower(_EXPERIMENT.c.name), folded_text, _in_trial),
    "CreationTime": Property(ENTITIES.c.created, moment),
    "LastModifiedTime": Property(ENTITIES.c.modified, moment),
    "StartTime": Property(TRIAL_COMPONENTS.c.StartTime, moment),
    "EndTime": Property(TRIAL_COMPONENTS.c.EndTime, moment),
}

"""Search expressions over trial components, as conditions on their rows.

What is decided here where the API's documentation leaves it open: names and ARNs are compared regardless of
case, and `Contains` looks at no case anywhere; what lacks a property is not equal to any value; of several
trials or tags one must meet a filter, and none may meet a negated one; moments without a zone are in UTC.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

from sqlalchemy import BigInteger, ColumnElement, and_, func, not_, or_, select, type_coerce

from account.errors import ServiceError, invalid
from account.tables import ENTITIES, RESOURCES, TAGS, TRIAL_COMPONENTS, TRIAL_MEMBERS

MOST_CONDITIONS = 50
"""Filters, nested filters and expressions that one expression may hold at any depth, by the documentation."""

_TRIAL, _EXPERIMENT = RESOURCES.alias("trial"), RESOURCES.alias("experiment")
_NEGATIONS = {"NotEquals": "Equals", "NotExists": "Exists"}

# (the property's value, the filter's) → whether they match
Test: TypeAlias = Callable[[Any, Any], ColumnElement[bool]]


def folded_text(text: str) -> str:
    """Return text as names and ARNs are compared."""
    return text.lower()


def moment(text: str) -> datetime:
    """Return the moment that a filter names in ISO 8601.

    Raises:
        ValueError: It is none.
    """
    told = datetime.fromisoformat(text)
    return told if told.tzinfo else told.replace(tzinfo=UTC)


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
    """What a filter can ask of a trial component.

    Attributes:
        value: Its value.
        read: Makes a value like it of a filter's text; raises ValueError for what is none.
        within: Turns a condition on the value into one on the component.
    """

    value: ColumnElement[Any]
    read: Callable[[str], Any] = str
    within: Callable[[ColumnElement[bool]], ColumnElement[bool]] | None = None

    def holds(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """Return whether the component has a value that meets a condition: never neither true nor false."""
        return self.within(condition) if self.within else and_(self.value.is_not(None), condition)

    def test(self, operator: str, text: str | None, name: str) -> ColumnElement[bool]:
        """Return whether the value meets a filter that is not negated.

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
    """Return the condition that a search expression states.

    Raises:
        ServiceError: `ValidationException`, for one that says nothing, too much, or what cannot be asked.
    """
    if _size(expression) > MOST_CONDITIONS:
        raise invalid(f"A search expression may hold {MOST_CONDITIONS} conditions.")
    return _expression(expression)


def sort_key(name: str) -> ColumnElement[Any]:
    """Return the property of a name as a column to order by, which JSON can hold and is never NULL.

    Raises:
        ServiceError: `ValidationException`.
    """
    found = _PROPERTIES.get(name)
    if found is None or found.within is not None:
        raise invalid(f"Results cannot be sorted by {name}.")
    if found.read is moment:
        return func.coalesce(type_coerce(found.value, BigInteger), 0)
    return func.coalesce(found.value, "")


def _size(expression: Mapping[str, Any]) -> int:
    nested = sum(len(n["Filters"]) for n in expression.get("NestedFilters", ()))
    below = sum(1 + _size(e) for e in expression.get("SubExpressions", ()))
    return len(expression.get("Filters", ())) + nested + below


def _expression(expression: Mapping[str, Any]) -> ColumnElement[bool]:
    conditions = [
        *(_filter(f) for f in expression.get("Filters", ())),
        *(_nested(n) for n in expression.get("NestedFilters", ())),
        *(_expression(e) for e in expression.get("SubExpressions", ())),
    ]
    if not conditions:
        raise invalid("A search expression needs a filter, a nested filter or a subexpression.")
    return or_(*conditions) if expression.get("Operator") == "Or" else and_(*conditions)


def _filter(stated: Mapping[str, str]) -> ColumnElement[bool]:
    asked = _property(stated["Name"])
    operator = stated.get("Operator", "Equals")
    test = asked.test(_NEGATIONS.get(operator, operator), stated.get("Value"), stated["Name"])
    return not_(asked.holds(test)) if operator in _NEGATIONS else asked.holds(test)


def _nested(stated: Mapping[str, Any]) -> ColumnElement[bool]:
    """Return whether one trial of the component meets all filters."""
    if stated["NestedPropertyName"] != "Parents":
        raise invalid(f"{stated['NestedPropertyName']} cannot be searched with nested filters.")
    tests = []
    for each in stated["Filters"]:
        if not each["Name"].startswith("Parents."):
            raise invalid(f"{each['Name']} is no property of Parents.")
        operator = each.get("Operator", "Equals")
        test = _property(each["Name"]).test(
            _NEGATIONS.get(operator, operator), each.get("Value"), each["Name"]
        )
        tests.append(not_(test) if operator in _NEGATIONS else test)
    return _in_trial(and_(*tests))


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
    def tagged(condition: ColumnElement[bool]) -> ColumnElement[bool]:
        of_component = and_(TAGS.c.arn == ENTITIES.c.arn, TAGS.c.Key == key)
        return select(TAGS.c.Key).where(of_component, condition).correlate(ENTITIES).exists()

    return Property(TAGS.c.Value, within=tagged)


def _property(name: str) -> Property:
    if name.startswith("Tags."):
        return _tag(name.removeprefix("Tags."))
    if name not in _PROPERTIES:
        raise _unknown(name)
    return _PROPERTIES[name]


def _unknown(name: str) -> ServiceError:
    known = ", ".join(_PROPERTIES)
    return invalid(f"{name} cannot be searched for. What can: {known}, Tags.<key>.")


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

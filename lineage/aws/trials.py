"""Find the trials of trial components.

One `Search` covers a hundred components; otherwise each takes a list of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from lineage.answer import Request
from lineage.aws.api import LARGEST_PAGE, Api
from lineage.model import Arn
from lineage.resources import Trial

_FILTERS = 20
"""Maximum number of filters per search; the API's limit."""

_VALUE = 1024
"""Maximum length of a filter's value, in characters; the API's limit."""


def searches(components: Sequence[Arn]) -> tuple[Request, ...]:
    """Return the requests that find trial components by ARN.

    Each request holds as many components as one search accepts.
    """
    filters = [
        {"Name": "TrialComponentArn", "Operator": "In", "Value": value} for value in _values(components)
    ]
    return tuple(
        Request(
            "Search",
            {
                "Resource": "ExperimentTrialComponent",
                "SearchExpression": {"Filters": filters[first : first + _FILTERS], "Operator": "Or"},
                "MaxResults": LARGEST_PAGE,
            },
        )
        for first in range(0, len(filters), _FILTERS)
    )


def searched(api: Api, request: Request) -> dict[str, tuple[Trial, ...]]:
    """Return the trials of a search's trial components, by component ARN.

    Raises:
        SourceError: The search failed.
    """
    members = {name: value for name, value in request.parameters.items() if name != "MaxResults"}
    listing = api.listed("Search", "Results", limit=_FILTERS * LARGEST_PAGE, **members)
    components = (result.get("TrialComponent") or {} for result in listing.items)
    return {
        component["TrialComponentArn"]: _parents(component)
        for component in components
        if component.get("TrialComponentArn")
    }


def list_request(component: str) -> Request:
    """Return the request for the trials of one trial component.

    Args:
        component: The trial component's ARN; the API takes its name.
    """
    return Request(
        "ListTrials", {"TrialComponentName": component.rpartition("/")[2], "MaxResults": LARGEST_PAGE}
    )


def listed(api: Api, component: str) -> tuple[Trial, ...]:
    """Return the trials of one trial component.

    Raises:
        SourceError: The request failed.
    """
    name = list_request(component).parameters["TrialComponentName"]
    listing = api.listed("ListTrials", "TrialSummaries", limit=LARGEST_PAGE, TrialComponentName=name)
    return tuple(Trial(summary["TrialName"]) for summary in listing.items if summary.get("TrialName"))


def _values(components: Iterable[Arn]) -> Iterator[str]:
    """Yield filter values of as many comma-separated ARNs as fit."""
    value = ""
    for arn in components:
        longer = f"{value},{arn}" if value else arn
        if len(longer) > _VALUE:
            yield value
            longer = arn
        value = longer
    if value:
        yield value


def _parents(component: Mapping[str, Any]) -> tuple[Trial, ...]:
    parents = component.get("Parents") or ()
    return tuple(
        Trial(parent["TrialName"], parent.get("ExperimentName") or "")
        for parent in parents
        if parent.get("TrialName")
    )

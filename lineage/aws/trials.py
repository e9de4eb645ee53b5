"""Which trials hold trial components: one `Search` for a hundred of them, or one list each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from lineage.answer import Request
from lineage.aws.api import LARGEST_PAGE, Api
from lineage.model import Arn
from lineage.resources import Trial

_FILTERS = 20
"""Filters that one search takes, the API's limit."""

_VALUE = 1024
"""Characters of one filter's value, the API's limit."""


def searches(components: Sequence[Arn]) -> tuple[Request, ...]:
    """Return the requests that find trial components by ARN, as many in each as one search takes."""
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
    """Return the trials of the trial components that a search finds, by the components' ARNs.

    Raises:
        SourceError: It could not be searched.
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
    """Return the request for the trials of one trial component, by its ARN; the API takes its name."""
    return Request(
        "ListTrials", {"TrialComponentName": component.rpartition("/")[2], "MaxResults": LARGEST_PAGE}
    )


def listed(api: Api, component: str) -> tuple[Trial, ...]:
    """Return the trials of one trial component.

    Raises:
        SourceError: They could not be listed.
    """
    name = list_request(component).parameters["TrialComponentName"]
    listing = api.listed("ListTrials", "TrialSummaries", limit=LARGEST_PAGE, TrialComponentName=name)
    return tuple(Trial(summary["TrialName"]) for summary in listing.items if summary.get("TrialName"))


def _values(components: Iterable[Arn]) -> Iterator[str]:
    """Join ARNs with commas, as many as fit into a filter."""
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

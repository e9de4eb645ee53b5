"""Find the trials of trial components.

One `Search` covers a hundred components; otherwise each takes a list of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from lineage_explorer.graph.model import Arn
from lineage_explorer.query.api_request import Request
from lineage_explorer.sources.aws.api_client import MAX_LIST_PAGE_SIZE, SageMakerApi
from lineage_explorer.sources.linked_resources import Trial

_MAX_FILTERS = 20
"""Maximum number of filters per search; the API's limit."""

_MAX_VALUE_LENGTH = 1024
"""Maximum length of a filter's value, in characters; the API's limit."""


def build_search_requests(components: Sequence[Arn]) -> tuple[Request, ...]:
    """Return the requests that find trial components by ARN.

    Each request holds as many components as one search accepts.
    """
    filters = [
        {"Name": "TrialComponentArn", "Operator": "In", "Value": value} for value in _join_arns(components)
    ]
    return tuple(
        Request(
            "Search",
            {
                "Resource": "ExperimentTrialComponent",
                "SearchExpression": {"Filters": filters[first : first + _MAX_FILTERS], "Operator": "Or"},
                "MaxResults": MAX_LIST_PAGE_SIZE,
            },
        )
        for first in range(0, len(filters), _MAX_FILTERS)
    )


def search_trials(api: SageMakerApi, request: Request) -> dict[str, tuple[Trial, ...]]:
    """Return the trials of a search's trial components, by component ARN.

    Raises:
        SourceError: The search failed.
    """
    members = {name: value for name, value in request.parameters.items() if name != "MaxResults"}
    listing = api.list_items("Search", "Results", limit=_MAX_FILTERS * MAX_LIST_PAGE_SIZE, **members)
    components = (result.get("TrialComponent") or {} for result in listing.items)
    return {
        component["TrialComponentArn"]: _parse_trials(component)
        for component in components
        if component.get("TrialComponentArn")
    }


def build_list_request(component: str) -> Request:
    """Return the request for the trials of one trial component.

    Args:
        component: The trial component's ARN; the API takes its name.
    """
    return Request(
        "ListTrials", {"TrialComponentName": component.rpartition("/")[2], "MaxResults": MAX_LIST_PAGE_SIZE}
    )


def list_trials(api: SageMakerApi, component: str) -> tuple[Trial, ...]:
    """Return the trials of one trial component.

    Raises:
        SourceError: The request failed.
    """
    name = build_list_request(component).parameters["TrialComponentName"]
    listing = api.list_items(
        "ListTrials", "TrialSummaries", limit=MAX_LIST_PAGE_SIZE, TrialComponentName=name
    )
    return tuple(Trial(summary["TrialName"]) for summary in listing.items if summary.get("TrialName"))


def _join_arns(components: Iterable[Arn]) -> Iterator[str]:
    """Yield filter values of as many comma-separated ARNs as fit."""
    value = ""
    for arn in components:
        longer = f"{value},{arn}" if value else arn
        if len(longer) > _MAX_VALUE_LENGTH:
            yield value
            longer = arn
        value = longer
    if value:
        yield value


def _parse_trials(component: Mapping[str, Any]) -> tuple[Trial, ...]:
    parents = component.get("Parents") or ()
    return tuple(
        Trial(parent["TrialName"], parent.get("ExperimentName") or "")
        for parent in parents
        if parent.get("TrialName")
    )

"""The sentence that says which version an endpoint serves, or served.

It never says more than is on record.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lineage_explorer.graph.date_text import format_day
from lineage_explorer.graph.serving import Deployment, Evidence, ServingRecord
from lineage_explorer.graph.serving_history import Period, ServingMoment
from lineage_explorer.questions.answer import join_phrases

NO_MODEL = "a model that is not on record"

TitleList = Callable[[Deployment], Sequence[str]]
"""What a deployment deployed, as readers call it."""


def describe_serving(
    title: str,
    record: ServingRecord | None,
    moment: ServingMoment,
    get_titles: TitleList,
    *,
    period: Period | None,
) -> str:
    """Return which version an endpoint serves or served, and what says so.

    Args:
        title: What the endpoint is called.
        record: What is on record about it; None if no deployment is.
        moment: What it served.
        get_titles: Returns what a deployment deployed.
        period: The moment or day that is asked about; None for now.
    """
    then = _format_period(period) if period else ""
    served = _describe_versions(moment, get_titles)
    if moment.status == "deleted":
        last = _describe_last(moment, served, then)
        return f"{title} is deleted; {last}. When it was deleted is not on record."
    if moment.status == "not_recorded":
        until = f" by {format_day(period.end)}" if period else ""
        return f"No deployment to {title}{until} is on record."
    if period and moment.deployment:
        verb = "was switching to" if moment.status == "switching" else "served"
        return f"{then}, {title} {verb} {served}, according to lineage."
    if moment.deployment:
        return _describe_present(title, moment, moment.deployment, served)
    if moment.status == "other" and record:
        return f"{title} runs {record.configuration}, which belongs to no deployment on record."
    return f"Which version {title} {'served' if period else 'serves'} is not known."


def _format_period(period: Period) -> str:
    day = format_day(period.begin)
    return f"On {day}" if period.is_day else f"At {period.begin:%H:%M} UTC on {day}"


def _describe_last(moment: ServingMoment, served: str, then: str) -> str:
    if moment.deployment is None:
        return "what it served is not on record"
    return f"{then[0].lower()}{then[1:]} it had last served {served}" if then else f"it last served {served}"


def _describe_present(title: str, moment: ServingMoment, deployment: Deployment, served: str) -> str:
    since = f", since {format_day(deployment.began)}" if deployment.began else ""
    evidence = (
        "confirmed by its configuration"
        if moment.evidence is Evidence.CONFIRMED
        else "according to lineage; its configuration could not be read"
    )
    return f"{title} serves {served}{since}, {evidence}."


def _describe_versions(moment: ServingMoment, get_titles: TitleList) -> str:
    """Return what served in the course of the period, the oldest first."""
    names = [join_phrases(get_titles(each)) or NO_MODEL for each in reversed(moment.deployments)]
    return ", then ".join(dict.fromkeys(names))

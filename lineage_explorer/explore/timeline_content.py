"""Load what a timeline shows beside the graph: metrics of its versions."""

from __future__ import annotations

from dataclasses import dataclass

from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.view import View
from lineage_explorer.explore.view_request import ReadMode, ViewRequest
from lineage_explorer.views.timeline import Timeline, TimelineFacts, build_timeline
from lineage_explorer.views.version_metrics import MetricTable, build_metric_tables, list_metric_jobs

MAX_METRIC_JOBS = 100
"""Jobs that are described for their metrics, at one call each."""

_SECONDS = 0.4
"""Time limit in seconds for metrics; the page asks again for the rest."""


@dataclass(frozen=True, slots=True)
class TimelineContent:
    """Timeline of a view.

    Attributes:
        timeline: What was made when.
        metrics: Metrics of the versions, by model.
        unread: Why jobs that may hold metrics could not be read.
        left_out: Number of jobs whose metrics were not read because there are too many.
        is_pending: Whether metrics are still being read.
    """

    timeline: Timeline
    metrics: tuple[MetricTable, ...] = ()
    unread: tuple[str, ...] = ()
    left_out: int = 0
    is_pending: bool = False


def build_view_timeline(view: View) -> Timeline:
    """Build the timeline of what a view shows, hidden kinds left out."""
    query, status, graph = view.address.query, view.status, view.visible.filtered.graph
    return build_timeline(
        TimelineFacts(
            graph,
            view.loaded.entities,
            graph.read_status.finished_at,
            status.records,
            status.badges,
            status.fully_read,
            matches_only=bool(query and query.filters),
        )
    )


def load_timeline(services: ExplorerServices, request: ViewRequest, view: View) -> TimelineContent:
    """Load the timeline of what a view shows, and metrics."""
    graph, entities = view.visible.filtered.graph, view.loaded.entities
    timeline = build_view_timeline(view)
    all_jobs = list_metric_jobs(graph, entities)
    jobs = all_jobs[:MAX_METRIC_JOBS]
    seconds = _SECONDS if request.naming_seconds is None else request.naming_seconds
    whole = services.catalog.describe_within(jobs, seconds=seconds, full=True) if jobs else {}
    failures = services.catalog.find_undescribable(jobs)
    is_pending = any(arn not in whole and arn not in failures for arn in jobs)
    return TimelineContent(
        timeline,
        build_metric_tables(graph, {**entities, **whole}),
        tuple(dict.fromkeys(failures.values())),
        len(all_jobs) - len(jobs),
        is_pending and request.read_mode is not ReadMode.STOP,
    )

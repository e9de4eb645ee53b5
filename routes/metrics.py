"""Metrics for operators, in the text format of Prometheus.

They tell of requests, API calls and caches, and name no entity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from dash import Dash
from flask import Response

from lineage_explorer.explore.opened_explorer import GetExplorer
from lineage_explorer.sources.cache.cache_table import METRICS, CacheUsage
from lineage_explorer.sources.call_counts import CallTotals

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

ROUTE = "/metrics"
CONTENT_TYPE = "text/plain; version=0.0.4"
"""Content type of the text format of Prometheus."""


class Collector(Protocol):
    """Collector as prometheus-client has it."""

    def collect(self) -> Iterable[Metric]:
        """Yield metrics."""
        ...


@dataclass(frozen=True, slots=True)
class CacheCollector:
    """Metrics of the caches; they name no entity."""

    read_usage: Callable[[], Iterable[CacheUsage]]

    def collect(self) -> Iterator[Metric]:
        """Yield a metric for each column of the cache table."""
        from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily

        usages = tuple(self.read_usage())
        for metric in METRICS:
            family = CounterMetricFamily if metric.is_counter else GaugeMetricFamily
            values = family(f"lineage_cache_{metric.name}", metric.help, labels=["cache"])
            for usage in usages:
                value = metric.read(usage)
                if value is not None:
                    values.add_metric([usage.name], value)
            yield values


@dataclass(frozen=True, slots=True)
class CallCollector:
    """Metrics of the API calls; they name operations and outcomes alone."""

    read_totals: Callable[[], CallTotals]

    def collect(self) -> Iterator[Metric]:
        """Yield calls, refused attempts and readings under way."""
        from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily

        totals = self.read_totals()
        calls = CounterMetricFamily("lineage_api_calls", "API calls.", labels=["operation", "outcome"])
        for labels, number in sorted(totals.calls.items()):
            calls.add_metric(labels, number)
        yield calls
        throttles = CounterMetricFamily(
            "lineage_api_throttles", "Attempts refused as too frequent, and sent again.", labels=["operation"]
        )
        for operation, number in sorted(totals.throttles.items()):
            throttles.add_metric([operation], number)
        yield throttles
        yield GaugeMetricFamily("lineage_readings_under_way", "Queries being read.", totals.readings)


def format_metrics(collectors: Iterable[Collector]) -> str:
    """Return what collectors yield as text."""
    from prometheus_client import CollectorRegistry
    from prometheus_client.exposition import generate_latest

    registry = CollectorRegistry(auto_describe=False)
    for collector in collectors:
        registry.register(collector)
    return generate_latest(registry).decode()


def register(app: Dash, get_explorer: GetExplorer, collectors: Sequence[Collector]) -> None:
    """Register the route of the metrics.

    Args:
        app: The Dash app.
        get_explorer: Returns the explorer, whose caches and calls are reported.
        collectors: What else is reported.
    """

    @app.server.get(ROUTE)  # type: ignore[untyped-decorator]  # Dash does not type its server
    def report_metrics() -> Response:
        explorer = get_explorer()
        reported: list[Collector] = [*collectors, CacheCollector(explorer.caches.read_usage)]
        if explorer.read_totals:
            reported.append(CallCollector(explorer.read_totals))
        text = format_metrics(reported)
        return Response(text, content_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"})

"""Metrics for operators, in the text format of Prometheus.

They tell of requests, API calls and caches. They name no entity, and accounts as the settings do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

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


JoinWorkers: TypeAlias = Callable[[Callable[[], str]], Callable[[], str]]
"""Returns, for a function that tells the metrics of this process, one for all workers."""


@dataclass(frozen=True, slots=True)
class ProcessMetrics:
    """Metrics of this process, and those of other workers.

    Attributes:
        collectors: Collectors of the server itself.
        join_workers: Joins them with those of other workers; None for a single process.
    """

    collectors: tuple[Collector, ...] = ()
    join_workers: JoinWorkers | None = None


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
    """Metrics of the API calls, by account."""

    read_totals: Callable[[], Mapping[str, CallTotals]]

    def collect(self) -> Iterator[Metric]:
        """Yield calls, refused attempts and readings under way."""
        from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily

        calls = CounterMetricFamily(
            "lineage_api_calls", "API calls.", labels=["account", "operation", "outcome"]
        )
        throttles = CounterMetricFamily(
            "lineage_api_throttles",
            "Attempts refused as too frequent, and sent again.",
            labels=["account", "operation"],
        )
        readings = GaugeMetricFamily("lineage_readings_under_way", "Queries being read.", labels=["account"])
        for account, totals in sorted(self.read_totals().items()):
            for labels, number in sorted(totals.calls.items()):
                calls.add_metric([account, *labels], number)
            for operation, number in sorted(totals.throttles.items()):
                throttles.add_metric([account, operation], number)
            readings.add_metric([account], totals.readings)
        yield from (calls, throttles, readings)


def format_metrics(collectors: Iterable[Collector]) -> str:
    """Return what collectors yield as text."""
    from prometheus_client import CollectorRegistry
    from prometheus_client.exposition import generate_latest

    registry = CollectorRegistry(auto_describe=False)
    for collector in collectors:
        registry.register(collector)
    return generate_latest(registry).decode()


def register(app: Dash, get_explorer: GetExplorer, process: ProcessMetrics) -> None:
    """Register the route of the metrics.

    Args:
        app: The Dash app.
        get_explorer: Returns the explorer, whose caches and calls are reported.
        process: What else is reported.
    """

    def read_own() -> str:
        explorer = get_explorer()
        reported: list[Collector] = [*process.collectors, CacheCollector(explorer.caches.read_usage)]
        if explorer.read_totals:
            reported.append(CallCollector(explorer.read_totals))
        return format_metrics(reported)

    read = process.join_workers(read_own) if process.join_workers else read_own

    @app.server.get(ROUTE)  # type: ignore[untyped-decorator]  # Dash does not type its server
    def report_metrics() -> Response:
        return Response(read(), content_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"})

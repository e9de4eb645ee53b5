"""Metrics for operators, in the text format of Prometheus.

They tell of requests, API calls and caches, and name no entity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from dash import Dash
from flask import Response

from lineage_explorer.sources.cache.cache_table import METRICS, CacheRegistry, CacheUsage
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
class ObservedServer:
    """What is counted beside the caches.

    Attributes:
        read_totals: Returns the numbers of API calls; None if there are none.
        collectors: Collectors of the server itself.
        check_account: Raises an error if the account cannot be read; None if that is not known.
    """

    read_totals: Callable[[], CallTotals] | None = None
    collectors: tuple[Collector, ...] = ()
    check_account: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class CacheCollector:
    """Metrics of the caches; they name no entity."""

    read_usage: Callable[[], Iterable[CacheUsage]]

    def collect(self) -> Iterator[Metric]:
        """Yield a metric for each column of the cache table."""
        from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily  # noqa: PLC0415

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
        from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily  # noqa: PLC0415

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
    from prometheus_client import CollectorRegistry  # noqa: PLC0415 - most servers are never asked
    from prometheus_client.exposition import generate_latest  # noqa: PLC0415

    registry = CollectorRegistry(auto_describe=False)
    for collector in collectors:
        registry.register(collector)
    return generate_latest(registry).decode()


def register(app: Dash, caches: CacheRegistry, observed: ObservedServer) -> None:
    """Register the route of the metrics.

    Args:
        app: The Dash app.
        caches: The caches to report.
        observed: What else is reported.
    """
    collectors: list[Collector] = [*observed.collectors, CacheCollector(caches.read_usage)]
    if observed.read_totals:
        collectors.append(CallCollector(observed.read_totals))

    @app.server.get(ROUTE)  # type: ignore[untyped-decorator]  # Dash does not type its server
    def report_metrics() -> Response:
        text = format_metrics(collectors)
        return Response(text, content_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"})

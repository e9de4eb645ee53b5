"""Counts of the requests that a server has answered, for operators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 120.0)
"""Upper bounds of the histogram of times, in seconds."""


@dataclass(frozen=True, slots=True)
class RequestLabels:
    """Kind of a request; there are few, whatever is asked."""

    route: str
    method: str
    status: int


@dataclass(frozen=True, slots=True)
class Durations:
    """Times that requests of one route have taken.

    Attributes:
        buckets: Numbers of requests by upper bound, not added up; the last is without bound.
        seconds: Their sum.
    """

    buckets: tuple[int, ...] = (0,) * (len(BUCKETS) + 1)
    seconds: float = 0.0

    def add(self, seconds: float) -> Durations:
        """Return the times with one more."""
        at = next((index for index, bound in enumerate(BUCKETS) if seconds <= bound), len(BUCKETS))
        counts = tuple(count + (index == at) for index, count in enumerate(self.buckets))
        return Durations(counts, self.seconds + seconds)


class RequestCounts:
    """Counts of requests; thread-safe."""

    def __init__(self) -> None:
        self._requests: dict[RequestLabels, int] = {}
        self._durations: dict[str, Durations] = {}
        self._refusals: dict[str, int] = {}
        self._under_way = 0
        self._lock = Lock()

    def start_request(self) -> None:
        """Count a request that is under way."""
        with self._lock:
            self._under_way += 1

    def finish_request(self, labels: RequestLabels, *, seconds: float, refusal: str = "") -> None:
        """Count an answered request.

        Args:
            labels: Its kind.
            seconds: Time that it took.
            refusal: Why the guard refused it, in a word; empty if it did not.
        """
        with self._lock:
            self._under_way -= 1
            self._requests[labels] = self._requests.get(labels, 0) + 1
            self._durations[labels.route] = self._durations.get(labels.route, Durations()).add(seconds)
            if refusal:
                self._refusals[refusal] = self._refusals.get(refusal, 0) + 1

    def _copy(
        self,
    ) -> tuple[Mapping[RequestLabels, int], Mapping[str, Durations], Mapping[str, int], int]:
        with self._lock:
            return dict(self._requests), dict(self._durations), dict(self._refusals), self._under_way

    def collect(self) -> Iterator[Metric]:
        """Yield the metrics, as a collector of prometheus-client does."""
        from prometheus_client.metrics_core import (  # noqa: PLC0415 - most servers are never asked
            CounterMetricFamily,
            GaugeMetricFamily,
            HistogramMetricFamily,
        )

        requests, durations, refusals, under_way = self._copy()
        count = CounterMetricFamily(
            "lineage_http_requests", "Requests answered.", labels=["route", "method", "status"]
        )
        for labels, number in sorted(requests.items(), key=lambda item: str(item[0])):
            count.add_metric([labels.route, labels.method, str(labels.status)], number)
        yield count
        times = HistogramMetricFamily(
            "lineage_http_request_seconds", "Time until a request was answered.", labels=["route"]
        )
        for route, spent in sorted(durations.items()):
            sums = [sum(spent.buckets[: index + 1]) for index in range(len(spent.buckets))]
            bounds = [*map(str, BUCKETS), "+Inf"]
            times.add_metric([route], list(zip(bounds, sums, strict=True)), spent.seconds)
        yield times
        refused = CounterMetricFamily(
            "lineage_http_refusals", "Requests refused by the guard.", labels=["reason"]
        )
        for reason, number in sorted(refusals.items()):
            refused.add_metric([reason], number)
        yield refused
        yield GaugeMetricFamily("lineage_http_requests_under_way", "Requests being answered.", under_way)

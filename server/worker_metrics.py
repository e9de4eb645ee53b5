"""Metrics of all workers of a server, whichever of them is asked.

Each worker writes what it has counted into a folder that all share, when that has changed. The one that is
asked adds up its own numbers and those of the files. Counts of ended workers stay, so that sums never
go back.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

WRITE_SECONDS = 1.0
"""How old the numbers of the other workers are at most, in seconds."""

_MAX_ENDED = 200
"""Files of ended workers that are kept; a worker that dies again and again must not fill the folder."""

_SUFFIX = ".prom"
_SHARED_GAUGES = ("_ttl_seconds",)
"""Endings of gauges that are settings: the same for all workers."""

_log = logging.getLogger(__name__)


class WorkerMetrics:
    """Metrics of this worker and of the others.

    Args:
        folder: Folder of all workers of one server.
        read_own: Returns the metrics of this worker, in the text format of Prometheus.
    """

    def __init__(self, folder: Path, read_own: Callable[[], str]) -> None:
        self._folder = folder
        self._read_own = read_own
        self._file = folder / f"{os.getpid()}-{uuid4().hex}{_SUFFIX}"
        self._written = ""
        self._ended = Event()

    def start(self) -> None:
        """Begin to write, in a thread of its own."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        Thread(target=self._keep_writing, name="metrics", daemon=True).start()

    def stop(self) -> None:
        """Write the last numbers."""
        self._ended.set()
        self._write()

    def read(self) -> str:
        """Return the metrics of all workers."""
        files = sorted(self._folder.glob(f"*{_SUFFIX}"), key=_read_moment)
        others = [file for file in files if file != self._file]
        ended = [file for file in others if not _is_running(file)]
        for file in ended[:-_MAX_ENDED]:
            file.unlink(missing_ok=True)
        texts = [(_read_text(file), file not in ended) for file in others]
        return merge_metrics([(self._read_own(), True), *texts])

    def _keep_writing(self) -> None:
        while not self._ended.wait(WRITE_SECONDS):
            self._write()

    def _write(self) -> None:
        """Write the numbers if they have changed.

        A full disk costs numbers alone.
        """
        text = self._read_own()
        if text == self._written:
            return
        try:
            whole = self._file.with_suffix(".part")
            whole.write_text(text, encoding="utf-8")
            whole.replace(self._file)
            self._written = text
        except OSError as error:
            _log.warning("Metrics for the other workers could not be written: %s", error)
            self._ended.set()


def _read_moment(file: Path) -> float:
    """Return when a file was written; 0 if it has been removed."""
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


def _read_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:  # removed by another worker
        return ""


def _is_running(file: Path) -> bool:
    """Return whether the worker that writes a file has not ended."""
    try:
        os.kill(int(file.name.partition("-")[0]), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return False
    return True


@dataclass(slots=True)
class _Sum:
    """One metric of several workers."""

    type: str
    help: str
    values: dict[tuple[str, tuple[tuple[str, str], ...]], float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class _Collector:
    """Collector of metrics that were added up."""

    sums: Mapping[str, _Sum]

    def collect(self) -> Iterator[Metric]:
        from prometheus_client.metrics_core import Metric  # noqa: PLC0415 - most servers are never asked

        for name, added in self.sums.items():
            metric = Metric(name, added.help, added.type)
            for (sample, labels), value in added.values.items():
                metric.add_sample(sample, dict(labels), value)
            yield metric


def merge_metrics(texts: Iterable[tuple[str, bool]]) -> str:
    """Return metrics of several workers as one text.

    Args:
        texts: Metrics of each in the text format of Prometheus, and whether it is running. What one that has
            ended was doing does not count any more; what it has done does.
    """
    from prometheus_client import CollectorRegistry  # noqa: PLC0415 - most servers are never asked
    from prometheus_client.exposition import generate_latest  # noqa: PLC0415
    from prometheus_client.parser import text_string_to_metric_families  # noqa: PLC0415

    sums: dict[str, _Sum] = {}
    for text, is_running in texts:
        for family in text_string_to_metric_families(text):
            added = sums.setdefault(family.name, _Sum(family.type, family.documentation))
            for sample in family.samples if is_running or family.type != "gauge" else ():
                key = sample.name, tuple(sample.labels.items())
                former = added.values.get(key, 0.0)
                is_setting = sample.name.endswith(_SHARED_GAUGES)
                added.values[key] = max(former, sample.value) if is_setting else former + sample.value
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collector(sums))
    return generate_latest(registry).decode()

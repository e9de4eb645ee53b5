"""Time whole results of lineage queries through boto3."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from bench.synthetic_account import design_project
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from sagemaker_account.transport import connect

COLD, UNCACHED, CACHED = "cold", "uncached", "cached"
"""State before a query: nothing in memory, the file open, the result cached."""

MAX_DEPTH = 10
"""Greatest depth of a query, in associations: the API's limit."""
_PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Duration:
    """Elapsed time and processor time, in milliseconds."""

    elapsed: float
    processor: float


@dataclass(frozen=True, slots=True)
class QueryTiming:
    """Timing of one result, read to its last page.

    Attributes:
        entities: Entities of the account.
        size: Vertices of the result.
        state: `COLD`, `UNCACHED` or `CACHED`.
        pages: Pages of the result.
        edges: Associations of the result.
        duration: Time of reading it.
    """

    entities: int
    size: int
    state: str
    pages: int
    edges: int
    duration: Duration


def time_work(work: Callable[[], Any]) -> Duration:
    """Time one call of a function."""
    begin, processor_begin = perf_counter(), process_time()
    work()
    processor, end = process_time() - processor_begin, perf_counter()
    return Duration(1000 * (end - begin), 1000 * processor)


def time_queries(files: Mapping[int, Path], sizes: Sequence[int], rounds: int) -> list[QueryTiming]:
    """Time queries of each account in turn.

    Args:
        files: Account files, by the number of their entities.
        sizes: Numbers of vertices of the results.
        rounds: Number of measured rounds, after one to warm up.
    """
    with ExitStack() as stack:
        accounts = [
            stack.enter_context(closing(_ReopenableAccount(file, entities)))
            for entities, file in files.items()
        ]
        timings_by_round = [
            [timing for size in sizes for account in accounts for timing in account.time_query(size)]
            for _ in range(rounds + 1)
        ]
    return [timing for timings in timings_by_round[1:] for timing in timings]


def _collect(items: Iterable[Any], into: list[Any]) -> None:
    into.extend(items)


class _ReopenableAccount:
    """Account that can be reopened behind one client."""

    def __init__(self, file: Path, entities: int) -> None:
        self._file = file
        self._entities = entities
        self._open()
        self._client = connect(self)

    @property
    def region(self) -> str:
        return self._account.region

    def call(self, operation: str, request: Mapping[str, Any]) -> dict[str, Any]:
        return self._account.call(operation, request)

    def close(self) -> None:
        self._store.close()

    def time_query(self, size: int) -> Iterator[QueryTiming]:
        """Time a query in each of the three states."""
        start = design_project(f"asked-{size}", size).format_arn(self._account.owner)
        for state, prepare in ((COLD, self._reopen), (UNCACHED, self._clear_results), (CACHED, lambda: None)):
            prepare()
            pages: list[dict[str, Any]] = []
            duration = time_work(partial(_collect, self._read_pages(start), pages))
            vertices, edges = (sum(len(page[member]) for page in pages) for member in ("Vertices", "Edges"))
            assert vertices == size
            yield QueryTiming(self._entities, size, state, len(pages), edges, duration)

    def _read_pages(self, start: str) -> Iterator[dict[str, Any]]:
        request = {
            "StartArns": [start],
            "Direction": "Descendants",
            "IncludeEdges": True,
            "MaxDepth": MAX_DEPTH,
            "MaxResults": _PAGE_SIZE,
        }
        while True:
            page = self._client.query_lineage(**request)
            yield page
            if "NextToken" not in page:
                return
            request["NextToken"] = page["NextToken"]

    def _reopen(self) -> None:
        """Reopen the file after dropping it from the system's page cache."""
        self._store.close()
        with self._file.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        self._open()

    def _open(self) -> None:
        self._store = Store.open(str(self._file))
        self._clear_results()

    def _clear_results(self) -> None:
        self._account = Account(self._store)

"""Whole answers to lineage queries, page after page through boto3, from accounts of several sizes in turn."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from bench.estate import project
from bench.walks import DEEPEST
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from sagemaker_account.transport import connect

COLD, AGAIN, KEPT = "cold", "walked", "kept"
"""How much is there already: nothing, the open file, the answer."""

_PAGE = 50


@dataclass(frozen=True, slots=True)
class Taken:
    """What something took, in milliseconds: until it was done, and of processor time."""

    elapsed: float
    processor: float


@dataclass(frozen=True, slots=True)
class Asked:
    """One answer that was read to its last page.

    Attributes:
        entities: Entities of the account.
        size: Vertices of the answer.
        state: What was there already: `COLD`, `AGAIN` or `KEPT`.
        pages: Its pages.
        edges: Its associations.
        taken: What it took.
    """

    entities: int
    size: int
    state: str
    pages: int
    edges: int
    taken: Taken


def timed(work: Callable[[], Any]) -> Taken:
    """Do something once."""
    began, worked = perf_counter(), process_time()
    work()
    worked, ended = process_time() - worked, perf_counter()
    return Taken(1000 * (ended - began), 1000 * worked)


def ask(files: Mapping[int, Path], sizes: Sequence[int], rounds: int) -> list[Asked]:
    """Ask each account for the answers of some sizes, `rounds` times in turn, after once to warm up."""
    with ExitStack() as stack:
        desks = [stack.enter_context(closing(_Desk(file, entities))) for entities, file in files.items()]
        rounds_asked = [
            [asked for size in sizes for desk in desks for asked in desk.asked(size)]
            for _ in range(rounds + 1)
        ]
    return [asked for one_round in rounds_asked[1:] for asked in one_round]


def _read(source: Iterable[Any], into: list[Any]) -> None:
    into.extend(source)


class _Desk:
    """An account behind a client that stays when the account is opened anew."""

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

    def asked(self, size: int) -> Iterator[Asked]:
        """Ask three times, each time with more of the answer there already."""
        start = project(f"asked-{size}", size).arn(self._account.owner)
        for state, prepare in ((COLD, self._reopen), (AGAIN, self._forget), (KEPT, lambda: None)):
            prepare()
            pages: list[dict[str, Any]] = []
            taken = timed(partial(_read, self._pages(start), pages))
            vertices, edges = (sum(len(page[member]) for page in pages) for member in ("Vertices", "Edges"))
            assert vertices == size
            yield Asked(self._entities, size, state, len(pages), edges, taken)

    def _pages(self, start: str) -> Iterator[dict[str, Any]]:
        request = {
            "StartArns": [start],
            "Direction": "Descendants",
            "IncludeEdges": True,
            "MaxDepth": DEEPEST,
            "MaxResults": _PAGE,
        }
        while True:
            page = self._client.query_lineage(**request)
            yield page
            if "NextToken" not in page:
                return
            request["NextToken"] = page["NextToken"]

    def _reopen(self) -> None:
        """Open the account as after a start of the machine: nothing of the file is in memory."""
        self._store.close()
        with self._file.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        self._open()

    def _open(self) -> None:
        self._store = Store.open(str(self._file))
        self._forget()

    def _forget(self) -> None:
        self._account = Account(self._store)

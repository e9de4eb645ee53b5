"""Account files of a stated size, filled in a process of its own so that its memory is nobody else's."""

from __future__ import annotations

import resource
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time
from typing import ParamSpec, TypeVar

from sqlalchemy import func, select

from bench.bulk_load import load_lineage
from bench.estate import Estate
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from sagemaker_account.tables import ASSOCIATIONS

ASKED = (100, 1_000, 8_000)
"""Entities that come of the roots that are asked about, in an account of any size."""

_P = ParamSpec("_P")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Filled:
    """An account file that was filled.

    Attributes:
        entities: How many it holds.
        associations: How many there are between them.
        seconds: How long filling it took.
        processor: Seconds of processor time of that.
        making: Seconds of processor time of making what is loaded, once more and alone: so many of
            `processor` are this bench's, and the others the load's.
        file: Its size in MB.
        peak: The most memory that the process held, in MB.
    """

    entities: int
    associations: int
    seconds: float
    processor: float
    making: float
    file: float
    peak: float


def apart(work: Callable[_P, _Result], *args: _P.args, **kwargs: _P.kwargs) -> _Result:
    """Call a function in a new process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(work, *args, **kwargs).result()


def peak() -> float:
    """Return the most memory that this process has held, in MB, as Linux counts it."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def fill(file: Path, entities: int) -> Filled:
    """Make an account file with so many entities."""
    began, worked = perf_counter(), process_time()
    with closing(Store.open(str(file), create=True)) as store:
        account = Account(store)
        estate = Estate.of(account.owner, entities, asked=[size for size in ASKED if size < entities])
        load_lineage(account, estate.entities(), estate.associations())
        with store.begin_read() as connection:
            associations = connection.execute(select(func.count()).select_from(ASSOCIATIONS)).scalar_one()
    seconds, processor = perf_counter() - began, process_time() - worked
    return Filled(
        entities, associations, seconds, processor, _making(estate), file.stat().st_size / 1e6, peak()
    )


def _making(estate: Estate) -> float:
    began = process_time()
    for _ in chain(estate.entities(), estate.associations()):
        pass
    return process_time() - began

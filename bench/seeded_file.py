"""Seed account files of a given size and measure the seeding."""

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
from bench.synthetic_account import SyntheticAccount
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from sagemaker_account.tables import ASSOCIATIONS

QUERY_SIZES = (100, 1_000, 8_000)
"""Numbers of entities that descend from the queried roots, in an account of any size."""

_P = ParamSpec("_P")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class SeededFile:
    """Seeded account file.

    Attributes:
        entities: Number of entities.
        associations: Number of associations.
        seconds: Time of seeding, in seconds.
        processor_seconds: Processor time of seeding.
        generation_seconds: Processor time of generating what is loaded, measured again alone. It is contained
            in `processor_seconds`; the difference is the time of the load.
        file_mb: Size of the file.
        peak_mb: Greatest memory of the process.
    """

    entities: int
    associations: int
    seconds: float
    processor_seconds: float
    generation_seconds: float
    file_mb: float
    peak_mb: float


def run_in_subprocess(work: Callable[_P, _Result], *args: _P.args, **kwargs: _P.kwargs) -> _Result:
    """Call a function in a new process, whose memory is its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(work, *args, **kwargs).result()


def read_peak_memory() -> float:
    """Return the greatest memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def seed_file(file: Path, entities: int) -> SeededFile:
    """Create an account file with a given number of entities."""
    begin, processor_begin = perf_counter(), process_time()
    with closing(Store.open(str(file), create=True)) as store:
        account = Account(store)
        design = SyntheticAccount.design(
            account.owner, entities, queried_sizes=[size for size in QUERY_SIZES if size < entities]
        )
        load_lineage(account, design.iterate_entities(), design.iterate_associations())
        with store.begin_read() as connection:
            associations = connection.execute(select(func.count()).select_from(ASSOCIATIONS)).scalar_one()
    seconds, processor = perf_counter() - begin, process_time() - processor_begin
    return SeededFile(
        entities,
        associations,
        seconds,
        processor,
        _time_generation(design),
        file.stat().st_size / 1e6,
        read_peak_memory(),
    )


def _time_generation(design: SyntheticAccount) -> float:
    begin = process_time()
    for _ in chain(design.iterate_entities(), design.iterate_associations()):
        pass
    return process_time() - begin

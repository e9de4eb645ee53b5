"""Measure files of every format, up to 10,000 entities."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from time import perf_counter

import urllib3
from playwright.sync_api import Browser

from bench.projects import open_account, write_project
from bench.report import Section, Spread, Table
from bench.server import run_server
from lineage_explorer.export.formats import FORMATS
from sagemaker_account.store import Store

SIZES = (100, 1_000, 10_000)
"""Numbers of entities of the lineage that is exported."""

_WAIT_SECONDS = 300

_TEXT = """\
Files are fetched from `/api/v1/export` over HTTP. The lineage and its names were read before, so the figures
are the time to make and send a file, from request to last byte: medians and ranges of {rounds} rounds,
in milliseconds. *JSON of the API* is the same lineage by `/api/v1/lineage`, in the same run: what it costs to
send the rows alone. A picture shows what is alike as one card, as the page does. *kB* is the file's size."""


def measure(_browser: Browser, *, rounds: int) -> Section:
    """Export a project of each of `SIZES` in every format."""
    with tempfile.TemporaryDirectory(prefix="lineage-bench-") as folder:
        file = Path(folder) / "account.sqlite"
        with closing(Store.open(str(file), create=True)) as store:
            account = open_account(store)
            starts = {size: write_project(account, f"product-{size}", size).merge_job for size in SIZES}
        with run_server(file) as server:
            tables = [_measure_size(server.address, size, start, rounds) for size, start in starts.items()]
    return Section("Exports", _TEXT.format(rounds=rounds), tables)


def _measure_size(address: str, size: int, start: str, rounds: int) -> Table:
    fields = {"start": start, "direction": "Both"}
    paths: Mapping[str, tuple[str, dict[str, str]]] = {
        "*JSON of the API*": ("/api/v1/lineage", {**fields, "limit": "10000"}),
        **{
            f"`{each.slug}`": ("/api/v1/export", {**fields, "format": each.slug})
            for each in FORMATS
            if each.slug != "csv-metadata"
        },
    }
    with urllib3.PoolManager(timeout=_WAIT_SECONDS) as http:
        rows = [
            [name, *_measure_file(http, f"{address}{path}", query, rounds)]
            for name, (path, query) in paths.items()
        ]
    return Table(f"{size:,} entities", ("format", "ms", "kB"), rows)


def _measure_file(
    http: urllib3.PoolManager, url: str, fields: Mapping[str, str], rounds: int
) -> Sequence[str]:
    """Return the time and the size of a file, after once to warm up."""
    milliseconds, size = [], 0
    for _ in range(rounds + 1):
        began = perf_counter()
        response = http.request("GET", url, fields=fields)
        milliseconds.append((perf_counter() - began) * 1000)
        if response.status != 200:
            return [f"refused: {response.json()['error']['title']}", "0"]
        size = len(response.data)
    return [str(Spread.from_values(milliseconds[1:])), f"{size / 1000:,.0f}"]

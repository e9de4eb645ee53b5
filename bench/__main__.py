"""Run benchmark scenarios, print their reports and save them in `bench/results/`."""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from bench import (
    account,
    checks,
    exports,
    latency,
    layout,
    load_test,
    peers,
    questions,
    readability,
    refocus,
    start,
)
from bench.browser import launch_chromium
from bench.report import Section, Spread

ROUNDS = 10

_SCENARIOS: dict[str, Callable[..., Section]] = {
    "refocus": refocus.measure,
    "questions": questions.measure,
    "layout": layout.measure,
    "peers": peers.measure,
    "readability": readability.measure,
    "load_test": load_test.measure,
    "exports": exports.measure,
    "checks": checks.measure,
    "start": start.measure,
    "account": account.measure,
    "latency": latency.measure,
}
_RESULTS = Path(__file__).with_name("results")

_HEAD = """\
# Benchmark

Measured on {when:%Y-%m-%d} by `make bench`, on a shared machine: ranges are wide, and the medians of two runs
differ. {machine}."""


def main(argv: Sequence[str] | None = None) -> None:
    """Run the scenarios named on the command line; by default all."""
    options = _build_parser().parse_args(argv)
    with launch_chromium() as browser:
        facts = describe_machine(browser.version)
        sections = {name: _SCENARIOS[name](browser, rounds=options.rounds) for name in options.scenarios}
    machine = ", ".join(f"{name} {value}" for name, value in facts.items())
    head = _HEAD.format(when=datetime.now(UTC), machine=machine)
    for name, section in sections.items():
        report = f"{head}\n\n{section.to_markdown()}\n"
        print(report)
        _RESULTS.mkdir(exist_ok=True)
        (_RESULTS / f"{name}.md").write_text(report, encoding="utf-8")


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("scenarios", nargs="*", default=list(_SCENARIOS), help=f"of: {', '.join(_SCENARIOS)}")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="measured rounds (%(default)s)")
    return parser


_PACKAGES = ("dash", "dash-cytoscape", "waitress", "sqlalchemy", "boto3")
_ADDITIONS = 1_000_000
_ADDITION_ROUNDS = 15


def describe_machine(chromium: str) -> dict[str, str]:
    """Return the properties of this machine that affect the figures.

    Args:
        chromium: Version of the browser.
    """
    return {
        "processor": f"{os.cpu_count()} cores ({platform.machine()})",
        "a million additions": f"in {_time_additions()} ms",
        "load": f"{os.getloadavg()[0]:.1f} in the minute before",
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "Chromium": chromium,
        **{package: version(package) for package in _PACKAGES},
    }


def _time_additions() -> Spread:
    """Time a loop of additions.

    The least time shows the speed of the processor, the range its load.
    """
    times = []
    for _ in range(_ADDITION_ROUNDS):
        begin = perf_counter()
        total = 0
        for number in range(_ADDITIONS):
            total += number
        times.append(1000 * (perf_counter() - begin))
    return Spread.from_values(times)


if __name__ == "__main__":
    main()

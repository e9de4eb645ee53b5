"""Run benchmark scenarios and keep their results in `bench/results/`."""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter
from types import ModuleType

from bench import cold_link, first_picture, large_account, many_people, readability, start
from bench.browser import launch_chromium
from bench.report import Effort, Result

ROUNDS = 5
QUICK_ROUNDS = 1

SCENARIOS: dict[str, ModuleType] = {
    "first_picture": first_picture,
    "cold_link": cold_link,
    "start": start,
    "large_account": large_account,
    "many_people": many_people,
    "readability": readability,
}
_RESULTS = Path(__file__).with_name("results")


def main(argv: Sequence[str] | None = None) -> None:
    """Run the scenarios named on the command line; by default those of speed."""
    options = build_parser().parse_args(argv)
    rounds = options.rounds or (QUICK_ROUNDS if options.quick else ROUNDS)
    effort = Effort(rounds, options.quick)
    for name in options.scenarios:
        began = perf_counter()
        with launch_chromium() as browser:
            facts = describe_machine(browser.version)
            result = SCENARIOS[name].measure(browser, effort)
        facts |= {"rounds": str(rounds), "minutes": f"{(perf_counter() - began) / 60:.1f}"}
        keep_result(name, replace(result, facts=facts), None if options.quick else _RESULTS)


def keep_result(name: str, result: Result, folder: Path | None) -> None:
    """Print a result beside the last one, and keep it in its place.

    Args:
        name: Name of the scenario.
        result: What was measured.
        folder: Where results are kept; None to print it only.
    """
    kept_in = _RESULTS if folder is None else folder
    file = kept_in / f"{name}.json"
    kept = Result.from_json(file.read_text(encoding="utf-8")) if file.exists() else None
    report = result.to_markdown(kept)
    print(report, flush=True)
    if folder is not None:
        folder.mkdir(exist_ok=True)
        file.write_text(result.to_json(), encoding="utf-8")
        file.with_suffix(".md").write_text(report, encoding="utf-8")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    names = f"of: {', '.join(SCENARIOS)}; by default all but readability"
    parser.add_argument("scenarios", nargs="*", default=[*SCENARIOS][:-1], help=names)
    parser.add_argument("--rounds", type=int, help=f"measured rounds ({ROUNDS}; {QUICK_ROUNDS} with --quick)")
    parser.add_argument("--quick", action="store_true", help="small sizes, a minute each; nothing is kept")
    return parser


_PACKAGES = ("dash", "dash-cytoscape", "waitress", "sqlalchemy", "boto3")
_ADDITIONS = 1_000_000
_ADDITION_ROUNDS = 15


def describe_machine(chromium: str) -> dict[str, str]:
    """Return when it was measured, and what of this machine affects the figures.

    Args:
        chromium: Version of the browser.
    """
    return {
        "Measured": f"{datetime.now(UTC):%Y-%m-%d}",
        "processor": f"{os.cpu_count()} cores ({_read_processor()})",
        "a million additions": f"in {_time_additions():.0f} ms",
        "load": f"{os.getloadavg()[0]:.1f} in the minute before",
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "Chromium": chromium,
        **{package: version(package) for package in _PACKAGES},
    }


def _read_processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = (line.partition(": ")[2] for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _time_additions() -> float:
    """Return the median time of a loop of additions, in milliseconds."""
    times = []
    for _ in range(_ADDITION_ROUNDS):
        begin = perf_counter()
        total = 0
        for number in range(_ADDITIONS):
            total += number
        times.append(1000 * (perf_counter() - begin))
    return median(times)


if __name__ == "__main__":
    main()

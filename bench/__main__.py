"""Run benchmarks, print their tables, and keep them under `bench/results/`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench import account, latency, peers, placement, questions, refocus, start, storm
from bench.browser import chromium
from bench.figures import Section
from bench.machine import machine

ROUNDS = 10

_BENCHES: dict[str, Callable[..., Section]] = {
    "refocus": refocus.measure,
    "questions": questions.measure,
    "placement": placement.measure,
    "peers": peers.measure,
    "storm": storm.measure,
    "start": start.measure,
    "account": account.measure,
    "latency": latency.measure,
}
_RESULTS = Path(__file__).with_name("results")

_HEAD = """\
# Benchmark

Measured {when:%Y-%m-%d} by `make bench`, on a machine that others use too: ranges are wide, and the medians
of two runs differ. {machine}."""


def main(argv: Sequence[str] | None = None) -> None:
    """Measure what the command line names; by default everything."""
    options = _parser().parse_args(argv)
    with chromium() as browser:
        facts = machine(browser.version)
        sections = {name: _BENCHES[name](browser, rounds=options.rounds) for name in options.benches}
    told = ", ".join(f"{name} {value}" for name, value in facts.items())
    head = _HEAD.format(when=datetime.now(UTC), machine=told)
    for name, section in sections.items():
        report = f"{head}\n\n{section.markdown(f'{name}-')}\n"
        print(report)
        _keep(f"{name}.md", report)
        for picture, svg in section.pictures.items():
            _keep(f"{name}-{picture}.svg", svg)
        _keep(f"{name}.json", json.dumps({"machine": facts, "rounds": section.raw}, indent=1) + "\n")


def _keep(file: str, text: str) -> None:
    _RESULTS.mkdir(exist_ok=True)
    (_RESULTS / file).write_text(text, encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("benches", nargs="*", default=list(_BENCHES), help=f"of: {', '.join(_BENCHES)}")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="measured rounds (%(default)s)")
    return parser


if __name__ == "__main__":
    main()

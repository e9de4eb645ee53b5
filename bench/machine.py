"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from time import perf_counter

from bench.figures import Spread

_PACKAGES = ("dash", "dash-cytoscape", "waitress", "sqlalchemy", "boto3")
_ADDITIONS = 1_000_000
_ROUNDS = 15


def machine(chromium: str) -> dict[str, str]:
    """Return what of this machine bears on its figures.

    Args:
        chromium: The browser's version.
    """
    return {
        "processor": f"{os.cpu_count()} cores ({platform.machine()})",
        "a million additions": f"in {_additions()} ms",
        "load": f"{os.getloadavg()[0]:.1f} in the minute before",
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "Chromium": chromium,
        **{package: version(package) for package in _PACKAGES},
    }


def _additions() -> Spread:
    """Time a loop that needs nothing but the processor: its least time tells speed, its range the load."""
    times = []
    for _ in range(_ROUNDS):
        begin = perf_counter()
        total = 0
        for number in range(_ADDITIONS):
            total += number
        times.append(1000 * (perf_counter() - begin))
    return Spread.of(times)

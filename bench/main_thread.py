"""Tell what a page's main thread did, by the samples of the browser's profiler."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import CDPSession

_INTERVAL_US = 500
_SCRIPTS = {
    "dash_cytoscape": "Cytoscape.js",
    "_dash-component-suites": "React and Dash",
    "explorer.bundle": "the explorer's scripts",
}
"""Parts of a script's address, and whose time it is; the first that fits."""
_OTHERS = {
    "(program)": "parsing, style, layout, paint",
    "(garbage collector)": "garbage collection",
    "(idle)": "waiting",
}
"""What the profiler calls the time in which no script runs."""
TASKS = (*_SCRIPTS.values(), *_OTHERS.values())


def start_sampling(session: CDPSession) -> None:
    """Sample what a page does, from before its navigation on."""
    session.send("Profiler.enable")
    session.send("Profiler.setSamplingInterval", {"interval": _INTERVAL_US})
    session.send("Profiler.start")


def stop_sampling(session: CDPSession, now: float, until: float) -> Mapping[str, float]:
    """Return the milliseconds of each task, from the navigation until a time of the page's clock.

    Args:
        session: The page's.
        now: Time of the page's clock.
        until: The end of what is counted.
    """
    return sum_samples(session.send("Profiler.stop")["profile"], now, until)


def sum_samples(profile: Mapping[str, Any], now: float, until: float) -> Mapping[str, float]:
    """Return the milliseconds of each task in a profile of DevTools.

    What scripts call of the browser is theirs, such as drawing on a canvas.

    Args:
        profile: Its nodes, samples (ids of nodes) and times between these, in microseconds.
        now: Time of the page's clock, in milliseconds, at the profile's end.
        until: The end of what is counted, by the same clock; it begins at 0.
    """
    tasks: dict[int, str] = {}
    for node in profile["nodes"]:  # each comes before its children
        task = _name_task(node["callFrame"]) or tasks.get(node["id"], "")
        tasks[node["id"]] = task
        tasks.update(dict.fromkeys(node.get("children", ()), task))
    totals = dict.fromkeys(TASKS, 0.0)
    at = now - (profile["endTime"] - profile["startTime"]) / 1000
    for sample, passed in zip(profile["samples"], profile["timeDeltas"], strict=True):
        at += passed / 1000
        if 0 <= at <= until and (task := tasks[sample]):
            totals[task] += passed / 1000
    return totals


def _name_task(frame: Mapping[str, Any]) -> str:
    """Return whose time a function's is; empty for whoever called it."""
    found = (task for part, task in _SCRIPTS.items() if part in frame["url"])
    return next(found, _OTHERS.get(frame["functionName"], "") if not frame["url"] else "")

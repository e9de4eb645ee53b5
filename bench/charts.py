"""Charts as files that need nothing to be seen: drawn by plotly in the bench's Chromium, kept as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from playwright.sync_api import Browser
from plotly.offline import get_plotlyjs  # type: ignore[import-untyped]  # plotly carries no hints

_SIZE = {"width": 820, "height": 460}
# Told apart on white, also by whoever sees colours otherwise (Okabe and Ito), and without any colour.
_STROKES = (("#0072b2", "solid"), ("#d55e00", "dash"), ("#009e73", "dot"), ("#cc79a7", "dashdot"))

_AXIS = {
    "type": "log",
    "showline": True,
    "linecolor": "#666",
    "gridcolor": "#e4e4e4",
    "exponentformat": "none",
    "separatethousands": True,
}


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines over two logarithmic axes.

    Attributes:
        title: What they show.
        across: What the horizontal axis is.
        upwards: What the vertical axis is.
        lines: Name → points, as (across, upwards); at most four.
    """

    title: str
    across: str
    upwards: str
    lines: Mapping[str, Sequence[tuple[float, float]]]

    def figure(self) -> dict[str, Any]:
        """Return it as plotly takes it."""
        return {
            "data": [
                {
                    "name": name,
                    "x": [x for x, _ in points],
                    "y": [y for _, y in points],
                    "mode": "lines+markers",
                    "line": {"color": colour, "dash": dash, "width": 2},
                    "marker": {"size": 7},
                }
                for (name, points), (colour, dash) in zip(self.lines.items(), _STROKES, strict=False)
            ],
            "layout": {
                "title": {"text": self.title, "x": 0.02, "font": {"size": 16}},
                "xaxis": {**_AXIS, "dtick": 1, "title": {"text": self.across}},
                "yaxis": {**_AXIS, "dtick": "D2", "title": {"text": self.upwards}},
                "font": {"family": "system-ui, sans-serif", "size": 13, "color": "#222"},
                "plot_bgcolor": "white",
                "margin": {"l": 70, "r": 20, "t": 56, "b": 60},
                **_SIZE,
            },
        }


def drawn(browser: Browser, chart: Chart) -> str:
    """Return a chart as SVG."""
    with browser.new_page() as page:
        page.add_script_tag(content=get_plotlyjs())
        address: str = page.evaluate(
            "([figure, size]) => Plotly.toImage(figure, { format: 'svg', ...size })", [chart.figure(), _SIZE]
        )
    return unquote(address.partition(",")[2])

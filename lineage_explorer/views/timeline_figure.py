"""A timeline as a figure of Plotly, in plain values.

Colors are names of the page's tokens, in `meta` and in the names of shapes: the page puts its own in their
place, in light and in dark. Texts of an account are escaped, because Plotly reads some markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any, TypeAlias

from lineage_explorer.graph.date_text import format_day, format_minute
from lineage_explorer.graph.visible_text import escape_invisible
from lineage_explorer.views.badges import BadgeState
from lineage_explorer.views.timeline import Lane, PeriodCount, Timeline, TimelineMark
from lineage_explorer.views.timeline_layout import COUNTED_LANE, PlacedMark, TimelineLayout, lay_out_timeline
from lineage_explorer.views.version_metrics import MetricTable

Figure: TypeAlias = dict[str, Any]
"""Figure as `plotly.graph_objects.Figure` takes it."""

LABEL_WIDTH = 104.0
FIGURE_WIDTH = 1_180.0
"""Width that labels are fitted to; the page may be wider or narrower."""

_AXIS_HEIGHT = 34.0
_BAR_SHARE = 0.9
_STATE_INKS = {
    BadgeState.APPROVED: "good",
    BadgeState.SERVING: "good",
    BadgeState.REJECTED: "bad",
    BadgeState.FAILED: "bad",
    BadgeState.PENDING: "wait",
    BadgeState.RUNNING: "running",
}
_STATE_SYMBOLS = {
    BadgeState.APPROVED: "circle",
    BadgeState.SERVING: "star",
    BadgeState.REJECTED: "x",
    BadgeState.FAILED: "diamond",
    BadgeState.PENDING: "circle-open",
    BadgeState.RUNNING: "circle-open",
    BadgeState.STOPPED: "square-open",
    BadgeState.DELETED: "line-ew-open",
}
_LANE_SYMBOLS = {
    Lane.DATA: "circle",
    Lane.CODE: "triangle-up",
    Lane.REPORT: "triangle-down",
    Lane.IMAGE: "hexagon",
    Lane.JOB: "square",
    Lane.MODEL: "diamond",
    Lane.VERSION: "diamond-tall",
    Lane.APPROVAL: "circle",
    Lane.DEPLOYMENT: "triangle-right",
    Lane.ENDPOINT: "star",
    Lane.OTHER: "circle-open",
}


def build_timeline_figure(timeline: Timeline) -> Figure | None:
    """Return the figure of a timeline; None if it has no marks."""
    layout = lay_out_timeline(timeline, FIGURE_WIDTH)
    if layout is None:
        return None
    traces = (
        list(_draw_counts(timeline, layout)) if timeline.counts else list(_draw_marks(layout, timeline.now))
    )
    return {"data": traces, "layout": _build_layout(timeline, layout)}


def choose_ink(mark: TimelineMark) -> str:
    """Return the name of a mark's color."""
    state = mark.badge.state if mark.badge else None
    return _STATE_INKS.get(state, f"family-{mark.style.color}") if state else f"family-{mark.style.color}"


def choose_symbol(mark: TimelineMark) -> str:
    """Return the shape of a mark, in Plotly's words."""
    state = mark.badge.state if mark.badge else None
    return (_STATE_SYMBOLS.get(state) if state else None) or _LANE_SYMBOLS[mark.lane]


def escape_text(text: str) -> str:
    """Return a text that Plotly shows as it is."""
    return escape(escape_invisible(text))


def describe_mark(mark: TimelineMark) -> str:
    """Return what is known of a mark, for its tooltip."""
    times = format_minute(mark.begin)
    if mark.is_open:
        times = f"{times}, still going on"
    elif mark.end:
        times = f"{times} to {format_minute(mark.end)}"
    state = mark.badge.word if mark.badge else ""
    return "\n".join(filter(None, (mark.name.line, f"{times} UTC", state)))


def _draw_marks(layout: TimelineLayout, now: datetime) -> Iterable[dict[str, Any]]:
    for lane in layout.lanes:
        marks = [each for each in layout.marks if each.mark.lane is lane.lane]
        spans = [each for each in marks if each.mark.end or each.mark.is_open]
        if spans:
            yield _draw_spans(spans, now)
        yield {
            "type": "scatter",
            "name": lane.title,
            "mode": "markers+text" if any(each.label for each in marks) else "markers",
            "x": [_to_milliseconds(each.mark.begin) for each in marks],
            "y": [each.y for each in marks],
            "text": [escape_text(each.label) for each in marks],
            "textposition": ["middle left" if each.is_before else "middle right" for each in marks],
            "hovertext": [escape_text(describe_mark(each.mark)).replace("\n", "<br>") for each in marks],
            "hoverinfo": "text",
            "customdata": [each.mark.arn for each in marks],
            "marker": {"size": 9, "symbol": [choose_symbol(each.mark) for each in marks]},
            "meta": {"inks": [choose_ink(each.mark) for each in marks]},
            "cliponaxis": False,
        }


def _draw_spans(marks: Sequence[PlacedMark], now: datetime) -> dict[str, Any]:
    """Return the bars of what took time."""
    ends = [now if each.mark.is_open else each.mark.end or each.mark.begin for each in marks]
    return {
        "type": "bar",
        "orientation": "h",
        "base": [_to_milliseconds(each.mark.begin) for each in marks],
        "x": [
            _to_milliseconds(end) - _to_milliseconds(each.mark.begin)
            for each, end in zip(marks, ends, strict=True)
        ],
        "y": [each.y for each in marks],
        "width": [7] * len(marks),
        "opacity": 0.45,
        "hoverinfo": "skip",
        "meta": {
            "inks": [choose_ink(each.mark) for each in marks],
            "open": [each.mark.is_open for each in marks],
        },
    }


def _draw_counts(timeline: Timeline, layout: TimelineLayout) -> Iterable[dict[str, Any]]:
    highest = max(each.count for each in timeline.counts)
    for lane in layout.lanes:
        counts = [each for each in timeline.counts if each.lane is lane.lane]
        yield {
            "type": "bar",
            "name": lane.title,
            "x": [_to_milliseconds(each.begin) for each in counts],
            "width": [(_to_milliseconds(each.end) - _to_milliseconds(each.begin)) for each in counts],
            "offset": 0,
            "base": lane.top + COUNTED_LANE,
            "y": [-round(max(2.0, COUNTED_LANE * _BAR_SHARE * each.count / highest), 1) for each in counts],
            "customdata": [each.count for each in counts],
            "hovertemplate": (
                f"%{{customdata:,}} · {lane.title.lower()} · {timeline.period} of "
                "%{x|%-d %b %Y}<extra></extra>"
            ),
            "meta": {"ink": _get_lane_ink(lane.lane), "counted": True},
        }


def _get_lane_ink(lane: Lane) -> str:
    families = {Lane.CODE: "other", Lane.REPORT: "other", Lane.VERSION: "model"}
    return f"family-{families.get(lane, lane)}"


def describe_count(count: PeriodCount, period: str) -> str:
    """Return the words for a period: `week of 3 Aug 2026`."""
    return f"{period} of {format_day(count.begin)}"


def _build_layout(timeline: Timeline, layout: TimelineLayout) -> dict[str, Any]:
    return {
        "height": layout.height + _AXIS_HEIGHT,
        "margin": {"l": LABEL_WIDTH, "r": 20, "t": 4, "b": _AXIS_HEIGHT - 4},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": "select",
        "selectdirection": "h",
        "barmode": "overlay",
        "xaxis": {
            "type": "date",
            "range": [_to_milliseconds(layout.begin), _to_milliseconds(layout.end)],
            "zeroline": False,
            "fixedrange": False,
        },
        "yaxis": {
            "range": [layout.height, 0],
            "fixedrange": True,
            "zeroline": False,
            "showgrid": False,
            "tickvals": [lane.top + lane.height / 2 for lane in layout.lanes],
            "ticktext": [f"{lane.title} {lane.count:,}" for lane in layout.lanes],
        },
        "shapes": [
            *_draw_stripes(layout),
            *(
                {
                    "type": "rect",
                    "name": "run",
                    "layer": "below",
                    "x0": _to_milliseconds(layout.begin + each.x * (layout.end - layout.begin)),
                    "x1": _to_milliseconds(layout.begin + each.end_x * (layout.end - layout.begin)),
                    "y0": 0,
                    "y1": layout.height,
                    "line": {"width": 0},
                }
                for each in layout.bands
            ),
            {
                "type": "line",
                "name": "now",
                "layer": "below",
                "x0": _to_milliseconds(timeline.now),
                "x1": _to_milliseconds(timeline.now),
                "y0": 0,
                "y1": layout.height,
            },
        ],
        "annotations": [
            {
                "text": escape_text(each.title),
                "x": _to_milliseconds(layout.begin + each.x * (layout.end - layout.begin)),
                "y": 0,
                "xanchor": "left",
                "yanchor": "top",
                "showarrow": False,
                "font": {"size": 11},
            }
            for each in layout.bands
            if each.title
        ],
    }


def _draw_stripes(layout: TimelineLayout) -> Iterable[dict[str, Any]]:
    for number, lane in enumerate(layout.lanes):
        if number % 2 == 0:
            yield {
                "type": "rect",
                "name": "lane",
                "layer": "below",
                "xref": "paper",
                "x0": 0,
                "x1": 1,
                "y0": lane.top - 4,
                "y1": lane.top + lane.height + 4,
                "line": {"width": 0},
            }


def _to_milliseconds(moment: datetime) -> int:
    return round((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1_000)


_METRIC_INKS = ("family-data", "family-endpoint", "family-model", "family-deployment", "family-job", "ink")
_METRIC_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x", "star")
_METRIC_DASHES = ("solid", "dot", "dash", "dashdot", "longdash", "longdashdot")
MAX_SERIES = 6
"""Metrics in one figure; its table has them all."""


def build_metric_figure(table: MetricTable) -> Figure:
    """Return the figure of metrics over versions.

    Where a version has no metric, the line has a gap.
    """
    traces = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": escape_text(series.metric),
            "x": [escape_text(title) for title in table.titles],
            "y": list(series.values),
            "connectgaps": False,
            "marker": {"size": 8, "symbol": _METRIC_SYMBOLS[number]},
            "line": {"width": 2, "dash": _METRIC_DASHES[number]},
            "meta": {"ink": _METRIC_INKS[number]},
            "customdata": list(table.versions),
        }
        for number, series in enumerate(table.series[:MAX_SERIES])
    ]
    layout = {
        "height": 260,
        "margin": {"l": 56, "r": 20, "t": 8, "b": 36},
        "showlegend": True,
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        "hovermode": "closest",
        "dragmode": False,
        "xaxis": {"type": "category", "categoryarray": [escape_text(title) for title in table.titles]},
        "yaxis": {"zeroline": False},
    }
    return {"data": traces, "layout": layout}

"""A timeline as an SVG picture, for paper and files.

It has the rows of the page's timeline; the page draws them with Plotly.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.explore.timeline_content import TimelineContent
from lineage_explorer.explore.view import View
from lineage_explorer.export.edge_paths import format_number
from lineage_explorer.export.export_options import Theme
from lineage_explorer.export.picture_style import PictureStyle, load_picture_style
from lineage_explorer.export.provenance import Provenance
from lineage_explorer.export.svg_picture import MARGIN, Block, Picture, draw_foot, draw_head, join_blocks
from lineage_explorer.export.svg_shapes import TextStyle, write_text
from lineage_explorer.export.text_lines import escape_xml
from lineage_explorer.graph.date_text import format_day, format_month
from lineage_explorer.graph.visible_text import escape_invisible
from lineage_explorer.views.timeline import Timeline, summarize_timeline
from lineage_explorer.views.timeline_figure import choose_ink, choose_symbol, describe_mark
from lineage_explorer.views.timeline_layout import (
    COUNTED_LANE,
    LABEL_SIZE,
    PlacedLane,
    PlacedMark,
    TimelineLayout,
    lay_out_timeline,
)

_WIDTH = 1_200.0
_LABELS = 120.0
_PLOT = _WIDTH - 2 * MARGIN - _LABELS
_AXIS = 26.0
_MAX_TICKS = 12
_SIZE = 4.5
_LANE, _COUNT = TextStyle(12, 600), TextStyle(11, color="ink-quiet", anchor="end")
_TICK, _NOTE = TextStyle(11, color="ink-quiet"), TextStyle(13)
_LABEL, _LABEL_BEFORE = TextStyle(LABEL_SIZE), TextStyle(LABEL_SIZE, anchor="end")
_BAND = TextStyle(LABEL_SIZE, color="ink-quiet")


def draw_timeline(view: View, provenance: Provenance, theme: Theme) -> Picture:
    """Return the picture of a view's timeline.

    Raises:
        InvalidQuery: No time is known of anything.
    """
    content = view.content
    timeline = content.timeline if isinstance(content, TimelineContent) else None
    layout = lay_out_timeline(timeline, _PLOT) if timeline else None
    if timeline is None or layout is None:
        raise InvalidQuery("No time is known for any of these entities: there is no timeline.", field="view")
    style = load_picture_style(theme)
    blocks = [
        draw_head(style, view, provenance, _WIDTH),
        Block([write_text(style, _NOTE, summarize_timeline(timeline), MARGIN, 8)], 28),
        _draw_lanes(style, timeline, layout),
        draw_foot(style, provenance, _WIDTH),
    ]
    height = MARGIN + sum(block.height for block in blocks)
    return Picture(join_blocks(style, blocks, provenance, _WIDTH, height), _WIDTH, height)


def _draw_lanes(style: PictureStyle, timeline: Timeline, layout: TimelineLayout) -> Block:
    parts = [
        *_draw_grid(style, layout),
        *(part for number, lane in enumerate(layout.lanes) for part in _draw_lane(style, lane, number)),
        *_draw_bands(style, layout),
        *_draw_now(style, layout),
        *(_draw_mark(style, mark) for mark in layout.marks),
        *_draw_counts(style, timeline, layout),
    ]
    return Block([f'<g transform="translate(0 {_AXIS:g})">', *parts, "</g>"], layout.height + _AXIS + 12)


def _get_x(share: float) -> float:
    return MARGIN + _LABELS + share * _PLOT


def _draw_grid(style: PictureStyle, layout: TimelineLayout) -> Iterator[str]:
    for moment, text in list_ticks(layout.begin, layout.end):
        x = format_number(_get_x(layout.get_share(moment)))
        yield (
            f'<line x1="{x}" x2="{x}" y1="-6" y2="{format_number(layout.height)}" '
            f'stroke="{style.get_color("line")}"/>'
        )
        yield write_text(style, _TICK, text, _get_x(layout.get_share(moment)) + 3, -14)


_STEPS = (
    *((timedelta(minutes=minutes), "%H:%M") for minutes in (1, 5, 15, 60, 180, 360)),
    *((timedelta(days=days), "%-d %b") for days in (1, 2, 7, 14)),
)
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)


def list_ticks(begin: datetime, end: datetime) -> list[tuple[datetime, str]]:
    """Return at most a dozen round moments of a span, in words."""
    for step, form in _STEPS:
        if (end - begin) / step <= _MAX_TICKS:
            origin = datetime(begin.year, begin.month, 1, tzinfo=UTC)
            first = origin + -((origin - begin) // step) * step
            count = int((end - first) / step) + 1
            moments = [first + number * step for number in range(count)]
            return [(moment, f"{moment:{form}}") for moment in moments if begin <= moment <= end]
    months = (end.year - begin.year) * 12 + end.month - begin.month
    size = next((each for each in _MONTH_STEPS if months / each <= _MAX_TICKS), _MONTH_STEPS[-1])
    first_month = -(-(begin.year * 12 + begin.month - 1) // size) * size
    last_month = min(end.year * 12 + end.month - 1, 9_999 * 12)
    found = [
        datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC)
        for number in range(first_month, last_month + 1, size)
    ]
    return [(moment, format_month(moment)) for moment in found if begin <= moment <= end]


def _draw_lane(style: PictureStyle, lane: PlacedLane, number: int) -> Iterator[str]:
    if number % 2 == 0:
        yield (
            f'<rect x="{MARGIN:g}" y="{format_number(lane.top - 4)}" '
            f'width="{format_number(_WIDTH - 2 * MARGIN)}" height="{format_number(lane.height + 8)}" rx="6" '
            f'fill="{style.get_color("band")}"/>'
        )
    middle = lane.top + lane.height / 2
    yield write_text(style, _LANE, lane.title, MARGIN + 8, middle)
    yield write_text(style, _COUNT, f"{lane.count:,}", MARGIN + _LABELS - 14, middle)


def _draw_bands(style: PictureStyle, layout: TimelineLayout) -> Iterator[str]:
    for each in layout.bands:
        x, width = _get_x(each.x), (each.end_x - each.x) * _PLOT
        title = f"{each.band.title}, {each.band.job_count} jobs"
        yield (
            f'<rect x="{format_number(x)}" y="0" width="{format_number(width)}" '
            f'height="{format_number(layout.height)}" fill="{style.get_color("accent")}" opacity="0.14">'
            f"<title>{escape_xml(escape_invisible(title))}</title></rect>"
        )
        if each.title:
            yield write_text(style, _BAND, each.title, x + 2, 7)


def _draw_now(style: PictureStyle, layout: TimelineLayout) -> Iterator[str]:
    if 0 <= layout.now <= 1:
        x = format_number(_get_x(layout.now))
        yield (
            f'<line x1="{x}" x2="{x}" y1="-6" y2="{format_number(layout.height)}" '
            f'stroke="{style.get_color("accent")}" stroke-width="1.5"/>'
        )


def _draw_mark(style: PictureStyle, placed: PlacedMark) -> str:
    mark = placed.mark
    x, end_x, y = _get_x(placed.x), _get_x(placed.end_x), placed.y
    ink = style.get_color(choose_ink(mark))
    parts = [f'<g data-id="{escape_xml(mark.arn)}"><title>{escape_xml(describe_mark(mark))}</title>']
    if mark.end or mark.is_open:
        dashes = f' stroke="{ink}" stroke-dasharray="3 2"' if mark.is_open else ""
        parts.append(
            f'<rect x="{format_number(x)}" y="{format_number(y - 3.5)}" height="7" rx="2" '
            f'width="{format_number(max(end_x - x, 1))}" fill="{ink}" fill-opacity="0.4"{dashes}/>'
        )
    parts.append(_draw_symbol(choose_symbol(mark), x, y, ink))
    if placed.label:
        look, at = (_LABEL_BEFORE, x - 8) if placed.is_before else (_LABEL, max(x, end_x) + 8)
        parts.append(write_text(style, look, placed.label, at, y))
    return "".join((*parts, "</g>"))


_POINTS = {
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "diamond": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    "diamond-tall": ((0, -1.5), (0.9, 0), (0, 1.5), (-0.9, 0)),
    "triangle-up": ((0, -1.2), (1.2, 1), (-1.2, 1)),
    "triangle-down": ((0, 1.2), (1.2, -1), (-1.2, -1)),
    "triangle-right": ((1.3, 0), (-1, -1.2), (-1, 1.2)),
    "hexagon": ((1.1, 0), (0.55, 1), (-0.55, 1), (-1.1, 0), (-0.55, -1), (0.55, -1)),
    "star": ((0, -1.4), (0.4, -0.4), (1.4, 0), (0.4, 0.4), (0, 1.4), (-0.4, 0.4), (-1.4, 0), (-0.4, -0.4)),
}


def _draw_symbol(symbol: str, x: float, y: float, ink: str) -> str:
    """Return the shape of a mark; some are hollow or crossed."""
    look = f'fill="none" stroke="{ink}" stroke-width="1.8"' if "open" in symbol else f'fill="{ink}"'
    name = symbol.removesuffix("-open")
    if name in _POINTS:
        corners = " ".join(
            f"{format_number(x + _SIZE * dx)},{format_number(y + _SIZE * dy)}" for dx, dy in _POINTS[name]
        )
        return f'<polygon points="{corners}" {look}/>'
    if name == "circle":
        return f'<circle cx="{format_number(x)}" cy="{format_number(y)}" r="{_SIZE:g}" {look}/>'
    lines = ((-1, -1, 1, 1), (-1, 1, 1, -1)) if name == "x" else ((-1.2, 0, 1.2, 0),)
    paths = "".join(
        f"M{format_number(x + _SIZE * a)} {format_number(y + _SIZE * b)}"
        f"L{format_number(x + _SIZE * c)} {format_number(y + _SIZE * d)}"
        for a, b, c, d in lines
    )
    return f'<path d="{paths}" stroke="{ink}" stroke-width="2.4" fill="none"/>'


def _draw_counts(style: PictureStyle, timeline: Timeline, layout: TimelineLayout) -> Iterator[str]:
    highest = max((each.count for each in timeline.counts), default=1)
    lanes = {lane.lane: lane for lane in layout.lanes}
    for each in timeline.counts:
        lane, x = lanes[each.lane], _get_x(layout.get_share(each.begin))
        width = max(1.0, (each.end - each.begin) / (layout.end - layout.begin) * _PLOT - 0.5)
        height = max(2.0, 0.9 * COUNTED_LANE * each.count / highest)
        left = max(x, _get_x(0))
        yield (
            f'<rect x="{format_number(left)}" y="{format_number(lane.top + COUNTED_LANE - height)}" '
            f'width="{format_number(max(1.0, x + width - left))}" height="{format_number(height)}" '
            f'fill="{style.get_color("accent")}">'
            f"<title>{each.count:,} · {timeline.period} of {format_day(each.begin)}</title></rect>"
        )

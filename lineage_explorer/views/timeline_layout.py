"""Places of the parts of a timeline: lanes, rows and labels.

Page and picture draw the same rows. Heights are in pixels; across, time runs from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lineage_explorer.graph.label_fitting import measure_width
from lineage_explorer.views.timeline import LANE_TITLES, Lane, RunBand, Timeline, TimelineMark

NAMED_MARKS = 60
"""Marks that are named beside them; names of more would cover each other."""

MAX_ROWS = 24
"""Rows of a lane; what more is at one moment shares the last."""

NAMED_ROW, PLAIN_ROW, COUNTED_LANE, LANE_GAP, RUN_ROW = 20.0, 12.0, 44.0, 12.0, 18.0
LABEL_SIZE = 11.0
_MARK_SIDE, _LABEL_GAP = 14.0, 6.0
_MIN_BAND = 4.0
_LABEL_SIDE = 0.62
"""Share of the width beyond which a label stands before its mark."""


@dataclass(frozen=True, slots=True)
class PlacedMark:
    """Mark with its place.

    Attributes:
        mark: The mark.
        x, end_x: Where it begins and ends.
        y: Its middle.
        label: Its name; empty if there is no room for names.
        is_before: Whether the name stands before the mark.
    """

    mark: TimelineMark
    x: float
    end_x: float
    y: float
    label: str
    is_before: bool


@dataclass(frozen=True, slots=True)
class PlacedBand:
    """Run with its place; without room it has no title."""

    band: RunBand
    x: float
    end_x: float
    title: str


@dataclass(frozen=True, slots=True)
class PlacedLane:
    """Lane with its place."""

    lane: Lane
    title: str
    count: int
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class TimelineLayout:
    """Timeline with the places of its parts.

    Attributes:
        begin, end: What is shown.
        lanes: The lanes that have marks, from the top.
        marks: The marks; empty where they are counted.
        bands: The runs.
        now: Where the time of reading stands.
        height: Of all lanes together.
    """

    begin: datetime
    end: datetime
    lanes: tuple[PlacedLane, ...]
    marks: tuple[PlacedMark, ...]
    bands: tuple[PlacedBand, ...]
    now: float
    height: float

    def get_share(self, moment: datetime) -> float:
        """Return where a moment stands across."""
        return (moment - self.begin) / (self.end - self.begin)


def lay_out_timeline(timeline: Timeline, width: float) -> TimelineLayout | None:
    """Return a timeline with the places of its parts; None without marks.

    Args:
        timeline: The timeline.
        width: Width in pixels that labels are fitted to.
    """
    if timeline.begin is None or timeline.end is None:
        return None
    begin, end = _add_margins(timeline.begin, timeline.end)
    has_names = len(timeline.marks) <= NAMED_MARKS
    row = NAMED_ROW if has_names else PLAIN_ROW
    lanes, marks = [], list[PlacedMark]()
    top = RUN_ROW if timeline.bands else 0.0
    for lane, count in timeline.lane_counts.items():
        height = COUNTED_LANE
        if not timeline.counts:
            members = [mark for mark in timeline.marks if mark.lane is lane]
            placed, rows = _arrange_marks(
                timeline, members, (begin, end), (width, top, row), has_names=has_names
            )
            marks += placed
            height = rows * row
        lanes.append(PlacedLane(lane, LANE_TITLES[lane], count, top, height))
        top += height + LANE_GAP
    bands = _arrange_bands(timeline.bands, begin, end, width)
    now = (timeline.now - begin) / (end - begin)
    return TimelineLayout(begin, end, tuple(lanes), tuple(marks), bands, now, top)


def _add_margins(begin: datetime, end: datetime) -> tuple[datetime, datetime]:
    margin = max((end - begin) * 0.02, timedelta(minutes=1))
    if begin == end:
        margin = timedelta(hours=12)
    return begin - margin, end + margin


def _arrange_marks(
    timeline: Timeline,
    members: Sequence[TimelineMark],
    span: tuple[datetime, datetime],
    measures: tuple[float, float, float],
    *,
    has_names: bool,
) -> tuple[list[PlacedMark], int]:
    """Return the marks of a lane in rows, and their number.

    Each mark takes the first row in which it covers nothing.
    """
    (begin, end), (width, top, row) = span, measures
    placed: list[PlacedMark] = []
    taken: list[list[tuple[float, float]]] = []
    for mark in members:
        x = (mark.begin - begin) / (end - begin)
        stop = timeline.now if mark.is_open else mark.end or mark.begin
        end_x = max(x, (stop - begin) / (end - begin))
        label = mark.label if has_names else ""
        is_before = x > _LABEL_SIDE
        room = measure_width(label) * LABEL_SIZE + 2 * _LABEL_GAP if label else 0.0
        left, right = x * width - _MARK_SIDE / 2, end_x * width + _MARK_SIDE / 2
        left, right = (left - room, right) if is_before else (left, max(right, left + _MARK_SIDE + room))
        level = _find_row(taken, left, right)
        placed.append(PlacedMark(mark, x, end_x, top + (level + 0.5) * row, label, is_before))
    return placed, len(taken)


def _find_row(taken: list[list[tuple[float, float]]], left: float, right: float) -> int:
    for level, spans in enumerate(taken):
        if all(right <= other_left or left >= other_right for other_left, other_right in spans):
            spans.append((left, right))
            return level
    if len(taken) < MAX_ROWS:
        taken.append([(left, right)])
    return len(taken) - 1


def _arrange_bands(
    bands: Sequence[RunBand], begin: datetime, end: datetime, width: float
) -> tuple[PlacedBand, ...]:
    placed, free = [], 0.0
    for band in bands:
        x, end_x = (band.begin - begin) / (end - begin), (band.end - begin) / (end - begin)
        missing = _MIN_BAND / width - (end_x - x)
        if missing > 0:
            x, end_x = x - missing / 2, end_x + missing / 2
        room = measure_width(band.title) * LABEL_SIZE + 2 * _LABEL_GAP
        title = band.title if x * width >= free and x * width + room <= width else ""
        if title:
            free = x * width + room
        placed.append(PlacedBand(band, x, end_x, title))
    return tuple(placed)

"""A view as an SVG picture, with title, legend, time and address.

Cards are where the page has them. Text is text: it can be selected, searched and edited. The typeface is
embedded for browsers; other programs take Inter if it is installed, or a plain one.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.explore.pipeline import draw_elements
from lineage_explorer.explore.view import View, summarize_focus
from lineage_explorer.export.edge_paths import Box, EdgePath, format_number, measure_boxes, trace_edge
from lineage_explorer.export.export_options import Theme
from lineage_explorer.export.picture_style import ASSETS, PictureStyle, load_picture_style
from lineage_explorer.export.provenance import Provenance
from lineage_explorer.export.svg_shapes import (
    BOLD_TO_REGULAR,
    TextStyle,
    draw_card,
    draw_edge,
    format_dashes,
    measure_label,
    write_text,
)
from lineage_explorer.export.text_lines import escape_xml
from lineage_explorer.graph.label_fitting import LabelSpace, break_label, measure_width, split_clusters
from lineage_explorer.layout.types import Point
from lineage_explorer.query.view_options import LineStyle, Orientation
from lineage_explorer.views.decorators import list_strokes
from lineage_explorer.views.edge_elements import Edge
from lineage_explorer.views.elements import Elements, HeadingElement
from lineage_explorer.views.legend_entries import LegendEntry, build_legend_entries

MAX_CARDS = 1_000
"""Cards of a picture; more cannot be read, and few programs show them."""

MARGIN = 24.0
_PADDING = 20.0
"""Free space around the cards, within the bands of their stages."""

_HEADING_HEIGHT = 32.0
MIN_WIDTH = 640.0
_MAX_GAPS = 6

_TITLE, _BODY, _SMALL = TextStyle(18, 600), TextStyle(13), TextStyle(11.5, color="ink-quiet")
_GAP = TextStyle(12, color="wait")
_LEGEND, _LEGEND_COUNT = TextStyle(12), TextStyle(12, color="ink-quiet")


@dataclass(frozen=True, slots=True)
class Picture:
    """SVG picture, with its size in pixels."""

    svg: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Block:
    """Part of a picture that is as wide as the whole.

    Attributes:
        parts: Shapes, from its own top down.
        height: Its height, free space below included.
    """

    parts: Sequence[str]
    height: float


def draw_picture(view: View, provenance: Provenance, theme: Theme) -> Picture:
    """Return the picture of a view.

    Raises:
        InvalidQuery: It has too many cards.
    """
    check_size(len(view.visible.grouped.graph.vertices), is_grouped=bool(view.visible.grouped.closed_groups))
    style = load_picture_style(theme)
    elements = draw_elements(view)
    graph, width = _draw_graph(style, elements)
    width = float(ceil(max(width, MIN_WIDTH)))
    blocks = [
        draw_head(style, view, provenance, width),
        graph,
        _draw_legend(style, view, width),
        draw_foot(style, provenance, width),
    ]
    height = float(ceil(MARGIN + sum(block.height for block in blocks)))
    return Picture(join_blocks(style, blocks, provenance, width, height), width, height)


def check_size(card_count: int, *, is_grouped: bool) -> None:
    """Refuse a picture with too many cards.

    Raises:
        InvalidQuery: It says how many there are, and what has fewer.
    """
    if card_count <= MAX_CARDS:
        return
    way_out = "Close some groups (open=)" if is_grouped else "Take the grouped picture (grouped=1)"
    raise InvalidQuery(
        f"A picture of {card_count:,} cards is too large: at most {MAX_CARDS:,} are drawn. "
        f"{way_out}, hide kinds, filter, or take a list.",
        field="grouped",
    )


def join_blocks(
    style: PictureStyle, blocks: Sequence[Block], provenance: Provenance, width: float, height: float
) -> str:
    """Return a picture of blocks, one below the other."""
    parts, y = [], MARGIN
    for block in blocks:
        parts.append(f'<g transform="translate(0 {format_number(y)})">{"".join(block.parts)}</g>')
        y += block.height
    size = f'width="{format_number(width)}" height="{format_number(height)}"'
    description = "\n".join(f"{title}: {text}" for title, text in provenance.facts)
    font = b64encode((ASSETS / "fonts" / "inter-latin.woff2").read_bytes()).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} '
        f'viewBox="0 0 {format_number(width)} {format_number(height)}" role="img" '
        'font-family="Inter, Helvetica, Arial, sans-serif" xml:space="preserve">\n'
        f"<title>{escape_xml(provenance.title)}</title>\n<desc>{escape_xml(description)}</desc>\n"
        '<style>@font-face{font-family:"Inter";font-weight:100 900;'
        f'src:url("data:font/woff2;base64,{font}") format("woff2")}}</style>\n'
        f'<rect {size} fill="{style.get_color("canvas")}"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def draw_head(style: PictureStyle, view: View, provenance: Provenance, width: float) -> Block:
    """Return the title, and what the picture says."""
    sentences = [provenance.sentence]
    if not view.loaded.answer and (headline := summarize_focus(view)):
        sentences.insert(0, headline)
    parts, y = _write_lines(style, _TITLE, [provenance.title], width, 11)
    more, y = _write_lines(style, _BODY, sentences, width, y + 5)
    return Block([*parts, *more], y + 8)


def _write_lines(
    style: PictureStyle, look: TextStyle, texts: Sequence[str], width: float, middle: float
) -> tuple[list[str], float]:
    """Return texts in lines, and the middle of the next line."""
    parts = []
    for text in texts:
        for line in wrap_text(text, (width - 2 * MARGIN) / (look.size * _measure_weight(look))):
            parts.append(write_text(style, look, line, MARGIN, middle))
            middle += look.size * 1.45
    return parts, middle


def _measure_weight(look: TextStyle) -> float:
    return 1.0 if look.weight >= 600 else BOLD_TO_REGULAR  # noqa: PLR2004 - the weight that is measured


def wrap_text(text: str, line_ems: float) -> list[str]:
    """Return a text in lines; words wider than a line are cut."""
    lines: list[str] = []
    for line in break_label(text, LabelSpace(1_000, line_ems)):
        rest = line
        while measure_width(rest) > line_ems:
            clusters, kept = split_clusters(rest), ""
            for cluster in clusters:
                if kept and measure_width(kept + cluster) > line_ems:
                    break
                kept += cluster
            lines.append(kept)
            rest = rest[len(kept) :]
        lines.append(rest)
    return lines


def _draw_graph(style: PictureStyle, elements: Elements) -> tuple[Block, float]:
    """Return bands, lines and cards, and the width that they need."""
    boxes = measure_boxes(elements["nodes"])
    # What is highlighted lies above the rest.
    edges = sorted(elements["edges"], key=lambda edge: _rank_edge(edge["classes"].split()))
    paths = [trace_edge(edge, boxes) for edge in edges]
    labels = _find_label_boxes(edges, paths, list(boxes.values()))
    left, top, right, bottom = _find_bounds(list(boxes.values()), paths, elements["lanes"])
    is_down = elements["flow"] == Orientation.DOWN
    before, above = (110.0, 0.0) if is_down else (0.0, _HEADING_HEIGHT if elements["lanes"] else 0.0)
    height = bottom - top + 2 * _PADDING + above
    shift = Point(MARGIN + before - left, above + _PADDING - top)
    headings = (
        _draw_row_headings(style, elements["lanes"], shift)
        if is_down
        else _draw_stages(style, elements["lanes"], shift, height)
    )
    parts = [
        *headings,
        f'<g transform="translate({format_number(shift.x)} {format_number(shift.y)})">',
        *(
            draw_edge(style, edge, path, label=label)
            for edge, path, label in zip(edges, paths, labels, strict=True)
        ),
        *(draw_card(style, node) for node in elements["nodes"]),
        "</g>",
    ]
    return Block(parts, height + 12), right - left + 2 * MARGIN + before


def _rank_edge(classes: Sequence[str]) -> tuple[bool, bool, bool]:
    return "stressed" in classes, "between" in classes, "serving" in classes


def _find_label_boxes(
    edges: Sequence[Edge], paths: Sequence[EdgePath], cards: Sequence[Box]
) -> list[Box | None]:
    """Return the box of each label that lies on nothing else.

    The legend says what the others mean.
    """
    taken, labels = list(cards), list[Box | None]()
    for edge, path in zip(edges, paths, strict=True):
        label = measure_label(edge, path)
        if label and any(map(label.has_overlap, taken)):
            label = None
        if label:
            taken.append(label)
        labels.append(label)
    return labels


def _find_bounds(
    boxes: Sequence[Box], paths: Sequence[EdgePath], lanes: Sequence[HeadingElement]
) -> tuple[float, float, float, float]:
    """Return the sides of what is drawn: left, top, right, bottom."""
    xs = [x for box in boxes for x in (box.x - box.width / 2, box.x + box.width / 2)]
    ys = [y for box in boxes for y in (box.y - box.height / 2, box.y + box.height / 2)]
    for path in paths:
        xs += [point.x for point in path.corners]
        ys += [point.y for point in path.corners]
    xs += [side for lane in lanes for side in lane.get("sides", ())]
    return min(xs, default=0), min(ys, default=0), max(xs, default=0), max(ys, default=0)


_RANK = TextStyle(10.5, 600, "ink-quiet", "middle")
_STAGE, _STAGE_COUNT = TextStyle(12, 600), TextStyle(12, color="ink-quiet")


def _draw_stages(
    style: PictureStyle, lanes: Sequence[HeadingElement], shift: Point, height: float
) -> Iterator[str]:
    """Yield the band and heading of each stage, or headings of columns."""
    for lane in lanes:
        if "sides" not in lane:
            yield write_text(style, _RANK, lane["title"].upper(), lane["at"] + shift.x, 16)
            continue
        left, right = (side + shift.x for side in lane["sides"])
        yield (
            f'<rect x="{format_number(left)}" y="0" width="{format_number(right - left)}" '
            f'height="{format_number(height)}" rx="10" fill="{style.get_color("band")}"/>'
        )
        yield write_text(style, _STAGE, lane["title"], left + 8, 16)
        if count := lane.get("count"):
            x = left + 8 + measure_width(lane["title"]) * _STAGE.size + 6
            yield write_text(style, _STAGE_COUNT, f"{count:,}", x, 16)


def _draw_row_headings(style: PictureStyle, lanes: Sequence[HeadingElement], shift: Point) -> Iterator[str]:
    """Yield the heading beside each row of a picture that flows down."""
    for lane in lanes:
        look = replace(_RANK, anchor="start")
        yield write_text(style, look, lane["title"].upper(), MARGIN, lane["at"] + shift.y)


def _draw_legend(style: PictureStyle, view: View, width: float) -> Block:
    """Return what each color means, and how many entities have it."""
    entries = build_legend_entries(
        view.graph, view.shades, view.visible.hidden_kinds, view.visible.filtered.graph.vertices.keys()
    )
    items = [_draw_entry(style, entry) for entry in entries]
    if view.address.line_style is LineStyle.ASSOCIATION:
        for stroke, count in list_strokes(view.graph):
            look = style.strokes[stroke.name]
            line = (
                f'<path d="M0,0H22" stroke="{style.get_color(look.color)}" stroke-width="{look.width:g}"'
                f"{format_dashes(look.dashes)}/>"
            )
            items.append(
                _finish_entry(style, line, 22, [(stroke.title, _LEGEND), (f"{count:,}", _LEGEND_COUNT)])
            )
    parts, x, y = [], MARGIN, 10.0
    for shapes, item_width in items:
        if x > MARGIN and x + item_width > width - MARGIN:
            x, y = MARGIN, y + 20
        parts.append(f'<g transform="translate({format_number(x)} {format_number(y)})">{shapes}</g>')
        x += item_width + 18
    return Block(parts, y + 16)


def _draw_entry(style: PictureStyle, entry: LegendEntry) -> tuple[str, float]:
    color = style.get_color(f"family-{entry.kind.color}")
    paint = f'fill="none" stroke="{color}" stroke-width="1.5"' if entry.is_hidden else f'fill="{color}"'
    swatch = f'<rect x="0" y="-5" width="10" height="10" rx="3" {paint}/>'
    texts: list[tuple[str, TextStyle]] = []
    for count in entry.counts:
        number = f"{count.total:,}"
        if entry.is_hidden:
            number = f"{count.total:,} hidden"
        elif count.visible < count.total:
            number = f"{count.visible:,} of {count.total:,}"
        texts += [(f"· {count.title}" if texts else count.title, _LEGEND), (number, _LEGEND_COUNT)]
    return _finish_entry(style, swatch, 10, texts)


def _finish_entry(
    style: PictureStyle, sign: str, sign_width: float, texts: Sequence[tuple[str, TextStyle]]
) -> tuple[str, float]:
    """Return an entry of the legend, and how wide it is."""
    x, parts = sign_width + 6, [sign]
    for text, look in texts:
        parts.append(write_text(style, look, text, x, 0))
        x += measure_width(text) * look.size * BOLD_TO_REGULAR + 5
    return "".join(parts), x - 5


def draw_foot(style: PictureStyle, provenance: Provenance, width: float) -> Block:
    """Return how complete the picture is, when and whence it was read."""
    origin = " · ".join((*provenance.notes, provenance.read_phrase, provenance.account))
    gaps = list(provenance.gaps[:_MAX_GAPS])
    if rest := len(provenance.gaps) - len(gaps):
        gaps.append(f"And {rest:,} more.")
    parts, y = _write_lines(style, _GAP, gaps, width, 10)
    more, y = _write_lines(style, _SMALL, [origin, provenance.address], width, y)
    return Block([*parts, *more], y + MARGIN - 10)

"""Cards and lines of a picture as SVG."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lineage_explorer.export.edge_paths import Box, EdgePath, format_number, format_point
from lineage_explorer.export.picture_style import PictureStyle, StrokeStyle
from lineage_explorer.export.text_lines import escape_xml
from lineage_explorer.graph.label_fitting import measure_width
from lineage_explorer.graph.visible_text import escape_invisible
from lineage_explorer.views.cards import BADGE_SIZE, SUBTITLE_SIZE, TEXT_LEFT, TEXT_RIGHT, TITLE_SIZE
from lineage_explorer.views.edge_elements import Edge, EdgeData
from lineage_explorer.views.elements import BadgeData, Node, NodeData

# Measures of web/graph/card-images.js and graph-style.js, in layout units.
_ICON_SQUARE, _ICON_SIZE, _ICON_LEFT, _ICON_TOP = 20.0, 13.0, 7.0, 13.0
_TITLE_MIDDLE, _SECOND_MIDDLE = 15.0, 31.5
_BADGE_HEIGHT, _BADGE_SIDE, _SIGN_SIZE, _BADGE_GAP, _BADGE_AFTER = 15.0, 6.0, 7.0, 4.0, 5.0
_SHEET_OFFSET = 4.0
_LABEL_SIZE, _LINE_HEIGHT = 9.5, 1.25
_WORD_BOUNDARY = re.compile(r"(?<=[a-z])(?=[A-Z])")

MIDDLE_TO_BASELINE = 0.36
"""Distance from the middle of a line of text to its baseline, in ems of Inter."""

BOLD_TO_REGULAR = 0.95
"""Width of regular type, as a share of the semi-bold type that texts are measured in."""


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Look of a text.

    Attributes:
        size: In layout units.
        weight: Of its typeface.
        color: Name of its color.
        anchor: What of it stands at its `x`.
    """

    size: float
    weight: int = 400
    color: str = "ink"
    anchor: str = "start"


def write_text(style: PictureStyle, look: TextStyle, text: str, x: float, middle: float) -> str:
    """Return a line of text whose middle is at a height."""
    baseline = middle + look.size * MIDDLE_TO_BASELINE
    anchor = "" if look.anchor == "start" else f' text-anchor="{look.anchor}"'
    return (
        f'<text x="{format_number(x)}" y="{format_number(baseline)}" font-size="{look.size:g}" '
        f'font-weight="{look.weight}" fill="{style.get_color(look.color)}"{anchor}>'
        f"{escape_xml(escape_invisible(text))}</text>"
    )


def draw_card(style: PictureStyle, node: Node) -> str:
    """Return a card as a group of shapes and texts.

    Its tooltip has the whole name and the ARN.
    """
    data, classes = node["data"], set(node["classes"].split())
    width, height = data["width"], Box(0, 0, 0).height
    left, top = node["position"]["x"] - width / 2, node["position"]["y"] - height / 2
    is_quiet = bool(classes & {"replaced", "path"})
    names = "\n".join(filter(None, (data["title"], data["subtitle"], data["type_title"], data["id"])))
    title = TextStyle(TITLE_SIZE, 500 if "path" in classes else 600, "ink-quiet" if is_quiet else "ink")
    head = (
        f'<g transform="translate({format_number(left)} {format_number(top)})" class="card" '
        f'data-id="{escape_xml(data["id"])}" data-role="{data["role"]}"{_format_opacity(classes)}>'
    )
    parts = [
        head,
        f"<title>{escape_xml(escape_invisible_lines(names))}</title>",
        *_draw_frame(style, classes, width, height, is_quiet=is_quiet),
        _draw_icon(style, data, is_path="path" in classes),
        write_text(style, title, data["label"], TEXT_LEFT, _TITLE_MIDDLE),
        _draw_second_line(style, data),
        _draw_count(style, data) if "count" in data else "",
        "</g>",
    ]
    return "".join(parts)


def escape_invisible_lines(text: str) -> str:
    """Return a text of several lines whose invisible characters are spelled out."""
    return "\n".join(map(escape_invisible, text.split("\n")))


def _format_opacity(classes: set[str]) -> str:
    if "aside" not in classes:
        return ""
    return ' opacity="0.5"' if "start" in classes else ' opacity="0.28"'


_DIFFERENCES = {
    "differs-changed": ("wait", ""),
    "differs-b": ("good", ""),
    "differs-a": ("bad", "6 4"),
    "differs-unknown": ("ink-quiet", "2 3"),
}
"""Color and dashes of the borders of cards that differ between two sides, as the page has them."""


def _draw_frame(
    style: PictureStyle, classes: set[str], width: float, height: float, *, is_quiet: bool
) -> list[str]:
    """Return a card's ground, border, and what marks it."""
    accent, fill = style.get_color("accent"), style.get_color("canvas" if is_quiet else "card")
    border = f'fill="{fill}" stroke="{style.get_color("line-card")}"'

    def draw_box(margin: float, look: str, radius: float = 8.0) -> str:
        size = f'width="{format_number(width + 2 * margin)}" height="{format_number(height + 2 * margin)}"'
        return f'<rect x="{-margin:g}" y="{-margin:g}" {size} rx="{radius + margin:g}" {look}/>'

    parts = []
    if "end" in classes:
        parts.append(draw_box(9, f'fill="{accent}" opacity="0.3"'))
    if "start" in classes:
        parts.append(draw_box(4, f'fill="none" stroke="{accent}" stroke-width="4" opacity="0.22"'))
        border = f'fill="{fill}" stroke="{accent}" stroke-width="2"'
    if "group" in classes:
        parts.append(f'<g transform="translate({_SHEET_OFFSET:g} {_SHEET_OFFSET:g})" opacity="0.6">')
        parts.append(draw_box(0, border) + "</g>")
    if "stressed" in classes:
        border = f'fill="{fill}" stroke="{accent}" stroke-width="4"'
    dashes = ' stroke-dasharray="4 3"' if "stub" in classes else ""
    for name, (color, pattern) in _DIFFERENCES.items():
        if name in classes:
            border = f'fill="{fill}" stroke="{style.get_color(color)}" stroke-width="2.5"'
            dashes = f' stroke-dasharray="{pattern}"' if pattern else ""
    return [*parts, draw_box(0, border + dashes)]


def _draw_icon(style: PictureStyle, data: NodeData, *, is_path: bool) -> str:
    ground = style.get_color("line" if is_path else f"family-{data['family']}-tint")
    ink = style.get_color("ink-quiet" if is_path else f"family-{data['family']}")
    inset = (_ICON_SQUARE - _ICON_SIZE) / 2
    scale = _ICON_SIZE / 24
    return (
        f'<rect x="{_ICON_LEFT:g}" y="{_ICON_TOP:g}" width="{_ICON_SQUARE:g}" height="{_ICON_SQUARE:g}" '
        f'rx="6" fill="{ground}"/>'
        f'<path transform="translate({_ICON_LEFT + inset:g} {_ICON_TOP + inset:g}) scale({scale:.4g})" '
        f'd="{style.get_icon(data["icon"])}" fill="none" stroke="{ink}" stroke-width="2.2" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _draw_second_line(style: PictureStyle, data: NodeData) -> str:
    x, badge = TEXT_LEFT, ""
    if "badge" in data:
        badge, width = draw_badge(style, data["badge"], x, _SECOND_MIDDLE)
        x += width + _BADGE_AFTER
    if not data["small"]:
        return badge
    quiet = TextStyle(SUBTITLE_SIZE, color="ink-quiet")
    return badge + write_text(style, quiet, data["small"], x, _SECOND_MIDDLE)


def draw_badge(style: PictureStyle, badge: BadgeData, x: float, middle: float) -> tuple[str, float]:
    """Return a badge, and how wide it is."""
    look = style.get_badge(badge["state"])
    ink = style.get_color(look.ink)
    text_width = measure_width(badge["word"]) * BADGE_SIZE
    width = text_width + 2 * _BADGE_SIDE + _SIGN_SIZE + _BADGE_GAP - 1
    paint = f'fill="{ink}"' if look.is_filled else f'fill="none" stroke="{ink}" stroke-width="4"'
    scale = _SIGN_SIZE / 24
    shapes = (
        f'<rect x="{format_number(x)}" y="{format_number(middle - _BADGE_HEIGHT / 2)}" '
        f'width="{format_number(width)}" height="{_BADGE_HEIGHT:g}" '
        f'rx="{3 if look.is_square else _BADGE_HEIGHT / 2:g}" fill="{style.get_color(look.ground)}"/>'
        f'<path transform="translate({format_number(x + _BADGE_SIDE - 1)} '
        f'{format_number(middle - _SIGN_SIZE / 2)}) scale({scale:.4g})" d="{look.sign}" {paint} '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )
    text_x = x + _BADGE_SIDE + _SIGN_SIZE + _BADGE_GAP - 1
    return shapes + write_text(
        style, TextStyle(BADGE_SIZE, 600, look.ink), badge["word"], text_x, middle
    ), width


def _draw_count(style: PictureStyle, data: NodeData) -> str:
    """Return the number of a group's members, at the top right."""
    count = f"{data['count']:,}"
    width = measure_width(count) * BADGE_SIZE + 12
    x = data["width"] - TEXT_RIGHT - width
    return (
        f'<rect x="{format_number(x)}" y="7" width="{format_number(width)}" height="16" rx="8" '
        f'fill="{style.get_color("line")}"/>'
        + write_text(style, TextStyle(BADGE_SIZE, 600, "ink-quiet"), count, x + 6, _TITLE_MIDDLE)
    )


def draw_edge(style: PictureStyle, edge: Edge, traced: EdgePath, *, label: Box | None = None) -> str:
    """Return a line with its arrowhead, and its label in a box."""
    data, classes = edge["data"], set(edge["classes"].split())
    stroke = choose_stroke(style, classes)
    color = style.get_color(stroke.color)
    opacity = ' opacity="0.12"' if "aside" in classes else ' opacity="0.8"' if "replaced" in classes else ""
    look = f'stroke="{color}" stroke-width="{stroke.width:g}"{format_dashes(stroke.dashes)}'
    ends = f'data-source="{escape_xml(data["source"])}" data-target="{escape_xml(data["target"])}"'
    parts = [
        f'<g class="edge" {ends}{opacity}>',
        f"<title>{escape_xml(escape_invisible(_format_label(data)[0])) or 'Association'}</title>",
        f'<path d="{traced.path}" fill="none" {look}/>',
    ]
    if traced.arrow:
        parts.append(f'<path d="M{"L".join(map(format_point, traced.arrow))}Z" fill="{color}"/>')
    if label:
        parts.append(_draw_label(style, _format_label(data)[1:], label))
    return "".join((*parts, "</g>"))


def measure_label(edge: Edge, traced: EdgePath) -> Box | None:
    """Return the box of a line's label; None if it has none."""
    lines = _format_label(edge["data"])[1:]
    if not set(edge["classes"].split()) & {"told", "stressed"} or not any(lines):
        return None
    width = max(map(measure_width, lines)) * _LABEL_SIZE + 6
    return Box(*traced.middle, width, len(lines) * _LABEL_SIZE * _LINE_HEIGHT + 4)


_ONE_SIDED = {
    "differs-b": StrokeStyle("good", 2.4, ()),
    "differs-a": StrokeStyle("bad", 2.0, (6, 4)),
}
"""Strokes of lines that only one side of a comparison has."""

_BETWEEN_WIDTH, _STRESSED_WIDTH = 2.4, 5.0


def choose_stroke(style: PictureStyle, classes: set[str]) -> StrokeStyle:
    """Return the stroke of a line, as the page's style chooses it."""
    plain = StrokeStyle("edge", 1.5, ())
    first = next((stroke for name, stroke in _ONE_SIDED.items() if name in classes), plain)
    color, width, dashes = first.color, first.width, first.dashes
    if "serving" in classes:
        color, width = "edge-strong", 1.6
    if "replaced" in classes:
        width = 1.25
    if "quiet" in classes:
        width, dashes = 1.1, (4, 4)
    if "bridge" in classes:
        width, dashes = 1.1 if "quiet" in classes else 2.0, (14, 7)
    if "undirected" in classes:
        width, dashes = 2.0, (0.1, 4.0)
    told = next((style.strokes[name] for name in style.strokes if name in classes), None)
    if "told" in classes and told:
        color, width, dashes = told.color, 1.1 if "quiet" in classes else told.width, told.dashes
    if "between" in classes:
        color, width = "accent", _BETWEEN_WIDTH
    if "stressed" in classes:
        width = _STRESSED_WIDTH
    return StrokeStyle(color, width, dashes)


def format_dashes(dashes: Sequence[float]) -> str:
    """Return the attributes of a line with dashes, if it has any."""
    if not dashes:
        return ""
    cap = ' stroke-linecap="round"' if dashes[0] < 1 else ""
    return f' stroke-dasharray="{" ".join(f"{length:g}" for length in dashes)}"{cap}'


def _format_label(data: EdgeData) -> tuple[str, ...]:
    """Return what a line says as a whole, then in lines."""
    label = data.get("via") or data["association"]
    words = (label,) if "via" in data else tuple(_WORD_BOUNDARY.split(label))
    if count := data.get("count"):
        times = f"× {count}"  # noqa: RUF001 - the sign of multiplication is meant
        return f"{label} {times}".strip(), *words[:-1], f"{words[-1]} {times}".strip()
    return label, *words


def _draw_label(style: PictureStyle, lines: Sequence[str], box: Box) -> str:
    """Return what a line says, on a ground that interrupts it."""
    first = box.y - (len(lines) - 1) / 2 * _LABEL_SIZE * _LINE_HEIGHT
    look = TextStyle(_LABEL_SIZE, anchor="middle")
    texts = [
        write_text(style, look, line, box.x, first + index * _LABEL_SIZE * _LINE_HEIGHT)
        for index, line in enumerate(lines)
    ]
    ground = (
        f'<rect x="{format_number(box.x - box.width / 2)}" y="{format_number(box.y - box.height / 2)}" '
        f'width="{format_number(box.width)}" height="{format_number(box.height)}" rx="3" '
        f'fill="{style.get_color("canvas")}" opacity="0.95"/>'
    )
    return ground + "".join(texts)

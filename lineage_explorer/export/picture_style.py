"""Colors, icons and signs of pictures: those of the page.

`web/build.js` collects them when the bundles are built.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lineage_explorer.export.export_options import Theme

ASSETS = Path(__file__).parents[2] / "assets"


@dataclass(frozen=True, slots=True)
class BadgeStyle:
    """Look of a badge.

    Attributes:
        ink, ground: Names of its colors.
        sign: Path of its sign, on a square of 24 units.
        is_square: Whether its corners are square.
        is_filled: Whether its sign is filled.
    """

    ink: str
    ground: str
    sign: str
    is_square: bool
    is_filled: bool


@dataclass(frozen=True, slots=True)
class StrokeStyle:
    """Look of the lines of one type of association.

    Attributes:
        color: Name of its color.
        width: In layout units.
        dashes: Lengths of dashes and gaps; empty for a solid line.
    """

    color: str
    width: float
    dashes: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class PictureStyle:
    """Look of a picture in one theme.

    Attributes:
        colors: Colors by the names of the page's tokens.
        icons: Paths of icons, drawn as strokes on a square of 24 units.
        badges: Badges by state.
        strokes: Lines by the name of their stroke.
    """

    colors: Mapping[str, str]
    icons: Mapping[str, str]
    badges: Mapping[str, BadgeStyle]
    strokes: Mapping[str, StrokeStyle]

    def get_color(self, name: str) -> str:
        """Return a color by its name; ink if there is none."""
        return self.colors.get(name, self.colors["ink"])

    def get_icon(self, name: str) -> str:
        """Return the path of an icon, or of a question mark."""
        return self.icons.get(name, self.icons["unknown"])

    def get_badge(self, state: str) -> BadgeStyle:
        """Return the look of a badge."""
        return self.badges.get(state, self.badges["replaced"])


@lru_cache(maxsize=2)
def load_picture_style(theme: Theme) -> PictureStyle:
    """Return the look of pictures in a theme."""
    found = json.loads((ASSETS / "picture.bundle.json").read_text(encoding="utf-8"))
    return PictureStyle(
        colors=found["colors"][theme],
        icons=found["icons"],
        badges={
            state: BadgeStyle(ink, ground, sign, state in found["square_badges"], state == "serving")
            for state, (ink, ground, sign) in found["badges"].items()
        },
        strokes={
            name: StrokeStyle(each["color"], each["width"], _list_dashes(each["dashes"], each))
            for name, each in found["strokes"].items()
        },
    )


def _list_dashes(dashes: Sequence[float], stroke: Mapping[str, object]) -> tuple[float, ...]:
    return (0.1, 4.0) if stroke["dotted"] else tuple(dashes)

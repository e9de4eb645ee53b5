"""A picture as PNG, twice as large as its SVG.

resvg draws it (MPL-2.0 and Apache-2.0), a renderer without a browser. It reads TrueType files, so the
interface's typeface is beside the browser's compressed one.
"""

from __future__ import annotations

import resvg_py

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.export.picture_style import ASSETS
from lineage_explorer.export.svg_picture import Picture

SCALE = 2
MAX_PIXELS = 60_000_000
"""Largest number of pixels; they take four bytes each while they are drawn."""

_LAST_LATIN = "\u024f"
_EXTRA = "·…×–—‘’“”•€™"  # noqa: RUF001 - characters that the typeface has beyond Latin letters"


def draw_png(picture: Picture) -> bytes:
    """Return a picture as PNG at twice its size.

    Raises:
        InvalidQuery: It would have too many pixels.
    """
    pixels = picture.width * SCALE * picture.height * SCALE
    if pixels > MAX_PIXELS:
        raise InvalidQuery(
            f"A PNG of {picture.width * SCALE:,.0f} × {picture.height * SCALE:,.0f} pixels is too large. "  # noqa: RUF001
            "Take the grouped picture (grouped=1, no open=), hide kinds, or take SVG, which has no pixels.",
            field="grouped",
        )
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=picture.svg,
            zoom=SCALE,
            font_files=[str(ASSETS / "fonts" / "inter-latin.ttf")],
            font_family="Inter",
            sans_serif_family="Inter",
            skip_system_fonts=not needs_system_fonts(picture.svg),
        )
    )


def needs_system_fonts(text: str) -> bool:
    """Return whether a text has characters that the typeface lacks.

    The fonts of the system are loaded only for those: that takes longer than the picture.
    """
    return any(character > _LAST_LATIN and character not in _EXTRA for character in text)

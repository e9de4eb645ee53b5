"""What the colours mean, for those that are in the picture."""

from __future__ import annotations

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from lineage.views.lenses import Shade


def legend(key: Iterable[tuple[Shade, int]]) -> list[Component]:
    """Return one entry a meaning, in their order, with how many vertices have it."""
    return [
        html.Span(
            [html.Span(className="swatch"), shade.title, html.Span(count, className="count")],
            className=f"family-{shade.colour}",
        )
        for shade, count in key
    ]

"""Legend of the line styles in use."""

from __future__ import annotations

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from lineage_explorer.views.decorators import Stroke


def line_legend(counted_strokes: Iterable[tuple[Stroke, int]]) -> list[Component]:
    """Return a legend entry with its association count for each stroke."""
    return [
        html.Span(
            [
                html.Span(className=f"stroke {stroke.name}"),
                stroke.title,
                html.Span(f"{count:,}", className="count"),
            ]
        )
        for stroke, count in counted_strokes
    ]

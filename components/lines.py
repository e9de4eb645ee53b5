"""What the strokes of lines mean, for those that are in the picture."""

from __future__ import annotations

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from lineage.views.lines import Stroke


def lines(key: Iterable[tuple[Stroke, int]]) -> list[Component]:
    """Return one entry of the legend for each stroke, with how many associations have it."""
    return [
        html.Span(
            [
                html.Span(className=f"stroke {stroke.name}"),
                stroke.title,
                html.Span(f"{count:,}", className="count"),
            ]
        )
        for stroke, count in key
    ]

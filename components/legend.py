"""What the colours mean, for the families that are in the picture."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from lineage.views.looks import FAMILY_TITLES, Family


def legend(counts: Mapping[Family, int]) -> list[Component]:
    """Return one entry a family, in the order of a pipeline, with how many vertices it has."""
    return [
        html.Span(
            [
                html.Span(className="swatch"),
                FAMILY_TITLES[family],
                html.Span(counts[family], className="count"),
            ],
            className=f"family-{family}",
        )
        for family in Family
        if counts.get(family)
    ]

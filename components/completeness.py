"""Line that states how complete the graph is.

Each part that can be continued has a link or a button.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dash import dcc, html
from dash.development.base_component import Component

from components.attributes import aria, data
from lineage.address import Address
from lineage.views.completeness import Part


def completeness_line(parts: Iterable[Part], *, link: Callable[[Address], str]) -> list[Component]:
    """Return the parts of the line in their order.

    For screen readers, the label of each link includes the text of its part.
    """
    return [html.Span([part.words, *_lead(part, link)], className="part") for part in parts]


def _lead(part: Part, link: Callable[[Address], str]) -> list[Component | str]:
    if part.lead is None:
        return []
    label = aria(label=f"{part.way[0].upper()}{part.way[1:]}: {part.words}")
    if isinstance(part.lead, Address):
        return [": ", dcc.Link(part.way, href=link(part.lead), title=label["aria-label"])]
    if part.lead == "again":
        attributes = {**data(press="retry"), **label}
        return [": ", html.Button(part.way, type="button", className="plain", **attributes)]
    return [": ", _opened(part.way, part.lead)]


def _opened(way: str, sentences: Iterable[str]) -> Component:
    return html.Details([html.Summary(way), html.Ul([html.Li(text) for text in sentences])])

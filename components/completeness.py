"""Line that states how complete the graph is.

Each part that can be continued has a link or a button.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dash import dcc, html
from dash.development.base_component import Component

from components.attributes import aria, data
from lineage_explorer.query.address import Address
from lineage_explorer.views.summary import CompletenessNote


def completeness_line(
    parts: Iterable[CompletenessNote], *, link: Callable[[Address], str]
) -> list[Component]:
    """Return the parts of the line in their order.

    For screen readers, the label of each link includes the text of its part.
    """
    return [html.Span([part.text, *_continuation(part, link)], className="part") for part in parts]


def _continuation(part: CompletenessNote, link: Callable[[Address], str]) -> list[Component | str]:
    if part.target is None:
        return []
    label = aria(label=f"{part.link_text[0].upper()}{part.link_text[1:]}: {part.text}")
    if isinstance(part.target, Address):
        return [": ", dcc.Link(part.link_text, href=link(part.target), title=label["aria-label"])]
    if part.target == "again":
        attributes = {**data(press="retry"), **label}
        return [": ", html.Button(part.link_text, type="button", className="plain", **attributes)]
    return [": ", _sentence_list(part.link_text, part.target)]


def _sentence_list(way: str, sentences: Iterable[str]) -> Component:
    return html.Details([html.Summary(way), html.Ul([html.Li(text) for text in sentences])])

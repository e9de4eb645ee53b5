"""Status bar below the graph, and progress display above it.

The status bar shows what the graph has, how complete and how old it is, and its zoom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from dash import dcc, html
from dash.development.base_component import Component

from components import ids
from components.html_elements import aria, data
from components.query_bar import tool_button
from lineage_explorer.query.address import Address

if TYPE_CHECKING:
    from lineage_explorer.views.summary import CompletenessNote


def status_bar() -> Component:
    """Return the empty status bar: legend, completeness, zoom."""
    return html.Footer(
        [
            html.Div(id=ids.LEGEND, className="legend", role="group", **aria(label="Legend: what is shown")),
            html.Div([html.Span(id=ids.COMPLETENESS), _age()], className="quiet"),
            _zoom(),
        ],
        className="status-bar",
    )


def _zoom() -> Component:
    """Return the buttons of the zoom; `web/graph/semantic-zoom.js` updates the level."""
    return html.Div(
        [
            tool_button(ids.ZOOM_OUT, "minus", "Zoom out"),
            html.Output(id=ids.ZOOM_LEVEL, **aria(live="off", label="Zoom")),
            tool_button(ids.ZOOM_IN, "plus", "Zoom in"),
            tool_button(ids.FIT, "fit", "Fit to screen (0)"),
        ],
        className="zoom",
        role="group",
        **aria(label="Zoom"),
    )


def progress_bar() -> Component:
    """Return the progress display that `web/panels/progress-bar.js` updates.

    It changes several times a second, so it lies on top of the graph: in the status bar it would change the
    bar's height and move the graph.
    """
    return html.Div(
        [
            html.Span(className="bar", role="progressbar", **aria(label="Loading")),
            html.Span(className="told"),
            html.Button("Stop", id=ids.STOP, type="button", className="button", title="Keep what has loaded"),
            html.Button("Load the rest", id=ids.READ_ON, type="button", className="button"),
        ],
        id=ids.PROGRESS,
        hidden=True,
    )


def completeness_line(
    parts: Iterable[CompletenessNote], *, link: Callable[[Address], str]
) -> list[Component]:
    """Return the line that states how complete the graph is.

    Each part that can be continued has a link or a button; how it was read is behind its words.

    For screen readers, the label of each link includes the text of its part.
    """
    return [html.Span([_words(part), *_continuation(part, link)], className="part") for part in parts]


def _words(part: CompletenessNote) -> Component | str:
    """Return the text, which opens to how it was read."""
    if not part.facts:
        return part.text
    return html.Details(
        [html.Summary(part.text, title=" · ".join(part.facts)), html.Ul(list(map(html.Li, part.facts)))],
        className="facts",
    )


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


def _age() -> Component:
    return html.Span(
        [
            html.Time(id=ids.AGE),
            html.Button(
                "Refresh",
                id=ids.REFRESH,
                type="button",
                className="button",
                title="Reload everything",
            ),
        ],
        className="age",
    )

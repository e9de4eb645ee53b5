"""List of keyboard shortcuts, opened by `web/shell/shortcuts.js`."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components import ids
from components.html_elements import aria, icon

_SHORTCUTS: dict[str, tuple[tuple[str, str], ...]] = {
    "In the picture": (
        ("← →", "To the nearest card upstream, downstream; top down, ↑ ↓"),
        ("↑ ↓", "Through a column; top down, ← → through a row"),
        ("Home", "To the focus"),
        ("Enter", "Make the card the focus"),
        ("Ctrl Enter", "The same in a new tab"),
        ("e", "Expand the card both ways"),
        ("Shift e", "Contract it"),
        ("Shift F10", "Its menu; so does the menu key"),
        ("P", "Paths from this card: P on another shows them"),
        ("+ - 0", "Zoom in, zoom out, fit"),
        ("Esc", "Put the light out"),
    ),
    "Find": (
        ("Ctrl F", "Find in the picture"),
        ("Enter", "Next match, with Shift the previous"),
        ("Esc", "Close, and go on from the match"),
    ),
    "In the legend": (
        ("Space", "Hide a kind, or show it again"),
        ("Shift Space", "Show only this kind, or everything"),
    ),
    "Anywhere": (
        ("/", "Choose another start; so does Ctrl K"),
        ("Ctrl Enter", "Run the question"),
        ("?", "This list"),
    ),
}


def shortcut_dialog() -> Component:
    """Return the closed dialog of keyboard shortcuts."""
    return html.Dialog(
        [
            html.Div(
                [
                    html.H2("Keys"),
                    html.Button(icon("close"), type="button", className="button", **aria(label="Close")),
                ],
                className="keys-head",
            ),
            *(part for title, pairs in _SHORTCUTS.items() for part in _section(title, pairs)),
        ],
        id=ids.KEYS,
        className="keys-list",
        **aria(label="Keys"),
    )


def _section(title: str, pairs: tuple[tuple[str, str], ...]) -> list[Component]:
    rows = [html.Div([html.Dt(_key_caps(key)), html.Dd(effect)]) for key, effect in pairs]
    return [html.H3(title), html.Dl(rows)]


def _key_caps(text: str) -> list[Component | str]:
    """Return each key of a shortcut as a separate element."""
    caps: list[Component | str] = []
    for key in text.split():
        caps += [html.Kbd(key), " "]
    return caps

"""List of keyboard shortcuts, opened by `web/shell/shortcuts.js`."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components import ids
from components.html_elements import aria, icon

_SHORTCUTS: dict[str, tuple[tuple[str, str], ...]] = {
    "In the graph": (
        ("← →", "Nearest card upstream or downstream (top down: ↑ ↓)"),
        ("↑ ↓", "Through a column (top down: ← → through a row)"),
        ("Home", "To the focus"),
        ("Enter", "Focus on the card"),
        ("Ctrl Enter", "Open in new tab"),
        ("d", "Details of the card, which stays where it is"),
        ("a", "Add the card to the starts, or remove it"),
        ("e", "Expand the card on both sides"),
        ("Shift e", "Collapse the card"),
        ("Shift F10", "Open menu"),
        ("P", "Paths from this card, then P on a second card"),
        ("+ - 0", "Zoom in, zoom out, fit"),
        ("Esc", "Clear highlight"),
    ),
    "Find": (
        ("Ctrl F", "Open the list and find in it"),
        ("Enter", "Next match, with Shift the previous"),
        ("↓", "Into the list"),
        ("Esc", "Clear, and stay at the match"),
    ),
    "In the legend": (
        ("Space", "Hide or show a type"),
        ("Shift Space", "Show only this type, or everything"),
    ),
    "In a story": (
        ("Page Down", "Next scene, with Page Up the previous"),
        ("Home", "First scene while presenting, with End the last"),
        ("N", "Title and notes, with Shift in a window of their own"),
        ("Alt ← →", "Move the scene"),
        ("Delete", "Remove the scene"),
        ("Ctrl Z", "Undo, on a scene"),
    ),
    "Anywhere": (
        ("/", "Search (also Ctrl K)"),
        ("Ctrl Enter", "Run the query"),
        ("?", "Keyboard shortcuts"),
    ),
}


_INTRODUCTION = (
    "Lineage links data, code, jobs, models, approvals and endpoints.",
    "The picture shows what the focus was made from, on its left, and what was made from it, on its right.",
    "Click a card to make it the focus. Rest on it, or press D, to read about it without leaving.",
    "Direction, depth and filters are above the picture, questions in the details.",
)


def shortcut_dialog() -> Component:
    """Return the closed dialog with help and keyboard shortcuts."""
    return html.Dialog(
        [
            html.Div(
                [
                    html.H2("Help"),
                    html.Button(icon("close"), type="button", className="button", **aria(label="Close")),
                ],
                className="keys-head",
            ),
            *[html.P(sentence) for sentence in _INTRODUCTION],
            *(part for title, pairs in _SHORTCUTS.items() for part in _section(title, pairs)),
        ],
        id=ids.KEYS,
        className="keys-list",
        **aria(label="Help and keyboard shortcuts"),
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

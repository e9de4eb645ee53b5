"""Rendering of components as HTML text, for content that is only displayed.

Dash subscribes to each component that it renders: a table of eighty rows blocked the page for seconds. The
browser parses the same rows as HTML in a few milliseconds. `web/panels/markup.js` handles clicks on links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dash import dcc
from dash.development.base_component import Component
from markupsafe import escape

_VOID_ELEMENTS = frozenset({"br", "hr", "img", "input", "wbr"})
_HTML_NAMES = {"className": "class", "htmlFor": "for"}
_OWN_ATTRIBUTES = "_", "available_"
"""How the attributes begin that a component has beside its properties."""
_CAMEL_CASE = re.compile(r"(?<=[a-z])(?=[A-Z])")


def render_html(children: object) -> str:
    """Return Dash children as HTML text.

    Children are elements, `dcc.Link`s, fields of forms (`dcc.Input`), texts, numbers, and lists of these.

    Raises:
        TypeError: A component is none of these; it would not work without Dash.
    """
    pieces: list[str] = []
    _add_child(pieces, children)
    return "".join(pieces)


def _add_child(pieces: list[str], child: object) -> None:
    if isinstance(child, list | tuple):
        for item in child:
            _add_child(pieces, item)
    elif isinstance(child, Component):
        _add_element(pieces, child)
    elif child is not None:
        pieces.append(escape(child))


def _add_element(pieces: list[str], component: Component) -> None:
    tag, properties = _tag_name(component), _get_properties(component)
    children = properties.pop("children", None)
    pieces.append(f"<{tag}{''.join(_render_attributes(properties))}>")
    if tag not in _VOID_ELEMENTS:
        _add_child(pieces, children)
        pieces.append(f"</{tag}>")


def _get_properties(component: Component) -> dict[str, object]:
    """Return the properties that a component was given.

    `to_plotly_json` looks for each that it could have, which took a twentieth of the time of a screen.
    """
    return {name: value for name, value in vars(component).items() if not name.startswith(_OWN_ATTRIBUTES)}


def _tag_name(component: Component) -> str:
    if isinstance(component, dcc.Link):
        return "a"
    if isinstance(component, dcc.Input):
        return "input"
    if component.__module__.startswith("dash.html."):
        return type(component).__name__.lower()
    raise TypeError(f"{type(component).__name__} is a component of Dash, not an element of HTML")


def _render_attributes(properties: Mapping[str, object]) -> Iterator[str]:
    for name, value in sorted(properties.items()):  # Dash does not order them; sorting keeps the text stable
        if value is True:
            yield f" {name.lower()}"
        elif value is not None and value is not False:
            text = _format_style(value) if isinstance(value, Mapping) else value
            yield f' {_HTML_NAMES.get(name, name.lower())}="{escape(text)}"'


def _format_style(rules: Mapping[str, object]) -> str:
    return "; ".join(f"{_CAMEL_CASE.sub('-', name).lower()}: {value}" for name, value in rules.items())

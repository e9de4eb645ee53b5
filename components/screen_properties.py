"""Properties of components that a screen sets."""

from __future__ import annotations

from typing import TypeAlias

from components import ids

ComponentProperty: TypeAlias = tuple[str, str]
"""Id and property of a component."""

INNER_HTML = "html"
"""Pseudo-property of a component that Dash does not render.

The browser inserts its value as HTML."""

SCREEN_PROPERTIES: dict[str, ComponentProperty] = {
    "chips": (ids.CHIPS, INNER_HTML),
    "headline": (ids.HEADLINE, INNER_HTML),
    "key_facts": (ids.KEY_FACTS, INNER_HTML),
    "status": (ids.STATUS, INNER_HTML),
    "completeness": (ids.COMPLETENESS, INNER_HTML),
    "notice": (ids.NOTICE, "children"),
    "legend": (ids.LEGEND, INNER_HTML),
    "answer": (ids.ANSWER, INNER_HTML),
    "table": (ids.TABLE, INNER_HTML),
    "document": (ids.DOCUMENT, INNER_HTML),
    "paths_told": (ids.BETWEEN_STATUS, INNER_HTML),
    "paths": (ids.BETWEEN, INNER_HTML),
    "view": (ids.VIEW, "value"),
    "lens": (ids.COLOR_BY, "value"),
    "lines": (ids.LINE_STYLE, "value"),
    "read": (ids.AGE, "dateTime"),
    "type_offers": (ids.TYPE, "data"),
    "property_offers": (ids.PROPERTY, "data"),
    "tag_offers": (ids.TAG, "data"),
}
HOME: ComponentProperty = (ids.HOME, "href")
ACCOUNT: ComponentProperty = (ids.ACCOUNT, "children")
ACCOUNT_TITLE: ComponentProperty = (ids.ACCOUNT, "title")
ACCOUNT_LIST: ComponentProperty = (ids.ACCOUNT_LIST, INNER_HTML)
SUGGESTIONS: ComponentProperty = (ids.SUGGESTIONS, "children")
WELCOME: ComponentProperty = (ids.WELCOME, INNER_HTML)
PAYLOAD_PROPERTIES: dict[str, ComponentProperty] = {
    "state": (ids.LINEAGE, "data-state"),
    "start": (ids.LINEAGE, "data-start"),
    "vertices": (ids.LINEAGE, "data-vertices"),
    "associations": (ids.LINEAGE, "data-edges"),
    "key": (ids.LINEAGE, "data-key"),
    "view": (ids.LINEAGE, "data-view"),
}
BUSY: ComponentProperty = (ids.LINEAGE, "aria-busy")
CONTROLS: dict[str, ComponentProperty] = {
    **{name: (name, "value") for name in ids.CONTROLS},
    ids.PATHS: (ids.PATHS, "checked"),
}
ERRORS: dict[str, ComponentProperty] = {name: (name, "error") for name in ids.CONTROLS}
READ_BY_BROWSER = (
    *CONTROLS.values(),
    *ERRORS.values(),
    SCREEN_PROPERTIES["view"],
    SCREEN_PROPERTIES["lens"],
    SCREEN_PROPERTIES["lines"],
    SCREEN_PROPERTIES["notice"],
)
"""Properties that the browser reads to skip needless updates.

Other callbacks or the reader change them as well."""

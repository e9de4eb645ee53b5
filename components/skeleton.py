"""Skeleton of the page, shown until Dash has started.

Loading and running Dash and its components takes most of the start-up time. Until then, the skeleton shows
the first screen as soon as it arrives: after 0.66 s instead of 1.39 s, once the account is open. Its links
work and a start can be pasted; `web/shell/skeleton.js` passes the input on to the page. A skeleton without
the first screen would not make the page ready any earlier (1.42 s).
"""

from __future__ import annotations

import json

from dash import html
from dash.development.base_component import Component

from components import ids
from components.html_elements import aria, icon
from components.keys import shortcut_dialog
from components.markup import render_html
from components.welcome import welcome_frame
from lineage_explorer.query.address import describe_grammar

START_PLACEHOLDER = "Paste an ARN or S3 URI, or type a name"
_CONTROL_COUNT = 6

_COLOR_SCHEME_SCRIPT = """\
<script>
(() => {
  let kept = null;
  try { kept = localStorage.getItem("lineage-color-scheme"); } catch { /* forbidden */ }
  const usual = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  document.documentElement.dataset.colorScheme = ["light", "dark"].includes(kept) ? kept : usual;
})();
</script>"""
"""Script that sets the color scheme; `web/shell/color-scheme.js` changes it later.

Without it, the page is bright until its script has loaded, even if the reader prefers a dark theme."""


_PRELOADS = """\
<link rel="preload" href="./assets/fonts/inter-latin.woff2" as="font" type="font/woff2" crossorigin>
<link rel="preload" href="./_dash-layout" as="fetch" crossorigin>
<link rel="preload" href="./_dash-dependencies" as="fetch" crossorigin>"""
"""Requests of what styles and Dash ask for as well, but only when they have loaded: a whole journey later."""


def insert_skeleton(page: str) -> str:
    """Insert the skeleton into a page's HTML.

    It is removed when Dash has rendered the page. The help stays beside that: Dash would take two fifths of
    its time for a closed dialog. The grammar of the address comes with it, because the
    page's script needs that before it requests anything.
    """
    page = page.replace("{%css%}", f"{_COLOR_SCHEME_SCRIPT}\n{_PRELOADS}\n{{%css%}}")
    parts = f"{render_html(_skeleton())}\n{render_html(shortcut_dialog())}"
    grammar = json.dumps(describe_grammar()).replace("<", "\\u003c")
    data = f'<script type="application/json" id={ids.URL_GRAMMAR}>{grammar}</script>'
    return page.replace("{%app_entry%}", f"{parts}\n{data}\n{{%app_entry%}}")


def _skeleton() -> Component:
    return html.Div(
        [
            html.Header(
                html.Span([icon("logo"), html.Span("Lineage Explorer")], className="brand"),
                className="header",
            ),
            html.Div(
                [
                    html.Aside(_query_skeleton(), className="panel left"),
                    html.Main(html.Div(welcome_frame(), className="welcome"), **aria(busy="true")),
                    html.Aside(className="panel right"),
                ],
                className="columns",
            ),
        ],
        className="waiting",
    )


def _query_skeleton() -> Component:
    """Return a working start box and empty boxes for other controls."""
    box = html.Textarea(placeholder=START_PLACEHOLDER, spellCheck="false")
    return html.Div(
        [html.Label(["Start", box]), *(html.Div(className="bar") for _ in range(_CONTROL_COUNT))],
        className="query",
    )

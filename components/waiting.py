"""What is shown while the page is on its way: its frame, and as soon as they come, entities to start from.

Dash and its components take most of the time of a start to be read and run. Until then one can read the first
screen here, follow its links and paste a start; `assets/waiting.js` hands over what was done.
"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.attributes import aria
from components.icons import icon
from components.markup import markup

_BARS = 6

_DRESSED = """\
<script>
(() => {
  let kept = null;
  try { kept = localStorage.getItem("mantine-color-scheme-value"); } catch { /* forbidden */ }
  const usual = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  document.documentElement.dataset.mantineColorScheme = ["light", "dark"].includes(kept) ? kept : usual;
})();
</script>"""
"""What Mantine does when it has come: a page that is bright until then dazzles who reads in the dark."""


def waited(page: str) -> str:
    """Return a page's HTML with what is shown until Dash has made the page itself."""
    page = page.replace("{%css%}", f"{_DRESSED}\n{{%css%}}")
    return page.replace("{%app_entry%}", f"{markup(_waiting())}\n{{%app_entry%}}")


def _waiting() -> Component:
    return html.Div(
        [
            html.Header(
                html.Span([icon("logo"), html.Span("Lineage Explorer")], className="brand"),
                className="header",
            ),
            html.Div(
                [
                    html.Aside(_question(), className="panel left"),
                    html.Main(html.Div(className="welcome"), **aria(busy="true")),
                    html.Aside(className="panel right"),
                ],
                className="columns",
            ),
        ],
        className="waiting",
    )


def _question() -> Component:
    """Return the start box, which can be filled, and the room of the other controls."""
    box = html.Textarea(placeholder="Paste an ARN or S3 URI, or type a name", spellCheck="false")
    return html.Div(
        [html.Label(["Start", box]), *(html.Div(className="bar") for _ in range(_BARS))], className="query"
    )

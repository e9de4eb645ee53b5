"""Small HTML elements, and attributes, that several parts of the page use."""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component


def aria(**values: str) -> dict[str, Any]:
    """Return `aria-*` attributes, whose names are not keyword arguments of Python.

    `aria(label="Question")` becomes `aria-label="Question"`.
    """
    return {f"aria-{name}": value for name, value in values.items()}


def close_link(href: str) -> Component:
    """Return the link that leaves an answer or a comparison."""
    return dcc.Link("Close", href=href, className="button screen-only", title="Back to the full lineage")


def data(**values: str) -> dict[str, Any]:
    """Return `data-*` attributes.

    `data(copy=arn)` becomes `data-copy="…"`.
    """
    return {f"data-{name}": value for name, value in values.items()}


def icon(name: str) -> Component:
    """Return an icon in the color of the surrounding text.

    Its drawing is in `web/graph/icon-paths.js`, which the canvas uses as well. Screen readers skip it.
    """
    return html.Span(className="icon", style={"--icon": f"var(--icon-{name})"}, **aria(hidden="true"))


def badge(name: str, family: str) -> Component:
    """Return an icon in a square tinted with its family's color."""
    return html.Span(icon(name), className=f"badge family-{family}")


def titled_link(title: str, subtitle: str, *, href: str, hint: str) -> Component:
    """Return a link with a title and, in small type, a subtitle.

    Args:
        title: What the entity is called.
        subtitle: What tells it apart; may be empty.
        href: Address of the entity.
        hint: Tooltip, such as the ARN.
    """
    words = [html.Bdi(title), *([html.Small(subtitle)] if subtitle else [])]
    return dcc.Link(words, href=href, title=hint, className="titled")


def sortable_header(title: str) -> Component:
    """Return a sortable column header; its table needs the class `sortable`.

    `web/panels/table-sort.js` sorts by it.
    """
    return html.Th(html.Button(title, type="button", title=f"Sort by {title.lower()}"), scope="col")

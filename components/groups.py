"""Controls for groups, usable with the keyboard."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from components.icons import icon


def close_group_link(title: str, *, href: str) -> Component:
    """Return the link that closes an open group.

    Args:
        title: Title of the group, with the number of its members.
        href: The current address with the group closed.
    """
    return html.Span(dcc.Link([icon("close"), f"Close {title}"], href=href), className="closer")

"""Entry point for saved files, which `web/shell/open-file.js` handles."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components import ids
from components.html_elements import aria, icon
from lineage_explorer.query.address import HOME_ADDRESS, Address, format_href


def open_file_panel(base: Address = HOME_ADDRESS) -> Component:
    """Return the entry point for files.

    Args:
        base: Address without a query: the opened file, if there is one, and whether names are hidden.
    """
    close_link = html.A(
        "Back to the account", href=format_href(Address(share=base.share)), className="close-file"
    )
    return html.Section(
        [
            html.Button(
                [icon("open"), "Open another file" if base.file else "Open a file"],
                type="button",
                className="button choose-file",
            ),
            html.P(
                [
                    "or drop it anywhere, or paste it: what ",
                    html.Code("aws sagemaker query-lineage"),
                    " prints, or OpenLineage events.",
                ],
                className="quiet",
            ),
            *([close_link] if base.file else []),
        ],
        id=ids.OPEN_FILE,
        className="open-file",
        **aria(label="Open a file"),
    )

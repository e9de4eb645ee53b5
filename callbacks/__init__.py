"""Events → domain → views → components, one module an intention.

A decorated function only unpacks and calls; what decides is a plain function beside it, without Dash in
its signature. Siblings never import each other.
"""

from __future__ import annotations

from dash import Dash

from callbacks import ask, canvas, explore, focus, form, pick
from lineage.source import EntityCatalog, RememberingSource


def register_all(app: Dash, *, source: RememberingSource, catalog: EntityCatalog, account: str) -> None:
    """Wire every callback of the page.

    Args:
        app: Whose layout is the shell.
        source: Answers questions about lineage.
        catalog: Tells about single entities.
        account: What is being explored, for readers.
    """
    explore.register(app, source, catalog)
    canvas.register(app)
    form.register(app)
    ask.register(app, catalog)
    focus.register(app, catalog)
    pick.register(app, catalog, account)

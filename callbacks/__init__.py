"""Events → domain → views → components, one module an intention.

A decorated function only unpacks and calls; what decides is a plain function beside it, without Dash in
its signature. Siblings never import each other.
"""

from __future__ import annotations

from dash import Dash

from callbacks import ask, canvas, explore, focus, form, pick, suggest
from callbacks.explore import Reader


def register_all(app: Dash, reader: Reader, *, account: str) -> None:
    """Wire every callback of the page.

    Args:
        app: Whose layout is the shell.
        reader: Whom the page asks.
        account: What is being explored, for readers.
    """
    explore.register(app, reader)
    canvas.register(app)
    form.register(app)
    ask.register(app, reader.catalog)
    focus.register(app, reader.catalog)
    pick.register(app, reader.catalog, account)
    suggest.register(app, reader.catalog)

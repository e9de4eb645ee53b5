"""Events → domain → views → components, one module an intention.

A decorated function only unpacks and calls; what decides is a plain function beside it, without Dash in
its signature. Siblings never import each other.
"""

from __future__ import annotations

from dash import Dash

from callbacks import ask, explore, focus, suggest, switch
from callbacks.explore import Reader


def register_all(app: Dash, reader: Reader) -> None:
    """Wire every callback of the page; `reader` is whom it asks."""
    explore.register(app, reader)
    switch.register(app)
    ask.register(app, reader.catalog)
    focus.register(app, reader.catalog)
    suggest.register(app, reader.catalog)

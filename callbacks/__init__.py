"""Events → domain → views → components, one module an intention.

A decorated function only unpacks and calls; what decides is a plain function beside it, without Dash in
its signature. Siblings never import each other.
"""

from __future__ import annotations

from dash import Dash

from callbacks import ask, explore, focus, share, suggest, switch
from callbacks.explore import Reader
from sharing.door import Door


def register_all(app: Dash, door: Door[Reader]) -> None:
    """Wire every callback of the page; behind the door is whom it asks."""
    catalogs = door.to(lambda reader: reader.catalog)
    share.register(app, catalogs)
    explore.register(app, door)
    switch.register(app)
    ask.register(app, catalogs)
    focus.register(app, catalogs)
    suggest.register(app, catalogs)

"""The one intention that all others lead to: show what the address asks.

The browser asks for a whole screen at once, by `GET /screen?<address>`; `assets/screen.js` draws its picture
and hands Dash the rest. This is no Dash callback because a click asks before Dash knows of the new address,
a newer address cancels the reading of the former, and a picture need not wait for the page around it.

    reading     address → what was read for it, named as far as naming says
    scene       what was read, named and in its place (placements): all that a screen is made of
    screen      → Screen: everything that the page shows, but the facts of the focus
      drawing     the picture
      form        the controls of the question
      connecting  the paths between two entities
      first       the first screen, where nothing is asked
    made        what was made of an answer, for all who look at it
    finished    screens that were made, for who comes back to them
    meant       a start that only stands for entities
    road        Screen → browser: the route, and the callback that hands its parts to Dash
    saving      the same picture as a file
    around      how many neighbours of one card are not shown
"""

from dash import Dash

from callbacks.explore import around, meant, road, saving
from callbacks.explore.placements import Placements
from callbacks.explore.reading import NAMING_SECONDS, Reader
from callbacks.explore.screen import Screen, show
from sharing.door import Door

__all__ = ["NAMING_SECONDS", "Placements", "Reader", "Screen", "register", "show"]


def register(app: Dash, door: Door[Reader]) -> None:
    """Answer for addresses, as screens and as files, and for single cards."""
    meant.register(app, door.to(lambda reader: reader.catalog))
    road.register(app, door)
    saving.register(app, door)
    around.register(app, door)

"""Controls of the page, as components of Dash.

`web/controls/` renders them, and comes with the page's own script. Component libraries do the same and more,
but each sends all that it has: Mantine and Dash's core components were 370 of the 800 kB of a page, and a
third of its scripts' processor time. `web/shell/dash.js` says how Dash finds these.
"""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

NAMESPACE = "lineage_controls"
"""Name under which the page's script offers the controls to Dash."""


class Control(Component):
    """Component that the page's own script renders."""

    _namespace = NAMESPACE
    _children_props = []
    _base_nodes = ["children"]
    _valid_wildcard_attributes = []
    available_wildcard_properties = []
    available_properties: list[str] = []

    def __init__(self, children: Any = None, **properties: Any) -> None:
        # Dash refuses children, even None, where a control can have none.
        given = {} if children is None else {"children": children}
        super().__init__(**given, **properties)  # type: ignore[no-untyped-call]

    def __init_subclass__(cls, **options: Any) -> None:
        """Complete what Dash wants to know of a component."""
        super().__init_subclass__(**options)
        cls._type = cls.__name__
        cls.available_properties = cls._prop_names


class Address(Control):
    """Query string of the address, in step with the browser's history."""

    _prop_names = ["id", "search"]


class Memory(Control):
    """Value that callbacks share; nothing is seen of it."""

    _prop_names = ["id", "data"]


class TextField(Control):
    """Labelled box for text or, with `kind="number"`, for a whole number.

    With `lines`, the text may have several. `children` stand in the box, at its end.
    """

    _prop_names = [
        "children", "id", "label", "name", "value", "placeholder", "error", "kind", "min", "max", "lines",
    ]  # fmt: skip


class WordField(Control):
    """Labelled box that holds several words, and offers some.

    `data` are the offers: words, or dictionaries with `value` and `label`. With `closed`, only these are
    taken.
    """

    _prop_names = [
        "id", "label", "value", "data", "placeholder", "description", "error", "closed",
    ]  # fmt: skip


class Choice(Control):
    """Choice of one among a few.

    It is a row of segments or, with `label`, of cards. Each of `data` has a `value` and a `label`; a card
    also an `icon` and a `meaning`.
    """

    _prop_names = ["id", "label", "value", "data", "error"]


class Selection(Control):
    """Choice of one, in a list that opens.

    Each of `data` has a `value` and a `label`.
    """

    _prop_names = ["id", "value", "data"]


class Checkbox(Control):
    """Labelled box that is checked or not."""

    _prop_names = ["id", "label", "checked"]

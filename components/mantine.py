"""Mantine components that the page uses.

On import, `dash_mantine_components` imports all of its two hundred components in its module `_imports_`. This
takes 226 of the 1,297 ms of processor time that the server's imports need (17 %). While this module imports
the package, an empty module takes the place of `_imports_`; then each component is imported from its own
module. If the package renames `_imports_` one day, all components are imported as usual.
"""

import sys
from types import ModuleType

_IMPORTS_MODULE = "dash_mantine_components._imports_"
_placeholder = sys.modules.setdefault(_IMPORTS_MODULE, ModuleType(_IMPORTS_MODULE))
if not hasattr(_placeholder, "__all__"):
    _placeholder.__all__ = []  # type: ignore[attr-defined]  # modules accept any attribute

from dash_mantine_components.Button import Button  # noqa: E402 - after the placeholder
from dash_mantine_components.Checkbox import Checkbox  # noqa: E402
from dash_mantine_components.ColorSchemeToggle import ColorSchemeToggle  # noqa: E402
from dash_mantine_components.MantineProvider import MantineProvider  # noqa: E402
from dash_mantine_components.MultiSelect import MultiSelect  # noqa: E402
from dash_mantine_components.NumberInput import NumberInput  # noqa: E402
from dash_mantine_components.RadioCard import RadioCard  # noqa: E402
from dash_mantine_components.RadioGroup import RadioGroup  # noqa: E402
from dash_mantine_components.SegmentedControl import SegmentedControl  # noqa: E402
from dash_mantine_components.Select import Select  # noqa: E402
from dash_mantine_components.TagsInput import TagsInput  # noqa: E402
from dash_mantine_components.Textarea import Textarea  # noqa: E402
from dash_mantine_components.TextInput import TextInput  # noqa: E402

__all__ = [
    "Button",
    "Checkbox",
    "ColorSchemeToggle",
    "MantineProvider",
    "MultiSelect",
    "NumberInput",
    "RadioCard",
    "RadioGroup",
    "SegmentedControl",
    "Select",
    "TagsInput",
    "TextInput",
    "Textarea",
]

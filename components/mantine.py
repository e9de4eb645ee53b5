"""Those of Mantine's components that the page uses.

The package imports all of its two hundred when it is imported, which takes longer than anything else at the
start of the server. Here the list of them is taken for read while that happens; each component stands in a
module of its own, from which it is imported as ever. Were the list another one day, all would be imported.
"""

import sys
from types import ModuleType

_LIST = "dash_mantine_components._imports_"
_taken_for_read = sys.modules.setdefault(_LIST, ModuleType(_LIST))
if not hasattr(_taken_for_read, "__all__"):
    _taken_for_read.__all__ = []  # type: ignore[attr-defined]  # a module takes what it is given

from dash_mantine_components.Button import Button  # noqa: E402 - after the list
from dash_mantine_components.Checkbox import Checkbox  # noqa: E402
from dash_mantine_components.ColorSchemeToggle import ColorSchemeToggle  # noqa: E402
from dash_mantine_components.DateTimePicker import DateTimePicker  # noqa: E402
from dash_mantine_components.MantineProvider import MantineProvider  # noqa: E402
from dash_mantine_components.MultiSelect import MultiSelect  # noqa: E402
from dash_mantine_components.NumberInput import NumberInput  # noqa: E402
from dash_mantine_components.RadioCard import RadioCard  # noqa: E402
from dash_mantine_components.RadioGroup import RadioGroup  # noqa: E402
from dash_mantine_components.SegmentedControl import SegmentedControl  # noqa: E402
from dash_mantine_components.Select import Select  # noqa: E402
from dash_mantine_components.TagsInput import TagsInput  # noqa: E402
from dash_mantine_components.Textarea import Textarea  # noqa: E402

__all__ = [
    "Button",
    "Checkbox",
    "ColorSchemeToggle",
    "DateTimePicker",
    "MantineProvider",
    "MultiSelect",
    "NumberInput",
    "RadioCard",
    "RadioGroup",
    "SegmentedControl",
    "Select",
    "TagsInput",
    "Textarea",
]

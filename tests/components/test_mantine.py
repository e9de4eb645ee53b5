"""The Mantine components that the page imports."""

import subprocess
import sys

from components import mantine


def test_only_used_mantine_components_are_imported():
    told = "import sys, components.shell; print(*(name for name in sys.modules if name.startswith('dash_mantine_components.')))"
    modules = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout
    assert "dash_mantine_components.Button" in modules
    assert "dash_mantine_components.Accordion" not in modules


def test_imported_components_are_mantines_own():
    for name in mantine.__all__:
        component = getattr(mantine, name)
        assert component.__module__ == f"dash_mantine_components.{name}"
        assert (component._namespace, component._type) == ("dash_mantine_components", name)

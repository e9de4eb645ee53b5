"""Who may import whom in the browser's source."""

from __future__ import annotations

import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "web"
MODULES = sorted(
    path
    for path in WEB.rglob("*.js")
    if "node_modules" not in path.parts and not path.name.endswith(".test.js") and path.name != "build.js"
)
MAY_IMPORT = {
    "state": {"state"},
    "data": {"state", "data"},
    "graph": {"state", "data", "graph"},
    "panels": {"state", "data", "graph", "panels"},
    "shell": {"state", "data", "graph", "panels", "shell"},
    "web": {"state", "data", "graph", "panels", "shell", "web"},
}
"""The folders that the modules of a folder may import; entries are in the outermost one."""


def list_imports(path: Path) -> list[Path]:
    specifiers = re.findall(
        r'^(?:import|export) .*?from "(\.[^"]+)"', path.read_text(), re.MULTILINE | re.DOTALL
    )
    return [(path.parent / specifier).resolve() for specifier in specifiers]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(WEB)))
def test_module_imports_only_what_its_folder_may(path):
    for imported in list_imports(path):
        assert imported.parent.name in MAY_IMPORT[path.parent.name], imported


def test_modules_import_each_other_in_no_circle():
    sorter = TopologicalSorter({path: list_imports(path) for path in MODULES})
    sorter.prepare()


def test_no_module_hangs_anything_on_the_window():
    for path in MODULES:
        assert not re.search(r"window\.lineage\b|window\[", path.read_text()), path


def test_each_module_says_what_it_does_in_its_first_line():
    for path in MODULES:
        assert re.match(r"// [A-Z“].+", path.read_text()), path


def test_no_two_modules_have_the_same_name():
    names = [path.name for path in MODULES]
    assert len(names) == len(set(names))

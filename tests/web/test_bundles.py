"""The committed bundles are those of the sources in `web/`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest

from lineage_explorer.query.address import describe_grammar

ROOT = Path(__file__).parents[2]
WEB, ASSETS = ROOT / "web", ROOT / "assets"
MODULES = WEB / "node_modules"


@pytest.fixture
def modules() -> Path:
    """Return the folder of installed modules."""
    assert MODULES.is_dir(), "web/node_modules is missing: `make bundles` installs it"
    return MODULES


def find_node() -> str:
    """Return the system's Node, or the one beside this Python."""
    node = which("node", path=os.pathsep.join([os.environ["PATH"], str(Path(sys.executable).parent)]))
    assert node, "there is no node to build with: `make bundles` brings it"
    return node


@pytest.mark.usefixtures("modules")
def test_committed_bundles_equal_a_fresh_build(tmp_path):
    subprocess.run([find_node(), WEB / "build.js", tmp_path], check=True)
    fresh = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    committed = {path.name: path.read_text(encoding="utf-8") for path in ASSETS.glob("*.bundle.*")}
    assert fresh.keys() == committed.keys()
    stale = [name for name, text in fresh.items() if committed[name] != text]
    assert stale == [], "build them again by `make bundles`"


def test_vendored_cytoscape_is_the_release_whose_types_are_checked(modules):
    vendored = ROOT / "lineage_explorer" / "export" / "vendor" / "cytoscape.min.js"
    assert vendored.read_bytes() == (modules / "cytoscape" / "dist" / "cytoscape.min.js").read_bytes()


def test_unit_tests_use_the_grammar_that_the_page_gets():
    assert (
        json.loads((WEB / "testing" / "url-grammar.json").read_text(encoding="utf-8")) == describe_grammar()
    )


def test_packages_are_pinned_and_locked_without_a_registry():
    package = json.loads((WEB / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert package["devDependencies"] == {
        name: lock[f"node_modules/{name}"]["version"] for name in package["devDependencies"]
    }
    assert [name for name, entry in lock.items() if "resolved" in entry] == []

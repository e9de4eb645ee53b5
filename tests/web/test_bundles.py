"""The committed bundles are what the browser's source makes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUNDLES = sorted(path.name for path in (ROOT / "assets").glob("*.bundle.*"))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build the bundles into a fresh folder."""
    folder = tmp_path_factory.mktemp("bundles")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    node = shutil.which("node", path=path)
    assert node, "Node builds the bundles: `make check` brings it"
    subprocess.run([node, "build.js", str(folder)], cwd=ROOT / "web", check=True)
    return folder


def test_all_bundles_are_committed(built):
    assert sorted(path.name for path in built.iterdir()) == BUNDLES


@pytest.mark.parametrize("name", BUNDLES)
def test_committed_bundle_is_current(built, name):
    committed = (ROOT / "assets" / name).read_bytes()
    assert committed == (built / name).read_bytes(), "run `make bundles`"


def test_nothing_but_bundles_and_fonts_is_served():
    stray = {path.name for path in (ROOT / "assets").iterdir()} - {"fonts", *BUNDLES}
    assert not stray


def test_bundles_hold_no_global_of_the_page():
    for name in BUNDLES:
        assert "window.lineage" not in (ROOT / "assets" / name).read_text(encoding="utf-8")

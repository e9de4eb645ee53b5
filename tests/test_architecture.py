"""The arrows of docs/architecture.md, enforced: who may import whom."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = {
    "app",
    "collecting",
    "options",
    "account",
    "bench",
    "callbacks",
    "components",
    "lineage",
    "sharing",
    "visualizer",
}
WEB = {"dash", "plotly", "flask", "dash_cytoscape", "dash_mantine_components", "waitress"}
AWS = {"boto3", "botocore"}


def imports(path: Path) -> Iterator[str]:
    """Yield the full dotted names that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def files(folder: str) -> list[Path]:
    found = sorted((ROOT / folder).rglob("*.py"))
    assert found, f"{folder} is gone"
    return found


def roots(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports(path)}


@pytest.mark.parametrize(
    ("folder", "may_not"),
    [
        ("lineage", WEB | {"sqlalchemy"} | (OURS - {"lineage"})),
        ("sharing", WEB | AWS | {"sqlalchemy"} | (OURS - {"lineage", "sharing"})),
        ("account", (WEB - {"waitress"}) | (OURS - {"account"})),
        ("components", AWS | {"sqlalchemy", "account", "app", "callbacks", "sharing"}),
        ("callbacks", AWS | {"sqlalchemy", "account", "app"}),
    ],
)
def test_a_folder_imports_only_what_it_may_know(folder, may_not):
    for path in files(folder):
        assert roots(path) & may_not == set(), path


def test_only_the_adapter_knows_boto3():
    for path in files("lineage"):
        if "aws" not in path.parts:
            assert not roots(path) & AWS, path


def test_only_the_shelf_in_redis_knows_redis():
    for folder in ("lineage", "components", "callbacks", "sharing", "account"):
        for path in files(folder):
            if path.name != "in_redis.py":
                assert "redis" not in roots(path), path


def test_nobody_but_the_adapter_and_the_command_line_imports_the_adapter():
    for folder in ("lineage", "components", "callbacks"):
        for path in files(folder):
            if "aws" not in path.parts:
                assert not any(name.startswith("lineage.aws") for name in imports(path)), path


def test_the_visualizer_imports_only_the_domain():
    """A notebook needs neither Dash nor an account of its own to draw a response."""
    known = set(sys.stdlib_module_names) | {"lineage"}
    assert roots(ROOT / "visualizer.py") <= known


def test_intentions_never_import_each_other():
    """An intention is a module of `callbacks`, or a package of modules that do one thing together."""
    for path in files("callbacks"):
        intention = path.relative_to(ROOT / "callbacks").parts[0].removesuffix(".py")
        if intention != "__init__":
            others = {name for name in imports(path) if name.startswith("callbacks")}
            assert all(name.startswith(f"callbacks.{intention}.") for name in others), path


def test_no_module_is_a_drawer_for_everything():
    names = {
        path.stem
        for folder in OURS - {"app", "collecting", "options", "visualizer"}
        for path in (ROOT / folder).rglob("*.py")
    }
    assert not names & {"utils", "helpers", "common", "misc"}


def test_every_id_is_spelled_once():
    """Components and callbacks name ids through `components.ids`, never as text of their own."""
    for path in [*files("components"), *files("callbacks")]:
        if path.name != "ids.py":
            assert not re.search(r"""\bid=["']|(?:Input|Output|State)\(\s*["']""", path.read_text()), path


def test_nothing_is_fetched_from_elsewhere():
    saved = [path for path in (ROOT / "lineage" / "pages").glob("*") if path.is_file()]
    for path in [*(ROOT / "assets").rglob("*"), *saved]:
        if path.suffix in {".css", ".js", ".html"}:
            outside = re.findall(r"https?://[^\s\"')]+", path.read_text(encoding="utf-8"))
            assert set(outside) <= {"http://www.w3.org/2000/svg"}, path

"""The package as others install it: built, installed and started outside the checkout."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PARTS = ("assets", "callbacks", "components", "lineage_explorer", "routes", "sagemaker_account")
IMPORT_NAMES = {"dash-cytoscape": "dash_cytoscape", "dash-mantine-components": "dash_mantine_components"}
NOT_IMPORTED = {"pandas", "plotly", "flask_compress"}
"""Packages that the product does not import itself: Dash imports flask-compress for `compress=True`, and pandas and
plotly are part of every installation."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Build the wheel from a copy, so that the checkout stays clean."""
    copy = tmp_path_factory.mktemp("source") / "explorer"
    copytree(
        ROOT,
        copy,
        ignore=ignore_patterns(
            ".git", ".venv*", "node_modules", "pictures", "results", "__pycache__", ".*_cache"
        ),
    )
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", out, copy)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory) -> Path:
    """Install the wheel into a fresh environment that borrows the dependencies of this one."""
    folder = tmp_path_factory.mktemp("fresh") / "env"
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", wheel)
    return python


def run(*command: object, **options: object) -> str:
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, **options
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_wheel_holds_the_product_and_neither_tests_nor_bench(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    folders = {name.partition("/")[0] for name in names if "/" in name and ".dist-info/" not in name}
    assert folders == set(PARTS)
    assert {"app.py", "visualizer.py", "lineage_explorer/py.typed"} <= set(names)
    kept = {
        str(path.relative_to(ROOT)) for part in PARTS for path in (ROOT / part).rglob("*") if path.is_file()
    }
    assert {name for name in kept if "__pycache__" not in name} <= set(names)


def test_command_explains_itself_outside_the_checkout(python, tmp_path):
    assert "--account" in run(python.with_name("lineage-explorer"), "--help", cwd=tmp_path)


def test_page_is_served_with_its_scripts_and_styles(python, tmp_path):
    code = """
import app, sys
account = app._connect_embedded(app.parse_options([]), __import__("contextlib").ExitStack())
client = app.create_explorer(account).server.test_client()
page = client.get("/").text
for kind in ("css", "js"):
    path = __import__("re").search(rf'/assets/explorer\\.bundle\\.{kind}\\?v=\\w+', page)[0]
    assert client.get(path).status_code == 200 and len(client.get(path).data) > 10_000, path
print(app.__file__)
"""
    assert str(python.parents[1]) in run(python, "-c", code, cwd=tmp_path)


def test_notebook_import_loads_neither_dash_nor_a_database_nor_a_cache(python, tmp_path):
    code = "import sys; from visualizer import Visualizer; print(sorted({'dash', 'flask', 'sqlalchemy', 'redis', 'sqlite3'} & sys.modules.keys()))"
    assert run(python, "-c", code, cwd=tmp_path) == "[]\n"


def test_notebook_call_writes_its_page(python, tmp_path):
    arn = "arn:aws:sagemaker:us-west-2:000000000000:artifact/a"
    code = f"""
from visualizer import Visualizer
print(Visualizer().render({{"Vertices": [{{"Arn": "{arn}", "LineageType": "Artifact"}}], "Edges": []}}, "Endpoint"))
"""
    path = run(python, "-c", code, cwd=tmp_path).strip()
    assert arn in (tmp_path / path).read_text(encoding="utf-8")


def imported_packages() -> set[str]:
    """Return the top-level packages that the product imports and that Python does not bring."""
    files = [
        ROOT / "app.py",
        ROOT / "visualizer.py",
        *(f for part in PARTS for f in (ROOT / part).rglob("*.py")),
    ]
    names = set()
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add(node.module or "")
    return (
        {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {*PARTS, "app", "visualizer"}
    )


def test_every_import_is_a_declared_dependency_and_no_other_is():
    declared = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["redis"]]
    names = {re.split(r"[<>=~]", text)[0] for text in declared}
    modules = {IMPORT_NAMES.get(name, name.replace("-", "_")) for name in names} - NOT_IMPORTED
    brought = {"flask", "werkzeug", "markupsafe", "botocore"}  # by dash and boto3, whose interfaces show them
    assert imported_packages() - brought == modules


def test_tested_versions_are_within_the_declared_ranges():
    pinned = dict(
        line.split("==") for line in (ROOT / "requirements.txt").read_text().splitlines() if "==" in line
    )
    declared = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["redis"]]
    lowest = {text.split(">=")[0]: text.split(">=")[1].split(",")[0] for text in declared}
    assert pinned.keys() == lowest.keys()
    for name, version in pinned.items():
        assert version.split(".")[: len(lowest[name].split("."))] >= lowest[name].split(".")[:3], name

"""The package as others install it: built, installed and started outside the checkout."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import urllib.request
import venv
import zipfile
from html import unescape
from itertools import chain
from pathlib import Path
from shutil import copytree, ignore_patterns
from tempfile import TemporaryDirectory

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tests.support.commands import ROOT, run, serve
from tests.support.notebooks import execute_notebook, get_cell, read_shown_page

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PARTS = (
    "assembly",
    "assets",
    "callbacks",
    "components",
    "lineage_explorer",
    "routes",
    "sagemaker_account",
    "server",
)
IMPORT_NAMES = {
    "dash-cytoscape": "dash_cytoscape",
    "openlineage-python": "openlineage",
    "pyjwt": "jwt",
}
NOBODY = 65534
NOT_IMPORTED = {"plotly", "flask_compress", "openpyxl", "psycopg"}
"""Packages that the product does not import itself: Dash imports flask-compress for `compress=True`, pandas imports
openpyxl to write spreadsheets, SQLAlchemy imports psycopg, and plotly is part of every installation."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Build the wheel from a copy, so that the checkout stays clean."""
    copy = tmp_path_factory.mktemp("source") / "explorer"
    copytree(
        ROOT, copy, ignore=ignore_patterns(".git", ".venv*", "pictures", "results", "__pycache__", ".*_cache")
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


@pytest.fixture(scope="module")
def command(python) -> Path:
    return python.with_name("lineage-explorer")


def test_wheel_holds_the_product_and_neither_tests_nor_bench_nor_docs(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    folders = {name.partition("/")[0] for name in names if "/" in name and ".dist-info/" not in name}
    assert folders == set(PARTS)
    assert {"app.py", "visualizer.py", "lineage_explorer/py.typed"} <= set(names)
    kept = {
        str(path.relative_to(ROOT)) for part in PARTS for path in (ROOT / part).rglob("*") if path.is_file()
    }
    assert {name for name in kept if "__pycache__" not in name} <= set(names)


def test_image_s_steps_make_a_folder_that_another_user_starts_without_writing_to_it(wheel):
    """They run as in the image; dependencies are borrowed, and nothing is downloaded."""
    with TemporaryDirectory() as name:
        root = Path(name)
        root.chmod(0o755)
        target, temporary = root / "explorer", root / "tmp"
        temporary.mkdir()
        temporary.chmod(0o777)
        steps = {**os.environ, "PYTHON": sys.executable, "REQUIREMENTS": "", "PRODUCT": str(wheel)}
        run("sh", ROOT / "packaging" / "install.sh", target, env=steps)
        assert [
            path for path in target.rglob("*") if not path.is_symlink() and path.stat().st_mode & 0o222
        ] == []
        environment = {
            "HOME": "/nonexistent",
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": sysconfig.get_path("purelib"),
            "TMPDIR": str(temporary),
            "LINEAGE_PORT": "0",
        }
        user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if can_run_as_nobody(target) else {}
        before = list_files(target)
        with serve(target / "bin" / "lineage-explorer", cwd=root, env=environment, **user) as address:
            assert fetch(f"{address}/health") == "OK"
            assert "Demo account" in fetch(f"{address}/screen")
        assert list(temporary.iterdir()) == []
        assert list_files(target) == before
        run("chmod", "-R", "u+w", target)


def can_run_as_nobody(target: Path) -> bool:
    """Return whether this process may start Python as another user, who can reach it."""
    try:
        subprocess.run(
            [target / "bin" / "python", "-c", ""], user=NOBODY, group=NOBODY, extra_groups=[], check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def list_files(folder: Path) -> set[tuple[str, int]]:
    return {(str(path), path.lstat().st_mtime_ns) for path in folder.rglob("*")}


def test_launcher_of_jupyter_starts_the_installed_command(python, command, tmp_path):
    code = (
        "import json; from importlib.metadata import entry_points; "
        "(entry,) = entry_points(group='jupyter_serverproxy_servers', name='lineage-explorer'); "
        "print(json.dumps(entry.load()()))"
    )
    entry = json.loads(run(python, "-c", code, cwd=tmp_path))
    assert entry["command"] == [str(command), "--port", "{port}"]
    assert Path(entry["launcher_entry"]["icon_path"]).read_text().startswith("<svg")


def test_command_explains_itself_outside_the_checkout(command, tmp_path):
    assert "--account" in run(command, "--help", cwd=tmp_path)


def test_command_serves_the_demo_with_its_scripts_and_styles(command, tmp_path):
    with serve(command, "--port", "0", cwd=tmp_path) as address:
        page = fetch(f"{address}/")
        for kind in ("css", "js"):
            path = re.search(rf"/assets/explorer\.bundle\.{kind}\?v=\w+", page)[0]
            assert len(fetch(address + path)) > 10_000, path
        assert "Demo account" in fetch(f"{address}/screen")


def fetch(address: str) -> str:
    with urllib.request.urlopen(address) as answer:
        return answer.read().decode()


def test_notebook_import_loads_neither_dash_nor_a_database_nor_a_cache(python, tmp_path):
    code = "import sys; from visualizer import Visualizer; print(sorted({'dash', 'flask', 'sqlalchemy', 'redis', 'sqlite3'} & sys.modules.keys()))"
    assert run(python, "-c", code, cwd=tmp_path) == "[]\n"


CONNECT = """
import boto3
from visualizer import Visualizer

sm_client = boto3.client(
    "sagemaker",
    endpoint_url="http://127.0.0.1:9099",
    region_name="us-west-2",
    aws_access_key_id="any",
    aws_secret_access_key="any",
)
resource = "arn:aws:sagemaker:us-west-2:000000000000:{}".format
endpoint = sm_client.list_contexts(SourceUri=resource("endpoint/abalone"))["ContextSummaries"][0]["ContextArn"]
model = sm_client.list_artifacts(SourceUri=resource("model-package/abalone/1"))["ArtifactSummaries"][0]["ArtifactArn"]
viz = Visualizer()
"""
RENDER = """
query_response = sm_client.query_lineage(StartArns=[{}], Direction="Ascendants", IncludeEdges=True)
viz.render(query_response, "{}")
"""


@pytest.fixture(scope="module")
def executed(python, command, tmp_path_factory):
    """Execute a notebook that renders two responses of the installed endpoint."""
    folder = tmp_path_factory.mktemp("notebook")
    notebook = new_notebook(
        cells=[
            new_code_cell(CONNECT),
            new_code_cell(RENDER.format("endpoint", "Endpoint"), id="Endpoint"),
            new_code_cell(RENDER.format("model", "Model"), id="Model"),
        ]
    )
    with serve(command, "endpoint", "--port", "0", cwd=folder) as address:
        return folder, execute_notebook(python, notebook, folder, address=address)


@pytest.mark.parametrize("name", ["Endpoint", "Model"])
def test_notebook_writes_and_shows_its_page(executed, name):
    folder, notebook = executed
    page = (folder / "generated" / f"{name}.html").read_text(encoding="utf-8")
    assert "abalonetrain" in page
    assert page in unescape(read_shown_page(get_cell(notebook, name)))


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
    declared = [*PROJECT["dependencies"], *chain(*PROJECT["optional-dependencies"].values())]
    names = {re.split(r"[\[<>=~]", text)[0] for text in declared}
    modules = {IMPORT_NAMES.get(name, name.replace("-", "_")) for name in names} - NOT_IMPORTED
    brought = {
        "flask",
        "itsdangerous",
        "werkzeug",
        "markupsafe",
        "botocore",
        "anyio",
    }  # by dash, boto3 and mcp
    assert imported_packages() - brought == modules


def test_tested_versions_are_within_the_declared_ranges():
    extras = PROJECT["optional-dependencies"]
    for file, declared in (
        ("requirements.txt", [*PROJECT["dependencies"], *extras["redis"]]),
        (
            "requirements-dev.txt",
            [*extras["mcp"], *extras["alb"], *extras["postgres"]],
        ),  # large, and not for everybody
    ):
        lines = (ROOT / file).read_text().splitlines()
        pinned = dict(line.split("==") for line in lines if "==" in line)
        lowest = {text.split(">=")[0]: text.split(">=")[1].split(",")[0] for text in declared}
        assert lowest.keys() <= pinned.keys()
        assert file == "requirements-dev.txt" or pinned.keys() == lowest.keys()
        for name, version in lowest.items():
            assert pinned[name].split(".")[: len(version.split("."))] >= version.split(".")[:3], name

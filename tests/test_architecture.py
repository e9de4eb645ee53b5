"""Import rules of docs/architecture.md: who may import whom."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = {
    "app",
    "assembly",
    "sagemaker_account",
    "bench",
    "callbacks",
    "components",
    "lineage_explorer",
    "routes",
    "server",
    "visualizer",
}
WEB = {"dash", "plotly", "flask", "dash_cytoscape", "waitress"}
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
        ("lineage_explorer", WEB | {"sqlalchemy"} | (OURS - {"lineage_explorer"})),
        ("sagemaker_account", WEB | (OURS - {"sagemaker_account"})),
        (
            "components",
            AWS | {"sqlalchemy", "sagemaker_account", "app", "assembly", "callbacks", "routes", "server"},
        ),
        ("callbacks", AWS | {"sqlalchemy", "sagemaker_account", "app", "assembly", "routes", "server"}),
        ("routes", AWS | {"sqlalchemy", "sagemaker_account", "app", "assembly", "callbacks", "server"}),
        ("server", AWS | (WEB - {"waitress"}) | {"sqlalchemy"} | (OURS - {"server"})),
    ],
)
def test_folder_imports_only_allowed_packages(folder, may_not):
    for path in files(folder):
        assert roots(path) & may_not == set(), path


PARTS = {
    "graph": set(),
    "query": {"graph"},
    "compare": {"graph"},
    "layout": {"graph", "query"},
    "views": {"graph", "query", "layout", "questions", "sources", "compare"},
    "questions": {"graph", "query", "sources"},
    "sources": {"graph", "query", "questions"},
    "checks": {"graph", "query", "questions", "sources"},
    "export": {"graph", "query", "layout", "questions", "sources", "views", "checks", "explore", "compare"},
    "explore": {"graph", "query", "layout", "questions", "sources", "views", "checks", "compare"},
    "api": {"graph", "query", "questions", "sources", "views", "checks", "explore", "export", "compare"},
}
"""Packages of `lineage_explorer`, and which of the others each imports.

`errors` and `option_variables` are everybody's."""


@pytest.mark.parametrize("part", PARTS)
def test_explorer_package_imports_only_the_packages_below_it(part):
    for path in files(f"lineage_explorer/{part}"):
        ours = {name.split(".")[1] for name in imports(path) if name.startswith("lineage_explorer.")}
        assert ours - PARTS[part] - {part, "errors", "option_variables"} == set(), path


def map_imports(folders: Iterable[str]) -> dict[str, set[str]]:
    """Return the modules of some folders, each with those of them that its file imports anywhere.

    Imports in functions and for types alone count; the packages around what is imported do not.
    """
    paths = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for folder in folders
        for path in files(folder)
    }
    return {
        module: {
            name if name in paths else name.rpartition(".")[0]
            for name in imports(path)
            if name in paths or name.rpartition(".")[0] in paths
        }
        for module, path in paths.items()
    }


def find_circle(imported: Mapping[str, set[str]]) -> list[str]:
    """Return modules of which each is imported by the next, and the first is the last; empty if none are."""
    try:
        TopologicalSorter(imported).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return circle
    return []


def test_no_module_is_part_of_an_import_circle():
    """So each can be read, tested and moved with what is below it alone."""
    imported = map_imports(OURS - {"app", "visualizer", "bench"})
    assert "lineage_explorer.explore.report_content" in imported["lineage_explorer.explore.view_content"]
    assert "lineage_explorer.explore.compared_sides" in imported["lineage_explorer.explore.services"]
    assert find_circle(imported) == []


@pytest.mark.parametrize(
    ("imported", "circle"),
    [
        ({"page": {"view"}, "view": {"graph"}, "graph": set()}, []),
        ({"page": {"view"}, "view": {"graph"}, "graph": {"view"}}, ["view", "graph", "view"]),
        ({"page": {"page"}}, ["page", "page"]),
    ],
)
def test_circle_of_imports_is_told_by_its_modules(imported, circle):
    assert find_circle(imported) in (circle, circle[::-1])


def test_only_sources_aws_imports_boto3():
    for path in files("lineage_explorer"):
        if "aws" not in path.parts:
            assert not roots(path) & AWS, path


def test_app_imports_only_the_assembly_the_command_line_and_signals():
    names = {name for name in imports(ROOT / "app.py") if name.split(".")[0] in OURS}
    assert {name.split(".")[0] for name in names} == {"assembly", "lineage_explorer", "server"}
    assert {name for name in names if not name.startswith("assembly.")} == {
        "lineage_explorer.command_line.parse_options",
        "lineage_explorer.gc_tuning",
        "server.signals.raise_interrupts",
    }


def test_only_the_readers_of_variables_read_those_of_options():
    """What sets an option is read in one place; Jupyter's launcher only asks whether there is any."""
    found = {
        path.relative_to(ROOT).as_posix()
        for folder in OURS - {"app", "visualizer", "bench"}
        for path in files(folder)
        if re.search(r"os\.environ.*LINEAGE_|LINEAGE_.*os\.environ", path.read_text(encoding="utf-8"))
    }
    assert found == {"lineage_explorer/option_variables.py", "server/jupyter_launcher.py"}


def test_only_the_redis_backend_imports_redis():
    for folder in ("lineage_explorer", "components", "callbacks", "routes", "sagemaker_account"):
        for path in files(folder):
            if path.name != "redis_backend.py":
                assert "redis" not in roots(path), path


def test_only_the_reader_of_their_tokens_imports_what_load_balancers_need():
    for folder in OURS - {"app", "visualizer", "bench"}:
        for path in files(folder):
            if path.name != "alb_token.py":
                assert not roots(path) & {"jwt", "cryptography"}, path


def test_only_the_tool_server_imports_the_protocol_of_agents():
    for path in files("lineage_explorer"):
        if path.name != "tool_server.py":
            assert not roots(path) & {"mcp", "anyio"}, path


def test_only_sources_aws_and_the_command_line_import_sources_aws():
    for folder in ("lineage_explorer", "components", "callbacks", "routes"):
        for path in files(folder):
            if "aws" not in path.parts:
                assert not any(name.startswith("lineage_explorer.sources.aws") for name in imports(path)), (
                    path
                )


@pytest.mark.parametrize("folder", ["components", "callbacks", "routes"])
def test_links_of_the_page_are_relative_to_it(folder):
    """So they lead where they should under any path that a proxy serves the page at."""
    for path in files(folder):
        text = path.read_text(encoding="utf-8")
        assert "format_link" not in text, f"{path}: a link on the page is made by format_href"
        assert not re.search(r"""href=f?["']/|f["']/\{""", text), path


def test_visualizer_imports_only_lineage_explorer():
    """A notebook needs neither Dash nor an embedded account."""
    known = set(sys.stdlib_module_names) | {"lineage_explorer"}
    assert roots(ROOT / "visualizer.py") <= known


@pytest.mark.parametrize("folder", ["callbacks", "routes"])
def test_siblings_among_callbacks_and_routes_never_import_each_other(folder):
    for path in files(folder):
        if path.stem != "__init__":
            others = {name for name in imports(path) if name.split(".")[0] == folder}
            assert others == set(), path


def test_no_module_is_named_utils_helpers_or_common():
    names = {path.stem for folder in OURS - {"app", "visualizer"} for path in (ROOT / folder).rglob("*.py")}
    assert not names & {"utils", "helpers", "common", "misc"}


def test_every_id_is_spelled_once():
    """Components and callbacks take ids from `components.ids`."""
    for path in [*files("components"), *files("callbacks")]:
        if path.name != "ids.py":
            assert not re.search(r"""\bid=["']|(?:Input|Output|State)\(\s*["']""", path.read_text()), path


def test_assets_refer_to_no_external_url():
    saved = [path for path in (ROOT / "lineage_explorer" / "export").glob("*") if path.is_file()]
    for path in [*(ROOT / "assets").rglob("*"), *saved]:
        if path.suffix in {".css", ".js", ".html"}:
            outside = re.findall(r"https?://[^\s\"')]+", path.read_text(encoding="utf-8"))
            assert set(outside) <= {"http://www.w3.org/2000/svg"}, path


def test_caches_are_opened_by_name_and_made_in_one_place():
    """Only `sources/cache` knows sizes and times; `lru_cache` is for pure functions."""
    for folder in ("lineage_explorer", "components", "callbacks", "routes"):
        for path in files(folder):
            if "cache" not in path.parts:
                text = path.read_text(encoding="utf-8")
                assert not re.search(
                    r"ValueCache(\[.*\])?\(|\b(ENTRIES|SECONDS) =|OrderedDict|cachetools", text
                ), path


def test_threads_work_for_the_request_that_starts_them():
    """A plain pool forgets whose work it does: calls are not counted, and not recorded."""
    plain = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "lineage_explorer").rglob("*.py"))
        if "ThreadPoolExecutor" in path.read_text(encoding="utf-8")
    ]
    answers_no_request = "lineage_explorer/sources/aws/snapshot/call_runner.py"
    assert plain == [answers_no_request, "lineage_explorer/sources/call_counts.py"]

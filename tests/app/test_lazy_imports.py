"""A start imports what it needs, and leaves the rest for when that is needed."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache

import pytest

from tests.support.commands import ROOT

READS_ACCOUNTS = {"boto3", "botocore", "sqlalchemy", "sagemaker_account.service", "assembly.accounts"}
DRAWS = {"numpy", "lineage_explorer.explore.pipeline", "lineage_explorer.layout"}
SERVES = {"dash", "flask", "waitress", "plotly", "assembly.serving"}
NEVER_AT_A_START = {
    "cryptography",
    "cyclonedx",
    "hypothesis",
    "jwt",
    "mcp",
    "msgspec",
    "openlineage",
    "openpyxl",
    "pandas",
    "prometheus_client",
    "psycopg",
    "redis",
    "resvg_py",
    "rich",
    "lineage_explorer.api.answer_body",
    "lineage_explorer.export.exported_file",
    "sagemaker_account.saved_files.file_account",
}

_START = """
import sys
sys.modules["IPython"] = None  # Dash takes it along where it is installed
import app, json
"""

_SERVE = (
    _START
    + """
from contextlib import ExitStack
from werkzeug.test import Client
from assembly.demo_file import start_demo
from assembly.serving import build_explorer, prepare_guard

def list_modules():
    print(json.dumps(sorted(sys.modules)))

with ExitStack() as stack:
    options = app.parse_options([])
    options.demo_file = start_demo(stack)
    built = build_explorer(options, stack, prepare_guard(options, stack))
    client = Client(built.wsgi)
    assert [client.get(path).status_code for path in ("/health", "/", "/_dash-layout")] == [200] * 3
    list_modules()
    built.explorer.start()
    while not client.get("/screen").json["named"]:
        pass
    list_modules()
"""
)

_RUN = (
    _START
    + """
try:
    status = app.main(sys.argv[1:])
except SystemExit as end:
    status = end.code
sys.stdout.flush()
print("\\n" + json.dumps(sorted(sys.modules)))
sys.exit(status)
"""
)

_VISUALIZE = """
import json, sys
import visualizer
visualizer.Visualizer()
print(json.dumps(sorted(sys.modules)))
"""


def run(code: str, *arguments: str) -> list[set[str]]:
    """Run a program; return the modules that it lists, each time it does."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [set(json.loads(line)) for line in done.stdout.splitlines() if line.startswith('["')]


@cache
def serve() -> list[set[str]]:
    """Return the modules of a page, and those once its first screen is whole."""
    return run(_SERVE)


@pytest.mark.parametrize("names", [READS_ACCOUNTS, DRAWS, NEVER_AT_A_START], ids=["account", "graph", "rest"])
def test_page_is_served_before_what_it_does_without_is_imported(names):
    page, _ = serve()
    assert page & names == set()


def test_first_screen_needs_the_account_and_no_files_nor_metrics():
    _, screen = serve()
    assert screen >= READS_ACCOUNTS | DRAWS
    assert screen & NEVER_AT_A_START == set()


def test_first_graph_waits_for_no_import():
    """What draws it is imported while the page of the first screen is on its way."""
    _, screen = serve()
    assert screen >= {"lineage_explorer.explore.page_facts", "routes.screen_answer", "components.details"}


def test_help_imports_neither_page_nor_account():
    (modules,) = run(_RUN, "--help")
    assert modules & (READS_ACCOUNTS | DRAWS | SERVES | NEVER_AT_A_START) == set()


def test_asking_imports_the_account_and_no_page():
    (modules,) = run(_RUN, "ask", "endpoint/customer-churn-production", "endpoint-models")
    prints = {"msgspec", "rich", "lineage_explorer.api.answer_body"}
    assert modules >= READS_ACCOUNTS | prints
    assert modules & (SERVES | (NEVER_AT_A_START - prints)) == set()


def test_visualizer_imports_neither_page_nor_account():
    """It checks responses by botocore's model, and sends none."""
    (modules,) = run(_VISUALIZE)
    assert modules & ((READS_ACCOUNTS - {"botocore"}) | SERVES | NEVER_AT_A_START) == set()

"""The reading side and the embedded account meet only through a boto3 client."""

import ast
from pathlib import Path

LINEAGE = Path(__file__).parents[2] / "lineage"


def imported(path):
    """Return the top-level packages that a module imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]


def test_nothing_in_lineage_imports_the_account():
    modules = list(LINEAGE.rglob("*.py"))
    assert modules
    assert [str(path) for path in modules if "account" in imported(path)] == []


def test_only_lineage_aws_imports_boto3_or_botocore():
    knowing = {path for path in LINEAGE.rglob("*.py") if {"boto3", "botocore"} & set(imported(path))}
    assert knowing
    assert {path.parent for path in knowing} == {LINEAGE / "aws"}

"""Names of the operations that the explorer can send, read from its code."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from lineage_explorer.graph.model import LineageType
from lineage_explorer.sources.aws.resource_lookups import _RESOURCE_TYPES as RESOURCES

_AWS = Path(__file__).parents[2] / "lineage_explorer" / "sources" / "aws"
SNAPSHOT = sorted((_AWS / "snapshot").rglob("*.py"))
DOCTOR = sorted((_AWS / "doctor").rglob("*.py"))
ADAPTER = sorted(set(_AWS.rglob("*.py")) - {*SNAPSHOT, *DOCTOR})

VALUES = {
    "kind": [kind.value for kind in LineageType],
    "lineage_type": [kind.value for kind in LineageType],
    "kind.noun": [kind.noun for kind in RESOURCES.values()],
}
"""What the names of operations are put together from, in the adapter's own words."""


def list_texts(paths: Iterable[Path] = ADAPTER) -> frozenset[str]:
    """Return every text that the adapter, or other modules, can hold."""
    return frozenset(chain.from_iterable(possible_texts(ast.parse(path.read_text())) for path in paths))


def possible_texts(tree: ast.AST) -> Iterator[str]:
    """Yield every text a module can hold, with every f-string value."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield from _expand_f_string(node)


def _expand_f_string(node: ast.JoinedStr) -> list[str]:
    written = [""]
    for part in node.values:
        more = [str(part.value)] if isinstance(part, ast.Constant) else _list_values(part)
        written = [text + word for text in written for word in more]
    return written


def _list_values(part: ast.expr) -> list[str]:
    assert isinstance(part, ast.FormattedValue)
    return VALUES.get(ast.unparse(part.value), ["?"])

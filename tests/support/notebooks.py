"""Notebooks, executed by nbconvert, and what their cells show."""

from __future__ import annotations

import ast
import json
import os
import re
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from tests.support.commands import run

DOCUMENTED_ADDRESS = "http://127.0.0.1:9099"
"""Address of `app.py endpoint` in the docs."""

_FOREIGN_SETTINGS = ("AWS_", "LINEAGE_", "PYTHONPATH")


def execute_notebook(
    python: object, notebook: NotebookNode, folder: Path, *, address: str, **environment: str
) -> NotebookNode:
    """Execute a notebook by nbconvert and return it with its outputs.

    Args:
        python: Interpreter of nbconvert and of the notebook.
        notebook: The notebook; the documented address in it is replaced.
        folder: An empty folder, in which the notebook runs and which is its home.
        address: Address of the embedded account.
        environment: Variables for the notebook. Nothing of this process's AWS settings reaches it.
    """
    source, executed = folder / "source.ipynb", folder / "executed.ipynb"
    _write_kernel(python, folder / "kernels" / "python3")
    source.write_text(nbformat.writes(notebook).replace(DOCUMENTED_ADDRESS, address), encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN_SETTINGS)}
    run(
        *(python, "-m", "nbconvert", "--to", "notebook", "--execute", "--output", executed.name, source),
        cwd=folder,
        env={**kept, "HOME": str(folder), "JUPYTER_PATH": str(folder), **environment},
    )
    return nbformat.read(executed, as_version=4)


def _write_kernel(python: object, folder: Path) -> None:
    """Name the interpreter of the notebook, before any kernel that the machine may have installed."""
    folder.mkdir(parents=True)
    command = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    kernel = {"argv": command, "display_name": "Python 3", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(kernel), encoding="utf-8")


def get_cell(notebook: NotebookNode, name: str) -> NotebookNode:
    """Return the cell with this id."""
    (cell,) = [cell for cell in notebook.cells if cell.id == name]
    return cell


def read_printed_lists(cell: NotebookNode) -> list[list[str]]:
    """Return the lists that a cell printed, each in alphabetical order."""
    printed = "".join(output.text for output in cell.outputs if output.output_type == "stream")
    return [sorted(ast.literal_eval(text)) for text in re.findall(r"\[[^\]]*\]", printed)]


def read_shown_page(cell: NotebookNode) -> str:
    """Return the HTML that a cell shows as its last value."""
    (shown,) = [output.data["text/html"] for output in cell.outputs if output.output_type == "execute_result"]
    return shown

"""The notebook of the docs: SageMaker's own examples, executed against `app.py endpoint`.

Its questions start at the endpoint of AWS's published walk-through, so the answers are those that AWS printed.
"""

from __future__ import annotations

import json
import re
import sys
from html import unescape
from pathlib import Path

import nbformat
import pytest

from tests.support.commands import ROOT, serve_checkout
from tests.support.notebooks import execute_notebook, get_cell, read_printed_lists, read_shown_page

GUIDE = ROOT / "docs" / "how-to" / "notebook.md"
NOTEBOOK = ROOT / "docs" / "how-to" / "lineage-queries.ipynb"
PUBLISHED = json.loads((Path(__file__).parents[1] / "data" / "published_examples.json").read_text())
ANSWERS = {
    "endpoint-datasets": [(30, "answer")],
    "endpoint-models": [(32, "answer")],
    "endpoint-trial-components": [(34, "answer")],
    "both-directions": [(39, "answer")],
    "endpoint-helpers": [(43, "answer"), (43, "training_jobs")],
    "model-helpers": [(44, "datasets"), (44, "endpoints")],
    "dataset-helpers": [(45, "answer")],
}
"""Cells that print one list for each published one: the published cell's number, and the member."""


def published(cell: int, member: str = "answer") -> list[list[str]]:
    """Return what a cell of AWS's walk-through printed, each list in alphabetical order."""
    return [sorted(example[member]) for example in PUBLISHED["examples"] if example["cell"] == cell]


@pytest.fixture(scope="module")
def notebook():
    return nbformat.read(NOTEBOOK, as_version=4)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("notebook")


@pytest.fixture(scope="module")
def executed(notebook, folder):
    with serve_checkout("endpoint", "--port", "0") as address:
        return execute_notebook(sys.executable, notebook, folder, address=address, PYTHONPATH=str(ROOT))


@pytest.mark.parametrize("cell", ANSWERS)
def test_example_prints_what_aws_printed(executed, cell):
    expected = [answer for example in ANSWERS[cell] for answer in published(*example)]
    assert read_printed_lists(get_cell(executed, cell)) == expected


def test_model_as_start_prints_descendants_and_ancestors_as_one_list(executed):
    descendants, ancestors = published(37)
    assert read_printed_lists(get_cell(executed, "model-as-start")) == [sorted(descendants + ancestors)]


def test_directions_print_ancestors_first_and_then_descendants(executed):
    assert read_printed_lists(get_cell(executed, "one-direction")) == published(41)


@pytest.mark.parametrize(
    ("cell", "name", "start"),
    [
        ("endpoint-picture", "Endpoint", "lineage-test-endpoint-1650241311"),
        ("model-picture", "Model", "sagemaker-xgboost-2022-04-18"),
    ],
)
def test_picture_is_written_and_shown(executed, folder, cell, name, start):
    page = (folder / "generated" / f"{name}.html").read_text(encoding="utf-8")
    assert page in unescape(read_shown_page(get_cell(executed, cell)))
    assert start in page


def test_every_example_of_the_notebook_is_compared(notebook):
    code = {cell.id for cell in notebook.cells if cell.cell_type == "code"}
    compared = {*ANSWERS, "model-as-start", "one-direction", "endpoint-picture", "model-picture"}
    assert code - {"setup", "entities", "start"} == compared


def test_notebook_begins_with_the_lines_of_the_guide_and_keeps_no_outputs(notebook):
    lines = re.search(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)[1]
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code[0].source == lines.strip()
    assert not any(cell.outputs or cell.execution_count for cell in code)

"""Tables as files: nothing in them runs, and nothing is lost."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineage_explorer.export.provenance import Provenance
from lineage_explorer.export.table_files import (
    FORMULA_STARTS,
    escape_formula,
    write_csv,
    write_markdown,
    write_text,
    write_xlsx,
)
from lineage_explorer.export.tables import Column, Table

PROVENANCE = Provenance(
    title="Lineage of endpoint live",
    sentence="3 other entities.",
    address="/?start=arn:live",
    account="Demo",
    read_at=datetime(2026, 4, 15, 12, tzinfo=UTC),
    is_complete=False,
    notes=("4 entities loaded",),
    gaps=("One page could not be read.",),
)
COLUMNS = (
    Column("name", "Name", "What it is called."),
    Column("distance", "Distance", "How far it is.", is_number=True),
    Column("arn", "ARN", "Its ARN.", for_readers=False),
)
HOSTILE = [
    '=HYPERLINK("http://x","y")',
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "a,b",
    'a"b',
    "a\nb",
    "x\x00y",
    "report-\u202efdp.csv",
    "名前",
]
texts = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(HOSTILE)


def build_table(names: list[str]) -> Table:
    rows = tuple((name, index if index % 3 else None, f"arn:{index}") for index, name in enumerate(names))
    return Table("Entities", COLUMNS, rows)


@given(st.lists(texts, min_size=1, max_size=8))
def test_no_cell_of_a_csv_file_begins_like_a_formula_and_all_texts_come_back(names):
    content = b"".join(write_csv(build_table(names))).decode()
    read = [row["name"] for row in csv.DictReader(io.StringIO(content, newline=""))]
    assert not [cell for cell in read if cell.startswith(FORMULA_STARTS)]
    assert read == [escape_formula(name) for name in names]
    assert [cell.removeprefix("'") for cell in read] == [name.removeprefix("'") for name in names]


@settings(max_examples=25)
@given(st.lists(texts, min_size=1, max_size=8))
def test_no_cell_of_a_spreadsheet_is_a_formula_or_lost(names):
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx([build_table(names)], PROVENANCE)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
    assert book["Entities"].max_row == len(names) + 1


def test_text_of_a_spreadsheet_stays_as_it_is_and_is_marked_as_text():
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx([build_table(["=1+1"])], PROVENANCE)))
    cell = book["Entities"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


def test_numbers_stay_whole_where_some_are_missing():
    frame = pd.read_csv(io.BytesIO(b"".join(write_csv(build_table(["a", "b", "c", "d"])))))
    assert frame["distance"].tolist()[1:3] == [1, 2]
    assert b",1," in b"".join(write_csv(build_table(["a", "b"])))


def test_table_of_thousands_comes_in_parts_under_one_head():
    parts = list(write_csv(build_table(["a"] * 2_500)))
    assert len(parts) == 3
    assert b"".join(parts).count(b"name,distance,arn") == 1
    assert len(pd.read_csv(io.BytesIO(b"".join(parts)))) == 2_500


def test_table_without_rows_has_its_head():
    assert b"".join(write_csv(build_table([]))) == b"name,distance,arn\r\n"


@pytest.mark.parametrize("name", ["a|b", "*bold*", "[x](y)", "<b>", "`c`", "# h"])
def test_markdown_of_a_name_is_that_name(name):
    text = write_markdown(build_table([name]), PROVENANCE)
    (row,) = [line for line in text.splitlines() if line.startswith("| ") and "---" not in line][1:]
    assert row.replace("\\", "").startswith(f"| {name} |")
    assert "\\" in row


@pytest.mark.parametrize("write", [write_markdown, write_text])
def test_lists_for_readers_end_with_time_gaps_and_address(write):
    last = write(build_table(["a"]), PROVENANCE).splitlines()[-1].replace("\\", "")
    assert last == (
        "Read 15 Apr 2026, 12:00 UTC · 4 entities loaded · Not complete · One page could not be read · "
        "/?start=arn:live"
    )
    assert "arn:0" not in write(build_table(["a"]), PROVENANCE)

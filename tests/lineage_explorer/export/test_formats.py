"""Formats by their names and by the ends of files."""

from __future__ import annotations

import pytest

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.export.export_options import REPORT_FORMATS
from lineage_explorer.export.exported_file import _WRITERS
from lineage_explorer.export.formats import FORMATS, find_format_of_file, parse_format


def test_each_format_has_a_writer_and_an_end_of_its_own():
    assert [each.slug for each in FORMATS] == list(dict.fromkeys(each.slug for each in FORMATS))
    assert _WRITERS.keys() | set(REPORT_FORMATS) == {each.slug for each in FORMATS}
    assert len({each.suffix for each in FORMATS}) == len(FORMATS)


@pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.slug)
def test_a_format_is_found_by_its_name_and_by_its_end(each):
    assert parse_format(each.slug) is each
    assert find_format_of_file(f"some/file{each.suffix.upper()}") is each


@pytest.mark.parametrize("text", ["", "pdf", "proof", "CSV"])
def test_a_format_that_is_none_is_refused_with_those_that_are(text):
    with pytest.raises(InvalidQuery) as refused:
        parse_format(text)
    assert text in str(refused.value)
    for each in FORMATS:
        assert each.slug in str(refused.value)
    assert find_format_of_file("x.pdf") is None

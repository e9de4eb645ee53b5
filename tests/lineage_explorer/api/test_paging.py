"""Pages of lists, and cursors that know their list."""

from __future__ import annotations

import pytest

from lineage_explorer.api.paging import select_page
from lineage_explorer.api.parameters import MAX_PAGE
from lineage_explorer.errors import InvalidQuery

LIST = list("abcdefg")


def test_pages_follow_each_other_to_the_end():
    parts, values = [], {"limit": "3"}
    while True:
        page = select_page(LIST, values)
        parts.append(LIST[page.first : page.end])
        if page.next is None:
            break
        values["cursor"] = page.next
    assert parts == [list("abc"), list("def"), list("g")]


def test_whole_list_is_one_page_and_an_empty_list_too():
    assert select_page(LIST, {}).next is None
    assert (select_page([], {}).first, select_page([], {}).end) == (0, 0)


@pytest.mark.parametrize("limit", ["0", "-1", "3.0", "x", str(MAX_PAGE + 1), "1" * 5000, "٣"])
def test_limit_is_a_number_in_its_range(limit):
    with pytest.raises(InvalidQuery, match="whole number from 1 to"):
        select_page(LIST, {"limit": limit})


@pytest.mark.parametrize("cursor", ["", "3", "x-12345678", "-3-12345678", "9999999-12345678"])
def test_text_that_is_no_cursor_is_refused(cursor):
    with pytest.raises(InvalidQuery, match="is not a cursor"):
        select_page(LIST, {"cursor": cursor})


def test_cursor_of_a_list_that_has_changed_is_refused():
    cursor = select_page(LIST, {"limit": "3"}).next
    assert select_page(LIST, {"cursor": cursor}).first == 3
    with pytest.raises(InvalidQuery, match="has changed"):
        select_page([*LIST, "h"], {"cursor": cursor})

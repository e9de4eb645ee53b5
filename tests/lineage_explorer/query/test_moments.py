"""Dates and times as people write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.query.moments import format_moment, format_short_moment, parse_moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-03", datetime(2026, 3, 3, tzinfo=UTC)),
        ("2026-3-3", datetime(2026, 3, 3, tzinfo=UTC)),
        ("2026-03-03 14:05", datetime(2026, 3, 3, 14, 5, tzinfo=UTC)),
        ("2026-03-03T14:05:06Z", datetime(2026, 3, 3, 14, 5, 6, tzinfo=UTC)),
        ("2026-03-03 14:05 UTC", datetime(2026, 3, 3, 14, 5, tzinfo=UTC)),
        ("2026-03-03T14:05 02:00", datetime(2026, 3, 3, 12, 5, tzinfo=UTC)),
        ("3 Mar 2026", datetime(2026, 3, 3, tzinfo=UTC)),
        (" 3  march 2026 ", datetime(2026, 3, 3, tzinfo=UTC)),
        ("3 Mar 2026 14:05", datetime(2026, 3, 3, 14, 5, tzinfo=UTC)),
        ("3 Mar 2026, 14:05 UTC", datetime(2026, 3, 3, 14, 5, tzinfo=UTC)),
        ("March 3, 2026", datetime(2026, 3, 3, tzinfo=UTC)),
    ],
)
def test_date_is_read_as_it_is_written(text, moment):
    assert parse_moment("created_after", text) == moment


@pytest.mark.parametrize(
    "text", ["yesterday", "03/04/2026", "31 Feb 2026", "Mar 2026", "2026-13-01", "14:05"]
)
def test_what_is_no_date_is_refused_with_three_ways_to_write_one(text):
    with pytest.raises(InvalidQuery) as refusal:
        parse_moment("modified_before", text)
    assert refusal.value.field == "modified_before"
    for part in (f"“{text}”", "2026-01-31,", "2026-01-31 12:00", "31 Jan 2026"):
        assert part in str(refusal.value)


@given(st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_every_moment_is_read_as_it_was_written(moment):
    for text in (format_moment(moment), format_short_moment(moment)):
        assert parse_moment("created_after", text) == moment


def test_midnight_is_a_date_and_a_full_minute_has_no_seconds():
    assert format_short_moment(datetime(2026, 3, 3, tzinfo=UTC)) == "2026-03-03"
    assert format_short_moment(datetime(2026, 3, 3, 14, tzinfo=UTC)) == "2026-03-03 14:00"

"""Timestamps of requests, filters and responses are read alike."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from sagemaker_account.timestamps import parse_timestamp

NOON = datetime(2025, 5, 1, 12, 0, 0, 250_000, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        NOON,
        NOON.replace(tzinfo=None),
        NOON.astimezone(timezone(timedelta(hours=2))),
        NOON.timestamp(),
        "2025-05-01T12:00:00.250",
        "2025-05-01T14:00:00.250+02:00",
        "2025-05-01T12:00:00.250Z",
    ],
    ids=str,
)
def test_timestamp_in_any_form_is_one_datetime_in_utc(value):
    parsed = parse_timestamp(value)
    assert parsed == NOON
    assert parsed.tzinfo is UTC


@pytest.mark.parametrize("value", ["yesterday", 1e15, "0001-01-01T00:00+01:00"])
def test_values_that_are_no_timestamp_are_refused(value):
    with pytest.raises(ValueError, match=r"."):
        parse_timestamp(value)

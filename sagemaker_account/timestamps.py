"""Points in time: milliseconds in tables, seconds with milliseconds in JSON."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


def parse_timestamp(value: datetime | float | str) -> datetime:
    """Convert a timestamp to an aware datetime.

    Args:
        value: A datetime, seconds since 1970 (read to the millisecond), or an ISO 8601 date and time. One
            without a zone is in UTC.

    Raises:
        ValueError: The text is not in ISO 8601, or no datetime can hold the value.
    """
    try:
        if isinstance(value, int | float):
            return EPOCH + timedelta(milliseconds=round(value * 1000))
        timestamp = datetime.fromisoformat(value) if isinstance(value, str) else value
        return timestamp.astimezone(UTC) if timestamp.tzinfo else timestamp.replace(tzinfo=UTC)
    except OverflowError as exc:
        raise ValueError(f"{value} is beyond the years 1 to 9999.") from exc


def encode_timestamp(value: object) -> float:
    """Convert a datetime to its JSON form, seconds since 1970.

    For `json.dumps(default=…)`.

    Raises:
        TypeError: The value is not a datetime.
    """
    if isinstance(value, datetime):
        return (value - EPOCH) // MILLISECOND / 1000
    raise TypeError(f"{type(value).__name__} has no form on the wire.")

"""Points in time: milliseconds in tables, seconds with milliseconds in JSON."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


def encode_timestamp(value: object) -> float:
    """Convert a datetime to its JSON form, seconds since 1970.

    For `json.dumps(default=…)`.

    Raises:
        TypeError: The value is not a datetime.
    """
    if isinstance(value, datetime):
        return (value - EPOCH) // MILLISECOND / 1000
    raise TypeError(f"{type(value).__name__} has no form on the wire.")

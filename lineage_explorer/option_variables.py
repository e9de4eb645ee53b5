"""Environment variables that set options: `LINEAGE_PORT` for `--port`.

Only this module reads them.
"""

from __future__ import annotations

import os


def read_variable(option: str) -> str | None:
    """Return the variable of an option, if it is set.

    Args:
        option: The option, as `BASE_PATH` for `--base-path`.
    """
    return os.environ.get(f"LINEAGE_{option}") or None


def read_flag(option: str) -> bool:
    """Return whether a switch is on; 0 leaves it off."""
    return read_variable(option) not in (None, "0")


def read_values(option: str, separator: str | None = None) -> list[str]:
    """Return the values of an option that may repeat.

    Args:
        option: The option.
        separator: What stands between values; any white space by default.
    """
    values = (value.strip() for value in (read_variable(option) or "").split(separator))
    return [value for value in values if value]

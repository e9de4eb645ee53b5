"""HTML attributes with a hyphen in their name.

A Python keyword argument cannot have such a name.
"""

from __future__ import annotations

from typing import Any


def aria(**values: str) -> dict[str, Any]:
    """Return `aria-*` attributes.

    `aria(label="Question")` becomes `aria-label="Question"`.
    """
    return {f"aria-{name}": value for name, value in values.items()}


def data(**values: str) -> dict[str, Any]:
    """Return `data-*` attributes.

    `data(copy=arn)` becomes `data-copy="…"`.
    """
    return {f"data-{name}": value for name, value in values.items()}

"""Attributes whose names hold a dash, which Python's keywords cannot spell."""

from __future__ import annotations

from typing import Any


def aria(**values: str) -> dict[str, Any]:
    """Return `aria-*` attributes: `aria(label="Question")` is `aria-label="Question"`."""
    return {f"aria-{name}": value for name, value in values.items()}


def data(**values: str) -> dict[str, Any]:
    """Return `data-*` attributes: `data(copy=arn)` is `data-copy="…"`."""
    return {f"data-{name}": value for name, value in values.items()}

"""Errors of caches outside this process."""

from __future__ import annotations

from lineage_explorer.errors import LineageError


class CacheUnusable(LineageError):
    """Cache that cannot be opened, does not respond, or holds invalid data.

    Only the operator who configures the cache sees this error. For readers, a failing cache is an empty one.
    """

    title = "The cache cannot be used"

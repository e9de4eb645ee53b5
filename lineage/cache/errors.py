"""What can go wrong with a cache that is not in this process."""

from __future__ import annotations

from lineage.errors import LineageError


class CacheUnusable(LineageError):
    """The cache cannot be opened, does not answer, or holds what is no answer.

    Only who sets the cache ever sees it: for readers a cache that fails is a cache that holds nothing.
    """

    title = "The cache cannot be used"

"""The explorer of an opened account, for routes and callbacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from lineage_explorer.explore.opened_files import OpenedFiles
    from lineage_explorer.explore.request_scope import RequestScope
    from lineage_explorer.explore.screen_cache import ScreenCache
    from lineage_explorer.explore.services import ExplorerServices
    from lineage_explorer.sources.cache.cache_table import CacheRegistry
    from lineage_explorer.sources.call_counts import CallTotals


@dataclass(frozen=True, slots=True)
class OpenedExplorer:
    """What answers requests.

    Attributes:
        scope: Supplies the services for each request.
        caches: Opens caches, and reports the use of all.
        screens: Keeps rendered screens.
        files: Opens files; None if readers may open none.
        read_totals: Returns the numbers of API calls by account; None if they are not counted.
        check_account: Raises an error if the account cannot be read; None if that is not known.
    """

    scope: RequestScope[ExplorerServices]
    caches: CacheRegistry
    screens: ScreenCache
    files: OpenedFiles[RequestScope[ExplorerServices]] | None = None
    read_totals: Callable[[], Mapping[str, CallTotals]] | None = None
    check_account: Callable[[], None] | None = None


GetExplorer: TypeAlias = Callable[[], OpenedExplorer]
"""Returns the explorer; blocks while the account is being opened."""

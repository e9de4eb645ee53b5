"""Reports of checks, each computed once and kept for a while.

The rules are imported when they are first needed: the page starts without them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from lineage_explorer.graph.model import Arn
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.value_cache import ValueCache

if TYPE_CHECKING:
    from lineage_explorer.checks.check_report import CheckReport
    from lineage_explorer.explore.record_assembly import RecordServices


class CheckStore:
    """Thread-safe cache of check reports, by focus.

    Args:
        caches: Opens the cache.
    """

    def __init__(self, caches: CacheRegistry | None = None) -> None:
        self._reports: ValueCache[str, CheckReport] = (caches or CacheRegistry()).open(CacheName.CHECKS)

    def read_within(
        self,
        services: RecordServices,
        focus: Arn | None,
        *,
        seconds: float | None,
        is_refresh: bool = False,
    ) -> CheckReport | None:
        """Return the report of a focus, or of the account.

        None if it is not there after `seconds`; reading goes on, for a later request.

        Args:
            services: Services that read the lineage.
            focus: What it is about; None for the whole account.
            seconds: How long to wait; None to wait to its end.
            is_refresh: Whether everything is read again.

        Raises:
            SourceError: Nothing could be read.
        """
        key = focus or ""
        if is_refresh:
            self._reports.discard(key)
        return self._reports.get_or_compute_within(
            key, lambda: _check(services, focus, is_refresh=is_refresh), seconds=seconds
        )

    def get_known(self, focus: Arn | None) -> CheckReport | None:
        """Return a report that was computed before; costs no call."""
        return self._reports.get(focus or "")


def count_known_findings(store: CheckStore, focus: Arn) -> Mapping[Arn, int]:
    """Return the findings of each entity, if its lineage was checked.

    Costs no call.

    The report of the focus tells, and that of the account where there is none.
    """
    report = store.get_known(focus) or store.get_known(None)
    if report is None:
        return {}
    return Counter(finding.arn for finding in report.open_findings if finding.arn)


def _check(services: RecordServices, focus: Arn | None, *, is_refresh: bool) -> CheckReport:
    """Read what belongs to a focus, or the account, and check it."""
    from lineage_explorer.checks.check_report import check_record  # noqa: PLC0415 - see the module
    from lineage_explorer.explore.record_assembly import (  # noqa: PLC0415 - see the module
        read_account_record,
        read_focus_record,
    )

    if focus is None:
        return check_record(read_account_record(services, is_refresh=is_refresh))
    return check_record(read_focus_record(services, focus, is_refresh=is_refresh))

"""Reports of checks, each computed once and kept for a while.

The rules are imported when they are first needed: the page starts without them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lineage_explorer.graph.model import Arn
from lineage_explorer.graph.serving_history import Period
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.value_cache import ValueCache

if TYPE_CHECKING:
    from lineage_explorer.checks.accepted_findings import AcceptedFinding
    from lineage_explorer.checks.check_report import CheckReport
    from lineage_explorer.explore.record_assembly import RecordServices


@dataclass(frozen=True, slots=True)
class CheckScope:
    """What is checked.

    Attributes:
        starts: What it is about; empty for the whole account.
        period: The moment or day of the past; None for now.
    """

    starts: tuple[Arn, ...] = ()
    period: Period | None = None

    @property
    def key(self) -> str:
        """The same as a text."""
        moment = (f"{self.period.begin.isoformat()}/{self.period.is_day}",) if self.period else ()
        return " ".join((*self.starts, *moment))


class CheckStore:
    """Thread-safe cache of check reports, by what was checked.

    Args:
        caches: Opens the cache.
        accepted: Findings that somebody accepted for all readers.

    Attributes:
        accepted: As above.
    """

    def __init__(
        self, caches: CacheRegistry | None = None, accepted: tuple[AcceptedFinding, ...] = ()
    ) -> None:
        self._reports: ValueCache[str, CheckReport] = (caches or CacheRegistry()).open(CacheName.CHECKS)
        self.accepted = accepted

    def read_within(
        self,
        services: RecordServices,
        scope: CheckScope,
        *,
        seconds: float | None,
        is_refresh: bool = False,
    ) -> CheckReport | None:
        """Return the report of some starts, or of the account.

        None if it is not there after `seconds`; reading goes on, for a later request.

        Args:
            services: Services that read the lineage.
            scope: What is checked.
            seconds: How long to wait; None to wait to its end.
            is_refresh: Whether everything is read again.

        Raises:
            InvalidQuery: At that moment, no start was there yet.
            SourceError: Nothing could be read.
        """
        if is_refresh:
            self._reports.discard(scope.key)
        return self._reports.get_or_compute_within(
            scope.key, lambda: self._check(services, scope, is_refresh=is_refresh), seconds=seconds
        )

    def get_known(self, scope: CheckScope) -> CheckReport | None:
        """Return a report that was computed before; costs no call."""
        return self._reports.get(scope.key)

    def _check(self, services: RecordServices, scope: CheckScope, *, is_refresh: bool) -> CheckReport:
        """Read what belongs to some starts, or the account, and check it."""
        from lineage_explorer.checks.check_report import (  # noqa: PLC0415 - see the module
            accept_findings,
            check_record,
        )
        from lineage_explorer.explore.record_assembly import (  # noqa: PLC0415 - see the module
            read_account_record,
            read_focus_record,
        )

        record = (
            read_focus_record(services, scope.starts, period=scope.period, is_refresh=is_refresh)
            if scope.starts
            else read_account_record(services, period=scope.period, is_refresh=is_refresh)
        )
        return accept_findings(check_record(record), self.accepted)


def count_known_findings(store: CheckStore, scope: CheckScope) -> Mapping[Arn, int]:
    """Return the findings of each entity, if its lineage was checked.

    Costs no call.

    The report of the starts tells, and that of the account where there is none.
    """
    report = store.get_known(scope) or store.get_known(CheckScope(period=scope.period))
    if report is None:
        return {}
    return Counter(finding.arn for finding in report.open_findings if finding.arn)

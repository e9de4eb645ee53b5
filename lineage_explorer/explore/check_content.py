"""Content of the main view `checks`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lineage_explorer.explore.moment_filter import find_check_scope
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.view_request import ReadMode, ViewRequest
from lineage_explorer.query.address import Address

if TYPE_CHECKING:
    from lineage_explorer.checks.check_report import CheckReport
    from lineage_explorer.explore.view import View

CHECK_SECONDS = 0.45
"""Time limit in seconds for a report; the page asks again."""


@dataclass(frozen=True, slots=True)
class CheckContent:
    """Report of a focus or of the account.

    Attributes:
        report: The report; None while it is being read.
        note: How a slow call is going; empty if none is slow.
    """

    report: CheckReport | None
    note: str = ""

    @property
    def is_pending(self) -> bool:
        """Whether it is still being read."""
        return self.report is None


def load_check_content(services: ExplorerServices, request: ViewRequest, view: View) -> CheckContent:
    """Load the report of the focus of a view."""
    seconds = CHECK_SECONDS if request.naming_seconds is None else max(CHECK_SECONDS, request.naming_seconds)
    return read_checks(services, view.address, request.read_mode, seconds=seconds)


def read_checks(
    services: ExplorerServices, address: Address, read_mode: ReadMode, *, seconds: float = CHECK_SECONDS
) -> CheckContent:
    """Return the report of an address, or of the account, so far.

    Raises:
        InvalidQuery: Its moment is in the future, or before its start.
        SourceError: Nothing could be read.
    """
    is_refresh = read_mode in (ReadMode.REFRESH, ReadMode.RETRY)
    scope = find_check_scope(address)
    report = services.checks.read_within(services, scope, seconds=seconds, is_refresh=is_refresh)
    return CheckContent(report, "" if report else services.describe_wait())

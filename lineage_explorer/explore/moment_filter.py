"""Choose services that show a lineage at a moment of the past."""

from __future__ import annotations

from dataclasses import replace

from lineage_explorer.explore.check_store import CheckScope
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.graph.serving_history import Period
from lineage_explorer.query.address import Address
from lineage_explorer.query.compare_query import reject_future
from lineage_explorer.sources.past_source import SharedPastSource


def find_period(address: Address) -> Period | None:
    """Return the moment that an address is about; None for now.

    A comparison looks at each side at a moment of its own.

    Raises:
        InvalidQuery: It is in the future.
    """
    if address.compared is None or address.is_comparison:
        return None
    period = address.compared.as_of
    if period:
        reject_future(period)
    return period


def find_check_scope(address: Address) -> CheckScope:
    """Return what the checks of an address are about.

    Raises:
        InvalidQuery: Its moment is in the future.
    """
    return CheckScope(address.starts, find_period(address))


def look_back(services: ExplorerServices, address: Address) -> ExplorerServices:
    """Return services that read the lineage as it was.

    Raises:
        InvalidQuery: The moment is in the future.
    """
    period = find_period(address)
    if period is None:
        return services
    return replace(
        services, source=SharedPastSource(services.source, services.catalog, period, services.memo.memoize)
    )

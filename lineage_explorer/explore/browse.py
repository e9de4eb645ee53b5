"""Read one page of a list of the account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType

from lineage_explorer.graph.entity_styles import get_status
from lineage_explorer.graph.model import Arn, Entity, Hit, LineageType
from lineage_explorer.query.browse_query import BrowseKind, BrowseQuery
from lineage_explorer.questions.answer import format_count
from lineage_explorer.sources.account_overview import AccountOverview, EntityFilter
from lineage_explorer.sources.protocols import EntityCatalog
from lineage_explorer.views.entity_details import StartOption, build_start_options
from lineage_explorer.views.products import build_products
from lineage_explorer.views.search_texts import describe_matches, explain_no_match

BROWSE_SECONDS = 0.45
"""Time limit in seconds for a page of a list; what takes longer follows."""

_MONTHS_OFFERED = 24
_MAX_FOUND = 500
"""Matches of all kinds that are sorted by kind."""

_FILTERS: Mapping[BrowseKind, tuple[LineageType, str]] = MappingProxyType(
    {
        BrowseKind.PRODUCTS: (LineageType.CONTEXT, "ModelGroup"),
        BrowseKind.ENDPOINTS: (LineageType.CONTEXT, "Endpoint"),
        BrowseKind.MODELS: (LineageType.ARTIFACT, "Model"),
        BrowseKind.DATA: (LineageType.ARTIFACT, "DataSet"),
        BrowseKind.JOBS: (LineageType.TRIAL_COMPONENT, ""),
        BrowseKind.APPROVALS: (LineageType.ACTION, "Approval"),
        BrowseKind.DEPLOYMENTS: (LineageType.ACTION, "ModelDeployment"),
        BrowseKind.IMAGES: (LineageType.ARTIFACT, "Image"),
        BrowseKind.ARTIFACTS: (LineageType.ARTIFACT, ""),
        BrowseKind.ACTIONS: (LineageType.ACTION, ""),
        BrowseKind.CONTEXTS: (LineageType.CONTEXT, ""),
    }
)
"""What the service lists of each kind."""


@dataclass(frozen=True, slots=True)
class BrowseRow:
    """Entity of a list.

    Attributes:
        start: The entity.
        status: Its status, in words; empty if it has none.
    """

    start: StartOption
    status: str = ""


@dataclass(frozen=True, slots=True)
class BrowsePage:
    """Page of a list of the account.

    Attributes:
        query: What is listed.
        rows: Its entities.
        number: Its number, from 1.
        has_more: Whether another page follows.
        months: Months to choose from, newest first, as `2026-03`.
        owners: Owners of products to choose from.
        products: Products to choose from.
        note: What was searched, or why nothing is listed; empty if the list speaks for itself.
        gaps: Sentences about what could not be read.
        is_pending: Whether it is still being read.
    """

    query: BrowseQuery
    rows: tuple[BrowseRow, ...] = ()
    number: int = 1
    has_more: bool = False
    months: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    note: str = ""
    gaps: tuple[str, ...] = ()
    is_pending: bool = False


def load_browse_page(
    catalog: EntityCatalog, query: BrowseQuery, *, today: datetime, seconds: float = BROWSE_SECONDS
) -> BrowsePage:
    """Read a page of a list within a time limit.

    Raises:
        SourceError: It could not be listed.
    """
    overview = catalog.read_overview(seconds=0)
    empty = BrowsePage(
        query,
        months=tuple(_list_months(today, query.month)),
        owners=tuple(sorted({each.owner for each in overview.owners.items if each.owner})),
        products=tuple(product.groups[0] for product in build_products(overview).products),
    )
    if query.text:
        return _search(catalog, empty, seconds)
    if query.owner:
        return _list_by_owner(catalog.read_overview(seconds=seconds), empty)
    began, ended = query.period or (None, None)
    kind, type_ = _FILTERS[query.kind]
    wanted = EntityFilter(kind, type_, began, ended, group=query.product)
    page = catalog.read_page(wanted, page=query.page, seconds=seconds)
    if page is None:
        return replace(empty, is_pending=True)
    rows = _build_rows(page.entities, _find_endpoint_statuses(overview))
    return replace(empty, rows=rows, number=page.number, has_more=page.has_more, gaps=page.gaps)


def _list_months(today: datetime, chosen: str) -> Iterator[str]:
    """Yield the last months, and the chosen one if it is older."""
    month = today.astimezone(UTC).year * 12 + today.astimezone(UTC).month - 1
    offered = [f"{(month - ago) // 12}-{(month - ago) % 12 + 1:02}" for ago in range(_MONTHS_OFFERED)]
    yield from offered
    if chosen and chosen not in offered:
        yield chosen


def _search(catalog: EntityCatalog, empty: BrowsePage, seconds: float) -> BrowsePage:
    """Return what the search of the start box finds of a kind."""
    query = empty.query
    found = catalog.suggest_within(query.text, seconds=seconds, limit=_MAX_FOUND)
    if found.is_pending:
        return replace(empty, is_pending=True)
    hits = [hit for hit in found.hits if _is_of_kind(hit, query.kind)]
    if hits:
        note = describe_matches(found)
    elif found.hits:
        note = f"None of this kind. {format_count(len(found.hits), 'match')} of other kinds."
    else:
        note = explain_no_match(query.text, found)
    return replace(empty, rows=_build_rows(hits, {}), note=note, gaps=found.gaps)


def _is_of_kind(hit: Hit, kind: BrowseKind) -> bool:
    lineage_type, type_ = _FILTERS[kind]
    return hit.lineage_type is lineage_type and type_ in ("", hit.type)


def _list_by_owner(overview: AccountOverview, empty: BrowsePage) -> BrowsePage:
    """Return the products of one owner, among the newest hundred."""
    if overview.owners.is_pending or overview.groups.is_pending:
        return replace(empty, is_pending=True)
    owned = {each.group.casefold() for each in overview.owners.items if each.owner == empty.query.owner}
    groups = [
        each
        for each in overview.groups.items
        if (each.source_uri or "").rpartition("/")[2].casefold() in owned
    ]
    is_bounded = overview.owners.has_more or overview.groups.has_more
    return replace(
        empty,
        rows=_build_rows(groups, {}),
        note="Among the newest 100 products." if is_bounded else "",
        gaps=(*overview.owners.gaps, *overview.groups.gaps),
    )


def _find_endpoint_statuses(overview: AccountOverview) -> Mapping[str, str]:
    """Return the status of each endpoint, by its source in lower case."""
    statuses = {each.arn.casefold(): each.status for each in overview.running.items}
    if overview.running.is_complete:
        statuses |= {
            source: "Deleted"
            for context in overview.endpoints.items
            if ":endpoint/" in (source := (context.source_uri or "").casefold()) and source not in statuses
        }
    return statuses


def _build_rows(
    entities: Sequence[Entity] | Sequence[Hit], endpoint_statuses: Mapping[str, str]
) -> tuple[BrowseRow, ...]:
    statuses: dict[Arn, str] = {
        entity.arn: (get_status(entity) if isinstance(entity, Entity) else "")
        or endpoint_statuses.get((entity.source_uri or "").casefold(), "")
        for entity in entities
    }
    return tuple(BrowseRow(start, statuses[start.arn]) for start in build_start_options(entities))

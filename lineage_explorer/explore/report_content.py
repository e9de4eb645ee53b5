"""Content of the main view `report`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lineage_explorer.errors import SourceError
from lineage_explorer.explore.check_store import CheckScope
from lineage_explorer.explore.graph_view import arrange_view, load_extended
from lineage_explorer.explore.loaded_graph import StillLoading
from lineage_explorer.explore.moment_filter import find_period
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.view import View
from lineage_explorer.explore.view_request import ViewRequest
from lineage_explorer.graph.entity_names import name_entity
from lineage_explorer.graph.model import Arn
from lineage_explorer.graph.model_versions import MAX_VERSIONS, find_versions, list_evaluated
from lineage_explorer.graph.serving import is_model_package
from lineage_explorer.graph.serving_history import Period
from lineage_explorer.query.address import Address, MainView
from lineage_explorer.query.compare_query import CompareQuery
from lineage_explorer.query.expansion import MAX_EXPANDED, ExpandedVertex, Expansion, Reach
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.sources.linked_resources import ModelPackage

if TYPE_CHECKING:
    from lineage_explorer.checks.check_report import CheckReport
    from lineage_explorer.explore.compared_sides import ComparedSides

MAX_WHOLE = 1_000
"""Entities of which whole descriptions are read, at one call each; of others, lists give the name."""

REPORT_SECONDS = 0.4
"""Time limit in seconds for descriptions; if they take longer, the page asks again."""


@dataclass(frozen=True, slots=True)
class ReportContent:
    """What a report needs beside the view.

    Attributes:
        listed: What the address shows, as a table.
        whole: All lineage of the start, as a table.
        packages: What the model registry holds of its versions.
        gaps: One sentence for each version of which it could not be read.
        account: Title of the account.
        reader: Who reads it; empty if that is not known.
        is_redacted: Whether names are hidden.
        period: The moment or day that it is about; None for now.
        compared: What differs from a second entity; None if there is none.
        checks: What the lineage lacks, by rules; None while it is being read.
        is_pending: Whether descriptions are still being read.
    """

    listed: View = field(compare=False)
    whole: View = field(compare=False)
    packages: Mapping[Arn, ModelPackage]
    gaps: tuple[str, ...]
    account: str
    reader: str
    is_redacted: bool
    period: Period | None
    compared: ComparedSides | None
    checks: CheckReport | None
    is_pending: bool


def load_report(services: ExplorerServices, request: ViewRequest, view: View) -> ReportContent | StillLoading:
    """Load what a report needs beside the view."""
    address = view.address
    plain = shorten_to_start(address)
    whole = _load(services, request, plain)
    if isinstance(whole, StillLoading):
        return whole
    grown = grow_evaluations(plain, whole)
    if grown != plain:
        whole = _load(services, request, grown)
        if isinstance(whole, StillLoading):
            return whole
    packages, gaps = read_packages(services, whole)
    compared = _load_comparison(services, request, address)
    if isinstance(compared, StillLoading):
        return compared
    period = find_period(plain)
    scope = CheckScope((whole.graph.start,), period)
    checks = services.checks.read_within(services, scope, seconds=REPORT_SECONDS)
    table = _arrange_table(services, request, address, view)
    return ReportContent(
        table,
        whole,
        packages,
        gaps,
        services.account_title,
        "" if services.is_redacted else services.read_caller(),
        services.is_redacted,
        period,
        compared,
        checks,
        checks is None or bool(whole.loaded.unnamed_count or _count_undescribed(whole)),
    )


def _load(services: ExplorerServices, request: ViewRequest, address: Address) -> View | StillLoading:
    wanted = replace(request, address=replace(address, view=MainView.TABLE), has_groups=False)
    loaded = load_extended(services, wanted)
    if isinstance(loaded, StillLoading):
        return loaded
    arns = sort_by_distance(loaded.graph.distances, loaded.graph.vertices)[:MAX_WHOLE]
    described = services.catalog.describe_within(arns, seconds=REPORT_SECONDS, full=True)
    view = arrange_view(services, wanted, loaded)
    whole = view.loaded.wholly_described | described.keys()
    return replace(view, loaded=replace(view.loaded, wholly_described=whole))


def _load_comparison(
    services: ExplorerServices, request: ViewRequest, address: Address
) -> ComparedSides | StillLoading | None:
    """Load what differs from a second entity; None if there is none."""
    if not address.compared or not address.compared.against:
        return None
    loaded = load_extended(services, replace(request, address=replace(address, view=MainView.COMPARE)))
    return loaded if isinstance(loaded, StillLoading) else loaded.comparison


def _arrange_table(services: ExplorerServices, request: ViewRequest, address: Address, view: View) -> View:
    wanted = replace(request, address=replace(address, view=MainView.TABLE), has_groups=False)
    return arrange_view(services, wanted, view.loaded)


def _count_undescribed(view: View) -> int:
    """Return how many whole descriptions are still to come."""
    loaded = view.loaded
    wanted = sort_by_distance(loaded.graph.distances, loaded.graph.vertices)[:MAX_WHOLE]
    return sum(arn not in loaded.wholly_described and arn not in loaded.undescribed for arn in wanted)


def sort_by_distance(distances: Mapping[Arn, int], arns: Mapping[Arn, object]) -> list[Arn]:
    """Return vertices, the nearest to the start first."""
    return sorted(arns, key=lambda arn: (distances.get(arn, len(arns)), arn))


def shorten_to_start(address: Address) -> Address:
    """Return the address of all lineage of a start, at its moment."""
    start = address.query.start if address.query else Arn("")
    as_of = address.compared.as_of if address.compared else None
    compared = CompareQuery(as_of=as_of) if as_of else None
    return Address(LineageQuery(start), share=address.share, file=address.file, compared=compared)


def grow_evaluations(address: Address, view: View) -> Address:
    """Return an address that shows the jobs that judged its versions.

    Those read the model, and lead to no endpoint: the lineage of an endpoint has none of them.
    """
    models = list_evaluated(view.graph, view.loaded.entities)
    expanded = tuple(ExpandedVertex(arn, Reach.DOWN) for arn in models[:MAX_EXPANDED])
    return replace(address, expansion=Expansion(expanded)) if expanded else address


def read_packages(
    services: ExplorerServices, view: View
) -> tuple[Mapping[Arn, ModelPackage], tuple[str, ...]]:
    """Return what the model registry holds, and what could not be read."""
    entities = view.loaded.entities
    packages, gaps = {}, []
    for arn in find_versions(view.graph, entities)[:MAX_VERSIONS]:
        if is_model_package(entities.get(arn)):
            try:
                package = services.catalog.read_package(arn)
            except SourceError as error:
                title = name_entity(arn, entities.get(arn)).title
                gaps.append(f"What the registry holds of {title} could not be read. {error}")
                continue
            if package:
                packages[arn] = package
    return packages, tuple(gaps)

"""Comparison of two lineages as JSON."""

from __future__ import annotations

from typing import Any

from lineage_explorer.api.api_request import ApiRequest
from lineage_explorer.api.bodies import (
    AssociationCountsItem,
    CompareBody,
    ComparedFactItem,
    ComparedPartItem,
    StateCountsItem,
)
from lineage_explorer.api.parameters import AGAINST
from lineage_explorer.errors import InvalidQuery, TooSlow
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.query.address import format_link
from lineage_explorer.sources.freshness import ANY_AGE, READ_AGAIN


def build_compare_body(services: ExplorerServices, request: ApiRequest) -> CompareBody:
    """Compare the start of a request with its second entity.

    Raises:
        InvalidQuery: There is no second entity, or they cannot be compared.
        SourceError: One of them could not be read, or not in time.
    """
    from lineage_explorer.compare.comparison import PartState  # noqa: PLC0415 - only for comparisons
    from lineage_explorer.compare.comparison_values import (  # noqa: PLC0415 - see above
        describe_counts,
        describe_parts,
    )
    from lineage_explorer.explore.compared_sides import load_comparison  # noqa: PLC0415 - see above

    start, query = request.start, request.address.compared
    if query is None or not query.against:
        raise InvalidQuery(
            "“against” is missing: give the entity to compare with, as against=…", field=AGAINST.name
        )
    freshness = READ_AGAIN if request.is_refresh else ANY_AGE
    compared = load_comparison(services, start, query, freshness=freshness, seconds=request.seconds)
    if compared is None:
        raise TooSlow(
            "Both sides are still being read. Ask again: reading continues where it stopped.",
            operation="QueryLineage",
        )
    comparison = compared.comparison
    only = PartState(query.only) if query.only else None
    found = comparison.associations
    return CompareBody(
        start=comparison.a.endpoint or comparison.a.root,
        against=compared.against,
        title_a=compared.label_a,
        title_b=compared.label_b,
        sentence=compared.sentence,
        notes=compared.notes,
        counts=StateCountsItem(**describe_counts(comparison)),
        associations=AssociationCountsItem(found.both, found.a, found.b),
        entities_a=len(comparison.a.vertices),
        entities_b=len(comparison.b.vertices),
        parts=tuple(_build_part(part) for part in describe_parts(comparison, only)),
        complete=not compared.gaps,
        gaps=compared.gaps,
        link=format_link(request.address),
    )


def _build_part(values: dict[str, Any]) -> ComparedPartItem:
    facts = tuple(ComparedFactItem(**fact) for fact in values["facts"])
    return ComparedPartItem(**{**values, "facts": facts})

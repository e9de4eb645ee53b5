"""Comparison of two lineages as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from lineage_explorer.api.api_request import ApiRequest
from lineage_explorer.api.parameters import AGAINST
from lineage_explorer.errors import InvalidQuery, TooSlow
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.address import format_link
from lineage_explorer.sources.freshness import ANY_AGE, READ_AGAIN


@dataclass(frozen=True, slots=True)
class StateCountsItem:
    """Numbers of parts in each state.

    Attributes:
        same: One entity, on both sides.
        again: Two entities, made anew, of which no fact differs.
        changed: Two entities whose facts differ.
        a, b: What only the first or only the second side has.
        unknown: Parts of which too little could be read to tell.
    """

    same: int
    again: int
    changed: int
    a: int
    b: int
    unknown: int


@dataclass(frozen=True, slots=True)
class AssociationCountsItem:
    """Numbers of associations between parts.

    Attributes:
        both: Those that both sides have.
        a, b: Those that only the first or only the second side has.
    """

    both: int
    a: int
    b: int


@dataclass(frozen=True, slots=True)
class ComparedFactItem:
    """Fact that differs between two sides.

    Attributes:
        fact: Its name.
        stage: What it is about: data, code, image, job, hyper-parameter, metric, model, approval,
            deployment, commit or other.
        a, b: Its value on each side; empty where a side has none.
    """

    fact: str
    stage: str
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class ComparedPartItem:
    """Part of a comparison: entities that correspond.

    Attributes:
        part: What it is called on both sides.
        stage: What it is, in the words of facts.
        state: `same`, `again`, `changed`, `a`, `b` or `unknown`.
        why: Why its two sides correspond, or why that is not known.
        facts: The facts that differ.
        a, b: What it is called on each side; empty where a side has none.
        a_arn, b_arn: The entities; null where a side has none, or several.
        a_count, b_count: Numbers of the entities.
    """

    part: str
    stage: str
    state: Literal["same", "again", "changed", "a", "b", "unknown"]
    why: str
    facts: tuple[ComparedFactItem, ...]
    a: str
    b: str
    a_arn: str | None
    b_arn: str | None
    a_count: int
    b_count: int


@dataclass(frozen=True, slots=True)
class CompareBody:
    """Comparison of two lineages.

    Attributes:
        start: ARN of the first entity; of an endpoint the endpoint.
        against: ARN of the second entity.
        title_a, title_b: What the two sides are called.
        sentence: What differs, in a few sentences.
        notes: Sentences on what is counted apart: batch jobs, former versions of data.
        counts: Numbers of parts in each state.
        associations: Numbers of associations.
        entities_a, entities_b: Numbers of entities of each side.
        parts: The parts, differences first; those of one state with `only`.
        complete: Whether everything was read that it needs.
        gaps: One sentence for each thing that could not be read.
        link: The same view in the explorer, as a path with its query string.
    """

    start: Arn
    against: Arn
    title_a: str
    title_b: str
    sentence: str
    notes: tuple[str, ...]
    counts: StateCountsItem
    associations: AssociationCountsItem
    entities_a: int
    entities_b: int
    parts: tuple[ComparedPartItem, ...]
    complete: bool
    gaps: tuple[str, ...]
    link: str


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
    from lineage_explorer.explore.load_comparison import load_comparison  # noqa: PLC0415 - see above

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

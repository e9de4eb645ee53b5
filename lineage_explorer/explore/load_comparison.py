"""Compare an entity with another, or with itself at another moment."""

from __future__ import annotations

from dataclasses import replace

from lineage_explorer.compare.comparison import Comparison, compare_sides
from lineage_explorer.compare.difference_sentence import build_sentence, describe_apart
from lineage_explorer.compare.part_names import name_parts, name_sides
from lineage_explorer.compare.union_graph import unite_sides
from lineage_explorer.errors import InvalidQuery
from lineage_explorer.explore.compared_sides import ComparedSides, shorten_label
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.side_reading import ReadSide, SideRequest, read_side, resolve_against
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.compare_query import CompareQuery
from lineage_explorer.sources.call_counts import ContextPool
from lineage_explorer.sources.freshness import ANY_AGE, Freshness


def load_comparison(
    services: ExplorerServices,
    start: Arn,
    compared: CompareQuery,
    *,
    freshness: Freshness,
    seconds: float,
) -> ComparedSides | None:
    """Return the comparison of two entities; None if it takes longer.

    It is computed in the background, and kept for a while.

    Raises:
        LineageError: See `compare_entities`.
    """
    key = start, compared.read_key
    if freshness is not ANY_AGE:
        services.comparisons.discard(key)
    return services.comparisons.get_or_compute_within(
        key, lambda: compare_entities(services, start, compared, freshness=freshness), seconds=seconds
    )


def compare_entities(
    services: ExplorerServices,
    start: Arn,
    compared: CompareQuery,
    *,
    freshness: Freshness = ANY_AGE,
) -> ComparedSides:
    """Read both sides, side by side, and compare them.

    Args:
        services: Read the account.
        start: The first entity.
        compared: The second entity, and the moments.
        freshness: How old may be what is read.

    Raises:
        InvalidQuery: They are of different kinds, or a moment is impossible.
        SourceError: One of them could not be read at all.
    """
    others = open_place(services, compared)
    against = resolve_against(others, compared.against)
    is_then_and_now = start == against
    places = ("", "") if others is services else name_places(services, others)
    first = SideRequest(start, compared.as_of, is_then_and_now, freshness, places[0])
    second = SideRequest(against, compared.against_as_of, is_then_and_now, freshness, places[1])
    with ContextPool(2, thread_name_prefix="sides") as pool:
        a, b = pool.map(read_side, (services, others), (first, second))
    _require_like_kinds(a, b)
    comparison = compare_sides(a.side, b.side)
    label_a, label_b = _choose_labels(a, b, comparison)
    status = replace(
        b.read_status,
        pages=a.read_status.pages + b.read_status.pages,
        calls=a.read_status.calls + b.read_status.calls,
        gaps=comparison.gaps,
        began_at=min(a.read_status.started_at, b.read_status.started_at),
        finished_at=max(a.read_status.finished_at, b.read_status.finished_at),
    )
    return ComparedSides(
        comparison,
        unite_sides(comparison, status),
        name_parts(comparison),
        label_a,
        label_b,
        build_sentence(comparison, shorten_label(label_a, label_b).removeprefix("on "), label_b),
        describe_apart(comparison),
        against,
    )


def open_place(services: ExplorerServices, compared: CompareQuery) -> ExplorerServices:
    """Return the services of where the second entity is read.

    Raises:
        InvalidQuery: Both a file and an account are named, or this place cannot be read here.
        LineageError: The opened file is not kept, or there are no credentials for the account.
    """
    file, account = compared.against_file, compared.against_account
    if not (file or account):
        return services
    if file and account:
        raise InvalidQuery(
            "“against_file” and “against_account” name two places for the second entity: leave one out.",
            field="against_file",
        )
    if services.open_place is None:
        raise InvalidQuery(
            "Only this account can be read here: leave “against_file” and “against_account” out.",
            field="against_file" if file else "against_account",
        )
    place = f"file={file}" if file else f"account={account}"
    return services.open_place(f"?{place}{'&share=1' if services.is_redacted else ''}")


def name_places(first: ExplorerServices, second: ExplorerServices) -> tuple[str, str]:
    """Return what two places are called, so that their names differ."""
    titles = first.account_title, second.account_title
    if titles[0] != titles[1]:
        return titles
    words = tuple("the file" if each.file else "the account" for each in (first, second))
    return (words[0], words[1]) if words[0] != words[1] else (f"{titles[0]} (1)", f"{titles[1]} (2)")


def _require_like_kinds(a: ReadSide, b: ReadSide) -> None:
    """Raise an error for two entities that have nothing to compare."""
    if a.kind != b.kind and a.side.root != b.side.root:  # a file may not tell what kind an entity is
        raise InvalidQuery(
            f"{a.label} is {_add_article(a.kind)}, and {b.label} is {_add_article(b.kind)}: "
            "choose two of a kind to compare.",
            field="against",
        )


def _add_article(kind: str) -> str:
    return f"an {kind}" if kind[:1] in "aeiou" else f"a {kind}"


def _choose_labels(a: ReadSide, b: ReadSide, comparison: Comparison) -> tuple[str, str]:
    """Return labels that differ; those of two moments say now."""
    label_a, label_b = a.label, b.label
    if label_a != label_b:
        is_now = (a.side.moment is None, b.side.moment is None)
        if a.side.root == b.side.root and any(is_now) and not all(is_now):
            label_a += " now" if is_now[0] else ""
            label_b += " now" if is_now[1] else ""
        return label_a, label_b
    if a.side.root == b.side.root:
        return label_a, label_b
    names = name_sides(comparison)
    first, second = (names[each.side.root].subtitle for each in (a, b))
    return f"{label_a} ({first})", f"{label_b} ({second})"

"""Legend of the colors, which is also the filter.

It shows what each color means, how many vertices have it, and whether they are drawn.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from lineage_explorer.graph.entity_styles import BUILT_IN_TYPES, Family, style_of
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Entity, LineageType, Vertex
from lineage_explorer.query.view_options import ColorMode
from lineage_explorer.views.color_by import SHADE_WORDS, Shade, compute_shades

_ACCOUNT_WORD = re.compile(rf"{ColorMode.ACCOUNT}:\d{{12}}")
_KNOWN_WORDS = {*Family, *LineageType, *BUILT_IN_TYPES, *SHADE_WORDS}


@dataclass(frozen=True, slots=True)
class Kind:
    """Vertices of a graph that one word names.

    Attributes:
        word: The word in the address.
        title: The name that readers see.
        color: Name of the color among the tokens of `web/styles/tokens.css`.
        members: All vertices of the kind.
    """

    word: str
    title: str
    color: str
    members: frozenset[Arn]


def find_kinds(
    graph: LineageGraph, entities: Mapping[Arn, Entity], words: Collection[str]
) -> tuple[Kind, ...]:
    """Return the kinds that words name in a graph.

    The kinds are in the order of the words. Words that name nothing in this graph are left out.

    Args:
        graph: The graph.
        entities: The entities that are described so far, by ARN.
        words: The words of the address.
    """
    if not words:
        return ()
    kinds_by_word = {kind.word: kind for kind in _list_type_kinds(graph)}
    for mode in ColorMode:
        if mode is ColorMode.TYPE or any(word.startswith(f"{mode}:") for word in words):
            kinds_by_word |= {
                kind.word: kind for kind in list_legend_kinds(compute_shades(graph, entities, mode))
            }
    return tuple(kinds_by_word[word] for word in words if word in kinds_by_word)


def list_legend_kinds(shades_by_arn: Mapping[Arn, Shade]) -> tuple[Kind, ...]:
    """Return the kinds that the legend counts, in its order."""
    arns_by_shade: dict[Shade, set[Arn]] = defaultdict(set)
    for arn, shade in shades_by_arn.items():
        arns_by_shade[shade].add(arn)
    return tuple(
        Kind(shade.word, shade.title, shade.color, frozenset(arns_by_shade[shade]))
        for shade in sorted(arns_by_shade, key=lambda shade: shade.legend_order)
    )


def collect_members(kinds: Collection[Kind]) -> frozenset[Arn]:
    """Return all vertices of some kinds."""
    return frozenset(arn for kind in kinds for arn in kind.members)


def find_unknown_words(words: Collection[str], kinds: Collection[Kind]) -> tuple[str, ...]:
    """Return the words that name no kind here or in other graphs.

    A word that can occur in another graph, for example after a step to another focus, is not returned.
    """
    found_words = {kind.word for kind in kinds}
    return tuple(
        word
        for word in words
        if word not in found_words and word not in _KNOWN_WORDS and not _ACCOUNT_WORD.fullmatch(word)
    )


def _list_type_kinds(graph: LineageGraph) -> list[Kind]:
    """Return the kinds that the API distinguishes: lineage types and types."""
    arns_by_word: dict[str, set[Arn]] = defaultdict(set)
    titles: dict[str, tuple[str, str]] = {}
    for arn, vertex in graph.vertices.items():
        for word, sample in ((vertex.lineage_type, replace(vertex, type=None)), (vertex.type, vertex)):
            if word:
                arns_by_word[word].add(arn)
                titles.setdefault(word, (style_of(sample).title, style_of(sample).color))
    return [Kind(word, *titles[word], frozenset(arns)) for word, arns in arns_by_word.items()]


@dataclass(frozen=True, slots=True)
class KindCount:
    """Number of entities that a legend entry counts under one title.

    Attributes:
        title: The title that readers see.
        total: Their number.
        visible: How many of them are drawn.
    """

    title: str
    total: int
    visible: int


def count_kind(title: str, vertices: Iterable[Vertex], visible: Collection[Arn]) -> tuple[KindCount, ...]:
    """Count the vertices of a kind, if need be apart by type.

    That is so if one of their types has the title of the kind, as in "Model 12 · Model group 1": else the
    group would be taken for a thirteenth model, which no answer counts.
    """
    vertices = tuple(vertices)
    titles = {vertex.arn: style_of(vertex).title for vertex in vertices}
    if title not in titles.values():
        titles = dict.fromkeys(titles, title)
    totals = Counter(titles.values())
    drawn = Counter(type_title for arn, type_title in titles.items() if arn in visible)
    ranked = sorted(totals, key=lambda one: (one != title, -totals[one], one))
    return tuple(KindCount(one, totals[one], drawn[one]) for one in ranked)


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """Legend entry of one kind.

    Attributes:
        counts: How many vertices it counts, under one title or more.
        is_extra: Whether other entries count them as well: it only lets the reader show them again.
        is_hidden: Whether the kind is not drawn. The focus, which is always drawn, does not count.
        visible_count: Number of drawn vertices of the kind.
        hiding_words: The words of the address that hide some of the kind.
    """

    kind: Kind
    counts: tuple[KindCount, ...]
    is_hidden: bool
    visible_count: int
    hiding_words: tuple[str, ...]
    is_extra: bool = False


def build_legend_entries(
    graph: LineageGraph,
    shades_by_arn: Mapping[Arn, Shade],
    hidden_kinds: Sequence[Kind],
    visible: Collection[Arn],
) -> tuple[LegendEntry, ...]:
    """Return the legend entries: the colors, then other hidden kinds.

    The colors are in their order. The other hidden kinds are listed so that a reader can show them again.

    Args:
        graph: The whole graph.
        shades_by_arn: Shade of each of its vertices, drawn or not.
        hidden_kinds: The kinds that the address hides.
        visible: The vertices that are left.
    """
    color_entries = [
        _build_entry(graph, kind, hidden_kinds, visible) for kind in list_legend_kinds(shades_by_arn)
    ]
    hidden_colors = [entry.kind for entry in color_entries if entry.is_hidden]
    others = [
        kind for kind in hidden_kinds if not any(kind.members <= other.members for other in hidden_colors)
    ]
    extra_entries = (replace(_build_entry(graph, kind, (kind,), visible), is_extra=True) for kind in others)
    return (*color_entries, *extra_entries)


def _build_entry(
    graph: LineageGraph, kind: Kind, hidden_kinds: Sequence[Kind], visible: Collection[Arn]
) -> LegendEntry:
    words = tuple(other.word for other in hidden_kinds if other.members & kind.members)
    remaining = kind.members & frozenset(visible)
    is_gone = remaining <= set(graph.starts) and remaining != kind.members
    counts = count_kind(kind.title, (graph.vertices[arn] for arn in sorted(kind.members)), remaining)
    return LegendEntry(kind, counts, kind.word in words or is_gone, len(remaining), words)

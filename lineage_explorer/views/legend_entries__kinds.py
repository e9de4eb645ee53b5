"""Kinds of vertices, named by the address to hide them.

A word names a kind of the legend (`job`; in a color mode other than type, with the mode as prefix:
`status:Failed`), a lineage type (`TrialComponent`) or a type (`TrainingJob`). Types are spelled as in the
API.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from lineage_explorer.graph.entity_styles import BUILT_IN_TYPES, Family, style_of
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Entity, LineageType
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
        color: Name of the color among the tokens of `assets/10-tokens.css`.
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
                titles.setdefault(word, (style_of(sample).title, style_of(sample).family))
    return [Kind(word, *titles[word], frozenset(arns)) for word, arns in arns_by_word.items()]

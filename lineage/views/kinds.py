"""Kinds of vertices by the words that say what to hide: those of the legend, and the API's own.

A word names what the legend counts (`job`; under another lens with its name before it, `status:Failed`), a
lineage type (`TrialComponent`) or a type (`TrainingJob`), these as the API spells them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from lineage.graph import LineageGraph
from lineage.lens import Lens
from lineage.model import Arn, Entity, LineageType
from lineage.views.lenses import WORDS, Shade, shades
from lineage.views.looks import TYPES, Family, look_of

_ACCOUNT = re.compile(rf"{Lens.ACCOUNT}:\d{{12}}")
_KNOWN = {*Family, *LineageType, *TYPES, *WORDS}


@dataclass(frozen=True, slots=True)
class Kind:
    """Vertices of an answer that one word means.

    Attributes:
        word: What the address calls them.
        title: What readers do.
        colour: Their colour's name among the tokens of `assets/10-tokens.css`.
        members: All of them.
    """

    word: str
    title: str
    colour: str
    members: frozenset[Arn]


def kinds(graph: LineageGraph, entities: Mapping[Arn, Entity], words: Collection[str]) -> tuple[Kind, ...]:
    """Return the kinds that words mean in an answer, in the order of the words; some may mean nothing here.

    Args:
        graph: The answer.
        entities: Those of its vertices that were described so far.
        words: As the address gives them.
    """
    if not words:
        return ()
    found = {kind.word: kind for kind in _by_nature(graph)}
    for lens in Lens:
        if lens is Lens.TYPE or any(word.startswith(f"{lens}:") for word in words):
            found |= {kind.word: kind for kind in legend_kinds(shades(graph, entities, lens))}
    return tuple(found[word] for word in words if word in found)


def legend_kinds(shown: Mapping[Arn, Shade]) -> tuple[Kind, ...]:
    """Return what a legend counts, in its order."""
    shaded: dict[Shade, set[Arn]] = defaultdict(set)
    for arn, shade in shown.items():
        shaded[shade].add(arn)
    return tuple(
        Kind(shade.word, shade.title, shade.colour, frozenset(shaded[shade]))
        for shade in sorted(shaded, key=lambda shade: shade.rank)
    )


def members(found: Collection[Kind]) -> frozenset[Arn]:
    """Return all vertices of some kinds."""
    return frozenset(arn for kind in found for arn in kind.members)


def meaningless(words: Collection[str], found: Collection[Kind]) -> tuple[str, ...]:
    """Return the words that mean nothing in this answer, nor in any that could be met on a walk."""
    here = {kind.word for kind in found}
    return tuple(w for w in words if w not in here and w not in _KNOWN and not _ACCOUNT.fullmatch(w))


def _by_nature(graph: LineageGraph) -> list[Kind]:
    """Return the kinds that the API tells apart: by lineage type and by type."""
    called: dict[str, set[Arn]] = defaultdict(set)
    titles: dict[str, tuple[str, str]] = {}
    for arn, vertex in graph.vertices.items():
        for word, seen in ((vertex.lineage_type, replace(vertex, type=None)), (vertex.type, vertex)):
            if word:
                called[word].add(arn)
                titles.setdefault(word, (look_of(seen).title, look_of(seen).family))
    return [Kind(word, *titles[word], frozenset(arns)) for word, arns in called.items()]

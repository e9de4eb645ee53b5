"""Fit texts on cards so that texts that look different stay different.

What is cut is what texts have in common. Texts are cut between characters as readers see them (grapheme
clusters), if possible between words, and lines end only between words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise, takewhile, zip_longest
from typing import TypeAlias, TypeVar

import regex

from lineage_explorer.graph.visible_text import normalize_look

K = TypeVar("K", bound=Hashable)

ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class LabelSpace:
    """Space on a card for a text.

    Attributes:
        line_count: Number of lines.
        line_ems: Width of a line, in ems.
    """

    line_count: int
    line_ems: float


# Measured on Inter at weight 600; each is rounded up to the widest of its row.
_CHAR_WIDTHS = {
    char: width
    for chars, width in (
        (" ijlI", 28),
        ("!,.:;'·`|", 36),
        ("()[]/\\frt1", 42),
        ("-_^{}", 48),
        ('*?aLcekszxvyFJ7"', 59),
        ("bdghnopquE25", 63),
        ("PRSZBT034689#$&", 66),
        ("KYDXAV", 73),
        ("CUGHNOQ", 77),
        ("mwM", 92),
        ("W@%…", 102),
    )
    for char in chars
}
_PLAIN_WIDTHS = {chr(code): 67 for code in range(128)} | _CHAR_WIDTHS
"""Widths of characters that combine with none.

Most texts consist of them, and thousands are measured for one graph.
"""

_PLAIN_TEXT = re.compile(f"[{re.escape(''.join(_PLAIN_WIDTHS))}]*")
_CLUSTER = regex.compile(r"\X")

_ZERO_WIDTH_CATEGORIES = frozenset({"Mn", "Me", "Cf"})
_BREAK_AFTER = frozenset("-_/.: ·,=#")
_PLAIN_BREAK = re.compile(r"(?<=[-_/ ·,=#])|(?<=[.:])(?![0-9])|(?<=[a-z])(?=[A-Z])")
"""Where `_is_break_allowed` allows it in a plain text."""


@lru_cache(maxsize=4_000)
def _measure_char(char: str) -> int:
    """Return the width of a character, in hundredths of an em."""
    if char in _PLAIN_WIDTHS:
        return _PLAIN_WIDTHS[char]
    if unicodedata.category(char) in _ZERO_WIDTH_CATEGORIES:
        return 0
    if _is_ideograph(char):
        return 130 if unicodedata.category(char) == "So" else 100
    return 80 if unicodedata.category(char).startswith("L") else 100


def _is_ideograph(char: str) -> bool:
    return char >= _FIRST_WIDE and unicodedata.east_asian_width(char) in "WF"


_FIRST_WIDE = "\u1100"
"""First character that East Asian Width calls wide."""


def _measure_cluster(cluster: str) -> int:
    """Return the width of a grapheme cluster: that of its widest character."""
    return max(map(_measure_char, cluster))


@lru_cache(maxsize=40_000)
def measure_width(text: str) -> float:
    """Estimate the width of a text in ems.

    The typeface is the interface's semi-bold one.
    """
    if _PLAIN_TEXT.fullmatch(text):
        return sum(map(_PLAIN_WIDTHS.__getitem__, text)) / 100
    return sum(map(_measure_cluster, split_clusters(text))) / 100


def split_clusters(text: str) -> Sequence[str]:
    """Split a text into characters as readers see them."""
    return text if _PLAIN_TEXT.fullmatch(text) else _CLUSTER.findall(text)


@lru_cache(maxsize=20_000)
def break_label(text: str, space: LabelSpace) -> tuple[str, ...]:
    """Break a label into lines between words.

    A word that is wider than a line has a line of its own, so a label that fits has none.
    """
    lines, line, width = [], "", 0.0
    for word in split_words(text):
        word_width = measure_width(word.rstrip())
        if line and width + word_width > space.line_ems:
            lines.append(line.rstrip())
            line, width = "", 0.0
        line += word
        width += measure_width(word)
    return (*lines, line.rstrip())


def split_words(text: str) -> Iterator[str]:
    """Yield the pieces after which a line may end."""
    if _PLAIN_TEXT.fullmatch(text):
        yield from filter(None, _PLAIN_BREAK.split(text))
        return
    word = ""
    clusters = _CLUSTER.findall(text)
    for cluster, following in zip_longest(clusters, clusters[1:], fillvalue=""):
        word += cluster
        if _is_break_allowed(cluster, following):
            yield word
            word = ""
    if word:
        yield word


def _is_break_allowed(cluster: str, following: str) -> bool:
    """Return whether a line may end between two characters.

    It may after a separator, though not within a number, at a capital within a word, and beside ideographs.
    """
    if cluster in _BREAK_AFTER:
        return not (cluster in ".:" and following.isdigit())
    if not following:
        return False
    is_capital = cluster.islower() and following.isupper()
    return is_capital or _is_ideograph(cluster[0]) or _is_ideograph(following[0])


def _fits(text: str, space: LabelSpace) -> bool:
    if measure_width("".join(text.split())) > space.line_count * space.line_ems:
        return False  # however it is broken; spaces vanish at the ends of lines
    lines = break_label(text, space)
    return len(lines) <= space.line_count and all(measure_width(line) <= space.line_ems for line in lines)


_Slot: TypeAlias = tuple[str, LabelSpace]
"""Text and the space that it has."""


def fit_labels(texts: Mapping[K, str], spaces: Mapping[K, LabelSpace]) -> dict[K, str]:
    """Shorten texts to fit; different texts give different labels.

    Args:
        texts: The texts that are shown together.
        spaces: The space of each.
    """
    slots: dict[K, _Slot] = {key: (text, spaces[key]) for key, text in texts.items()}
    labels = {slot: _shorten(slot[0], frozenset(), slot[1]) for slot in set(slots.values())}
    needed: dict[str, frozenset[int]] = defaultdict(frozenset)
    for _round in range(_MAX_ROUNDS):
        colliding = _find_collisions(labels)
        if not colliding:
            break
        for group in colliding:
            for text, positions in _find_differences({text for text, _ in group}).items():
                needed[text] |= positions
            for slot in group:
                labels[slot] = _shorten(slot[0], needed[slot[0]], slot[1])
    for group in _find_collisions(labels):
        for slot in group:
            labels[slot] = _mark_with_hash(*slot)
    return {key: labels[slot] for key, slot in slots.items()}


_MAX_ROUNDS = 4


def _find_collisions(labels: Mapping[_Slot, str]) -> list[list[_Slot]]:
    """Return slots with different texts and one label."""
    by_label: dict[str, list[_Slot]] = defaultdict(list)
    for slot, label in labels.items():
        by_label[normalize_look(label)].append(slot)
    return [group for group in by_label.values() if len({text for text, _ in group}) > 1]


_CONTEXT = 3
"""Characters that are kept from a difference on."""


def _find_differences(texts: Collection[str]) -> Mapping[str, frozenset[int]]:
    """Return where each text differs from its neighbors in sorted order."""
    clusters = {text: [normalize_look(each) for each in split_clusters(text)] for text in texts}
    positions: dict[str, set[int]] = defaultdict(set)
    for one, other in pairwise(sorted(texts)):
        pairs = zip(clusters[one], clusters[other], strict=False)
        first = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        for text in (one, other):
            length = len(clusters[text])
            positions[text].update(range(min(first, length - 1), min(first + _CONTEXT, length)))
    return {text: frozenset(found) for text, found in positions.items()}


# Successive graphs contain the same names.
@lru_cache(maxsize=40_000)
def _shorten(text: str, needed: frozenset[int], space: LabelSpace) -> str:
    """Cut out as little as possible, and nothing of the needed positions."""
    if _fits(text, space):
        return text
    clusters = split_clusters(text)
    order = _order_positions(len(clusters), needed)
    low, high = 1, len(order)
    while low < high:  # the most positions that fit
        middle = (low + high + 1) // 2
        label = _join_kept(clusters, set(order[:middle])) if needed else _join_ends(clusters, middle)
        if _fits(label, space):
            low = middle
        else:
            high = middle - 1
    kept = set(order[:low])
    snapped = _drop_partial_words(clusters, kept, needed)
    return _join_kept(clusters, snapped)


def _order_positions(length: int, needed: Collection[int]) -> list[int]:
    """Return all positions: the needed ones, then alternately from both ends."""
    ends = (end for index in range((length + 1) // 2) for end in (index, length - 1 - index))
    return list(dict.fromkeys((*sorted(needed), *ends)))


def _join_kept(clusters: Sequence[str], kept: Collection[int]) -> str:
    """Join the kept clusters, with an ellipsis for each gap."""
    parts: list[str] = []
    for index, cluster in enumerate(clusters):
        if index in kept:
            parts.append(cluster)
        elif not parts or parts[-1] != ELLIPSIS:
            parts.append(ELLIPSIS)
    return "".join(parts)


def _join_ends(clusters: Sequence[str], count: int) -> str:
    """Join clusters of both ends, as `_join_kept` does where none is needed."""
    length = len(clusters)
    if count >= length:
        return "".join(clusters)
    first, last = (count + 1) // 2, length - count // 2
    return "".join((*clusters[:first], ELLIPSIS, *clusters[last:]))


def _drop_partial_words(
    clusters: Sequence[str], kept: Collection[int], needed: Collection[int]
) -> Collection[int]:
    """Leave out the rest of a word at a gap.

    It stays if most of the label is that word.
    """
    gap = next((i for i in range(len(clusters)) if i not in kept), None)
    if gap is None:
        return kept
    start = next((i + 1 for i in range(gap - 1, -1, -1) if clusters[i] in _BREAK_AFTER), 0)
    dropped = set(range(start, gap))
    if start * 2 < gap or dropped & set(needed):
        return kept
    return set(kept) - dropped


def _mark_with_hash(text: str, space: LabelSpace) -> str:
    """Return the beginning of a text, and a hash."""
    mark = f"{ELLIPSIS}{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"
    clusters = split_clusters(text)
    candidates = ("".join(clusters[:length]) + mark for length in range(len(clusters), -1, -1))
    return next((candidate for candidate in candidates if _fits(candidate, space)), mark)

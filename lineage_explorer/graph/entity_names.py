"""Names of vertices, and labels that fit on a card."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import accumulate, takewhile

from lineage_explorer.graph.model import Arn, HasName, Hit, LineageType, shorten_middle


@dataclass(frozen=True, slots=True)
class LabelSpace:
    """Space on a card for its name.

    Attributes:
        line_count: Number of lines.
        line_ems: Width of a line, in ems: 119 of the card's 136 units.
    """

    line_count: int
    line_ems: float


NEAR_SPACE = LabelSpace(line_count=4, line_ems=8.5)
"""Space at a 14-unit font, which is readable at close zoom."""

MIDDLE_SPACE = LabelSpace(line_count=3, line_ems=5.6)
"""Space at a 21-unit font, which is readable when zoomed out."""

_SERVICE_SUFFIX = re.compile(
    r"(?:-\d{10})?-aws-(?:training-job|processing-job|transform-job|endpoint|model-group|model-package-group)$"
)


class _CharacterWidths(dict[str, int]):
    """Widths of characters, in hundredths of an em.

    They are whole numbers, so that sums do not depend on the order.
    """

    def __missing__(self, char: str) -> int:
        return 67 if char.isascii() else 100


# Measured on Inter at weight 600; each is rounded up to the widest of its row.
_CHARACTER_WIDTHS = _CharacterWidths(
    (char, width)
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
)
_BREAK_AFTER = "-_/.: ·"
_MAX_PARENT_FOLDERS = 3
_COMMON_JOB_NAMES = {"model.tar.gz", "output.tar.gz", "output", "checkpoints"}


def name_of(arn: Arn, entity: HasName | None) -> str:
    """Return the whole name of an entity.

    This is its own name, else the tail of its source, else the tail of its ARN.
    """
    if entity and entity.name:
        return entity.name
    if entity and entity.source_uri:
        return uri_tail(entity.source_uri)
    return arn.rpartition("/")[2]


def names_of(entities: Mapping[Arn, HasName | None]) -> dict[Arn, str]:
    """Return the name of each entity.

    Entities that would have the same name get more of their sources.
    """
    names = {arn: name_of(arn, entity) for arn, entity in entities.items()}
    for parents in range(1, _MAX_PARENT_FOLDERS + 1):
        duplicates = {name for name, count in Counter(names.values()).items() if count > 1}
        for arn, entity in entities.items():
            if names[arn] in duplicates and entity and not entity.name and entity.source_uri:
                names[arn] = uri_tail(entity.source_uri, parents=parents)
    return names


def uri_tail(uri: str, *, parents: int = 0) -> str:
    """Return the end of a URI that distinguishes it from its siblings.

    It includes `parents` of its parent folders.

    >>> uri_tail("s3://bucket/churn/train.csv")
    'train.csv'
    >>> uri_tail("s3://bucket/jobs/churn-0412/output/model.tar.gz")
    'churn-0412/model.tar.gz'
    >>> uri_tail("arn:aws:sagemaker:us-west-2:000000000000:model-package/churn/7")
    'churn · v7'
    >>> uri_tail("123456789012.dkr.ecr.us-west-2.amazonaws.com/xgboost:1.7-1")
    'xgboost:1.7-1'
    """
    package = re.search(r":model-package/(.+)/(\d+)$", uri)
    if package:
        return f"{package[1]} · v{package[2]}"
    path = re.sub(r"^[a-z0-9]+://(?:[^/]+/(?=.))?|^arn:[^/]*/", "", uri)
    parts = [part for part in path.split("/") if part] or [uri]
    is_common = parts[-1] in _COMMON_JOB_NAMES
    distinctive = [part for part in parts[:-1] if part not in _COMMON_JOB_NAMES]
    folders = distinctive[max(0, len(distinctive) - parents - is_common) :]
    return "/".join([*folders, parts[-1]]) + ("/" if uri.endswith("/") else "")


_MIN_COMMON_CHARACTERS = 3
"""Minimum number of letters and digits in a useful common name."""


def find_common_name(names: Sequence[str], *, total: int) -> str:
    """Return the part that names have in common, the rest left out.

    If too little is common, return the first name and the number of the others.

    Args:
        names: The names that are known.
        total: Number of entities.

    >>> find_common_name(["raw-2025-01.csv", "raw-2025-02.csv", "raw-2025-11.csv"], total=3)
    'raw-2025-….csv'
    >>> find_common_name(["train.csv", "train.csv"], total=2)
    'train.csv'
    >>> find_common_name(["birds.csv", "answers", "cities"], total=3)
    'answers and 2 more'
    """
    first = min(names)
    prefix = _find_common_prefix(names)
    if len(prefix) == len(first) == max(map(len, names)):
        return first
    suffix = _find_common_prefix([name[len(prefix) :][::-1] for name in names])[::-1]
    if sum(map(str.isalnum, prefix + suffix)) < _MIN_COMMON_CHARACTERS:
        return f"{first} and {total - 1:,} more"
    return f"{prefix}…{suffix}"


def _find_common_prefix(texts: Sequence[str]) -> str:
    common = takewhile(lambda chars: len(set(chars)) == 1, zip(*texts, strict=False))
    return "".join(chars[0] for chars in common)


def strip_service_suffix(name: str) -> str:
    """Return a name without the suffix that the service appends.

    The service appends the same suffix to every name of a kind.
    """
    return _SERVICE_SUFFIX.sub("", name) or name


# Fitting a name costs more than the rest of a card, and successive graphs contain the same names.
@lru_cache(maxsize=20_000)
def fit_label(name: str, space: LabelSpace = NEAR_SPACE) -> str:
    """Return a name shortened to fit on a card.

    The suffix of its kind is removed, and the middle is cut out.
    """
    text = strip_service_suffix(name)
    total_width = space.line_count * space.line_ems
    longest = min(len(text), round(total_width / measure_width("i")))
    candidates = (shorten_middle(text, length) for length in range(longest, 0, -1))
    fitting = (text for text in candidates if measure_width(text.replace(" ", "")) <= total_width)
    return next(text for text in fitting if len(break_label(text, space)) <= space.line_count)


@lru_cache(maxsize=20_000)
def break_label(text: str, space: LabelSpace = NEAR_SPACE) -> tuple[str, ...]:
    """Break a label into lines.

    A line ends after the last separator that fits, unless that wastes most of the line.
    """
    lines = []
    ends = list(accumulate(map(_CHARACTER_WIDTHS.__getitem__, text), initial=0))
    start, longest = 0, round(100 * space.line_ems)
    while ends[-1] - ends[start] > longest:
        last_fitting = bisect_right(ends, ends[start] + longest, start) - 1
        end = max((i + 1 for i in range(start, last_fitting) if text[i] in _BREAK_AFTER), default=start)
        if 3 * (ends[end] - ends[start]) < longest:
            end = last_fitting
        lines.append(text[start:end].rstrip())
        start = end
    return (*lines, text[start:])


def measure_width(text: str) -> float:
    """Estimate the width of a text, in ems.

    The typeface is the interface's semi-bold one.
    """
    return sum(map(_CHARACTER_WIDTHS.__getitem__, text)) / 100


MAX_SUGGESTIONS = 12
MIN_SEARCH_LENGTH = 2
"""Minimum number of characters of a search text."""

# Types that users start from most often come first.
_TYPE_ORDER = (LineageType.CONTEXT, LineageType.ARTIFACT, LineageType.TRIAL_COMPONENT, LineageType.ACTION)
_UNKNOWN_TIME = datetime.min.replace(tzinfo=UTC)


def find_matches(hits: Iterable[Hit], text: str) -> tuple[Hit, ...]:
    """Return the entities that match every word of a text.

    Name, type, source URI and ARN tail are searched, ignoring case. Sorted by lineage type, newest first
    within each; at most `MAX_SUGGESTIONS`.
    """
    words = dict.fromkeys(text.casefold().split())
    matches = [hit for hit in hits if all(word in _build_search_text(hit) for word in words)]
    matches.sort(key=lambda hit: hit.created or _UNKNOWN_TIME, reverse=True)
    matches.sort(key=lambda hit: _TYPE_ORDER.index(hit.lineage_type))
    return tuple(matches[:MAX_SUGGESTIONS])


def _build_search_text(hit: Hit) -> str:
    return " ".join(filter(None, (hit.name, hit.type, hit.source_uri, hit.arn.rpartition("/")[2]))).casefold()

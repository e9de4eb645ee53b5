"""Read typed text: the names, days, versions, decisions and tags in it.

Cards and lists display names that are made from what the service has recorded. Here they are read back to
what the service can be asked for. Nothing here asks it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lineage_explorer.graph.date_text import MONTHS
from lineage_explorer.graph.entity_search import split_search_text
from lineage_explorer.graph.entity_styles import BUILT_IN_TYPES, get_type_title
from lineage_explorer.graph.resource_names import strip_service_suffix

_MONTHS = tuple(month.lower() for month in MONTHS)
_DECISIONS = frozenset({"approved", "rejected", "submitted"})
_DEPLOYMENTS = {("deploy",): "ModelDeployment", ("replace", "with"): "ModelReplaced"}
_TYPE_WORDS = frozenset(
    word for type_ in BUILT_IN_TYPES for word in (type_.lower(), *get_type_title(type_).lower().split())
)
_OTHER_WORDS = frozenset(
    [
        "run",
        "output",
        "outputs",
        "artifact",
        "action",
        "context",
        "trial",
        "component",
        "package",
        "with",
        "deploy",
        "replace",
        "code",
    ]
)

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?")
_NUMBER = re.compile(r"v?\d{1,4}")
_TUNING_NUMBER = re.compile(r"#(?P<number>\d{1,4})")
_VERSION = re.compile(r"v(?P<version>\d{1,9})")
_PACKAGE = re.compile(r"(?P<group>[a-z0-9-]+)/v?(?P<version>\d{1,9})")
_DAY = re.compile(rf"\b(?P<day>\d{{1,2}}) (?P<month>{'|'.join(_MONTHS)})[a-z]*(?: (?P<year>\d{{4}})\b)?")
_ISO_DAY = re.compile(r"(?P<year>20\d\d)-(?P<month>\d\d)(?:-(?P<day>\d\d))?")
_FILE = re.compile(r"\S*\w\.[a-z][a-z0-9]{0,9}|\S+/\S*")
_IMAGE = re.compile(r"[a-z0-9][a-z0-9._/-]*:v?\d[\w.-]*")
_TAG = re.compile(
    r"(?P<key>[^=\s]+)\s*=\s*(?P<value>\S.*)|(?P<named>\S+): (?P<described>\S.*)|"
    r"(?P<plain>[A-Za-z][\w-]*):(?P<word>[A-Za-z]\S*)"
)
_MIN_NAME_LENGTH = 2
_MONTH_SPAN = timedelta(days=62)
"""Data of a month are often recorded in the next one."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days in which something was created.

    Attributes:
        start: The first moment.
        end: The first moment after it.
        is_month: Whether it comes from a month alone.
    """

    start: datetime
    end: datetime
    is_month: bool = False


@dataclass(frozen=True, slots=True)
class SearchText:
    """What was recognized in a typed text.

    Attributes:
        names: Parts of names of resources and jobs, in lower case; the number of a tuning's job as its name
            has it.
        service_name: The text, if it is a name that the service or a user gives to an entity alone.
        period: When what is sought was created.
        version: Number of a version.
        is_approval: Whether it tells a decision.
        deployment: Type of the deployment that it tells of, or empty.
        file: Name of a file, or part of a path; or empty.
        image: Repository and tag, or empty.
        tag: Key and value, or None.
        type: The type that is all that it tells, or empty.
    """

    names: tuple[str, ...] = ()
    service_name: str = ""
    period: Period | None = None
    version: int | None = None
    is_approval: bool = False
    deployment: str = ""
    file: str = ""
    image: str = ""
    tag: tuple[str, str] | None = None
    type: str = ""

    @property
    def longest_name(self) -> str:
        """The longest part of a name, or empty."""
        return max(self.names, key=len, default="")


def parse_search_text(text: str) -> SearchText:
    """Recognize names, days and tags in a typed or copied text.

    >>> parse_search_text("churn-tune #8 · 16 Mar 2026").names
    ('churn-tune', '-008-')
    >>> parse_search_text("customer-churn v8").version
    8
    >>> parse_search_text("team: retention").tag
    ('team', 'retention')
    """
    words = [part for word in split_search_text(text) for part in _split_version(word)]
    version = next((match for word in words if (match := _VERSION.fullmatch(word))), None)
    return SearchText(
        names=tuple(_list_names(words)),
        service_name=_find_service_name(text.strip()),
        period=_find_period(words),
        version=int(version["version"]) if version else None,
        is_approval=not _DECISIONS.isdisjoint(words),
        deployment=next(
            (type_ for verb, type_ in _DEPLOYMENTS.items() if tuple(words[: len(verb)]) == verb), ""
        ),
        file=max((word for word in words if _FILE.fullmatch(word)), key=len, default=""),
        image=next((word for word in words if _IMAGE.fullmatch(word)), ""),
        tag=_find_tag(text.strip()),
        type=_find_type(text.strip()),
    )


def _split_version(word: str) -> tuple[str, ...]:
    """Split a package and its version, as in `churn/7`."""
    match = _PACKAGE.fullmatch(word)
    return (match["group"], f"v{match['version']}") if match else (word,)


def _list_names(words: Iterable[str]) -> Iterator[str]:
    """Yield what can be part of a resource's or job's name.

    Words that say only the type are names where nothing else is said.
    """
    words = tuple(words)
    found = [name for word in words if (name := _read_name(word))]
    types = (word for word in words if word in _TYPE_WORDS)
    yield from dict.fromkeys(found or filter(None, [max(types, key=len, default="")]))


def _read_name(word: str) -> str:
    if number := _TUNING_NUMBER.fullmatch(word):
        return f"-{int(number['number']):03d}-"
    is_said_otherwise = (
        word in _TYPE_WORDS | _OTHER_WORDS | _DECISIONS
        or word in _MONTHS
        or bool(_NUMBER.fullmatch(word) or _ISO_DAY.fullmatch(word))
    )
    return word if _NAME.fullmatch(word) and len(word) >= _MIN_NAME_LENGTH and not is_said_otherwise else ""


def _find_service_name(text: str) -> str:
    """Return a text that no resource can be called, but an entity.

    Names of resources have no underscore, and none of the endings that the service gives to entities.
    """
    is_name = bool(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", text))
    return text if is_name and ("_" in text or strip_service_suffix(text) != text) else ""


def _find_period(words: Iterable[str]) -> Period | None:
    words = tuple(words)
    if match := _DAY.search(" ".join(words)):
        year = int(match["year"] or datetime.now(UTC).year)
        return _build_period(year, _MONTHS.index(match["month"]) + 1, int(match["day"]))
    for word in words:
        if match := _ISO_DAY.fullmatch(word):
            return _build_period(int(match["year"]), int(match["month"]), int(match["day"] or 0))
    return None


def _build_period(year: int, month: int, day: int) -> Period | None:
    """Return a day, or two months; None for no date."""
    try:
        start = datetime(year, month, day or 1, tzinfo=UTC)
    except ValueError:
        return None
    span = timedelta(days=1) if day else _MONTH_SPAN
    return Period(start, start + span, is_month=not day)


def _find_tag(text: str) -> tuple[str, str] | None:
    match = _TAG.fullmatch(text)
    if match is None or text.startswith("arn:") or _IMAGE.fullmatch(text.casefold()):
        return None
    key = match["key"] or match["named"] or match["plain"]
    return key, match["value"] or match["described"] or match["word"]


def _find_type(text: str) -> str:
    """Return the built-in type that a text is the title of."""
    plain = text.casefold().removesuffix("s")
    return next(
        (
            type_
            for type_ in sorted(BUILT_IN_TYPES)
            if plain in (type_.lower(), get_type_title(type_).lower())
        ),
        "",
    )

"""The page's address: the whole of what a reader sees, as a query string that reads and writes.

The grammar is public (README, “The address”): values are spelled as the API spells them, dates are
ISO 8601 in UTC, `lineage_type`, `type`, `property`, `open`, `hide`, `grow` and `fold` may repeat, `between`
is given twice, and what has its default is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar
from urllib.parse import parse_qsl, quote, urlencode

from lineage.ends import Ends, ends
from lineage.errors import InvalidArn, InvalidQuery
from lineage.flow import Flow
from lineage.growth.extent import AS_ASKED, Extent
from lineage.lens import Lens, Lines
from lineage.model import Arn, LineageType, parse_arn, shortened
from lineage.query import MAX_DEPTH, Direction, Filters, LineageQuery, Property, as_utc, unique

DATE_FIELDS = ("created_after", "created_before", "modified_after", "modified_before")
_ONCE = (
    "start",
    "direction",
    "depth",
    *DATE_FIELDS,
    "paths",
    "question",
    "view",
    "lens",
    "edges",
    "flow",
    "further",
    "path",
    "share",
)
_OFTEN = ("lineage_type", "type", "property", "open", "hide", "grow", "fold", "between")

_NOWHERE = Arn("")  # lets the rest of a question without a start be checked all the same

_Word = TypeVar("_Word", bound=StrEnum)


class View(StrEnum):
    """What the main region shows."""

    GRAPH = "graph"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Address:
    """A query string, understood.

    Attributes:
        query: None on the first screen, where nothing has been asked yet.
        view: The main view.
        slug: Which of the questions about the start is asked; None for none.
        unknown: Parameters that mean nothing here, in the order in which they stand.
        opened: Ids of groups whose members are drawn, sorted; one that is not in the picture means nothing.
        lens: What colours tell.
        lines: What lines tell.
        flow: Which way time flows in the picture.
        hidden: Words for the kinds of vertices that are not drawn, sorted; `views.kinds` knows them.
        extent: What is shown beyond the answer, and what is left out of it.
        between: The two entities whose paths are lit.
        share: Whether account ids, buckets and user names are stand-ins.

    Raises:
        InvalidQuery: It goes further than a depth that nobody knows: see `deepens`.
    """

    query: LineageQuery | None = None
    view: View = View.GRAPH
    slug: str | None = None
    unknown: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    lens: Lens = Lens.TYPE
    lines: Lines = Lines.PLAIN
    flow: Flow = Flow.RIGHT
    hidden: tuple[str, ...] = ()
    extent: Extent = AS_ASKED
    between: Ends | None = None
    share: bool = False

    def __post_init__(self) -> None:
        if self.extent.rounds and not self.deepens:
            raise InvalidQuery(
                "“further” goes on where reading reached its depth. With filters, and in the answer to a "
                "question, nobody knows where that was: leave one of them out.",
                field="further",
            )

    @property
    def deepens(self) -> bool:
        """Whether it is known where reading reached its depth, so that one can go on from there."""
        return not self.slug and not (self.query and self.query.filters)

    def refocused(self, start: Arn) -> Address:
        """Return the same view of another entity: question, extent and paths were the former start's."""
        return self.asking(self.query.refocused(start) if self.query else LineageQuery(start))

    def asking(self, query: LineageQuery, *, slug: str | None = None) -> Address:
        """Return the same view of the answer to another question, just as it is asked."""
        same = self.query is not None and self.query.start == query.start
        between = self.between if same else None
        return replace(self, query=query, slug=slug, extent=AS_ASKED, between=between)


def from_url(search: str) -> Address:
    """Read a query string, with or without its question mark.

    Raises:
        InvalidQuery: A known parameter has a value that it cannot have; the message names both.
    """
    query = question(search)
    values = _values(search)
    view, slug, lens, lines, flow, path, share = (
        next(iter(values.get(key, ())), None)
        for key in ("view", "question", "lens", "edges", "flow", "path", "share")
    )
    address = Address(
        query=query,
        view=_word(View, "view", view or View.GRAPH),
        slug=slug,
        unknown=tuple(key for key in values if key not in _ONCE and key not in _OFTEN),
        opened=tuple(sorted(set(values.get("open", ())))),
        lens=_word(Lens, "lens", lens or Lens.TYPE),
        lines=_word(Lines, "edges", lines or Lines.PLAIN),
        flow=_word(Flow, "flow", flow or Flow.RIGHT),
        hidden=tuple(sorted(set(values.get("hide", ())))),
        extent=Extent.parse(**{name: values.get(name, []) for name in ("grow", "fold", "further")}),
        between=ends(values.get("between", ()), path),
        share=_flag("share", share or "0"),
    )
    return address if query.start else replace(address, query=None)


def question(search: str) -> LineageQuery:
    """Read the question of a query string; where it names no start, the start is the empty ARN.

    Raises:
        InvalidQuery: A known parameter has a value that it cannot have.
    """
    values = _values(search)
    for key in _ONCE:
        if len(values.get(key, ())) > 1:
            raise InvalidQuery(
                f"“{key}” is given {len(values[key])} times in the address; once is enough.", field=key
            )
    return _query({key: values[key][0] for key in _ONCE if values.get(key)}, values)


def is_shared(search: str) -> bool:
    """Tell whether an address is for onlookers: also one that says so in a way nobody understands."""
    return any(value != "0" for value in _values(search).get("share", ()))


def without(search: str, field: str) -> str:
    """Return a query string without one of its parameters."""
    pairs = parse_qsl(search.removeprefix("?"))
    return "?" + urlencode([(key, value) for key, value in pairs if key != field])


def parameter(search: str, field: str) -> str:
    """Return what a query string gives first for a parameter; empty where that is nothing."""
    return (_values(search).get(field) or [""])[0]


def start_of(search: str) -> str:
    """Return what a query string names as its start; empty where that is nothing or an entity's ARN."""
    text = parameter(search, "start")
    try:
        parse_arn(text)
    except InvalidArn:
        return text
    return ""


def started(search: str, start: Arn) -> str:
    """Return a query string with another start, and all else as it was."""
    pairs = parse_qsl(search.removeprefix("?"))
    changed = [(key, start if key == "start" else value) for key, value in pairs]
    return "?" + urlencode(changed, quote_via=quote, safe=":/")


def to_url(address: Address) -> str:
    """Write the query string that `from_url` reads as the same address; it begins with `?`.

    Without a query it is the first screen's: empty, or that it is shared.
    """
    if address.query is None:
        return "?share=1" if address.share else ""
    pairs = _asked(address.query)
    if address.slug:
        pairs.append(("question", address.slug))
    if address.view is not View.GRAPH:
        pairs.append(("view", address.view))
    if address.lens is not Lens.TYPE:
        pairs.append(("lens", address.lens))
    if address.lines is not Lines.PLAIN:
        pairs.append(("edges", address.lines))
    if address.flow is not Flow.RIGHT:
        pairs.append(("flow", address.flow))
    if address.between:
        pairs += address.between.pairs()
    pairs += [("open", group) for group in address.opened]
    pairs += [("hide", word) for word in address.hidden]
    pairs += address.extent.pairs
    if address.share:
        pairs.append(("share", "1"))
    return "?" + urlencode(pairs, quote_via=quote, safe=":/")


def link(address: Address) -> str:
    """Return an address as a plain link holds it."""
    return "/" + to_url(address)


def parse_moment(field: str, text: str) -> datetime:
    """Read an ISO 8601 date or time; without a zone it is UTC, without a time it is midnight.

    Raises:
        InvalidQuery: It is none; `field` is the bound it was typed for.
    """
    try:
        return as_utc(datetime.fromisoformat(text.strip()))
    except (ValueError, OverflowError):
        raise InvalidQuery(
            f"“{shortened(text, 60)}” is no date: write it as 2026-01-31 or 2026-01-31T12:00Z (UTC).",
            field=field,
        ) from None


def written(moment: datetime) -> str:
    """Write a moment as the address holds it: `2026-01-31T12:00:00Z`."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _asked(query: LineageQuery) -> list[tuple[str, str]]:
    """Return the parameters that ask a question, without those that have their default."""
    filters = query.filters
    pairs: list[tuple[str, str]] = [("start", query.start)]
    if query.direction is not Direction.UP_AND_DOWN:
        pairs.append(("direction", query.direction))
    if query.depth != MAX_DEPTH:
        pairs.append(("depth", str(query.depth)))
    pairs += [("lineage_type", kind) for kind in filters.lineage_types]
    pairs += [("type", name) for name in filters.types]
    pairs += [
        (name, written(moment)) for name in DATE_FIELDS if (moment := getattr(filters, name)) is not None
    ]
    pairs += [("property", str(item)) for item in filters.properties]
    if not query.paths:
        pairs.append(("paths", "0"))
    return pairs


def _values(search: str) -> dict[str, list[str]]:
    """Return each parameter's values, in order; an empty value counts as none."""
    values: dict[str, list[str]] = {}
    for key, value in parse_qsl(search.removeprefix("?"), keep_blank_values=True):
        values.setdefault(key, []).extend([value] if value else [])
    return values


def _query(single: Mapping[str, str], given: Mapping[str, list[str]]) -> LineageQuery:
    moments = {name: parse_moment(name, single[name]) for name in DATE_FIELDS if name in single}
    kinds = unique(given.get("lineage_type", ()))
    return LineageQuery(
        start=parse_arn(single["start"]) if "start" in single else _NOWHERE,
        direction=_word(Direction, "direction", single.get("direction", Direction.UP_AND_DOWN)),
        depth=_depth(single.get("depth", str(MAX_DEPTH))),
        filters=Filters(
            lineage_types=tuple(_word(LineageType, "lineage_type", kind) for kind in kinds),
            types=unique(given.get("type", ())),
            properties=tuple(map(Property.parse, unique(given.get("property", ())))),
            **moments,
        ),
        paths=_flag("paths", single.get("paths", "1")),
    )


def _word(words: type[_Word], field: str, text: str) -> _Word:
    try:
        return words(text)
    except ValueError:
        known = ", ".join(words)
        raise InvalidQuery(
            f"“{shortened(text, 60)}” is no {field}: use one of {known}.", field=field
        ) from None


def _depth(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise InvalidQuery(
            f"Depth must be a whole number from 1 to {MAX_DEPTH}; “{shortened(text, 60)}” is not.",
            field="depth",
        ) from None


def _flag(field: str, text: str) -> bool:
    if text not in {"0", "1"}:
        raise InvalidQuery(f"“{field}” is 1 or 0, not “{shortened(text, 60)}”.", field=field)
    return text == "1"

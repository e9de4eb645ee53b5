"""Page address: the complete view state as a URL query string.

The grammar is public (README, “The address”). Values are spelled as the API spells them; dates are ISO 8601
in UTC. `lineage_type`, `type`, `property`, `open`, `hide`, `grow` and `fold` may repeat; `between` is given
twice. Parameters that have their default are left out.
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

_NOWHERE = Arn("")  # placeholder: the other parameters are checked even without a start

_Word = TypeVar("_Word", bound=StrEnum)


class View(StrEnum):
    """Main view of the page."""

    GRAPH = "graph"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Address:
    """Parsed URL query string: the complete view state of the page.

    Attributes:
        query: The lineage query; None on the home screen.
        view: The main view.
        slug: Slug of the question that is asked about the start; None for none.
        unknown: Unrecognized parameters, in the order in which they appear.
        opened: Ids of the open groups, sorted. An id that matches no group of the graph has no effect.
        lens: What node colors encode.
        lines: What line styles encode.
        flow: Direction in which time runs in the layout.
        hidden: Words for the hidden kinds of vertices, sorted; `views.kinds` resolves them.
        extent: What is shown beyond the queried graph, and what is left out of it.
        between: The two entities whose paths are highlighted.
        share: Whether account ids, buckets and user names are replaced by pseudonyms.

    Raises:
        InvalidQuery: `extent` has rounds although the depth limits are unknown: see `deepens`.
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
        """Whether the graph can be read beyond the depth of its query.

        With filters, and for a question, the vertices at which reading reached its depth are unknown.
        """
        return not self.slug and not (self.query and self.query.filters)

    def refocused(self, start: Arn) -> Address:
        """Return the same view with another start.

        Question, expansion and paths are dropped: they belong to the previous start.
        """
        return self.asking(self.query.refocused(start) if self.query else LineageQuery(start))

    def asking(self, query: LineageQuery, *, slug: str | None = None) -> Address:
        """Return the same view of another query, without expansion.

        The paths are kept if the start stays the same.
        """
        same_start = self.query is not None and self.query.start == query.start
        between = self.between if same_start else None
        return replace(self, query=query, slug=slug, extent=AS_ASKED, between=between)


def from_url(search: str) -> Address:
    """Parse a query string, with or without its question mark.

    Raises:
        InvalidQuery: A known parameter has an invalid value; the message names both.
    """
    query = question(search)
    values = _values(search)
    view, question_slug, color_by, line_style, orientation, path, share = (
        next(iter(values.get(key, ())), None)
        for key in ("view", "question", "lens", "edges", "flow", "path", "share")
    )
    address = Address(
        query=query,
        view=_word(View, "view", view or View.GRAPH),
        slug=question_slug,
        unknown=tuple(key for key in values if key not in _ONCE and key not in _OFTEN),
        opened=tuple(sorted(set(values.get("open", ())))),
        lens=_word(Lens, "lens", color_by or Lens.TYPE),
        lines=_word(Lines, "edges", line_style or Lines.PLAIN),
        flow=_word(Flow, "flow", orientation or Flow.RIGHT),
        hidden=tuple(sorted(set(values.get("hide", ())))),
        extent=Extent.parse(**{name: values.get(name, []) for name in ("grow", "fold", "further")}),
        between=ends(values.get("between", ()), path),
        share=_flag("share", share or "0"),
    )
    return address if query.start else replace(address, query=None)


def question(search: str) -> LineageQuery:
    """Parse the lineage query in a query string.

    Without a start parameter, the query's start is the empty ARN.

    Raises:
        InvalidQuery: A known parameter has an invalid value.
    """
    values = _values(search)
    for key in _ONCE:
        if len(values.get(key, ())) > 1:
            raise InvalidQuery(
                f"“{key}” is given {len(values[key])} times in the address; once is enough.", field=key
            )
    return _query({key: values[key][0] for key in _ONCE if values.get(key)}, values)


def is_shared(search: str) -> bool:
    """Return whether an address asks for redaction.

    Any value of `share` other than `0` counts, even one that cannot be parsed.
    """
    return any(value != "0" for value in _values(search).get("share", ()))


def without(search: str, field: str) -> str:
    """Return a query string without one of its parameters."""
    pairs = parse_qsl(search.removeprefix("?"))
    return "?" + urlencode([(key, value) for key, value in pairs if key != field])


def parameter(search: str, field: str) -> str:
    """Return the first value of a parameter; empty if it has none."""
    return (_values(search).get(field) or [""])[0]


def start_of(search: str) -> str:
    """Return the start text of a query string if it needs resolving.

    Empty if there is no start, or if the start already is an entity's ARN.
    """
    text = parameter(search, "start")
    try:
        parse_arn(text)
    except InvalidArn:
        return text
    return ""


def started(search: str, start: Arn) -> str:
    """Return a query string with its start replaced."""
    pairs = parse_qsl(search.removeprefix("?"))
    replaced = [(key, start if key == "start" else value) for key, value in pairs]
    return "?" + urlencode(replaced, quote_via=quote, safe=":/")


def to_url(address: Address) -> str:
    """Format an address as a query string that begins with `?`.

    `from_url` parses it back to the same address. Without a query it is the home screen's: empty, or only
    `share`.
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
    """Format an address as the target of a link."""
    return "/" + to_url(address)


def parse_moment(field: str, text: str) -> datetime:
    """Parse an ISO 8601 date or time.

    Without a zone it is taken as UTC, without a time as midnight.

    Raises:
        InvalidQuery: The text is no date; `field` is the filter bound it was entered for.
    """
    try:
        return as_utc(datetime.fromisoformat(text.strip()))
    except (ValueError, OverflowError):
        raise InvalidQuery(
            f"“{shortened(text, 60)}” is no date: write it as 2026-01-31 or 2026-01-31T12:00Z (UTC).",
            field=field,
        ) from None


def written(moment: datetime) -> str:
    """Format a moment as in the address: `2026-01-31T12:00:00Z`."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _asked(query: LineageQuery) -> list[tuple[str, str]]:
    """Return the URL parameters of a query, without defaults."""
    filters = query.filters
    pairs: list[tuple[str, str]] = [("start", query.start)]
    if query.direction is not Direction.UP_AND_DOWN:
        pairs.append(("direction", query.direction))
    if query.depth != MAX_DEPTH:
        pairs.append(("depth", str(query.depth)))
    pairs += [("lineage_type", lineage_type) for lineage_type in filters.lineage_types]
    pairs += [("type", name) for name in filters.types]
    pairs += [
        (name, written(moment)) for name in DATE_FIELDS if (moment := getattr(filters, name)) is not None
    ]
    pairs += [("property", str(item)) for item in filters.properties]
    if not query.paths:
        pairs.append(("paths", "0"))
    return pairs


def _values(search: str) -> dict[str, list[str]]:
    """Return each parameter's values in order, ignoring empty values."""
    values: dict[str, list[str]] = {}
    for key, value in parse_qsl(search.removeprefix("?"), keep_blank_values=True):
        values.setdefault(key, []).extend([value] if value else [])
    return values


def _query(single_values: Mapping[str, str], all_values: Mapping[str, list[str]]) -> LineageQuery:
    moments = {name: parse_moment(name, single_values[name]) for name in DATE_FIELDS if name in single_values}
    lineage_types = unique(all_values.get("lineage_type", ()))
    return LineageQuery(
        start=parse_arn(single_values["start"]) if "start" in single_values else _NOWHERE,
        direction=_word(Direction, "direction", single_values.get("direction", Direction.UP_AND_DOWN)),
        depth=_depth(single_values.get("depth", str(MAX_DEPTH))),
        filters=Filters(
            lineage_types=tuple(_word(LineageType, "lineage_type", text) for text in lineage_types),
            types=unique(all_values.get("type", ())),
            properties=tuple(map(Property.parse, unique(all_values.get("property", ())))),
            **moments,
        ),
        paths=_flag("paths", single_values.get("paths", "1")),
    )


def _word(choices: type[_Word], field: str, text: str) -> _Word:
    try:
        return choices(text)
    except ValueError:
        allowed = ", ".join(choices)
        raise InvalidQuery(
            f"“{shortened(text, 60)}” is no {field}: use one of {allowed}.", field=field
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

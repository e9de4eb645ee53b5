"""Page address: the complete view state as a URL query string.

The grammar is public (docs/reference/url.md). Values are spelled as the API spells them; dates are ISO 8601
in UTC. `lineage_type`, `type`, `property`, `open`, `hide`, `grow` and `fold` may repeat; `between` is given
twice. Parameters that have their default are left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar
from urllib.parse import parse_qsl, quote, urlencode

from lineage_explorer.errors import InvalidArn, InvalidQuery
from lineage_explorer.graph.model import Arn, LineageType, parse_arn, shorten_middle
from lineage_explorer.query.expansion import NO_EXPANSION, Expansion
from lineage_explorer.query.lineage_query import (
    MAX_DEPTH,
    Direction,
    Filters,
    LineageQuery,
    Property,
    as_utc,
    clean_values,
)
from lineage_explorer.query.view_options import ColorMode, LineStyle, Orientation, PathQuery, parse_path_query

DATE_FIELDS = ("created_after", "created_before", "modified_after", "modified_before")
_SINGLE_PARAMETERS = (
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
_REPEATABLE_PARAMETERS = ("lineage_type", "type", "property", "open", "hide", "grow", "fold", "between")
EXPANSION_PARAMETERS = ("grow", "fold", "further")
PATH_PARAMETERS = ("between", "path")


class MainView(StrEnum):
    """Main view of the page."""

    GRAPH = "graph"
    TABLE = "table"


URL_GRAMMAR = {
    "droppedOnFocus": ["question", *EXPANSION_PARAMETERS, *PATH_PARAMETERS],
    "keptOnPath": ["between"],
    "viewParameters": ["view", "lens", "open", "hide", "fold"],
    "defaults": {
        "view": MainView.GRAPH,
        "lens": ColorMode.TYPE,
        "edges": LineStyle.PLAIN,
        "flow": Orientation.RIGHT,
    },
}
"""Rules of the address that the browser applies, too.

`droppedOnFocus` belong to one focus: another one begins without them (`Address.with_start`); of these,
`keptOnPath` stay while the reader moves along a highlighted path. `viewParameters` change what is seen and
not what is read. `defaults` are left out of the address.
"""

_NO_START = Arn("")  # placeholder: the other parameters are checked even without a start

_Word = TypeVar("_Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Address:
    """Parsed URL query string: the complete view state of the page.

    Attributes:
        query: The lineage query; None on the home screen.
        view: The main view.
        question_slug: Slug of the question that is asked about the start; None for none.
        unknown: Unrecognized parameters, in the order in which they appear.
        open_groups: Ids of the open groups, sorted. An id that matches no group of the graph has no effect.
        color_by: What node colors encode.
        line_style: What line styles encode.
        orientation: Direction in which time runs in the layout.
        hidden_kinds: Words for the hidden kinds of vertices, sorted; `views.legend_entries` resolves them.
        expansion: What is shown beyond the queried graph, and what is left out of it.
        between: The two entities whose paths are highlighted.
        share: Whether account ids, buckets and user names are replaced by pseudonyms.

    Raises:
        InvalidQuery: `expansion` has rounds although the depth limits are unknown: see `can_deepen`.
    """

    query: LineageQuery | None = None
    view: MainView = MainView.GRAPH
    question_slug: str | None = None
    unknown: tuple[str, ...] = ()
    open_groups: tuple[str, ...] = ()
    color_by: ColorMode = ColorMode.TYPE
    line_style: LineStyle = LineStyle.PLAIN
    orientation: Orientation = Orientation.RIGHT
    hidden_kinds: tuple[str, ...] = ()
    expansion: Expansion = NO_EXPANSION
    between: PathQuery | None = None
    share: bool = False

    def __post_init__(self) -> None:
        if self.expansion.rounds and not self.can_deepen:
            raise InvalidQuery(
                "“further” goes on where reading reached its depth. With filters, and in the answer to a "
                "question, nobody knows where that was: leave one of them out.",
                field="further",
            )

    @property
    def can_deepen(self) -> bool:
        """Whether the graph can be read beyond the depth of its query.

        With filters, and for a question, the vertices at which reading reached its depth are unknown.
        """
        return not self.question_slug and not (self.query and self.query.filters)

    def with_start(self, start: Arn) -> Address:
        """Return the same view with another start.

        Question, expansion and paths are dropped: they belong to the previous start.
        """
        return self.with_query(self.query.with_start(start) if self.query else LineageQuery(start))

    def with_query(self, query: LineageQuery, *, question_slug: str | None = None) -> Address:
        """Return the same view of another query, without expansion.

        The paths are kept if the start stays the same.
        """
        same_start = self.query is not None and self.query.start == query.start
        between = self.between if same_start else None
        return replace(
            self, query=query, question_slug=question_slug, expansion=NO_EXPANSION, between=between
        )


def parse_address(search: str) -> Address:
    """Parse a query string, with or without its question mark.

    Raises:
        InvalidQuery: A known parameter has an invalid value; the message names both.
    """
    query = parse_query(search)
    values = _parse_parameters(search)
    view, question_slug, color_by, line_style, orientation, path, share = (
        next(iter(values.get(key, ())), None)
        for key in ("view", "question", "lens", "edges", "flow", "path", "share")
    )
    address = Address(
        query=query,
        view=_parse_choice(MainView, "view", view or MainView.GRAPH),
        question_slug=question_slug,
        unknown=tuple(
            key for key in values if key not in _SINGLE_PARAMETERS and key not in _REPEATABLE_PARAMETERS
        ),
        open_groups=tuple(sorted(set(values.get("open", ())))),
        color_by=_parse_choice(ColorMode, "lens", color_by or ColorMode.TYPE),
        line_style=_parse_choice(LineStyle, "edges", line_style or LineStyle.PLAIN),
        orientation=_parse_choice(Orientation, "flow", orientation or Orientation.RIGHT),
        hidden_kinds=tuple(sorted(set(values.get("hide", ())))),
        expansion=Expansion.parse(**{name: values.get(name, []) for name in EXPANSION_PARAMETERS}),
        between=parse_path_query(values.get("between", ()), path),
        share=_parse_share(share or "0"),
    )
    return address if query.start else replace(address, query=None)


def parse_query(search: str) -> LineageQuery:
    """Parse the lineage query in a query string.

    Without a start parameter, the query's start is the empty ARN.

    Raises:
        InvalidQuery: A known parameter has an invalid value.
    """
    values = _parse_parameters(search)
    for key in _SINGLE_PARAMETERS:
        if len(values.get(key, ())) > 1:
            raise InvalidQuery(
                f"“{key}” is given {len(values[key])} times in the address; once is enough.", field=key
            )
    return _build_query({key: values[key][0] for key in _SINGLE_PARAMETERS if values.get(key)}, values)


def is_shared(search: str) -> bool:
    """Return whether an address asks for redaction.

    Any value of `share` other than `0` counts, even one that cannot be parsed.
    """
    return any(value != "0" for value in _parse_parameters(search).get("share", ()))


def drop_parameter(search: str, field: str) -> str:
    """Return a query string without one of its parameters."""
    pairs = parse_qsl(search.removeprefix("?"))
    return "?" + urlencode([(key, value) for key, value in pairs if key != field])


def get_parameter(search: str, field: str) -> str:
    """Return the first value of a parameter; empty if it has none."""
    return (_parse_parameters(search).get(field) or [""])[0]


def get_start(search: str) -> str:
    """Return the start text of a query string if it needs resolving.

    Empty if there is no start, or if the start already is an entity's ARN.
    """
    text = get_parameter(search, "start")
    try:
        parse_arn(text)
    except InvalidArn:
        return text
    return ""


def with_start_text(search: str, start: Arn) -> str:
    """Return a query string with its start replaced."""
    pairs = parse_qsl(search.removeprefix("?"))
    replaced = [(key, start if key == "start" else value) for key, value in pairs]
    return "?" + urlencode(replaced, quote_via=quote, safe=":/")


def parse_current_address(search: str) -> Address:
    """Parse the address that the page shows, to build another from it.

    If it is invalid, the result is an empty address that keeps the redaction mode.
    """
    try:
        return parse_address(search)
    except InvalidQuery:
        return Address(share=is_shared(search))


def format_address(address: Address) -> str:
    """Format an address as a query string that begins with `?`.

    `parse_address` parses it back to the same address. Without a query it is the home screen's: empty, or
    only `share`.
    """
    if address.query is None:
        return "?share=1" if address.share else ""
    pairs = _list_query_parameters(address.query)
    if address.question_slug:
        pairs.append(("question", address.question_slug))
    if address.view is not MainView.GRAPH:
        pairs.append(("view", address.view))
    if address.color_by is not ColorMode.TYPE:
        pairs.append(("lens", address.color_by))
    if address.line_style is not LineStyle.PLAIN:
        pairs.append(("edges", address.line_style))
    if address.orientation is not Orientation.RIGHT:
        pairs.append(("flow", address.orientation))
    if address.between:
        pairs += address.between.to_parameters()
    pairs += [("open", group) for group in address.open_groups]
    pairs += [("hide", word) for word in address.hidden_kinds]
    pairs += address.expansion.parameters
    if address.share:
        pairs.append(("share", "1"))
    return "?" + urlencode(pairs, quote_via=quote, safe=":/")


def format_link(address: Address) -> str:
    """Format an address as the target of a link."""
    return "/" + format_address(address)


_LOST_PLUS = re.compile(r"^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::[\d.]+)?) (\d\d:?\d\d)$")
"""Moment whose offset lost its plus: in an address written by hand, a plus is a space."""


def parse_moment(field: str, text: str) -> datetime:
    """Parse an ISO 8601 date or time.

    Without a zone it is taken as UTC, without a time as midnight.

    Raises:
        InvalidQuery: The text is no date; `field` is the filter bound it was entered for.
    """
    spelled = _LOST_PLUS.sub(r"\1+\2", text.strip())
    try:
        return as_utc(datetime.fromisoformat(spelled))
    except (ValueError, OverflowError):
        raise InvalidQuery(
            f"“{shorten_middle(text, 60)}” is no date: write it as 2026-01-31 or 2026-01-31T12:00Z (UTC).",
            field=field,
        ) from None


def format_moment(moment: datetime) -> str:
    """Format a moment as in the address: `2026-01-31T12:00:00Z`."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _list_query_parameters(query: LineageQuery) -> list[tuple[str, str]]:
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
        (name, format_moment(moment))
        for name in DATE_FIELDS
        if (moment := getattr(filters, name)) is not None
    ]
    pairs += [("property", str(item)) for item in filters.properties]
    if not query.include_paths:
        pairs.append(("paths", "0"))
    return pairs


def _parse_parameters(search: str) -> dict[str, list[str]]:
    """Return each parameter's values in order, ignoring empty values."""
    values: dict[str, list[str]] = {}
    for key, value in parse_qsl(search.removeprefix("?"), keep_blank_values=True):
        values.setdefault(key, []).extend([value] if value else [])
    return values


def _build_query(single_values: Mapping[str, str], all_values: Mapping[str, list[str]]) -> LineageQuery:
    moments = {name: parse_moment(name, single_values[name]) for name in DATE_FIELDS if name in single_values}
    lineage_types = clean_values(all_values.get("lineage_type", ()))
    return LineageQuery(
        start=parse_arn(single_values["start"]) if "start" in single_values else _NO_START,
        direction=_parse_choice(
            Direction, "direction", single_values.get("direction", Direction.UP_AND_DOWN)
        ),
        depth=_parse_depth(single_values.get("depth", str(MAX_DEPTH))),
        filters=Filters(
            lineage_types=tuple(_parse_choice(LineageType, "lineage_type", text) for text in lineage_types),
            types=clean_values(all_values.get("type", ())),
            properties=tuple(map(Property.parse, clean_values(all_values.get("property", ())))),
            **moments,
        ),
        include_paths=_parse_flag("paths", single_values.get("paths", "1")),
    )


def _parse_choice(choices: type[_Word], field: str, text: str) -> _Word:
    try:
        return choices(text)
    except ValueError:
        allowed = ", ".join(choices)
        raise InvalidQuery(
            f"“{shorten_middle(text, 60)}” is no {field}: use one of {allowed}.", field=field
        ) from None


def _parse_depth(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise InvalidQuery(
            f"Depth must be a whole number from 1 to {MAX_DEPTH}; “{shorten_middle(text, 60)}” is not.",
            field="depth",
        ) from None


def _parse_share(text: str) -> bool:
    """Parse `share`, without repeating its value in the error."""
    if text not in {"0", "1"}:
        raise InvalidQuery("“share” is 1 or 0.", field="share")
    return text == "1"


def _parse_flag(field: str, text: str) -> bool:
    if text not in {"0", "1"}:
        raise InvalidQuery(f"“{field}” is 1 or 0, not “{shorten_middle(text, 60)}”.", field=field)
    return text == "1"

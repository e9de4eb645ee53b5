"""Page address: the complete view state as a URL query string.

The grammar is public (docs/reference/url.md). Values are written as the API spells them, dates as ISO 8601 in
UTC; types and dates are read as people write them, too. `start`, `lineage_type`, `type`, `property`, `tag`,
`open`, `hide`, `grow`, `fold` and `moved` may repeat; `between` is given twice. Parameters that have their
default are left out. The browser changes addresses too; it gets the grammar as data, from `describe_grammar`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import TypedDict, TypeVar
from urllib.parse import parse_qsl, quote, urlencode

from lineage_explorer.errors import InvalidArn, InvalidQuery
from lineage_explorer.graph.model import Arn, LineageType, parse_arn, shorten_middle
from lineage_explorer.query.browse_query import (
    BROWSE_PARAMETERS,
    BROWSE_VIEW,
    BrowseQuery,
    parse_browse_query,
)
from lineage_explorer.query.card_moves import CardMove, parse_card_moves
from lineage_explorer.query.compare_query import COMPARE_PARAMETERS, CompareQuery, parse_compare_query
from lineage_explorer.query.expansion import NO_EXPANSION, Expansion
from lineage_explorer.query.lineage_query import (
    MAX_DEPTH,
    Direction,
    Filters,
    LineageQuery,
    clean_values,
)
from lineage_explorer.query.moments import format_moment, parse_moment
from lineage_explorer.query.pairs import Property, Tag
from lineage_explorer.query.places import ACCOUNT_NAME, DIGEST, parse_account_name, parse_digest
from lineage_explorer.query.type_names import format_type, parse_types
from lineage_explorer.query.view_options import ColorMode, LineStyle, Orientation, PathQuery, parse_path_query

DEPTH_FIELDS = ("depth_up", "depth_down")
DATE_FIELDS = ("created_after", "created_before", "modified_after", "modified_before")
_SINGLE_PARAMETERS = (
    "direction",
    "depth",
    *DEPTH_FIELDS,
    *DATE_FIELDS,
    "paths",
    "question",
    "view",
    "lens",
    "edges",
    "flow",
    "further",
    "path",
    *COMPARE_PARAMETERS,
    "account",
    "file",
    "share",
)
_REPEATABLE_PARAMETERS = (
    "start",
    "lineage_type",
    "type",
    "property",
    "tag",
    "open",
    "hide",
    "grow",
    "fold",
    "between",
    "moved",
)


START_HELP = "an ARN, a URI or a name, as the start box takes it"
"""Help on the starts of commands."""

MAX_STARTS = 10
"""Maximum number of starts of one graph; each costs queries of its own."""


class MainView(StrEnum):
    """Main view of the page."""

    GRAPH = "graph"
    TABLE = "table"
    TIMELINE = "timeline"
    CHECKS = "checks"
    IMPACT = "impact"
    REPORT = "report"
    COMPARE = "compare"


def get_default_view(compared: CompareQuery | None) -> MainView:
    """Return the main view of an address that names none."""
    return MainView.COMPARE if compared and compared.against else MainView.GRAPH


ACCOUNT_VIEWS = (MainView.CHECKS,)
"""Main views that show the whole account where there is no start."""

_HOME_PARAMETERS = ("account", "file", "share")
"""Parameters of the home screen."""

DEFAULT_VALUES = {
    "direction": str(Direction.UP_AND_DOWN),
    "depth": str(MAX_DEPTH),
    "paths": "1",
    "view": str(MainView.GRAPH),
    "lens": str(ColorMode.TYPE),
    "edges": str(LineStyle.PLAIN),
    "flow": str(Orientation.RIGHT),
    "share": "0",
}
"""Values that an address leaves out."""

EXPANSION_PARAMETERS = ("grow", "fold", "further")

FOCUS_PARAMETERS = ("question", *EXPANSION_PARAMETERS, "path", "moved", *COMPARE_PARAMETERS)
"""Parameters that a new focus drops, because they belong to the previous one."""

PATH_PARAMETERS = ("between",)
"""Parameters that a new focus drops unless it is on a highlighted path.

So paths stay highlighted while one walks along them."""

VIEW_PARAMETERS = ("view", "lens", "edges", "flow", "open", "hide", "fold", "path", "moved", "only")
"""Parameters that change what is shown, not what is read."""

_BROWSER_NAMES = {
    "start": "start",
    "direction": "direction",
    "question": "question",
    "view": "view",
    "color_mode": "lens",
    "line_style": "edges",
    "orientation": "flow",
    "hidden_kinds": "hide",
    "open_groups": "open",
    "expanded": "grow",
    "collapsed": "fold",
    "paths": "between",
    "path_number": "path",
    "moves": "moved",
    "compared": "against",
    "redaction": "share",
    "created_after": "created_after",
    "created_before": "created_before",
}

_NO_START = Arn("")  # placeholder: the other parameters are checked even without a start

_Word = TypeVar("_Word", bound=StrEnum)


class UrlGrammar(TypedDict):
    """Grammar of the address, as the browser needs it.

    Attributes:
        names: Parameters by the browser's words for them.
        defaults: Values that are left out, by parameter.
        dropped_by_focus: Parameters that a new focus drops.
        dropped_off_path: Parameters that it drops unless it is on a highlighted path.
        view_only: Parameters that change what is shown, not what is read.
    """

    names: dict[str, str]
    defaults: dict[str, str]
    dropped_by_focus: list[str]
    dropped_off_path: list[str]
    view_only: list[str]


def describe_grammar() -> UrlGrammar:
    """Return the grammar of the address for the browser."""
    return {
        "names": _BROWSER_NAMES,
        "defaults": DEFAULT_VALUES,
        "dropped_by_focus": list(FOCUS_PARAMETERS),
        "dropped_off_path": list(PATH_PARAMETERS),
        "view_only": list(VIEW_PARAMETERS),
    }


def list_parameters() -> tuple[tuple[str, bool], ...]:
    """Return each parameter of the address, and whether it may repeat."""
    single = ((name, False) for name in _SINGLE_PARAMETERS)
    return (*single, *((name, True) for name in _REPEATABLE_PARAMETERS))


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
        account: Name of the configured account whose lineage is shown; empty for the first one.
        file: SHA-256 of the opened file whose lineage is shown; empty for the account.
        moves: Cards that the reader moved.
        browse: The list of the account that is shown instead of a graph; None for none.
        more_starts: Further starts of the query, whose lineage is shown as well.
        compared: What the start is compared with; None for nothing.

    Raises:
        InvalidQuery: `expansion` has rounds although the depth limits are unknown: see `can_deepen`. Or there
            are too many starts, or several for a question.
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
    account: str = ""
    file: str = ""
    moves: tuple[CardMove, ...] = ()
    browse: BrowseQuery | None = None
    more_starts: tuple[Arn, ...] = ()
    compared: CompareQuery | None = None

    def __post_init__(self) -> None:
        if len(self.starts) > MAX_STARTS:
            raise InvalidQuery(
                f"At most {MAX_STARTS} starts can be shown at once, not {len(self.starts)}: leave some out.",
                field="start",
            )
        if self.more_starts and self.question_slug:
            raise InvalidQuery(
                f"A question is asked about one start, not about {len(self.starts)}: leave the others out, "
                "or the question.",
                field="question",
            )
        if self.expansion.rounds and not self.can_deepen:
            raise InvalidQuery(
                "“further” goes on where reading reached its depth. With filters, with several starts, and "
                "in the answer to a question, that place is not known: leave one of them out.",
                field="further",
            )

    @property
    def starts(self) -> tuple[Arn, ...]:
        """All starts, the focus first."""
        return (self.query.start, *self.more_starts) if self.query else ()

    @property
    def can_deepen(self) -> bool:
        """Whether the graph can be read beyond the depth of its query.

        With filters, with several starts, and for a question, the vertices at which reading reached its depth
        are unknown.
        """
        return not self.question_slug and not self.more_starts and not (self.query and self.query.filters)

    def with_more_starts(self, more_starts: Iterable[Arn]) -> Address:
        """Return the same view with other starts beside the first one."""
        others = tuple(arn for arn in dict.fromkeys(more_starts) if arn not in self.starts[:1])
        return replace(self, more_starts=others, expansion=NO_EXPANSION, moves=())

    @property
    def is_comparison(self) -> bool:
        """Whether the start and a second entity are shown side by side."""
        return self.view is MainView.COMPARE and self.compared is not None and bool(self.compared.against)

    def with_start(self, start: Arn, *, on_path: bool = False) -> Address:
        """Return the same view with another start.

        `FOCUS_PARAMETERS` and `PATH_PARAMETERS` are dropped.

        Args:
            start: The start.
            on_path: Whether it is on a highlighted path.
        """
        query = self.query.with_start(start) if self.query else LineageQuery(start)
        between = replace(self.between, path_number=None) if self.between and on_path else None
        view = MainView.GRAPH if self.view is MainView.COMPARE else self.view
        return replace(self.with_query(query), between=between, compared=None, view=view)

    def with_query(self, query: LineageQuery, *, question_slug: str | None = None) -> Address:
        """Return the same view of another query, without expansion.

        Paths and further starts are kept if the start stays the same, the latter without a question.
        """
        same_start = self.query is not None and self.query.start == query.start
        between = self.between if same_start else None
        return replace(
            self,
            query=query,
            more_starts=self.more_starts if same_start and not question_slug else (),
            question_slug=question_slug,
            expansion=NO_EXPANSION,
            between=between,
            moves=(),
            browse=None,
            compared=self.compared if same_start else None,
        )


HOME_ADDRESS = Address()
"""Address of the first screen."""


@lru_cache(maxsize=1_000)
def parse_address(search: str) -> Address:
    """Parse a query string, with or without its question mark.

    Raises:
        InvalidQuery: A known parameter has an invalid value; the message names both.
    """
    values = _parse_parameters(search)
    if BROWSE_VIEW in values.get("view", ()):
        return _parse_browse_address(search, values)
    query = parse_query(search)
    compared = parse_compare_query(values)
    view = next(iter(values.get("view", ())), str(get_default_view(compared)))
    lens, edges, flow, share = (
        next(iter(values.get(name, ())), DEFAULT_VALUES[name]) for name in ("lens", "edges", "flow", "share")
    )
    question_slug, path = (next(iter(values.get(name, ())), None) for name in ("question", "path"))
    address = Address(
        query=query,
        more_starts=_parse_more_starts(values.get("start", ())),
        view=parse_choice(MainView, "view", view),
        question_slug=question_slug,
        unknown=tuple(
            key for key in values if key not in _SINGLE_PARAMETERS and key not in _REPEATABLE_PARAMETERS
        ),
        open_groups=tuple(sorted(set(values.get("open", ())))),
        color_by=parse_choice(ColorMode, "lens", lens),
        line_style=parse_choice(LineStyle, "edges", edges),
        orientation=parse_choice(Orientation, "flow", flow),
        hidden_kinds=tuple(sorted(set(values.get("hide", ())))),
        expansion=Expansion.parse(**{name: values.get(name, ()) for name in EXPANSION_PARAMETERS}),
        between=parse_path_query(values.get("between", ()), path),
        share=_parse_share(share),
        account=_parse_account(search),
        file=_parse_file(search),
        moves=parse_card_moves(values.get("moved", ())),
        compared=compared,
    )
    return address if query.start else replace(address, query=None)


def _parse_browse_address(search: str, values: Mapping[str, Sequence[str]]) -> Address:
    """Parse the address of a list of the account.

    Raises:
        InvalidQuery: A parameter has an invalid value, or the address has a start, too.
    """
    known = ("view", *_HOME_PARAMETERS, *BROWSE_PARAMETERS)
    _check_repetitions(known, values)
    if values.get("start"):
        raise InvalidQuery(
            f"“{BROWSE_VIEW}” lists the account: leave either “start” or “view” out.", field="view"
        )
    return Address(
        browse=parse_browse_query(values),
        share=_parse_share(next(iter(values.get("share", ())), DEFAULT_VALUES["share"])),
        account=_parse_account(search),
        file=_parse_file(search),
        unknown=tuple(key for key in values if key not in known),
    )


def _check_repetitions(names: Iterable[str], values: Mapping[str, Sequence[str]]) -> None:
    for name in names:
        if len(values.get(name, ())) > 1:
            raise InvalidQuery(
                f"“{name}” is given {len(values[name])} times in the address; once is enough.", field=name
            )


def parse_query(search: str) -> LineageQuery:
    """Parse the lineage query in a query string.

    Without a start parameter, the query's start is the empty ARN.

    Raises:
        InvalidQuery: A known parameter has an invalid value.
    """
    values = _parse_parameters(search)
    _check_repetitions(_SINGLE_PARAMETERS, values)
    single = ("start", *_SINGLE_PARAMETERS)
    return _build_query({key: values[key][0] for key in single if values.get(key)}, values)


def is_shared(search: str) -> bool:
    """Return whether an address asks for redaction.

    Any value of `share` other than `0` counts, even one that cannot be parsed.
    """
    return any(value != "0" for value in _parse_parameters(search).get("share", ()))


def get_file(search: str) -> str:
    """Return the hash of the opened file of an address, if any.

    Text that is not a hash counts as none; `parse_address` refuses it.
    """
    text = get_parameter(search, "file")
    return text if DIGEST.fullmatch(text) else ""


def get_account(search: str) -> str:
    """Return the name of the configured account of an address.

    Empty for the first account, and for text that is not a name, which `parse_address` refuses. An opened
    file belongs to no account.
    """
    text = get_parameter(search, "account")
    return text if ACCOUNT_NAME.fullmatch(text) and not get_file(search) else ""


def with_account(search: str, name: str, field: str = "account") -> str:
    """Return a query string with another account; empty for the first one.

    Args:
        search: The query string.
        name: The name of the account.
        field: The parameter that names it.
    """
    pairs = [
        (key, value)
        for key, value in parse_qsl(search.removeprefix("?"), keep_blank_values=True)
        if key != field
    ]
    named = [*pairs, (field, name)] if name else pairs
    return "?" + urlencode(named, quote_via=quote, safe=":/") if named else ""


def drop_parameter(search: str, field: str) -> str:
    """Return a query string without one of its parameters."""
    pairs = parse_qsl(search.removeprefix("?"))
    return "?" + urlencode([(key, value) for key, value in pairs if key != field])


def get_parameters(search: str, field: str) -> Sequence[str]:
    """Return the values of a parameter."""
    return _parse_parameters(search).get(field, ())


def get_parameter(search: str, field: str) -> str:
    """Return the first value of a parameter; empty if it has none."""
    return next(iter(get_parameters(search, field)), "")


def get_start(search: str) -> str:
    """Return the first start text of a query string that needs resolving.

    Empty if there is no start, or if each already is an entity's ARN.
    """
    texts = _parse_parameters(search).get("start", ())
    return next((text for text in texts if not _is_arn(text)), "")


def with_start_text(search: str, start: Arn) -> str:
    """Return a query string with the start of `get_start` replaced.

    If none needs resolving, the first is replaced.
    """
    pairs = parse_qsl(search.removeprefix("?"))
    old = get_start(search) or get_parameter(search, "start")
    index = next((index for index, pair in enumerate(pairs) if pair == ("start", old)), None)
    if index is not None:
        pairs[index] = ("start", start)
    return "?" + urlencode(pairs, quote_via=quote, safe=":/")


def _is_arn(text: str) -> bool:
    try:
        parse_arn(text)
    except InvalidArn:
        return False
    return True


def _parse_more_starts(texts: Sequence[str]) -> tuple[Arn, ...]:
    """Parse the starts after the first, without duplicates."""
    arns = dict.fromkeys(map(parse_arn, texts))
    return tuple(arns)[1:]


def parse_current_address(search: str) -> Address:
    """Parse the address that the page shows, to build another from it.

    If it is invalid, the result is an empty address that keeps the redaction mode.
    """
    try:
        return parse_address(search)
    except InvalidQuery:
        return Address(share=is_shared(search), account=get_account(search), file=get_file(search))


def format_address(address: Address) -> str:
    """Format an address as a query string that begins with `?`.

    `parse_address` parses it back to the same address. Without a query it is that of a list or the checks of
    the account, with their moment, or of the home screen: empty, or only `account`, `file` and `share`.
    """
    pairs = [
        *(_list_query_parameters(address.query) if address.query else []),
        *(("start", arn) for arn in address.more_starts),
        *([("question", address.question_slug)] if address.question_slug else []),
        *([("view", str(address.view))] if address.view is not get_default_view(address.compared) else []),
        *(address.compared.parameters if address.compared else []),
        ("lens", address.color_by),
        ("edges", address.line_style),
        ("flow", address.orientation),
        *(address.between.to_parameters() if address.between else []),
        *(("open", group) for group in address.open_groups),
        *(("hide", word) for word in address.hidden_kinds),
        *address.expansion.parameters,
        *(("moved", str(move)) for move in address.moves),
        *([("account", address.account)] if address.account else []),
        *([("file", address.file)] if address.file else []),
        ("share", "1" if address.share else "0"),
    ]
    if address.query is None:
        listed = address.browse.parameters if address.browse else []
        views = [("view", address.view)] if address.view in ACCOUNT_VIEWS and not address.browse else []
        kept = (*_HOME_PARAMETERS, "as_of") if address.view is MainView.CHECKS else _HOME_PARAMETERS
        pairs = [*listed, *views, *(pair for pair in pairs if pair[0] in kept)]
    # The main view is the default where no second entity is: what it is by default depends on that.
    shown = [(name, value) for name, value in pairs if name == "view" or DEFAULT_VALUES.get(name) != value]
    return "?" + urlencode(shown, quote_via=quote, safe=":/") if shown else ""


def format_link(address: Address) -> str:
    """Format an address as a path, for readers outside the page."""
    return "/" + format_address(address)


def format_href(address: Address) -> str:
    """Format an address as the target of a link on the page.

    It is relative to the page, and so right under every path that a proxy serves the page at.
    """
    return "." + format_link(address)


def _list_query_parameters(query: LineageQuery) -> list[tuple[str, str]]:
    """Return the URL parameters of a query, with defaults."""
    filters = query.filters
    moments = {name: getattr(filters, name) for name in DATE_FIELDS}
    return [
        ("start", query.start),
        ("direction", query.direction),
        ("depth", str(query.depth)),
        *((name, str(depth)) for name in DEPTH_FIELDS if (depth := getattr(query, name)) is not None),
        *(("lineage_type", lineage_type) for lineage_type in filters.lineage_types),
        *(("type", format_type(name)) for name in filters.types),
        *((name, format_moment(moment)) for name, moment in moments.items() if moment is not None),
        *(("property", str(item)) for item in filters.properties),
        *(("tag", str(item)) for item in filters.tags),
        ("paths", "1" if query.include_paths else "0"),
    ]


@lru_cache(maxsize=1_000)
def _parse_parameters(search: str) -> Mapping[str, Sequence[str]]:
    """Return each parameter's values in order, ignoring empty values."""
    values: dict[str, list[str]] = {}
    for key, value in parse_qsl(search.removeprefix("?"), keep_blank_values=True):
        values.setdefault(key, []).extend([value] if value else [])
    return MappingProxyType({key: tuple(texts) for key, texts in values.items()})


def _build_query(single_values: Mapping[str, str], all_values: Mapping[str, Sequence[str]]) -> LineageQuery:
    values = {**DEFAULT_VALUES, **single_values}
    moments = {name: parse_moment(name, values[name]) for name in DATE_FIELDS if name in values}
    depth, *separate = (
        _parse_depth(name, values[name]) if name in values else None for name in ("depth", *DEPTH_FIELDS)
    )
    lineage_types = clean_values(all_values.get("lineage_type", ()))
    query = LineageQuery(
        start=parse_arn(values["start"]) if "start" in values else _NO_START,
        direction=parse_choice(Direction, "direction", values["direction"]),
        depth=MAX_DEPTH if depth is None else depth,
        filters=Filters(
            lineage_types=tuple(parse_choice(LineageType, "lineage_type", text) for text in lineage_types),
            types=parse_types(all_values.get("type", ())),
            properties=tuple(map(Property.parse, clean_values(all_values.get("property", ())))),
            tags=tuple(map(Tag.parse, clean_values(all_values.get("tag", ())))),
            **moments,
        ),
        include_paths=_parse_flag("paths", values["paths"]),
        **dict(zip(DEPTH_FIELDS, separate, strict=True)),
    )
    up, down = (query.get_depth(way) for way in (Direction.ASCENDANTS, Direction.DESCENDANTS))
    return query.with_depths(up, down) if query.has_separate_depths else query


def parse_choice(choices: type[_Word], field: str, text: str) -> _Word:
    """Parse one of the words that a parameter may have.

    Raises:
        InvalidQuery: It is another one; the message lists them.
    """
    try:
        return choices(text)
    except ValueError:
        allowed = ", ".join(choices)
        raise InvalidQuery(
            f"“{shorten_middle(text, 60)}” is not a value of “{field}”: use one of {allowed}.", field=field
        ) from None


def _parse_depth(field: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise InvalidQuery(
            f"Depth must be a whole number from 1 to {MAX_DEPTH}; “{shorten_middle(text, 60)}” is not.",
            field=field,
        ) from None


def _parse_account(search: str) -> str:
    text = get_parameter(search, "account")
    return parse_account_name("account", text) if text else ""


def _parse_file(search: str) -> str:
    text = get_parameter(search, "file")
    return parse_digest("file", text) if text else ""


def _parse_share(text: str) -> bool:
    """Parse `share`, without repeating its value in the error."""
    if text not in {"0", "1"}:
        raise InvalidQuery("“share” is 1 or 0.", field="share")
    return text == "1"


def _parse_flag(field: str, text: str) -> bool:
    if text not in {"0", "1"}:
        raise InvalidQuery(f"“{field}” is 1 or 0, not “{shorten_middle(text, 60)}”.", field=field)
    return text == "1"

"""Matches of a text as JSON."""

from __future__ import annotations

from dataclasses import dataclass

from lineage_explorer.api.api_request import ApiRequest
from lineage_explorer.api.bodies import Moment
from lineage_explorer.api.parameters import TEXT
from lineage_explorer.errors import InvalidQuery, NothingFound, TooSlow
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.start_resolution import MAX_SEARCHED_NAME
from lineage_explorer.graph.model import Arn, Hit, LineageType, shorten_middle
from lineage_explorer.query.address import Address, format_link
from lineage_explorer.query.pasted_text import list_readings
from lineage_explorer.questions.answer import format_count
from lineage_explorer.sources.protocols import EntityCatalog, Suggestions
from lineage_explorer.views.entity_details import build_start_options
from lineage_explorer.views.search_texts import describe_bounds, explain_no_match


@dataclass(frozen=True, slots=True)
class MatchItem:
    """Entity that a text may mean.

    Attributes:
        arn: Its ARN.
        name: The name that SageMaker recorded; null if it is not known.
        title: What it is called in the explorer.
        subtitle: What tells it apart from others of this title; may be empty.
        lineage_type: Its category.
        type: Its type; null if it has none.
        kind: The same in the explorer's words.
        source_uri: URI or ARN of what it stands for; null if it is not known.
        created: When it was created; null if that is not known.
        link: Its lineage in the explorer, as a path with its query string.
    """

    arn: Arn
    name: str | None
    title: str
    subtitle: str
    lineage_type: LineageType
    type: str | None
    kind: str
    source_uri: str | None
    created: Moment | None
    link: str


@dataclass(frozen=True, slots=True)
class SearchBody:
    """What a text may mean.

    Attributes:
        text: The text.
        sentence: How much was found, and where.
        matches: The entities, the most likely first.
        complete: Whether everything was searched.
        gaps: What was searched in part, or could not be.
    """

    text: str
    sentence: str
    matches: tuple[MatchItem, ...]
    complete: bool
    gaps: tuple[str, ...]


def build_search_body(services: ExplorerServices, request: ApiRequest) -> SearchBody:
    """Search for what a text may mean.

    Raises:
        InvalidQuery: There is no text, or it is longer than any name.
        SourceError: The account could not be read, or not in time.
    """
    text = request.values.get(TEXT.name, "")
    if not text:
        raise InvalidQuery("“text” is missing: give what to search for, as text=…", field=TEXT.name)
    try:
        found = _search(services.catalog, text, seconds=request.seconds)
    except NothingFound as error:
        return SearchBody(text, str(error), (), complete=True, gaps=())
    if found.is_pending:
        raise TooSlow("The names of the account are still being read: ask again.", operation="Search")
    gaps = (*found.gaps, *describe_bounds(found))
    return SearchBody(
        text=text,
        sentence=_describe_count(text, found),
        matches=_build_matches(request.address, found.hits),
        complete=not gaps,
        gaps=gaps,
    )


def _search(catalog: EntityCatalog, text: str, *, seconds: float) -> Suggestions:
    """Return what a text identifies, else what has it in its name.

    Raises:
        InvalidQuery: It is longer than any name.
        NothingFound: It identifies nothing.
        SourceError: The account could not be read.
    """
    try:
        hits = catalog.resolve_within(text, seconds=seconds)
    except InvalidQuery:
        name = list_readings(text)[-1] if list_readings(text) else text
        if len(name) > MAX_SEARCHED_NAME:
            raise InvalidQuery(
                f"“{shorten_middle(text, 60)}” has {len(text):,} characters; names have at most "
                f"{MAX_SEARCHED_NAME}.",
                field=TEXT.name,
            ) from None
        return catalog.suggest_within(name, seconds=seconds)
    return Suggestions((), is_pending=True) if hits is None else Suggestions(hits)


def _describe_count(text: str, found: Suggestions) -> str:
    if not found.hits:
        return explain_no_match(text, found)
    return f"{format_count(len(found.hits), 'match')} for “{shorten_middle(text, 80)}”."


def _build_matches(address: Address, hits: tuple[Hit, ...]) -> tuple[MatchItem, ...]:
    options = build_start_options(hits)
    return tuple(
        MatchItem(
            arn=hit.arn,
            name=hit.name,
            title=option.name.title,
            subtitle=option.name.subtitle,
            lineage_type=hit.lineage_type,
            type=hit.type,
            kind=option.style.title,
            source_uri=hit.source_uri,
            created=hit.created,
            link=format_link(address.with_start(hit.arn)),
        )
        for hit, option in zip(hits, options, strict=True)
    )

"""Resolution of a start that is not an entity's ARN."""

from __future__ import annotations

from collections.abc import Sequence

from lineage_explorer.errors import InvalidArn, InvalidQuery, LineageError, NothingFound, TooSlow
from lineage_explorer.graph.entity_names import name_entities
from lineage_explorer.graph.entity_search import is_called
from lineage_explorer.graph.model import Arn, Hit, parse_arn, shorten_middle
from lineage_explorer.query.address import get_parameter, get_start, with_start_text
from lineage_explorer.query.pasted_text import list_readings
from lineage_explorer.sources.protocols import EntityCatalog
from lineage_explorer.views.search_texts import explain_no_match

_MAX_NAMED_MATCHES = 5

MAX_SEARCHED_NAME = 120
"""Maximum characters of a name that the service assigns.

Longer text cannot be part of a name."""


SEARCH_SECONDS = 1.5
"""Seconds that a request waits for the names of an account."""

RESOLVE_SECONDS = 0.4
"""Seconds that a request waits for what a start stands for; the page asks again."""


class AmbiguousStart(InvalidArn):
    """The start stands for several entities."""

    title = "Several entities match"


def resolve_address(
    catalog: EntityCatalog, search: str, *, seconds: float = RESOLVE_SECONDS
) -> str | tuple[Hit, ...] | None:
    """Return an address with the entity that its start stands for.

    Args:
        catalog: Resolves the start.
        search: The address as a query string.
        seconds: How long to wait.

    Returns:
        The address; the entities if there are several; None if it takes longer.

    Raises:
        InvalidQuery: The start is not recognized at all.
        NothingFound: There is no such entity.
        SourceError: The account could not be read.
    """
    while text := get_start(search):
        hits = _find_by_text(catalog, text, seconds=seconds)
        if hits is None:
            return None
        if len(hits) != 1:
            return hits
        search = with_start_text(search, hits[0].arn)
        if get_start(search) == hits[0].arn:  # what has a name, a pipeline, may not be an entity
            break
    return search


def redirect_to_entity(catalog: EntityCatalog, search: str) -> str:
    """Redirect an address to the entity that represents its start.

    Returns:
        The address of that entity; the same address if there is none or several, or if it takes long.
    """
    try:
        resolved = resolve_address(catalog, search)
    except LineageError:  # the screen of this address shows the error
        return search
    return resolved if isinstance(resolved, str) else search


def explain_choice(search: str, hits: Sequence[Hit]) -> InvalidArn:
    """Return the error of a start that stands for several entities."""
    text = shorten_middle(get_start(search), 120)
    return InvalidArn(f"“{text}” matches {len(hits):,} entities. Choose one under the start box.")


def resolve_start(catalog: EntityCatalog, search: str, *, seconds: float) -> str:
    """Return an address with the entity that its start stands for.

    Raises:
        AmbiguousStart: It stands for several.
        InvalidQuery: It is not recognized at all.
        NothingFound: There is no such entity.
        SourceError: The account could not be read in time.
    """
    resolved = resolve_address(catalog, search, seconds=seconds)
    if isinstance(resolved, str) and resolved != search:  # what has a name, a pipeline, may not be an entity
        resolved = resolve_address(catalog, resolved, seconds=seconds)
    text = get_parameter(search, "start")
    if resolved is None:
        raise TooSlow(
            f"What “{shorten_middle(text, 80)}” stands for is still being looked up: ask again in a moment.",
            operation="Search",
        )
    if isinstance(resolved, str):
        return resolved
    if not resolved:
        raise NothingFound(f"No match for “{shorten_middle(text, 80)}”. Give an ARN, a URI or a whole name.")
    raise AmbiguousStart(_explain_choice(text, resolved))


def _explain_choice(text: str, hits: tuple[Hit, ...]) -> str:
    names = name_entities({hit.arn: hit for hit in hits})
    lines = [f"{names[hit.arn].line}: {hit.arn}" for hit in hits[:_MAX_NAMED_MATCHES]]
    more = [f"and {len(hits) - len(lines)} more"] if len(hits) > len(lines) else []
    sentence = f"“{shorten_middle(text, 120)}” matches {len(hits):,} entities. Give the ARN of one of them:"
    return "\n".join((sentence, *lines, *more))


def find_start(catalog: EntityCatalog, text: str) -> Arn | tuple[Hit, ...] | None:
    """Return the entity that a text means, or several to choose from.

    None if it takes longer than a request may wait.

    Raises:
        InvalidQuery: The text means nothing.
        SourceError: The account could not be read.
    """
    try:
        return parse_arn(text)
    except InvalidArn:
        hits = _find_by_text(catalog, text, seconds=SEARCH_SECONDS)
    return hits[0].arn if hits is not None and len(hits) == 1 else hits


def _find_by_text(catalog: EntityCatalog, text: str, *, seconds: float) -> tuple[Hit, ...] | None:
    """Return what a text can mean; None if it takes longer.

    An exact source comes first, then an exact name, then part of a name.

    Raises:
        NothingFound: Nothing has this source or name; it says what was searched.
    """
    try:
        return catalog.resolve_within(text, seconds=seconds)
    except InvalidQuery:
        names = [reading for reading in list_readings(text) if _is_possible_name(reading)]
        if not names:
            raise
    found = catalog.suggest_within(names[-1], seconds=seconds)
    if found.is_pending:
        return None
    if not found.hits:
        raise NothingFound(explain_no_match(text, found))
    return tuple(hit for hit in found.hits if is_called(hit, names[-1])) or found.hits


def _is_possible_name(text: str) -> bool:
    return len(text) <= MAX_SEARCHED_NAME and "://" not in text and not text.startswith("arn:")

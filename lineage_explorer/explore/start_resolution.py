"""Resolution of a start that is no entity's ARN."""

from __future__ import annotations

from lineage_explorer.errors import InvalidArn, InvalidQuery, LineageError
from lineage_explorer.graph.entity_names import name_entity
from lineage_explorer.graph.model import Arn, Hit, parse_arn, shorten_middle
from lineage_explorer.query.address import get_start, with_start_text
from lineage_explorer.sources.protocols import EntityCatalog

MAX_SEARCHED_NAME = 120
"""Maximum characters of a name that the service assigns.

Longer text cannot be part of a name."""


def redirect_to_entity(catalog: EntityCatalog, search: str) -> str:
    """Redirect an address to the entity that represents its start.

    Returns:
        The address of that entity; the same address if there is none, or several.
    """
    try:
        hits = catalog.resolve(get_start(search))
    except LineageError:  # the screen of this address shows the error
        return search
    return with_start_text(search, hits[0].arn) if len(hits) == 1 else search


def resolve_start_error(
    catalog: EntityCatalog, search: str, error: Exception
) -> tuple[Exception, tuple[Hit, ...]]:
    """Resolve an invalid start to an error and entities to choose from.

    Any other error stays as it is, without entities.

    Args:
        catalog: Resolves the start.
        search: The address as a query string.
        error: The error of the address. It is returned if the start is not recognized at all.

    Returns:
        The error to show, and the entities that the start can mean.
    """
    text = get_start(search)
    if not isinstance(error, InvalidArn) or not text:
        return error, ()
    try:
        hits = catalog.resolve(text)
    except InvalidQuery:
        return error, ()
    except LineageError as lookup_error:
        return lookup_error, ()
    message = (
        f"“{shorten_middle(text, 120)}” stands for {len(hits)} entities. Choose one under the start box."
    )
    return InvalidArn(message), hits


def find_start(catalog: EntityCatalog, text: str) -> Arn | tuple[Hit, ...]:
    """Return the entity that a text means, or several to choose from.

    Raises:
        InvalidQuery: The text means nothing.
        SourceError: The account could not be read.
    """
    try:
        return parse_arn(text)
    except InvalidArn:
        hits = _find_by_text(catalog, text)
    return hits[0].arn if len(hits) == 1 else hits


def _find_by_text(catalog: EntityCatalog, text: str) -> tuple[Hit, ...]:
    """Return the entities that a text can mean.

    An exact source comes first, then an exact name, then part of a name.
    """
    try:
        return catalog.resolve(text)
    except InvalidQuery:
        hits = catalog.suggest(text).hits if len(text) <= MAX_SEARCHED_NAME else ()
        if not hits:
            raise
    return (
        tuple(
            hit for hit in hits if text in (name_entity(hit.arn, hit).title, name_entity(hit.arn, hit).line)
        )
        or hits
    )

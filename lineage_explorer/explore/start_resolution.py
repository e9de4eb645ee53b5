"""Resolution of a start that is not the ARN of a lineage entity."""

from __future__ import annotations

from lineage_explorer.errors import InvalidArn, InvalidQuery, LineageError
from lineage_explorer.graph.model import shorten_middle
from lineage_explorer.query.address import get_start, with_start_text
from lineage_explorer.sources.protocols import EntityCatalog, Hit


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
    catalog: EntityCatalog, search: str, error: InvalidArn
) -> tuple[LineageError, tuple[Hit, ...]]:
    """Resolve an invalid start to an error and entities to choose from.

    Args:
        catalog: Resolves the start.
        search: The address as a query string.
        error: The error for a start that is no ARN of an entity. It is returned if the start is not
            recognized at all.

    Returns:
        The error to show, and the entities that the start can mean.
    """
    text = get_start(search)
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

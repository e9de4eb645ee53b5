"""Find whom to ask about an endpoint, among what was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lineage_explorer.checks.facts import Facts, ServedEndpoint
from lineage_explorer.graph.model import Arn
from lineage_explorer.sources.lineage_record import Lookup
from lineage_explorer.sources.owners import Owner, OwnerFacts, find_owner


def find_endpoint_owner(facts: Facts, endpoint: ServedEndpoint, *, by_tags: bool = True) -> Owner | None:
    """Return whom to ask about an endpoint; a role is nobody.

    Args:
        facts: What was read.
        endpoint: The endpoint.
        by_tags: Whether tags count.
    """
    found = facts.record.found.tags if by_tags else {}
    tags = {arn: found.get(arn, {}) for arn in (Arn(endpoint.source), endpoint.arn)}
    people = {endpoint.arn: tuple(_list_people(facts, endpoint))}
    owner = find_owner(endpoint.arn, OwnerFacts(facts.entities, tags, people=people))
    return None if owner is None or owner.is_role else owner


def explain_doubt(facts: Facts, endpoint: ServedEndpoint) -> str:
    """Return why an endpoint may have an owner that was not found.

    Empty if everything was read.
    """
    if facts.record.period:
        return "Tags are known as they are now: who owned it then is not on record."
    failures = (facts.record.found.unread.get(lookup) for lookup in list_tag_lookups(endpoint))
    doubt = next((each.reason for each in failures if each), "")
    is_read = all(map(facts.record.is_read, list_tag_lookups(endpoint)))
    _, unknown = facts.find_served(endpoint)
    return doubt or unknown or ("" if is_read else "Its tags were not read.")


def list_tag_lookups(endpoint: ServedEndpoint) -> Iterable[Lookup]:
    """Return the look-ups of an endpoint's tags."""
    return (Lookup("ListTags", endpoint.source), Lookup("ListTags", endpoint.arn))


def _list_people(facts: Facts, endpoint: ServedEndpoint) -> Iterator[Owner]:
    """Yield who approved what an endpoint serves, changed it, and made it."""
    versions, _ = facts.find_served(endpoint)
    for version in versions:
        yield Owner(facts.find_approver(version), "approved its version")
    makers = facts.makers_of(endpoint.arn)
    yield Owner(makers.modified_by.person, "changed it last")
    yield Owner(makers.created_by.person, "created it")

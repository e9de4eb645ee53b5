"""Find whom to ask about an endpoint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lineage_explorer.checks.facts import Facts, ServedEndpoint
from lineage_explorer.sources.lineage_record import Lookup

_TAGS = ("owner", "contact", "email", "team")
_PROPERTIES = ("owner", "approvedby")


@dataclass(frozen=True, slots=True)
class Owner:
    """Owner of an endpoint.

    Attributes:
        name: Name of a person or a team; empty if none was found.
        source: Where it is said, in words.
        doubt: Why it may be said elsewhere; empty if everything was read.
    """

    name: str = ""
    source: str = ""
    doubt: str = ""


def find_owner(facts: Facts, endpoint: ServedEndpoint) -> Owner:
    """Return the owner of an endpoint, tags first."""
    tags = facts.record.found.tags
    for arn, word in ((endpoint.source, "the endpoint"), (endpoint.arn, "its lineage")):
        if name := _find_tag(tags.get(arn, {}), _TAGS):
            return Owner(name, f"a tag of {word}")
    if owner := find_recorded_owner(facts, endpoint):
        return owner
    failures = (facts.record.found.unread.get(lookup) for lookup in list_tag_lookups(endpoint))
    doubt = next((each.reason for each in failures if each), "")
    is_read = all(map(facts.record.is_read, list_tag_lookups(endpoint)))
    _, unknown = facts.find_served(endpoint)
    return Owner(doubt=doubt or unknown or ("" if is_read else "Its tags were not read."))


def find_recorded_owner(facts: Facts, endpoint: ServedEndpoint) -> Owner | None:
    """Return an owner that is known without tags."""
    entity = facts.entities.get(endpoint.arn)
    if entity and (name := _find_tag(entity.properties, _PROPERTIES)):
        return Owner(name, "a property")
    versions, _ = facts.find_served(endpoint)
    for version in versions:
        if name := facts.find_approver(version):
            return Owner(name, "who approved what it serves")
    makers = facts.makers_of(endpoint.arn)
    for maker, word in ((makers.modified_by, "changed"), (makers.created_by, "made")):
        if maker.person:
            return Owner(maker.person, f"who {word} it")
    return None


def list_tag_lookups(endpoint: ServedEndpoint) -> Iterable[Lookup]:
    """Return the look-ups of an endpoint's tags."""
    return (Lookup("ListTags", endpoint.source), Lookup("ListTags", endpoint.arn))


def _find_tag(pairs: Mapping[str, str], names: Iterable[str]) -> str:
    folded = {key.casefold(): value for key, value in pairs.items()}
    return next((folded[name] for name in names if folded.get(name)), "")

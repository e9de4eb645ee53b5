"""Find whom to ask about an entity, and what says so.

Nothing in SageMaker is an owner. So several records are asked, the most deliberate first; the first that
names somebody counts, and is told with the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lineage_explorer.graph.model import Arn, Entity
from lineage_explorer.sources.linked_resources import ModelPackage

OWNER_KEYS = ("owner", "contact", "email")
TEAM_KEY = "team"
OWNER_PROPERTIES = ("owner", "approvedby")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}", re.ASCII)
_APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom to ask about an entity.

    Attributes:
        name: Person or team, as the record spells it.
        source: The record that names it: `tag “team” of the entity`.
        is_role: Whether it is a session of a role, and no person.
    """

    name: str
    source: str
    is_role: bool = False

    @property
    def email(self) -> str:
        """The address for mail in the name; empty if there is none."""
        match = _EMAIL.search(self.name)
        return match[0] if match else ""


@dataclass(frozen=True, slots=True)
class OwnerFacts:
    """Records that may name owners.

    Attributes:
        entities: Descriptions of entities.
        tags: Tags by ARN, of entities and of what they stand for.
        packages: Model packages by the ARN of the entity that stands for them.
        served: The version that each endpoint serves or last served.
        people: Who else is on record, the most deliberate record first.
    """

    entities: Mapping[Arn, Entity]
    tags: Mapping[Arn, Mapping[str, str]] = field(default_factory=dict)
    packages: Mapping[Arn, ModelPackage] = field(default_factory=dict)
    served: Mapping[Arn, Arn] = field(default_factory=dict)
    people: Mapping[Arn, Sequence[Owner]] = field(default_factory=dict)


def find_owner(arn: Arn, facts: OwnerFacts) -> Owner | None:
    """Return whom to ask about an entity; None if nothing names anybody.

    A role's session counts only where no person is named.
    """
    found = [owner for owner in _list_owners(arn, facts) if owner.name]
    people = (owner for owner in found if not owner.is_role)
    return next(people, None) or next(iter(found), None)


def _list_owners(arn: Arn, facts: OwnerFacts) -> Iterator[Owner]:
    """Yield whom the records name, in the order in which they count."""
    entity = facts.entities.get(arn)
    yield from _list_tagged(arn, Arn((entity and entity.source_uri) or ""), facts)
    if entity:
        properties = {key.lower(): (key, value) for key, value in entity.properties.items()}
        for wanted in OWNER_PROPERTIES:
            if wanted in properties:
                key, value = properties[wanted]
                yield Owner(value.strip(), f"property “{key}”")
    yield from facts.people.get(arn, ())
    yield from _list_approvers(arn, facts)
    yield from _list_authors(arn, facts)


def _list_tagged(arn: Arn, source: Arn, facts: OwnerFacts) -> Iterator[Owner]:
    for keys in (OWNER_KEYS, (TEAM_KEY,)):
        for place, words in ((source, "of the resource"), (arn, "of the entity")):
            tags = {key.lower(): (key, value) for key, value in facts.tags.get(place, {}).items()}
            for wanted in keys:
                if wanted in tags:
                    key, value = tags[wanted]
                    yield Owner(value.strip(), f"tag “{key}” {words}")


def _list_approvers(arn: Arn, facts: OwnerFacts) -> Iterator[Owner]:
    """Yield who approved the version that an endpoint serves."""
    package = facts.packages.get(facts.served.get(arn, Arn("")))
    if package and package.approval.lower() == _APPROVED:
        yield Owner(package.modified_by or "", "approved its version", package.is_modified_by_role)


def _list_authors(arn: Arn, facts: OwnerFacts) -> Iterator[Owner]:
    package, entity = facts.packages.get(arn), facts.entities.get(arn)
    if package:
        yield Owner(package.modified_by or "", "changed it last", package.is_modified_by_role)
    if entity:
        yield Owner(entity.modified_by or "", "changed it last", entity.is_modified_by_role)
        yield Owner(entity.created_by or "", "created it", entity.is_created_by_role)


def describe_source(owner: Owner) -> str:
    """Return what names an owner; a role is not a person."""
    return f"{owner.source}; a role, not a person" if owner.is_role else owner.source

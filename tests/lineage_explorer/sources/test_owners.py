"""Whom to ask about an entity: the most deliberate record counts."""

from __future__ import annotations

from typing import Any

import pytest

from lineage_explorer.graph.model import Arn, Entity, LineageType
from lineage_explorer.sources.linked_resources import ModelPackage
from lineage_explorer.sources.owners import OwnerFacts, describe_source, find_owner
from tests.support.graph_builders import ENDPOINT, MODEL

RESOURCE = Arn("arn:aws:sagemaker:us-west-2:000000000000:endpoint/live")


def build_facts(
    tags: dict[Arn, dict[str, str]] | None = None,
    properties: dict[str, str] | None = None,
    approval: str = "Approved",
    **members: Any,
) -> OwnerFacts:
    entity = Entity(
        ENDPOINT, LineageType.CONTEXT, source_uri=RESOURCE, properties=properties or {}, **members
    )
    package = ModelPackage("package", approval=approval, modified_by="approver")
    return OwnerFacts({ENDPOINT: entity}, tags or {}, {MODEL: package}, {ENDPOINT: MODEL})


TAGS = {
    RESOURCE: {"Team": "team of resource", "Owner": "owner of resource"},
    ENDPOINT: {"owner": "owner of entity", "team": "team of entity"},
}


@pytest.mark.parametrize(
    ("facts", "name", "source"),
    [
        (build_facts(TAGS), "owner of resource", "tag “Owner” of the resource"),
        (
            build_facts({ENDPOINT: TAGS[ENDPOINT], RESOURCE: {"Team": "t"}}),
            "owner of entity",
            "tag “owner” of the entity",
        ),
        (build_facts({ENDPOINT: {"email": "ml@example.com"}}), "ml@example.com", "tag “email” of the entity"),
        (build_facts({RESOURCE: {"team": "t"}}, {"owner": "p"}), "t", "tag “team” of the resource"),
        (build_facts(properties={"ApprovedBy": "p"}), "p", "property “ApprovedBy”"),
        (build_facts(properties={"owner": " "}), "approver", "approved its version"),
        (build_facts(modified_by="m"), "approver", "approved its version"),
        (build_facts(approval="Rejected", modified_by="m", created_by="c"), "m", "changed it last"),
        (
            build_facts(approval="", modified_by="m", is_modified_by_role=True, created_by="c"),
            "c",
            "created it",
        ),
    ],
)
def test_first_record_that_names_a_person_counts(facts, name, source):
    owner = find_owner(ENDPOINT, facts)
    assert owner is not None
    assert (owner.name, owner.source, owner.is_role) == (name, source, False)


def test_session_of_a_role_is_told_to_be_no_person():
    facts = build_facts(approval="", created_by="SageMaker", is_created_by_role=True)
    owner = find_owner(ENDPOINT, facts)
    assert owner is not None
    assert owner.is_role
    assert describe_source(owner) == "created it; a role, not a person"


def test_nobody_is_named_where_nothing_is_on_record():
    assert find_owner(Arn("arn:unknown"), build_facts(TAGS)) is None


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("ml-team@example.com", "ml-team@example.com"),
        ("Ana <ana@example.com>", "ana@example.com"),
        ("retention", ""),
        ("a@b.co?bcc=x@y.zz", "a@b.co"),
    ],
)
def test_address_for_mail_is_nothing_but_an_address(name, email):
    owner = find_owner(ENDPOINT, build_facts({ENDPOINT: {"owner": name}}))
    assert owner is not None
    assert owner.email == email

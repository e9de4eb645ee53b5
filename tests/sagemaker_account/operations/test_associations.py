"""Adding, deleting and listing associations."""

from datetime import timedelta

import pytest

from sagemaker_account.service import Account
from sagemaker_account.transport import connect
from tests.support.api_errors import expect_error
from tests.support.entity_samples import ACTION, ARTIFACT, CONTEXT, TRIAL_COMPONENT

NOWHERE = "arn:aws:sagemaker:us-west-2:000000000000:context/nowhere"


@pytest.fixture
def chain(client, clock):
    """Create Train-Set → Train-7 → Approve-Model → My_Endpoint-1, an hour between each."""
    arns = [kind.create(client) for kind in (ARTIFACT, TRIAL_COMPONENT, ACTION, CONTEXT)]
    for source, destination, kind in zip(
        arns[:-1], arns[1:], ("ContributedTo", "Produced", None), strict=True
    ):
        typed = {"AssociationType": kind} if kind else {}
        client.add_association(SourceArn=source, DestinationArn=destination, **typed)
        clock.advance(hours=1)
    return arns


def list_all(client, **request):
    pages = client.get_paginator("list_associations").paginate(**request)
    return [summary for page in pages for summary in page["AssociationSummaries"]]


def end_pairs(client, arns, **request):
    """Return the listed associations as pairs of positions in the chain."""
    return [
        (arns.index(a["SourceArn"]), arns.index(a["DestinationArn"])) for a in list_all(client, **request)
    ]


def test_listed_association_has_names_and_types_of_its_ends(every_client, chain, clock):
    [association] = list_all(every_client, DestinationArn=chain[1])
    assert association == {
        "SourceArn": chain[0],
        "SourceName": "Train-Set",
        "SourceType": "DataSet",
        "DestinationArn": chain[1],
        "DestinationName": "Train-7-aws-training-job",
        "DestinationType": "SageMakerTrainingJob",
        "AssociationType": "ContributedTo",
        "CreationTime": clock.now - timedelta(hours=3),
        "CreatedBy": {},
    }


def test_absent_members_of_an_association_are_omitted(client):
    source = client.create_artifact(Source={"SourceUri": "s3://unnamed"}, ArtifactType="DataSet")[
        "ArtifactArn"
    ]
    run = TRIAL_COMPONENT.create(client, name="a-run")
    client.add_association(SourceArn=source, DestinationArn=run)
    [association] = list_all(client)
    assert not {"SourceName", "DestinationType", "AssociationType"} & set(association)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [(2, 3), (1, 2), (0, 1)]),
        ({"SortOrder": "Ascending"}, [(0, 1), (1, 2), (2, 3)]),
        ({"SourceType": "DataSet"}, [(0, 1)]),
        ({"SourceType": "SageMakerTrainingJob"}, [(1, 2)]),
        ({"SourceType": "TrainingJob"}, []),
        ({"DestinationType": "SageMakerTrainingJob"}, [(0, 1)]),
        ({"DestinationType": "Endpoint"}, [(2, 3)]),
        ({"AssociationType": "Produced"}, [(1, 2)]),
        ({"AssociationType": "SameAs"}, []),
        ({"SortBy": "SourceType", "SortOrder": "Ascending"}, [(2, 3), (0, 1), (1, 2)]),
        ({"SortBy": "DestinationType", "SortOrder": "Descending"}, [(0, 1), (2, 3), (1, 2)]),
        ({"SortBy": "SourceArn", "SortOrder": "Ascending"}, [(2, 3), (0, 1), (1, 2)]),
        ({"SortBy": "DestinationArn", "SortOrder": "Ascending"}, [(1, 2), (2, 3), (0, 1)]),
    ],
    ids=str,
)
@pytest.mark.parametrize("size", [1, 100])
def test_associations_are_filtered_and_sorted(client, chain, filters, expected, size):
    assert end_pairs(client, chain, **filters, PaginationConfig={"PageSize": size}) == expected


def test_associations_are_listed_by_their_ends(client, chain):
    assert end_pairs(client, chain, SourceArn=chain[1]) == [(1, 2)]
    assert end_pairs(client, chain, DestinationArn=chain[3].replace("my_endpoint", "My_Endpoint")) == [(2, 3)]
    assert end_pairs(client, chain, SourceArn=chain[0], DestinationArn=chain[3]) == []


def test_date_filters_of_associations_are_inclusive(client, chain, clock):
    first = clock.now - timedelta(hours=3)
    assert end_pairs(client, chain, CreatedBefore=first) == [(0, 1)]
    assert end_pairs(client, chain, CreatedAfter=first + timedelta(hours=1)) == [(2, 3), (1, 2)]


def test_pair_can_be_associated_once_per_direction(every_client, chain):
    with expect_error("ValidationException", saying="already exists"):
        every_client.add_association(SourceArn=chain[0], DestinationArn=chain[1], AssociationType="SameAs")
    every_client.add_association(SourceArn=chain[1], DestinationArn=chain[0])
    assert len(list_all(every_client)) == 4


def test_an_entity_may_be_associated_with_itself(client):
    arn = CONTEXT.create(client)
    client.add_association(SourceArn=arn, DestinationArn=arn)
    assert len(list_all(client, SourceArn=arn)) == 1


def test_two_experiment_entities_cannot_be_associated(client):
    one, other = (TRIAL_COMPONENT.create(client, name=name) for name in ("one", "other"))
    with expect_error("ValidationException", saying="two experiment entities"):
        client.add_association(SourceArn=one, DestinationArn=other)


def test_both_ends_must_exist(every_client):
    arn = CONTEXT.create(every_client)
    for pair in (
        {"SourceArn": arn, "DestinationArn": NOWHERE},
        {"SourceArn": NOWHERE, "DestinationArn": arn},
    ):
        with expect_error("ResourceNotFound", saying=NOWHERE):
            every_client.add_association(**pair)
        with expect_error("ResourceNotFound", saying=NOWHERE):
            every_client.delete_association(**pair)
    with expect_error("ResourceNotFound", saying=NOWHERE):
        every_client.list_associations(SourceArn=NOWHERE)


def test_a_deleted_association_is_gone(every_client, chain):
    pair = {"SourceArn": chain[0], "DestinationArn": chain[1]}
    deleted = every_client.delete_association(**pair)
    assert {member: deleted[member] for member in pair} == pair
    assert end_pairs(every_client, chain) == [(2, 3), (1, 2)]
    with expect_error("ResourceNotFound", saying="no association"):
        every_client.delete_association(**pair)


def test_accounts_that_share_a_store_see_and_join_each_others_entities(client, store):
    other = connect(Account(store, account_id="111111111111"))
    ours, theirs = CONTEXT.create(client), CONTEXT.create(other)
    assert CONTEXT.describe(client, theirs)["ContextArn"] == theirs
    client.add_association(SourceArn=theirs, DestinationArn=ours, AssociationType="SameAs")
    upstream = other.query_lineage(StartArns=[ours], Direction="Ascendants")["Vertices"]
    assert [vertex["Arn"] for vertex in upstream] == [theirs]
    assert list_all(client) == list_all(other) == list_all(client, SourceArn=theirs)


@pytest.mark.usefixtures("chain")
def test_empty_account_lists_no_associations(store):
    assert list_all(connect(Account(store, account_id="111111111111"))) == []


def test_entities_of_another_account_cannot_be_changed(client, store):
    other = connect(Account(store, account_id="111111111111"))
    arn = ARTIFACT.create(other)
    with expect_error("AccessDeniedException", saying=arn):
        client.update_artifact(ArtifactArn=arn, ArtifactName="mine")
    with expect_error("AccessDeniedException", saying=arn):
        client.delete_artifact(ArtifactArn=arn)

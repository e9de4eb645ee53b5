"""Tags are kept for lineage entities and for whatever else has an ARN."""

import pytest

from tests.support.api_errors import refused
from tests.support.entity_samples import CONTEXT, KINDS

JOB = "arn:aws:sagemaker:us-west-2:000000000000:training-job/fit-1"
EXECUTION = {"Key": "sagemaker:pipeline-execution-arn", "Value": "arn:aws:pipeline/p/execution/1"}


def tag(key, value="v"):
    return {"Key": key, "Value": value}


def tags_of(client, arn):
    return client.list_tags(ResourceArn=arn)["Tags"]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_tags_given_to_create_are_listed(any_client, kind):
    arn = kind.create(any_client, Tags=[tag("team", "red"), tag("cost")])
    assert tags_of(any_client, arn) == [tag("cost"), tag("team", "red")]


def test_a_resource_that_is_no_lineage_entity_carries_tags_too(any_client):
    assert tags_of(any_client, JOB) == []
    assert any_client.add_tags(ResourceArn=JOB, Tags=[EXECUTION])["Tags"] == [EXECUTION]
    assert tags_of(any_client, JOB.replace("fit-1", "Fit-1")) == [EXECUTION]


def test_a_tag_is_overwritten_and_others_stay(client):
    client.add_tags(ResourceArn=JOB, Tags=[tag("a", "1"), tag("b", "1")])
    client.add_tags(ResourceArn=JOB, Tags=[tag("b", "2"), tag("c", "2"), tag("c", "3")])
    assert tags_of(client, JOB) == [tag("a", "1"), tag("b", "2"), tag("c", "3")]


def test_tags_are_deleted_by_key(any_client):
    any_client.add_tags(ResourceArn=JOB, Tags=[tag("a"), tag("b")])
    any_client.delete_tags(ResourceArn=JOB, TagKeys=["a", "never there"])
    assert tags_of(any_client, JOB) == [tag("b")]


def test_the_tags_of_a_deleted_entity_do_not_come_back(client):
    CONTEXT.create(client, name="again", Tags=[tag("old")])
    client.delete_context(ContextName="again")
    assert tags_of(client, CONTEXT.create(client, name="again")) == []


def test_an_unknown_lineage_entity_has_no_tags_to_list_or_change(any_client):
    unknown = "arn:aws:sagemaker:us-west-2:000000000000:artifact/none"
    with refused("ResourceNotFound"):
        any_client.list_tags(ResourceArn=unknown)
    with refused("ResourceNotFound"):
        any_client.add_tags(ResourceArn=unknown, Tags=[tag("a")])
    with refused("ResourceNotFound"):
        any_client.delete_tags(ResourceArn=unknown, TagKeys=["a"])


def test_a_resource_has_fifty_tags_at_most(client):
    client.add_tags(ResourceArn=JOB, Tags=[tag(f"k{n}") for n in range(50)])
    with refused("ValidationException", saying="50 is the most"):
        client.add_tags(ResourceArn=JOB, Tags=[tag("one more")])
    assert len(tags_of(client, JOB)) == 50


@pytest.mark.parametrize("key", ["Größe", "数据 集", "a_.:/=+-@1"])
def test_a_key_may_have_letters_of_any_language(client, key):
    client.add_tags(ResourceArn=JOB, Tags=[tag(key)])
    assert tags_of(client, JOB) == [tag(key)]


@pytest.mark.parametrize("key", ["a*b", "<script>", "x" * 129])
def test_a_key_with_other_signs_is_refused(client, key):
    with refused("ValidationException", saying="tags.1.member.key"):
        client.add_tags(ResourceArn=JOB, Tags=[tag(key)])

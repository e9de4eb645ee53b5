"""Tags of lineage entities and of other resources."""

import pytest

from tests.support.api_errors import expect_error
from tests.support.entity_samples import CONTEXT, KINDS

JOB = "arn:aws:sagemaker:us-west-2:000000000000:training-job/fit-1"
EXECUTION = {"Key": "sagemaker:pipeline-execution-arn", "Value": "arn:aws:pipeline/p/execution/1"}


def add_tags(key, value="v"):
    return {"Key": key, "Value": value}


def tags_of(client, arn):
    return client.list_tags(ResourceArn=arn)["Tags"]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_tags_given_to_create_are_listed(every_client, kind):
    arn = kind.create(every_client, Tags=[add_tags("team", "red"), add_tags("cost")])
    assert tags_of(every_client, arn) == [add_tags("cost"), add_tags("team", "red")]


def test_resource_that_is_no_lineage_entity_has_tags_too(every_client):
    assert tags_of(every_client, JOB) == []
    assert every_client.add_tags(ResourceArn=JOB, Tags=[EXECUTION])["Tags"] == [EXECUTION]
    assert tags_of(every_client, JOB.replace("fit-1", "Fit-1")) == [EXECUTION]


def test_a_tag_is_overwritten_and_others_stay(client):
    client.add_tags(ResourceArn=JOB, Tags=[add_tags("a", "1"), add_tags("b", "1")])
    client.add_tags(ResourceArn=JOB, Tags=[add_tags("b", "2"), add_tags("c", "2"), add_tags("c", "3")])
    assert tags_of(client, JOB) == [add_tags("a", "1"), add_tags("b", "2"), add_tags("c", "3")]


def test_tags_are_deleted_by_key(every_client):
    every_client.add_tags(ResourceArn=JOB, Tags=[add_tags("a"), add_tags("b")])
    every_client.delete_tags(ResourceArn=JOB, TagKeys=["a", "never there"])
    assert tags_of(every_client, JOB) == [add_tags("b")]


def test_tags_of_a_deleted_entity_do_not_return(client):
    CONTEXT.create(client, name="again", Tags=[add_tags("old")])
    client.delete_context(ContextName="again")
    assert tags_of(client, CONTEXT.create(client, name="again")) == []


def test_an_unknown_lineage_entity_has_no_tags_to_list_or_change(every_client):
    unknown = "arn:aws:sagemaker:us-west-2:000000000000:artifact/none"
    with expect_error("ResourceNotFound"):
        every_client.list_tags(ResourceArn=unknown)
    with expect_error("ResourceNotFound"):
        every_client.add_tags(ResourceArn=unknown, Tags=[add_tags("a")])
    with expect_error("ResourceNotFound"):
        every_client.delete_tags(ResourceArn=unknown, TagKeys=["a"])


def test_a_resource_has_fifty_tags_at_most(client):
    client.add_tags(ResourceArn=JOB, Tags=[add_tags(f"k{n}") for n in range(50)])
    with expect_error("ValidationException", saying="50 is the most"):
        client.add_tags(ResourceArn=JOB, Tags=[add_tags("one more")])
    assert len(tags_of(client, JOB)) == 50


@pytest.mark.parametrize("key", ["Größe", "数据 集", "a_.:/=+-@1"])
def test_a_key_may_have_letters_of_any_language(client, key):
    client.add_tags(ResourceArn=JOB, Tags=[add_tags(key)])
    assert tags_of(client, JOB) == [add_tags(key)]


@pytest.mark.parametrize("key", ["a*b", "<script>", "x" * 129])
def test_key_with_unsupported_characters_is_refused(client, key):
    with expect_error("ValidationException", saying="tags.1.member.key"):
        client.add_tags(ResourceArn=JOB, Tags=[add_tags(key)])

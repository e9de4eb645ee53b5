"""Creating, describing, updating and deleting entities of every type."""

from datetime import timedelta

import pytest

from sagemaker_account.service import Account
from sagemaker_account.transport import connect
from tests.support.api_errors import expect_error
from tests.support.entity_samples import ACTION, ARTIFACT, CONTEXT, KINDS, NAMED_KINDS, TRIAL_COMPONENT

ACCOUNT = "arn:aws:sagemaker:us-west-2:000000000000:"
every_kind = pytest.mark.parametrize("kind", KINDS, ids=str)
every_named_kind = pytest.mark.parametrize("kind", NAMED_KINDS, ids=str)


@every_kind
def test_describe_returns_the_members_given_to_create(every_client, clock, kind):
    arn = kind.create(every_client)
    described = kind.describe(every_client, arn)
    assert {member: described[member] for member in kind.full} == kind.full
    assert described[f"{kind.word}Arn"] == arn
    assert described["CreationTime"] == described["LastModifiedTime"] == clock.now
    assert described["CreatedBy"] == described["LastModifiedBy"] == {}
    assert described["LineageGroupArn"] == ACCOUNT + "lineage-group/sagemaker-default-lineage-group"


@every_kind
def test_output_has_only_members_of_the_model(account, client, kind):
    arn = kind.create(client)
    model = client.meta.service_model
    described = account.call(f"Describe{kind.word}", {kind.reference: arn})
    [summary] = account.call(f"List{kind.word}s", {})[f"{kind.word}Summaries"]
    assert described.keys() <= model.shape_for(f"Describe{kind.word}Response").members.keys()
    assert summary.keys() <= model.shape_for(f"{kind.word}Summary").members.keys()


@every_kind
def test_update_changes_only_the_given_members(every_client, clock, kind):
    arn = kind.create(every_client)
    before = kind.describe(every_client, arn)
    clock.advance(hours=1)
    reference = before[kind.reference]
    assert (
        kind.call(every_client, "update", **{kind.reference: reference}, **kind.changes)[f"{kind.word}Arn"]
        == arn
    )
    expected = {**before, **kind.after, "LastModifiedTime": before["LastModifiedTime"] + timedelta(hours=1)}
    assert kind.describe(every_client, arn) == expected


@every_kind
def test_a_deleted_entity_is_gone_with_its_tags(every_client, kind):
    arn = kind.create(every_client, Tags=[{"Key": "team", "Value": "red"}])
    reference = kind.describe(every_client, arn)[kind.reference]
    assert kind.call(every_client, "delete", **{kind.reference: reference})[f"{kind.word}Arn"] == arn
    with expect_error("ResourceNotFound"):
        kind.describe(every_client, arn)
    assert every_client.list_tags(ResourceArn=kind.create(every_client))["Tags"] == []


@every_kind
def test_missing_entity_cannot_be_described_updated_or_deleted(every_client, kind):
    reference = f"{ACCOUNT}artifact/none" if kind is ARTIFACT else "none"
    for verb in ("describe", "update", "delete"):
        with expect_error("ResourceNotFound", saying="none"):
            kind.call(every_client, verb, **{kind.reference: reference})


@every_kind
def test_an_entity_with_associations_cannot_be_deleted(client, kind):
    arn = kind.create(client)
    other = CONTEXT.create(client, name="other")
    client.add_association(SourceArn=other, DestinationArn=arn)
    reference = kind.describe(client, arn)[kind.reference]
    with expect_error("ValidationException", saying="associations"):
        kind.call(client, "delete", **{kind.reference: reference})
    client.delete_association(SourceArn=other, DestinationArn=arn)
    kind.call(client, "delete", **{kind.reference: reference})


@every_named_kind
def test_name_keeps_its_case_and_is_found_case_insensitively(client, kind):
    name = kind.full[f"{kind.word}Name"]
    arn = kind.create(client)
    assert arn.endswith("/" + name.lower())
    for reference in (name, name.upper(), arn, arn.replace(name.lower(), name)):
        assert kind.describe(client, reference)[f"{kind.word}Name"] == name


@every_named_kind
def test_name_is_unique_case_insensitively(every_client, kind):
    kind.create(every_client, name="Taken")
    with expect_error("ValidationException", saying="already exists"):
        kind.create(every_client, name="tAKEN")
    assert len(kind.call(every_client, "list")[f"{kind.word}Summaries"]) == 1


def test_arn_of_another_type_is_not_found(client):
    with expect_error("ResourceNotFound"):
        client.describe_action(ActionName=CONTEXT.create(client, name="plain"))


def test_creator_is_the_caller(store, clock):
    anna = connect(Account(store, clock=clock, caller={"UserProfileName": "anna", "DomainId": "d-1"}))
    ben = connect(Account(store, clock=clock, caller={"UserProfileName": "ben"}))
    arn = ACTION.create(anna)
    ben.update_action(ActionName="approve-model", Status="Completed")
    described = ACTION.describe(anna, arn)
    assert described["CreatedBy"] == {"UserProfileName": "anna", "DomainId": "d-1"}
    assert described["LastModifiedBy"] == {"UserProfileName": "ben"}


@pytest.mark.parametrize("job", ["Training", "Processing", "Transform"])
def test_a_trial_component_named_for_a_job_has_that_job_as_its_source(client, job):
    name = f"My-Job-aws-{job.lower()}-job"
    arn = client.create_trial_component(TrialComponentName=name)["TrialComponentArn"]
    source = {"SourceArn": f"{ACCOUNT}{job.lower()}-job/My-Job", "SourceType": f"SageMaker{job}Job"}
    described = TRIAL_COMPONENT.describe(client, arn)
    assert (described["Source"], described["Sources"]) == (source, [source])
    [vertex] = client.query_lineage(StartArns=[arn], IncludeEdges=True)["Vertices"]
    assert vertex == {"Arn": arn, "Type": f"{job}Job", "LineageType": "TrialComponent"}


@pytest.mark.parametrize("name", ["my-run", "aws-training-job", "job-aws-tuning-job"])
def test_any_other_trial_component_has_no_source_and_no_type(client, name):
    arn = client.create_trial_component(TrialComponentName=name)["TrialComponentArn"]
    assert not {"Source", "Sources"} & set(TRIAL_COMPONENT.describe(client, arn))
    [vertex] = client.query_lineage(StartArns=[arn], IncludeEdges=True)["Vertices"]
    assert vertex == {"Arn": arn, "LineageType": "TrialComponent"}


def test_trial_component_times_are_kept_to_the_second(every_client, clock):
    times = {"StartTime": clock.now, "EndTime": clock.now + timedelta(minutes=5)}
    arn = TRIAL_COMPONENT.create(every_client, **times)
    described = TRIAL_COMPONENT.describe(every_client, arn)
    assert {member: described[member] for member in times} == times


def test_updates_cannot_exceed_the_limit_of_properties(client):
    parameters = {f"p{n}": {"NumberValue": n} for n in range(300)}
    TRIAL_COMPONENT.create(client, name="full", Parameters=parameters)
    with expect_error("ValidationException", saying="300 is the most"):
        client.update_trial_component(TrialComponentName="full", Parameters={"one more": {"NumberValue": 1}})
    client.update_trial_component(
        TrialComponentName="full", Parameters={"one more": {"NumberValue": 1}}, ParametersToRemove=["p0"]
    )


@pytest.mark.parametrize(
    ("region", "partition"), [("us-west-2", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")]
)
def test_arns_contain_account_region_and_partition(store, region, partition):
    client = connect(Account(store, account_id="123456789012", region=region))
    assert CONTEXT.create(client) == f"arn:{partition}:sagemaker:{region}:123456789012:context/my_endpoint-1"


def test_an_account_id_has_twelve_digits(store):
    with pytest.raises(ValueError, match="twelve digits"):
        Account(store, account_id="12345")

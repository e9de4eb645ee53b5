"""Start texts resolved to lineage entities."""

from datetime import UTC, datetime

import pytest

from lineage_explorer import errors
from lineage_explorer.graph.model import Hit, LineageType
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from sagemaker_account.seed_resources import seed_resource

SAGEMAKER = "arn:aws:sagemaker:us-west-2:111122223333"
ENDPOINT = f"{SAGEMAKER}:endpoint/fraud"
GROUP = f"{SAGEMAKER}:model-package-group/fraud"
PACKAGE = f"{SAGEMAKER}:model-package/fraud/1"
IMAGE = "111122223333.dkr.ecr.us-west-2.amazonaws.com/xgboost:1.5-1"


@pytest.fixture
def catalog(client):
    return SageMakerCatalog(client)


def arns(hits):
    return [hit.arn for hit in hits]


@pytest.mark.parametrize(
    ("resource", "lineage_type"),
    [
        ("artifact/0123", LineageType.ARTIFACT),
        ("action/approve", LineageType.ACTION),
        ("context/fraud_group", LineageType.CONTEXT),
        ("experiment-trial-component/train-aws-training-job", LineageType.TRIAL_COMPONENT),
    ],
)
def test_lineage_arn_resolves_to_itself_without_a_call(catalog, counting_client, resource, lineage_type):
    arn = f"{SAGEMAKER}:{resource}"
    assert catalog.resolve(f"  “{arn}”,\n") == (Hit(arn, lineage_type),)
    assert counting_client.sent == []


@pytest.mark.parametrize("source", [ENDPOINT, GROUP, f"{SAGEMAKER}:pipeline/nightly"])
def test_resource_with_a_context_is_found_by_its_arn(catalog, make, counting_client, source):
    context = make.context("c", "Endpoint", source)
    counting_client.sent.clear()
    (hit,) = catalog.resolve(source)
    assert (hit.arn, hit.name, hit.type, hit.source_uri) == (context, "c", "Endpoint", source)
    assert counting_client.sent == ["ListContexts"]


@pytest.mark.parametrize("source", [PACKAGE, f"{SAGEMAKER}:model/fraud", IMAGE, "s3://b/model.tar.gz"])
def test_resource_with_an_artifact_is_found_by_its_uri(catalog, make, source):
    artifact = make.artifact(source, "Model")
    (hit,) = catalog.resolve(source)
    assert (hit.arn, hit.lineage_type, hit.source_uri) == (artifact, LineageType.ARTIFACT, source)


@pytest.mark.parametrize("job", ["training", "processing", "transform"])
def test_job_is_found_as_its_trial_component(catalog, make, job):
    component = make.trial_component(f"Nightly-aws-{job}-job")
    (hit,) = catalog.resolve(f"{SAGEMAKER}:{job}-job/Nightly")
    assert (hit.arn, hit.type) == (component, f"{job.capitalize()}Job")


@pytest.mark.parametrize("recorded", ["s3://b/data", "s3://b/data/"])
@pytest.mark.parametrize("pasted", ["s3://b/data", "s3://b/data/"])
def test_s3_prefix_is_found_with_and_without_a_trailing_slash(catalog, make, recorded, pasted):
    artifact = make.artifact(recorded)
    assert arns(catalog.resolve(pasted)) == [artifact]


def test_longest_uri_is_looked_up_unchanged(catalog, make):
    uri = "s3://b/".ljust(2048, "x")
    artifact = make.artifact(uri)
    assert arns(catalog.resolve(uri)) == [artifact]


def test_artifacts_with_the_pasted_spelling_come_first(catalog, make):
    slashed, bare = make.artifact("s3://b/data/"), make.artifact("s3://b/data")
    assert arns(catalog.resolve("s3://b/data")) == [bare, slashed]
    assert arns(catalog.resolve("s3://b/data/")) == [slashed, bare]


def test_several_artifacts_of_one_uri_are_all_offered(catalog, make, client):
    first = make.artifact("s3://b/data")
    source = {"SourceUri": "s3://b/data", "SourceTypes": [{"SourceIdType": "S3ETag", "Value": "e2"}]}
    second = client.create_artifact(Source=source, ArtifactType="Model")["ArtifactArn"]
    assert sorted(arns(catalog.resolve("s3://b/data"))) == sorted([first, second])


def test_uppercase_arn_is_found_in_its_recorded_spelling(catalog, make):
    context = make.context("c", "Endpoint", ENDPOINT)
    assert arns(catalog.resolve(ENDPOINT.replace("fraud", "Fraud"))) == [context]


def test_other_arn_is_looked_up_in_every_lineage_type(catalog, make):
    source = "arn:aws:lambda:us-west-2:111122223333:function:clean"
    action = make.action("clean", "Cleaning", source)
    artifact = make.artifact(source, "Code")
    assert arns(catalog.resolve(source)) == [artifact, action]


def feature_group(account, name, made):
    arn = f"{SAGEMAKER}:feature-group/{name}"
    told = {
        "FeatureGroupArn": arn,
        "FeatureGroupName": name,
        "RecordIdentifierFeatureName": "id",
        "EventTimeFeatureName": "at",
        "FeatureDefinitions": [{"FeatureName": "id", "FeatureType": "String"}],
        "CreationTime": made,
        "NextToken": "",
    }
    seed_resource(account, "DescribeFeatureGroup", told)
    return arn


def test_a_feature_group_is_found_by_the_names_of_its_contexts(catalog, account, make):
    arn = feature_group(account, "Risk", datetime(2026, 1, 8, 9, tzinfo=UTC))
    named = [
        make.context(f"Risk-1767862800{ending}", "FeatureGroupPipeline")
        for ending in ("-feature-group-pipeline", "-feature-group-pipeline-version", "")
    ]
    make.context("Risk-1767862801", "FeatureGroupPipeline")

    assert arns(catalog.resolve(arn)) == named


def test_deleted_feature_group_is_still_found_by_its_arn(catalog, make):
    source = f"{SAGEMAKER}:feature-group/gone"
    context = make.context("gone-1767862800", "FeatureGroupPipeline", source)

    assert arns(catalog.resolve(source)) == [context]


def test_execution_entities_may_be_found_by_a_quality_check(stub_client):
    job = f"{SAGEMAKER}:processing-job/check"
    steps = [
        {"Metadata": {"QualityCheck": {"CheckJobArn": job}}},
        {"Metadata": {"Condition": {"Outcome": "True"}}},
        {"Metadata": {"Lambda": {"Arn": "arn:aws:lambda:us-west-2:111122223333:function:f"}}},
        {},
    ]
    component = {"TrialComponentArn": f"{SAGEMAKER}:experiment-trial-component/check-aws-processing-job"}
    answers = {
        "ListPipelineExecutionSteps": {"PipelineExecutionSteps": steps},
        "ListTrialComponents": {"TrialComponentSummaries": [component]},
    }
    asked = stub_client(lambda operation, _: answers.get(operation, {"ContextSummaries": []}))

    hits = SageMakerCatalog(asked.client()).resolve(f"{SAGEMAKER}:pipeline/nightly/execution/1")

    assert arns(hits) == [component["TrialComponentArn"]]
    assert job in [request.get("SourceArn") for _, request in asked.sent]


def test_image_with_the_exact_uri_is_preferred_to_its_repository(catalog, make):
    repository = IMAGE.partition(":")[0]
    tagged, bare = make.artifact(IMAGE, "Image"), make.artifact(repository, "Image")
    digest = make.artifact(f"{repository}@sha256:0123", "Image")
    make.artifact(f"{repository}-gpu:1", "Image")

    assert arns(catalog.resolve(IMAGE)) == [tagged]
    assert arns(catalog.resolve(repository)) == [bare]
    assert set(arns(catalog.resolve("arn:aws:ecr:us-west-2:111122223333:repository/xgboost"))) == {
        tagged,
        digest,
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "fraud-endpoint",
        "train.csv",
        "<script>alert(1)</script>",
        "s3://two words/x y",
        f"{ENDPOINT} {GROUP}",
    ],
)
def test_unsupported_start_text_is_refused_with_supported_forms(catalog, counting_client, text):
    with pytest.raises(errors.InvalidQuery, match=r"Paste the ARN of a lineage entity") as caught:
        catalog.resolve(text)
    assert caught.value.field == "start"
    assert counting_client.sent == []


@pytest.mark.parametrize("resource", ["experiment/e", "experiment-trial/t"])
def test_experiment_is_denied_only_where_nothing_has_it_as_its_source(catalog, make, resource):
    arn = f"{SAGEMAKER}:{resource}"
    with pytest.raises(errors.NothingFound, match="its trial components are"):
        catalog.resolve(arn)
    artifact = make.artifact(arn, "Experiment")
    assert arns(catalog.resolve(arn)) == [artifact]


@pytest.mark.parametrize(
    "resource",
    ["feature-group/customers", "training-job/t", "endpoint/e", "model-package-group/g", "pipeline/p"],
)
def test_resource_that_users_registered_as_another_kind_is_found(catalog, make, resource):
    artifact = make.artifact(f"{SAGEMAKER}:{resource}", "Registered")
    assert arns(catalog.resolve(f"{SAGEMAKER}:{resource}")) == [artifact]


def test_pipeline_execution_registered_as_an_artifact_is_found(catalog, make):
    arn = f"{SAGEMAKER}:pipeline/p/execution/dxzqrhrcf8mu"
    artifact = make.artifact(arn, "PipelineExecution")
    assert arns(catalog.resolve(arn)) == [artifact]


def test_model_package_recorded_as_a_context_is_found(catalog, make):
    context = make.context("package", "Registered", PACKAGE)
    assert arns(catalog.resolve(PACKAGE)) == [context]


@pytest.mark.parametrize(
    "resource",
    [
        "model-package/FraudModels/3",
        "training-job/Train",
        "experiment/Churn",
        "hub-content/SageMakerPublicHub/Model/falcon/3.2.1",
    ],
)
def test_arn_in_another_case_than_it_was_recorded_in_is_found(catalog, make, resource):
    source = f"{SAGEMAKER}:{resource}"
    artifact = make.artifact(source, "Model")
    for spelling in (source.lower(), source.upper()):
        assert arns(catalog.resolve(spelling)) == [artifact]


def test_bucket_called_like_a_resource_is_looked_up_as_a_source(catalog, make):
    artifact = make.artifact("arn:aws:s3:::experiment/x.csv")
    assert arns(catalog.resolve("arn:aws:s3:::experiment/x.csv")) == [artifact]
    action = make.action("copy", "Copy", "arn:aws:s3:::model/y.csv")
    assert arns(catalog.resolve("arn:aws:s3:::model/y.csv")) == [action]


@pytest.mark.parametrize(
    "pasted",
    [
        "s3a://b/raw/train data.csv",
        "s3://b/raw/train%20data.csv",
        "https://b.s3.us-west-2.amazonaws.com/raw/train%20data.csv",
        "arn:aws:s3:::b/raw/train data.csv",
        "https://s3.console.aws.amazon.com/s3/object/b?prefix=raw/train%20data.csv",
        "https://b.s3.us-west-2.amazonaws.com/raw/train+data.csv",
        "s3://b/raw/train data.csv?versionId=3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY",
        "(s3://b/raw/train data.csv).",
        "SourceUri: s3://b/raw/train data.csv",
        '"S3Uri": "s3://b/raw/train data.csv",',
        'frame = read("s3://b/raw/train data.csv")  # the data',
        "[the data](<s3://b/raw/train data.csv>)",
    ],
)
def test_s3_object_is_found_in_the_spellings_that_people_have(catalog, make, pasted):
    artifact = make.artifact("s3://b/raw/train data.csv")
    assert arns(catalog.resolve(pasted)) == [artifact]


def test_s3_key_in_another_spelling_of_its_accents_is_found(catalog, make):
    artifact = make.artifact("s3://b/cafe\u0301.csv")
    assert arns(catalog.resolve("s3://b/caf\u00e9.csv")) == [artifact]


@pytest.mark.parametrize(
    "pasted",
    [
        "endpoint/live",
        "https://us-west-2.console.aws.amazon.com/sagemaker/home?region=us-west-2#/endpoints/live",
        "https://runtime.sagemaker.us-west-2.amazonaws.com/endpoints/live/invocations",
    ],
)
def test_resource_is_found_by_name_in_an_account_without_artifacts(catalog, make, pasted):
    endpoint = make.context("live-1-aws-endpoint", "Endpoint", f"{SAGEMAKER}:endpoint/live")
    assert arns(catalog.resolve(pasted)) == [endpoint]


@pytest.mark.parametrize(
    "text",
    [
        f"{SAGEMAKER}:model-package/Nobody/3",
        f"{SAGEMAKER}:EXPERIMENT/Nobody".upper(),
        'copy "s3a://b//x%20y.csv?versionId=1". again',
        "copy s3a://b//x%20y.csv?versionId=1). again.",
    ],
)
def test_denial_that_nothing_is_there_costs_at_most_twelve_calls(catalog, counting_client, text):
    with pytest.raises(errors.NothingFound):
        catalog.resolve(text)
    assert len(counting_client.sent) <= 12


def test_mistyped_lineage_arn_is_refused_as_such(catalog):
    with pytest.raises(errors.InvalidArn, match="12-digit"):
        catalog.resolve("arn:aws:sagemaker:us-west-2:1111:artifact/abc")


@pytest.mark.parametrize(
    "text", ["x" * 10_000, "s3://b/" + "x" * 10_000, f"{SAGEMAKER}:artifact/" + "a" * 2000]
)
def test_long_start_text_is_refused_in_a_short_sentence(catalog, counting_client, text):
    with pytest.raises(errors.InvalidQuery) as caught:
        catalog.resolve(text)
    assert len(str(caught.value)) < 400
    assert counting_client.sent == []


def test_overlong_job_arn_is_refused(catalog, counting_client):
    with pytest.raises(errors.InvalidQuery, match="at most 256 characters; this one has 3"):
        catalog.resolve(f"{SAGEMAKER}:training-job/" + "a" * 300)
    assert counting_client.sent == []


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        (ENDPOINT, "some minutes after"),
        (f"{SAGEMAKER}:training-job/nightly", "other accounts or regions"),
        (ENDPOINT.replace("us-west-2", "eu-west-1"), "region eu-west-1; this account is read in us-west-2"),
        (f"{SAGEMAKER}:pipeline/nightly/execution/1", "one of its jobs or models"),
        ("s3://b/nothing", "the exact URI"),
        (IMAGE, "the exact URI"),
    ],
)
def test_resource_without_an_entity_is_reported_with_advice(catalog, text, advice):
    with pytest.raises(errors.NothingFound, match=advice) as caught:
        catalog.resolve(text)
    assert text in str(caught.value)


def test_denied_list_is_an_error(stub_client, error_response):
    client = stub_client(lambda *_: error_response("AccessDeniedException", "no")).client()
    with pytest.raises(errors.AccessDenied) as caught:
        SageMakerCatalog(client).resolve(ENDPOINT)
    assert caught.value.operation == "ListContexts"

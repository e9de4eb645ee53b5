"""States, tags, trials and artifacts of linked resources."""

from datetime import UTC, datetime

import pytest

from lineage_explorer.graph.model import Arn
from lineage_explorer.sources.aws.sagemaker_resources import MAX_CALLS, SageMakerLinkedResources
from lineage_explorer.sources.linked_resources import DELETED, ResourceState, Trial

ACCOUNT = "arn:aws:sagemaker:us-west-2:111122223333"
ENDPOINT = f"{ACCOUNT}:endpoint/live"
PACKAGE = f"{ACCOUNT}:model-package/churn/7"
JOB = f"{ACCOUNT}:training-job/train-1"
EXECUTION = f"{ACCOUNT}:pipeline/churn/execution/abc123"
OWN_ARTIFACT = {"ArtifactSummaries": [{"ArtifactArn": f"{ACCOUNT}:artifact/1"}]}
NOON = datetime(2026, 4, 15, 12, tzinfo=UTC)


@pytest.fixture
def resources_from(stub_client):
    """Return resources over responses given by operation or by a function."""

    def make(**answers):
        def answer(operation, request):
            told = answers[operation]
            return told(request) if callable(told) else told

        written = stub_client(answer)
        return SageMakerLinkedResources(written.client()), written.sent

    return make


def test_endpoint_has_the_status_of_describe_endpoint(resources_from):
    resources, sent = resources_from(
        DescribeEndpoint={
            "EndpointArn": ENDPOINT,
            "EndpointStatus": "Failed",
            "FailureReason": "No capacity",
            "CreationTime": NOON.timestamp(),
        }
    )

    assert resources.states([ENDPOINT]).found == {ENDPOINT: ResourceState("Failed", NOON, "No capacity")}
    assert sent == [("DescribeEndpoint", {"EndpointName": "live"})]


def test_package_is_requested_with_its_version_and_has_its_approval_status(resources_from):
    resources, sent = resources_from(
        DescribeModelPackage={
            "ModelPackageArn": PACKAGE,
            "ModelPackageStatus": "Completed",
            "ModelApprovalStatus": "Rejected",
            "ApprovalDescription": "Too slow",
        }
    )

    assert resources.states([PACKAGE]).found == {PACKAGE: ResourceState("Rejected", note="Too slow")}
    assert sent == [("DescribeModelPackage", {"ModelPackageName": PACKAGE})]


@pytest.mark.parametrize(
    ("arn", "operation", "request_"),
    [
        (JOB, "DescribeTrainingJob", {"TrainingJobName": "train-1"}),
        (f"{ACCOUNT}:processing-job/p", "DescribeProcessingJob", {"ProcessingJobName": "p"}),
        (f"{ACCOUNT}:transform-job/t", "DescribeTransformJob", {"TransformJobName": "t"}),
        (EXECUTION, "DescribePipelineExecution", {"PipelineExecutionArn": EXECUTION}),
    ],
)
def test_jobs_and_executions_have_a_state_too(resources_from, arn, operation, request_):
    noun = operation.removeprefix("Describe")
    resources, sent = resources_from(**{operation: {f"{noun}Arn": arn, f"{noun}Status": "Stopped"}})

    findings = resources.states([arn])

    assert findings.found == {arn: ResourceState("Stopped")}
    assert sent == [(operation, request_)]
    assert [(r.operation, r.parameters) for r in findings.requests] == sent


def test_entities_without_a_state_are_skipped(resources_from):
    resources, sent = resources_from()

    assert resources.states(["s3://b/data", f"{ACCOUNT}:pipeline/churn", f"{ACCOUNT}:artifact/1"]).found == {}
    assert sent == []


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("ValidationException", 'Could not find endpoint "live".'),
        ("ValidationException", "Endpoint live does not exist."),
        ("ValidationException", "Requested resource not found."),
        ("ResourceNotFound", "No such endpoint"),
    ],
)
def test_missing_resource_is_reported_deleted(resources_from, error_response, code, message):
    resources, _ = resources_from(DescribeEndpoint=error_response(code, message), ListArtifacts=OWN_ARTIFACT)

    findings = resources.states([ENDPOINT])

    assert (findings.found, findings.gaps) == ({ENDPOINT: ResourceState(DELETED)}, ())


def test_missing_resource_of_another_account_is_not_reported_deleted(resources_from, error_response):
    foreign = ENDPOINT.replace("111122223333", "999988887777")
    missing = error_response("ValidationException", "Could not find endpoint")
    resources, _ = resources_from(DescribeEndpoint=missing, ListArtifacts=OWN_ARTIFACT)

    assert resources.states([foreign]).found == {}


def test_resource_of_another_account_is_not_mistaken_for_a_local_namesake(resources_from):
    foreign = ENDPOINT.replace("111122223333", "999988887777")
    resources, _ = resources_from(DescribeEndpoint={"EndpointArn": ENDPOINT, "EndpointStatus": "InService"})

    assert resources.states([foreign]).found == {}


def test_own_account_id_is_requested_once(resources_from, error_response):
    missing = error_response("ValidationException", "Could not find endpoint")
    resources, sent = resources_from(DescribeEndpoint=missing, ListArtifacts=OWN_ARTIFACT)

    for name in ("a", "b", "c"):
        resources.states([f"{ACCOUNT}:endpoint/{name}"])

    assert [operation for operation, _ in sent].count("ListArtifacts") == 1


def test_missing_resource_is_reported_deleted_if_the_account_is_unknown(resources_from, error_response):
    missing = error_response("ValidationException", "Could not find endpoint")
    resources, _ = resources_from(
        DescribeEndpoint=missing, ListArtifacts=error_response("AccessDeniedException")
    )

    assert resources.states([ENDPOINT]).found == {ENDPOINT: ResourceState(DELETED)}


def test_failed_lookup_is_one_gap_and_the_others_succeed(resources_from, error_response):
    def describe(request):
        if request["EndpointName"] == "denied":
            return error_response("AccessDeniedException", "no")
        return {"EndpointStatus": "InService"}

    resources, _ = resources_from(DescribeEndpoint=describe)
    findings = resources.states([f"{ACCOUNT}:endpoint/{name}" for name in ("a", "denied", "b")])

    assert len(findings.found) == 2
    (gap,) = findings.gaps
    assert gap.startswith("The state of 1 endpoint could not be read. Access to sagemaker:DescribeEndpoint")


def test_equal_failures_are_one_gap_with_a_count(resources_from, error_response):
    resources, _ = resources_from(DescribeEndpoint=error_response("ThrottlingException", "Rate exceeded"))

    (gap,) = resources.states([f"{ACCOUNT}:endpoint/{n}" for n in range(12)]).gaps

    assert gap.startswith("The state of 12 endpoints could not be read. SageMaker refused DescribeEndpoint")


def test_different_failures_are_limited_to_three_gaps(resources_from, error_response):
    resources, _ = resources_from(
        DescribeEndpoint=lambda request: error_response(
            "InternalFailure", f"fault {request['EndpointName']}", 500
        )
    )

    gaps = resources.states([f"{ACCOUNT}:endpoint/{n}" for n in range(12)]).gaps

    assert len(gaps) == 4
    assert gaps[-1] == "The state of 9 more endpoints could not be read either."


def test_lookups_are_bounded_and_the_rest_is_reported(resources_from):
    resources, sent = resources_from(DescribeEndpoint={"EndpointStatus": "InService"})

    findings = resources.states([f"{ACCOUNT}:endpoint/{n}" for n in range(MAX_CALLS + 20)])

    assert len(sent) == len(findings.found) == MAX_CALLS
    assert findings.gaps == (f"Only {MAX_CALLS} of {MAX_CALLS + 20} endpoints were asked for their state.",)


def test_tags_are_read_to_the_last_page(resources_from):
    def list_tags(request):
        last = "NextToken" in request
        page = {"Tags": [{"Key": "b" if last else "a", "Value": "1"}]}
        return page if last else {**page, "NextToken": "more"}

    resources, _ = resources_from(ListTags=list_tags)

    assert resources.tags([JOB]).found == {JOB: {"a": "1", "b": "1"}}


def test_deleted_job_has_no_tags_and_no_gap(resources_from, error_response):
    resources, _ = resources_from(ListTags=error_response("ResourceNotFound", "gone"))

    findings = resources.tags([JOB])

    assert (findings.found, findings.gaps) == ({}, ())


COMPONENTS = [Arn(f"{ACCOUNT}:experiment-trial-component/{'x' * 60}-{n:03}") for n in range(300)]


def search_by_names(request):
    """Return the requested trial components; odd ones are in a trial."""
    filters = request["SearchExpression"]["Filters"]
    arns = [arn for one in filters for arn in one["Value"].split(",")]
    return {
        "Results": [
            {
                "TrialComponent": {
                    "TrialComponentArn": arn,
                    "Parents": [{"TrialName": "t", "ExperimentName": "e"}] if int(arn[-1]) % 2 else [],
                }
            }
            for arn in arns
        ]
    }


def test_trials_are_searched_for_in_batches_that_the_api_takes(resources_from):
    resources, sent = resources_from(Search=search_by_names)

    findings = resources.trials(COMPONENTS)

    assert len(findings.found) == 300
    assert findings.found[COMPONENTS[1]] == (Trial("t", "e"),)
    assert findings.found[COMPONENTS[2]] == ()
    assert len(sent) == len(findings.requests) == 3
    filters = [one for _, request in sent for one in request["SearchExpression"]["Filters"]]
    assert max(len(request["SearchExpression"]["Filters"]) for _, request in sent) == 20
    assert max(len(one["Value"]) for one in filters) <= 1024


def test_component_missing_from_search_is_not_reported_without_trial(resources_from):
    resources, _ = resources_from(Search={"Results": []})

    findings = resources.trials(COMPONENTS[:2])

    assert findings.found == {}
    assert findings.gaps[0].startswith("Search does not list 2 of 2 trial components")


def test_components_beyond_the_search_limit_are_reported(resources_from):
    many = [Arn(f"{ACCOUNT}:experiment-trial-component/c-{n}") for n in range(520)]
    resources, _ = resources_from(Search=search_by_names)

    assert resources.trials(many).gaps == (
        "Only 500 of 520 trial components were searched for their trials.",
    )


def test_denied_search_falls_back_to_listing_trials_per_component(resources_from, error_response):
    resources, sent = resources_from(
        Search=error_response("AccessDeniedException", "no"),
        ListTrials=lambda request: {
            "TrialSummaries": [{"TrialName": f"of-{request['TrialComponentName'][-3:]}"}]
        },
    )

    findings = resources.trials(COMPONENTS[:2])

    assert findings.found == {COMPONENTS[0]: (Trial("of-000"),), COMPONENTS[1]: (Trial("of-001"),)}
    assert [operation for operation, _ in sent] == ["Search", "ListTrials", "ListTrials"]
    assert "Access to sagemaker:Search was denied" in findings.gaps[0]


def test_no_components_send_no_search(resources_from):
    resources, sent = resources_from()

    assert (resources.trials([]).found, sent) == ({}, [])


def test_the_artifacts_of_a_source_are_listed_by_it(resources_from):
    summary = {
        "ArtifactArn": f"{ACCOUNT}:artifact/1",
        "ArtifactType": "DataSet",
        "Source": {"SourceUri": "s3://b"},
    }
    resources, sent = resources_from(ListArtifacts={"ArtifactSummaries": [summary]})

    (hit,) = resources.artifacts(["s3://b"]).found["s3://b"]

    assert (hit.arn, hit.type, hit.source_uri) == (f"{ACCOUNT}:artifact/1", "DataSet", "s3://b")
    assert sent == [("ListArtifacts", {"SourceUri": "s3://b", "MaxResults": 100})]

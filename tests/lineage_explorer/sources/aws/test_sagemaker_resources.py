"""What stands behind lineage entities, read through boto3: states, tags, trials, artifacts of a source."""

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
def behind(wire):
    """Make resources over answers that a test writes: by operation, or a function of the request."""

    def make(**answers):
        def answer(operation, request):
            told = answers[operation]
            return told(request) if callable(told) else told

        written = wire(answer)
        return SageMakerLinkedResources(written.client()), written.sent

    return make


def test_an_endpoint_has_the_status_that_describe_tells(behind):
    resources, sent = behind(
        DescribeEndpoint={
            "EndpointArn": ENDPOINT,
            "EndpointStatus": "Failed",
            "FailureReason": "No capacity",
            "CreationTime": NOON.timestamp(),
        }
    )

    assert resources.states([ENDPOINT]).found == {ENDPOINT: ResourceState("Failed", NOON, "No capacity")}
    assert sent == [("DescribeEndpoint", {"EndpointName": "live"})]


def test_a_package_is_asked_for_with_its_version_and_tells_its_approval(behind):
    resources, sent = behind(
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
def test_jobs_and_executions_have_a_state_too(behind, arn, operation, request_):
    noun = operation.removeprefix("Describe")
    resources, sent = behind(**{operation: {f"{noun}Arn": arn, f"{noun}Status": "Stopped"}})

    findings = resources.states([arn])

    assert findings.found == {arn: ResourceState("Stopped")}
    assert sent == [(operation, request_)]
    assert [(r.operation, r.parameters) for r in findings.requests] == sent


def test_what_has_no_state_is_passed_over(behind):
    resources, sent = behind()

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
def test_a_resource_that_is_not_there_was_deleted(behind, refusal, code, message):
    resources, _ = behind(DescribeEndpoint=refusal(code, message), ListArtifacts=OWN_ARTIFACT)

    findings = resources.states([ENDPOINT])

    assert (findings.found, findings.gaps) == ({ENDPOINT: ResourceState(DELETED)}, ())


def test_another_accounts_resource_that_is_not_here_is_not_called_deleted(behind, refusal):
    foreign = ENDPOINT.replace("111122223333", "999988887777")
    missing = refusal("ValidationException", "Could not find endpoint")
    resources, _ = behind(DescribeEndpoint=missing, ListArtifacts=OWN_ARTIFACT)

    assert resources.states([foreign]).found == {}


def test_another_accounts_resource_is_not_mistaken_for_its_namesake_here(behind):
    foreign = ENDPOINT.replace("111122223333", "999988887777")
    resources, _ = behind(DescribeEndpoint={"EndpointArn": ENDPOINT, "EndpointStatus": "InService"})

    assert resources.states([foreign]).found == {}


def test_whose_account_it_is_is_asked_once(behind, refusal):
    missing = refusal("ValidationException", "Could not find endpoint")
    resources, sent = behind(DescribeEndpoint=missing, ListArtifacts=OWN_ARTIFACT)

    for name in ("a", "b", "c"):
        resources.states([f"{ACCOUNT}:endpoint/{name}"])

    assert [operation for operation, _ in sent].count("ListArtifacts") == 1


def test_where_the_account_cannot_be_told_what_is_missing_was_deleted(behind, refusal):
    missing = refusal("ValidationException", "Could not find endpoint")
    resources, _ = behind(DescribeEndpoint=missing, ListArtifacts=refusal("AccessDeniedException"))

    assert resources.states([ENDPOINT]).found == {ENDPOINT: ResourceState(DELETED)}


def test_one_failure_is_one_gap_and_the_others_are_found(behind, refusal):
    def describe(request):
        if request["EndpointName"] == "denied":
            return refusal("AccessDeniedException", "no")
        return {"EndpointStatus": "InService"}

    resources, _ = behind(DescribeEndpoint=describe)
    findings = resources.states([f"{ACCOUNT}:endpoint/{name}" for name in ("a", "denied", "b")])

    assert len(findings.found) == 2
    (gap,) = findings.gaps
    assert gap.startswith("The state of 1 endpoint could not be read. Access to sagemaker:DescribeEndpoint")


def test_alike_failures_are_counted_in_one_gap(behind, refusal):
    resources, _ = behind(DescribeEndpoint=refusal("ThrottlingException", "Rate exceeded"))

    (gap,) = resources.states([f"{ACCOUNT}:endpoint/{n}" for n in range(12)]).gaps

    assert gap.startswith("The state of 12 endpoints could not be read. SageMaker refused DescribeEndpoint")


def test_unlike_failures_are_cut_to_three(behind, refusal):
    resources, _ = behind(
        DescribeEndpoint=lambda request: refusal("InternalFailure", f"fault {request['EndpointName']}", 500)
    )

    gaps = resources.states([f"{ACCOUNT}:endpoint/{n}" for n in range(12)]).gaps

    assert len(gaps) == 4
    assert gaps[-1] == "The state of 9 more endpoints could not be read either."


def test_look_ups_are_bounded_and_say_so(behind):
    resources, sent = behind(DescribeEndpoint={"EndpointStatus": "InService"})

    findings = resources.states([f"{ACCOUNT}:endpoint/{n}" for n in range(MAX_CALLS + 20)])

    assert len(sent) == len(findings.found) == MAX_CALLS
    assert findings.gaps == (f"Only {MAX_CALLS} of {MAX_CALLS + 20} endpoints were asked for their state.",)


def test_tags_are_read_to_the_last_page(behind):
    def list_tags(request):
        last = "NextToken" in request
        page = {"Tags": [{"Key": "b" if last else "a", "Value": "1"}]}
        return page if last else {**page, "NextToken": "more"}

    resources, _ = behind(ListTags=list_tags)

    assert resources.tags([JOB]).found == {JOB: {"a": "1", "b": "1"}}


def test_a_job_that_is_gone_has_no_tags_and_makes_no_gap(behind, refusal):
    resources, _ = behind(ListTags=refusal("ResourceNotFound", "gone"))

    findings = resources.tags([JOB])

    assert (findings.found, findings.gaps) == ({}, ())


COMPONENTS = [Arn(f"{ACCOUNT}:experiment-trial-component/{'x' * 60}-{n:03}") for n in range(300)]


def found_by(request):
    """Answer a search with the trial components that it names; those with an odd number are in a trial."""
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


def test_trials_are_searched_for_in_batches_that_the_api_takes(behind):
    resources, sent = behind(Search=found_by)

    findings = resources.trials(COMPONENTS)

    assert len(findings.found) == 300
    assert findings.found[COMPONENTS[1]] == (Trial("t", "e"),)
    assert findings.found[COMPONENTS[2]] == ()
    assert len(sent) == len(findings.requests) == 3
    filters = [one for _, request in sent for one in request["SearchExpression"]["Filters"]]
    assert max(len(request["SearchExpression"]["Filters"]) for _, request in sent) == 20
    assert max(len(one["Value"]) for one in filters) <= 1024


def test_a_component_that_search_does_not_list_is_not_said_to_be_in_no_trial(behind):
    resources, _ = behind(Search={"Results": []})

    findings = resources.trials(COMPONENTS[:2])

    assert findings.found == {}
    assert findings.gaps[0].startswith("Search does not list 2 of 2 trial components")


def test_more_components_than_are_searched_are_named(behind):
    many = [Arn(f"{ACCOUNT}:experiment-trial-component/c-{n}") for n in range(520)]
    resources, _ = behind(Search=found_by)

    assert resources.trials(many).gaps == (
        "Only 500 of 520 trial components were searched for their trials.",
    )


def test_where_search_is_denied_each_component_is_asked_for_its_trials(behind, refusal):
    resources, sent = behind(
        Search=refusal("AccessDeniedException", "no"),
        ListTrials=lambda request: {
            "TrialSummaries": [{"TrialName": f"of-{request['TrialComponentName'][-3:]}"}]
        },
    )

    findings = resources.trials(COMPONENTS[:2])

    assert findings.found == {COMPONENTS[0]: (Trial("of-000"),), COMPONENTS[1]: (Trial("of-001"),)}
    assert [operation for operation, _ in sent] == ["Search", "ListTrials", "ListTrials"]
    assert "Access to sagemaker:Search was denied" in findings.gaps[0]


def test_no_component_needs_no_search(behind):
    resources, sent = behind()

    assert (resources.trials([]).found, sent) == ({}, [])


def test_the_artifacts_of_a_source_are_listed_by_it(behind):
    summary = {
        "ArtifactArn": f"{ACCOUNT}:artifact/1",
        "ArtifactType": "DataSet",
        "Source": {"SourceUri": "s3://b"},
    }
    resources, sent = behind(ListArtifacts={"ArtifactSummaries": [summary]})

    (hit,) = resources.artifacts(["s3://b"]).found["s3://b"]

    assert (hit.arn, hit.type, hit.source_uri) == (f"{ACCOUNT}:artifact/1", "DataSet", "s3://b")
    assert sent == [("ListArtifacts", {"SourceUri": "s3://b", "MaxResults": 100})]

"""Linked resources are seeded, described and listed."""

from datetime import timedelta

import pytest

from sagemaker_account.errors import ServiceError
from sagemaker_account.seed_resources import seed_resource
from sagemaker_account.service import Account
from sagemaker_account.transport import connect
from tests.support.api_errors import expect_error
from tests.support.resource_samples import (
    PREFIX,
    SAMPLES,
    WHEN,
    describe,
    endpoint,
    endpoint_config,
    execution,
    loose_package,
    package,
    package_group,
    pipeline,
    processing_job,
    seed_samples,
    training_job,
    transform_job,
)

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("operation", SAMPLES)
def test_resource_is_described_as_seeded(account, every_client, operation):
    seed_samples(account)
    request, sample = SAMPLES[operation]
    assert describe(every_client, operation, **request) == sample


@pytest.mark.parametrize(
    ("operation", "request_", "code", "message"),
    [
        (
            "DescribeEndpoint",
            {"EndpointName": "gone"},
            "ValidationException",
            f'Could not find endpoint "{PREFIX}endpoint/gone".',
        ),
        (
            "DescribeTrainingJob",
            {"TrainingJobName": "gone"},
            "ValidationException",
            "Requested resource not found.",
        ),
        (
            "DescribeProcessingJob",
            {"ProcessingJobName": "gone"},
            "ValidationException",
            "Could not find requested job with name: gone",
        ),
        (
            "DescribeTransformJob",
            {"TransformJobName": "gone"},
            "ValidationException",
            "Could not find requested job with name: gone",
        ),
        (
            "DescribeModelPackage",
            {"ModelPackageName": f"{PREFIX}model-package/group/9"},
            "ValidationException",
            f"ModelPackage {PREFIX}model-package/group/9 does not exist.",
        ),
        (
            "ListModelPackages",
            {"ModelPackageGroupName": "gone"},
            "ValidationException",
            f"ModelPackageGroup {PREFIX}model-package-group/gone does not exist.",
        ),
        ("ListPipelineExecutions", {"PipelineName": "gone"}, "ResourceNotFound", "pipeline/gone"),
        (
            "ListPipelineExecutionSteps",
            {"PipelineExecutionArn": f"{PREFIX}pipeline/pipe/execution/gone"},
            "ResourceNotFound",
            "execution/gone",
        ),
        (
            "DescribePipelineExecution",
            {"PipelineExecutionArn": f"{PREFIX}pipeline/Pipe/execution/none"},
            "ResourceNotFound",
            "execution/none",
        ),
        ("DescribeFeatureGroup", {"FeatureGroupName": "gone"}, "ResourceNotFound", "feature-group/gone"),
        (
            "DescribeEndpointConfig",
            {"EndpointConfigName": "gone"},
            "ValidationException",
            f'Could not find endpoint configuration "{PREFIX}endpoint-config/gone".',
        ),
        (
            "DescribeModel",
            {"ModelName": "gone"},
            "ValidationException",
            f'Could not find model "{PREFIX}model/gone".',
        ),
        (
            "DescribeInferenceComponent",
            {"InferenceComponentName": "gone"},
            "ValidationException",
            f'Could not find inference component "{PREFIX}inference-component/gone".',
        ),
        ("DescribeAutoMLJobV2", {"AutoMLJobName": "gone"}, "ResourceNotFound", "automl-job/gone"),
        ("DescribeModelCard", {"ModelCardName": "gone"}, "ResourceNotFound", "model-card/gone"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isalnum() else "",
)
def test_missing_resource_gives_the_services_error(account, every_client, operation, request_, code, message):
    seed_samples(account)
    with expect_error(code, saying=message):
        describe(every_client, operation, **request_)


def test_names_are_case_insensitive(account, client):
    seed_samples(account)
    assert describe(client, "DescribeEndpoint", EndpointName="eP") == endpoint("Ep")


def test_a_package_is_found_by_its_arn_or_its_group_and_version_but_not_by_its_group(account, client):
    seed_samples(account)
    assert describe(client, "DescribeModelPackage", ModelPackageName="Group/1") == package("Group", 1)
    with expect_error("ValidationException", saying="model-package/Group does not exist"):
        client.describe_model_package(ModelPackageName="Group")


def test_a_package_outside_a_group_is_found_by_its_name(account, client):
    seed_resource(account, "DescribeModelPackage", loose_package("loose"))
    assert describe(client, "DescribeModelPackage", ModelPackageName="loose") == loose_package("loose")


def test_seeding_again_replaces_the_resource(account, client):
    seed_resource(account, "DescribeEndpoint", endpoint("ep", "Creating"))
    seed_resource(account, "DescribeEndpoint", endpoint("ep", "Failed", FailureReason="No capacity"))
    assert describe(client, "DescribeEndpoint", EndpointName="ep")["FailureReason"] == "No capacity"
    assert [e["EndpointStatus"] for e in describe(client, "ListEndpoints")["Endpoints"]] == ["Failed"]


def test_times_are_kept_to_the_millisecond(account, every_client):
    when = WHEN + timedelta(microseconds=123_999)
    seed_resource(account, "DescribeEndpoint", endpoint("ep", when=when))
    described = describe(every_client, "DescribeEndpoint", EndpointName="ep")
    [listed] = describe(every_client, "ListEndpoints")["Endpoints"]
    assert described["CreationTime"] == listed["CreationTime"] == WHEN + timedelta(milliseconds=123)


@pytest.mark.parametrize(
    ("output", "problem"),
    [
        ({"EndpointName": "ep"}, "endpointArn"),
        (endpoint("ep", status="Sleeping"), "endpointStatus"),
        (endpoint("ep", EndpointArn=f"{PREFIX.replace('0' * 12, '1' * 12)}endpoint/ep"), "another account"),
    ],
)
def test_values_that_are_no_output_of_the_operation_are_refused(account, output, problem):
    with pytest.raises(ServiceError, match=problem):
        seed_resource(account, "DescribeEndpoint", output)


def test_identifying_members_are_required_even_if_optional_in_the_model(account):
    with pytest.raises(ServiceError, match="CreationTime"):
        seed_resource(
            account, "DescribePipeline", {"PipelineArn": f"{PREFIX}pipeline/p", "PipelineName": "p"}
        )


def test_package_version_requires_its_group(account):
    with pytest.raises(ServiceError, match=r"model-package-group/g does not exist"):
        seed_resource(account, "DescribeModelPackage", package("g", 1))


def test_resources_of_other_accounts_are_not_found(account, store):
    seed_samples(account)
    other = connect(Account(store, account_id="111111111111"))
    assert describe(other, "ListEndpoints") == {"Endpoints": []}
    with expect_error("ValidationException", saying="does not exist"):
        other.describe_model_package(ModelPackageName=f"{PREFIX}model-package/Group/1")


@pytest.fixture
def endpoints(account, every_client):
    """Create three endpoints, each an hour older than the next."""
    for hours, (name, status) in enumerate(
        [("Beta", "InService"), ("alpha", "Failed"), ("beta-2", "Updating")]
    ):
        seed_resource(account, "DescribeEndpoint", endpoint(name, status, when=WHEN + hours * HOUR))
    return every_client


def names(client, **request):
    pages = client.get_paginator("list_endpoints").paginate(**request)
    return [summary["EndpointName"] for page in pages for summary in page["Endpoints"]]


@pytest.mark.parametrize(
    ("request_", "found"),
    [
        ({}, ["beta-2", "alpha", "Beta"]),
        ({"SortOrder": "Ascending"}, ["Beta", "alpha", "beta-2"]),
        ({"SortBy": "Name", "SortOrder": "Ascending"}, ["alpha", "Beta", "beta-2"]),
        ({"SortBy": "Status", "SortOrder": "Ascending"}, ["alpha", "Beta", "beta-2"]),
        ({"NameContains": "BETA"}, ["beta-2", "Beta"]),
        ({"NameContains": "-"}, ["beta-2"]),
        ({"StatusEquals": "Failed"}, ["alpha"]),
        ({"StatusEquals": "Deleting"}, []),
        ({"CreationTimeAfter": WHEN + HOUR, "CreationTimeBefore": WHEN + HOUR}, ["alpha"]),
        ({"LastModifiedTimeAfter": WHEN + 2 * HOUR}, ["beta-2"]),
        ({"LastModifiedTimeBefore": WHEN}, ["Beta"]),
    ],
    ids=str,
)
def test_endpoints_are_filtered_and_sorted(endpoints, request_, found):
    assert names(endpoints, **request_) == found
    assert names(endpoints, **request_, PaginationConfig={"PageSize": 1}) == found


def test_wildcards_in_names_are_literal(account):
    seed_resource(account, "DescribeProcessingJob", processing_job("a-b"))
    assert account.call("ListProcessingJobs", {"NameContains": "a_b"})["ProcessingJobSummaries"] == []


@pytest.mark.parametrize(
    ("word", "sample", "first"),
    [
        ("Training", training_job, "old"),
        ("Processing", processing_job, "old"),
        ("Transform", transform_job, "new"),
    ],
)
def test_jobs_are_listed_in_their_documented_order(account, every_client, word, sample, first):
    for name, when in (("old", WHEN), ("new", WHEN + HOUR)):
        seed_resource(account, f"Describe{word}Job", sample(name, when=when))
    summaries = describe(every_client, f"List{word}Jobs")[f"{word}JobSummaries"]
    assert summaries[0][f"{word}JobName"] == first
    assert describe(every_client, f"List{word}Jobs", NameContains="O", StatusEquals="Completed")[
        f"{word}JobSummaries"
    ] == [s for s in summaries if s[f"{word}JobName"] == "old"]


def test_transform_job_was_last_modified_when_it_ended(account, client):
    seed_resource(account, "DescribeTransformJob", transform_job("t", TransformEndTime=WHEN + HOUR))
    [summary] = describe(client, "ListTransformJobs")["TransformJobSummaries"]
    assert (summary["CreationTime"], summary["LastModifiedTime"]) == (WHEN, WHEN + HOUR)


def test_filter_that_no_job_matches_lists_none(account, client):
    seed_resource(account, "DescribeTrainingJob", training_job("t"))
    assert describe(client, "ListTrainingJobs", WarmPoolStatusEquals="InUse")["TrainingJobSummaries"] == []


@pytest.fixture
def packages(account, every_client):
    for name in ("g", "other"):
        seed_resource(account, "DescribeModelPackageGroup", package_group(name))
        for version, status in ((1, "Approved"), (2, "Rejected")):
            seed_resource(
                account, "DescribeModelPackage", package(name, version, status, when=WHEN + version * HOUR)
            )
    seed_resource(account, "DescribeModelPackage", loose_package("loose"))
    return every_client


@pytest.mark.parametrize(
    ("request_", "found"),
    [
        ({"ModelPackageGroupName": "g"}, ["g/1", "g/2"]),
        ({"ModelPackageGroupName": f"{PREFIX}model-package-group/g"}, ["g/1", "g/2"]),
        ({"ModelPackageGroupName": "g", "SortOrder": "Descending"}, ["g/2", "g/1"]),
        ({"ModelPackageGroupName": "g", "ModelApprovalStatus": "Rejected"}, ["g/2"]),
        ({"ModelPackageGroupName": "g", "CreationTimeBefore": WHEN + HOUR}, ["g/1"]),
        ({}, ["loose"]),
        ({"ModelPackageType": "Versioned"}, ["g/1", "other/1", "g/2", "other/2"]),
        (
            {"ModelPackageType": "Both", "NameContains": "o", "SortBy": "Name"},
            ["loose", "other/1", "other/2"],
        ),
    ],
    ids=str,
)
def test_packages_are_listed_by_group_approval_and_type(packages, request_, found):
    listed = describe(packages, "ListModelPackages", **request_)["ModelPackageSummaryList"]
    assert [summary["ModelPackageArn"].partition("package/")[2] for summary in listed] == found


def test_versions_are_listed_without_a_package_name(packages):
    listed = describe(packages, "ListModelPackages", ModelPackageType="Both")["ModelPackageSummaryList"]
    assert [s["ModelPackageName"] for s in listed if "ModelPackageName" in s] == ["loose"]


def test_groups_of_other_accounts_are_not_discoverable(packages):
    listed = describe(packages, "ListModelPackageGroups", NameContains="g")["ModelPackageGroupSummaryList"]
    assert [group["ModelPackageGroupName"] for group in listed] == ["g"]
    assert describe(packages, "ListModelPackageGroups", CrossAccountFilterOption="CrossAccount") == {
        "ModelPackageGroupSummaryList": []
    }


def test_executions_are_listed_by_pipeline_with_their_start_time(account, every_client):
    for name in ("p", "p-2"):
        seed_resource(account, "DescribePipeline", pipeline(name))
        for number in (1, 2):
            seed_resource(
                account, "DescribePipelineExecution", execution(name, number, when=WHEN + number * HOUR)
            )
    listed = describe(every_client, "ListPipelineExecutions", PipelineName="p")["PipelineExecutionSummaries"]
    assert [(e["PipelineExecutionArn"][-3:], e["StartTime"]) for e in listed] == [
        ("002", WHEN + 2 * HOUR),
        ("001", WHEN + HOUR),
    ]
    by_arn = describe(
        every_client,
        "ListPipelineExecutions",
        PipelineName=f"{PREFIX}pipeline/p",
        SortBy="PipelineExecutionArn",
        SortOrder="Ascending",
    )
    assert by_arn["PipelineExecutionSummaries"] == listed[::-1]


def test_endpoint_configurations_are_listed_by_part_of_their_name_newest_first(account, client):
    for hours, name in enumerate(("Ep-v1", "Other-v1", "Ep-v2")):
        seed_resource(account, "DescribeEndpointConfig", endpoint_config(name, "m", when=WHEN + hours * HOUR))
    listed = describe(client, "ListEndpointConfigs", NameContains="ep-")["EndpointConfigs"]
    assert [summary["EndpointConfigName"] for summary in listed] == ["Ep-v2", "Ep-v1"]

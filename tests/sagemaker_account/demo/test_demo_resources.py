"""The demo's resources agree with its entities."""

import json
from collections import Counter

import pytest

from sagemaker_account.errors import ServiceError
from tests.support.list_pages import list_all

PREFIX = "arn:aws:sagemaker:us-west-2:000000000000:"
TRAIN_CSV = "s3://sagemaker-us-west-2-000000000000/experiments-demo/train.csv"


@pytest.fixture(scope="module")
def account(demo_account):
    return demo_account


@pytest.fixture(scope="module")
def components(account):
    """Return every trial component as returned by Search."""
    found = list_all(account, "Search", "Results", Resource="ExperimentTrialComponent")
    return [result["TrialComponent"] for result in found]


def endpoint_status(account, arn):
    try:
        return account.call("DescribeEndpoint", {"EndpointName": arn.rpartition("/")[2]})["EndpointStatus"]
    except ServiceError as refusal:
        return "gone" if refusal.message == f'Could not find endpoint "{arn}".' else refusal.message


def test_of_the_six_endpoints_of_train_csv_four_no_longer_exist(account):
    (data,) = account.call("ListArtifacts", {"SourceUri": TRAIN_CSV})["ArtifactSummaries"]
    query = {
        "StartArns": [data["ArtifactArn"]],
        "Direction": "Descendants",
        "Filters": {"Types": ["Endpoint"]},
    }
    contexts = [vertex["Arn"] for vertex in account.call("QueryLineage", query)["Vertices"]]
    sources = [
        account.call("DescribeContext", {"ContextName": arn})["Source"]["SourceUri"] for arn in contexts
    ]

    assert Counter(endpoint_status(account, arn) for arn in sources) == {"gone": 4, "InService": 2}
    assert endpoint_status(account, f"{PREFIX}endpoint/lineage-test-endpoint-1650241311") == "InService"


def test_every_endpoint_has_a_context_and_some_contexts_have_no_endpoint(account):
    contexts = {
        c["Source"]["SourceUri"]
        for c in list_all(account, "ListContexts", "ContextSummaries", ContextType="Endpoint")
    }
    there = {e["EndpointArn"] for e in list_all(account, "ListEndpoints", "Endpoints")}

    assert there < contexts
    assert f"{PREFIX}endpoint/churn-scoring" in contexts - there
    assert {endpoint_status(account, arn) for arn in contexts - there} == {"gone"}


def test_an_endpoint_runs_its_last_configuration(account):
    endpoint = account.call("DescribeEndpoint", {"EndpointName": "customer-churn-production"})

    assert endpoint["EndpointConfigName"] == "customer-churn-production-v8"
    assert endpoint["LastModifiedTime"] > endpoint["CreationTime"]
    (variant,) = endpoint["ProductionVariants"]
    assert variant["DeployedImages"][0]["SpecifiedImage"].endswith("sagemaker-xgboost:1.7-1")


def test_every_job_agrees_with_its_trial_component(components):
    with_job = [c for c in components if "Source" in c]
    unknown = [c["DisplayName"] for c in with_job if len(c["SourceDetail"]) == 1]
    assert unknown == ["retail-recommend"]

    for component in with_job:
        for kind, job in component["SourceDetail"].items():
            if kind != "SourceArn" and component["DisplayName"] not in unknown:
                step = kind.removesuffix("Job")
                assert job[f"{kind}Arn"] == component["Source"]["SourceArn"]
                assert job[f"{kind}Status"] == component["Status"]["PrimaryStatus"]
                assert job[f"{step}StartTime"] == component["StartTime"]
                assert job.get(f"{step}EndTime") == component.get("EndTime")


def test_training_job_has_data_model_image_and_metrics(components):
    (component,) = [c for c in components if c.get("DisplayName") == "Train-v8"]
    job = component["SourceDetail"]["TrainingJob"]

    data = {c["ChannelName"]: c["DataSource"]["S3DataSource"]["S3Uri"] for c in job["InputDataConfig"]}
    inputs = {name: artifact["Value"] for name, artifact in component["InputArtifacts"].items()}
    assert inputs == {**data, "SageMaker.ImageUri": job["AlgorithmSpecification"]["TrainingImage"]}
    model = component["OutputArtifacts"]["SageMaker.ModelArtifact"]["Value"]
    assert job["ModelArtifacts"]["S3ModelArtifacts"] == model
    assert [(m["MetricName"], m["Value"]) for m in job["FinalMetricDataList"]] == [("validation:auc", 0.889)]


def test_jobs_have_every_final_status(components):
    jobs = [
        job for c in components for kind, job in c.get("SourceDetail", {}).items() if kind == "TrainingJob"
    ]

    assert set(Counter(job["TrainingJobStatus"] for job in jobs)) == {
        "Completed",
        "Failed",
        "Stopped",
        "InProgress",
    }
    (failed,) = [job for job in jobs if job["TrainingJobStatus"] == "Failed"]
    assert failed["FailureReason"].startswith("AlgorithmError")


def test_every_package_has_the_status_of_its_last_approval(account):
    approvals = list_all(
        account, "ListActions", "ActionSummaries", ActionType="Approval", SortOrder="Ascending"
    )
    decided = {}
    for approval in approvals:
        described = account.call("DescribeAction", {"ActionName": approval["ActionName"]})
        decided[described["Source"]["SourceUri"]] = described

    packages = list_all(account, "ListModelPackages", "ModelPackageSummaryList", ModelPackageType="Versioned")
    assert {p["ModelPackageArn"] for p in packages} == set(decided)
    for summary in packages:
        package = account.call("DescribeModelPackage", {"ModelPackageName": summary["ModelPackageArn"]})
        action = decided[package["ModelPackageArn"]]
        assert package["ModelApprovalStatus"] == action["Properties"]["ModelApprovalStatus"]
        assert package.get("ApprovalDescription") == action.get("Description")
        assert package["LastModifiedTime"] == action["CreationTime"]


def test_a_package_holds_the_model_and_the_image_that_contribute_to_it(account):
    arn = f"{PREFIX}model-package/customer-churn/8"
    (artifact,) = account.call("ListArtifacts", {"SourceUri": arn})["ArtifactSummaries"]
    query = {"StartArns": [artifact["ArtifactArn"]], "Direction": "Ascendants", "MaxDepth": 1}
    around = {**query, "Filters": {"LineageTypes": ["Artifact"]}}
    contents = {
        account.call("DescribeArtifact", {"ArtifactArn": vertex["Arn"]})["Source"]["SourceUri"]
        for vertex in account.call("QueryLineage", around)["Vertices"]
    }

    (container,) = account.call("DescribeModelPackage", {"ModelPackageName": arn})["InferenceSpecification"][
        "Containers"
    ]
    assert {container["Image"], container["ModelDataUrl"]} == contents


def test_the_churn_group_has_eight_versions_of_which_two_were_rejected(account):
    versions = list_all(
        account, "ListModelPackages", "ModelPackageSummaryList", ModelPackageGroupName="customer-churn"
    )

    assert [version["ModelPackageVersion"] for version in versions] == list(range(1, 9))
    assert Counter(version["ModelApprovalStatus"] for version in versions) == {"Approved": 6, "Rejected": 2}
    assert all("AUC" in version["ModelPackageDescription"] for version in versions)


def test_every_group_has_a_context(account):
    groups = list_all(account, "ListModelPackageGroups", "ModelPackageGroupSummaryList")
    contexts = list_all(account, "ListContexts", "ContextSummaries", ContextType="ModelGroup")

    assert {g["ModelPackageGroupArn"] for g in groups} == {c["Source"]["SourceUri"] for c in contexts}


def test_contexts_of_a_feature_group_are_named_by_its_creation_time(account):
    contexts = list_all(account, "ListContexts", "ContextSummaries", ContextType="FeatureGroupPipeline")
    assert len(contexts) == 4
    for context in contexts:
        group = account.call("DescribeFeatureGroup", {"FeatureGroupName": context["Source"]["SourceUri"]})
        made = int(group["CreationTime"].timestamp())
        assert context["ContextName"] == f"{group['FeatureGroupName']}-{made}-feature-group-pipeline"


def test_some_components_are_in_two_trials_and_many_in_none(components):
    trials = Counter(len(component["Parents"]) for component in components)

    assert trials[2] == 2
    assert trials[0] > 20


def test_the_supplier_shares_its_lineage_group(account):
    mine, theirs = (
        g["LineageGroupArn"] for g in account.call("ListLineageGroups", {})["LineageGroupSummaries"]
    )

    assert "LineageGroupArn" in account.call("GetLineageGroupPolicy", {"LineageGroupName": mine})
    policy = json.loads(account.call("GetLineageGroupPolicy", {"LineageGroupName": theirs})["ResourcePolicy"])
    (statement,) = policy["Statement"]
    assert ":111122223333:" in theirs
    assert statement["Principal"] == {"AWS": ["000000000000"]}
    assert "sagemaker:QueryLineage" in statement["Action"]

"""Minimal linked resources to seed."""

from datetime import UTC, datetime

from botocore.validate import ParamValidator

from sagemaker_account.seed_resources import seed_resource

WHEN = datetime(2026, 1, 1, tzinfo=UTC)
PREFIX = "arn:aws:sagemaker:us-west-2:000000000000:"
IMAGE = "123456789012.dkr.ecr.us-west-2.amazonaws.com/xgboost:1"


def _job(word, name, status, when):
    return {
        f"{word}JobName": name,
        f"{word}JobArn": f"{PREFIX}{word.lower()}-job/{name}",
        f"{word}JobStatus": status,
        "CreationTime": when,
    }


def training_job(name, status="Completed", when=WHEN, **members):
    return _job("Training", name, status, when) | {
        "ModelArtifacts": {"S3ModelArtifacts": f"s3://b/{name}/output/model.tar.gz"},
        "SecondaryStatus": "Completed",
        "StoppingCondition": {"MaxRuntimeInSeconds": 60},
        **members,
    }


def processing_job(name, status="Completed", when=WHEN, **members):
    cluster = {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 1}
    return _job("Processing", name, status, when) | {
        "ProcessingResources": {"ClusterConfig": cluster},
        "AppSpecification": {"ImageUri": IMAGE},
        **members,
    }


def transform_job(name, status="Completed", when=WHEN, **members):
    return _job("Transform", name, status, when) | {
        "ModelName": "model",
        "TransformInput": {"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://b/in"}}},
        "TransformResources": {"InstanceType": "ml.m5.large", "InstanceCount": 1},
        **members,
    }


def endpoint(name, status="InService", when=WHEN, **members):
    return {
        "EndpointName": name,
        "EndpointArn": f"{PREFIX}endpoint/{name}",
        "EndpointStatus": status,
        "CreationTime": when,
        "LastModifiedTime": when,
        **members,
    }


def package_group(name, when=WHEN):
    return {
        "ModelPackageGroupName": name,
        "ModelPackageGroupArn": f"{PREFIX}model-package-group/{name}",
        "CreationTime": when,
        "CreatedBy": {},
        "ModelPackageGroupStatus": "Completed",
    }


def package(group, version, status="Approved", when=WHEN):
    return {
        "ModelPackageName": group,
        "ModelPackageGroupName": group,
        "ModelPackageVersion": version,
        "ModelPackageArn": f"{PREFIX}model-package/{group}/{version}",
        "CreationTime": when,
        "ModelPackageStatus": "Completed",
        "ModelPackageStatusDetails": {"ValidationStatuses": []},
        "ModelApprovalStatus": status,
    }


def loose_package(name, when=WHEN):
    told = package(name, 1, when=when) | {"ModelPackageArn": f"{PREFIX}model-package/{name}"}
    return {m: v for m, v in told.items() if m not in {"ModelPackageGroupName", "ModelPackageVersion"}}


def pipeline(name, when=WHEN):
    return {"PipelineName": name, "PipelineArn": f"{PREFIX}pipeline/{name}", "CreationTime": when}


def execution(name, number, status="Succeeded", when=WHEN):
    return {
        "PipelineArn": f"{PREFIX}pipeline/{name}",
        "PipelineExecutionArn": f"{PREFIX}pipeline/{name}/execution/{number:012d}",
        "PipelineExecutionStatus": status,
        "CreationTime": when,
        "LastModifiedTime": when,
    }


def feature_group(name, when=WHEN):
    return {
        "FeatureGroupName": name,
        "FeatureGroupArn": f"{PREFIX}feature-group/{name}",
        "RecordIdentifierFeatureName": "id",
        "EventTimeFeatureName": "at",
        "FeatureDefinitions": [{"FeatureName": "id", "FeatureType": "String"}],
        "CreationTime": when,
        "NextToken": "",
    }


SAMPLES = {
    "DescribeEndpoint": ({"EndpointName": "Ep"}, endpoint("Ep")),
    "DescribeTrainingJob": ({"TrainingJobName": "Fit"}, training_job("Fit")),
    "DescribeProcessingJob": ({"ProcessingJobName": "Prep"}, processing_job("Prep")),
    "DescribeTransformJob": ({"TransformJobName": "Score"}, transform_job("Score")),
    "DescribeModelPackageGroup": ({"ModelPackageGroupName": "Group"}, package_group("Group")),
    "DescribeModelPackage": ({"ModelPackageName": f"{PREFIX}model-package/Group/1"}, package("Group", 1)),
    "DescribePipeline": ({"PipelineName": "Pipe"}, pipeline("Pipe")),
    "DescribePipelineExecution": (
        {"PipelineExecutionArn": execution("Pipe", 1)["PipelineExecutionArn"]},
        execution("Pipe", 1),
    ),
    "DescribeFeatureGroup": ({"FeatureGroupName": f"{PREFIX}feature-group/Risk"}, feature_group("Risk")),
}
"""Operation → how it is asked about a sample, and the sample. What holds a sample stands before it."""


def seed_samples(account):
    for operation, (_, sample) in SAMPLES.items():
        seed_resource(account, operation, sample)


def describe(client, operation, **request):
    """Return a response, which must be valid by botocore's model."""
    method = "".join(f"_{c.lower()}" if c.isupper() else c for c in operation).lstrip("_")
    answer = getattr(client, method)(**request)
    del answer["ResponseMetadata"]
    shape = client.meta.service_model.operation_model(operation).output_shape
    assert not ParamValidator().validate(answer, shape).has_errors()
    return answer

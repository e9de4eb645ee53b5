"""Minimal linked resources to seed."""

from datetime import UTC, datetime

from botocore import xform_name
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


def endpoint_config(name, *models, when=WHEN):
    return {
        "EndpointConfigName": name,
        "EndpointConfigArn": f"{PREFIX}endpoint-config/{name}",
        "ProductionVariants": [{"VariantName": f"v-{model}", "ModelName": model} for model in models],
        "CreationTime": when,
    }


def model(name, *containers, when=WHEN):
    return {
        "ModelName": name,
        "ModelArn": f"{PREFIX}model/{name}",
        "Containers": list(containers),
        "CreationTime": when,
    }


def inference_component(name, endpoint_name, model_name, when=WHEN):
    return {
        "InferenceComponentName": name,
        "InferenceComponentArn": f"{PREFIX}inference-component/{name}",
        "EndpointName": endpoint_name,
        "EndpointArn": f"{PREFIX}endpoint/{endpoint_name}",
        "Specification": {"ModelName": model_name},
        "CreationTime": when,
        "LastModifiedTime": when,
    }


def tuning_job(name, when=WHEN, **members):
    return {
        "HyperParameterTuningJobName": name,
        "HyperParameterTuningJobArn": f"{PREFIX}hyper-parameter-tuning-job/{name}",
        "HyperParameterTuningJobConfig": {
            "Strategy": "Bayesian",
            "ResourceLimits": {"MaxParallelTrainingJobs": 1},
        },
        "HyperParameterTuningJobStatus": "Completed",
        "CreationTime": when,
        "TrainingJobStatusCounters": {},
        "ObjectiveStatusCounters": {},
        **members,
    }


def auto_ml_job(name, when=WHEN, **members):
    return {
        "AutoMLJobName": name,
        "AutoMLJobArn": f"{PREFIX}automl-job/{name}",
        "AutoMLJobInputDataConfig": [{}],
        "OutputDataConfig": {"S3OutputPath": "s3://b/automl"},
        "RoleArn": "arn:aws:iam::000000000000:role/service",
        "CreationTime": when,
        "LastModifiedTime": when,
        "AutoMLJobStatus": "Completed",
        "AutoMLJobSecondaryStatus": "Completed",
        **members,
    }


def model_card(name, content, when=WHEN):
    return {
        "ModelCardName": name,
        "ModelCardArn": f"{PREFIX}model-card/{name}",
        "ModelCardVersion": 1,
        "Content": content,
        "ModelCardStatus": "Draft",
        "CreationTime": when,
        "CreatedBy": {},
    }


def hub_content(name, version, when=WHEN, **members):
    return {
        "HubContentName": name,
        "HubContentArn": f"{PREFIX}hub-content/Hub/Model/{name}/{version}",
        "HubContentVersion": version,
        "HubContentType": "Model",
        "DocumentSchemaVersion": "2.0.0",
        "HubName": "Hub",
        "HubArn": f"{PREFIX}hub/Hub",
        "HubContentDocument": "{}",
        "HubContentStatus": "Available",
        "CreationTime": when,
        **members,
    }


HUB_CONTENT = {"HubName": "Hub", "HubContentType": "Model", "HubContentName": "bert"}

SAMPLES = {
    "DescribeEndpoint": ({"EndpointName": "Ep"}, endpoint("Ep")),
    "DescribeEndpointConfig": ({"EndpointConfigName": "Ep-v1"}, endpoint_config("Ep-v1", "Ep-v1")),
    "DescribeInferenceComponent": (
        {"InferenceComponentName": "part"},
        inference_component("part", "Ep", "Ep-v1"),
    ),
    "DescribeModel": ({"ModelName": "Ep-v1"}, model("Ep-v1", {"ModelDataUrl": "s3://b/model.tar.gz"})),
    "DescribeHyperParameterTuningJob": ({"HyperParameterTuningJobName": "Tune"}, tuning_job("Tune")),
    "DescribeAutoMLJobV2": ({"AutoMLJobName": "auto"}, auto_ml_job("auto")),
    "DescribeHubContent": (HUB_CONTENT | {"HubContentVersion": "1.0.0"}, hub_content("bert", "1.0.0")),
    "DescribeModelCard": ({"ModelCardName": f"{PREFIX}model-card/Card"}, model_card("Card", "{}")),
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
    answer = getattr(client, xform_name(operation))(**request)
    del answer["ResponseMetadata"]
    shape = client.meta.service_model.operation_model(operation).output_shape
    assert not ParamValidator().validate(answer, shape).has_errors()
    return answer

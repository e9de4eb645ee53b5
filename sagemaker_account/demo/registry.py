"""Records that SageMaker writes by itself in its model registry.

They cover registration, approval and deployment of a model.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sagemaker_account.demo.arn_names import build_arn, build_package_arn, hash_text, to_epoch_seconds
from sagemaker_account.demo.lineage_builder import Artifact, DemoBuilder


@dataclass(frozen=True, slots=True)
class ModelGroup:
    """Model package group.

    Attributes:
        name: Name of the group.
        context: ARN of the group's context.
    """

    name: str
    context: str


@dataclass(frozen=True, slots=True)
class ModelPackage:
    """Version in a model package group.

    Attributes:
        group: Name of the group.
        version: Number of the version, from 1.
        artifact: Artifact of the version. Its type is Model, as that of the model data.
        model: Artifact of the model data.
        image: Artifact of the inference image.
        execution: ARN of the pipeline execution that registered it, or empty.
    """

    group: str
    version: int
    artifact: Artifact
    model: Artifact
    image: Artifact
    execution: str

    @property
    def deployment_inputs(self) -> tuple[Artifact, Artifact, Artifact]:
        """Artifacts that contribute to a deployment of the version."""
        return self.artifact, self.model, self.image


def create_model_group(builder: DemoBuilder, name: str, **members: Any) -> ModelGroup:
    """Write a model package group and its context.

    Args:
        builder: The builder.
        name: Name of the group.
        members: Other members of the context's request.
    """
    builder.add_resource(
        "DescribeModelPackageGroup",
        ModelPackageGroupName=name,
        ModelPackageGroupArn=build_arn("model-package-group", name),
        ModelPackageGroupStatus="Completed",
        CreationTime=builder.time,
        CreatedBy=builder.caller,
    )
    context = f"{name}-{to_epoch_seconds(builder.time)}-aws-model-group"
    source = build_arn("model-package-group", name)
    return ModelGroup(name, builder.create_context(context, "ModelGroup", source, **members))


def register_model(
    builder: DemoBuilder,
    group: ModelGroup,
    version: int,
    contents: tuple[Artifact, Artifact],
    *,
    package_members: Mapping[str, Any] | None = None,
    **members: Any,
) -> ModelPackage:
    """Register a version in a model package group.

    The model data and the inference image contribute to the version's artifact.

    Args:
        builder: The builder.
        group: The model package group.
        version: Number of the version, from 1.
        contents: Artifacts of the model data and of the inference image.
        package_members: Members of the version's own description, such as ModelPackageDescription.
        members: Other members of the request for the version's artifact.
    """
    artifact = builder.create_artifact(build_package_arn(group.name, version), "Model", **members)
    for content in contents:
        builder.associate(content.arn, artifact.arn)
    builder.associate(artifact.arn, group.context, "AssociatedWith")
    package = ModelPackage(group.name, version, artifact, *contents, builder.execution)
    _add_package_resource(builder, package, package_members or {})
    if builder.execution:
        metadata = {"RegisterModel": {"Arn": artifact.uri}}
        builder.after_delay(seconds=4).add_step("RegisterModel", builder.time, Metadata=metadata)
    return package


def set_approval_status(builder: DemoBuilder, package: ModelPackage, status: str, **members: Any) -> None:
    """Write a change of a package's approval status.

    The approval is the source of an association with the package.

    Args:
        builder: The builder, with the reviewer as caller.
        package: The reviewed package.
        status: Approved, Rejected or PendingManualApproval.
        members: Other members of the approval's request, such as its Description.
    """
    current = builder.call("DescribeModelPackage", ModelPackageName=package.artifact.uri)
    changes = {
        "ModelApprovalStatus": status,
        "LastModifiedTime": builder.time,
        "LastModifiedBy": builder.caller,
    }
    reason = {"ApprovalDescription": members["Description"]} if "Description" in members else {}
    if life_cycle := current.get("ModelLifeCycle"):
        changes["ModelLifeCycle"] = {**life_cycle, "StageStatus": status}
    builder.add_resource("DescribeModelPackage", **{**current, **changes, **reason})
    action = builder.create_action(
        f"{package.group}-{package.version}-{status}-{to_epoch_seconds(builder.time)}-aws-model-group",
        "Approval",
        package.artifact.uri,
        Properties={"ModelApprovalStatus": status},
        **members,
    )
    builder.associate(action, package.artifact.arn)


def create_endpoint_context(builder: DemoBuilder, name: str, **members: Any) -> str:
    """Create the context of an endpoint and return its ARN.

    Args:
        builder: The builder.
        name: Name of the endpoint.
        members: Other members of the request.
    """
    context = f"{name}-{to_epoch_seconds(builder.time)}-aws-endpoint"
    return builder.create_context(context, "Endpoint", build_arn("endpoint", name), **members)


def deploy_model(
    builder: DemoBuilder,
    config: str,
    inputs: Iterable[Artifact],
    endpoint_context: str,
    action_type: str = "ModelDeployment",
) -> None:
    """Write the deployment of an endpoint configuration.

    The served artifacts contribute to the deployment; the deployment is associated with the endpoint.

    Args:
        builder: The builder at the start of the deployment.
        config: Name of the endpoint configuration.
        inputs: Served artifacts.
        endpoint_context: ARN of the endpoint's context.
        action_type: Type of the action.
    """
    inputs = tuple(inputs)
    _add_endpoint_config(builder, config, inputs)
    name = f"{config}-{to_epoch_seconds(builder.time)}-aws-endpoint"
    action = builder.create_action(
        name, action_type, build_arn("endpoint-config", config), Status="InProgress"
    )
    for artifact in inputs:
        builder.associate(artifact.arn, action)
    builder.associate(action, endpoint_context, "AssociatedWith")
    builder.after_delay(minutes=6).call("UpdateAction", ActionName=name, Status="Completed")


def _add_endpoint_config(builder: DemoBuilder, config: str, inputs: Iterable[Artifact]) -> None:
    """Seed an endpoint configuration, and its model of the same name."""
    packages = (artifact.uri for artifact in inputs if ":model-package/" in artifact.uri)
    builder.add_resource(
        "DescribeModel",
        ModelName=config,
        ModelArn=build_arn("model", config),
        Containers=[{"ModelPackageName": package} for package in packages],
        ExecutionRoleArn=f"arn:aws:iam::{builder.account_id}:role/SageMakerExecution",
        CreationTime=builder.time,
    )
    variant = {
        "VariantName": "AllTraffic",
        "ModelName": config,
        "InitialInstanceCount": 1,
        "InstanceType": "ml.m5.large",
    }
    builder.add_resource(
        "DescribeEndpointConfig",
        EndpointConfigName=config,
        EndpointConfigArn=build_arn("endpoint-config", config),
        ProductionVariants=[variant],
        CreationTime=builder.time,
    )


def add_model_card(builder: DemoBuilder, name: str, package: ModelPackage, purpose: str) -> None:
    """Seed the model card of a version.

    Args:
        builder: The builder, with the card's author as caller.
        name: Name of the card.
        package: The version that the card is about.
        purpose: What the model is used for.
    """
    content = {
        "model_overview": {"model_artifact": [package.model.uri], "model_version": package.version},
        "model_package_details": {
            "model_package_arn": package.artifact.uri,
            "model_package_group_name": package.group,
        },
        "intended_uses": {"purpose_of_model": purpose},
    }
    builder.add_resource(
        "DescribeModelCard",
        ModelCardName=name,
        ModelCardArn=build_arn("model-card", name),
        ModelCardVersion=1,
        ModelCardStatus="Approved",
        Content=json.dumps(content),
        **builder.audit_members,
    )


def add_endpoint(
    builder: DemoBuilder, name: str, config: str, package: ModelPackage, *, created_at: datetime
) -> None:
    """Seed an existing endpoint in the state after its last deployment.

    Args:
        builder: The builder at the end of the deployment.
        name: Name of the endpoint.
        config: Name of its endpoint configuration.
        package: Package that it serves.
        created_at: Creation time of the endpoint.
    """
    repository, _, _ = package.image.uri.partition(":")
    image = {
        "SpecifiedImage": package.image.uri,
        "ResolvedImage": f"{repository}@sha256:{hash_text(package.image.uri, 64)}",
        "ResolutionTime": builder.time,
    }
    variant = {
        "VariantName": "AllTraffic",
        "DeployedImages": [image],
        "CurrentWeight": 1.0,
        "DesiredWeight": 1.0,
        "CurrentInstanceCount": 1,
        "DesiredInstanceCount": 1,
    }
    builder.add_resource(
        "DescribeEndpoint",
        EndpointName=name,
        EndpointArn=build_arn("endpoint", name),
        EndpointConfigName=config,
        EndpointStatus="InService",
        ProductionVariants=[variant],
        CreationTime=created_at,
        LastModifiedTime=builder.time,
    )


def _add_package_resource(builder: DemoBuilder, package: ModelPackage, members: Mapping[str, Any]) -> None:
    container = {"Image": package.image.uri, "ModelDataUrl": package.model.uri}
    builder.add_resource(
        "DescribeModelPackage",
        ModelPackageName=package.group,
        ModelPackageGroupName=package.group,
        ModelPackageVersion=package.version,
        ModelPackageArn=package.artifact.uri,
        ModelPackageStatus="Completed",
        ModelPackageStatusDetails={"ValidationStatuses": []},
        ModelApprovalStatus="PendingManualApproval",
        InferenceSpecification={
            "Containers": [container],
            "SupportedContentTypes": ["text/csv"],
            "SupportedResponseMIMETypes": ["text/csv"],
        },
        **({"MetadataProperties": builder.metadata} if builder.metadata else {}),
        **members,
        **builder.audit_members,
    )

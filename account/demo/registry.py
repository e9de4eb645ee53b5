"""Records that SageMaker writes by itself in its model registry.

They cover registration, approval and deployment of a model.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from account.demo.author import Artifact, Author
from account.demo.naming import arn, digest, epoch, package_arn


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
class Package:
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
    def served(self) -> tuple[Artifact, Artifact, Artifact]:
        """Artifacts that contribute to a deployment of the version."""
        return self.artifact, self.model, self.image


def model_group(author: Author, name: str, **members: Any) -> ModelGroup:
    """Write a model package group and its context.

    Args:
        author: The builder.
        name: Name of the group.
        members: Other members of the context's request.
    """
    author.keep(
        "DescribeModelPackageGroup",
        ModelPackageGroupName=name,
        ModelPackageGroupArn=arn("model-package-group", name),
        ModelPackageGroupStatus="Completed",
        CreationTime=author.when,
        CreatedBy=author.who,
    )
    context = f"{name}-{epoch(author.when)}-aws-model-group"
    source = arn("model-package-group", name)
    return ModelGroup(name, author.context(context, "ModelGroup", source, **members))


def register(
    author: Author,
    group: ModelGroup,
    version: int,
    contents: tuple[Artifact, Artifact],
    *,
    about: str = "",
    **members: Any,
) -> Package:
    """Register a version in a model package group.

    The model data and the inference image contribute to the version's artifact.

    Args:
        author: The builder.
        group: The model package group.
        version: Number of the version, from 1.
        contents: Artifacts of the model data and of the inference image.
        about: Description of the version.
        members: Other members of the request for the version's artifact.
    """
    artifact = author.artifact(package_arn(group.name, version), "Model", **members)
    for content in contents:
        author.link(content.arn, artifact.arn)
    author.link(artifact.arn, group.context, "AssociatedWith")
    package = Package(group.name, version, artifact, *contents, author.execution)
    _describe(author, package, about)
    if author.execution:
        metadata = {"RegisterModel": {"Arn": artifact.uri}}
        author.after(seconds=4).step("RegisterModel", author.when, Metadata=metadata)
    return package


def decide(author: Author, package: Package, status: str, **members: Any) -> None:
    """Write a change of a package's approval status.

    The approval is the source of an association with the package.

    Args:
        author: The builder, with the reviewer as caller.
        package: The reviewed package.
        status: Approved, Rejected or PendingManualApproval.
        members: Other members of the approval's request, such as its Description.
    """
    current = author.call("DescribeModelPackage", ModelPackageName=package.artifact.uri)
    changes = {"ModelApprovalStatus": status, "LastModifiedTime": author.when, "LastModifiedBy": author.who}
    reason = {"ApprovalDescription": members["Description"]} if "Description" in members else {}
    author.keep("DescribeModelPackage", **{**current, **changes, **reason})
    action = author.action(
        f"{package.group}-{package.version}-{status}-{epoch(author.when)}-aws-model-group",
        "Approval",
        package.artifact.uri,
        Properties={"ModelApprovalStatus": status},
        **members,
    )
    author.link(action, package.artifact.arn)


def endpoint(author: Author, name: str, **members: Any) -> str:
    """Create the context of an endpoint and return its ARN.

    Args:
        author: The builder.
        name: Name of the endpoint.
        members: Other members of the request.
    """
    context = f"{name}-{epoch(author.when)}-aws-endpoint"
    return author.context(context, "Endpoint", arn("endpoint", name), **members)


def deploy(
    author: Author,
    config: str,
    served: Iterable[Artifact],
    endpoint_context: str,
    kind: str = "ModelDeployment",
) -> None:
    """Write the deployment of an endpoint configuration.

    The served artifacts contribute to the deployment; the deployment is associated with the endpoint.

    Args:
        author: The builder at the start of the deployment.
        config: Name of the endpoint configuration.
        served: Served artifacts.
        endpoint_context: ARN of the endpoint's context.
        kind: Type of the action.
    """
    name = f"{config}-{epoch(author.when)}-aws-endpoint"
    action = author.action(name, kind, arn("endpoint-config", config), Status="InProgress")
    for artifact in served:
        author.link(artifact.arn, action)
    author.link(action, endpoint_context, "AssociatedWith")
    author.after(minutes=6).call("UpdateAction", ActionName=name, Status="Completed")


def in_service(author: Author, name: str, config: str, package: Package, *, created: datetime) -> None:
    """Seed an existing endpoint in the state after its last deployment.

    Args:
        author: The builder at the end of the deployment.
        name: Name of the endpoint.
        config: Name of its endpoint configuration.
        package: Package that it serves.
        created: Creation time of the endpoint.
    """
    repository, _, _ = package.image.uri.partition(":")
    image = {
        "SpecifiedImage": package.image.uri,
        "ResolvedImage": f"{repository}@sha256:{digest(package.image.uri, 64)}",
        "ResolutionTime": author.when,
    }
    variant = {
        "VariantName": "AllTraffic",
        "DeployedImages": [image],
        "CurrentWeight": 1.0,
        "DesiredWeight": 1.0,
        "CurrentInstanceCount": 1,
        "DesiredInstanceCount": 1,
    }
    author.keep(
        "DescribeEndpoint",
        EndpointName=name,
        EndpointArn=arn("endpoint", name),
        EndpointConfigName=config,
        EndpointStatus="InService",
        ProductionVariants=[variant],
        CreationTime=created,
        LastModifiedTime=author.when,
    )


def _describe(builder: Author, package: Package, description: str) -> None:
    container = {"Image": package.image.uri, "ModelDataUrl": package.model.uri}
    optional = {
        "ModelPackageDescription": description,
        "MetadataProperties": builder.origin,
    }
    builder.keep(
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
        **{member: value for member, value in optional.items() if value},
        **builder.stamp,
    )

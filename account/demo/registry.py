"""What SageMaker records by itself when a model is registered, judged and deployed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from account.demo.author import Artifact, Author
from account.demo.naming import arn, digest, epoch, package_arn


@dataclass(frozen=True, slots=True)
class ModelGroup:
    """A model package group.

    Attributes:
        name: The group's name.
        context: ARN of its context.
    """

    name: str
    context: str


@dataclass(frozen=True, slots=True)
class Package:
    """A version in a model package group.

    Attributes:
        group: Name of the group.
        version: Its number, from 1.
        artifact: The artifact that stands for it. Its type is Model, as that of the model data.
        model: The model data.
        image: The image that serves it.
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
        """What contributes to a deployment of it."""
        return self.artifact, self.model, self.image


def model_group(author: Author, name: str, **members: Any) -> ModelGroup:
    """Write a model package group and its context, with other members of the context's request."""
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
    """Write a model package: its contents, model data and inference image, contribute to it.

    Args:
        author: Who writes.
        group: Its group.
        version: Its number, from 1.
        contents: The model data, and the image that serves it.
        about: Its description.
        members: Other members of its artifact's request.
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
    """Write a change of a package's approval status. The approval points into the package.

    Args:
        author: Who decides.
        package: On what.
        status: Approved, Rejected or PendingManualApproval.
        members: Other members of the approval's request, such as its Description.
    """
    before = author.call("DescribeModelPackage", ModelPackageName=package.artifact.uri)
    after = {"ModelApprovalStatus": status, "LastModifiedTime": author.when, "LastModifiedBy": author.who}
    reason = {"ApprovalDescription": members["Description"]} if "Description" in members else {}
    author.keep("DescribeModelPackage", **{**before, **after, **reason})
    action = author.action(
        f"{package.group}-{package.version}-{status}-{epoch(author.when)}-aws-model-group",
        "Approval",
        package.artifact.uri,
        Properties={"ModelApprovalStatus": status},
        **members,
    )
    author.link(action, package.artifact.arn)


def endpoint(author: Author, name: str, **members: Any) -> str:
    """Write the context of an endpoint, with other members of the request; return its ARN."""
    context = f"{name}-{epoch(author.when)}-aws-endpoint"
    return author.context(context, "Endpoint", arn("endpoint", name), **members)


def deploy(
    author: Author,
    config: str,
    served: Iterable[Artifact],
    endpoint_context: str,
    kind: str = "ModelDeployment",
) -> None:
    """Write the deployment of an endpoint configuration: what is served contributes, the endpoint ends it."""
    name = f"{config}-{epoch(author.when)}-aws-endpoint"
    action = author.action(name, kind, arn("endpoint-config", config), Status="InProgress")
    for artifact in served:
        author.link(artifact.arn, action)
    author.link(action, endpoint_context, "AssociatedWith")
    author.after(minutes=6).call("UpdateAction", ActionName=name, Status="Completed")


def in_service(author: Author, name: str, config: str, package: Package, *, created: datetime) -> None:
    """Write an endpoint that still exists, as its last deployment left it.

    Args:
        author: Who deployed, when that was done.
        name: The endpoint's name.
        config: Name of its endpoint configuration.
        package: What it serves.
        created: When the endpoint was made.
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


def _describe(author: Author, package: Package, about: str) -> None:
    container = {"Image": package.image.uri, "ModelDataUrl": package.model.uri}
    told = {
        "ModelPackageDescription": about,
        "MetadataProperties": author.origin,
    }
    author.keep(
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
        **{member: value for member, value in told.items() if value},
        **author.stamp,
    )

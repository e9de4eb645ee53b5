"""What SageMaker records by itself when a model is registered, judged and deployed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from account.demo.author import Artifact, Author
from account.demo.naming import arn, epoch, package_arn


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
    """Write the context of a model package group, with other members of the request."""
    context = f"{name}-{epoch(author.when)}-aws-model-group"
    source = arn("model-package-group", name)
    return ModelGroup(name, author.context(context, "ModelGroup", source, **members))


def register(
    author: Author, group: ModelGroup, version: int, contents: tuple[Artifact, Artifact], **members: Any
) -> Package:
    """Write a model package: its contents, model data and inference image, contribute to it."""
    package = author.artifact(package_arn(group.name, version), "Model", **members)
    for artifact in contents:
        author.link(artifact.arn, package.arn)
    author.link(package.arn, group.context, "AssociatedWith")
    return Package(group.name, version, package, *contents, author.origin.get("GeneratedBy", ""))


def decide(author: Author, package: Package, status: str, **members: Any) -> None:
    """Write a change of a package's approval status. The approval points into the package."""
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

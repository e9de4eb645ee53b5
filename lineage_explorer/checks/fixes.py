"""Code to paste that mends findings."""

from __future__ import annotations

import json

CLIENT = 'import boto3\n\nsagemaker = boto3.client("sagemaker")\n'
"""First lines of every fix."""


def call_operation(name: str, **members: object) -> str:
    """Return the code of one call; values are quoted."""
    lines = [f"    {member}={_format_value(value)}," for member, value in members.items()]
    return "\n".join((f"{CLIENT}sagemaker.{name}(", *lines, ")"))


def add_association(source: str, destination: str, type_: str = "ContributedTo") -> str:
    """Return the code that associates two entities."""
    return call_operation(
        "add_association", SourceArn=source, DestinationArn=destination, AssociationType=type_
    )


def delete_association(source: str, destination: str) -> str:
    """Return the code that removes an association."""
    return call_operation("delete_association", SourceArn=source, DestinationArn=destination)


def update_package(package: str, **members: str) -> str:
    """Return the code that changes a model package."""
    return call_operation("update_model_package", ModelPackageArn=package, **members)


def add_tag(resource: str, key: str, value: str) -> str:
    """Return the code that adds a tag."""
    return call_operation("add_tags", ResourceArn=resource, Tags=[{"Key": key, "Value": value}])


def create_artifact(uri: str, type_: str, *, version: str = "") -> str:
    """Return the code that records an artifact."""
    source: dict[str, object] = {"SourceUri": uri}
    if version:
        source["SourceTypes"] = [{"SourceIdType": "S3Version", "Value": version}]
    return call_operation("create_artifact", Source=source, ArtifactType=type_)


def _format_value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

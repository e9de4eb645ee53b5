"""Secret names of the demo account, and finding them in text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

LISTS = {
    "Artifact": "list_artifacts",
    "Action": "list_actions",
    "Context": "list_contexts",
    "TrialComponent": "list_trial_components",
}
DESCRIPTIONS = {
    "Artifact": ("describe_artifact", "ArtifactArn"),
    "Action": ("describe_action", "ActionName"),
    "Context": ("describe_context", "ContextName"),
    "TrialComponent": ("describe_trial_component", "TrialComponentName"),
}


def entities(client: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the kind and summary of every lineage entity."""
    for kind, operation in LISTS.items():
        for summary in list_summaries(getattr(client, operation), f"{kind}Summaries"):
            yield kind, summary


def shared_with(client: Any) -> Iterator[str]:
    """Yield the ARNs of artifacts of other accounts."""
    own = client.list_artifacts(MaxResults=1)["ArtifactSummaries"][0]["ArtifactArn"].split(":")[4]
    ends = {
        link[end]
        for link in list_summaries(client.list_associations, "AssociationSummaries")
        for end in ("SourceArn", "DestinationArn")
    }
    yield from sorted(arn for arn in ends if f":{own}:artifact/" not in arn and ":artifact/" in arn)


def list_summaries(operation: Any, member: str) -> Iterator[dict[str, Any]]:
    request: dict[str, Any] = {"MaxResults": 100}
    while True:
        page = operation(**request)
        yield from page[member]
        if not page.get("NextToken"):
            return
        request["NextToken"] = page["NextToken"]


def list_descriptions(client: Any) -> Iterator[dict[str, Any]]:
    """Yield the description of every lineage entity."""
    for kind, summary in entities(client):
        operation, member = DESCRIPTIONS[kind]
        name = summary[f"{kind}Arn"] if kind != "TrialComponent" else summary["TrialComponentName"]
        yield getattr(client, operation)(**{member: name})
    for arn in shared_with(client):
        yield client.describe_artifact(ArtifactArn=arn)


def find_secrets(client: Any) -> set[str]:
    """Return every account id, bucket and user name in lowercase."""
    found: set[str] = set()
    for text, name in (pair for answer in list_descriptions(client) for pair in texts(answer)):
        if name == "UserProfileName":
            found.add(text)
        if text.startswith("s3://"):
            found.add(text.split("/")[2])
        if text.startswith("arn:") and text.split(":")[4]:
            found.add(text.split(":")[4])
        if ".dkr.ecr." in text:
            found.add(text.split(".dkr.ecr.")[0])
    return {text.lower() for text in found}


def find_revealed(text: str, kept: set[str]) -> list[str]:
    """Return the secret names that a text contains in any encoding."""
    text = unquote(text).lower()
    numbers = set(re.findall(r"\d+", text))
    return sorted(name for name in kept if (name in numbers if name.isdigit() else name in text))


def texts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of a response with its member name."""
    if isinstance(value, str):
        yield value, name
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts(item, key)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item, name)

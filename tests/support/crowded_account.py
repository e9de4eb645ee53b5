"""The demo among ten thousand entities of other teams, most of them newer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from bench.bulk_load import NewEntity, load_lineage
from sagemaker_account.arns import Owner
from sagemaker_account.entity_kinds import ACTION, ARTIFACT, CONTEXT, TRIAL_COMPONENT
from sagemaker_account.operations.entity_table import Stamp
from sagemaker_account.seed_resources import seed_resource
from sagemaker_account.service import Account
from tests.support.resource_samples import endpoint, endpoint_config, feature_group, package_group

PROJECTS = (
    "ad-click", "vision-defects", "credit-risk", "price-forecast", "ticket-routing",
    "route-planning", "speech-intent", "stock-demand", "network-alarms", "offer-ranking",
)  # fmt: skip
OTHERS = 9_600
"""Number of entities of other teams."""

_YEAR = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)
_LAST_DAYS = datetime(2026, 11, 18, tzinfo=UTC), datetime(2026, 11, 28, tzinfo=UTC)
_RESOURCES_PER_PROJECT = 12


def fill_account(account: Account) -> None:
    """Add other teams' entities and resources to an account.

    Half of them are as old as the demo, half are newer than all of it.
    """
    load_lineage(account, _list_entities(account.owner), [])
    for project in PROJECTS:
        for number in range(_RESOURCES_PER_PROJECT):
            name, when = f"{project}-{number}", _YEAR[1]
            seed_resource(account, "DescribeEndpoint", endpoint(name, when=when))
            seed_resource(account, "DescribeEndpointConfig", endpoint_config(f"{name}-v{number}", name))
            seed_resource(account, "DescribeModelPackageGroup", package_group(name, when=when))
            seed_resource(account, "DescribeFeatureGroup", feature_group(name, when=when))


def _list_entities(owner: Owner) -> Iterator[NewEntity]:
    for number in range(OTHERS):
        stamp = Stamp(_choose_time(number), {})
        project = PROJECTS[number % len(PROJECTS)]
        yield _build_entity(owner, number, project, stamp)


def _choose_time(number: int) -> datetime:
    """Return a time, evenly spread over the year or the last days."""
    start, end = _LAST_DAYS if number % 2 else _YEAR
    return start + (end - start) * (number / OTHERS) + timedelta(milliseconds=number)


def _build_entity(owner: Owner, number: int, project: str, stamp: Stamp) -> NewEntity:
    run = sha256(str(number).encode()).hexdigest()[:12]
    version, epoch = number % 97 + 1, int(stamp.time.timestamp())
    place = number // len(PROJECTS) % 20
    if place < 10:
        folder, file = (("data", "train.csv"), ("raw", "events.parquet"), ("models", "model.tar.gz"))[
            place % 3
        ]
        uri = f"s3://{project}-bucket/{folder}/{run}/{file}"
        request = {"Source": {"SourceUri": uri}, "ArtifactType": "Model" if folder == "models" else "DataSet"}
        return NewEntity(ARTIFACT, request, stamp, f"{number:032x}")
    if place < 17:
        kind = ("training", "processing", "transform")[place % 3]
        name = f"pipelines-{run}-{project}-step-{run[:10]}-aws-{kind}-job"
        return NewEntity(TRIAL_COMPONENT, {"TrialComponentName": name}, stamp)
    if place == 17:
        package = owner.format_arn(f"model-package/{project}/{version}")
        name = f"{project}-{version}-Approved-{epoch}{number}-aws-model-group"
        return NewEntity(ACTION, _build_request("Action", name, "Approval", package), stamp)
    if place == 18:
        config = owner.format_arn(f"endpoint-config/{project}-{number}-v{version}")
        name = f"{project}-{number}-v{version}-{epoch}-aws-endpoint"
        return NewEntity(ACTION, _build_request("Action", name, "ModelDeployment", config), stamp)
    source = owner.format_arn(f"endpoint/{project}-{number}")
    name = f"{project}-{number}-{epoch}-aws-endpoint"
    return NewEntity(CONTEXT, _build_request("Context", name, "Endpoint", source), stamp)


def _build_request(word: str, name: str, type_: str, source: str) -> dict[str, object]:
    return {f"{word}Name": name, f"{word}Type": type_, "Source": {"SourceUri": source}}

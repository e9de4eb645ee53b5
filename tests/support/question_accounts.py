"""Accounts to ask questions about, and recording or denying clients."""

import json
import threading
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
from botocore import UNSIGNED
from botocore.config import Config

from lineage_explorer.graph.model import Arn
from lineage_explorer.questions.registry import QueryServices, get_question
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.aws.sagemaker_resources import SageMakerLinkedResources
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from sagemaker_account import demo, transport
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from tests.support.demo_file import open_demo

DATA = Path(__file__).parents[1] / "data"
REFERENCE = json.loads((DATA / "reference_graph.json").read_text())
PUBLISHED = json.loads((DATA / "published_examples.json").read_text())

_JOBS = {"TrainingJob": "training", "ProcessingJob": "processing", "TransformJob": "transform"}


@dataclass
class RecordingClient:
    """A client that records (operation, request), and denies given operations."""

    client: Any
    denied: frozenset[str] = frozenset()
    sent: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        lock = threading.Lock()

        def note(params: Any, model: Any, **_: Any) -> None:
            with lock:
                self.sent.append((model.name, dict(params)))

        def refuse(model: Any, **_: Any) -> Any:
            return build_denial(model.name) if model.name in self.denied else None

        self.client.meta.events.register("provide-client-params.sagemaker", note)
        self.client.meta.events.register("before-call.sagemaker", refuse)


@dataclass(frozen=True)
class DeniedResponse:
    """The HTTP response of a denial."""

    status_code: int = 400


def build_denial(operation: str) -> tuple[DeniedResponse, dict[str, Any]]:
    """Return a botocore response that denies an operation."""
    message = f"User: arn:aws:iam::000000000000:user/ada is not authorized to perform: sagemaker:{operation}"
    return DeniedResponse(), {
        "Error": {"Code": "AccessDeniedException", "Message": message},
        "ResponseMetadata": {"HTTPStatusCode": 400},
    }


@dataclass
class Subject:
    """An account, and the ARNs of the reference graph's entities by key."""

    account: Account
    arns: dict[str, Arn]
    boto: boto3.Session

    @cached_property
    def client(self) -> Any:
        """Return a client that denies nothing."""
        return self._connected()

    def _connected(self) -> Any:
        """Make a client that signs nothing and never retries."""
        config = Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1})
        client = self.boto.client("sagemaker", region_name=self.account.region, config=config)
        transport.intercept_requests(client, self.account)
        return client

    def desk(self) -> QueryServices:
        return build_services(self.client)

    def noted(self, *denied: str) -> RecordingClient:
        return RecordingClient(self._connected(), frozenset(denied))

    def ask(self, slug: str, start: str, *, denied: tuple[str, ...] = (), **options: Any) -> Any:
        """Ask a question about an entity by key or ARN, uncached."""
        client = self.noted(*denied).client if denied else self.client
        return get_question(slug).ask(build_services(client), self.arns.get(start, Arn(start)), **options)

    def keys(self, answer: Any) -> set[str]:
        """Return the keys of the results instead of their ARNs."""
        keys = {arn: key for key, arn in self.arns.items()}
        return {keys.get(item.arn, item.identifier) for item in answer.items}


def build_services(client: Any) -> QueryServices:
    """Return question services over a client, without a shared cache."""
    catalog = SageMakerCatalog(client)
    return QueryServices(
        SageMakerSource(client, describe=catalog.describe), catalog, SageMakerLinkedResources(client)
    )


@contextmanager
def demo_account(folder: Path, boto: boto3.Session):
    """Build the demo account."""
    with open_demo(folder) as account:
        subject = Subject(account, {}, boto)
        subject.arns.update(demo_arns(subject.client))
        yield subject


@contextmanager
def reference_account(folder: Path, boto: boto3.Session):
    """Build an account that holds the reference graph and nothing else."""
    with closing(Store.open(str(folder / "reference.sqlite"), create=True)) as store:
        subject = Subject(Account(store, account_id="111122223333", region="us-west-2"), {}, boto)
        client, arns = subject.client, subject.arns
        arns.update({entity["key"]: create_entity(client, **entity) for entity in REFERENCE["entities"]})
        for edge in REFERENCE["associations"]:
            client.add_association(
                SourceArn=arns[edge["source"]],
                DestinationArn=arns[edge["destination"]],
                AssociationType=edge["type"],
            )
        yield subject


def create_entity(client: Any, key: str, lineage_type: str, type: str) -> Arn:  # noqa: A002 - the file's own words
    """Create an entity of the reference graph."""
    source = {"SourceUri": f"s3://b/{key}"}
    if lineage_type == "Artifact":
        return Arn(client.create_artifact(Source=source, ArtifactType=type)["ArtifactArn"])
    if lineage_type == "TrialComponent":
        name = f"{key}-aws-{_JOBS[type]}-job"
        return Arn(client.create_trial_component(TrialComponentName=name)["TrialComponentArn"])
    if lineage_type == "Action":
        return Arn(client.create_action(ActionName=key, Source=source, ActionType=type)["ActionArn"])
    return Arn(client.create_context(ContextName=key, Source=source, ContextType=type)["ContextArn"])


def demo_arns(client: Any) -> dict[str, Arn]:
    """Find the reference graph's entities in the demo account by source."""
    lists = {
        "Artifact": ("list_artifacts", "SourceUri"),
        "Action": ("list_actions", "SourceUri"),
        "Context": ("list_contexts", "SourceUri"),
        "TrialComponent": ("list_trial_components", "SourceArn"),
    }
    arns = {}
    for entity in REFERENCE["entities"]:
        kind = entity["lineage_type"]
        method, member = lists[kind]
        answer = getattr(client, method)(**{member: demo.REFERENCE[entity["key"]]})
        (summary,) = answer[f"{kind}Summaries"]
        arns[entity["key"]] = Arn(summary[f"{kind}Arn"])
    return arns


def entity_of(client: Any, source: str) -> Arn:
    """Return the context or artifact of an endpoint, package or URI."""
    contexts = client.list_contexts(SourceUri=source)["ContextSummaries"]
    artifacts = client.list_artifacts(SourceUri=source)["ArtifactSummaries"]
    (arn,) = [c["ContextArn"] for c in contexts] + [a["ArtifactArn"] for a in artifacts]
    return Arn(arn)

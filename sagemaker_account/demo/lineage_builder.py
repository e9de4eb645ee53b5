"""Write lineage through the account's operations at a given time and caller."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sagemaker_account.demo.arn_names import ACCOUNT, format_source_id
from sagemaker_account.demo.builder_clock import ScriptedAccounts
from sagemaker_account.demo.users import SERVICE, UserContext
from sagemaker_account.seed_resources import seed_resource, seed_steps


@dataclass(frozen=True, slots=True)
class Artifact:
    """Written artifact.

    Attributes:
        arn: Its ARN, used in associations.
        uri: Its SourceUri.
    """

    arn: str
    uri: str


@dataclass(frozen=True, slots=True)
class Trial:
    """Trial, which groups the trial components of related runs.

    Attributes:
        experiment: Name of its experiment.
        name: Name of the trial.
    """

    experiment: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoBuilder:
    """Builder of lineage at one time and for one caller.

    `at_time`, `after_delay` and `with_caller` return builders with another time or caller.

    Attributes:
        accounts: Accounts of the store that is written to.
        time: Creation time of the written entities.
        caller: CreatedBy of the written entities.
        account_id: Account that owns the written entities.
        tags: Tags of every written entity.
        metadata: MetadataProperties of every written artifact, action and trial component.
        trial: Trial of the written jobs; None for jobs without one.
    """

    accounts: ScriptedAccounts
    time: datetime
    caller: UserContext = field(default_factory=lambda: SERVICE)
    account_id: str = ACCOUNT
    tags: Mapping[str, str] = field(default_factory=dict)
    metadata: Mapping[str, str] = field(default_factory=dict)
    trial: Trial | None = None

    @property
    def execution(self) -> str:
        """ARN of the pipeline execution that writes, or empty."""
        return self.metadata.get("GeneratedBy", "")

    def at_time(self, moment: str) -> "DemoBuilder":
        """Return the same builder at a UTC time such as `2026-03-16T09:00`."""
        return replace(self, time=datetime.fromisoformat(moment).replace(tzinfo=UTC))

    def after_delay(self, **duration: float) -> "DemoBuilder":
        """Return the same builder at a later time.

        Args:
            duration: Arguments of `timedelta`.
        """
        return replace(self, time=self.time + timedelta(**duration))

    def with_caller(self, caller: UserContext) -> "DemoBuilder":
        """Return a builder with another caller at the same time."""
        return replace(self, caller=caller)

    def with_tags(self, **tags: str) -> "DemoBuilder":
        """Return the same builder with additional tags."""
        return replace(self, tags={**self.tags, **tags})

    def with_execution(self, execution: str, *, commit: str, repository: str) -> "DemoBuilder":
        """Return the same builder as a pipeline execution.

        Args:
            execution: ARN of the pipeline execution.
            commit: Commit id of the code that it runs.
            repository: Repository of the code.
        """
        origin = {"GeneratedBy": execution, "CommitId": commit, "Repository": repository}
        return replace(self, metadata=origin)

    def create_artifact(
        self, uri: str, artifact_type: str, *, source_types: Iterable[tuple[str, str]] = (), **members: Any
    ) -> Artifact:
        """Create an artifact, or find the existing one.

        An account has one artifact per source URI and source types.

        Args:
            uri: SourceUri of the artifact.
            artifact_type: Type of the artifact; an existing artifact keeps its type.
            source_types: Pairs of a SourceIdType and its value.
            members: Other members of the request. Artifacts that SageMaker creates by itself have no name.
        """
        types = [{"SourceIdType": id_type, "Value": value} for id_type, value in source_types]
        source = {"SourceUri": uri, "SourceTypes": types}
        response = self.call(
            "CreateArtifact",
            Source=source,
            ArtifactType=artifact_type,
            **self._build_common_members(),
            **members,
        )
        return Artifact(response["ArtifactArn"], uri)

    def create_action(self, name: str, action_type: str, source_uri: str, **members: Any) -> str:
        """Create an action and return its ARN.

        Args:
            name: Name of the action.
            action_type: Type of the action.
            source_uri: ARN of the resource that the action represents.
            members: Other members of the request.
        """
        members = {"Status": "Completed", **self._build_common_members(), **members}
        response = self.call(
            "CreateAction",
            ActionName=name,
            Source=self._build_source(source_uri),
            ActionType=action_type,
            **members,
        )
        return str(response["ActionArn"])

    def create_context(self, name: str, context_type: str, source_uri: str, **members: Any) -> str:
        """Create a context and return its ARN.

        Args:
            name: Name of the context.
            context_type: Type of the context.
            source_uri: ARN of the resource that the context represents.
            members: Other members of the request.
        """
        response = self.call(
            "CreateContext",
            ContextName=name,
            Source=self._build_source(source_uri),
            ContextType=context_type,
            Tags=format_tags(self.tags),
            **members,
        )
        return str(response["ContextArn"])

    def create_trial_component(self, name: str, **members: Any) -> str:
        """Create a trial component and return its ARN.

        Args:
            name: Name of the trial component.
            members: Other members of the request.
        """
        response = self.call(
            "CreateTrialComponent", TrialComponentName=name, **self._build_common_members(), **members
        )
        return str(response["TrialComponentArn"])

    def add_resource(self, operation: str, **output: Any) -> None:
        """Seed a resource that lineage entities represent.

        Args:
            operation: Describe operation of the resource.
            output: Output of the operation.
        """
        seed_resource(self.accounts.open_account(self.account_id, self.caller), operation, output)

    def add_step(self, name: str, started_at: datetime, **members: Any) -> None:
        """Add a step to the current pipeline execution, ending now.

        Args:
            name: Name of the step within its pipeline.
            started_at: Start time of the step.
            members: Other members of the step; they override the default members, and None omits a member.
        """
        defaults = {
            "StepName": name,
            "StartTime": started_at,
            "EndTime": self.time,
            "StepStatus": "Succeeded",
        }
        step = {member: value for member, value in {**defaults, **members}.items() if value is not None}
        seed_steps(self.accounts.open_account(self.account_id, self.caller), self.execution, [step])

    def update_context(self, context: str, properties: Mapping[str, str]) -> None:
        """Replace the properties of a context.

        Args:
            context: ARN of the context; the service itself accepts only its name.
            properties: The properties.
        """
        self.call("UpdateContext", ContextName=context.rpartition("/")[2], Properties=properties)

    def associate(
        self, source: str, destination: str, association_type: str | None = "ContributedTo"
    ) -> None:
        """Associate two entities.

        Args:
            source: ARN of the source.
            destination: ARN of the destination.
            association_type: Type of the association; None for an association without a type.
        """
        members = {"AssociationType": association_type} if association_type else {}
        self.call("AddAssociation", SourceArn=source, DestinationArn=destination, **members)

    def call(self, operation: str, **members: Any) -> dict[str, Any]:
        """Call an operation of the account.

        Args:
            operation: Name of the operation.
            members: Members of its request.
        """
        return self.accounts.call(
            operation, members, time=self.time, caller=self.caller, account_id=self.account_id
        )

    @property
    def audit_members(self) -> dict[str, Any]:
        """Members of a resource for the time and caller of its changes."""
        callers = {"CreatedBy": self.caller, "LastModifiedBy": self.caller}
        return {"CreationTime": self.time, "LastModifiedTime": self.time, **callers}

    def _build_common_members(self) -> dict[str, Any]:
        members = {"MetadataProperties": self.metadata, "Tags": format_tags(self.tags)}
        return {name: value for name, value in members.items() if value}

    def _build_source(self, uri: str) -> dict[str, str]:
        return {"SourceUri": uri, "SourceType": "ARN", "SourceId": format_source_id(self.time)}


def format_tags(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """Convert tags to the shape of the API's TagList."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]

"""Write lineage through the account's operations at a given time and caller."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from account.demo.desk import Desk
from account.demo.naming import ACCOUNT, source_id
from account.demo.people import SERVICE, UserContext
from account.keeping import keep, keep_steps


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
class Author:
    """Builder of lineage at one time and for one caller.

    `at`, `after` and `by` return builders with another time or caller.

    Attributes:
        desk: Accounts of the store that is written to.
        when: Creation time of the written entities.
        who: CreatedBy of the written entities.
        account_id: Account that owns the written entities.
        tags: Tags of every written entity.
        origin: MetadataProperties of every written artifact, action and trial component.
        trial: Trial of the written jobs; None for jobs without one.
    """

    desk: Desk
    when: datetime
    who: UserContext = field(default_factory=lambda: SERVICE)
    account_id: str = ACCOUNT
    tags: Mapping[str, str] = field(default_factory=dict)
    origin: Mapping[str, str] = field(default_factory=dict)
    trial: Trial | None = None

    @property
    def execution(self) -> str:
        """ARN of the pipeline execution that writes, or empty."""
        return self.origin.get("GeneratedBy", "")

    def at(self, moment: str) -> "Author":
        """Return the same builder at a UTC time such as `2026-03-16T09:00`."""
        return replace(self, when=datetime.fromisoformat(moment).replace(tzinfo=UTC))

    def after(self, **duration: float) -> "Author":
        """Return the same builder at a later time.

        Args:
            duration: Arguments of `timedelta`.
        """
        return replace(self, when=self.when + timedelta(**duration))

    def by(self, who: UserContext) -> "Author":
        """Return a builder with another caller at the same time."""
        return replace(self, who=who)

    def tagged(self, **tags: str) -> "Author":
        """Return the same builder with additional tags."""
        return replace(self, tags={**self.tags, **tags})

    def within(self, execution: str, *, commit: str, repository: str) -> "Author":
        """Return the same builder as a pipeline execution.

        Args:
            execution: ARN of the pipeline execution.
            commit: Commit id of the code that it runs.
            repository: Repository of the code.
        """
        origin = {"GeneratedBy": execution, "CommitId": commit, "Repository": repository}
        return replace(self, origin=origin)

    def artifact(
        self, uri: str, kind: str, *, source_types: Iterable[tuple[str, str]] = (), **members: Any
    ) -> Artifact:
        """Create an artifact, or find the existing one.

        An account has one artifact per source URI and source types.

        Args:
            uri: SourceUri of the artifact.
            kind: Type of the artifact; an existing artifact keeps its type.
            source_types: Pairs of a SourceIdType and its value.
            members: Other members of the request. Artifacts that SageMaker creates by itself have no name.
        """
        types = [{"SourceIdType": id_type, "Value": value} for id_type, value in source_types]
        source = {"SourceUri": uri, "SourceTypes": types}
        response = self.call(
            "CreateArtifact", Source=source, ArtifactType=kind, **self._signature(), **members
        )
        return Artifact(response["ArtifactArn"], uri)

    def action(self, name: str, kind: str, source_uri: str, **members: Any) -> str:
        """Create an action and return its ARN.

        Args:
            name: Name of the action.
            kind: Type of the action.
            source_uri: ARN of the resource that the action represents.
            members: Other members of the request.
        """
        members = {"Status": "Completed", **self._signature(), **members}
        response = self.call(
            "CreateAction", ActionName=name, Source=self._resource(source_uri), ActionType=kind, **members
        )
        return str(response["ActionArn"])

    def context(self, name: str, kind: str, source_uri: str, **members: Any) -> str:
        """Create a context and return its ARN.

        Args:
            name: Name of the context.
            kind: Type of the context.
            source_uri: ARN of the resource that the context represents.
            members: Other members of the request.
        """
        response = self.call(
            "CreateContext",
            ContextName=name,
            Source=self._resource(source_uri),
            ContextType=kind,
            Tags=tag_list(self.tags),
            **members,
        )
        return str(response["ContextArn"])

    def trial_component(self, name: str, **members: Any) -> str:
        """Create a trial component and return its ARN.

        Args:
            name: Name of the trial component.
            members: Other members of the request.
        """
        response = self.call("CreateTrialComponent", TrialComponentName=name, **self._signature(), **members)
        return str(response["TrialComponentArn"])

    def keep(self, operation: str, **output: Any) -> None:
        """Seed a resource that lineage entities represent.

        Args:
            operation: Describe operation of the resource.
            output: Output of the operation.
        """
        keep(self.desk.account(self.account_id, self.who), operation, output)

    def step(self, name: str, began: datetime, **members: Any) -> None:
        """Add a step to the current pipeline execution, ending now.

        Args:
            name: Name of the step within its pipeline.
            began: Start time of the step.
            members: Other members of the step; they override the default members, and None omits a member.
        """
        defaults = {"StepName": name, "StartTime": began, "EndTime": self.when, "StepStatus": "Succeeded"}
        step = {member: value for member, value in {**defaults, **members}.items() if value is not None}
        keep_steps(self.desk.account(self.account_id, self.who), self.execution, [step])

    def update_context(self, context: str, properties: Mapping[str, str]) -> None:
        """Replace the properties of a context.

        Args:
            context: ARN of the context; the service itself accepts only its name.
            properties: The properties.
        """
        self.call("UpdateContext", ContextName=context.rpartition("/")[2], Properties=properties)

    def link(self, source: str, destination: str, association: str | None = "ContributedTo") -> None:
        """Associate two entities.

        Args:
            source: ARN of the source.
            destination: ARN of the destination.
            association: Type of the association; None for an association without a type.
        """
        members = {"AssociationType": association} if association else {}
        self.call("AddAssociation", SourceArn=source, DestinationArn=destination, **members)

    def call(self, operation: str, **members: Any) -> dict[str, Any]:
        """Call an operation of the account.

        Args:
            operation: Name of the operation.
            members: Members of its request.
        """
        return self.desk.call(operation, members, when=self.when, who=self.who, account_id=self.account_id)

    @property
    def stamp(self) -> dict[str, Any]:
        """Members of a resource for the time and caller of its changes."""
        callers = {"CreatedBy": self.who, "LastModifiedBy": self.who}
        return {"CreationTime": self.when, "LastModifiedTime": self.when, **callers}

    def _signature(self) -> dict[str, Any]:
        members = {"MetadataProperties": self.origin, "Tags": tag_list(self.tags)}
        return {name: value for name, value in members.items() if value}

    def _resource(self, uri: str) -> dict[str, str]:
        return {"SourceUri": uri, "SourceType": "ARN", "SourceId": source_id(self.when)}


def tag_list(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """Convert tags to the shape of the API's TagList."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]

"""Lineage written through the account's operations, at a moment, in somebody's name."""

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
    """An artifact that was written: what associations name, and what it stands for."""

    arn: str
    uri: str


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial, which gathers the trial components of runs that belong together, and its experiment."""

    experiment: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Somebody writing lineage at one moment; `at`, `after` and `by` give the author of another.

    Attributes:
        desk: Where the writing goes.
        when: Creation time of what is written.
        who: Its CreatedBy.
        account_id: The account that owns it.
        tags: Tags of every entity written.
        origin: MetadataProperties of every artifact, action and trial component written.
        trial: The trial of the jobs written, if they have one.
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
        """ARN of the pipeline execution that the author is, or empty."""
        return self.origin.get("GeneratedBy", "")

    def at(self, moment: str) -> "Author":
        """The same author at a moment in UTC, written `2026-03-16T09:00`."""
        return replace(self, when=datetime.fromisoformat(moment).replace(tzinfo=UTC))

    def after(self, **duration: float) -> "Author":
        """The same author later, by the arguments of `timedelta`."""
        return replace(self, when=self.when + timedelta(**duration))

    def by(self, who: UserContext) -> "Author":
        """Another author at the same moment."""
        return replace(self, who=who)

    def tagged(self, **tags: str) -> "Author":
        """The same author, adding these tags to what is written."""
        return replace(self, tags={**self.tags, **tags})

    def within(self, execution: str, *, commit: str, repository: str) -> "Author":
        """The same author as a pipeline execution, by its ARN, that runs the code of a commit."""
        origin = {"GeneratedBy": execution, "CommitId": commit, "Repository": repository}
        return replace(self, origin=origin)

    def artifact(
        self, uri: str, kind: str, *, source_types: Iterable[tuple[str, str]] = (), **members: Any
    ) -> Artifact:
        """Write an artifact, or find it: an account keeps one for a source URI and its source types.

        Args:
            uri: What the artifact stands for.
            kind: Its type, which the first to write it decides.
            source_types: Pairs of a SourceIdType and its value.
            members: Other members of the request. Artifacts that SageMaker writes by itself have no name.
        """
        types = [{"SourceIdType": id_type, "Value": value} for id_type, value in source_types]
        source = {"SourceUri": uri, "SourceTypes": types}
        answer = self.call("CreateArtifact", Source=source, ArtifactType=kind, **self._signature(), **members)
        return Artifact(answer["ArtifactArn"], uri)

    def action(self, name: str, kind: str, source_uri: str, **members: Any) -> str:
        """Write an action about the resource `source_uri` and return its ARN; `members` as in `artifact`."""
        members = {"Status": "Completed", **self._signature(), **members}
        answer = self.call(
            "CreateAction", ActionName=name, Source=self._resource(source_uri), ActionType=kind, **members
        )
        return str(answer["ActionArn"])

    def context(self, name: str, kind: str, source_uri: str, **members: Any) -> str:
        """Write a context for the resource `source_uri` and return its ARN; `members` as in `artifact`."""
        answer = self.call(
            "CreateContext",
            ContextName=name,
            Source=self._resource(source_uri),
            ContextType=kind,
            Tags=tag_list(self.tags),
            **members,
        )
        return str(answer["ContextArn"])

    def trial_component(self, name: str, **members: Any) -> str:
        """Write a trial component and return its ARN; `members` as in `artifact`."""
        answer = self.call("CreateTrialComponent", TrialComponentName=name, **self._signature(), **members)
        return str(answer["TrialComponentArn"])

    def keep(self, operation: str, **output: Any) -> None:
        """Say what is behind lineage entities: a resource, as its Describe operation answers."""
        keep(self.desk.account(self.account_id, self.who), operation, output)

    def step(self, name: str, began: datetime, **members: Any) -> None:
        """Write a step of the author's pipeline execution, which ends now.

        Args:
            name: The step's name, by which a pipeline knows it.
            began: When it began.
            members: Other members of the step, also in place of what is told of it here; None leaves one out.
        """
        told = {"StepName": name, "StartTime": began, "EndTime": self.when, "StepStatus": "Succeeded"}
        step = {member: value for member, value in {**told, **members}.items() if value is not None}
        keep_steps(self.desk.account(self.account_id, self.who), self.execution, [step])

    def update_context(self, context: str, properties: Mapping[str, str]) -> None:
        """Set properties of a context, by ARN; the service takes its name only."""
        self.call("UpdateContext", ContextName=context.rpartition("/")[2], Properties=properties)

    def link(self, source: str, destination: str, association: str | None = "ContributedTo") -> None:
        """Associate two entities, by ARN; None makes an association without a type."""
        members = {"AssociationType": association} if association else {}
        self.call("AddAssociation", SourceArn=source, DestinationArn=destination, **members)

    def call(self, operation: str, **members: Any) -> dict[str, Any]:
        """Ask the account for an operation, with these members of its request."""
        return self.desk.call(operation, members, when=self.when, who=self.who, account_id=self.account_id)

    @property
    def stamp(self) -> dict[str, Any]:
        """Members by which resources tell when, and by whom, they were made and last changed."""
        by = {"CreatedBy": self.who, "LastModifiedBy": self.who}
        return {"CreationTime": self.when, "LastModifiedTime": self.when, **by}

    def _signature(self) -> dict[str, Any]:
        members = {"MetadataProperties": self.origin, "Tags": tag_list(self.tags)}
        return {name: value for name, value in members.items() if value}

    def _resource(self, uri: str) -> dict[str, str]:
        return {"SourceUri": uri, "SourceType": "ARN", "SourceId": source_id(self.when)}


def tag_list(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """Tags in the shape of the API's TagList."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]

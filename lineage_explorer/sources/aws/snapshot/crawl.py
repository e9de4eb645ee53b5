"""Read the entities of an account, and the resources behind them.

What every run reads again are lists, a hundred items a call, and the queries of the starts: they tell what is
new and what has changed. Descriptions and tags, one call each, are read once, and a description again when
the entity was changed since.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from lineage_explorer.errors import SourceError
from lineage_explorer.graph.model import Arn, LineageType, is_lineage_arn
from lineage_explorer.sources.aws.api_client import MAX_LIST_PAGE_SIZE, SageMakerApi
from lineage_explorer.sources.aws.entity_parser import get_lineage_type
from lineage_explorer.sources.aws.resource_lookups import build_search_requests
from lineage_explorer.sources.aws.snapshot.call_runner import CallRunner
from lineage_explorer.sources.aws.snapshot.resource_references import (
    find_operation,
    find_resource_arns,
    get_reference,
)
from lineage_explorer.sources.aws.snapshot.snapshot_calls import (
    WANTED,
    CallState,
    SnapshotCall,
    SnapshotFile,
    SnapshotProgress,
    SnapshotSummary,
)

_DEPTH = 10
_QUERY_PAGE_SIZE = 50
_OLDEST_FIRST = {"SortBy": "CreationTime", "SortOrder": "Ascending"}
_EARLIEST = datetime(1, 1, 1, tzinfo=UTC)
_REQUEST_MEMBERS = {
    LineageType.ARTIFACT: "ArtifactArn",
    LineageType.ACTION: "ActionName",
    LineageType.CONTEXT: "ContextName",
    LineageType.TRIAL_COMPONENT: "TrialComponentName",
}
_LISTED_RESOURCES = (
    ("ListEndpoints", "Endpoints", "Endpoint"),
    ("ListEndpointConfigs", "EndpointConfigs", "EndpointConfig"),
    ("ListModelPackageGroups", "ModelPackageGroupSummaryList", "ModelPackageGroup"),
    ("ListPipelines", "PipelineSummaries", "Pipeline"),
    ("ListFeatureGroups", "FeatureGroupSummaries", "FeatureGroup"),
)
"""Resources that are found by name: list, its member, and the stem of an item's ARN member."""


@dataclass(slots=True)
class Crawl:
    """One run of a snapshot.

    Attributes:
        runner: Makes the calls.
        stamps: State of each entity, by ARN, in the order in which they were found.
        associations: Pairs of entities.
        resources: State of the resources that were listed, by lower-cased ARN.
        account: Beginning of the account's ARNs up to its id.
    """

    runner: CallRunner
    stamps: dict[str, str] = field(default_factory=dict)
    associations: set[tuple[str, str]] = field(default_factory=set)
    resources: dict[str, str] = field(default_factory=dict)
    account: str = ""

    def read_account(self) -> None:
        """Read all entities and associations of the account.

        Raises:
            SourceError: No kind of entity could be listed.
        """
        self.runner.begin("Listing entities")
        listed: list[tuple[datetime, SnapshotCall]] = []
        errors = []
        for kind in LineageType:
            operation, member = f"List{kind}s", f"{kind}Summaries"
            try:
                for page in self.runner.read_pages(operation, MaxResults=MAX_LIST_PAGE_SIZE, **_OLDEST_FIRST):
                    for summary in page.get(member) or ():
                        call = SnapshotCall(operation, output={member: [summary]})
                        listed.append((summary.get("CreationTime") or _EARLIEST, call))
                        self._add_entity(summary.get(f"{kind}Arn"), _format_stamp(summary))
            except SourceError as error:
                errors.append(error)
                self.runner.unfinished.setdefault(operation, str(error))
        if len(errors) == len(LineageType):
            raise errors[0]
        # In the order of their creation, as the account has numbered them.
        listed.sort(key=lambda item: item[0])
        self._name_account()
        self.runner.write([call for _, call in listed])
        self._read_associations()
        self._list_resources()

    def _read_associations(self) -> None:
        self.runner.begin("Listing associations")
        pages = self.runner.try_pages("ListAssociations", MaxResults=MAX_LIST_PAGE_SIZE, **_OLDEST_FIRST)
        for page in pages or ():
            self.runner.write([SnapshotCall("ListAssociations", output=page)])
            for summary in page.get("AssociationSummaries") or ():
                self._add_association(summary)
        known = tuple(self.stamps)
        starts = known if pages is None else [arn for arn in known if not arn.startswith(f"{self.account}:")]
        self.read_connected(starts)

    def read_connected(self, starts: Iterable[str]) -> None:
        """Read all entities that are connected to some.

        A query follows ten associations; where one ended, another goes on.
        """
        self.runner.begin("Querying lineage")
        starts = tuple(starts)
        for start in starts:
            self._add_entity(start, "")
        self._name_account()
        covered: set[str] = set()
        queue = deque(starts)
        sources: dict[str, int] = {}
        while queue:
            start = queue.popleft()
            if start in covered:
                continue
            neighbors: dict[str, set[str]] = defaultdict(set)
            request = {"StartArns": [start], "Direction": "Both", "MaxDepth": _DEPTH, "IncludeEdges": True}
            for page in self.runner.try_pages("QueryLineage", MaxResults=_QUERY_PAGE_SIZE, **request) or ():
                self.runner.write([SnapshotCall("QueryLineage", output=page)])
                for vertex in page.get("Vertices") or ():
                    self._add_entity(vertex.get("Arn"), "")
                for edge in page.get("Edges") or ():
                    ends = self._add_association(edge)
                    if ends:
                        neighbors[ends[0]].add(ends[1])
                        neighbors[ends[1]].add(ends[0])
                        sources[ends[0]] = sources.get(ends[0], 0)
            distances = _measure_distances(neighbors, start)
            covered |= {arn for arn, distance in distances.items() if distance < _DEPTH} | {start}
            queue += [arn for arn, distance in distances.items() if distance >= _DEPTH]
        self._list_times(sources)

    def _name_account(self) -> None:
        if not self.account and self.stamps:
            self.account = find_account(self.stamps)
            self.runner.file.name_account(self.account)

    def _list_times(self, sources: Iterable[str]) -> None:
        """List the associations that queries found, for their times."""
        counts = Counter(source for source, _ in self.associations)
        self.runner.begin("Listing associations")

        def collect(call: SnapshotCall) -> None:
            for item in call.output.get("AssociationSummaries") or ():
                self._add_association(item)

        calls = [
            SnapshotCall(
                "ListAssociations",
                {"SourceArn": arn, "MaxResults": MAX_LIST_PAGE_SIZE},
                subject=arn,
                stamp=str(counts[arn]),
            )
            for arn in sources
        ]
        self.runner.run(calls, collect)

    def _list_resources(self) -> None:
        """List the resources that are found by name."""
        self.runner.begin("Listing resources")
        for operation, member, stem in _LISTED_RESOURCES:
            for page in self.runner.try_pages(operation, MaxResults=MAX_LIST_PAGE_SIZE) or ():
                for item in page.get(member) or ():
                    self.resources[str(item.get(f"{stem}Arn")).lower()] = _format_stamp(item)
                    self._add_wanted(item, {})

    def describe_all(self) -> None:
        """Describe what was found, and what it names in turn.

        Raises:
            SourceError: The credentials are no longer valid.
        """
        self.runner.begin("Reading descriptions")
        trials = self._read_trials()
        calls = [call for arn, stamp in self.stamps.items() for call in _list_entity_calls(arn, stamp)]
        wanted: dict[tuple[str, str], SnapshotCall] = {}

        def collect(call: SnapshotCall) -> list[SnapshotCall]:
            found = self._add_wanted(call.output, wanted)
            return [*found, *self._add_wanted({"ResourceArns": _list_tag_values(call)}, wanted)]

        self.runner.run(calls, collect)
        self.runner.begin("Reading resources")
        while pending := self._list_wanted():
            self.runner.run(pending, collect)
        self.runner.write(trials)

    def _add_wanted(
        self, response: Mapping[str, Any], wanted: dict[tuple[str, str], SnapshotCall]
    ) -> list[SnapshotCall]:
        """Return the calls, not made yet, about resources of a response."""
        calls = []
        for arn in dict.fromkeys(find_resource_arns(response, self.account)):
            for call in _list_resource_calls(arn, self.account, self.resources):
                key = call.operation, call.subject.lower()
                if key not in wanted and key not in self.runner.states:
                    wanted[key] = call
                    calls.append(call)
                    self.runner.states[key] = CallState(call.subject, call.stamp, WANTED)
        return calls

    def _list_wanted(self) -> list[SnapshotCall]:
        """Return the calls about resources that no run has made yet."""
        listed = [
            call
            for arn in self.resources
            for call in _list_resource_calls(arn, self.account, self.resources)
            if not self.runner.is_done(call)
        ]
        states = [(key, state) for key, state in self.runner.states.items() if state.outcome == WANTED]
        remembered = [
            call
            for (operation, _), state in states
            for call in _list_resource_calls(state.subject, self.account, self.resources)
            if call.operation == operation
        ]
        calls = {(call.operation, call.subject.lower()): call for call in (*listed, *remembered)}
        tried = self.runner.attempted
        return [call for key, call in calls.items() if key not in tried]

    def _read_trials(self) -> list[SnapshotCall]:
        """Search for the tags and trials of trial components.

        Returns:
            The calls to be written once the trials are described.
        """
        components = [
            Arn(arn)
            for arn in self.stamps
            if get_lineage_type(Arn(arn)) is LineageType.TRIAL_COMPONENT
            and arn.startswith(f"{self.account}:")
            and not self.runner.is_done(SnapshotCall("Search", subject=arn))
        ]
        found: list[SnapshotCall] = []
        for request in build_search_requests(components):
            for page in self.runner.try_pages("Search", **request.parameters) or ():
                results = [result.get("TrialComponent") or {} for result in page.get("Results") or ()]
                told = [component for component in results if component.get("TrialComponentArn")]
                self.runner.write([call for component in told for call in self._take_component(component)])
                found += [_build_search_call(component) for component in told]
        return found

    def _take_component(self, component: Mapping[str, Any]) -> list[SnapshotCall]:
        """Return the calls that a component answers or wants."""
        arn = component["TrialComponentArn"]
        tags = {"Tags": component.get("Tags") or []}
        trials = self._add_wanted({"Parents": component.get("Parents") or []}, {})
        return [SnapshotCall("ListTags", {"ResourceArn": arn}, tags, arn), *trials]

    def _add_entity(self, arn: object, stamp: str) -> None:
        if is_lineage_arn(arn) and (stamp or arn not in self.stamps) and get_lineage_type(arn):
            self.stamps[arn] = stamp or self.stamps.get(arn, "")

    def _add_association(self, item: Mapping[str, Any]) -> tuple[str, str] | None:
        ends = item.get("SourceArn"), item.get("DestinationArn")
        for end in ends:
            self._add_entity(end, "")
        if all(map(is_lineage_arn, ends)):
            self.associations.add((str(ends[0]), str(ends[1])))
            return str(ends[0]), str(ends[1])
        return None


def take_snapshot(
    api: SageMakerApi,
    file: SnapshotFile,
    starts: Sequence[str] = (),
    *,
    report: Callable[[SnapshotProgress], None] = lambda _: None,
) -> SnapshotSummary:
    """Read an account, or a part of it, into a file.

    What earlier runs read is not read again.

    Args:
        api: The SageMaker API.
        file: The file of the snapshot.
        starts: ARNs of the entities; none for the whole account.
        report: Called with the progress.

    Raises:
        SourceError: Nothing could be read, or the credentials have expired meanwhile.
    """
    began = monotonic()
    states = {key: CallState(*values) for key, values in file.read_states().items()}
    runner = CallRunner(api, file, report, states)
    crawl = Crawl(runner)
    if starts:
        crawl.read_connected(starts)
    else:
        crawl.read_account()
    _read_groups(runner)
    crawl.describe_all()
    runner.write_denials()
    return SnapshotSummary(
        crawl.account,
        len(crawl.stamps),
        runner.calls,
        monotonic() - began,
        tuple(_describe_denials(runner.denials)),
        tuple(_describe_graph_gaps(runner)),
        tuple(dict.fromkeys(runner.refused)),
        runner.unfinished,
    )


def _build_search_call(component: Mapping[str, Any]) -> SnapshotCall:
    told = {name: component[name] for name in ("TrialComponentArn", "Tags", "Parents") if name in component}
    return SnapshotCall("Search", {}, {"Results": [{"TrialComponent": told}]}, component["TrialComponentArn"])


def find_account(arns: Iterable[str]) -> str:
    """Return the beginning, up to the account's id, that most ARNs have."""
    counts = Counter(arn.rpartition(":")[0] for arn in arns)
    return counts.most_common(1)[0][0] if counts else ""


def _read_groups(runner: CallRunner) -> None:
    """Read the lineage groups with their policies."""
    for page in runner.try_pages("ListLineageGroups", MaxResults=MAX_LIST_PAGE_SIZE) or ():
        runner.write([SnapshotCall("ListLineageGroups", output=page)])
        for summary in page.get("LineageGroupSummaries") or ():
            arn = str(summary.get("LineageGroupArn"))
            request = {"LineageGroupName": arn}
            runner.run([SnapshotCall("GetLineageGroupPolicy", request, subject=arn)], lambda _: None)


def _list_entity_calls(arn: str, stamp: str) -> Iterator[SnapshotCall]:
    kind = get_lineage_type(Arn(arn))
    if kind is not None:
        yield SnapshotCall(f"Describe{kind}", {_REQUEST_MEMBERS[kind]: arn}, subject=arn, stamp=stamp)
        yield SnapshotCall("ListTags", {"ResourceArn": arn}, subject=arn)


def _list_resource_calls(arn: str, account: str, stamps: Mapping[str, str]) -> Iterator[SnapshotCall]:
    """Yield the calls that read a resource.

    A request by name finds a resource of the own account, wherever the ARN is of.
    """
    operation = find_operation(arn)
    if operation is None:
        return
    reference = get_reference(arn, operation)
    subject = arn if operation.takes_arn else f"{account}:{arn.split(':', 5)[5]}"
    stamp = stamps.get(subject.lower(), "")
    request = {operation.member: reference}
    yield SnapshotCall(
        operation.operation, request, subject=subject, stamp=stamp, outcome=WANTED, message=arn
    )
    for name, member in operation.more:
        yield SnapshotCall(name, {member: reference}, subject=subject, outcome=WANTED)
    yield SnapshotCall("ListTags", {"ResourceArn": arn}, subject=arn, outcome=WANTED)


def _list_tag_values(call: SnapshotCall) -> list[str]:
    """Return the values of tags, which may be ARNs."""
    tags = call.output.get("Tags") if call.operation == "ListTags" else None
    return [str(tag.get("Value")) for tag in tags or ()]


def _measure_distances(neighbors: Mapping[str, set[str]], start: str) -> dict[str, int]:
    distances = {start: 0}
    queue = deque([start])
    while queue:
        arn = queue.popleft()
        for other in neighbors.get(arn, ()):
            if other not in distances:
                distances[other] = distances[arn] + 1
                queue.append(other)
    return distances


def _format_stamp(summary: Mapping[str, Any]) -> str:
    """Return the time of an item's last change."""
    moment = summary.get("LastModifiedTime") or summary.get("CreationTime")
    return moment.astimezone(UTC).isoformat() if isinstance(moment, datetime) else ""


_GRAPH_OPERATIONS = frozenset({"QueryLineage", "ListAssociations", *(f"List{kind}s" for kind in LineageType)})
"""Operations that list entities and associations."""


def _describe_graph_gaps(runner: CallRunner) -> Iterator[str]:
    """Yield a sentence for what the graph of a snapshot may lack."""
    operations = _GRAPH_OPERATIONS & (runner.denials.keys() | runner.unfinished.keys())
    if operations:
        names = ", ".join(sorted(operations))
        yield f"This snapshot may lack entities or associations: {names} had no answer when it was taken."


def _describe_denials(denials: Mapping[str, tuple[int, str]]) -> Iterator[str]:
    for operation, (count, message) in sorted(denials.items()):
        subjects = "once" if count == 1 else f"{count:,} times"
        yield f"{operation} was denied {subjects}. {message}"

"""Timeline of a graph's entities: lanes, marks, runs and counts.

Times come from lists, which need few calls; `QueryLineage` tells none. What has no time is counted, not
guessed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial

from lineage_explorer.graph.approvals import PENDING
from lineage_explorer.graph.date_text import format_day
from lineage_explorer.graph.entity_names import EntityName, name_entities
from lineage_explorer.graph.entity_styles import EntityStyle, Family, decision_of, style_of
from lineage_explorer.graph.lineage_graph import LineageGraph, Role
from lineage_explorer.graph.model import Arn, Entity
from lineage_explorer.graph.resource_names import RUN_ID_LENGTH, find_run
from lineage_explorer.graph.serving import Deployment, Evidence, ServingRecord, is_model_package
from lineage_explorer.views.badges import Badge, BadgeState

MAX_MARKS = 2_000
"""Marks that are drawn one by one; more are counted by lane and period."""

MAX_PERIODS = 400
"""Periods of a timeline that counts."""


class Lane(StrEnum):
    """Lane of a timeline, in the order of a pipeline."""

    DATA = "data"
    CODE = "code"
    REPORT = "report"
    IMAGE = "image"
    JOB = "job"
    MODEL = "model"
    VERSION = "version"
    APPROVAL = "approval"
    DEPLOYMENT = "deployment"
    ENDPOINT = "endpoint"
    OTHER = "other"


LANE_TITLES: Mapping[Lane, str] = {
    Lane.DATA: "Data",
    Lane.CODE: "Code",
    Lane.REPORT: "Reports",
    Lane.IMAGE: "Images",
    Lane.JOB: "Jobs",
    Lane.MODEL: "Models",
    Lane.VERSION: "Versions",
    Lane.APPROVAL: "Approvals",
    Lane.DEPLOYMENT: "Deployments",
    Lane.ENDPOINT: "Endpoints",
    Lane.OTHER: "Other",
}


@dataclass(frozen=True, slots=True)
class TimelineMark:
    """Moment or span of one entity.

    Attributes:
        arn: The entity.
        lane: Its lane.
        name: Its name among the others.
        style: How it is drawn.
        begin: When it began or was made.
        end: When it ended; None for a moment, or if the end is not on record.
        is_open: Whether it goes on at the time of reading.
        badge: Its state, of an approval the decision; None if it is simply done.
        role: Why it is in the graph.
        person: Who decided, of an approval; empty if that is not known.
    """

    arn: Arn
    lane: Lane
    name: EntityName
    style: EntityStyle
    begin: datetime
    end: datetime | None = None
    is_open: bool = False
    badge: Badge | None = None
    role: Role = "match"
    person: str = ""

    @property
    def label(self) -> str:
        """What it is called beside the mark."""
        return f"{self.name.title}, {self.person}" if self.person else self.name.title


@dataclass(frozen=True, slots=True)
class RunBand:
    """Time that the jobs of one pipeline execution took.

    Inputs that a run re-used are older than it, and not in it.
    """

    title: str
    begin: datetime
    end: datetime
    job_count: int


@dataclass(frozen=True, slots=True)
class PeriodCount:
    """Number of entities of a lane in a period."""

    lane: Lane
    begin: datetime
    end: datetime
    count: int


@dataclass(frozen=True, slots=True)
class ServedSpan:
    """Time in which an endpoint served a version.

    Attributes:
        endpoint: The endpoint's context.
        endpoint_title: What it is called.
        action: The deployment.
        version: What was deployed: `customer-churn v8`; empty if it is not on record.
        begin: When it was deployed.
        end: When the next deployment began; None if there is none, or it is not known.
        state: What is known of its end, in a few words.
    """

    endpoint: Arn
    endpoint_title: str
    action: Arn
    version: str
    begin: datetime
    end: datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Timeline of a graph.

    Attributes:
        marks: The entities with a time, by lane and time.
        bands: Runs, the earliest first.
        counts: Counts by lane and period; empty while marks are drawn one by one.
        period: What a period is: `day`; empty without counts.
        untimed: Entities without a time.
        now: When the graph was read.
        spans: What served when, by endpoint, the newest first.
        left_out: Number of entities that only lead to what the filters look for.
        unknown_endpoints: Endpoints of which not all deployments were read.
    """

    marks: tuple[TimelineMark, ...]
    bands: tuple[RunBand, ...]
    counts: tuple[PeriodCount, ...]
    period: str
    untimed: tuple[Arn, ...]
    now: datetime
    spans: tuple[ServedSpan, ...] = ()
    left_out: int = 0
    unknown_endpoints: tuple[Arn, ...] = ()

    @property
    def lane_counts(self) -> Mapping[Lane, int]:
        """Number of marks of each lane that has any, in order."""
        counts = Counter(mark.lane for mark in self.marks)
        return {lane: counts[lane] for lane in Lane if counts[lane]}

    @property
    def begin(self) -> datetime | None:
        """The earliest time; None if there is none."""
        return min((mark.begin for mark in self.marks), default=None)

    @property
    def end(self) -> datetime | None:
        """The latest time, now if something goes on; None without marks."""
        ends = [self.now if mark.is_open else mark.end or mark.begin for mark in self.marks]
        return max(ends, default=None)


@dataclass(frozen=True, slots=True)
class TimelineFacts:
    """What a timeline is made of.

    Attributes:
        graph: The graph.
        entities: Descriptions of its vertices, as far as they are known.
        records: Which deployment serves each endpoint.
        badges: The badge of each vertex that has one.
        now: When the graph was read.
        fully_read: The vertices of which all parents were read.
        matches_only: Whether what only leads to matches is left out.
    """

    graph: LineageGraph
    entities: Mapping[Arn, Entity]
    now: datetime
    records: Sequence[ServingRecord] = ()
    badges: Mapping[Arn, Badge] = field(default_factory=dict)
    fully_read: frozenset[Arn] = frozenset()
    matches_only: bool = False


_FAMILY_LANES = {
    Family.DATA: Lane.DATA,
    Family.CODE: Lane.CODE,
    Family.REPORT: Lane.REPORT,
    Family.IMAGE: Lane.IMAGE,
    Family.JOB: Lane.JOB,
    Family.MODEL: Lane.MODEL,
    Family.APPROVAL: Lane.APPROVAL,
    Family.DEPLOYMENT: Lane.DEPLOYMENT,
    Family.ENDPOINT: Lane.ENDPOINT,
    Family.OTHER: Lane.OTHER,
}


def build_timeline(facts: TimelineFacts) -> Timeline:
    """Return the timeline of a graph."""
    graph, entities = facts.graph, facts.entities
    names = name_entities({arn: entities.get(arn) for arn in graph.vertices})
    ends = _find_deployment_ends(facts.records)
    shown = [arn for arn in graph.vertices if not facts.matches_only or arn in graph.matches]
    marks = [mark for arn in shown if (mark := _build_mark(facts, arn, names[arn], ends))]
    order = {lane: index for index, lane in enumerate(Lane)}
    marks.sort(key=lambda mark: (order[mark.lane], mark.begin, mark.name, mark.arn))
    timed = {mark.arn for mark in marks}
    period, counts = count_periods(marks) if len(marks) > MAX_MARKS else ("", ())
    return Timeline(
        tuple(marks),
        _build_bands(facts, shown),
        counts,
        period,
        tuple(arn for arn in shown if arn not in timed),
        facts.now,
        _list_spans(facts, names),
        len(graph.vertices) - len(shown),
        tuple(record.endpoint for record in facts.records if record.endpoint not in facts.fully_read),
    )


def choose_lane(style: EntityStyle, entity: Entity | None) -> Lane:
    """Return the lane of an entity."""
    lane = _FAMILY_LANES[style.family]
    return Lane.VERSION if lane is Lane.MODEL and is_model_package(entity) else lane


def _build_mark(
    facts: TimelineFacts,
    arn: Arn,
    name: EntityName,
    ends: Mapping[Arn, tuple[datetime | None, bool]],
) -> TimelineMark | None:
    entity = facts.entities.get(arn)
    begin = (entity.started or entity.created) if entity else None
    if entity is None or begin is None:
        return None
    style = style_of(facts.graph.vertices[arn], entity)
    lane, end, is_open = choose_lane(style, entity), None, False
    if lane is Lane.JOB:
        end = entity.ended
        is_open = end is None and _is_running(entity)
    elif arn in ends:
        end, is_open = ends[arn]
    if end and end < begin:
        end = None
    badge, role, person = facts.badges.get(arn), facts.graph.role(arn), ""
    if lane is Lane.APPROVAL:
        badge = badge or _DECISIONS.get((decision_of(entity) or "").casefold())
        person = entity.created_by or ""
    return TimelineMark(arn, lane, name, style, begin, end, is_open, badge, role, person)


_DECISIONS = {
    "approved": Badge(BadgeState.APPROVED, "Approved"),
    PENDING: Badge(BadgeState.PENDING, "Submitted"),
}


def _is_running(entity: Entity) -> bool:
    return (entity.status or "").replace(" ", "").casefold() in ("inprogress", "stopping")


def _find_deployment_ends(records: Iterable[ServingRecord]) -> dict[Arn, tuple[datetime | None, bool]]:
    """Return when each deployment ended, and whether it serves now."""
    return {
        each.action: (each.ended, each is record.current) for record in records for each in record.deployments
    }


def _build_bands(facts: TimelineFacts, shown: Sequence[Arn]) -> tuple[RunBand, ...]:
    """Return the runs of at least two jobs."""
    spans: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for arn in shown:
        entity = facts.entities.get(arn)
        begin = (entity.started or entity.created) if entity else None
        run = find_run((entity.source_uri or entity.name or "").rpartition("/")[2]) if entity else ""
        if entity and begin and run:
            end = entity.ended or (facts.now if _is_running(entity) else begin)
            spans[run].append((begin, max(begin, end)))
    bands = [
        RunBand(
            f"run {run[:RUN_ID_LENGTH]}",
            min(begin for begin, _ in times),
            max(end for _, end in times),
            len(times),
        )
        for run, times in spans.items()
        if len(times) > 1
    ]
    return tuple(sorted(bands, key=lambda band: (band.begin, band.title)))


def _list_spans(facts: TimelineFacts, names: Mapping[Arn, EntityName]) -> tuple[ServedSpan, ...]:
    """Return what each endpoint served when, if all of it was read."""
    spans = []
    for record in facts.records:
        if record.endpoint not in names or record.endpoint not in facts.fully_read:
            continue
        for number, deployment in enumerate(record.deployments):
            if deployment.began is None:
                continue
            titles = [names[arn].title for arn in deployment.versions if arn in names]
            spans.append(
                ServedSpan(
                    record.endpoint,
                    names[record.endpoint].title,
                    deployment.action,
                    ", ".join(titles),
                    deployment.began,
                    deployment.ended,
                    _describe_state(record, deployment, is_newest=number == 0),
                )
            )
    return tuple(spans)


def _describe_state(record: ServingRecord, deployment: Deployment, *, is_newest: bool) -> str:
    if deployment is record.current:
        confirmed = record.evidence is Evidence.CONFIRMED
        return "Serving, confirmed" if confirmed else "Serving, according to lineage"
    if record.evidence is Evidence.DELETED and is_newest:
        return "Endpoint deleted; when is not on record"
    if record.evidence is Evidence.OTHER_CONFIGURATION and is_newest:
        return "Replaced; when is not on record"
    if deployment.ended:
        return "Replaced"
    return "End not on record"


_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_FIXED = (("hour", _HOUR), ("six hours", 6 * _HOUR), ("day", _DAY), ("week", 7 * _DAY))
_MONTHS = (("month", 1), ("quarter", 3), ("year", 12), ("ten years", 120))
_MONDAY = datetime(1970, 1, 5, tzinfo=UTC)


def count_periods(marks: Sequence[TimelineMark]) -> tuple[str, tuple[PeriodCount, ...]]:
    """Count marks by lane and by a period that suits.

    Returns:
        What a period is, and the counts by lane and time.
    """
    begin, end = min(mark.begin for mark in marks), max(mark.begin for mark in marks)
    months = (end.year - begin.year) * 12 + end.month - begin.month
    for name, length in _FIXED:
        if (end - begin) / length < MAX_PERIODS - 1:
            return name, _count(marks, partial(_round_to_length, length=length))
    name, size = next((each for each in _MONTHS if months / each[1] < MAX_PERIODS - 1), _MONTHS[-1])
    return name, _count(marks, partial(_round_to_months, size=size))


def _count(
    marks: Iterable[TimelineMark], floor: Callable[[datetime], tuple[datetime, datetime]]
) -> tuple[PeriodCount, ...]:
    counts = Counter((mark.lane, *floor(mark.begin)) for mark in marks)
    order = {lane: index for index, lane in enumerate(Lane)}
    return tuple(
        PeriodCount(lane, begin, end, count)
        for (lane, begin, end), count in sorted(
            counts.items(), key=lambda item: (order[item[0][0]], item[0][1])
        )
    )


def _round_to_length(moment: datetime, length: timedelta) -> tuple[datetime, datetime]:
    begin = _MONDAY + (moment - _MONDAY) // length * length
    return begin, begin + length


def _round_to_months(moment: datetime, size: int) -> tuple[datetime, datetime]:
    number = (moment.year * 12 + moment.month - 1) // size * size
    return _begin_month(number), _begin_month(number + size)


def _begin_month(number: int) -> datetime:
    return datetime(min(number // 12, 9999), number % 12 + 1, 1, tzinfo=UTC)


def summarize_timeline(timeline: Timeline) -> str:
    """Return what a timeline shows, in a sentence or two."""
    count = len(timeline.marks)
    if not count:
        return "No time is known for any of these entities."
    begin, end = timeline.begin, timeline.end
    span = f"{format_day(begin)} to {format_day(end)}" if begin and end else ""
    counted = f", counted by {timeline.period}" if timeline.counts else ""
    untimed = f" No time is known for {len(timeline.untimed):,}." if timeline.untimed else ""
    way = f" {timeline.left_out:,} more on the way are left out." if timeline.left_out else ""
    word = "entity" if count == 1 else "entities"
    return f"{count:,} {word} from {span}{counted}.{way}{untimed}"

"""Read what an evidence pack is made of, recording the calls.

An account is read until nothing is sent that is not on record. What is made then depends on the record, the
address and the moment alone, so that it can be made again from the record.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from time import monotonic

from lineage_explorer.checks.accepted_findings import AcceptedFinding
from lineage_explorer.checks.check_report import CheckReport
from lineage_explorer.errors import InvalidQuery, SourceError
from lineage_explorer.explore.describe import describe_vertices
from lineage_explorer.explore.graph_view import arrange_view
from lineage_explorer.explore.load_comparison import open_place
from lineage_explorer.explore.loaded_graph import LoadedGraph
from lineage_explorer.explore.moment_filter import find_check_scope
from lineage_explorer.explore.report_content import (
    MAX_WHOLE,
    grow_evaluations,
    read_packages,
    shorten_to_start,
    sort_by_distance,
)
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.start_resolution import resolve_start
from lineage_explorer.explore.view import View
from lineage_explorer.explore.view_request import ViewRequest
from lineage_explorer.explore.whole_view import build_whole_view
from lineage_explorer.export.exported_file import check_address
from lineage_explorer.export.provenance import Provenance, describe_provenance
from lineage_explorer.export.report_answers import ReportAnswers, build_answers
from lineage_explorer.graph.entity_names import use_year
from lineage_explorer.graph.model import Arn
from lineage_explorer.graph.serving_history import Period
from lineage_explorer.query.address import Address, MainView, get_parameter, parse_address
from lineage_explorer.query.compare_query import (
    COMPARE_PARAMETERS,
    CompareQuery,
    parse_compare_query,
    parse_period,
    reject_future,
)
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.sources.recording import EPOCH_VARIABLE, RecordedCall, Recording, read_fixed_moment

_MAX_PASSES = 4
"""Readings until nothing new is sent: the second is made of the record of the first."""


@dataclass(frozen=True, slots=True)
class EvidenceRequest:
    """What a pack is asked for.

    Attributes:
        search: The address as it was given, without what is not part of it.
    """

    search: str

    @property
    def compared(self) -> CompareQuery:
        """The second entity and its place, as far as given.

        Raises:
            InvalidQuery: One of its parameters is invalid.
        """
        values = {name: [get_parameter(self.search, name)] for name in COMPARE_PARAMETERS}
        return parse_compare_query(values) or CompareQuery()

    @property
    def as_of(self) -> str:
        """The moment or day as it was given; empty for now."""
        return get_parameter(self.search, "as_of").strip()

    @property
    def period(self) -> Period | None:
        """The moment or day of the past that it is about.

        Raises:
            InvalidQuery: It is not a date, or one in the future.
        """
        if not self.as_of:
            return None
        period = parse_period("as_of", self.as_of)
        reject_future(period)
        return period


@dataclass(frozen=True, slots=True)
class Readings:
    """Records of the calls.

    Attributes:
        own: Those of where the start is read.
        other: Those of where the second entity is read, if that is another file or account.
    """

    own: Recording = field(default_factory=Recording)
    other: Recording = field(default_factory=Recording)

    @property
    def sent(self) -> int:
        """Number of calls that were not on record when they were wanted."""
        return self.own.sent + self.other.sent

    def begin_pass(self) -> None:
        """Forget what was used and sent; what is on record stays."""
        self.own.begin_pass()
        self.other.begin_pass()

    def list_used(self) -> tuple[RecordedCall, ...]:
        """Return the used calls of both."""
        return (*self.own.list_used(), *self.other.list_used())


@dataclass(frozen=True, slots=True)
class OtherPlace:
    """File or account that the second entity was read from.

    Attributes:
        recording: The calls, and what they answered.
        account: Its name in the address; empty for a file.
        file: SHA-256 of the opened file; empty for an account.
        title, region, gaps, graph_gaps: See `ExplorerServices`; the title of a file is its name.
    """

    recording: Recording
    account: str
    file: str
    title: str
    region: str
    gaps: tuple[str, ...]
    graph_gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that a pack is made of.

    Attributes:
        request: What was asked for.
        recording: The calls, and what they answered.
        moment: The moment that it is about: that of the past, or that of the last call.
        view: What the address shows, as a table.
        picture: The same as a picture, with groups.
        page: The same as a picture, without groups.
        provenance: Where the view comes from.
        answers: The five answers, about all lineage of the start.
        compared: What differs from a second entity, as a picture of both; None if there is none.
        other: Where the second entity was read, if not where the start was.
        checks: What its lineage lacks, by rules; None if it could not be read.
        checks_gap: Why there is none; empty if there is one.
        account_gaps, account_graph_gaps, region: See `ExplorerServices`.
        accepted: Findings that somebody accepted, which the report says.
        is_redacted: Whether names are hidden.
        file: SHA-256 of the opened file that the start was read from; empty for an account.
    """

    request: EvidenceRequest
    recording: Recording
    moment: datetime
    view: View
    picture: View
    page: View
    provenance: Provenance
    answers: ReportAnswers
    compared: View | None
    other: OtherPlace | None
    checks: CheckReport | None
    checks_gap: str
    account_gaps: tuple[str, ...]
    account_graph_gaps: tuple[str, ...]
    region: str
    accepted: tuple[AcceptedFinding, ...]
    is_redacted: bool
    file: str


def read_evidence(services: ExplorerServices, request: EvidenceRequest, *, seconds: float) -> Evidence:
    """Read an account for an evidence pack, past all caches.

    Raises:
        LineageError: Something in the request is invalid, or nothing could be read.
    """
    deadline = monotonic() + seconds
    fixed_at = read_fixed_moment(os.environ.get(EPOCH_VARIABLE, ""))
    readings = Readings(Recording(fixed_at=fixed_at), Recording(fixed_at=fixed_at))
    moment = None
    period = request.period
    others = open_place(services, request.compared)
    for _ in range(_MAX_PASSES):
        readings.begin_pass()
        evidence = make_evidence(
            _open_readings(services, others, readings, moment),
            readings,
            request,
            moment or datetime.now(UTC),
            seconds=max(1.0, deadline - monotonic()),
        )
        if moment is not None and not readings.sent:
            break
        moment = _choose_moment(readings, period)
    return evidence


def _open_readings(
    services: ExplorerServices, others: ExplorerServices, readings: Readings, moment: datetime | None
) -> ExplorerServices:
    """Return services whose calls are recorded, here and in the other place.

    Raises:
        InvalidQuery: Nothing can record the calls.
    """
    if services.open_reading is None or others.open_reading is None:
        raise InvalidQuery("Evidence cannot be made here: nothing records the calls.", field="format")
    own = services.open_reading(readings.own, moment)
    if others is services:
        return own
    other = others.open_reading(readings.other, moment)
    return replace(own, open_place=lambda _search: other)


def _choose_moment(readings: Readings, period: Period | None) -> datetime:
    """Return the moment of the past, or of the last call."""
    if period:
        return period.begin
    now = readings.own.fixed_at or datetime.now(UTC)
    last = max((call.read_at for call in readings.list_used()), default=now)
    return last.replace(microsecond=0)


def make_evidence(
    services: ExplorerServices,
    readings: Readings,
    request: EvidenceRequest,
    moment: datetime,
    *,
    seconds: float,
) -> Evidence:
    """Make evidence with services whose calls are recorded.

    Args:
        services: The services.
        readings: The records that they use.
        request: What is asked for.
        moment: The moment that it is about.
        seconds: How long reading may take.

    Raises:
        LineageError: Something in the request is invalid, or nothing could be read.
    """
    deadline = monotonic() + seconds
    with use_year(moment.year):
        address = parse_address(resolve_start(services.catalog, request.search, seconds=seconds))
        check_address(address)
        period = request.period
        remaining = max(1.0, deadline - monotonic())
        loaded = _load_described(services, address, seconds=remaining)
        whole_address, whole = _load_whole(services, address, loaded, seconds=remaining)
        whole_view = _arrange(services, whole_address, whole, is_table=True)
        compared = _read_comparison(services, address, seconds=remaining)
        packages, gaps = read_packages(services, whole_view)
        answers = build_answers(whole_view, packages=packages, period=period, gaps=gaps)
        view = _arrange(services, address, loaded, is_table=True)
        told = replace(address, view=MainView.GRAPH) if address.is_comparison else address
        provenance = describe_provenance(view, told, services.account_title)
        checks, checks_gap = _read_checks(services, whole_address, seconds=remaining)
        return Evidence(
            request,
            readings.own,
            moment,
            view,
            _arrange(services, address, loaded),
            _arrange(services, address, loaded, has_groups=False),
            replace(provenance, read_at=moment, is_of_past=period is not None),
            answers,
            compared,
            _describe_other(services, address, readings.other),
            checks,
            checks_gap,
            services.account_gaps,
            services.account_graph_gaps,
            services.region,
            services.checks.accepted,
            services.is_redacted,
            services.file,
        )


def _describe_other(services: ExplorerServices, address: Address, recording: Recording) -> OtherPlace | None:
    """Return where a second entity was read, if elsewhere."""
    compared = address.compared
    others = open_place(services, compared) if compared else services
    if compared is None or others is services:
        return None
    return OtherPlace(
        recording,
        compared.against_account,
        compared.against_file,
        others.account_title,
        others.region,
        others.account_gaps,
        others.account_graph_gaps,
    )


def _read_comparison(services: ExplorerServices, address: Address, *, seconds: float) -> View | None:
    """Return both sides of a comparison; None without a second entity.

    Raises:
        LineageError: They cannot be compared, or one could not be read at all.
    """
    if not address.compared or not address.compared.against:
        return None
    request = ViewRequest(replace(address, view=MainView.COMPARE))
    return build_whole_view(services, request, seconds=seconds)


def _read_checks(
    services: ExplorerServices, address: Address, *, seconds: float
) -> tuple[CheckReport | None, str]:
    """Return the checks of a start, or why there are none."""
    if address.query is None:
        return None, ""
    try:
        scope = find_check_scope(replace(address, more_starts=()))
        report = services.checks.read_within(services, scope, seconds=seconds)
    except SourceError as error:
        return None, f"The checks could not be read. {error}"
    return report, "" if report else "The checks could not be read in time."


def _load_described(services: ExplorerServices, address: Address, *, seconds: float) -> LoadedGraph:
    """Return the whole graph of an address, its entities described."""
    deadline = monotonic() + seconds
    request = ViewRequest(replace(address, view=MainView.TABLE), has_groups=False)
    loaded = build_whole_view(services, request, seconds=seconds).loaded
    arns = list(loaded.graph.vertices)
    nearest = sort_by_distance(loaded.graph.distances, loaded.graph.vertices)
    timed = replace(loaded, naming_seconds=max(1.0, deadline - monotonic()))
    return describe_vertices(services.catalog, timed, arns, whole=nearest[:MAX_WHOLE])


def _arrange(
    services: ExplorerServices,
    address: Address,
    loaded: LoadedGraph,
    *,
    is_table: bool = False,
    has_groups: bool = True,
) -> View:
    main_view = MainView.TABLE if is_table else MainView.GRAPH
    request = ViewRequest(replace(address, view=main_view), has_groups=has_groups and not is_table)
    view = arrange_view(services, request, loaded)
    whole = view.loaded.wholly_described | loaded.wholly_described
    return replace(view, loaded=replace(view.loaded, wholly_described=whole))


def _load_whole(
    services: ExplorerServices, address: Address, loaded: LoadedGraph, *, seconds: float
) -> tuple[Address, LoadedGraph]:
    """Return all lineage of a start, evaluations of its versions included.

    Those read the model, and lead to no endpoint: the lineage of an endpoint has none of them.
    """
    whole_address = shorten_to_start(address)
    whole = loaded if _is_unlimited(address) else _load_described(services, whole_address, seconds=seconds)
    grown = grow_evaluations(whole_address, _arrange(services, whole_address, whole, is_table=True))
    if grown == whole_address:
        return whole_address, whole
    return grown, _load_described(services, grown, seconds=seconds)


def _is_unlimited(address: Address) -> bool:
    """Return whether an address shows all lineage of its start."""
    return (
        address.query == LineageQuery(address.query.start if address.query else Arn(""))
        and not address.question_slug
        and not address.hidden_kinds
        and not address.expansion
    )

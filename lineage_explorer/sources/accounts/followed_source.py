"""Read a graph across accounts, each part with its account's own credentials.

The account that owns the start is read first. Wherever its answer enters another configured account, reading
goes on there, until nothing new is entered. What that finds is one graph.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from threading import Condition
from time import monotonic

from lineage_explorer.errors import EntityNotFound, LineageError, SourceError
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.lineage_query import Direction, Filters, LineageQuery
from lineage_explorer.sources.accounts.account_crossings import (
    Crossing,
    Step,
    attach_twins,
    find_crossings,
    find_ends,
    join_twins,
    list_covered,
    mark_unread,
    merge_accounts,
    select_matches,
)
from lineage_explorer.sources.accounts.account_directory import (
    AccountDirectory,
    AccountKey,
    TwinList,
    find_key,
)
from lineage_explorer.sources.call_counts import ContextPool
from lineage_explorer.sources.freshness import ANY_AGE, Freshness
from lineage_explorer.sources.protocols import PagedRead, PagedSource, Progress

MAX_CROSSINGS = 60
"""Maximum number of reads in other accounts for one query."""

_MAX_CONCURRENT = 16


class FollowedSource:
    """Thread-safe `PagedSource` over the accounts of a directory.

    Args:
        name: The account whose readers use it.
        own: Reads this account alone.
        directory: All accounts.
    """

    def __init__(self, name: str, own: PagedSource, directory: AccountDirectory) -> None:
        self._name = name
        self._own = own
        self._directory = directory
        self._pool = ContextPool(_MAX_CONCURRENT, thread_name_prefix="accounts")

    def read(self, query: LineageQuery, *, freshness: Freshness = ANY_AGE) -> LineageGraph:
        """Read the graph of a query, as far as possible.

        Raises:
            SourceError: Nothing could be read at all.
        """
        paged_read = self.start_read(query, freshness=freshness)
        paged_read.wait(lambda _: False)
        return paged_read.build_graph()

    def start_read(
        self,
        query: LineageQuery,
        *,
        is_wanted: Callable[[], bool] = lambda: True,
        freshness: Freshness = ANY_AGE,
    ) -> PagedRead:
        """Start reading the graph of a query.

        Args:
            query: The query.
            is_wanted: Called between two pages; reading stops when it returns False.
            freshness: How old the pages may be.
        """
        own = self._own.start_read
        if self._directory.is_single:
            base = own(query, is_wanted=is_wanted, freshness=freshness)
            return _ExplainedRead(base, self._explain_start(query))
        owner = self._directory.find_owner(find_key(query.start), self._name) or self._name
        start = own if owner == self._name else self._directory.get_reader(owner).source.start_read
        base = start(query, is_wanted=is_wanted, freshness=freshness)
        reads = _AccountReads(self._directory, owner, is_wanted, freshness)
        followed = _FollowedRead(query, _ExplainedRead(base, self._explain_start(query)), reads)
        self._pool.submit(followed.run)
        return followed

    def retry_failed(self, query: LineageQuery) -> None:
        """Make all workers that share the cache retry failed requests."""
        self._own.retry_failed(query)

    def _explain_start(self, query: LineageQuery) -> Callable[[], str]:
        return lambda: self._directory.explain_foreign(self._name, query.start)


@dataclass(frozen=True, slots=True)
class _ExplainedRead:
    """Read whose failure says how the account of its start is added."""

    base: PagedRead
    explain: Callable[[], str]

    @property
    def is_abandoned(self) -> bool:
        return self.base.is_abandoned

    def is_outdated(self) -> bool:
        return self.base.is_outdated()

    def progress(self) -> Progress:
        return self.base.progress()

    def count_entities(self) -> int:
        return self.base.count_entities()

    def wait(self, is_enough: Callable[[Progress], bool], *, seconds: float | None = None) -> Progress:
        return self.base.wait(is_enough, seconds=seconds)

    def build_graph(self) -> LineageGraph:
        """Return the graph.

        Raises:
            SourceError: Nothing could be read at all.
        """
        try:
            return self.base.build_graph()
        except SourceError as error:
            if advice := self.explain():
                raise type(error)(f"{error} {advice}", operation=error.operation) from error
            raise


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What an account answered at a crossing.

    Attributes:
        crossing: Where it was asked.
        graph: The answer; None if it was refused.
        error: Why.
        matches: What passes the filters, where the query has any.
    """

    crossing: Crossing
    graph: LineageGraph | None = None
    error: LineageError | None = None
    matches: frozenset[Arn] = frozenset()


class _AccountReads:
    """Reads of the accounts of a directory, for one query.

    Args:
        directory: All accounts.
        owner: The account in which reading begins.
        is_wanted: Called between two pages; reading stops when it returns False.
        freshness: How old what is read may be.
    """

    def __init__(
        self,
        directory: AccountDirectory,
        owner: str,
        is_wanted: Callable[[], bool],
        freshness: Freshness,
    ) -> None:
        self.directory = directory
        self.owner = owner
        self.is_wanted = is_wanted
        self._freshness = freshness
        self._owners: dict[AccountKey | None, str] = {}
        self._twins: dict[str, TwinList] = {}

    def owner_of(self, arn: Arn) -> str:
        """Return the configured account of an entity; empty for none."""
        key = find_key(arn)
        if key not in self._owners:
            self._owners[key] = self.directory.find_owner(key, self.owner) or ""
        return self._owners[key]

    def list_twins(self, name: str) -> TwinList:
        """Return the `SameAs` associations of an account, read once."""
        if name not in self._twins:
            links = self.directory.get_reader(name).links
            self._twins[name] = links.list_twins(freshness=self._freshness)
        return self._twins[name]

    def read(self, name: str, query: LineageQuery) -> LineageGraph:
        """Read the graph of a query in one account, to its end.

        Raises:
            LineageError: Nothing could be read.
        """
        return self._start(name, query)()

    def read_crossings(self, crossings: Sequence[Crossing], filters: Filters) -> list[_Outcome]:
        """Read several crossings at the same time.

        Args:
            crossings: Where to go on.
            filters: What the query looks for.
        """
        finishes = [self._start_crossing(crossing, filters) for crossing in crossings]
        return [finish() for finish in finishes]

    def _start(self, name: str, query: LineageQuery) -> Callable[[], LineageGraph]:
        """Start a read; return a function that waits for its graph."""
        source = self.directory.get_reader(name).source
        paged_read = source.start_read(query, is_wanted=self.is_wanted, freshness=self._freshness)

        def finish() -> LineageGraph:
            paged_read.wait(lambda _: False)
            return paged_read.build_graph()

        return finish

    def _start_crossing(self, crossing: Crossing, filters: Filters) -> Callable[[], _Outcome]:
        matching = replace(crossing.query, filters=filters, include_paths=False)
        try:
            finish = self._start(crossing.owner, crossing.query)
            finish_matches = self._start(crossing.owner, matching) if filters else None
        except LineageError as error:  # there are no credentials for this account
            return lambda failure=error: _Outcome(crossing, error=failure)  # type: ignore[misc]

        def finish_crossing() -> _Outcome:
            try:
                matches = finish_matches().matches if finish_matches else frozenset[Arn]()
                return _Outcome(crossing, finish(), matches=matches)
            except SourceError as error:
                return _Outcome(crossing, error=error)

        return finish_crossing


@dataclass(slots=True)
class _Journey:
    """What was read of a query, account by account.

    Attributes:
        base: The graph of the account in which reading began.
        twins: `SameAs` associations of all accounts that were read.
        further: The graphs of others.
        covered: Account, entity and way of what an account has answered or refused.
        gaps: One sentence for each thing that could not be read.
        unread: Entities whose account could not be read.
        matches: What passes the filters in other accounts.
        failed: Accounts that refused.
        count: How many crossings were read.
    """

    base: LineageGraph
    twins: TwinList = field(default_factory=TwinList)
    further: list[LineageGraph] = field(default_factory=list)
    covered: set[Step] = field(default_factory=set)
    gaps: list[str] = field(default_factory=list)
    unread: set[Arn] = field(default_factory=set)
    matches: set[Arn] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    count: int = 0

    def merge(self, query: LineageQuery) -> LineageGraph:
        """Return all of it as one graph."""
        merged = merge_accounts(query, self.base, self.further, (*self.twins.gaps, *self.gaps))
        merged = merge_accounts(query, attach_twins(query, merged, self.twins), (), ())
        return mark_unread(merged, self.unread)


class _FollowedRead:
    """`PagedRead` of a query that goes on in other accounts.

    Args:
        query: The query.
        base: The read of the account in which reading begins.
        reads: Reads the others.
    """

    def __init__(self, query: LineageQuery, base: PagedRead, reads: _AccountReads) -> None:
        self._query = query
        self._base = base
        self._reads = reads
        self._condition = Condition()
        self._further_pages = 0
        self._latest: LineageGraph | None = None
        self._has_ended = False
        self._abandoned = False
        self._defect: BaseException | None = None

    @property
    def is_abandoned(self) -> bool:
        """Whether reading stopped because the rest was not wanted."""
        return self._abandoned or self._base.is_abandoned

    def is_outdated(self) -> bool:
        """Return whether a newer request makes this read obsolete."""
        return self._base.is_outdated()

    def progress(self) -> Progress:
        """Return the current progress."""
        return self._add_further(self._base.progress())

    def _add_further(self, base: Progress) -> Progress:
        return replace(base, pages=base.pages + self._further_pages, has_ended=self._has_ended)

    def count_entities(self) -> int:
        """Return the number of vertices read so far."""
        return max(self._base.count_entities(), len(self._latest.vertices) if self._latest else 0)

    def wait(self, is_enough: Callable[[Progress], bool], *, seconds: float | None = None) -> Progress:
        """Wait until reading has ended or has read enough.

        Args:
            is_enough: Returns whether the progress suffices.
            seconds: Time limit; None for none.
        """
        began = monotonic()
        self._base.wait(lambda progress: is_enough(self._add_further(progress)), seconds=seconds)
        left = None if seconds is None else max(0.0, seconds - (monotonic() - began))
        with self._condition:
            self._condition.wait_for(lambda: self._has_ended or is_enough(self.progress()), left)
        return self.progress()

    def build_graph(self) -> LineageGraph:
        """Return the graph of what has been read so far.

        Raises:
            SourceError: Reading has ended, and nothing could be read at all.
        """
        with self._condition:
            has_ended, latest, defect = self._has_ended, self._latest, self._defect
        if defect:
            raise defect
        graph = latest or self._base.build_graph()
        if has_ended and not self.is_abandoned:
            return graph
        return replace(graph, read_status=replace(graph.read_status, has_more=True))

    def run(self) -> None:
        """Wait for the first account, and go on in the others."""
        try:
            self._base.wait(lambda _: False)
            if not self._base.is_abandoned:
                with suppress(SourceError):  # raised to the caller of `build_graph`
                    self._read_from(self._base.build_graph())
        except BaseException as error:  # noqa: BLE001 - raised to the caller of `build_graph`
            self._defect = error
        with self._condition:
            self._has_ended = True
            self._condition.notify_all()

    def _read_from(self, graph: LineageGraph) -> None:
        query, filters = self._query, self._query.filters
        if not filters:
            self._publish(self._read_across(query, graph))
            return
        # What is beyond a crossing may match, although nothing up to it does.
        plain = replace(query, filters=Filters(), include_paths=True)
        try:
            whole = self._reads.read(self._reads.owner, plain)
        except SourceError as error:
            gap = f"With filters, other accounts could not be entered. {error}"
            status = replace(graph.read_status, gaps=(*graph.read_status.gaps, gap))
            self._publish(replace(graph, read_status=status))
            return
        journey = self._walk_accounts(plain, whole)
        self._publish(select_matches(query, self._finish(plain, journey), graph, journey.matches))

    def _read_across(self, query: LineageQuery, graph: LineageGraph) -> LineageGraph:
        return self._finish(query, self._walk_accounts(query, graph))

    def _walk_accounts(self, query: LineageQuery, graph: LineageGraph) -> _Journey:
        """Read other accounts until nothing new is entered."""
        reads = self._reads
        journey = _Journey(graph, reads.list_twins(reads.owner))
        journey.covered.update(list_covered(graph, reads.owner, query, reads.owner_of))
        merged = journey.merge(query)
        while crossings := self._choose_next(query, merged, journey):
            if not reads.is_wanted():
                self._abandoned = True
                break
            for outcome in reads.read_crossings(crossings, self._query.filters):
                self._add_outcome(journey, outcome)
            merged = journey.merge(query)
            if not self._query.filters:
                self._publish(merged)
        return journey

    def _choose_next(self, query: LineageQuery, merged: LineageGraph, journey: _Journey) -> list[Crossing]:
        """Return the nearest crossing of each account and way.

        What it reaches is likely to include the others.
        """
        crossings = [
            crossing
            for crossing in find_crossings(query, merged, journey.covered, self._reads.owner_of)
            if crossing.owner not in journey.failed
        ]
        if journey.count >= MAX_CROSSINGS and crossings:
            journey.gaps.append(
                f"Reading went on at {MAX_CROSSINGS} entities of other accounts; "
                f"{len(crossings):,} more were left out."
            )
            return []
        chosen: dict[tuple[str, Direction], Crossing] = {}
        for crossing in crossings:
            chosen.setdefault((crossing.owner, crossing.query.direction), crossing)
        return list(chosen.values())

    def _add_outcome(self, journey: _Journey, outcome: _Outcome) -> None:
        crossing, reads = outcome.crossing, self._reads
        journey.count += 1
        journey.covered.add(crossing.step)
        key = find_key(crossing.arn)
        if outcome.graph is None:
            journey.unread.add(crossing.arn)
            if not isinstance(outcome.error, EntityNotFound):
                journey.failed.add(crossing.owner)
            journey.gaps.append(f"Account {key} could not be read from here on. {outcome.error}")
            return
        gaps = tuple(f"Account {key}: {gap}" for gap in outcome.graph.read_status.gaps)
        status = replace(outcome.graph.read_status, gaps=gaps)
        graph = replace(outcome.graph, read_status=status)
        journey.further.append(graph)
        journey.matches |= outcome.matches
        journey.covered.update(list_covered(graph, crossing.owner, crossing.query, reads.owner_of))
        journey.twins = join_twins(journey.twins, reads.list_twins(crossing.owner))
        with self._condition:
            self._further_pages += graph.read_status.pages
            self._condition.notify_all()

    def _finish(self, query: LineageQuery, journey: _Journey) -> LineageGraph:
        """Return the graph, with gaps for accounts that are not configured."""
        merged, directory = journey.merge(query), self._reads.directory
        own_key = directory.get_key(self._reads.owner) or find_key(merged.start)
        keys = {key for arn in merged.vertices if (key := find_key(arn)) and not self._reads.owner_of(arn)}
        for key, arns in find_ends(merged, keys - {own_key}).items():
            journey.unread.update(arn for arn in arns if arn != merged.start)  # that was read
            count = f"{len(arns):,} entities" if len(arns) > 1 else "one entity"
            journey.gaps.append(
                f"What lies beyond {count} of another account was not read. {directory.explain_missing(key)}"
            )
        return journey.merge(query)

    def _publish(self, graph: LineageGraph) -> None:
        with self._condition:
            self._latest = graph
            self._condition.notify_all()

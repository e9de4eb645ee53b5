"""Services that the pipeline calls."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from lineage_explorer.explore.check_store import CheckStore
from lineage_explorer.explore.layout_store import LayoutService, LayoutStore
from lineage_explorer.explore.visible_graph import GraphMemo
from lineage_explorer.graph.model import Arn, Entity
from lineage_explorer.graph.serving import EndpointConfiguration
from lineage_explorer.graph.serving_history import Period
from lineage_explorer.query.address import Address
from lineage_explorer.questions.answer import Answer
from lineage_explorer.questions.question import QueryServices, Question
from lineage_explorer.sources.accounts.shared_accounts import SharedAccounts
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.response_cache import Invalidations
from lineage_explorer.sources.cache.value_cache import ValueCache
from lineage_explorer.sources.extend_graph import ExtendedGraph
from lineage_explorer.sources.freshness import ANY_AGE, READ_AGAIN
from lineage_explorer.sources.past_source import PastSource
from lineage_explorer.sources.protocols import EntityCatalog, SharedSource
from lineage_explorer.sources.recording import Recording

if TYPE_CHECKING:
    from lineage_explorer.explore.compared_sides import ComparedSides


@dataclass(frozen=True, slots=True)
class AnswerScope:
    """How far an answer looks.

    Attributes:
        depth: Maximum path length, in associations.
        period: The moment or day that is asked about; None for now.
    """

    depth: int
    period: Period | None = None


class AnswerCache:
    """Cache of the answers to questions.

    An answer is kept as long as a page that shows it may request it again.

    Args:
        services: Services that the questions use.
        caches: Opens the cache.
        invalidations: Invalidations shared by all workers.
    """

    def __init__(self, services: QueryServices, caches: CacheRegistry, invalidations: Invalidations) -> None:
        self._services = services
        self._invalidations = invalidations
        self._answers: ValueCache[tuple[str, datetime], Answer] = caches.open(CacheName.ANSWERS)

    def ask(
        self,
        question: Question,
        start: Arn,
        scope: AnswerScope,
        *,
        refresh: bool = False,
        seconds: float | None = None,
    ) -> Answer | None:
        """Return the answer to a question.

        None if it is not computed after `seconds`; the computation goes on in the background.

        Args:
            question: The question to answer.
            start: The entity that the question is about.
            scope: How far to look.
            refresh: Discard the cached answer and the lineage that was read for it.
            seconds: How long to wait; None to wait until it is computed.

        Raises:
            SourceError: Nothing could be read at all.
        """
        depth, period, services = scope.depth, scope.period, self._services
        subject = f"{question.slug} {start} {depth} {period or ''}"
        if period:
            source = PastSource(services.source, services.catalog, period)
            services = replace(services, source=source, period=period)
        valid_since = (
            self._invalidations.invalidate(subject) if refresh else self._invalidations.valid_since(subject)
        )
        freshness = READ_AGAIN if refresh else ANY_AGE
        return self._answers.get_or_compute_within(
            (subject, valid_since),
            lambda: question.ask(services, start, depth=depth, freshness=freshness),
            seconds=seconds,
        )


class VertexCatalog(Protocol):
    """Describes the vertices of a graph; an `EntityCatalog` is one."""

    def describe_within(
        self, arns: Sequence[Arn], *, seconds: float, full: bool = False
    ) -> Mapping[Arn, Entity]:
        """Describe entities, for at most so many seconds.

        With `full`, only whole descriptions count, none from lists.
        """
        ...

    def described_entities(self, arns: Collection[Arn]) -> Mapping[Arn, Entity]:
        """Return the descriptions that are known already."""
        ...

    def find_undescribable(self, arns: Collection[Arn]) -> Mapping[Arn, str]:
        """Return why entities could not be described."""
        ...

    def count_calls(self, arns: Collection[Arn]) -> int:
        """Count the API calls that described entities."""
        ...

    def read_endpoints(
        self, arns: Sequence[str], *, seconds: float, served: bool = False
    ) -> Mapping[str, EndpointConfiguration]:
        """Return what endpoints run now, for at most so many seconds."""
        ...


class ArrangingServices(Protocol):
    """Services that arrange a graph that has been loaded."""

    @property
    def catalog(self) -> VertexCatalog:
        """Describes vertices."""
        ...

    @property
    def layouts(self) -> LayoutService:
        """Lays out visible graphs."""
        ...

    @property
    def memo(self) -> GraphMemo:
        """Memo of computations on graphs."""
        ...


@dataclass(frozen=True, slots=True)
class AccountOption:
    """Account to switch to.

    Attributes:
        name: Its name in addresses; empty for the first one.
        title: Its title for readers.
    """

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class ExplorerServices:
    """Services that a request can use.

    Attributes:
        source: Reads graphs.
        catalog: Describes and finds single entities.
        answers: Cache of answers to questions.
        layouts: Store of layouts.
        expanded_graphs: Cache of expanded graphs.
        account_title: Title of the explored account: "Demo account · us-west-2".
        comparisons: Cache of comparisons.
        is_redacted: Whether names are redacted.
        memo: Memo of computations on graphs.
        account: Name of the account in addresses; empty for the first one.
        accounts: All configured accounts; empty if there is only one.
        links: What the account has in common with others; None if it is the only one.
        file: SHA-256 of the opened file that these are the services of; empty for the account.
        account_gaps: What the account, a copy, does not tell; one sentence each.
        checks: Reports of checks.
        describe_wait: Returns how a slow call of the account is going; empty if none is slow.
        base_path: Path before the page's own one, as far as it is known; files name it with the address.
        account_graph_gaps: Those of its gaps by which entities or associations are missing.
        region: Region of the account.
        open_reading: Returns services without caches, whose calls are recorded, and whose answers have the
            moment that is given; None where nothing is recorded.
        read_caller: Returns who reads the account; empty if that is not known.
        open_place: Returns the services of the file or account of an address; None where there is only one.
    """

    source: SharedSource
    catalog: EntityCatalog
    answers: AnswerCache
    layouts: LayoutStore
    expanded_graphs: ValueCache[Hashable, ExtendedGraph]
    account_title: str
    comparisons: ValueCache[Hashable, ComparedSides]
    is_redacted: bool = False
    memo: GraphMemo = field(default_factory=GraphMemo)
    checks: CheckStore = field(default_factory=CheckStore)
    describe_wait: Callable[[], str] = str
    account: str = ""
    accounts: tuple[AccountOption, ...] = ()
    links: SharedAccounts | None = None
    file: str = ""
    account_gaps: tuple[str, ...] = ()
    base_path: str = ""
    account_graph_gaps: tuple[str, ...] = ()
    region: str = ""
    open_reading: Callable[[Recording, datetime | None], ExplorerServices] | None = None
    read_caller: Callable[[], str] = str
    open_place: Callable[[str], ExplorerServices] | None = None

    @property
    def base_address(self) -> Address:
        """Address of the first screen: account or file, names hidden or not."""
        return Address(share=self.is_redacted, account=self.account, file=self.file)

"""Read the first screen: products, newest entities, questions to try."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.graph.entity_names import name_entity
from lineage_explorer.graph.entity_styles import Family, style_of
from lineage_explorer.graph.model import Arn, Entity, Vertex
from lineage_explorer.query.browse_query import BrowseKind
from lineage_explorer.sources.account_overview import AccountOverview, Part
from lineage_explorer.sources.accounts.shared_accounts import SharedAccount
from lineage_explorer.sources.protocols import EntityCatalog
from lineage_explorer.views.entity_details import StartOption, build_start_options
from lineage_explorer.views.products import ProductTable, build_products

STARTS_PER_SECTION = 4

HOME_SECONDS = 0.45
"""Time limit in seconds for the home screen; what takes longer follows."""


SHARED_SECONDS = 0.05
"""Time limit in seconds for other accounts, after all else."""


@dataclass(frozen=True, slots=True)
class StartSection:
    """Titled list of entities to start from.

    Attributes:
        title, kind: The heading, and the list that it leads to.
        starts: The entities; None while they are not known.
        is_pending: Whether they are still being listed.
    """

    title: str
    kind: BrowseKind
    starts: tuple[StartOption, ...] | None
    is_pending: bool = False


@dataclass(frozen=True, slots=True)
class BrowseCount:
    """Number of entities of one kind.

    Attributes:
        kind: The kind.
        count: How many were listed; None if they were not.
        at_least: Whether there are more than these.
    """

    kind: BrowseKind
    count: int | None
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class ExampleQuestion:
    """Question to try.

    Attributes:
        text: What it asks.
        start: The entity that it is asked of.
        slug: The question.
    """

    text: str
    start: Arn
    slug: str


@dataclass(frozen=True, slots=True)
class SharedSection:
    """Account that shares its lineage, with entities to start from.

    Attributes:
        title: Its title: "Account 111122223333 · us-west-2".
        account: Its name in addresses; None if it is not configured.
        starts: Its entities that are the same as the reader's.
        advice: How it is added; empty if it is configured.
    """

    title: str
    account: str | None
    starts: tuple[StartOption, ...] = ()
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """Content of the home screen.

    Attributes:
        products: Products of the account.
        sections: Newest entities, by kind.
        counts: Numbers of entities by kind, as far as they are known.
        questions: Questions to try.
        shared: Accounts that share their lineage.
        gaps: Sentences about what could not be read.
        is_pending: Whether parts are still being read.
        note: How a slow call is going; empty if none is slow.
    """

    products: ProductTable
    sections: tuple[StartSection, ...] = ()
    counts: tuple[BrowseCount, ...] = ()
    questions: tuple[ExampleQuestion, ...] = ()
    shared: tuple[SharedSection, ...] = ()
    gaps: tuple[str, ...] = ()
    is_pending: bool = False
    note: str = ""


def load_home(catalog: EntityCatalog, *, seconds: float = HOME_SECONDS) -> Home:
    """Read what is there in time of the home screen."""
    return build_home(catalog.read_overview(seconds=seconds))


def load_shared_home(services: ExplorerServices) -> Home:
    """Read the first screen, with the accounts that share their lineage.

    Both are read at the same time.
    """
    links = services.links
    if links is None:
        return load_home(services.catalog)
    links.read_within(seconds=0)
    home = load_home(services.catalog)
    read = links.read_within(seconds=SHARED_SECONDS)
    sections = tuple(_build_shared_section(account, services) for account in read.accounts)
    return replace(
        home,
        shared=sections,
        gaps=(*home.gaps, *read.gaps),
        is_pending=home.is_pending or read.is_pending,
    )


def _build_shared_section(shared: SharedAccount, services: ExplorerServices) -> SharedSection:
    name = None if shared.position is None else services.accounts[shared.position].name
    starts = build_start_options(shared.starts)
    return SharedSection(f"Account {shared.account} · {shared.region}", name, starts, shared.advice)


def build_home(overview: AccountOverview) -> Home:
    """Return the home screen of an account; a pure function."""
    products = build_products(overview)
    deleted = {
        endpoint.arn
        for group in (*(product.endpoints for product in products.products), products.loose_endpoints)
        for endpoint in group
        if endpoint.is_deleted
    }
    endpoints = [each for each in overview.endpoints.items if each.arn not in deleted]
    data_sets = [each for each in overview.data_sets.items if _is_data(each)]
    return Home(
        products,
        sections=(
            _build_section("Endpoints", BrowseKind.ENDPOINTS, overview.endpoints, endpoints),
            _build_section("Models", BrowseKind.MODELS, overview.models, overview.models.items),
            _build_section("Data", BrowseKind.DATA, overview.data_sets, data_sets),
        ),
        counts=tuple(_count_kinds(overview)),
        questions=tuple(_choose_questions(products, endpoints, data_sets)),
        gaps=tuple(dict.fromkeys(gap for part in overview.parts for gap in part.gaps)),
        is_pending=overview.is_pending,
    )


def _is_data(entity: Entity) -> bool:
    """Return whether a data set is one, and no script or report."""
    return style_of(Vertex(entity.arn, entity.lineage_type, entity.type), entity).family is Family.DATA


def _build_section(
    title: str, kind: BrowseKind, part: Part[Entity], entities: Sequence[Entity]
) -> StartSection:
    starts = build_start_options(entities[:STARTS_PER_SECTION]) if part.is_read else None
    return StartSection(title, kind, starts, part.is_pending)


def _count_kinds(overview: AccountOverview) -> list[BrowseCount]:
    types = [action.type for action in overview.actions.items]
    actions = {
        BrowseKind.APPROVALS: types.count("Approval"),
        BrowseKind.DEPLOYMENTS: types.count("ModelDeployment"),
    }
    parts = {
        BrowseKind.PRODUCTS: overview.groups,
        BrowseKind.ENDPOINTS: overview.endpoints,
        BrowseKind.MODELS: overview.models,
        BrowseKind.DATA: overview.data_sets,
        BrowseKind.JOBS: overview.jobs,
        **dict.fromkeys(actions, overview.actions),
    }
    counts = [
        BrowseCount(kind, actions.get(kind, len(part.items)) if part.is_read else None, part.has_more)
        for kind, part in parts.items()
    ]
    return [*counts, BrowseCount(BrowseKind.IMAGES, None)]


def _choose_questions(
    products: ProductTable, endpoints: Sequence[Entity], data_sets: Sequence[Entity]
) -> list[ExampleQuestion]:
    """Return questions about what the account has, the newest product first."""
    questions = []
    product = next(iter(products.products), None)
    own = {endpoint.arn for endpoint in product.endpoints} if product else set()
    if endpoint := next((each for each in endpoints if each.arn in own), next(iter(endpoints), None)):
        title = name_entity(endpoint.arn, endpoint).title
        questions.append(ExampleQuestion(f"Which data is behind {title}?", endpoint.arn, "endpoint-datasets"))
    if data_sets:
        title = name_entity(data_sets[0].arn, data_sets[0]).title
        questions.append(ExampleQuestion(f"What depends on {title}?", data_sets[0].arn, "blast-radius"))
    if product:
        questions.append(
            ExampleQuestion(f"Which versions does {product.groups[0]} have?", product.start, "group-packages")
        )
        questions.append(
            ExampleQuestion(f"Who approved {product.groups[0]}?", product.start, "package-approvals")
        )
    return questions

"""Products of an account: model package groups, versions, and what serves.

All of it comes from lists. Which version serves an endpoint is the newest deployment on record, by the rules
of `graph/serving.py`; where the lists do not reach far enough, it is not known.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType

from lineage_explorer.graph.entity_names import name_entity
from lineage_explorer.graph.lineage_graph import LineageGraph, ReadStatus
from lineage_explorer.graph.model import Arn, Association, Entity, LineageType, Vertex
from lineage_explorer.graph.serving import EndpointConfiguration, ServingRecord, find_serving_records
from lineage_explorer.sources.account_overview import AccountOverview, EntityLink
from lineage_explorer.views.badges import Badge, BadgeState
from lineage_explorer.views.product_columns import ProductColumn

_PACKAGE = re.compile(r"(?P<account>arn:\S+?):model-package/(?P<group>[^/\s]+)/(?P<number>\d{1,9})")
_TIMESTAMP = re.compile(r"-\d{10,}$")
"""End of the names of groups that scripts make anew for each run."""

_DECISIONS = {
    "approved": Badge(BadgeState.APPROVED, "Approved"),
    "rejected": Badge(BadgeState.REJECTED, "Rejected"),
    "pendingmanualapproval": Badge(BadgeState.PENDING, "Pending"),
}
_MAX_NAMED_VERSIONS = 2
_REGISTRY = ("versions", "models")
_DEPLOYED = ("endpoints", "deployments", "deployed", "replaced", "models", "actions")
_SOURCES = {
    ProductColumn.STATE: ("versions", "running", *_DEPLOYED),
    ProductColumn.VERSIONS: _REGISTRY,
    ProductColumn.ENDPOINTS: _DEPLOYED,
    ProductColumn.NEWEST: _REGISTRY,
    ProductColumn.OWNER: ("owners",),
}
"""The lists that each column comes from."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ProductVersion:
    """Version of a product.

    Attributes:
        group: Name of its model package group.
        number: Its version.
        arn: ARN of the model package.
        state: Its approval, or that it serves; None if neither is on record.
        created: When it was registered; None if that is not known.
    """

    group: str
    number: int
    arn: str
    state: BadgeState | None
    created: datetime | None


@dataclass(frozen=True, slots=True)
class ProductEndpoint:
    """Endpoint of a product.

    Attributes:
        arn: Its context.
        name: Its name.
        is_deleted: Whether it no longer exists; None if that is not known.
    """

    arn: Arn
    name: str
    is_deleted: bool | None


@dataclass(frozen=True, slots=True)
class Product:
    """Model package group, or several whose names differ in a timestamp only.

    Attributes:
        title: What it is called.
        groups: Names of its groups, newest first.
        start: Where its lineage starts: the newest group.
        versions: Its versions that were listed, oldest first.
        has_all_versions: Whether these are all versions on record.
        is_registered: Whether the registry may list its versions; it does not know what lineage alone keeps.
        endpoints: Its endpoints, newest first.
        has_all_endpoints: Whether these are all endpoints on record.
        badge: Its state; None if nothing is on record, or if it is not known.
        is_state_known: Whether all was read that the state follows from.
        newest: When its newest version was registered; None if that is not known.
        created: When its newest group was made, if that is known.
        owner: Who owns it; None if that was not read, empty if it is not on record.
    """

    title: str
    groups: tuple[str, ...]
    start: Arn
    versions: tuple[ProductVersion, ...] = ()
    has_all_versions: bool = False
    is_registered: bool = True
    endpoints: tuple[ProductEndpoint, ...] = ()
    has_all_endpoints: bool = False
    badge: Badge | None = None
    is_state_known: bool = False
    newest: datetime | None = None
    created: datetime | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class ProductTable:
    """Products of an account, newest first.

    Attributes:
        products: The products.
        loose_endpoints: Endpoints behind which no registered version is on record.
        is_complete: Whether these are all products.
        is_pending: Whether it is still being read which products there are.
        is_failed: Whether that could not be read.
        failures: Why lists that a column comes from could not be read; empty texts where nobody knows.
    """

    products: tuple[Product, ...]
    loose_endpoints: tuple[ProductEndpoint, ...] = ()
    is_complete: bool = False
    is_pending: bool = False
    is_failed: bool = False
    failures: Mapping[ProductColumn, str] = field(default_factory=lambda: MappingProxyType({}))


def build_products(overview: AccountOverview) -> ProductTable:
    """Return the products of an account, as far as they were read."""
    versions = _collect_versions(overview)
    endpoints = _Endpoints(overview)
    groups = _collect_groups(overview, versions)
    families = _group_by_family(groups)
    products = [
        _build_product(overview, title, [groups[key] for key in keys], versions, endpoints)
        for title, keys in families.items()
    ]
    sources = (overview.groups, overview.versions, overview.models)
    return ProductTable(
        tuple(sorted(products, key=lambda each: each.newest or each.created or _EPOCH, reverse=True)),
        endpoints.list_loose(),
        is_complete=overview.groups.is_complete,
        is_pending=not products and any(part.is_pending for part in sources),
        is_failed=not products and any(part.is_failed for part in sources),
        failures=MappingProxyType(dict(_explain_failures(overview))),
    )


def _explain_failures(overview: AccountOverview) -> Iterator[tuple[ProductColumn, str]]:
    """Yield the columns whose lists could not be read, and why."""
    for column, names in _SOURCES.items():
        failed = [part for name in names if (part := getattr(overview, name)).is_failed]
        if failed:
            yield column, " ".join(dict.fromkeys(gap for part in failed for gap in part.gaps))


@dataclass(frozen=True, slots=True)
class _Group:
    """Model package group, by its name in lower case."""

    key: str
    name: str
    start: Arn
    created: datetime | None


def _collect_groups(
    overview: AccountOverview, versions: Mapping[str, Sequence[ProductVersion]]
) -> dict[str, _Group]:
    """Return all groups on record: from contexts, or from versions alone."""
    groups = {}
    for key, listed in versions.items():
        newest = listed[-1]
        start = newest.arn.replace(":model-package/", ":model-package-group/").rpartition("/")[0]
        groups[key] = _Group(key, newest.group, Arn(start), newest.created)
    for context in overview.groups.items:
        name = (context.source_uri or "").rpartition(":model-package-group/")[2] or name_entity(
            context.arn, context
        ).title
        former = groups.get(name.casefold())
        created = (former and former.created) or context.created
        groups[name.casefold()] = _Group(name.casefold(), name, context.arn, created)
    return groups


def _group_by_family(groups: Mapping[str, _Group]) -> dict[str, list[str]]:
    """Return the keys of groups by their product, newest first."""
    stems = Counter(_TIMESTAMP.sub("", group.name) for group in groups.values())
    families: dict[str, list[str]] = defaultdict(list)
    for group in sorted(groups.values(), key=lambda group: group.created or _EPOCH, reverse=True):
        stem = _TIMESTAMP.sub("", group.name)
        families[stem if stems[stem] > 1 and stem != group.name else group.name].append(group.key)
    return families


def _collect_versions(overview: AccountOverview) -> dict[str, list[ProductVersion]]:
    """Return the versions of each group, oldest first."""
    found: dict[tuple[str, int], ProductVersion] = {}
    for model in overview.models.items:
        if match := _PACKAGE.fullmatch(model.source_uri or ""):
            version = ProductVersion(match["group"], int(match["number"]), match[0], None, model.created)
            found[version.group.casefold(), version.number] = version
    for each in overview.versions.items:
        decision = _DECISIONS.get(each.approval.casefold())
        version = ProductVersion(
            each.group, each.number, each.arn, decision.state if decision else None, each.created
        )
        found[each.group.casefold(), each.number] = version
    versions: dict[str, list[ProductVersion]] = defaultdict(list)
    for key in sorted(found):
        versions[key[0]].append(found[key])
    return versions


def _build_product(
    overview: AccountOverview,
    title: str,
    groups: Sequence[_Group],
    versions: Mapping[str, Sequence[ProductVersion]],
    endpoints: _Endpoints,
) -> Product:
    keys = [group.key for group in groups]
    serving = endpoints.list_serving(keys)
    listed = [
        _mark_serving(version, (key, version.number) in serving)
        for key in keys
        for version in versions.get(key, ())
    ]
    listed.sort(key=lambda version: (version.created or _EPOCH, version.number))
    own_endpoints = endpoints.list_of(keys)
    registry = overview.versions if overview.versions.items else overview.models
    has_all_versions = registry.is_complete and overview.versions.is_read
    badge = (
        _choose_badge(listed, serving, len(groups), is_all=endpoints.is_complete)
        if endpoints.is_read or serving
        else None
    )
    is_known = endpoints.is_known(keys) and overview.versions.is_read
    return Product(
        title,
        tuple(group.name for group in groups),
        groups[0].start,
        versions=tuple(listed),
        has_all_versions=has_all_versions,
        is_registered=not overview.versions.is_complete
        or any(version.group.casefold() in keys for version in overview.versions.items),
        endpoints=own_endpoints,
        has_all_endpoints=endpoints.is_complete,
        badge=badge,
        is_state_known=is_known and (badge is not None or (has_all_versions and endpoints.is_complete)),
        newest=max((version.created for version in listed if version.created), default=None),
        created=groups[0].created,
        owner=_find_owner(overview, keys),
    )


def _mark_serving(version: ProductVersion, is_serving: bool) -> ProductVersion:
    state = BadgeState.SERVING if is_serving else version.state
    return ProductVersion(version.group, version.number, version.arn, state, version.created)


def _choose_badge(
    versions: Sequence[ProductVersion],
    serving: Iterable[tuple[str, int]],
    group_count: int,
    *,
    is_all: bool,
) -> Badge | None:
    """Return what serves; else the decision on the newest version.

    Unless these are all endpoints, more versions may serve.
    """
    numbers = sorted({number for _, number in serving}, reverse=True)
    if group_count > 1 and numbers:
        served_groups = len({group for group, _ in serving})
        return Badge(BadgeState.SERVING, f"{served_groups} of {group_count} serving")
    if len(numbers) > _MAX_NAMED_VERSIONS:
        return Badge(BadgeState.SERVING, f"{len(numbers)}{'' if is_all else '+'} versions serving")
    if numbers:
        return Badge(BadgeState.SERVING, f"Serving {', '.join(f'v{number}' for number in numbers)}")
    newest = versions[-1] if versions else None
    return next((badge for badge in _DECISIONS.values() if newest and badge.state is newest.state), None)


def _find_owner(overview: AccountOverview, keys: Sequence[str]) -> str | None:
    if not overview.owners.is_read:
        return None
    owners = {each.group.casefold(): each.owner for each in overview.owners.items}
    if overview.owners.has_more and not any(key in owners for key in keys):
        return None
    own = list(dict.fromkeys(owners[key] for key in keys if owners.get(key)))
    return "several" if len(own) > 1 else "".join(own)


class _Endpoints:
    """Endpoints of an account, and the versions behind them."""

    def __init__(self, overview: AccountOverview) -> None:
        self._overview = overview
        links = (overview.deployments, overview.deployed, overview.replaced)
        parts = (overview.endpoints, overview.actions, overview.models, *links)
        self.is_read = all(part.is_read for part in parts)
        self.is_complete = overview.endpoints.is_complete and all(part.is_complete for part in links)
        self._packages = {
            model.arn: (match["group"].casefold(), int(match["number"]))
            for model in overview.models.items
            if (match := _PACKAGE.fullmatch(model.source_uri or ""))
        }
        self._deleted = _find_deleted(overview)
        self._records = {record.endpoint: record for record in _find_records(overview, self._deleted)}
        self._groups = {arn: self._list_groups(record) for arn, record in self._records.items()}

    def list_of(self, keys: Sequence[str]) -> tuple[ProductEndpoint, ...]:
        """Return the endpoints behind which versions of some groups are on record."""
        return tuple(
            self._build(context)
            for context in self._overview.endpoints.items
            if self._groups.get(context.arn, frozenset()) & {*keys}
        )

    def list_loose(self) -> tuple[ProductEndpoint, ...]:
        """Return the endpoints of no group; none unless all was read."""
        if not self.is_complete or not self._overview.models.is_complete:
            return ()
        return tuple(
            self._build(context)
            for context in self._overview.endpoints.items
            if not self._groups.get(context.arn)
        )

    def list_serving(self, keys: Sequence[str]) -> frozenset[tuple[str, int]]:
        """Return the versions of groups that serve, by group and number."""
        return frozenset(
            version
            for record in self._records.values()
            if record.current
            for arn in record.current.versions
            if (version := self._packages.get(arn)) and version[0] in keys
        )

    def is_known(self, keys: Sequence[str]) -> bool:
        """Return whether it is known what serves each endpoint of some groups."""
        if not self.is_read or not self._overview.running.is_read:
            return False
        own = [endpoint for endpoint in self.list_of(keys) if not endpoint.is_deleted]
        return all(self._records[endpoint.arn].current for endpoint in own)

    def _list_groups(self, record: ServingRecord) -> frozenset[str]:
        """Return the groups of all versions that an endpoint ever served."""
        versions = (arn for deployment in record.deployments for arn in deployment.versions)
        return frozenset(self._packages[arn][0] for arn in versions if arn in self._packages)

    def _build(self, context: Entity) -> ProductEndpoint:
        return ProductEndpoint(
            context.arn, name_entity(context.arn, context).title, self._deleted.get(context.arn)
        )


def _find_deleted(overview: AccountOverview) -> dict[Arn, bool]:
    """Return whether each own endpoint is deleted, where that is known."""
    running = {each.arn.casefold() for each in overview.running.items}
    deleted = {}
    for context in overview.endpoints.items:
        source = (context.source_uri or "").casefold()
        account = context.arn.split(":")[3:5]
        if source in running:
            deleted[context.arn] = False
        elif overview.running.is_complete and ":endpoint/" in source and source.split(":")[3:5] == account:
            deleted[context.arn] = True
    return deleted


def _find_records(overview: AccountOverview, deleted: Mapping[Arn, bool]) -> tuple[ServingRecord, ...]:
    """Return what is on record about who serves each endpoint."""
    links = (*overview.deployments.items, *overview.deployed.items, *overview.replaced.items)
    known = (*overview.endpoints.items, *overview.models.items, *overview.actions.items)
    entities = {entity.arn: entity for entity in known}
    graph = _build_graph(overview.endpoints.items, links)
    listed = {link.destination for link in overview.deployments.items}
    return find_serving_records(
        graph,
        entities,
        {
            entities[arn].source_uri or "": EndpointConfiguration(is_deleted=True)
            for arn, is_deleted in deleted.items()
            if is_deleted
        },
        # The newest deployments are listed first: of an endpoint in the list, the newest one is there.
        fully_read=listed if overview.running.is_read else (),
    )


def _build_graph(endpoints: Sequence[Entity], links: Sequence[EntityLink]) -> LineageGraph:
    """Return the graph of endpoints, their deployments and models."""
    vertices = {each.arn: Vertex(each.arn, LineageType.CONTEXT, "Endpoint") for each in endpoints}
    for link in links:
        for arn, type_ in ((link.source, link.source_type), (link.destination, link.destination_type)):
            vertices.setdefault(arn, Vertex(arn, None, type_))
    start = next(iter(vertices), Arn(""))
    vertices.setdefault(start, Vertex(start, None))
    return LineageGraph(
        start,
        vertices,
        tuple(Association(link.source, link.destination) for link in links),
        matches=frozenset(vertices),
        distances={},
        read_status=ReadStatus(pages=0, calls=0, finished_at=_EPOCH),
    )

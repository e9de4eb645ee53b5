"""Offer what an entity can be compared with: other versions, former deployments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.view import View
from lineage_explorer.graph.date_text import format_day
from lineage_explorer.graph.entity_names import name_entities, name_entity
from lineage_explorer.graph.model import Arn, Entity
from lineage_explorer.graph.serving import find_version, is_model_package
from lineage_explorer.graph.serving_history import Period
from lineage_explorer.query.compare_query import CompareQuery

MAX_OFFERS = 8
"""Versions that are offered, the newest first."""

FIRST_ACCOUNT = "account-1"
"""Name that any explorer knows its first account by."""

_NEIGHBOR_SECONDS = 0.4


@dataclass(frozen=True, slots=True)
class CompareOffer:
    """Comparison that is offered.

    Attributes:
        words: What is compared with what.
        start: The first entity.
        compared: The second entity, and the moments.
    """

    words: str
    start: Arn
    compared: CompareQuery


@dataclass(frozen=True, slots=True)
class CompareOffers:
    """Comparisons that are offered for an entity.

    Attributes:
        start: The entity.
        title: What it is called.
        offers: The comparisons, the most useful first.
        places: Name and title of each account that the second entity may be read from.
        is_pending: Whether other versions are still being looked up.
    """

    start: Arn
    title: str
    offers: tuple[CompareOffer, ...]
    places: tuple[tuple[str, str], ...] = ()
    is_pending: bool = False


def find_offers(services: ExplorerServices, view: View) -> CompareOffers:
    """Return what the start of a view can be compared with."""
    graph, entities = view.graph, view.loaded.entities
    start = graph.start
    entity = entities.get(start)
    title = name_entity(start, entity).title
    offers = list(_list_deployments(view))
    if services.file and services.open_place:
        words = f"{title} in the file with {title} in the account now"
        offers.insert(0, CompareOffer(words, start, CompareQuery(start, against_account=FIRST_ACCOUNT)))
    groups = [arn for arn in graph.children[start] if graph.vertices[arn].type == "ModelGroup"]
    is_pending = False
    if groups and is_model_package(entity):
        versions = _list_versions(services, groups[0])
        is_pending = versions is None
        offers += _pair_versions(start, entity, versions or {})
    places = tuple((each.name or FIRST_ACCOUNT, each.title) for each in services.accounts)
    return CompareOffers(start, title, tuple(offers), places, is_pending)


def _list_deployments(view: View) -> Iterator[CompareOffer]:
    """Yield comparisons of an endpoint's deployments, and then and now."""
    start, entities = view.graph.start, view.loaded.entities
    record = next((each for each in view.status.records if each.endpoint == start), None)
    if record is None:
        return
    titles = name_entities({arn: entities.get(arn) for each in record.deployments for arn in each.versions})
    newest, *former = record.deployments or (None,)
    for deployment in former[:MAX_OFFERS]:
        if newest and len(newest.versions) == len(deployment.versions) == 1:
            old, new = deployment.versions[0], newest.versions[0]
            words = f"{titles[old].title}, the former deployment, with {titles[new].title}"
            yield CompareOffer(words, old, CompareQuery(new))
    if newest and newest.began and former:
        before = Period((newest.began - timedelta(days=1)).replace(hour=0, minute=0, second=0), is_day=True)
        title = name_entity(start, entities.get(start)).title
        words = f"{title} on {format_day(before.begin)} with {title} now"
        yield CompareOffer(words, start, CompareQuery(start, as_of=before))


def _list_versions(services: ExplorerServices, group: Arn) -> Mapping[Arn, Entity] | None:
    """Return the versions of a group; None if it takes longer."""
    neighbors = services.catalog.list_neighbors_within(group, seconds=_NEIGHBOR_SECONDS)
    if neighbors is None:
        return None
    models = [each.arn for each in neighbors.incoming if each.type == "Model"][: 2 * MAX_OFFERS]
    return services.catalog.describe_within(models, seconds=_NEIGHBOR_SECONDS)


def _pair_versions(
    start: Arn, entity: Entity | None, versions: Mapping[Arn, Entity]
) -> Iterator[CompareOffer]:
    """Yield a version with each other one, the older first."""
    own = _get_number(entity)
    numbers = {arn: _get_number(found) for arn, found in versions.items() if arn != start}
    near = sorted(numbers, key=lambda arn: (abs(numbers[arn] - own), -numbers[arn]))
    for arn in near[:MAX_OFFERS]:
        if numbers[arn]:
            old, new = sorted((start, arn), key=lambda each: numbers.get(each, own))
            titles = [
                name_entity(each, entity if each == start else versions[each]).title for each in (old, new)
            ]
            yield CompareOffer(f"{titles[0]} with {titles[1]}", old, CompareQuery(new))


def _get_number(entity: Entity | None) -> int:
    version = find_version(entity).removeprefix("v")
    return int(version) if version.isdigit() else 0

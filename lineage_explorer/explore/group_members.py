"""List the members of a group, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lineage_explorer.errors import InvalidQuery, StillReading
from lineage_explorer.explore.loaded_graph import StillLoading
from lineage_explorer.explore.pipeline import build_view
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.view import View
from lineage_explorer.explore.view_request import ReadMode, ViewRequest
from lineage_explorer.graph.entity_names import EntityName, name_entities
from lineage_explorer.graph.entity_styles import EntityStyle, style_of
from lineage_explorer.graph.model import Arn, Entity
from lineage_explorer.query.address import Address
from lineage_explorer.views.badges import Badge, BadgeState
from lineage_explorer.views.grouping import Group

PAGE_SIZE = 8
"""Number of members that a page of a list has."""

NAMES_SECONDS = 0.4
"""Time limit in seconds for the names of a page."""

_PROBLEMS = (BadgeState.FAILED, BadgeState.REJECTED, BadgeState.STOPPED, BadgeState.UNREADABLE)


@dataclass(frozen=True, slots=True)
class Member:
    """Member of a group.

    Attributes:
        badge: Its most important state, if it has one.
        created: When it was created; None if that is not known.
    """

    arn: Arn
    name: EntityName
    style: EntityStyle
    badge: Badge | None
    created: datetime | None


@dataclass(frozen=True, slots=True)
class MemberPage:
    """Page of a group's members, problems first, then the newest.

    Attributes:
        group_id: Id of the group.
        title: Name of the group.
        members: The members on this page.
        first: Number of the first of them, from 0.
        total: Number of all members.
    """

    group_id: str
    title: str
    members: tuple[Member, ...]
    first: int
    total: int

    @property
    def page(self) -> int:
        """Number of the page, from 0."""
        return self.first // PAGE_SIZE


def list_group_members(services: ExplorerServices, address: Address, group_id: str, page: int) -> MemberPage:
    """Return a page of a group's members.

    Members that are not described yet are the last ones; those of the page are described.

    Raises:
        LineageError: The address has no query, nothing could be read, or no group has this id.
        StillReading: The graph is still being read.
    """
    view = build_view(services, ViewRequest(address, ReadMode.STOP))
    if isinstance(view, StillLoading):
        raise StillReading("The graph is still loading.")
    group = _find_group(view, group_id)
    entities, badges = view.loaded.entities, view.status.badges
    ordered = sorted(group.members, key=lambda arn: _build_sort_key(arn, entities.get(arn), badges))
    first = min(page * PAGE_SIZE, (len(ordered) - 1) // PAGE_SIZE * PAGE_SIZE)
    shown = ordered[first : first + PAGE_SIZE]
    services.catalog.describe_within(shown, seconds=NAMES_SECONDS)
    described = {**entities, **services.catalog.described_entities(shown)}
    card = view.card_set.cards.get(group.members[0])
    return MemberPage(
        group.id,
        card.name.title if card else "",
        tuple(_build_members(view, shown, described)),
        first,
        len(ordered),
    )


def _find_group(view: View, group_id: str) -> Group:
    """Return a closed group of a view."""
    groups = view.visible.grouped.closed_groups.values()
    found = next((group for group in groups if group.id == group_id), None)
    if found is None:
        raise InvalidQuery("This group is no longer in the graph.", field="group")
    return found


def _build_sort_key(
    arn: Arn, entity: Entity | None, badges: Mapping[Arn, Badge]
) -> tuple[int, bool, float, Arn]:
    badge = badges.get(arn)
    problem = _PROBLEMS.index(badge.state) if badge and badge.state in _PROBLEMS else len(_PROBLEMS)
    created = entity.created if entity else None
    return problem, created is None, -created.timestamp() if created else 0.0, arn


def _build_members(view: View, arns: Sequence[Arn], entities: Mapping[Arn, Entity]) -> list[Member]:
    names = name_entities({arn: entities.get(arn) for arn in arns})
    members = []
    for arn in arns:
        entity = entities.get(arn)
        style = style_of(view.graph.vertices[arn], entity)
        created = entity.created if entity else None
        members.append(Member(arn, names[arn], style, view.status.badges.get(arn), created))
    return members

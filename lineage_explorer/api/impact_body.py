"""Impact of a change of an entity, as JSON."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lineage_explorer.api.api_request import ApiRequest
from lineage_explorer.api.bodies import Moment
from lineage_explorer.api.paging import select_page
from lineage_explorer.explore.impact_content import read_whole_impact
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.address import MainView, format_link
from lineage_explorer.sources.owners import Owner
from lineage_explorer.views.impact_list import ImpactGroup, ImpactItem, count_groups


@dataclass(frozen=True, slots=True)
class OwnerItem:
    """Whom to ask about an entity.

    Attributes:
        name: Person or team, as the record spells it.
        source: The record that names it.
        is_role: Whether it is a session of a role, and no person.
        email: The address for mail in the name; null if there is none.
    """

    name: str
    source: str
    is_role: bool
    email: str | None


@dataclass(frozen=True, slots=True)
class ReachedItem:
    """Entity that a change reaches.

    Attributes:
        arn: Its ARN.
        title: What it is called in the explorer.
        subtitle: What tells it apart from others of this title; may be empty.
        kind: Its type in the explorer's words.
        group: Part of the list: `serving` now, `uncertain`, `former`, `transform` for batch scoring of the
            last 35 days, `approved`, `pending`, `undecided`, `model`, `data`, `job`, `other`, `deleted`.
        state: What is known of its state, in words; may be empty.
        distance: Associations between it and the start; null if they were not read.
        created: When it was created; null if that is not known.
        source_uri: URI or ARN of what it stands for; null if it is not known.
        owner: Whom to ask; null if nothing names anybody.
        unread: Why records that may name an owner could not be read; null if they could.
    """

    arn: Arn
    title: str
    subtitle: str
    kind: str
    group: ImpactGroup
    state: str
    distance: int | None
    created: Moment | None
    source_uri: str | None
    owner: OwnerItem | None
    unread: str | None


@dataclass(frozen=True, slots=True)
class ImpactBody:
    """Whom a change of an entity reaches, the most urgent first.

    Attributes:
        start: ARN of the entity.
        as_of: The moment, or the end of the day, that was asked about; null for now.
        sentence: The list in a sentence.
        items: What depends on the entity.
        counts: Number of entities of each group that has any.
        next: Cursor of the next page; null on the last.
        complete: Whether everything was read that the list needs.
        gaps: One sentence for each thing that could not be read.
        notes: One sentence for each thing that the list leaves out on purpose.
        link: The list in the explorer, as a path with its query string.
    """

    start: Arn
    as_of: Moment | None
    sentence: str
    items: tuple[ReachedItem, ...]
    counts: dict[str, int]
    next: str | None
    complete: bool
    gaps: tuple[str, ...]
    notes: tuple[str, ...]
    link: str


def build_impact_body(services: ExplorerServices, request: ApiRequest) -> ImpactBody:
    """Read what depends on the start of a request.

    Raises:
        LineageError: There is no start, or nothing could be read.
    """
    start = request.start
    content = read_whole_impact(services, request.view_request, seconds=request.seconds)
    page = select_page([item.arn for item in content.items], request.values)
    return ImpactBody(
        start=start,
        as_of=content.period.end.replace(microsecond=0) if content.period else None,
        sentence=content.sentence,
        items=tuple(map(_build_item, content.items[page.first : page.end])),
        counts={str(group): count for group, count in count_groups(content.items).items()},
        next=page.next,
        complete=not content.gaps,
        gaps=content.gaps,
        notes=content.notes,
        link=format_link(replace(request.address, view=MainView.IMPACT)),
    )


def _build_item(item: ImpactItem) -> ReachedItem:
    return ReachedItem(
        arn=item.arn,
        title=item.name.title,
        subtitle=item.name.subtitle,
        kind=item.style.title,
        group=item.group,
        state=item.state,
        distance=item.distance,
        created=item.created,
        source_uri=item.source or None,
        owner=_build_owner(item.owner) if item.owner else None,
        unread=item.note or None,
    )


def _build_owner(owner: Owner) -> OwnerItem:
    return OwnerItem(owner.name, owner.source, owner.is_role, owner.email or None)

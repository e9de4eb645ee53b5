"""Impact of a change of an entity, as JSON."""

from __future__ import annotations

from dataclasses import replace

from lineage_explorer.api.api_request import ApiRequest
from lineage_explorer.api.bodies import ImpactBody, OwnerItem, ReachedItem
from lineage_explorer.api.paging import select_page
from lineage_explorer.explore.impact_content import read_whole_impact
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.query.address import MainView, format_link
from lineage_explorer.views.impact_list import ImpactItem, count_groups
from lineage_explorer.views.owners import Owner


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

"""Search for entities by name, with the searches that the service has.

No operation filters lineage entities by part of a name. But the resources behind them can be searched, in
accounts of any size, and so can trial components. A resource that is found stands for its lineage entity: an
address that starts at its ARN is led there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple

from lineage_explorer.errors import SourceError
from lineage_explorer.graph.model import Arn, Hit, LineageType
from lineage_explorer.sources.aws.api_client import SageMakerApi
from lineage_explorer.sources.aws.entity_parser import parse_hit, parse_time
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.value_cache import ValueCache

MAX_FOUND = 50
"""Resources per search; a text that finds more is too short to be meant."""

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?")
_VERSION = re.compile(r"(?P<group>[A-Za-z0-9-]+)\s*[ ·/]\s*v?(?P<version>\d+)")


@dataclass(frozen=True, slots=True)
class FoundNames:
    """Entities and resources that a search found.

    Attributes:
        gaps: One sentence for each search that failed.
        has_more: Whether some search found more than it returned.
    """

    hits: tuple[Hit, ...]
    gaps: tuple[str, ...] = ()
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class _Search:
    """Search of one kind of resource.

    Attributes:
        operation: The `List…` operation.
        items: Member of its response that holds the list.
        resource: The resource's name within the names of members.
        text_member: Member of the request that takes the text.
        type: Type of the context that represents the resource; None if it can be any.
    """

    operation: str
    items: str
    resource: str
    type: str | None
    text_member: str = "NameContains"


_SEARCHES = (
    _Search("ListEndpoints", "Endpoints", "Endpoint", "Endpoint"),
    _Search("ListModelPackageGroups", "ModelPackageGroupSummaryList", "ModelPackageGroup", "ModelGroup"),
    _Search("ListFeatureGroups", "FeatureGroupSummaries", "FeatureGroup", "FeatureGroupPipeline"),
    _Search("ListPipelines", "PipelineSummaries", "Pipeline", None, text_member="PipelineNamePrefix"),
)


class NameSearch:
    """Search for resources and trial components by part of their names.

    Args:
        api: The SageMaker API.
        caches: Opens the cache of what was found.
    """

    def __init__(self, api: SageMakerApi, caches: CacheRegistry) -> None:
        self._api = api
        self._found: ValueCache[str, FoundNames] = caches.open(CacheName.FOUND_NAMES)

    def find(self, text: str) -> FoundNames:
        """Find what contains the longest name in a text.

        The searches run side by side, one call each. What was found for the beginning of a name, all of it,
        contains what there is for the whole: typing on costs no call.
        """
        name = max(_NAME.findall(text), key=len, default="").lower()
        if not name:
            return FoundNames(())
        beginnings = (name[:length] for length in range(1, len(name)))
        earlier = (found for beginning in beginnings if (found := self._found.get(beginning)))
        complete = next((found for found in earlier if not found.has_more and not found.gaps), None)
        found = complete or self._found.get_or_compute(name, lambda: _search_all(self._api, name))
        return replace(found, hits=(*found.hits, *_list_versions(found.hits, text)))


def _search_all(api: SageMakerApi, name: str) -> FoundNames:
    searches: Sequence[Callable[[], _Found]] = [
        *(partial(_list_resources, api, search, name) for search in _SEARCHES),
        partial(_search_components, api, name),
    ]
    with ThreadPoolExecutor(len(searches)) as pool:
        outcomes = list(pool.map(_attempt, searches))
    found = [outcome for outcome in outcomes if not isinstance(outcome, SourceError)]
    gaps = (f"{error.title}: {error}" for error in outcomes if isinstance(error, SourceError))
    return FoundNames(
        tuple(hit for one in found for hit in one.hits),
        tuple(dict.fromkeys(gaps)),
        any(one.has_more for one in found),
    )


class _Found(NamedTuple):
    """Outcome of one search."""

    hits: list[Hit]
    has_more: bool


def _attempt(search: Callable[[], _Found]) -> _Found | SourceError:
    try:
        return search()
    except SourceError as error:
        return error


def _list_resources(api: SageMakerApi, search: _Search, name: str) -> _Found:
    request: Mapping[str, Any] = {search.text_member: name}
    listing = api.list_items(search.operation, search.items, limit=MAX_FOUND, max_calls=1, **request)
    hits = (_parse_resource(search, item) for item in listing.items)
    return _Found([hit for hit in hits if hit], listing.has_more)


def _parse_resource(search: _Search, item: Mapping[str, Any]) -> Hit | None:
    """Return a resource as a hit, with its own ARN."""
    arn, name = item.get(f"{search.resource}Arn"), item.get(f"{search.resource}Name")
    if not arn or not name:
        return None
    return Hit(
        Arn(arn),
        LineageType.CONTEXT,
        name=name,
        type=search.type,
        source_uri=arn,
        created=parse_time(item.get("CreationTime")),
    )


def _search_components(api: SageMakerApi, name: str) -> _Found:
    condition = {"Name": "TrialComponentName", "Operator": "Contains", "Value": name}
    listing = api.list_items(
        "Search",
        "Results",
        limit=MAX_FOUND,
        max_calls=1,
        Resource="ExperimentTrialComponent",
        SearchExpression={"Filters": [condition]},
        SortBy="CreationTime",
        SortOrder="Descending",
    )
    components = (result.get("TrialComponent") or {} for result in listing.items)
    hits = (parse_hit(LineageType.TRIAL_COMPONENT, _as_summary(component)) for component in components)
    return _Found([hit for hit in hits if hit], listing.has_more)


def _as_summary(component: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**component, "TrialComponentSource": component.get("Source") or {}}


def _list_versions(hits: Iterable[Hit], text: str) -> Iterable[Hit]:
    """Return the model package that a text like `churn v8` names.

    Its group must have been found.
    """
    version = _VERSION.search(text)
    if version is None:
        return ()
    return [
        Hit(
            Arn(f"{hit.arn.replace(':model-package-group/', ':model-package/')}/{version['version']}"),
            LineageType.ARTIFACT,
            type="Model",
            source_uri=f"{hit.arn.replace(':model-package-group/', ':model-package/')}/{version['version']}",
        )
        for hit in hits
        if hit.type == "ModelGroup" and hit.name == version["group"]
    ]

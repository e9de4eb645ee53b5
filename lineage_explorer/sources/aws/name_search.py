"""Search for entities by what is displayed, within a few calls.

Which searches can find a text depends on what it tells: a day, a decision, a file, or part of a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lineage_explorer.errors import EntityNotFound, SourceError
from lineage_explorer.graph.model import Arn, Hit, LineageType
from lineage_explorer.query.search_text import Period, SearchText, parse_search_text
from lineage_explorer.sources.aws import entity_searches
from lineage_explorer.sources.aws.api_client import SageMakerApi
from lineage_explorer.sources.aws.entity_parser import parse_hit
from lineage_explorer.sources.aws.entity_searches import EntitySearch, Findings
from lineage_explorer.sources.aws.newest_entities import NewestList
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.value_cache import ValueCache
from lineage_explorer.sources.call_counts import ContextPool
from lineage_explorer.sources.protocols import SearchBound

MAX_SEARCH_CALLS = 12
"""Maximum number of calls per text, those for the newest entities included."""

_TYPE_LISTS = {
    "Endpoint": (LineageType.CONTEXT, "endpoints"),
    "ModelGroup": (LineageType.CONTEXT, "model groups"),
    "FeatureGroupPipeline": (LineageType.CONTEXT, "feature groups"),
    "Approval": (LineageType.ACTION, "decisions"),
    "ModelDeployment": (LineageType.ACTION, "deployments"),
    "ModelReplaced": (LineageType.ACTION, "replacements"),
    "DataSet": (LineageType.ARTIFACT, "data sets"),
    "Image": (LineageType.ARTIFACT, "images"),
    "Model": (LineageType.ARTIFACT, "models"),
}
"""Types that entities are listed by, with their kind and what readers call them."""


@dataclass(frozen=True, slots=True)
class FoundNames:
    """Entities and resources that the searches for a text found.

    Attributes:
        hits: Those that may match.
        matches: Those that match by something that hits do not hold, such as a tag.
        gaps: One sentence for each search that failed.
        scopes: What was searched completely, as readers call it.
        bounds: What was searched in part.
        calls: Maximum number of calls of the searches.
    """

    hits: tuple[Hit, ...] = ()
    matches: tuple[Hit, ...] = ()
    gaps: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    bounds: tuple[SearchBound, ...] = ()
    calls: int = 0


class NameSearch:
    """Search for entities, resources and trial components.

    Args:
        api: The SageMaker API.
        caches: Opens the cache of what was found.
    """

    def __init__(self, api: SageMakerApi, caches: CacheRegistry) -> None:
        self._api = api
        self._found: ValueCache[tuple[str, str], FoundNames] = caches.open(CacheName.FOUND_NAMES)

    def find(self, text: str, newest: NewestList) -> FoundNames:
        """Find what may match a text.

        The searches run side by side. What was found for the beginning of a name, all of it, contains what
        there is for the whole: typing on costs no call. In an account that was listed completely, only
        tags are left to be searched.

        Args:
            text: The text as it was typed or copied.
            newest: The newest entities, which are searched already.
        """
        parsed = parse_search_text(text)
        if newest.is_complete:
            tags = [entity_searches.search_tags(*parsed.tag)] if parsed.tag else []
            return replace(self._run_all(tags), scopes=())
        searches = _list_searches(parsed, newest)
        found = self._run_all(limit_calls(searches, MAX_SEARCH_CALLS - newest.calls))
        return replace(found, hits=(*found.hits, *_list_versions(found.hits, parsed)))

    def find_older(self, text: str, newest: NewestList, found: FoundNames) -> FoundNames:
        """Find what nothing else found: exact names, and older artifacts.

        It makes use of the calls that are left.

        Returns:
            What was found before, and this.
        """
        left = MAX_SEARCH_CALLS - newest.calls - found.calls
        exact = limit_calls(_list_exact_searches(text.strip(), newest), left)
        left -= sum(search.max_calls for search in exact)
        oldest = newest.find_oldest(LineageType.ARTIFACT)
        is_useful = left > 0 and oldest and newest.is_bounded(LineageType.ARTIFACT)
        older = [entity_searches.list_older_artifacts(oldest, pages=left)] if oldest and is_useful else []
        return _merge([found, self._run_all([*exact, *older])])

    def find_products(self, text: str, newest: NewestList, found: FoundNames) -> FoundNames:
        """Find the newest model groups of a name in lineage.

        It keeps some that the registry no longer has.

        Returns:
            What was found before, and this.
        """
        names = parse_search_text(text).names
        left = MAX_SEARCH_CALLS - newest.calls - found.calls
        if names != (text.strip().casefold(),) or left < 1 or not newest.is_bounded(LineageType.CONTEXT):
            return found
        groups = self._run_all([_list_by_type("ModelGroup")])
        # The sentence on what was searched speaks of the registry's groups, which are all searched.
        return _merge([found, replace(groups, scopes=(), bounds=())])

    def _run_all(self, searches: Sequence[EntitySearch]) -> FoundNames:
        if not searches:
            return FoundNames()
        with ContextPool(len(searches)) as pool:
            found = _merge(list(pool.map(self._run, searches)))
        return replace(found, calls=sum(search.max_calls for search in searches))

    def _run(self, search: EntitySearch) -> FoundNames:
        if search.by_name:
            beginnings = (search.key[:length] for length in range(1, len(search.key)))
            earlier = (self._found.get((search.scope, beginning)) for beginning in beginnings)
            complete = next((found for found in earlier if found and found.scopes), None)
            if complete:
                return complete
        return self._found.get_or_compute((search.scope, search.key), lambda: _attempt(self._api, search))


def limit_calls(searches: Iterable[EntitySearch], calls: int) -> tuple[EntitySearch, ...]:
    """Return the first searches that fit into a number of calls."""
    planned: list[EntitySearch] = []
    for search in searches:
        if search.max_calls <= calls:
            planned.append(search)
            calls -= search.max_calls
    return tuple(planned)


def _merge(found: Sequence[FoundNames]) -> FoundNames:
    return FoundNames(
        tuple(hit for one in found for hit in one.hits),
        tuple(hit for one in found for hit in one.matches),
        tuple(dict.fromkeys(gap for one in found for gap in one.gaps)),
        tuple(dict.fromkeys(scope for one in found for scope in one.scopes)),
        tuple(bound for one in found for bound in one.bounds),
        sum(one.calls for one in found),
    )


def _list_searches(text: SearchText, newest: NewestList) -> Iterator[EntitySearch]:
    """Yield the searches for a text, the most telling first.

    The most telling part of a text decides: a day, a decision, a deployment, a name of its own, an image, a
    file, a type, or else part of a name.
    """
    if text.tag:
        yield entity_searches.search_tags(*text.tag)
    if text.period:
        yield from _list_period_searches(text, text.period)
    elif text.is_approval:
        yield from _list_approval_searches(text, newest.account)
    elif text.deployment:
        name = text.longest_name or f"-v{text.version}"
        yield entity_searches.search_deployments(name, text.deployment)
        yield _list_by_type(text.deployment, pages=5)
    else:
        yield from _list_name_searches(text, newest)


def _list_exact_searches(name: str, newest: NewestList) -> Iterator[EntitySearch]:
    """Yield the searches for entities of exactly one name.

    Trial components are found by parts of their names already.
    """
    text = parse_search_text(name)
    if text.names != (name.casefold(),) or text.service_name:
        return
    for kind in (LineageType.ACTION, LineageType.CONTEXT):
        if newest.is_bounded(kind):
            yield _search_exactly(kind, name)


def _list_period_searches(text: SearchText, period: Period) -> Iterator[EntitySearch]:
    """Yield the lists of what was created when a text says.

    A file is an artifact; of a month, there are many.
    """
    if text.longest_name:
        yield entity_searches.search_components(text.names)
    if text.file and period.is_month:
        yield entity_searches.list_period(period, LineageType.ARTIFACT, pages=6)
        return
    pages = 3 if period.is_month else 2
    yield entity_searches.list_period(period, LineageType.ARTIFACT, pages=pages)
    for kind in (LineageType.ACTION, LineageType.CONTEXT, LineageType.TRIAL_COMPONENT):
        yield entity_searches.list_period(period, kind)


def _list_approval_searches(text: SearchText, account: str) -> Iterator[EntitySearch]:
    if account and text.names and text.version:
        package = f"{account}:model-package/{text.longest_name}/{text.version}"
        yield entity_searches.list_approvals(package)
    yield _list_by_type("Approval", pages=6)


def _list_name_searches(text: SearchText, newest: NewestList) -> Iterator[EntitySearch]:
    """Yield the searches for a file, image, type or name."""
    if text.service_name:
        for kind in (LineageType.CONTEXT, LineageType.ACTION):
            yield _search_exactly(kind, text.service_name)
    if text.image:
        yield _list_by_type("Image", pages=3)
    if text.file:
        yield entity_searches.search_files(text.file)
    if text.type in _TYPE_LISTS:
        yield _list_by_type(text.type)
    if text.longest_name:
        yield entity_searches.search_components(text.names)
        if not (text.file or text.image or text.service_name):
            yield from entity_searches.search_resources(text.longest_name)
            if text.names == (text.longest_name,) and newest.is_bounded(LineageType.CONTEXT):
                yield entity_searches.list_endpoint_contexts(newest.account, text.longest_name)


def _list_by_type(type_: str, *, pages: int = 1) -> EntitySearch:
    kind, scope = _TYPE_LISTS[type_]
    return entity_searches.list_type(kind, type_, scope, pages=pages)


def _search_exactly(kind: LineageType, name: str) -> EntitySearch:
    def run(api: SageMakerApi) -> Findings:
        hit = _describe_exactly(api, kind, name)
        return Findings((hit,) if hit else ())

    return EntitySearch(f"exact names of {kind.value.lower()}s", name, run)


def _describe_exactly(api: SageMakerApi, kind: LineageType, name: str) -> Hit | None:
    try:
        if kind is LineageType.CONTEXT:
            return parse_hit(kind, api.send("DescribeContext", ContextName=name))
        return parse_hit(kind, api.send("DescribeAction", ActionName=name))
    except EntityNotFound:
        return None


def _attempt(api: SageMakerApi, search: EntitySearch) -> FoundNames:
    try:
        found = search.run(api)
    except SourceError as error:
        return FoundNames(gaps=(f"{error.title}: {error}",))
    if found.has_more:
        bound = SearchBound(len(found.hits) or len(found.matches), search.scope)
        return FoundNames(found.hits, found.matches, bounds=(bound,))
    return FoundNames(found.hits, found.matches, scopes=(search.scope,))


def _list_versions(hits: Iterable[Hit], text: SearchText) -> Iterable[Hit]:
    """Return the model packages that a text like `churn v8` names.

    Their groups must have been found.
    """
    if text.version is None:
        return ()
    groups = [hit for hit in hits if hit.type == "ModelGroup" and (hit.name or "").casefold() in text.names]
    packages = [
        f"{hit.arn.replace(':model-package-group/', ':model-package/')}/{text.version}" for hit in groups
    ]
    return [Hit(Arn(arn), LineageType.ARTIFACT, type="Model", source_uri=arn) for arn in packages]

"""Names of entities: a title, and a subtitle that tells it apart.

Every place that names an entity uses these names: cards, lists, tables, answers, offers, sentences and
exports. Two different entities that are shown together never have the same title and subtitle, nor any that
look the same.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain, takewhile
from typing import NamedTuple, TypeVar

from lineage_explorer.graph.date_text import format_day
from lineage_explorer.graph.entity_styles import APPROVAL_NAME, get_type_title
from lineage_explorer.graph.model import Arn, HasName
from lineage_explorer.graph.resource_names import ResourceName, name_job, name_source, strip_service_suffix
from lineage_explorer.graph.visible_text import escape_invisible, normalize_look

K = TypeVar("K", bound=Hashable)

SEPARATOR = " · "

_YEAR: ContextVar[int | None] = ContextVar("year", default=None)


@contextmanager
def use_year(year: int) -> Iterator[None]:
    """Name entities as in another year: names leave out the present one.

    What is made again years later then has the names that it had.
    """
    token = _YEAR.set(year)
    try:
        yield
    finally:
        _YEAR.reset(token)


def get_year() -> int:
    """Return the year that names leave out."""
    return _YEAR.get() or datetime.now(UTC).year


@dataclass(frozen=True, slots=True, order=True)
class EntityName:
    """Name of an entity.

    Attributes:
        title: What it is called.
        subtitle: What tells it apart from entities of the same title; may be empty.
    """

    title: str
    subtitle: str = ""

    @property
    def line(self) -> str:
        """Title and subtitle on one line."""
        return f"{self.title}{SEPARATOR}{self.subtitle}" if self.subtitle else self.title


def name_entity(arn: Arn, entity: HasName | None) -> EntityName:
    """Return the name of an entity that is shown alone."""
    return _name_alone(_collect_name_facts(arn, entity))


def name_entities(entities: Mapping[Arn, HasName | None]) -> dict[Arn, EntityName]:
    """Return the names of entities that are shown together.

    Where title and subtitle look the same, the subtitle gets what differs: a folder, the bucket, a version,
    the time, the account, at last the end of the ARN.
    """
    names = {arn: name_entity(arn, entity) for arn, entity in entities.items()}
    used: dict[Arn, set[Hashable]] = defaultdict(set)
    while duplicates := _find_duplicates(names):
        for arns in duplicates:
            facets = {arn: _list_facets(arn, entities[arn]) for arn in arns}
            facet = _choose_facet(facets, used[arns[0]])
            for arn in arns:
                used[arn].add(facet)
                names[arn] = _append_detail(names[arn], facets[arn].get(facet, ""))
    return names


def format_titles(names: Mapping[K, EntityName]) -> dict[K, str]:
    """Return titles for running text, with the subtitle where titles repeat."""
    repeated = find_repeated_titles(names.values())
    return {
        key: f"{name.title} ({name.subtitle})"
        if name.subtitle and normalize_look(name.title) in repeated
        else name.title
        for key, name in names.items()
    }


def find_repeated_titles(names: Iterable[EntityName]) -> frozenset[str]:
    """Return the titles that several names have, as `normalize_look` does."""
    counts = Counter(normalize_look(name.title) for name in names)
    return frozenset(title for title, count in counts.items() if count > 1)


def add_type(type_title: str, subtitle: str) -> str:
    """Return a subtitle that begins with the type, once.

    >>> add_type("Endpoint", "endpoint · 31 Aug")
    'Endpoint · 31 Aug'
    """
    first, _, rest = subtitle.partition(SEPARATOR)
    if first.lower() != type_title.lower():
        rest = subtitle
    return SEPARATOR.join(filter(None, (type_title, rest)))


class _NameFacts(NamedTuple):
    """What the name of an entity depends on."""

    tail: str
    name: str
    source: str
    type: str
    created: datetime | None
    author: str
    decision: str
    version: str
    year: int


def _collect_name_facts(arn: Arn, entity: HasName | None) -> _NameFacts:
    tail = arn.rpartition("/")[2]
    year = get_year()
    if entity is None:
        return _NameFacts(tail, "", "", "", None, "", "", "", year)
    properties = entity.properties
    return _NameFacts(
        tail,
        entity.name or "",
        entity.source_uri or "",
        entity.type or "",
        entity.created,
        entity.created_by or "",
        properties.get("ModelApprovalStatus", ""),
        properties.get("Version", ""),
        year,
    )


# Successive graphs contain the same entities, and a name costs more than the rest of a card.
@lru_cache(maxsize=50_000)
def _name_alone(facts: _NameFacts) -> EntityName:
    resource = _name_resource(facts)
    details = [detail.replace(f" {facts.year}, ", ", ") for detail in resource.details]
    if facts.author and facts.type == "Approval":
        details.append(facts.author)
    if facts.created and not resource.is_dated:
        details.append(format_day(facts.created, this_year=facts.year))
    subtitle = SEPARATOR.join(dict.fromkeys(details))
    return EntityName(escape_invisible(resource.title), escape_invisible(subtitle))


def _name_resource(facts: _NameFacts) -> ResourceName:
    """Return title and details by the kind of the entity."""
    source, type_, name = facts.source, facts.type, strip_service_suffix(facts.name)
    decision = _find_decision(facts) if type_ == "Approval" else ""
    if type_ == "Approval" and (decision or name):
        return _name_approval(facts, decision) if decision else ResourceName(name)
    if type_ in _DEPLOYMENT_VERBS and (":endpoint-config/" in source or name != facts.name):
        return _name_deployment(_DEPLOYMENT_VERBS[type_], source.rpartition("/")[2] or name)
    if type_.startswith("FeatureEngineeringPipeline"):
        title = name_source(source).title if ":pipeline/" in source else name
        return ResourceName(f"{title} v{facts.version}" if facts.version else title, ("feature pipeline",))
    if match := _NAMED_BY_SOURCE.search(source):
        return ResourceName(match["name"], (get_type_title(type_).lower() or match["kind"],))
    if name and not _is_uri(name) and ":model-package/" not in source:
        return _add_run(name_job(name), source)
    return name_source(source or name) if source or name else name_job(strip_service_suffix(facts.tail))


_NAMED_BY_SOURCE = re.compile(
    r":(?P<kind>endpoint|model-package-group|feature-group|inference-component|model)/(?P<name>[^/]+)$"
)


def _is_uri(text: str) -> bool:
    return bool(re.match(r"[a-z0-9-]+:/|arn:|\d{12}\.dkr\.ecr", text))


def _add_run(name: ResourceName, source: str) -> ResourceName:
    """Add the run of a pipeline execution that an entity stands for."""
    if "/execution/" in source and not name.details:
        return replace(name, details=name_source(source).details)
    return name


_DECISIONS = {"approved": "approved", "rejected": "rejected", "pendingmanualapproval": "submitted"}


def _find_decision(facts: _NameFacts) -> str:
    match = APPROVAL_NAME.search(facts.name)
    return facts.decision or (match["status"] if match else "")


def _name_approval(facts: _NameFacts, decision: str) -> ResourceName:
    """Name an approval by its version and decision."""
    package = name_source(facts.source).title if ":model-package/" in facts.source else ""
    named = re.match(r".+-(\d+)-[^-]+-\d+-aws-model-group$", facts.name)
    version = re.search(r"(?<= )v\d+$", package)
    subject = version[0] if version else package or (f"v{named[1]}" if named else facts.name)
    return ResourceName(f"{subject} {_DECISIONS.get(decision.lower(), decision)}")


_DEPLOYMENT_VERBS = {"ModelDeployment": "Deploy", "ModelReplaced": "Replace with"}


def _name_deployment(verb: str, config: str) -> ResourceName:
    """Name a deployment by its version and target."""
    match = re.fullmatch(r"(?P<target>.+)-(?P<version>v\d+)", config)
    if match:
        return ResourceName(f"{verb} {match['version']}", (match["target"],))
    return ResourceName(f"{verb} {config}")


def _find_duplicates(names: Mapping[K, EntityName]) -> list[list[K]]:
    by_look: dict[tuple[str, str], list[K]] = defaultdict(list)
    for key, name in names.items():
        by_look[normalize_look(name.title), normalize_look(name.subtitle)].append(key)
    return [keys for keys in by_look.values() if len(keys) > 1]


def _list_facets(arn: Arn, entity: HasName | None) -> dict[Hashable, str]:
    """Return what can tell an entity apart, the most telling first.

    Parts of the source's path have their distance from its end as key; the bucket or host is the last.
    """
    _, _, _, region, account, *_ = (*arn.split(":"), "", "", "", "", "")
    tail = arn.rpartition("/")[2]
    facets: dict[Hashable, str] = {}
    if entity:
        scheme, _, path = (entity.source_uri or "").rpartition("://")
        facets |= enumerate(reversed([part for part in path.split("/") if part]))
        facets["scheme"] = f"{scheme}://" if scheme else ""
        facets["type"] = get_type_title(entity.type or "").lower()
        facets |= {kind: f"{kind} {value[:8]}" for kind, value in entity.source_ids}
        facets |= {f"whole {kind}": f"{kind} {value}" for kind, value in entity.source_ids}
        facets["minute"] = f"{entity.created:%H:%M}" if entity.created else ""
    facets |= {"account": account, "region": region}
    if entity:
        facets["second"] = f"{entity.created:%H:%M:%S.%f}" if entity.created else ""
        facets |= {"name": entity.name or "", "uri": entity.source_uri or ""}
    return facets | {"short tail": tail[:8], "tail": tail, "arn": arn}


def _choose_facet(facets: Mapping[Arn, Mapping[Hashable, str]], used: Collection[Hashable]) -> Hashable:
    """Return the first facet in which entities differ.

    Of the parts of a path, it is the one with the most different values, which tells most apart.
    """
    keys = [key for key in dict.fromkeys(chain.from_iterable(facets.values())) if key not in used]
    counts = {key: _count_looks(values.get(key, "") for values in facets.values()) for key in keys}
    differing = [key for key in keys if counts[key] > 1]
    parts = [key for key in differing if isinstance(key, int)]
    return max(parts, key=counts.__getitem__) if parts else differing[0]


def _count_looks(values: Iterable[str]) -> int:
    """Return how many different details values make."""
    return len({normalize_look(escape_invisible(value)) for value in set(values)})


def _append_detail(name: EntityName, detail: str) -> EntityName:
    subtitle = SEPARATOR.join(filter(None, (name.subtitle, escape_invisible(detail))))
    return EntityName(name.title, subtitle)


_MIN_COMMON_CHARACTERS = 3
"""Minimum number of letters and digits in a useful common name."""


def find_common_name(names: Sequence[str], *, total: int) -> str:
    """Return the part that names have in common, the rest left out.

    If too little is common, return the first name and the number of the others.

    Args:
        names: The names that are known.
        total: Number of entities.

    >>> find_common_name(["raw-2025-01.csv", "raw-2025-02.csv", "raw-2025-11.csv"], total=3)
    'raw-2025-….csv'
    >>> find_common_name(["train.csv", "train.csv"], total=2)
    'train.csv'
    >>> find_common_name(["birds.csv", "answers", "cities"], total=3)
    'answers and 2 more'
    """
    first = min(names)
    prefix = _find_common_prefix(names)
    if len(prefix) == len(first) == max(map(len, names)):
        return first
    suffix = _find_common_prefix([name[len(prefix) :][::-1] for name in names])[::-1]
    if sum(map(str.isalnum, prefix + suffix)) < _MIN_COMMON_CHARACTERS:
        return f"{first} and {total - 1:,} more"
    return f"{prefix}…{suffix}"


def _find_common_prefix(texts: Sequence[str]) -> str:
    common = takewhile(lambda chars: len(set(chars)) == 1, zip(*texts, strict=False))
    return "".join(chars[0] for chars in common)

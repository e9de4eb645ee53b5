"""Partition a large graph into runs, versions, endpoints and sources.

Keys follow from associations, types and the names in ARNs alone, so that groups stay as they are while
descriptions arrive.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from lineage_explorer.graph.digraph import choose_feedback_arcs
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Association, Ends, LineageType, get_account_id, split_arn
from lineage_explorer.graph.resource_names import name_job, strip_service_suffix
from lineage_explorer.graph.serving import DEPLOYMENT_TYPES
from lineage_explorer.layout.stage_headings import Stage, classify_stages

MAX_BOXES = 40
"""Number of boxes that an overview aims at."""


class GroupKind(StrEnum):
    """What the members of a group have in common."""

    RUNS = "runs"
    """Jobs of one step of a pipeline or script, with what they made."""
    TUNING = "tuning"
    """Jobs of one tuning job, with what they made."""
    VERSIONS = "versions"
    """Registered versions of a model, with the decisions on them."""
    ENDPOINT = "endpoint"
    """Endpoint with its deployments."""
    SOURCES = "sources"
    """Things that nothing on record made, and that are used alike."""
    IMAGES = "images"
    """Container images."""
    ACCOUNT = "account"
    """Everything of another account."""
    OTHER = "other"
    """Vertices of one type."""


class GroupKey(NamedTuple):
    """What a group is made of.

    Attributes:
        kind: What the members have in common.
        lane: Number of the product that they belong to; 0 where products are not told apart.
        traits: What else they share.
    """

    kind: GroupKind
    lane: int
    traits: tuple[str, ...]


def partition_by_meaning(
    graph: LineageGraph, alone: Collection[Arn], max_boxes: int = MAX_BOXES
) -> Mapping[Arn, GroupKey]:
    """Return the key of each vertex that is grouped.

    From level to level more is put together, until few enough boxes are left. Vertices in `alone`, and those
    that share their key with no other, have none.
    """
    keys: Mapping[Arn, GroupKey] = {}
    if len(graph.vertices) <= max_boxes:
        return keys
    finest = _GroupKeys(graph, frozenset(alone)).list_keys()
    for level in _LEVELS:
        merged = {key: _merge_key(level, *key) for key in set(finest.values())}
        keys = _drop_single({arn: merged[key] for arn, key in finest.items()})
        if len(graph.vertices) - len(keys) + len(set(keys.values())) <= max_boxes:
            break
    return keys


MIN_ACCOUNT = 5
"""Number of vertices of another account from which on they are grouped in a middling graph."""


def partition_by_account(graph: LineageGraph, alone: Collection[Arn]) -> Mapping[Arn, GroupKey]:
    """Return the key of each vertex of another account that has several."""
    account = get_account_id(graph.start)
    keys = {
        arn: GroupKey(GroupKind.ACCOUNT, 0, (owner, graph.role(arn)))
        for arn in graph.vertices
        if arn not in alone and (owner := get_account_id(arn)) != account
    }
    counts = Counter(keys.values())
    return {arn: key for arn, key in keys.items() if counts[key] >= MIN_ACCOUNT}


def _drop_single(keys: Mapping[Arn, GroupKey]) -> dict[Arn, GroupKey]:
    counts = Counter(keys.values())
    return {arn: key for arn, key in keys.items() if counts[key] > 1}


_TUNING_NUMBER = re.compile(r" #\d+$")
_APPROVAL = re.compile(r"(?P<group>.+)-\d+-[a-z]+-\d{10}-aws-model-group$")


class _GroupKeys:
    """Keys of a graph's vertices."""

    def __init__(self, graph: LineageGraph, alone: frozenset[Arn]) -> None:
        self._graph = graph
        self._alone = alone
        self._stages = classify_stages(graph)
        self._account = get_account_id(graph.start)
        self._lanes = _find_lanes(graph, self._stages, self._account)
        self._steps: dict[Arn, GroupKey] = {}

    def list_keys(self) -> dict[Arn, tuple[GroupKey, str]]:
        """Return the key and the role of each vertex not alone."""
        order = [arn for arn in self._graph.vertices if arn not in self._alone]
        first = {arn: self._find_key(arn) for arn in order}
        known = {arn: key for arn, key in first.items() if key}
        keys = {arn: known[arn] if arn in known else self._find_key_by_neighbors(arn, known) for arn in order}
        return {arn: (key, self._graph.role(arn)) for arn, key in keys.items()}

    def _find_key(self, arn: Arn) -> GroupKey | None:
        """Return the key of a vertex, or of what it belongs to."""
        vertex, stage, lane = self._graph.vertices[arn], self._stages[arn], self._lanes.get(arn, 0)
        account = get_account_id(arn)
        key: GroupKey | None = None
        if account != self._account:
            key = GroupKey(GroupKind.ACCOUNT, 0, (account,))
        elif vertex.lineage_type is LineageType.TRIAL_COMPONENT:
            key = self._find_step(arn)
        elif stage is Stage.IMAGE:
            key = GroupKey(GroupKind.IMAGES, 0, ())
        elif vertex.type == "Endpoint" and vertex.lineage_type is LineageType.CONTEXT:
            key = GroupKey(GroupKind.ENDPOINT, lane, (arn,))
        elif stage is Stage.REGISTER:
            key = GroupKey(GroupKind.VERSIONS, lane, (self._find_model_group(arn),))
        elif vertex.type in DEPLOYMENT_TYPES:
            key = self._find_key_of(self._graph.children[arn], lambda other: other == Stage.SERVE)
        elif stage is Stage.APPROVE:
            key = self._find_key_of(self._graph.children[arn], lambda other: other == Stage.REGISTER)
        else:
            jobs = (Stage.PROCESS, Stage.TRAIN, Stage.TRANSFORM, Stage.OTHER)
            makers = [
                parent
                for parent in self._graph.parents[arn]
                if self._graph.vertices[parent].lineage_type is LineageType.TRIAL_COMPONENT
            ]
            key = self._find_key_of(makers, lambda other: other in jobs)
        return key

    def _find_key_of(self, arns: Sequence[Arn], is_wanted: Callable[[Stage], bool]) -> GroupKey | None:
        """Return the key of the first neighbor of a wanted stage."""
        return next((self._find_key(arn) for arn in sorted(arns) if is_wanted(self._stages[arn])), None)

    def _find_step(self, arn: Arn) -> GroupKey:
        """Return the key of a job: its step, or its tuning job."""
        if arn not in self._steps:
            vertex = self._graph.vertices[arn]
            title = name_job(strip_service_suffix(split_arn(arn).name)).title
            step = _TUNING_NUMBER.sub("", title)
            kind = GroupKind.TUNING if step != title else GroupKind.RUNS
            self._steps[arn] = GroupKey(kind, self._lanes.get(arn, 0), (vertex.type or "", step.lower()))
        return self._steps[arn]

    def _find_model_group(self, arn: Arn) -> str:
        """Return the name of a version's group, if ARNs contain it."""
        neighbors = [arn, *sorted((*self._graph.children[arn], *self._graph.parents[arn]))]
        groups = [
            split_arn(other).name for other in neighbors if self._graph.vertices[other].type == "ModelGroup"
        ]
        if groups:
            return strip_service_suffix(groups[0])
        names = (split_arn(other).name for other in neighbors if self._stages[other] is Stage.APPROVE)
        matches = (_APPROVAL.fullmatch(name) for name in names)
        return next((match["group"] for match in matches if match), "")

    def _find_key_by_neighbors(self, arn: Arn, keys: Mapping[Arn, GroupKey]) -> GroupKey:
        """Return the key of a source, by its type and its users."""
        vertex, lane = self._graph.vertices[arn], self._lanes.get(arn, 0)
        traits = vertex.lineage_type or "", vertex.type or ""
        users = sorted({"|".join(keys[child].traits) for child in self._graph.children[arn] if child in keys})
        if vertex.lineage_type is LineageType.ARTIFACT and users:
            return GroupKey(GroupKind.SOURCES, lane, (*traits, *users))
        return GroupKey(GroupKind.OTHER, lane, traits)


_Level = Callable[[GroupKey], GroupKey]


def _keep(key: GroupKey) -> GroupKey:
    return key


def _merge_steps(key: GroupKey) -> GroupKey:
    """Put together the steps of one type, and sources of one type."""
    if key.kind is GroupKind.RUNS:
        return GroupKey(key.kind, key.lane, key.traits[:1])
    return GroupKey(key.kind, key.lane, key.traits[:2]) if key.kind is GroupKind.SOURCES else key


def _merge_products(key: GroupKey) -> GroupKey:
    """Put together also the endpoints, versions and tuning jobs of a product."""
    if key.kind in (GroupKind.ENDPOINT, GroupKind.VERSIONS, GroupKind.TUNING):
        return GroupKey(key.kind, key.lane, ())
    return _merge_steps(key)


def _merge_lanes(key: GroupKey) -> GroupKey:
    """Put together also what belongs to different products."""
    merged = _merge_products(key)
    return GroupKey(merged.kind, 0, merged.traits)


def _merge_key(level: _Level, key: GroupKey, role: str) -> GroupKey:
    """Return the key of a level; vertices of different roles stay apart."""
    merged = level(key)
    return GroupKey(merged.kind, merged.lane, (*merged.traits, role))


_LEVELS: Sequence[_Level] = (_keep, _merge_steps, _merge_products, _merge_lanes)


def _find_lanes(graph: LineageGraph, stages: Mapping[Arn, Stage], account: str) -> dict[Arn, int]:
    """Return the number of each vertex's product.

    A product is what remains connected without images and without other accounts, which several products
    share. Products are numbered by their first vertex in order of ARNs.
    """
    lanes: dict[Arn, int] = {}
    number = 0
    for first in sorted(graph.vertices):
        if first in lanes or stages[first] is Stage.IMAGE or get_account_id(first) != account:
            continue
        number += 1
        lanes[first] = number
        queue = [first]
        for arn in queue:
            for other in (*graph.parents[arn], *graph.children[arn]):
                is_shared = stages[other] is Stage.IMAGE or get_account_id(other) != account
                if other not in lanes and not is_shared:
                    lanes[other] = number
                    queue.append(other)
    return lanes


def drop_implied_links(graph: LineageGraph) -> tuple[Association, ...]:
    """Return the associations without those that a longer path implies.

    Those of the start stay.
    """
    index_of = {arn: index for index, arn in enumerate(graph.vertices)}
    arcs = sorted({(index_of[edge.source], index_of[edge.destination]) for edge in graph.associations})
    feedback = choose_feedback_arcs(len(index_of), arcs)
    children: dict[Arn, set[Arn]] = defaultdict(set)
    for edge in graph.associations:
        arc = index_of[edge.source], index_of[edge.destination]
        if edge.is_directed and edge.source != edge.destination and arc not in feedback:
            children[edge.source].add(edge.destination)
    descendants: dict[Arn, set[Arn]] = {}

    def collect(arn: Arn) -> set[Arn]:
        if arn not in descendants:
            descendants[arn] = set()
            for child in children[arn]:
                descendants[arn] |= {child} | collect(child)
        return descendants[arn]

    def is_implied(ends: Ends) -> bool:
        source, target = ends
        return target in children[source] and any(
            target in collect(child) for child in children[source] if child != target
        )

    return tuple(edge for edge in graph.associations if graph.start in edge.ends or not is_implied(edge.ends))

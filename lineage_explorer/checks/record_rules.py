"""Rules about the records themselves: entities and associations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from lineage_explorer.checks import fixes
from lineage_explorer.checks.facts import MODEL_FILE, Facts
from lineage_explorer.checks.rule import (
    Rule,
    Section,
    Severity,
    SubjectResult,
    report_doubt,
    report_finding,
    report_pass,
)
from lineage_explorer.graph.digraph import find_cyclic_components
from lineage_explorer.graph.entity_styles import BUILT_IN_TYPES
from lineage_explorer.graph.model import Arn, AssociationType, LineageType, Vertex
from lineage_explorer.graph.serving import DEPLOYMENT_TYPES
from lineage_explorer.sources.lineage_record import Failure, Lookup, Unread

_QUOTAS = {LineageType.ARTIFACT: 6_000, LineageType.CONTEXT: 500, LineageType.ACTION: 3_000}
"""Manually made entities that an account can have, by kind."""

_ASSOCIATION_QUOTA = 6_000
_QUOTA_SHARE = 0.8
_FEATURE_TYPES = ("FeatureGroup", "FeatureEngineering")
_BUILT_IN = {name.casefold(): name for name in BUILT_IN_TYPES}


def _check_sources(facts: Facts) -> Iterator[SubjectResult]:
    groups: dict[str, list[Arn]] = defaultdict(list)
    for vertex in facts.list_own(LineageType.ARTIFACT):
        if uri := facts.source_of(vertex.arn):
            groups[uri.rstrip("/")].append(vertex.arn)
    for uri, arns in groups.items():
        if len(arns) == 1:
            yield report_pass(arns[0])
        else:
            yield report_finding(
                arns[0],
                f"{uri} is recorded {len(arns)} times in the account.",
                fixes.add_association(arns[0], arns[1], "SameAs"),
                others=arns[1:],
            )


def _check_ends(facts: Facts) -> Iterator[SubjectResult]:
    for arn, vertex in facts.vertices.items():
        if vertex.lineage_type is None:
            continue  # an experiment, which no call describes
        if arn in facts.entities:
            yield report_pass(arn)
            continue
        lookup = Lookup(f"Describe{vertex.lineage_type}", arn)
        unread = facts.record.found.unread.get(lookup)
        if unread is None or unread.failure is not Failure.GONE or not facts.is_own(arn):
            yield report_doubt(arn, unread.reason if unread else "It was not described.")
            continue
        neighbors = [*facts.parents_of(arn), *facts.children_of(arn)]
        is_source = any(True for _ in facts.children_of(arn))
        ends = (arn, neighbors[0]) if is_source else (neighbors[0], arn) if neighbors else None
        yield report_finding(
            arn,
            f"An association leads to {facts.title_of(arn)}, which does not exist.",
            fixes.delete_association(*ends) if ends else "",
            others=neighbors,
        )


def _check_links(facts: Facts) -> Iterator[SubjectResult]:
    for edge in facts.record.associations:
        foreign = [arn for arn in edge.ends if not facts.is_own(arn)]
        if len(foreign) != 1 or edge.type == AssociationType.SAME_AS:
            continue
        arn = foreign[0]
        own = edge.destination if arn == edge.source else edge.source
        if facts.has_twin(arn):
            yield report_pass(own)
        elif not facts.has_all_parents(own):
            yield report_doubt(own, "Not all of its associations were read.")
        else:
            yield report_finding(
                own,
                f"{facts.title_of(own)} is connected to {facts.title_of(arn)} of another account, "
                "which has no counterpart here.",
                fixes.create_artifact(facts.source_of(arn) or "<URI>", facts.vertices[arn].type or "DataSet")
                + "\n"
                + fixes.add_association(arn, "<ARN of the artifact>", "SameAs"),
                others=(arn,),
            )


def _check_existence(facts: Facts) -> Iterator[SubjectResult]:
    arns: dict[str, Arn] = {}
    for arn, entity in facts.entities.items():
        if entity.source_uri:
            arns.setdefault(entity.source_uri, arn)
    found = facts.record.found
    outcomes = {**found.resources, **found.unread}
    for lookup, outcome in outcomes.items():
        subject = arns.get(lookup.arn)
        if subject is None or lookup.operation == "ListTags" or not facts.is_own(subject):
            continue
        if not isinstance(outcome, Unread):
            yield report_pass(subject)
        elif outcome.failure is Failure.GONE:
            yield report_finding(
                subject, f"{facts.title_of(subject)} no longer exists; its lineage still does."
            )
        else:
            yield report_doubt(subject, outcome.reason)


def _check_ties(facts: Facts) -> Iterator[SubjectResult]:
    for vertex in facts.list_own(*LineageType):
        arn = vertex.arn
        has_parents, has_children = bool(facts.parents_of(arn)), bool(facts.children_of(arn))
        if vertex.type in DEPLOYMENT_TYPES:
            yield _judge_deployment(facts, arn)
        elif has_parents or has_children:
            yield report_pass(arn)
        elif facts.has_all_parents(arn) and facts.has_all_children(arn):
            yield report_finding(
                arn,
                f"{facts.title_of(arn)} leads nowhere: nothing is associated with it.",
                fixes.add_association(arn, "<ARN of what used it>"),
            )
        else:
            yield report_doubt(arn, "Not all of its associations were read.")


def _judge_deployment(facts: Facts, arn: Arn) -> SubjectResult:
    if any(facts.vertices[child].type == "Endpoint" for child in facts.children_of(arn)):
        return report_pass(arn)
    if not facts.has_all_children(arn):
        return report_doubt(arn, "Not all of its associations were read.")
    return report_finding(
        arn,
        f"{facts.title_of(arn)} leads to no endpoint.",
        fixes.add_association(arn, "<ARN of the endpoint's context>", "AssociatedWith"),
        others=facts.parents_of(arn),
    )


def _check_cycles(facts: Facts) -> Iterator[SubjectResult]:
    arns = list(facts.vertices)
    numbers = {arn: number for number, arn in enumerate(arns)}
    edges = [edge for edge in facts.record.associations if edge.type != AssociationType.SAME_AS]
    arcs = [(numbers[edge.source], numbers[edge.destination]) for edge in edges]
    components = [[arns[number] for number in each] for each in find_cyclic_components(len(arns), arcs)]
    components += [[edge.source] for edge in edges if edge.source == edge.destination]
    bad = [each for each in components if not all(_is_feature_type(facts.vertices[arn]) for arn in each)]
    for component in bad:
        members = set(component)
        edge = next(edge for edge in edges if edge.source in members and edge.destination in members)
        scope = facts.record.scope
        first = next((arn for arn in component if scope is None or arn in scope), component[0])
        yield report_finding(
            first,
            f"{facts.title_of(first)} was made from itself, through {len(component)} entities.",
            fixes.delete_association(edge.source, edge.destination),
            others=[arn for arn in component if arn != first],
        )
    if facts.record.parents_read is not None and facts.record.focus is None:
        yield report_doubt(None, "Not all associations were read.")
    elif not bad:
        yield report_pass(facts.record.focus)


def _is_feature_type(vertex: Vertex) -> bool:
    """Return whether a vertex is of a feature store.

    It may update what it reads.
    """
    return (vertex.type or "").startswith(_FEATURE_TYPES)


def _check_features(facts: Facts) -> Iterator[SubjectResult]:
    for vertex in facts.list_own(LineageType.ARTIFACT):
        source = facts.source_of(vertex.arn)
        if ":feature-group/" not in source and "/offline-store/" not in source:
            continue
        if any(_is_feature_type(facts.vertices[arn]) for arn in facts.parents_of(vertex.arn)):
            yield report_pass(vertex.arn)
        elif not facts.has_all_parents(vertex.arn):
            yield report_doubt(vertex.arn, "Not all of its associations were read.")
        else:
            yield report_finding(
                vertex.arn,
                f"{facts.title_of(vertex.arn)} is not connected to its feature group.",
                fixes.add_association("<ARN of the group's FeatureGroupPipeline context>", vertex.arn),
            )


def _check_types(facts: Facts) -> Iterator[SubjectResult]:
    kinds = (LineageType.ARTIFACT, LineageType.ACTION, LineageType.CONTEXT)
    for vertex in facts.list_own(*kinds):
        sentence = _describe_type(facts, vertex)
        if vertex.type is None and vertex.arn not in facts.entities:
            yield report_doubt(vertex.arn, "It was not described.")
        elif sentence:
            fix = "# A type is final: record it again under the type that is meant, then delete this one."
            yield report_finding(vertex.arn, sentence, fix)
        else:
            yield report_pass(vertex.arn)
    for edge in facts.record.associations:
        if edge.type is None and facts.is_own(edge.source):
            yield report_finding(
                edge.source,
                f"The association from {facts.title_of(edge.source)} to {facts.title_of(edge.destination)} "
                "has no type; filters miss it.",
                fixes.delete_association(*edge.ends) + "\n" + fixes.add_association(*edge.ends),
                others=(edge.destination,),
            )


def _describe_type(facts: Facts, vertex: Vertex) -> str:
    """Return what is unclear about a type; empty if nothing is."""
    title = facts.title_of(vertex.arn)
    if not vertex.type:
        return f"{title} has no type; filters miss it."
    usual = _BUILT_IN.get(vertex.type.casefold())
    if usual and usual != vertex.type:
        return f"{title} has the type {vertex.type}, not {usual}; filters miss it."
    if vertex.type == "DataSet" and facts.source_of(vertex.arn).endswith(MODEL_FILE):
        return f"{title} is recorded as a data set; filters for models miss it."
    return ""


def _check_quotas(facts: Facts) -> Iterator[SubjectResult]:
    if facts.record.focus is not None:
        return
    counts = {kind: sum(1 for _ in facts.list_own(kind)) for kind in _QUOTAS}
    numbers = [(f"{kind.lower()}s", counts[kind], quota) for kind, quota in _QUOTAS.items()]
    numbers.append(("associations", len(facts.record.associations), _ASSOCIATION_QUOTA))
    is_whole = facts.record.parents_read is None and not facts.record.missing_kinds
    for name, count, quota in numbers:
        share = count / quota
        if share >= _QUOTA_SHARE:
            sentence = (
                f"Up to {share:.0%} of the {quota:,} {name} that can be made by hand exist: {count:,}. "
                "Those that SageMaker made do not count."
            )
            yield report_finding(None, sentence, "# Delete what is no longer needed, or ask AWS for more.")
        elif is_whole:
            yield report_pass(None)
        else:
            yield report_doubt(None, f"Not all {name} were listed.")


RECORD_RULES = (
    Rule(
        "source-twice",
        Severity.NOTE,
        Section.RECORDS,
        "Each source is recorded once",
        "Several artifacts have one URI; a slash at its end does not count.",
        "A search from one of them misses what is connected to the other.",
        ("ISO/IEC 42001 A.7.5",),
        _check_sources,
        frozenset({LineageType.ARTIFACT}),
        needs_age=False,
    ),
    Rule(
        "end-unreadable",
        Severity.WARNING,
        Section.RECORDS,
        "Associations lead to entities that exist",
        "The end of an association is neither listed nor can it be described.",
        "The lineage ends there, and nobody can tell what it led to.",
        ("EU AI Act Art. 11",),
        _check_ends,
    ),
    Rule(
        "foreign-unlinked",
        Severity.WARNING,
        Section.RECORDS,
        "What comes from other accounts has a counterpart here",
        "An association crosses accounts, is not SameAs, and the other end has no counterpart here.",
        "When the other account closes, its part of the lineage is gone.",
        ("NIST AI RMF GOVERN 6.1", "ISO/IEC 42001 A.10.3"),
        _check_links,
    ),
    Rule(
        "source-gone",
        Severity.NOTE,
        Section.RECORDS,
        "What lineage records still exists",
        "An endpoint, a version or a job no longer exists.",
        "Lineage outlives it; details that only the resource held are lost.",
        ("NIST AI RMF GOVERN 1.7",),
        _check_existence,
        needs_age=False,
    ),
    Rule(
        "loose-end",
        Severity.NOTE,
        Section.RECORDS,
        "Entities are connected to others",
        "An entity has no association, or a deployment leads to no endpoint.",
        "Nobody who follows the lineage finds it.",
        ("SR 26-2",),
        _check_ties,
    ),
    Rule(
        "cycle",
        Severity.WARNING,
        Section.RECORDS,
        "Nothing was made from itself",
        "Associations lead in a circle; feature stores, which update what they read, may.",
        "What came first cannot be told.",
        ("ISO/IEC 42001 A.7.5",),
        _check_cycles,
        frozenset(),
        needs_age=False,
    ),
    Rule(
        "feature-link-missing",
        Severity.WARNING,
        Section.RECORDS,
        "Data of a feature store is connected to its group",
        "An artifact of a feature group or its offline store has no feature group upstream.",
        "Lineage does not show who wrote these features, and from what.",
        ("EU AI Act Art. 10", "ISO/IEC 42001 A.7.5"),
        _check_features,
        frozenset({LineageType.ARTIFACT, LineageType.CONTEXT}),
    ),
    Rule(
        "type-unclear",
        Severity.NOTE,
        Section.RECORDS,
        "Types are clear",
        "An entity or an association has no type or an odd one, or a model is recorded as a data set.",
        "Filters and questions go by types, and miss it.",
        ("ISO/IEC 42001 A.7.5",),
        _check_types,
        needs_age=False,
    ),
    Rule(
        "near-quota",
        Severity.NOTE,
        Section.RECORDS,
        "The account has room for more lineage",
        f"At least {_QUOTA_SHARE:.0%} of a quota of entities or associations are used.",
        "Beyond it, nothing more can be recorded by hand.",
        (),
        _check_quotas,
        needs_age=False,
    ),
)

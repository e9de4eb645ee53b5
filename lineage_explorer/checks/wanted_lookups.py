"""Look-ups without which rules could not be decided."""

from __future__ import annotations

from collections.abc import Iterator

from lineage_explorer.checks.endpoint_owners import find_endpoint_owner, list_tag_lookups
from lineage_explorer.checks.facts import Facts, ServedEndpoint, Version
from lineage_explorer.checks.origin_rules import JOB_OPERATIONS, has_code, needs_job_description
from lineage_explorer.graph.model import LineageType
from lineage_explorer.graph.serving import Evidence, list_endpoints
from lineage_explorer.sources.lineage_record import LineageRecord, Lookup, ResourceFacts

MAX_ENDS = 200
"""Ends of associations that are described at most: one call each."""

ROUNDS = 3
"""Times that look-ups may lead to further ones."""


def list_wanted(record: LineageRecord) -> list[Lookup]:
    """Return what to look up next; nothing once all is known.

    Each is one call: an approval, a version, an endpoint, the job behind a version whose code is not known.
    """
    facts = Facts(record)
    first = list(_list_first(facts))
    wanted = [each for each in dict.fromkeys(first) if not record.is_read(each)]
    if not wanted:
        wanted = [each for each in dict.fromkeys(_list_second(facts)) if not record.is_read(each)]
    return wanted


def _is_wanted(facts: Facts, version: Version) -> bool:
    """Return whether a version is in the scope, or newer."""
    scope = facts.record.scope
    if scope is None or version.arn in scope:
        return True
    others = facts.groups[version.group]
    return any(other.arn in scope and other.number < version.number for other in others)


def _list_first(facts: Facts) -> Iterator[Lookup]:
    scope = facts.record.scope
    for version in facts.versions:
        if not _is_wanted(facts, version):
            continue
        yield Lookup("DescribeModelPackage", version.package)
        for arn in facts.parents_of(version.arn):
            if facts.vertices[arn].type == "Approval":
                yield Lookup("DescribeAction", arn)
    for arn, source in list_endpoints(facts.graph, facts.entities):
        if facts.is_own(arn) and (scope is None or arn in scope):
            yield Lookup("DescribeEndpoint", source)
    unknown = [
        vertex
        for arn, vertex in facts.vertices.items()
        if arn not in facts.entities and vertex.lineage_type is not None and (scope is None or arn in scope)
    ]
    for vertex in unknown[:MAX_ENDS]:
        yield Lookup(f"Describe{vertex.lineage_type}", vertex.arn)


def _list_second(facts: Facts) -> Iterator[Lookup]:
    for version in facts.versions:
        has_commit = isinstance(version.facts, ResourceFacts) and version.facts.commit
        if not version.is_approved or not _is_wanted(facts, version):
            continue
        needs_code = not has_commit and not has_code(facts, facts.list_upstream(version.arn))
        for job in version.jobs:
            if needs_code or job not in facts.record.makers:
                yield Lookup("DescribeTrialComponent", job)
    for vertex in facts.list_own(LineageType.TRIAL_COMPONENT, types=tuple(JOB_OPERATIONS)):
        entity = facts.entities.get(vertex.arn)
        is_wanted = facts.record.scope is None or vertex.arn in facts.record.scope
        if entity and is_wanted and needs_job_description(entity):
            yield Lookup(JOB_OPERATIONS[entity.type or ""], entity.source_uri or "")
    for endpoint in facts.endpoints:
        if endpoint.is_live and (facts.record.scope is None or endpoint.arn in facts.record.scope):
            yield from _list_for_endpoint(facts, endpoint)


def _list_for_endpoint(facts: Facts, endpoint: ServedEndpoint) -> Iterator[Lookup]:
    described = facts.get_resource("DescribeEndpoint", endpoint.source)
    record = endpoint.record
    is_unmatched = record is not None and record.current is None
    if isinstance(described, ResourceFacts) and (
        is_unmatched or (record and record.evidence is Evidence.OTHER_CONFIGURATION)
    ):
        yield Lookup("DescribeEndpointConfig", facts.get_configuration_arn(endpoint.source, described))
    if facts.record.period is None and find_endpoint_owner(facts, endpoint, by_tags=False) is None:
        yield from list_tag_lookups(endpoint)

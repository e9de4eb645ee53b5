"""Rules about what endpoints serve."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from lineage_explorer.checks import fixes
from lineage_explorer.checks.endpoint_owners import explain_doubt, find_endpoint_owner
from lineage_explorer.checks.facts import Facts, ServedEndpoint, Version, decision_of_approval
from lineage_explorer.checks.rule import (
    Rule,
    Section,
    Severity,
    SubjectResult,
    report_doubt,
    report_finding,
    report_pass,
)
from lineage_explorer.graph.model import Arn
from lineage_explorer.graph.serving import Evidence
from lineage_explorer.questions.answer import format_count
from lineage_explorer.sources.lineage_record import ResourceFacts, Unread

BEHIND_DAYS = 14
"""Days that an approved version may wait to be deployed."""

STALE_DAYS = 180
"""Age in days from which a served model is old."""

_STAGING = re.compile(r"(^|[-_/])(staging|stage|test|dev|sandbox|qa)([-_]|$)", re.IGNORECASE)


def _check_registration(facts: Facts) -> Iterator[SubjectResult]:
    for endpoint in facts.live_endpoints:
        versions, doubt = facts.find_served(endpoint)
        if doubt:
            yield report_doubt(endpoint.arn, doubt)
        elif versions:
            yield report_pass(endpoint.arn)
        else:
            yield from _judge_models(facts, endpoint)


def _judge_models(facts: Facts, endpoint: ServedEndpoint) -> Iterator[SubjectResult]:
    """Judge an endpoint whose deployment no version contributes to."""
    current = endpoint.record.current if endpoint.record else None
    if current is None:
        return
    sources = {facts.source_of(arn).rstrip("/") for arn in current.versions}
    alike = [each for each in facts.versions if sources & _list_data(facts, each)]
    unread = [each.unknown for each in facts.versions if each.unknown]
    if alike:
        yield report_pass(endpoint.arn)
    elif not facts.has_all_parents(current.action):
        yield report_doubt(endpoint.arn, "Not all of what was deployed was read.")
    elif unread:
        yield report_doubt(endpoint.arn, unread[0])
    else:
        fix = fixes.add_association("<ARN of the model package's artifact>", current.action)
        sentence = f"{facts.title_of(endpoint.arn)} serves a model that is not registered."
        yield report_finding(endpoint.arn, sentence, fix, others=(current.action, *current.versions))


def _list_data(facts: Facts, version: Version) -> set[str]:
    told = version.facts.model_data if isinstance(version.facts, ResourceFacts) else ()
    return {uri.rstrip("/") for uri in (*told, *map(facts.source_of, version.models))} - {""}


def _check_decision(facts: Facts) -> Iterator[SubjectResult]:
    for endpoint in facts.live_endpoints:
        versions, doubt = facts.find_served(endpoint)
        doubts = [each.doubt for each in versions if each.doubt]
        wrong = [each for each in versions if each.decision and not each.is_approved]
        if wrong:
            version = wrong[0]
            yield report_finding(
                endpoint.arn,
                f"{facts.title_of(endpoint.arn)} serves {facts.title_of(version.arn)}, which is "
                f"{version.decision}.",
                fixes.call_operation(
                    "update_endpoint",
                    EndpointName=endpoint.source.rpartition("/")[2],
                    EndpointConfigName="<configuration of an approved version>",
                ),
                others=(version.arn,),
            )
        elif doubt or doubts:
            yield report_doubt(endpoint.arn, doubt or doubts[0])
        elif versions:
            yield report_pass(endpoint.arn)


def _check_order(facts: Facts) -> Iterator[SubjectResult]:
    for version in facts.versions:
        for action in facts.list_deployments(version):
            entity = facts.entities.get(action)
            began = entity.created if entity else None
            if entity and (entity.status or "").casefold() in ("failed", "stopped", "stopping"):
                continue
            if began is None or version.doubt:
                yield report_doubt(action, version.doubt or "When it was deployed is not known.")
            elif any(each.created is None for each in version.approvals):
                yield report_doubt(action, "When it was decided is not known.")
            else:
                yield _judge_order(facts, version, action, began)


def _judge_order(facts: Facts, version: Version, action: Arn, began: datetime) -> SubjectResult:
    before = [each for each in version.approvals if each.created and each.created <= began]
    if not version.approvals:
        return report_pass(action) if version.is_approved else _report_unapproved(facts, version, action)
    if before and decision_of_approval(before[-1]).casefold() == "approved":
        return report_pass(action)
    later = [
        each.created
        for each in version.approvals
        if each.created and each.created > began and decision_of_approval(each).casefold() == "approved"
    ]
    if not later:
        return _report_unapproved(facts, version, action)
    waited = _format_span(later[0] - began)
    return _report_order(facts, version, action, f"{waited} before it was approved")


def _report_unapproved(facts: Facts, version: Version, action: Arn) -> SubjectResult:
    return _report_order(facts, version, action, "without being approved")


def _report_order(facts: Facts, version: Version, action: Arn, when: str) -> SubjectResult:
    endpoints = [arn for arn in facts.children_of(action) if facts.vertices[arn].type == "Endpoint"]
    names = [facts.title_of(arn) for arn in endpoints]
    is_staging = bool(names) and all(map(_STAGING.search, names))
    where = f" to {names[0]}" if names else ""
    return report_finding(
        action,
        f"{facts.title_of(version.arn)} was deployed{where} {when}.",
        severity=Severity.WARNING if is_staging else None,
        others=(version.arn, *endpoints),
        group=version.group,
    )


def _format_span(span: timedelta) -> str:
    hours = span.total_seconds() / 3600
    if hours >= 48:  # noqa: PLR2004 - two days
        return format_count(round(hours / 24), "day")
    return format_count(round(hours), "hour") if hours >= 1 else format_count(round(hours * 60), "minute")


def _check_behind(facts: Facts) -> Iterator[SubjectResult]:
    for endpoint in facts.live_endpoints:
        versions, doubt = facts.find_served(endpoint)
        if facts.is_shadow(endpoint):
            continue
        if doubt:
            yield report_doubt(endpoint.arn, doubt)
        elif versions:
            yield _judge_behind(facts, endpoint, versions[0])


def _judge_behind(facts: Facts, endpoint: ServedEndpoint, served: Version) -> SubjectResult:
    newer = [each for each in facts.groups[served.group] if each.number > served.number]
    limit = facts.record.moment - timedelta(days=BEHIND_DAYS)
    waiting = [each for each in newer if each.is_approved]
    late = [(each, moment) for each in waiting if (moment := _find_decided(each)) and moment < limit]
    if late:
        newest, moment = late[-1]
        days = (facts.record.moment - moment).days
        return report_finding(
            endpoint.arn,
            f"{facts.title_of(endpoint.arn)} serves {facts.title_of(served.arn)}; "
            f"{facts.title_of(newest.arn)} was approved {days} days ago and is waiting.",
            fixes.call_operation(
                "update_endpoint",
                EndpointName=endpoint.source.rpartition("/")[2],
                EndpointConfigName=f"<configuration of version {newest.number}>",
            ),
            others=(served.arn, newest.arn),
        )
    doubts = [each.doubt for each in newer if each.doubt]
    contexts = [arn for arn in facts.children_of(served.arn) if facts.vertices[arn].type == "ModelGroup"]
    if doubts:
        return report_doubt(endpoint.arn, doubts[0])
    if not contexts or not all(map(facts.has_all_parents, contexts)):
        return report_doubt(endpoint.arn, "Whether there are newer versions was not read.")
    return report_pass(endpoint.arn)


def _find_decided(version: Version) -> datetime | None:
    return version.newest.created if version.newest else None


def _check_agreement(facts: Facts) -> Iterator[SubjectResult]:
    for version in facts.versions:
        if isinstance(version.facts, Unread) or not version.facts.approval or version.doubt:
            reason = version.unknown or version.doubt
            yield report_doubt(version.arn, reason or "The registry has no approval status.")
        elif version.decision.casefold() == version.facts.approval.casefold():
            yield report_pass(version.arn)
        else:
            yield report_finding(
                version.arn,
                f"{facts.title_of(version.arn)}: lineage says {version.decision}, "
                f"the registry {version.facts.approval}.",
                "# Read it again in a few minutes; then set the status that is meant.\n"
                + fixes.update_package(version.package, ModelApprovalStatus="<status>"),
                group=version.group,
            )
    for endpoint in facts.live_endpoints:
        yield from _judge_configuration(facts, endpoint)


def _judge_configuration(facts: Facts, endpoint: ServedEndpoint) -> Iterator[SubjectResult]:
    record = endpoint.record
    if endpoint.doubt:
        yield report_doubt(endpoint.arn, endpoint.doubt)
    elif facts.has_changed_configuration(endpoint.arn):
        yield report_doubt(endpoint.arn, "What its configuration was then is not on record.")
    elif record is None or not record.configuration or not record.deployments:
        if not facts.has_all_parents(endpoint.arn):
            yield report_doubt(endpoint.arn, "Not all of its deployments were read.")
    elif not facts.has_all_parents(endpoint.arn) or any(each.began is None for each in record.deployments):
        yield report_doubt(endpoint.arn, "Not all of its deployments were read.")
    else:
        newest = record.deployments[0]
        is_same = newest.configuration.casefold() == record.configuration.casefold()
        if is_same or (record.current is newest and record.evidence is Evidence.CONFIRMED):
            yield report_pass(endpoint.arn)
        else:
            yield report_finding(
                endpoint.arn,
                f"{facts.title_of(endpoint.arn)} runs {record.configuration}; "
                f"lineage says {newest.configuration or facts.title_of(newest.action)}.",
                "# Read it again in a few minutes: an update may have left no deployment on record.",
                others=(newest.action,),
            )


def _check_age(facts: Facts) -> Iterator[SubjectResult]:
    for endpoint in facts.live_endpoints:
        versions, doubt = facts.find_served(endpoint)
        if doubt:
            yield report_doubt(endpoint.arn, doubt)
            continue
        trained = {job: _find_end(facts, job) for each in versions for job in each.jobs}
        moments = [moment for moment in trained.values() if moment]
        if not moments:
            if versions:
                yield report_doubt(endpoint.arn, "When its model was trained is not on record.")
            continue
        days = (facts.record.moment - max(moments)).days
        if days > STALE_DAYS:
            sentence = (
                f"{facts.title_of(endpoint.arn)} serves {facts.title_of(versions[0].arn)}, "
                f"trained {days:,} days ago."
            )
            fix = "# Train a version on current data, have it approved and deploy it."
            yield report_finding(endpoint.arn, sentence, fix, others=(versions[0].arn, *trained))
        else:
            yield report_pass(endpoint.arn)


def _find_end(facts: Facts, job: Arn) -> datetime | None:
    entity = facts.entities.get(job)
    return (entity.ended or entity.started or entity.created) if entity else None


def _check_owner(facts: Facts) -> Iterator[SubjectResult]:
    for endpoint in facts.live_endpoints:
        if endpoint.doubt:
            yield report_doubt(endpoint.arn, endpoint.doubt)
            continue
        if find_endpoint_owner(facts, endpoint):
            yield report_pass(endpoint.arn)
        elif doubt := explain_doubt(facts, endpoint):
            yield report_doubt(endpoint.arn, doubt)
        else:
            sentence = f"{facts.title_of(endpoint.arn)} has no owner: nobody to call."
            fix = fixes.add_tag(endpoint.source, "owner", "<person or team>")
            yield report_finding(endpoint.arn, sentence, fix)


SERVING_RULES = (
    Rule(
        "endpoint-unregistered",
        Severity.ERROR,
        Section.SERVING,
        "Endpoints serve registered models",
        "No model package contributed to the deployment that an endpoint serves now.",
        "What is not registered has no version, no approval and no card.",
        ("SR 26-2", "NIST AI RMF GOVERN 1.6"),
        _check_registration,
    ),
    Rule(
        "serving-unapproved",
        Severity.ERROR,
        Section.SERVING,
        "Endpoints serve approved versions",
        "The newest decision on the version that an endpoint serves is not Approved.",
        "People get answers from a model that no reviewer let through.",
        ("EU AI Act Art. 14",),
        _check_decision,
        needs_age=False,
    ),
    Rule(
        "deployed-before-approval",
        Severity.ERROR,
        Section.SERVING,
        "Versions are approved before they are deployed",
        "At the time of a deployment, the newest decision on its version was not Approved.",
        "A review after the fact cannot stop anything.",
        ("EU AI Act Art. 14", "ISO/IEC 42001 A.6.2.5"),
        _check_order,
        needs_age=False,
    ),
    Rule(
        "serving-behind",
        Severity.WARNING,
        Section.SERVING,
        "Approved versions are deployed",
        f"A newer version was approved more than {BEHIND_DAYS} days ago and is not served.",
        "What was approved to replace a model does not help anyone yet.",
        ("ISO/IEC 42001 A.6.2.6",),
        _check_behind,
        needs_age=False,
    ),
    Rule(
        "records-disagree",
        Severity.ERROR,
        Section.SERVING,
        "Lineage, registry and endpoints agree",
        "Lineage and the registry have different approval statuses, or lineage and an endpoint different "
        "configuration.",
        "One of the two records is wrong, and nobody can say which.",
        ("EU AI Act Art. 11",),
        _check_agreement,
        needs_age=True,
    ),
    Rule(
        "model-stale",
        Severity.WARNING,
        Section.SERVING,
        "Served models were trained recently",
        f"The model that an endpoint serves was trained more than {STALE_DAYS} days ago.",
        "Customers and prices change; a model does not.",
        ("SR 26-2", "NIST AI RMF MEASURE 2.4"),
        _check_age,
        needs_age=False,
    ),
    Rule(
        "owner-unknown",
        Severity.WARNING,
        Section.SERVING,
        "Endpoints have an owner",
        "No tag, property, approver or user says whom to ask about an endpoint.",
        "When it fails, somebody must be found first.",
        ("ISO/IEC 42001 A.3.2", "NIST AI RMF GOVERN 2.1"),
        _check_owner,
    ),
)

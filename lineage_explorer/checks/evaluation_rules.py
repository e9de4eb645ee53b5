"""Rules about tests of models."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from lineage_explorer.checks import fixes
from lineage_explorer.checks.facts import Facts, Version
from lineage_explorer.checks.rule import (
    Rule,
    Section,
    Severity,
    SubjectResult,
    report_doubt,
    report_finding,
    report_pass,
)
from lineage_explorer.graph.model import Arn, LineageType
from lineage_explorer.questions.answer import join_phrases
from lineage_explorer.sources.lineage_record import Unread

_VALIDATION = re.compile(r"(^|[/_.-])(validation|valid|val|dev)([/_.-]|$)", re.IGNORECASE)


def _check_tests(facts: Facts) -> Iterator[SubjectResult]:
    for version in facts.versions:
        if version.doubt:
            yield report_doubt(version.arn, version.doubt)
            continue
        if not version.is_approved:
            continue
        if facts.list_evaluations((version.arn, *version.models)):
            yield report_pass(version.arn)
        elif isinstance(version.facts, Unread):
            yield report_doubt(version.arn, version.facts.reason)
        elif version.facts.reports:
            yield report_pass(version.arn)
        elif not _has_all_tests(facts, version):
            yield report_doubt(version.arn, "Not everything that read its model data was read.")
        else:
            model = version.models[0] if version.models else version.arn
            yield report_finding(
                version.arn,
                f"{facts.title_of(version.arn)} was approved untested: no evaluation is on record.",
                fixes.add_association(model, "<ARN of the evaluation>"),
                group=version.group,
            )


def _has_all_tests(facts: Facts, version: Version) -> bool:
    tested = (version.arn, *version.models)
    return all(map(facts.has_all_children, tested)) and not facts.list_unsettled_tests(tested)


def _check_steps(facts: Facts) -> Iterator[SubjectResult]:
    for versions in facts.groups.values():
        for former, version in pairwise(versions):
            steps, former_steps = _list_steps(facts, version), _list_steps(facts, former)
            dropped = [step for step in former_steps if step not in steps]
            if not _has_all_tests(facts, version):
                yield report_doubt(version.arn, "Not everything that read its model data was read.")
            elif dropped:
                yield report_finding(
                    version.arn,
                    f"{facts.title_of(version.arn)} lacks {join_phrases(dropped)}, "
                    f"which version {former.number} had.",
                    f"# Run {join_phrases(dropped)} on the model data of version {version.number}.",
                    others=(former.arn,),
                    group=version.group,
                )
            elif not _has_all_tests(facts, former):
                yield report_doubt(version.arn, f"The tests of version {former.number} were not read.")
            else:
                yield report_pass(version.arn)


def _list_steps(facts: Facts, version: Version) -> list[str]:
    found = facts.list_evaluations((version.arn, *version.models))
    return list(dict.fromkeys(facts.step_of(arn) for arn in found))


def _check_split(facts: Facts) -> Iterator[SubjectResult]:
    for model in facts.models:
        jobs = facts.list_training(model)
        learned = {arn for job in jobs for arn in facts.list_data(job)}
        for evaluation in facts.list_evaluations((model,)):
            yield _judge_split(facts, evaluation, learned, jobs)
        for evaluation in facts.list_unsettled_tests((model,)):
            yield report_doubt(evaluation, facts.record.changed[evaluation])


def _judge_split(facts: Facts, evaluation: Arn, learned: set[Arn], jobs: list[Arn]) -> SubjectResult:
    shared = [arn for arn in facts.list_data(evaluation) if arn in learned]
    if shared:
        is_validation = all(_is_validation(facts, arn, jobs) for arn in shared)
        names = join_phrases([facts.title_of(arn) for arn in shared])
        return report_finding(
            evaluation,
            f"{facts.title_of(evaluation)} reads {names}, which the training read as well.",
            "# Test on data that no training job of the model reads.",
            severity=Severity.NOTE if is_validation else None,
            others=(*shared, *jobs),
        )
    if not jobs or not all(map(facts.has_all_parents, (evaluation, *jobs))):
        return report_doubt(evaluation, "Not all inputs of the training or the test are on record.")
    return report_pass(evaluation)


def _is_validation(facts: Facts, data: Arn, jobs: list[Arn]) -> bool:
    """Return whether jobs read data to validate, not to learn from."""
    source = facts.source_of(data)
    entities = [entity for job in jobs if (entity := facts.entities.get(job))]
    channels = [
        name
        for entity in entities
        for name, uri in entity.inputs.items()
        if uri.rstrip("/") == source.rstrip("/")
    ]
    return all(map(_VALIDATION.search, channels)) if channels else bool(_VALIDATION.search(source))


_KINDS = frozenset({LineageType.ARTIFACT, LineageType.ACTION, LineageType.TRIAL_COMPONENT})

EVALUATION_RULES = (
    Rule(
        "approved-untested",
        Severity.ERROR,
        Section.TESTS,
        "Approved versions were tested",
        "An approved version has no evaluation and no metrics in the registry.",
        "Nothing on record says how good it is, and for whom.",
        ("EU AI Act Annex IV 2(g)", "ISO/IEC 42001 A.6.2.4"),
        _check_tests,
        _KINDS,
    ),
    Rule(
        "evaluation-dropped",
        Severity.ERROR,
        Section.TESTS,
        "Versions keep the tests of the version before",
        "A test of the version before, by the name of its step, is missing.",
        "What was once worth a test can go wrong again.",
        ("EU AI Act Art. 10", "NIST AI RMF MEASURE 2.11"),
        _check_steps,
        _KINDS,
    ),
    Rule(
        "train-test-shared",
        Severity.ERROR,
        Section.TESTS,
        "Models are tested on data that they did not learn from",
        "An evaluation reads an input of the training.",
        "A model knows the answers to its training data, so its metrics look better than it is.",
        ("EU AI Act Art. 10", "NIST AI RMF MEASURE 2.1"),
        _check_split,
        _KINDS,
        needs_age=False,
    ),
)

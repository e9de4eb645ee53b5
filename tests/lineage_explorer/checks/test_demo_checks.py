"""Checks of the demo account: what they find, and faults written into a copy of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time
from types import SimpleNamespace
from typing import Any

import pytest

from assembly.explored_account import ExploredAccount
from assembly.service_scope import build_scope
from bench.copied_record import multiply_record
from lineage_explorer.checks.check_report import CheckReport, check_record
from lineage_explorer.checks.rule import Verdict
from lineage_explorer.explore.record_assembly import read_account_record, read_focus_record
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.graph.model import Arn
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from sagemaker_account import demo, transport
from sagemaker_account.demo.arn_names import PARTNER, build_arn, build_package_arn
from sagemaker_account.demo.builder_clock import ScriptedAccounts
from sagemaker_account.demo.job_record import PYTORCH_INFERENCE, create_image_artifact
from sagemaker_account.demo.lineage_builder import Artifact, DemoBuilder
from sagemaker_account.demo.registry import (
    ModelGroup,
    ModelPackage,
    create_endpoint_context,
    deploy_model,
    register_model,
    set_approval_status,
)
from sagemaker_account.demo.users import MARA, PRIYA
from sagemaker_account.store import Store
from tests.support.demo_file import write_demo
from tests.support.question_accounts import RecordingClient, entity_of

NOW = datetime(2026, 11, 28, 15, tzinfo=UTC)
"""Moment for which the numbers of findings were computed by hand."""

FOUND = {
    "approver-unnamed": 7,
    "approval-unexplained": 6,
    "approved-unreviewed": 9,
    "approved-untested": 6,
    "evaluation-dropped": 1,
    "train-test-shared": 2,
    "model-untrained": 2,
    "training-without-data": 1,
    "code-unknown": 6,
    "job-unfinished": 2,
    "data-unversioned": 1,
    "image-by-tag": 8,
    "source-twice": 2,
    "source-gone": 6,
    "loose-end": 2,
    "model-stale": 3,
    "cycle": 1,
    "feature-link-missing": 1,
    "type-unclear": 5,
    "owner-unknown": 3,
}
PRODUCTION = build_arn("endpoint", "customer-churn-production")
AUTHORISATION = build_arn("endpoint", "payment-fraud-authorisation")


@pytest.fixture(scope="module")
def demo_file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    write_demo(path)
    return path


@pytest.fixture(scope="module")
def store(demo_file) -> Iterator[Store]:
    store = Store.open(str(demo_file), create=False)
    yield store
    store.close()


@pytest.fixture(scope="module")
def connect(store, tmp_path_factory) -> Callable[..., SimpleNamespace]:
    """Return services of the demo, and a list of the calls that they make."""
    names = PseudonymStore(tmp_path_factory.mktemp("names") / "pseudonyms.sqlite")

    def connect(*denied: str) -> SimpleNamespace:
        recorded = RecordingClient(transport.connect(demo.open_demo_account(store)), frozenset(denied))
        return SimpleNamespace(
            client=recorded.client, sent=recorded.sent, services=build_services(recorded.client, names)
        )

    return connect


def build_services(client: Any, names: PseudonymStore) -> ExplorerServices:
    scope = build_scope(ExploredAccount("Demo", client), CacheRegistry(), pseudonyms=names)
    return scope.run("?", lambda services, _: services)


def check(services: ExplorerServices, focus: Arn | None = None) -> CheckReport:
    record = read_focus_record(services, [focus]) if focus else read_account_record(services)
    return check_record(replace(record, read_at=NOW))


def count_findings(report: CheckReport) -> dict[str, int]:
    return {result.rule.id: len(result.findings) for result in report.results if result.findings}


def test_account_has_the_findings_that_were_counted_by_hand(connect):
    demo_account = connect()

    report = check(demo_account.services)

    assert count_findings(report) == FOUND
    assert len(report.findings) == 74
    assert not report.gaps
    sentences = {finding.sentence for finding in report.findings}
    assert "customer-churn v8 lacks ChurnBias, which version 7 had." in sentences
    assert "abalone serves abalone v1, trained 422 days ago." in sentences
    assert "23 of 23 training inputs cannot be shown to be unchanged." in sentences
    assert "ChurnTrain has been running for 12 days; its limit is 1 day." in sentences


def test_account_is_read_by_twelve_lists_and_one_call_for_each_thing(connect):
    demo_account = connect()

    report = check(demo_account.services)

    operations = [name for name, _ in demo_account.sent]
    assert sum(name.startswith("List") and name != "ListTags" for name in operations) == 12
    assert len(operations) == len({json.dumps(call, default=str) for call in demo_account.sent})
    assert len(operations) == report.calls


def test_focus_has_its_own_findings(connect):
    demo_account = connect()
    focus = entity_of(demo_account.client, PRODUCTION)

    report = check(demo_account.services, focus)

    assert count_findings(report) == {"evaluation-dropped": 1, "image-by-tag": 2, "data-unversioned": 1}
    assert "2 of 2 training inputs" in " ".join(each.sentence for each in report.findings)
    assert len(demo_account.sent) < 30


@pytest.mark.parametrize(
    "source",
    [
        AUTHORISATION,
        build_package_arn("customer-churn", 6),
        "s3://orchard-telecom-ml/churn/code/2025-10/preprocess.py",
    ],
)
def test_focus_never_finds_what_the_account_does_not(connect, source):
    demo_account = connect()
    focus = entity_of(demo_account.client, source)
    whole = {(each.rule, each.arn) for each in check(demo_account.services).findings}

    found = check(demo_account.services, focus).findings

    assert {(each.rule, each.arn) for each in found if each.rule != "data-unversioned"} <= whole


APPROVAL_RULES = (
    "serving-unapproved",
    "deployed-before-approval",
    "approver-unnamed",
    "approval-unexplained",
    "approved-unreviewed",
    "approver-is-author",
    "approved-untested",
    "code-unknown",
)


def test_without_approvals_rules_about_them_are_not_judged(connect):
    report = check(connect("DescribeAction").services)

    verdicts = {result.rule.id: result.verdict for result in report.results}
    assert {rule: verdicts[rule] for rule in APPROVAL_RULES} == dict.fromkeys(
        APPROVAL_RULES, Verdict.NOT_JUDGED
    )
    assert any("DescribeAction" in gap for gap in report.gaps)


def test_without_associations_nothing_is_said_to_be_missing(connect):
    report = check(connect("ListAssociations").services)

    missing = {"loose-end", "model-untrained", "training-without-data", "approved-untested", "owner-unknown"}
    assert not missing & count_findings(report).keys()
    assert any("ListAssociations" in gap for gap in report.gaps)


def test_without_endpoints_nothing_is_said_of_them(connect):
    report = check(connect("DescribeEndpoint").services)

    verdicts = {result.rule.id: result.verdict for result in report.results}
    assert verdicts["serving-unapproved"] is verdicts["owner-unknown"] is Verdict.NOT_JUDGED


@pytest.fixture
def copy(demo_file, tmp_path) -> Iterator[Callable[..., CheckReport]]:
    """Return a function that writes a fault into a copy of the demo, and checks that."""
    path = tmp_path / "copy.sqlite"
    shutil.copy(demo_file, path)
    copied = Store.open(str(path), create=False)

    def check_copy(write: Callable[[DemoBuilder, Any], None]) -> CheckReport:
        client = transport.connect(demo.open_demo_account(copied))
        with copied.begin_transaction() as whole:
            write(DemoBuilder(accounts=ScriptedAccounts(whole), time=NOW - timedelta(days=2)), client)
        return check(build_services(client, PseudonymStore(tmp_path / "pseudonyms.sqlite")))

    yield check_copy
    copied.close()


def find_package(client: Any, group: str, version: int) -> ModelPackage:
    uri = build_package_arn(group, version)
    artifact = Artifact(entity_of(client, uri), uri)
    return ModelPackage(group, version, artifact, artifact, artifact, "")


def serve_unregistered(builder: DemoBuilder, _client: Any) -> None:
    endpoint = create_endpoint_context(builder, "shortcut")
    model = builder.create_artifact("s3://orchard-telecom-ml-sandbox/quick/model.tar.gz", "Model")
    deploy_model(builder, "shortcut", [model], endpoint)
    builder.add_resource(
        "DescribeEndpoint",
        EndpointName="shortcut",
        EndpointArn=build_arn("endpoint", "shortcut"),
        EndpointConfigName="shortcut",
        EndpointStatus="InService",
        CreationTime=builder.time,
        LastModifiedTime=builder.time,
    )


def reject_served(builder: DemoBuilder, client: Any) -> None:
    package = find_package(client, "abalone", 1)
    set_approval_status(builder.with_caller(PRIYA), package, "Rejected", Description="Too old")


def deploy_rejected(builder: DemoBuilder, client: Any) -> None:
    package = find_package(client, "customer-churn", 3)
    retired = entity_of(client, build_arn("endpoint", "churn-scoring"))
    deploy_model(builder, "churn-scoring-v3", [package.artifact], retired)


def approve_own(builder: DemoBuilder, client: Any) -> None:
    uri = build_package_arn("payment-fraud", 2)
    current = client.describe_model_package(ModelPackageName=uri)
    current.pop("ResponseMetadata")
    builder.add_resource("DescribeModelPackage", **{**current, "CreatedBy": PRIYA})


def write_over(builder: DemoBuilder, client: Any) -> None:
    job = builder.create_trial_component("late-export-aws-processing-job")
    train = entity_of(client, "s3://orchard-telecom-ml/fraud/training/v1/train/")
    builder.associate(job, train, "Produced")


def link_abroad(builder: DemoBuilder, client: Any) -> None:
    abroad = replace(builder, account_id=PARTNER)
    table = abroad.create_artifact("s3://merchant-signals-exchange-raw/complaints/2025/", "DataSet")
    summaries = client.list_trial_components(MaxResults=100)["TrialComponentSummaries"]
    job = next(each for each in summaries if "FraudExport" in each["TrialComponentName"])
    builder.associate(table.arn, job["TrialComponentArn"])


def approve_newer(builder: DemoBuilder, client: Any) -> None:
    start = replace(builder, time=NOW - timedelta(days=20))
    group = ModelGroup("payment-fraud", entity_of(client, build_arn("model-package-group", "payment-fraud")))
    former = client.describe_model_package(ModelPackageName=build_package_arn("payment-fraud", 3))
    data = former["InferenceSpecification"]["Containers"][0]["ModelDataUrl"]
    model = Artifact(entity_of(client, data), data)
    package = register_model(start, group, 4, (model, create_image_artifact(start, PYTORCH_INFERENCE)))
    set_approval_status(start.with_caller(MARA), package, "Approved", Description="More recall")


def change_registry(builder: DemoBuilder, client: Any) -> None:
    current = client.describe_model_package(ModelPackageName=build_package_arn("customer-churn", 2))
    current.pop("ResponseMetadata")
    builder.add_resource("DescribeModelPackage", **{**current, "ModelApprovalStatus": "Rejected"})


def fill_contexts(builder: DemoBuilder, _client: Any) -> None:
    for number in range(365):
        builder.create_context(f"note-{number}", "Note", build_arn("pipeline", "notes"))


def lose_artifact(_builder: DemoBuilder, client: Any) -> None:
    """Let the account neither list nor describe one artifact."""
    lost = entity_of(client, "s3://orchard-telecom-ml-sandbox/scratch/untitled")

    def leave_out(parsed: dict[str, Any], model: Any, **_: Any) -> None:
        if model.name == "ListArtifacts":
            found = parsed["ArtifactSummaries"]
            parsed["ArtifactSummaries"] = [each for each in found if each["ArtifactArn"] != lost]

    def refuse(params: Any, **_: Any) -> Any:
        if lost not in str(params.get("body")):
            return None
        code = {"Code": "ResourceNotFound", "Message": f"Artifact {lost} does not exist."}
        return SimpleNamespace(status_code=400), {"Error": code}

    client.meta.events.register("after-call.sagemaker", leave_out)
    client.meta.events.register("before-call.sagemaker.DescribeArtifact", refuse)


WRITTEN = {
    "endpoint-unregistered": serve_unregistered,
    "serving-unapproved": reject_served,
    "deployed-before-approval": deploy_rejected,
    "approver-is-author": approve_own,
    "data-overwritten": write_over,
    "end-unreadable": lose_artifact,
    "foreign-unlinked": link_abroad,
    "serving-behind": approve_newer,
    "records-disagree": change_registry,
    "near-quota": fill_contexts,
}
"""Faults of the rules that find nothing in the demo."""


def test_ten_copies_of_the_demo_have_ten_times_its_findings_and_take_little_time(connect):
    record = replace(read_account_record(connect().services), read_at=NOW)
    many = multiply_record(record, 10)

    began = process_time()
    report = check_record(many)
    seconds = process_time() - began

    scopes = {"data-unversioned", "near-quota"}  # judged once for the whole account
    counts = count_findings(report)
    assert {rule: count for rule, count in counts.items() if rule not in scopes} == {
        rule: 10 * count for rule, count in FOUND.items() if rule not in scopes
    }
    assert len(many.vertices) > 4_000
    assert seconds < 5


def test_each_rule_finds_something_in_the_demo_or_in_its_copy():
    assert len(WRITTEN) + len(FOUND) == 30
    assert not WRITTEN.keys() & FOUND.keys()


@pytest.mark.parametrize("rule", WRITTEN)
def test_fault_in_a_copy_of_the_demo_is_found_once(copy, rule):
    report = copy(WRITTEN[rule])

    assert count_findings(report).get(rule) == 1

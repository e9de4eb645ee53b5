"""A snapshot answers as the account did; a run that was killed goes on where it ended."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from app import main
from assembly.explored_account import ExploredAccount
from assembly.service_scope import build_scope
from lineage_explorer.explore.loaded_graph import StillLoading
from lineage_explorer.explore.pipeline import build_view, draw_elements
from lineage_explorer.explore.services import AnswerScope
from lineage_explorer.explore.view_request import ReadMode, ViewRequest
from lineage_explorer.graph.model import Arn, LineageType
from lineage_explorer.query.address import Address
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.questions.registry import find_questions
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from sagemaker_account.endpoint import build_wsgi_app
from sagemaker_account.recorded_account import open_service
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from sagemaker_account.timestamps import encode_timestamp
from sagemaker_account.transport import connect
from tests.support.account_clients import serve_app
from tests.support.demo_file import open_demo
from tests.support.waiting import wait_until

ROOT = Path(__file__).parents[2]
MEMBERS = {"Artifact": "ArtifactArn", "Action": "ActionName", "Context": "ContextName"}
RESOURCES = ("Endpoint", "EndpointConfig", "ModelPackageGroup", "Pipeline", "FeatureGroup")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("snapshot")


@pytest.fixture(scope="module")
def original(folder):
    """Return the demo account."""
    with open_demo(folder) as account:
        yield account


@pytest.fixture(scope="module")
def snapshot(original, folder):  # noqa: ARG001 - the demo is built
    """Return the account of its snapshot, made by the command."""
    out = str(folder / "out.sqlite")
    assert main(["snapshot", out, "--account", str(folder / "demo.sqlite")]) == 0
    with closing(Store.open(out)) as store:
        yield open_service(store)


@pytest.fixture(scope="module")
def services(original, snapshot, folder):
    """Return the explorer's services of both."""
    stand_ins = PseudonymStore(folder / "names")
    return [
        build_scope(ExploredAccount("", connect(account)), CacheRegistry(), pseudonyms=stand_ins).plain
        for account in (original, snapshot)
    ]


def list_all(account, operation, member):
    items, token = [], {}
    while token is not None:
        page = account.call(operation, {"MaxResults": 100, **token})
        items += page[member]
        token = {"NextToken": page["NextToken"]} if "NextToken" in page else None
    return items


def encode(output):
    """Return an output as it is sent."""
    return json.loads(json.dumps(output, default=encode_timestamp))


def list_arns(account, kind):
    return [item[f"{kind}Arn"] for item in list_all(account, f"List{kind}s", f"{kind}Summaries")]


@pytest.mark.parametrize("kind", LineageType)
def test_lists_descriptions_and_tags_are_those_of_the_account(kind, original, snapshot):
    lists = [list_all(account, f"List{kind}s", f"{kind}Summaries") for account in (original, snapshot)]
    by_arn = [{item[f"{kind}Arn"]: item for item in items} for items in lists]
    assert by_arn[0] == by_arn[1]
    for arn in by_arn[0]:
        for operation, request in (
            (f"Describe{kind}", {MEMBERS.get(kind, "TrialComponentName"): arn}),
            ("ListTags", {"ResourceArn": arn}),
        ):
            assert encode(snapshot.call(operation, request)) == encode(original.call(operation, request))


def test_associations_have_their_times_and_authors(original, snapshot):
    lists = [list_all(one, "ListAssociations", "AssociationSummaries") for one in (original, snapshot)]
    sort = lambda items: sorted(items, key=lambda item: (item["SourceArn"], item["DestinationArn"]))  # noqa: E731
    assert sort(lists[0]) == sort(lists[1])


@pytest.mark.parametrize("kind", RESOURCES)
def test_resources_are_described_as_in_the_account(kind, original, snapshot):
    member = {"ModelPackageGroup": "ModelPackageGroupSummaryList", "EndpointConfig": "EndpointConfigs"}
    list_member = member.get(kind, "Endpoints" if kind == "Endpoint" else f"{kind}Summaries")
    items = list_all(original, f"List{kind}s", list_member)
    assert items
    for item in items:
        request = {f"{kind}Name": item[f"{kind}Name"]}
        assert snapshot.call(f"Describe{kind}", request) == original.call(f"Describe{kind}", request)


def query_all(account, start):
    """Return the ARNs and ends of what is connected to an entity."""
    request = {"StartArns": [start], "Direction": "Both", "IncludeEdges": True}
    arns, ends, token = set(), set(), {}
    while token is not None:
        page = account.call("QueryLineage", {**request, **token})
        arns |= {vertex["Arn"] for vertex in page["Vertices"]}
        ends |= {(edge["SourceArn"], edge["DestinationArn"]) for edge in page["Edges"]}
        token = {"NextToken": page["NextToken"]} if "NextToken" in page else None
    return arns, ends


def test_lineage_of_another_account_is_part_of_it(original, snapshot):
    foreign = {
        item["SourceArn"]
        for item in list_all(original, "ListAssociations", "AssociationSummaries")
        if ":000000000000:" not in item["SourceArn"]
    }
    assert foreign
    for start in foreign:
        assert query_all(snapshot, start) == query_all(original, start)


@pytest.fixture(scope="module")
def starts(original):
    """Return one entity of each type, with its description."""
    catalog = SageMakerCatalog(connect(original))
    found = {}
    for kind in LineageType:
        for arn in list_arns(original, kind):
            entity = catalog.describe(Arn(arn))
            found.setdefault((entity.lineage_type, entity.type), entity)
    return list(found.values())


def list_items(answer):
    """Return the items of an answer; those of one moment stand in any order."""
    return sorted(
        (item.identifier, item.name, item.subtitle, item.status, item.distance or 0) for item in answer.items
    )


def test_every_question_has_the_answer_of_the_account(services, starts):
    asked = set()
    for entity in starts:
        for question in find_questions(entity):
            if (question.slug, entity.lineage_type) not in asked:
                asked.add((question.slug, entity.lineage_type))
                told = [one.answers.ask(question, entity.arn, AnswerScope(10)) for one in services]
                assert told[0].sentence == told[1].sentence
                assert told[0].gaps == told[1].gaps
                assert list_items(told[0]) == list_items(told[1])
    assert len({slug for slug, _ in asked}) > 20


def draw(services, arn):
    request = ViewRequest(Address(LineageQuery(arn)), ReadMode.CONTINUE, naming_seconds=10)
    while isinstance(view := build_view(services, request), StillLoading) or view.graph.read_status.has_more:
        time.sleep(0.01)
    elements = draw_elements(view)
    nodes = {node["data"]["id"]: json.dumps(node, sort_keys=True, default=str) for node in elements["nodes"]}
    return nodes, len(elements["edges"]), view.graph.read_status.gaps


def test_every_picture_is_that_of_the_account(services, starts):
    for entity in starts:
        first, second = (draw(one, entity.arn) for one in services)
        assert first == second, entity.arn


def test_its_title_tells_what_it_is_and_its_time(snapshot):
    assert snapshot.provenance.describe().startswith("snapshot of ")
    assert datetime.fromisoformat(snapshot.provenance.ended)


def test_a_second_run_asks_only_for_lists(snapshot, folder, capsys):
    del snapshot
    assert main(["snapshot", str(folder / "out.sqlite"), "--account", str(folder / "demo.sqlite")]) == 0
    calls = int(capsys.readouterr().out.split(" calls")[0].rpartition(" ")[2])
    assert calls < 60


def test_only_what_is_connected_to_a_start_is_copied(original, folder, capsys):
    out = str(folder / "part.sqlite")
    start = next(arn for arn in list_arns(original, "Context") if "lineage-test" in arn)
    assert main(["snapshot", out, start, "--account", str(folder / "demo.sqlite")]) == 0
    assert " entities. " in capsys.readouterr().out
    with closing(Store.open(out)) as store:
        part = open_service(store)
        assert query_all(part, start) == query_all(original, start)
        assert len(list_arns(part, "Context")) < len(list_arns(original, "Context"))
        for arn in list_arns(part, "Context"):
            request = {"ContextName": arn}
            assert part.call("DescribeContext", request) == original.call("DescribeContext", request)
        times = {
            item.get("CreationTime") for item in list_all(part, "ListAssociations", "AssociationSummaries")
        }
        assert None not in times


def build_small_account(path):
    """Build two dozen entities in six chains."""
    store = Store.open(path, create=True)
    account = Account(store)
    for number in range(6):
        data, model = (
            account.call(
                "CreateArtifact",
                {
                    "ArtifactType": kind,
                    "Source": {"SourceUri": f"s3://b/{kind}/{number}"},
                    "Properties": {"n": f"{number}"},
                },
            )["ArtifactArn"]
            for kind in ("DataSet", "Model")
        )
        job = account.call(
            "CreateTrialComponent",
            {
                "TrialComponentName": f"t{number}-aws-training-job",
                "Tags": [{"Key": "n", "Value": str(number)}],
            },
        )["TrialComponentArn"]
        source = {"SourceUri": f"arn:aws:sagemaker:us-west-2:000000000000:endpoint/e{number}"}
        context = account.call(
            "CreateContext", {"ContextName": f"c{number}", "ContextType": "Endpoint", "Source": source}
        )["ContextArn"]
        for ends in ((data, job), (job, model), (model, context)):
            account.call("AddAssociation", {"SourceArn": ends[0], "DestinationArn": ends[1]})
    return store, account


def read_content(account):
    """Return all that an account holds, by ARN."""
    arns = {kind: sorted(list_arns(account, kind)) for kind in LineageType}
    return {
        arn: (
            account.call(f"Describe{kind}", {MEMBERS.get(kind, "TrialComponentName"): arn}),
            account.call("ListTags", {"ResourceArn": arn}),
        )
        for kind, members in arns.items()
        for arn in members
    }, sorted(
        (item["SourceArn"], item["DestinationArn"], item["CreationTime"])
        for item in list_all(account, "ListAssociations", "AssociationSummaries")
    )


def test_a_slow_throttled_account_is_copied_in_spite_of_two_kills(tmp_path):
    store, account = build_small_account(str(tmp_path / "small.sqlite"))
    out = tmp_path / "out.sqlite"
    with closing(store), serve_app(build_wsgi_app(account, latency_ms=15, throttle=0.05)) as url:
        command = [sys.executable, "app.py", "snapshot", str(out), "--live", "--endpoint-url", url]
        for rows in (5, 20):
            process = subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), stderr=subprocess.DEVNULL)
            wait_for_calls(out, rows, process)
            process.send_signal(signal.SIGKILL)
            process.wait()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "24 entities" in done.stdout
    with closing(Store.open(str(out))) as copy:
        assert read_content(open_service(copy)) == read_content(account)


def wait_for_calls(path, rows, process):
    """Wait until a snapshot has recorded so many calls, or has ended."""
    wait_until(
        lambda: process.poll() is not None or (path.exists() and count_calls(path) >= rows), f"{rows} calls"
    )


def count_calls(path):
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return connection.execute(
                "select count(*) from recorded_calls where outcome != 'wanted'"
            ).fetchone()[0]
    except sqlite3.Error:
        return 0


@pytest.fixture
def small(tmp_path):
    store, account = build_small_account(str(tmp_path / "small.sqlite"))
    with closing(store):
        yield account, str(tmp_path / "small.sqlite"), str(tmp_path / "out.sqlite")


def test_a_second_run_reads_what_is_new(small, capsys):
    account, path, out = small
    assert main(["snapshot", out, "--account", path]) == 0
    account.call(
        "CreateAction", {"ActionName": "new", "ActionType": "Approval", "Source": {"SourceUri": "s3://x"}}
    )
    account.call("UpdateContext", {"ContextName": "c0", "Properties": {"stage": "prod"}})
    main(["snapshot", out, "--account", path])
    assert "25 entities" in capsys.readouterr().out
    with closing(Store.open(out)) as store:
        assert read_content(open_service(store)) == read_content(account)


def test_a_file_that_is_no_snapshot_is_refused(small, capsys):
    account, path, _ = small
    del account
    assert main(["snapshot", path, "--account", path]) == 2
    assert "cannot be copied into itself" in capsys.readouterr().err
    assert main(["snapshot", path]) == 2
    assert "is an account of its own" in capsys.readouterr().err


def test_nothing_known_of_a_start_ends_with_status_one(small, capsys):
    _, path, out = small
    assert main(["snapshot", out, "s3://b/nothing", "--account", path]) == 1
    assert "s3://b/nothing" in capsys.readouterr().err


def test_an_account_that_cannot_be_read_ends_with_status_three(small, capsys):
    account, _, out = small
    with serve_app(build_wsgi_app(account, deny=["List*"])) as url:
        assert main(["snapshot", out, "--live", "--endpoint-url", url]) == 3
    assert "was denied" in capsys.readouterr().err


def test_what_was_denied_is_listed_and_denied_again(small, capsys):
    account, _, out = small
    with serve_app(build_wsgi_app(account, deny=["ListTags", "DescribeEndpoint"])) as url:
        assert main(["snapshot", out, "--live", "--endpoint-url", url]) == 0
    printed = capsys.readouterr().out
    assert "ListTags was denied" in printed
    assert "DescribeEndpoint was denied" in printed
    with closing(Store.open(out)) as store:
        copy = open_service(store)
        assert any("ListTags was denied" in gap for gap in copy.provenance.gaps)
        client = connect(copy)
        for ask in (
            lambda: client.list_tags(ResourceArn=list_arns(copy, "Context")[0]),
            lambda: client.describe_endpoint(EndpointName="e3"),
        ):
            with pytest.raises(client.exceptions.ClientError, match="AccessDenied"):
                ask()

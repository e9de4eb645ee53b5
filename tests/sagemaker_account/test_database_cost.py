"""Database cost follows the answer, not the account's size."""

import json
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from sqlalchemy import event

from bench.bulk_load import NewEntity, load_lineage
from sagemaker_account.entity_kinds import TRIAL_COMPONENT
from sagemaker_account.operations.entity_table import Stamp
from tests.support.account_graphs import build_graph
from tests.support.entity_samples import KINDS
from tests.support.resource_samples import SAMPLES, seed_samples

pytestmark = pytest.mark.sqlite  # its query plans

RUN = SAMPLES["DescribePipelineExecution"][0]["PipelineExecutionArn"]
JOB = "arn:aws:sagemaker:us-west-2:000000000000:training-job/train-7"


@contextmanager
def statements(store):
    """Yield a list of the block's statements and query plans."""
    seen = []

    def note(_connection, cursor, statement, parameters, *_):
        plan = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
        seen.append((statement, [detail for *_, detail in plan]))

    event.listen(store._engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(store._engine, "before_cursor_execute", note)


@contextmanager
def parameters(store):
    """Yield a list of the block's statement parameters."""
    seen = []

    def note(_connection, _cursor, _statement, values, *_):
        seen.append(values)

    event.listen(store._engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(store._engine, "before_cursor_execute", note)


@pytest.fixture
def chain(account):
    """Create eight artifacts, each associated with the next."""
    keys = [f"n{n}" for n in range(8)]
    return build_graph(
        account, dict.fromkeys(keys, ("Artifact", "DataSet", {})), [(*pair, None) for pair in pairwise(keys)]
    )


def test_traversal_takes_one_statement_per_level(account, store, chain):
    with statements(store) as seen:
        account.call("QueryLineage", {"StartArns": [chain["n0"]], "Direction": "Descendants", "MaxDepth": 5})
    assert sum("associations" in statement for statement, _ in seen) == 5


def test_traversal_ends_where_no_association_leads_on(account, store, chain):
    with statements(store) as seen:
        account.call("QueryLineage", {"StartArns": [chain["n6"]], "Direction": "Descendants"})
    assert sum("associations" in statement for statement, _ in seen) == 2


def test_later_pages_do_not_repeat_the_traversal(account, store, chain):
    request = {"StartArns": [chain["n0"]], "MaxResults": 3}
    token = account.call("QueryLineage", request)["NextToken"]
    with statements(store) as seen:
        account.call("QueryLineage", {**request, "NextToken": token})
    tables = [statement.rpartition("FROM ")[2].split()[0] for statement, _ in seen]
    assert tables[0] == "account_file"
    assert len(seen) == 2


def test_page_reads_only_its_own_vertices(account, store, chain):
    request = {"StartArns": [chain["n0"]], "MaxResults": 2, "Direction": "Descendants", "IncludeEdges": True}
    page = account.call("QueryLineage", request)
    while token := page.get("NextToken"):
        with parameters(store) as given:
            page = account.call("QueryLineage", {**request, "NextToken": token})
        [ids] = [json.loads(values[0]) for values in given if values]
        assert len(page["Edges"]) == len(ids) == 2


BY_ARN = [
    ("DescribeArtifact", {"ArtifactArn": "n0"}),
    ("QueryLineage", {"StartArns": ["n0"], "Filters": {"Properties": {"k": "v"}, "Types": ["DataSet"]}}),
    ("QueryLineage", {"StartArns": ["n0"], "IncludeEdges": True}),
    ("ListAssociations", {"SourceArn": "n0"}),
    ("ListAssociations", {"DestinationArn": "n0"}),
    ("ListTags", {"ResourceArn": "n0"}),
]
SELECTIONS = [
    ("DescribeEndpoint", {"EndpointName": "Ep"}),
    ("DescribeModelPackage", {"ModelPackageName": "Group/1"}),
    ("ListPipelineExecutionSteps", {"PipelineExecutionArn": RUN}),
    ("ListTrials", {"TrialComponentName": "train-7-aws-training-job"}),
    ("Search", {"Resource": "ExperimentTrialComponent"}),
    ("ListTrialComponents", {"TrialName": "trial"}),
]
LISTS = [
    ("ListArtifacts", {}),
    ("ListArtifacts", {"SourceUri": "s3://x"}),
    ("ListArtifacts", {"ArtifactType": "DataSet"}),
    ("ListArtifacts", {"CreatedAfter": 0, "SortOrder": "Ascending"}),
    ("ListContexts", {"SortBy": "Name"}),
    ("ListTrialComponents", {"SourceArn": JOB}),
    ("ListEndpoints", {}),
    ("ListEndpoints", {"SortBy": "Name"}),
    ("ListTrials", {"ExperimentName": "experiment"}),
    ("ListModelPackages", {"ModelPackageGroupName": "Group"}),
    ("ListPipelineExecutions", {"PipelineName": "Pipe", "SortOrder": "Ascending"}),
]


def plans(account, store, arns, operation, request):
    """Return the database's query plan of an operation."""
    seed_samples(account)
    for kind in KINDS:
        account.call(f"Create{kind.word}", kind.full)
    account.call("CreateExperiment", {"ExperimentName": "experiment"})
    account.call("CreateTrial", {"ExperimentName": "experiment", "TrialName": "trial"})
    member = {"TrialName": "trial", "TrialComponentName": "train-7-aws-training-job"}
    account.call("AssociateTrialComponent", member)
    with statements(store) as seen:
        account.call(operation, {member: _with_arns(value, arns) for member, value in request.items()})
    return [detail for _, plan in seen for detail in plan]


@pytest.mark.parametrize(("operation", "request_"), BY_ARN + SELECTIONS + LISTS, ids=str)
def test_no_table_is_scanned(account, store, chain, operation, request_):
    scans = [d for d in plans(account, store, chain, operation, request_) if d.startswith("SCAN")]
    # What remains is the one row of the file's stamp, and the ids given as a parameter.
    assert [scan for scan in scans if "account_file" not in scan and "VIRTUAL TABLE" not in scan] == []


@pytest.mark.parametrize(("operation", "request_"), LISTS, ids=str)
def test_list_is_read_from_an_index_and_not_sorted(account, store, chain, operation, request_):
    assert "TEMP B-TREE" not in " ".join(plans(account, store, chain, operation, request_))


def test_trials_of_a_component_are_found_by_an_index(account, store, chain):
    request = {"TrialComponentName": "train-7-aws-training-job"}
    plan = " ".join(plans(account, store, chain, "ListTrials", request))
    assert "SEARCH trial_members USING PRIMARY KEY (component=?)" in plan
    assert "SEARCH resources USING INTEGER PRIMARY KEY (rowid=?)" in plan


def test_search_by_name_uses_an_index_after_a_bulk_load(account, store):
    names = [f"job-{number}-aws-training-job" for number in range(500)]
    stamp = Stamp(datetime(2026, 1, 1, tzinfo=UTC), {})
    requests = ({"TrialComponentName": name} for name in names)
    load_lineage(account, [NewEntity(TRIAL_COMPONENT, request, stamp) for request in requests], [])
    arns = ",".join(account.owner.format_arn(f"experiment-trial-component/{name}") for name in names[:8])
    named = {"Filters": [{"Name": "TrialComponentArn", "Operator": "In", "Value": arns}]}
    with statements(store) as seen:
        found = account.call("Search", {"Resource": "ExperimentTrialComponent", "SearchExpression": named})
    assert len(found["Results"]) == 8
    assert any("sqlite_autoindex_entities_1 (arn=?)" in detail for detail in seen[0][1])


def test_associations_are_listed_from_an_index(account, store, chain):
    with statements(store) as seen:
        assert account.call("ListAssociations", {"MaxResults": len(chain)})["AssociationSummaries"]
    [(_, plan)] = seen
    assert plan[0] == "SCAN associations USING INDEX associations_by_time"


def _with_arns(value, arns):
    if isinstance(value, list):
        return [_with_arns(item, arns) for item in value]
    return arns.get(value, value) if isinstance(value, str) else value

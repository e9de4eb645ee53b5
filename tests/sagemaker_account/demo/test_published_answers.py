"""The demo gives AWS's published answers and the reference answers."""

import json
from pathlib import Path

import pytest

from sagemaker_account import demo
from tests.support.account_clients import TRANSPORTS, connect_client
from tests.support.account_graphs import query_all

DATA = Path(__file__).parents[2] / "data"
PUBLISHED = json.loads((DATA / "published_examples.json").read_text())
QUERIED = [example for example in PUBLISHED["examples"] if "direction" in example]
REFERENCE = json.loads((DATA / "reference_graph.json").read_text())


@pytest.fixture(scope="module")
def account(demo_account):
    return demo_account


@pytest.fixture(scope="module", params=TRANSPORTS)
def client(request, account):
    with connect_client(account, request.param) as client:
        yield client


@pytest.fixture(params=[50, 3], ids=["pages of 50", "pages of 3"])
def page_size(request):
    return request.param


def find_arns(client, page_size, start, query):
    """Return the ARNs of the vertices of a recorded query."""
    vertices, _ = query_all(
        client,
        StartArns=[start],
        Direction=query["direction"],
        IncludeEdges=False,
        Filters={"LineageTypes": query["lineage_types"], "Types": query["types"]},
        MaxDepth=query.get("max_depth", 10),
        MaxResults=page_size,
    )
    return vertices


def lineage_arn(client, source):
    """Return the ARN of the context or artifact of a resource."""
    contexts = client.list_contexts(SourceUri=source)["ContextSummaries"]
    artifacts = client.list_artifacts(SourceUri=source)["ArtifactSummaries"]
    (arn,) = [c["ContextArn"] for c in contexts] + [a["ArtifactArn"] for a in artifacts]
    return arn


def published_value(client, arn):
    """Return AWS's printed value of a vertex: its source URI, else ARN."""
    if ":artifact/" in arn:
        return client.describe_artifact(ArtifactArn=arn)["Source"]["SourceUri"]
    if ":context/" in arn:
        return client.describe_context(ContextName=arn)["Source"]["SourceUri"]
    return arn


def published_results(client, page_size, start, direction, lineage_type, *types):
    """Return what AWS printed of the results from a resource."""
    query = {"direction": direction, "lineage_types": [lineage_type], "types": types}
    return sorted(
        published_value(client, arn)
        for arn in find_arns(client, page_size, lineage_arn(client, start), query)
    )


def published(cell):
    return next(example for example in PUBLISHED["examples"] if example["cell"] == cell)


@pytest.mark.parametrize("example", QUERIED, ids=lambda e: f"cell {e['cell']} {e['direction']}")
def test_published_query_gives_the_published_answer(client, page_size, example):
    arns = find_arns(client, page_size, lineage_arn(client, example["start"]), example)

    assert sorted(published_value(client, arn) for arn in arns) == sorted(example["answer"])


def test_the_published_endpoint_leads_to_its_data_sets_and_its_training_job(client, page_size):
    printed = published(43)

    data = published_results(client, page_size, printed["start"], "Ascendants", "Artifact", "DataSet")
    jobs = published_results(
        client, page_size, printed["start"], "Ascendants", "TrialComponent", "TrainingJob"
    )

    assert data == printed["answer"]
    sources = [client.describe_trial_component(TrialComponentName=job)["Source"]["SourceArn"] for job in jobs]
    assert sources == printed["training_jobs"]


def test_the_published_package_leads_to_its_data_sets_and_its_endpoint(client, page_size):
    printed = published(44)

    data = published_results(client, page_size, printed["start"], "Ascendants", "Artifact", "DataSet")
    endpoints = published_results(client, page_size, printed["start"], "Descendants", "Context", "Endpoint")

    assert data == printed["datasets"]
    assert endpoints == printed["endpoints"]


def test_the_published_data_set_leads_to_the_endpoints_of_all_six_runs(client, page_size):
    printed = published(45)

    endpoints = published_results(client, page_size, printed["start"], "Descendants", "Context", "Endpoint")

    assert endpoints == sorted(printed["answer"])


def test_the_published_training_job_has_the_details_that_were_printed(client):
    facts = PUBLISHED["facts"]

    component = client.describe_trial_component(TrialComponentName=facts["trial_component"])

    parameters = {name: value for name, given in component["Parameters"].items() for value in given.values()}
    assert component["DisplayName"] == facts["display_name"]
    assert component["StartTime"].strftime("%Y-%m-%dT%H:%M:%SZ") == facts["started"]
    assert facts["hyperparameters"].items() <= parameters.items()
    assert component["InputArtifacts"]["train"]["Value"] == facts["train"]
    assert component["OutputArtifacts"]["SageMaker.ModelArtifact"]["Value"] == facts["model_data"]


def test_the_published_package_was_approved_as_version_1_of_its_group(client):
    facts = PUBLISHED["facts"]

    (approval,) = client.list_actions(SourceUri=facts["model_package"])["ActionSummaries"]

    assert facts["model_package_group"] + f"-1-{facts['approval']}-" in approval["ActionName"]


@pytest.fixture(scope="module")
def reference_arns(account):
    """Return the ARN of each reference entity, found by its source."""
    lists = {
        "Artifact": ("SourceUri", "Artifact"),
        "Action": ("SourceUri", "Action"),
        "Context": ("SourceUri", "Context"),
        "TrialComponent": ("SourceArn", "TrialComponent"),
    }
    arns = {}
    for entity in REFERENCE["entities"]:
        source, kind = lists[entity["lineage_type"]]
        page = account.call(f"List{kind}s", {source: demo.REFERENCE[entity["key"]]})
        (summary,) = page[f"{kind}Summaries"]
        arns[entity["key"]] = summary[f"{kind}Arn"]
    return arns


@pytest.mark.parametrize("number", range(len(REFERENCE["queries"])))
def test_reference_query_gives_the_recorded_answer(client, page_size, reference_arns, number):
    query = REFERENCE["queries"][number]

    arns = find_arns(client, page_size, reference_arns[query["start"]], query)

    assert sorted(arns) == sorted(reference_arns[key] for key in query["vertices"])


def test_reference_graph_is_complete_and_isolated(account, reference_arns):
    keys = {arn: key for key, arn in reference_arns.items()}
    start = {"StartArns": [reference_arns["ep"]], "Direction": "Both", "IncludeEdges": True, "MaxResults": 50}

    answer = account.call("QueryLineage", start)

    types = {keys[v["Arn"]]: (v["LineageType"], v["Type"]) for v in answer["Vertices"]}
    assert types == {e["key"]: (e["lineage_type"], e["type"]) for e in REFERENCE["entities"]}
    edges = {(keys[e["SourceArn"]], keys[e["DestinationArn"]], e["AssociationType"]) for e in answer["Edges"]}
    assert edges == {(a["source"], a["destination"], a["type"]) for a in REFERENCE["associations"]}

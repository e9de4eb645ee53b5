"""The demo account answers what AWS published, and the reference, by both doors and in pages of any size."""

import json
from pathlib import Path

import pytest

from sagemaker_account import demo
from tests.support.account_clients import DOORS, connected
from tests.support.account_graphs import ask

DATA = Path(__file__).parents[2] / "data"
PUBLISHED = json.loads((DATA / "published_examples.json").read_text())
QUERIED = [example for example in PUBLISHED["examples"] if "direction" in example]
REFERENCE = json.loads((DATA / "reference_graph.json").read_text())


@pytest.fixture(scope="module")
def account(demo_account):
    return demo_account


@pytest.fixture(scope="module", params=DOORS)
def client(request, account):
    with connected(account, request.param) as client:
        yield client


@pytest.fixture(params=[50, 3], ids=["pages of 50", "pages of 3"])
def page_size(request):
    return request.param


def found(client, page_size, start, query):
    """Return the ARNs of the vertices of an answer; `query` is worded as in the data files."""
    vertices, _ = ask(
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
    """Return the ARN of the one context or artifact that stands for an endpoint, a package or a URI."""
    contexts = client.list_contexts(SourceUri=source)["ContextSummaries"]
    artifacts = client.list_artifacts(SourceUri=source)["ArtifactSummaries"]
    (arn,) = [c["ContextArn"] for c in contexts] + [a["ArtifactArn"] for a in artifacts]
    return arn


def shown(client, arn):
    """Return what AWS printed of a vertex: its source URI, or its ARN where it has none."""
    if ":artifact/" in arn:
        return client.describe_artifact(ArtifactArn=arn)["Source"]["SourceUri"]
    if ":context/" in arn:
        return client.describe_context(ContextName=arn)["Source"]["SourceUri"]
    return arn


def asked(client, page_size, start, direction, lineage_type, *types):
    """Return what AWS printed of all that is found from a start that is no lineage entity itself."""
    query = {"direction": direction, "lineage_types": [lineage_type], "types": types}
    return sorted(shown(client, arn) for arn in found(client, page_size, lineage_arn(client, start), query))


def published(cell):
    return next(example for example in PUBLISHED["examples"] if example["cell"] == cell)


@pytest.mark.parametrize("example", QUERIED, ids=lambda e: f"cell {e['cell']} {e['direction']}")
def test_a_published_query_answers_as_printed(client, page_size, example):
    arns = found(client, page_size, lineage_arn(client, example["start"]), example)

    assert sorted(shown(client, arn) for arn in arns) == sorted(example["answer"])


def test_the_published_endpoint_leads_to_its_data_sets_and_its_training_job(client, page_size):
    printed = published(43)

    data = asked(client, page_size, printed["start"], "Ascendants", "Artifact", "DataSet")
    jobs = asked(client, page_size, printed["start"], "Ascendants", "TrialComponent", "TrainingJob")

    assert data == printed["answer"]
    sources = [client.describe_trial_component(TrialComponentName=job)["Source"]["SourceArn"] for job in jobs]
    assert sources == printed["training_jobs"]


def test_the_published_package_leads_to_its_data_sets_and_its_endpoint(client, page_size):
    printed = published(44)

    data = asked(client, page_size, printed["start"], "Ascendants", "Artifact", "DataSet")
    endpoints = asked(client, page_size, printed["start"], "Descendants", "Context", "Endpoint")

    assert data == printed["datasets"]
    assert endpoints == printed["endpoints"]


def test_the_published_data_set_leads_to_the_endpoints_of_all_six_runs(client, page_size):
    printed = published(45)

    endpoints = asked(client, page_size, printed["start"], "Descendants", "Context", "Endpoint")

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
    """The ARN of each entity of the reference, found by its source as any client would find it."""
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
def test_a_reference_query_answers_as_recorded(client, page_size, reference_arns, number):
    query = REFERENCE["queries"][number]

    arns = found(client, page_size, reference_arns[query["start"]], query)

    assert sorted(arns) == sorted(reference_arns[key] for key in query["vertices"])


def test_the_reference_has_its_types_and_associations_and_touches_nothing_else(account, reference_arns):
    keys = {arn: key for key, arn in reference_arns.items()}
    start = {"StartArns": [reference_arns["ep"]], "Direction": "Both", "IncludeEdges": True, "MaxResults": 50}

    answer = account.call("QueryLineage", start)

    types = {keys[v["Arn"]]: (v["LineageType"], v["Type"]) for v in answer["Vertices"]}
    assert types == {e["key"]: (e["lineage_type"], e["type"]) for e in REFERENCE["entities"]}
    edges = {(keys[e["SourceArn"]], keys[e["DestinationArn"]], e["AssociationType"]) for e in answer["Edges"]}
    assert edges == {(a["source"], a["destination"], a["type"]) for a in REFERENCE["associations"]}

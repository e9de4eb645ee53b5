"""OpenLineage events, rebuilt with the client's classes, which check what the standard requires."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import attr
import pytest
from openlineage.client import event_v2, facet_v2
from openlineage.client.serde import Serde

from tests.support.exported_files import read_csv, read_events

START = "start={production}"
SPEC = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/"


def rebuild(event: dict[str, Any]) -> event_v2.BaseEvent:
    """Return an event of the client's classes; they refuse what is missing or of a wrong form."""
    common = {"eventTime": event["eventTime"], "producer": event["producer"]}
    if "dataset" in event:
        return event_v2.DatasetEvent(dataset=event_v2.StaticDataset(**event["dataset"]), **common)
    return event_v2.RunEvent(
        run=event_v2.Run(**event["run"]),
        job=event_v2.Job(**event["job"]),
        eventType=event_v2.RunState(event["eventType"]),
        inputs=[event_v2.InputDataset(**found) for found in event["inputs"]],
        outputs=[event_v2.OutputDataset(**found) for found in event["outputs"]],
        **common,
    )


def list_facets(value: Any):
    """Yield every facet in an event."""
    if isinstance(value, dict):
        if "_producer" in value:
            yield value
        for part in value.values():
            yield from list_facets(part)
    elif isinstance(value, list):
        for part in value:
            yield from list_facets(part)


@pytest.fixture(scope="module")
def events(files):
    return read_events(files.read("openlineage", f"{START}&direction=Both"))


def test_events_are_those_of_the_clients_classes(events):
    for event in events:
        assert Serde.to_dict(rebuild(event)) == event
        assert event["schemaURL"] == SPEC + ("DatasetEvent" if "dataset" in event else "RunEvent")


def test_every_facet_names_its_producer_and_its_schema(events):
    facets = [facet for event in events for facet in list_facets(event)]
    assert len(facets) > 1_000
    assert {facet["_producer"] for facet in facets} == {"urn:lineage-explorer"}
    assert all(facet["_schemaURL"].startswith("https://openlineage.io/spec/") for facet in facets)


def find_run(events, name):
    return next(
        event
        for event in events
        if "run" in event and event["eventType"] != "START" and name in event["job"]["name"].lower()
    )


def test_run_names_its_pipeline_its_code_and_its_parameters(events):
    training = find_run(events, "lmgjrcdo25eh-churntrain")
    facets = training["run"]["facets"]
    assert facets["parent"]["job"] == {
        "namespace": "sagemaker://us-west-2/000000000000",
        "name": "pipeline/customer-churn",
        "facets": {},
    }
    parent = facets["parent"]["run"]["runId"]
    siblings = {
        event["run"]["facets"]["parent"]["run"]["runId"]
        for event in events
        if "run" in event and "lmgjrcdo25eh" in event["job"]["name"]
    }
    assert siblings == {parent}
    parameters = {each["key"]: each["value"] for each in facets["executionParameters"]["parameters"]}
    assert parameters["max_depth"] == "8"
    code = training["job"]["facets"]["sourceCodeLocation"]
    assert (code["type"], code["version"][:8]) == ("git", "3b5124be")
    assert code["url"] == "https://git.orchard-telecom.example/ml/customer-churn"


def test_start_of_a_run_names_its_pipeline_too(events):
    starts = [event for event in events if event.get("eventType") == "START"]
    assert any("parent" in event["run"]["facets"] for event in starts)


def test_approval_has_a_facet_of_its_own(events):
    facet = find_run(events, "customer-churn-8-approved")["run"]["facets"]["sagemakerApproval"]
    assert (facet["decision"], facet["decidedBy"]) == ("Approved", "priya-raman")
    assert facet["decidedAt"].startswith("2026-11-04")


def test_standard_facets_hold_exactly_what_their_classes_take(events):
    kinds = {
        "parent": facet_v2.parent_run.ParentRunFacet,
        "executionParameters": facet_v2.execution_parameters_run.ExecutionParametersRunFacet,
        "sourceCodeLocation": facet_v2.source_code_location_job.SourceCodeLocationJobFacet,
        "version": facet_v2.dataset_version_dataset.DatasetVersionDatasetFacet,
    }
    seen = set()
    for event in events:
        for holder in (event.get("run"), event.get("job"), event.get("dataset")):
            for name, facet in (holder or {}).get("facets", {}).items():
                if name in kinds:
                    seen.add(name)
                    fields = {each.name for each in attr.fields(kinds[name])}
                    assert facet.keys() - {"_producer", "_schemaURL"} <= fields
                    assert facet["_schemaURL"] == kinds[name]._get_schema()
    assert seen >= {"parent", "executionParameters", "sourceCodeLocation"}


def test_each_run_starts_and_has_an_end_or_says_that_it_has_none(events):
    by_run: dict[str, list[str]] = {}
    for event in events:
        if "run" in event:
            by_run.setdefault(event["run"]["runId"], []).append(event["eventType"])
    assert all(UUID(run) and states[0] == "START" and len(states) == 2 for run, states in by_run.items())
    assert {states[1] for states in by_run.values()} >= {"COMPLETE", "FAIL", "RUNNING"}


def test_each_association_is_an_input_an_output_or_an_entry_of_the_lineage_facet(files, events):
    edges = read_csv(files.read("edges-csv", f"{START}&direction=Both"))
    jobs = {
        row["arn"]
        for row in read_csv(files.read("csv", f"{START}&direction=Both"))
        if row["category"].lower() in ("trial component", "action")
    }
    runs = [event for event in events if "run" in event]
    inputs = sum(len(run["inputs"]) for run in runs)
    outputs = sum(len(run["outputs"]) for run in runs)
    between = sum(
        len(facet.get("inputs", ())) + sum(len(entry["inputs"]) for entry in facet.get("entries", ()))
        for event in events
        for facet in list_facets(event)
        if facet["_schemaURL"].endswith(("LineageDatasetFacet", "LineageJobFacet"))
    )
    ways = [(edge["source"] in jobs, edge["destination"] in jobs) for edge in edges]
    assert inputs == ways.count((False, True)) > 0
    assert outputs == ways.count((True, False)) > 0
    assert between == ways.count((False, False)) + ways.count((True, True)) > 0


def test_objects_in_s3_are_called_as_the_standard_says(events):
    named = {
        event["dataset"]["facets"]["sagemaker"].get("sourceUri", ""): event["dataset"]
        for event in events
        if "dataset" in event
    }
    uri = next(uri for uri in named if uri.startswith("s3://"))
    assert uri == f"{named[uri]['namespace']}/{named[uri]['name']}"


def test_the_start_tells_where_the_events_come_from(events):
    (facet,) = [event["dataset"]["facets"]["lineageExplorer"] for event in events
                if "lineageExplorer" in event.get("dataset", {}).get("facets", {})]  # fmt: skip
    assert facet["complete"] is False
    assert facet["address"].endswith("&direction=Both")
    assert any("may continue" in note for note in facet["notes"])

"""What carries a tag, and the way to it, over an embedded account."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from lineage_explorer.explore import tag_filter
from lineage_explorer.explore.graph_view import load_extended
from lineage_explorer.explore.loaded_graph import StillLoading
from lineage_explorer.explore.view_request import ReadMode, ViewRequest
from lineage_explorer.query.address import Address
from lineage_explorer.query.lineage_query import Direction, Filters, LineageQuery
from lineage_explorer.query.matching_part import keep_matches
from lineage_explorer.query.pairs import Tag
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.shared_reads import SharedReads
from tests.support.fakes import build_services
from tests.support.graph_builders import DATA, ENDPOINT, JOB, LINE, MODEL, VERTICES, build_graph
from tests.support.waiting import list_tries

UP, DOWN, BOTH = Direction.ASCENDANTS, Direction.DESCENDANTS, Direction.BOTH
TEAM = Tag("team", "growth")


def tags(**values: str) -> dict:
    return {"Tags": [{"Key": key, "Value": value} for key, value in values.items()]}


@pytest.fixture
def run(make):
    """Make a pipeline, two data sets of which carry a tag; return the ARNs by name.

    raw, other → job → model → endpoint
    """
    raw = make.artifact("s3://b/raw", **tags(team="growth", stage="raw"))
    other = make.artifact("s3://b/other", **tags(team="risk"))
    job = make.trial_component("train-aws-training-job")
    model = make.artifact("s3://b/model", "Model", **tags(team="growth"))
    endpoint = make.context("live", "Endpoint")
    make.chain(raw, job, model, endpoint)
    make.chain(other, job)
    return {"raw": raw, "other": other, "job": job, "model": model, "endpoint": endpoint}


@pytest.fixture
def sent(client):
    """Return the operations that the client sends, in their order."""
    operations: list[str] = []
    client.meta.events.register("before-call.sagemaker", lambda model, **_: operations.append(model.name))
    return operations


@pytest.fixture
def services(client):
    caches = CacheRegistry()
    catalog = SageMakerCatalog(client, caches=caches)
    return build_services(SharedReads(SageMakerSource(client), caches), catalog)


def load(services, query, *, read_mode=ReadMode.CONTINUE):
    """Load a query's graph as the page does, asking until all is there."""
    for _ in list_tries("the graph"):
        loaded = load_extended(services, ViewRequest(Address(query), read_mode))
        if not isinstance(loaded, StillLoading):
            return loaded
    raise AssertionError


def ask(start, *wanted, direction=UP, **more):
    return LineageQuery(start, direction, filters=Filters(tags=wanted, **more))


def test_what_carries_the_tag_matches_and_the_way_to_it_is_kept(services, run):
    graph = load(services, ask(run["endpoint"], TEAM)).graph
    assert graph.matches == {run["raw"], run["model"]}
    assert graph.vertices.keys() == {run["endpoint"], run["model"], run["job"], run["raw"]}
    assert len(graph.associations) == 3


def test_one_of_several_tags_is_enough(services, run):
    graph = load(services, ask(run["endpoint"], Tag("team", "risk"), Tag("stage", "raw"))).graph
    assert graph.matches == {run["raw"], run["other"]}


def test_tag_and_type_must_both_be_met(services, run):
    graph = load(services, ask(run["endpoint"], TEAM, types=("Model",))).graph
    assert graph.matches == {run["model"]}
    assert graph.vertices.keys() == {run["endpoint"], run["model"]}


def test_matches_stand_alone_without_the_way_to_them(services, run):
    graph = load(services, replace(ask(run["endpoint"], TEAM), include_paths=False)).graph
    assert graph.vertices.keys() == {run["endpoint"], run["raw"], run["model"]}
    assert graph.associations == ()


def test_each_entity_costs_one_call_and_the_second_time_none(services, run, sent):
    loaded = load(services, ask(run["endpoint"], TEAM))
    assert sent.count("ListTags") == len(run) == loaded.tag_calls
    sent.clear()
    load(services, ask(run["endpoint"], Tag("team", "risk")))
    assert "ListTags" not in sent
    load(services, ask(run["endpoint"], TEAM), read_mode=ReadMode.REFRESH)
    assert sent.count("ListTags") == len(run)


def test_type_leaves_fewer_tags_to_read(services, run, sent):
    load(services, ask(run["endpoint"], TEAM, types=("Model",)))
    assert sent.count("ListTags") == 1


def test_entities_beyond_the_limit_are_counted_as_a_gap(services, run, sent, monkeypatch):
    monkeypatch.setattr(tag_filter, "MAX_TAGGED_ENTITIES", 2)
    graph = load(services, ask(run["endpoint"], TEAM)).graph
    assert sent.count("ListTags") == 2
    assert graph.matches == {run["model"]}  # the nearer one
    (gap,) = graph.read_status.gaps
    assert gap.startswith("The tags of 3 entities were not read: at most 2 are, the nearest first.")


def test_tags_that_cannot_be_read_are_a_gap_with_its_reason(services, run, client):
    def refuse(**_):
        raise client.exceptions.ClientError(
            {"Error": {"Code": "AccessDeniedException", "Message": "No ListTags for you"}}, "ListTags"
        )

    client.meta.events.register("before-call.sagemaker.ListTags", refuse)
    loaded = load(services, ask(run["endpoint"], TEAM))
    (gap,) = loaded.graph.read_status.gaps
    assert gap.startswith("The tags of 5 entities could not be read. ")
    assert "ListTags" in gap
    assert loaded.graph.matches == frozenset()
    client.meta.events.unregister("before-call.sagemaker.ListTags", refuse)
    again = load(services, ask(run["endpoint"], TEAM), read_mode=ReadMode.RETRY)
    assert again.graph.matches == {run["raw"], run["model"]}
    assert again.graph.read_status.gaps == ()


@pytest.fixture
def slow_tags(client):
    """Let each response to `ListTags` take a fifth of a second."""
    client.meta.events.register("before-call.sagemaker.ListTags", lambda **_: time.sleep(0.2))


@pytest.mark.usefixtures("slow_tags")
def test_page_says_how_many_tags_are_read_until_all_are(services, run, monkeypatch):
    monkeypatch.setattr(tag_filter, "ANSWER_SECONDS", 0.05)
    query = ask(run["endpoint"], TEAM)
    services.source.read(query.drop_tags())
    first = load_extended(services, ViewRequest(Address(query)))
    assert isinstance(first, StillLoading)
    assert first.note == "Tags of 0 of 5 entities are read"
    assert load(services, query).graph.matches == {run["raw"], run["model"]}


@pytest.mark.usefixtures("slow_tags")
def test_stopped_reading_shows_what_is_known_and_says_what_is_not(services, run, monkeypatch):
    monkeypatch.setattr(tag_filter, "ANSWER_SECONDS", 0.05)
    query = ask(run["endpoint"], TEAM)
    services.source.read(query.drop_tags())
    services.catalog.tags(run["model"])
    graph = load(services, query, read_mode=ReadMode.STOP).graph
    assert graph.matches == {run["model"]}
    assert graph.read_status.gaps == ("The tags of 4 entities were not read when reading was stopped.",)


@pytest.mark.parametrize("direction", [UP, DOWN, BOTH, Direction.UP_AND_DOWN])
@pytest.mark.parametrize("type_", ["DataSet", "Model", "TrainingJob", "Endpoint"])
@pytest.mark.parametrize("start", ["raw", "job", "endpoint"])
def test_the_rest_is_what_the_service_leaves_for_a_filter_with_these_matches(
    services, run, direction, type_, start
):
    """A filter by type, which the service applies, and one by the tags of these entities agree."""
    query = LineageQuery(run[start], direction)
    whole = services.source.read(query)
    typed = services.source.read(replace(query, filters=Filters(types=(type_,))))
    kept = keep_matches(whole, query, typed.matches)
    assert kept.matches == typed.matches
    assert kept.vertices.keys() == typed.vertices.keys()
    assert set(kept.associations) == set(typed.associations)


def test_up_and_down_keeps_the_ways_apart():
    """DATA → JOB → MODEL → ENDPOINT, from JOB: a match above keeps nothing below."""
    graph = build_graph(JOB, VERTICES.values(), LINE)
    kept = keep_matches(graph, LineageQuery(JOB), {DATA})
    assert kept.vertices.keys() == {JOB, DATA}
    kept = keep_matches(graph, LineageQuery(JOB), {ENDPOINT})
    assert kept.vertices.keys() == {JOB, MODEL, ENDPOINT}

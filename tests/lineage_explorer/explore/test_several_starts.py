"""Union of several starts' lineage, over an embedded account."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lineage_explorer.explore.loaded_graph import StillLoading
from lineage_explorer.explore.pipeline import build_view
from lineage_explorer.explore.view import View, summarize_view
from lineage_explorer.explore.view_request import ViewRequest
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.address import Address
from lineage_explorer.query.expansion import ExpandedVertex, Expansion, Reach
from lineage_explorer.query.lineage_query import Direction, Filters, LineageQuery
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.shared_reads import SharedReads
from tests.support.fakes import build_services
from tests.support.waiting import list_tries


@pytest.fixture
def run(make):
    """Make two pipelines that share a data set, and one apart; return the ARNs by name.

    raw → job → model → endpoint
    raw → other_job → other_model
    apart → apart_model
    """
    names = {
        "raw": make.artifact("s3://b/raw"),
        "job": make.trial_component("train-aws-training-job"),
        "model": make.artifact("s3://b/model", "Model"),
        "endpoint": make.context("live", "Endpoint"),
        "other_job": make.trial_component("other-aws-training-job"),
        "other_model": make.artifact("s3://b/other-model", "Model"),
        "apart": make.artifact("s3://b/apart"),
        "apart_model": make.artifact("s3://b/apart-model", "Model"),
    }
    make.chain(*(names[name] for name in ("raw", "job", "model", "endpoint")))
    make.chain(*(names[name] for name in ("raw", "other_job", "other_model")))
    make.chain(names["apart"], names["apart_model"])
    return names


@pytest.fixture
def show(client):
    """Return a function that builds the view of some starts, by a query."""
    caches = CacheRegistry()
    catalog = SageMakerCatalog(client, caches=caches)
    services = build_services(SharedReads(SageMakerSource(client), caches), catalog)

    def build(query: LineageQuery, *more: Arn, **parts) -> View:
        request = ViewRequest(replace(Address(query), more_starts=more, **parts))
        for _ in list_tries("the view"):
            view = build_view(services, request)
            if not isinstance(view, StillLoading) and not view.loaded.unnamed_count:
                return view
        raise AssertionError

    return build


def names_of(graph, run):
    return {name for name, arn in run.items() if arn in graph.vertices}


def test_several_starts_show_the_union_of_their_lineages_and_are_all_starts(show, run):
    up = Direction.ASCENDANTS
    alone = show(LineageQuery(run["model"], up)).graph
    other = show(LineageQuery(run["other_model"], up)).graph
    both = show(LineageQuery(run["model"], up), run["other_model"]).graph
    assert both.vertices.keys() == alone.vertices.keys() | other.vertices.keys()
    assert set(both.associations) == {*alone.associations, *other.associations}
    assert {arn for arn in both.vertices if both.role(arn) == "start"} == {run["model"], run["other_model"]}
    assert both.distances[run["raw"]] == 2
    assert both.distances[run["other_model"]] == 0


def test_starts_without_a_way_between_them_stand_on_one_picture(show, run):
    view = show(LineageQuery(run["endpoint"]), run["apart"])
    assert names_of(view.graph, run) == {"raw", "job", "model", "endpoint", "apart", "apart_model"}
    assert summarize_view(view) == (
        "4 other entities and 4 associations upstream and downstream of endpoint live and data set apart."
    )
    places = view.layout.points
    assert len({places[arn] for arn in view.graph.vertices}) == len(view.graph.vertices)


def test_filters_apply_to_each_start(show, run):
    models = Filters(types=("Model",))
    graph = show(LineageQuery(run["raw"], filters=models), run["apart"]).graph
    assert graph.matches - set(graph.starts) == {run["model"], run["other_model"], run["apart_model"]}


def test_start_that_cannot_be_read_is_a_gap_and_the_others_are_shown(show, run):
    gone = Arn(f"{run['raw'].rpartition('/')[0]}/{'0' * 32}")
    view = show(LineageQuery(run["model"]), gone)
    assert run["endpoint"] in view.graph.vertices
    assert any("0000" in gap for gap in view.graph.read_status.gaps)


def test_collapsing_keeps_what_another_start_reaches(show, run):
    expansion = Expansion((), (run["job"],), 0)
    up = LineageQuery(run["model"], Direction.ASCENDANTS)
    assert names_of(show(up, expansion=expansion).graph, run) == {"model", "job"}
    graph = show(up, run["other_model"], expansion=expansion).graph
    assert names_of(graph, run) == {"model", "job", "raw", "other_job", "other_model"}


def test_expansions_grow_from_any_start(show, run):
    expansion = Expansion((ExpandedVertex(run["raw"], Reach.DOWN),))
    graph = show(LineageQuery(run["model"], Direction.ASCENDANTS), run["apart"], expansion=expansion).graph
    assert "other_job" in names_of(graph, run)

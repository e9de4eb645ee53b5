"""What the form offers, and why nothing matched, over an embedded account."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callbacks.property_offers import list_offers
from lineage_explorer.explore import filter_advice
from lineage_explorer.explore.filter_advice import FilterAdvice, rank_properties, read_property_offers
from lineage_explorer.explore.loaded_graph import StillLoading
from lineage_explorer.explore.pipeline import build_view
from lineage_explorer.explore.view_request import ViewRequest
from lineage_explorer.query.address import Address, format_address
from lineage_explorer.query.lineage_query import Direction, Filters, LineageQuery
from lineage_explorer.query.pairs import Property, Tag
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.shared_reads import SharedReads
from tests.support.fakes import build_services
from tests.support.waiting import list_tries


@pytest.fixture
def model(make):
    """Make a model of two data sets, with properties and a tag; return its ARN."""
    first = make.artifact("s3://b/1", Properties={"team": "growth", "stage": "raw"})
    second = make.artifact("s3://b/2", Properties={"team": "growth"})
    report = make.artifact("s3://b/report", "EvaluationReport")
    model = make.artifact("s3://b/m", "Model", Tags=[{"Key": "cost-center", "Value": "4411"}])
    for each in (first, second, report):
        make.chain(each, model)
    return model


@pytest.fixture
def sent(client):
    operations: list[str] = []
    client.meta.events.register("before-call.sagemaker", lambda model, **_: operations.append(model.name))
    return operations


@pytest.fixture
def services(client):
    caches = CacheRegistry()
    catalog = SageMakerCatalog(client, caches=caches)
    return build_services(SharedReads(SageMakerSource(client), caches), catalog)


def advise(services, start, **filters) -> FilterAdvice:
    query = LineageQuery(start, Direction.ASCENDANTS, filters=Filters(**filters))
    for _ in list_tries("the view"):
        view = build_view(services, ViewRequest(Address(query)))
        if not isinstance(view, StillLoading):
            return view.advice
    raise AssertionError


def test_types_of_the_graph_are_offered_first_in_the_words_of_the_screen(services, model):
    types = advise(services, model).types
    assert types[:3] == ("Data set", "EvaluationReport", "Model")
    assert "Training job" in types
    assert len(types) == len(set(types))


def test_the_most_frequent_properties_are_offered_first(services, model):
    advise(services, model)
    query = LineageQuery(model, Direction.ASCENDANTS)
    assert read_property_offers(services, query) == ("team:growth", "stage:raw")
    assert advise(services, model).properties == ("team:growth", "stage:raw")


def test_offers_stay_when_a_filter_leaves_little(services, model):
    advise(services, model)
    read_property_offers(services, LineageQuery(model, Direction.ASCENDANTS))
    advice = advise(services, model, types=("EvaluationReport",))
    assert advice.properties == ("team:growth", "stage:raw")
    assert advice.types[:3] == ("Data set", "EvaluationReport", "Model")


def test_a_graph_that_was_not_read_is_not_read_for_offers(services, model, sent):
    assert read_property_offers(services, LineageQuery(model)) is None
    assert sent == []
    advise(services, model, types=("Model", "DataSet"))
    assert sent.count("QueryLineage") == 1


def test_focus_in_the_box_of_properties_offers_those_of_the_graph(services, model):
    advise(services, model)
    search = format_address(Address(LineageQuery(model, Direction.ASCENDANTS)))
    assert list_offers(services, search) == ["team:growth", "stage:raw"]


def test_offers_are_bounded_and_leave_out_what_cannot_be_asked(monkeypatch):
    monkeypatch.setattr(filter_advice, "MAX_OFFERS", 2)
    counts = {("a", "1"): 1, ("b", "2"): 3, ("c", "3"): 2, ("d", ""): 9, ("e", "x" * 300): 9}
    assert rank_properties(counts) == ("b:2", "c:3")


def test_tags_are_offered_once_they_were_read(services, model):
    assert advise(services, model).tags == ()
    services.catalog.tags(model)
    assert advise(services, model).tags == ("cost-center:4411",)


def hints(advice: FilterAdvice) -> list[str]:
    return [hint.text for hint in advice.hints]


def test_unknown_property_names_the_keys_that_there_are(services, model):
    advice = advise(services, model, properties=(Property("colour", "red"),))
    assert hints(advice) == ["Nothing here has the property “colour”; there are team, stage."]


def test_other_values_of_a_property_are_named(services, model):
    advice = advise(services, model, properties=(Property("stage", "Raw"),))
    assert hints(advice) == ["The property “stage” is “raw” here, not “Raw”."]


def test_a_property_that_is_a_tag_is_offered_as_a_tag(services, model):
    services.catalog.tags(model)
    (hint,) = advise(services, model, properties=(Property("cost-center", "4411"),)).hints
    assert hint.text == "“cost-center” is a tag here, not a property."
    assert hint.query.filters == Filters(tags=(Tag("cost-center", "4411"),))


def test_type_in_another_spelling_is_offered_as_it_is_recorded(services, model):
    (hint,) = advise(services, model, types=("evaluationreport",)).hints
    assert (hint.text, hint.link_text) == (
        "Nothing here has the type “evaluationreport”.",
        "Ask for “EvaluationReport”",
    )
    assert hint.query.filters.types == ("EvaluationReport",)


def test_unknown_type_names_the_types_that_there_are(services, model):
    advice = advise(services, model, types=("Nope",))
    assert hints(advice) == ["Nothing here has the type “Nope”; there are Data set, EvaluationReport, Model."]


def test_tag_that_nothing_carries_names_the_values_that_there_are(services, model):
    advice = advise(services, model, tags=(Tag("cost-center", "1"),))
    assert hints(advice) == ["The tag “cost-center” is “4411” here, not “1”."]


def test_filter_that_matches_needs_no_hint(services, model):
    assert advise(services, model, types=("DataSet", "Nope")).hints == ()
    assert advise(services, model, properties=(Property("team", "growth"),)).hints == ()


def test_nothing_is_advised_of_an_account_that_was_not_read_completely(services, model):
    whole = services.source.read(LineageQuery(model, Direction.ASCENDANTS))
    partial = replace(
        whole, matches=frozenset(), read_status=replace(whole.read_status, gaps=("Reading stopped.",))
    )
    assert not filter_advice._is_empty(partial)
    assert filter_advice._is_empty(replace(partial, read_status=whole.read_status))

"""Responses are checked against the service model."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from lineage_explorer.errors import UnexpectedResponse
from lineage_explorer.sources.aws.api_client import SageMakerApi
from lineage_explorer.sources.aws.response_check import LEFT_OUT, check_response, parse_moment
from lineage_explorer.sources.cache.cache_table import CacheName, CacheRegistry
from lineage_explorer.sources.cache.response_cache import MemoryResponseCache

ARN = "arn:aws:sagemaker:us-west-2:111122223333:artifact/a"


@pytest.mark.parametrize(
    "value", [0, 1.5, 1_700_000_000, 253_402_300_799, -62_135_596_800, "2026-01-31T12:00:00Z"]
)
def test_moment_is_read_in_utc_whatever_the_zone(value, monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Berlin")
    assert parse_moment(value).tzinfo is UTC


@pytest.mark.parametrize("value", [253_402_300_800, 1e300, float("nan"), "never", None, [], {}, "x" * 1000])
def test_moment_that_cannot_be_read_is_short_text(value):
    text = parse_moment(value)
    assert isinstance(text, str)
    assert 0 < len(text) <= 40


def test_items_that_do_not_fit_are_left_out_and_listed(client):
    response = {"Vertices": [{"Arn": ARN}, None, {"Arn": 5}, "x"], "Edges": [{"SourceArn": ARN, "New": 1}]}
    checked = check_response(client, "QueryLineage", response)
    assert checked["Vertices"] == [{"Arn": ARN}]
    assert checked["Edges"] == [{"SourceArn": ARN}]
    assert checked[LEFT_OUT] == ["QueryLineage.Vertices", "QueryLineage.Vertices.Arn"]
    assert check_response(client, "QueryLineage", checked) == checked


@pytest.mark.parametrize("response", [{"Vertices": 5}, {"Vertices": "x"}, [], None, "x"])
def test_response_of_another_form_is_refused(client, response):
    with pytest.raises(UnexpectedResponse, match="QueryLineage"):
        check_response(client, "QueryLineage", response)


@pytest.mark.parametrize(("length", "refused"), [("2", False), ("57", True)])
def test_response_without_members_is_refused_unless_it_was_sent_so(client, length, refused):
    response = {"ResponseMetadata": {"HTTPHeaders": {"content-length": length}}}
    if refused:
        with pytest.raises(UnexpectedResponse, match="ArtifactSummaries"):
            check_response(client, "ListArtifacts", response)
    else:
        assert check_response(client, "ListArtifacts", response) == response


def test_stand_in_without_a_model_is_not_checked():
    assert check_response(SimpleNamespace(meta=SimpleNamespace()), "ListTags", {"Tags": 5}) == {"Tags": 5}


@pytest.mark.parametrize(
    "poison", [{"Vertices": 5}, {"Vertices": [None]}, {"NextToken": [[]]}, {"Edges": {}}]
)
def test_poisoned_cache_entry_never_breaks_a_read(client, make, poison):
    arn = make.artifact("s3://b/a")
    cache = MemoryResponseCache(CacheRegistry().open(CacheName.RESPONSES_IN_MEMORY))
    api = SageMakerApi(client, cache)
    request = {"StartArns": [arn], "Direction": "Both", "IncludeEdges": True}
    cache.put(api._build_key("QueryLineage", request), poison)
    response = api.send_cached("QueryLineage", **request).response
    assert isinstance(response.get("Vertices", []), list)
    assert all(isinstance(vertex, dict) for vertex in response.get("Vertices", []))


def test_unfit_cache_entry_is_read_anew(client):
    cache = MemoryResponseCache(CacheRegistry().open(CacheName.RESPONSES_IN_MEMORY))
    api = SageMakerApi(client, cache)
    cache.put(api._build_key("ListContexts", {}), {"ContextSummaries": 5})
    assert api.send_cached("ListContexts").response == {"ContextSummaries": []}


def test_moment_keeps_its_value(client):
    checked = check_response(client, "DescribeArtifact", {"ArtifactArn": ARN, "CreationTime": 0})
    assert checked["CreationTime"] == datetime(1970, 1, 1, tzinfo=UTC)

"""An address that starts from what an entity stands for is led to it, or offers what it may stand for."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from app import create_app
from lineage_explorer.errors import NothingFound, Throttled
from lineage_explorer.graph.model import LineageType
from lineage_explorer.sources.protocols import Hit
from tests.support.fakes import FakeCatalog, door
from tests.support.graph_builders import DATA, ENDPOINT, MODEL

RESOURCE = "arn:aws:sagemaker:us-west-2:000000000000:endpoint/live"
ONE = (Hit(ENDPOINT, LineageType.CONTEXT),)
TWO = (Hit(DATA, LineageType.ARTIFACT), Hit(MODEL, LineageType.ARTIFACT))


@pytest.fixture
def get(source):
    """Ask a server over a catalog."""

    def asked(catalog, path):
        return create_app(door(source, catalog)).server.test_client().get(path)

    return asked


def test_a_page_is_led_to_the_one_entity_that_its_start_stands_for(get):
    answer = get(FakeCatalog(hits=ONE), f"/?start={RESOURCE}&direction=Ascendants&view=table&hide=Job")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/?start={ENDPOINT}&direction=Ascendants&view=table&hide=Job"


@pytest.mark.parametrize("search", ["", f"?start={ENDPOINT}", "?start=", "?direction=Both"])
def test_a_page_whose_start_is_an_entity_asks_nothing(get, search):
    catalog = FakeCatalog(hits=ONE)
    assert get(catalog, f"/{search}").status_code == 200
    assert "resolve" not in catalog.asked


def test_where_it_may_be_several_each_is_offered_with_all_else_that_was_asked(get):
    catalog = FakeCatalog(hits=TWO)
    search = f"?start={quote('s3://bucket/a file.csv')}&depth=2"
    assert get(catalog, f"/{search}").status_code == 200
    shown = get(catalog, f"/screen{search}").json["shown"]
    assert "stands for 2 entities" in shown["start.error"]
    assert shown["lineage.data-state"] == "error"
    for hit in TWO:
        assert f"/?start={hit.arn}&depth=2" in str(shown["hits.children"])


def test_what_stands_for_nothing_is_said_to(get):
    catalog = FakeCatalog(nameless=True)
    assert get(catalog, "/?start=nonsense").status_code == 200
    assert "“nonsense” is not the ARN" in get(catalog, "/screen?start=nonsense").json["shown"]["start.error"]


def test_an_account_that_does_not_answer_is_named(get):
    class Failing(FakeCatalog):
        def resolve(self, text):
            raise Throttled("Rate exceeded.", operation="ListArtifacts")

    assert get(Failing(), f"/?start={RESOURCE}").status_code == 200
    assert "Rate exceeded." in get(Failing(), f"/screen?start={RESOURCE}").text


class Empty(FakeCatalog):
    """Has no lineage of anything."""

    def resolve(self, text):
        raise NothingFound(f"Nothing has “{text}” for its source.")


def test_a_start_that_stands_for_nothing_stays_in_the_box_with_what_is_wrong(get):
    shown = get(Empty(), f"/screen?start={RESOURCE}&depth=3").json["shown"]
    assert (shown["start.value"], shown["depth.value"]) == (RESOURCE, 3)
    assert RESOURCE in shown["start.error"]

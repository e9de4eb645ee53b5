"""Redirects a start that is a resource or URI to its entity."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from assembly.explorer import create_app
from lineage_explorer.errors import NothingFound, Throttled
from lineage_explorer.graph.model import Hit, LineageType
from tests.support.fakes import FakeCatalog, build_scope
from tests.support.graph_builders import DATA, ENDPOINT, MODEL

RESOURCE = "arn:aws:sagemaker:us-west-2:000000000000:endpoint/live"
ONE = (Hit(ENDPOINT, LineageType.CONTEXT),)
TWO = (Hit(DATA, LineageType.ARTIFACT), Hit(MODEL, LineageType.ARTIFACT))


@pytest.fixture
def request_page(source):
    """Send a request to a server over a catalog."""

    def asked(catalog, path):
        return create_app(build_scope(source, catalog)).server.test_client().get(path)

    return asked


def test_page_redirects_to_the_entity_that_represents_its_start(request_page):
    answer = request_page(
        FakeCatalog(hits=ONE), f"/?start={RESOURCE}&direction=Ascendants&view=table&hide=Job"
    )
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"./?start={ENDPOINT}&direction=Ascendants&view=table&hide=Job"


@pytest.mark.parametrize("search", ["", f"?start={ENDPOINT}", "?start=", "?direction=Both"])
def test_page_whose_start_is_an_entity_sends_no_request(request_page, search):
    catalog = FakeCatalog(hits=ONE)
    assert request_page(catalog, f"/{search}").status_code == 200
    assert "resolve" not in catalog.asked


def test_start_with_several_entities_offers_each_and_keeps_the_query(request_page):
    catalog = FakeCatalog(hits=TWO)
    search = f"?start={quote('s3://bucket/a file.csv')}&depth=2"
    assert request_page(catalog, f"/{search}").status_code == 200
    shown = request_page(catalog, f"/screen{search}").json["shown"]
    assert "matches 2 entities" in shown["start.error"]
    assert shown["lineage.data-state"] == "error"
    for hit in TWO:
        assert f"/?start={hit.arn}&depth=2" in str(shown["hits.children"])


def test_start_without_an_entity_is_reported(request_page):
    catalog = FakeCatalog(nameless=True)
    assert request_page(catalog, "/?start=nonsense").status_code == 200
    assert (
        "No match for “nonsense”"
        in request_page(catalog, "/screen?start=nonsense").json["shown"]["start.error"]
    )


def test_unreachable_account_is_reported(request_page):
    class Failing(FakeCatalog):
        def resolve(self, text):
            raise Throttled("Rate exceeded.", operation="ListArtifacts")

    assert request_page(Failing(), f"/?start={RESOURCE}").status_code == 200
    assert "Rate exceeded." in request_page(Failing(), f"/screen?start={RESOURCE}").text


class Empty(FakeCatalog):
    """Finds no entity for any start."""

    def resolve(self, text):
        raise NothingFound(f"Nothing has “{text}” for its source.")


def test_start_without_an_entity_stays_in_the_box_with_its_error(request_page):
    shown = request_page(Empty(), f"/screen?start={RESOURCE}&depth=3").json["shown"]
    assert (shown["start.value"], shown["depth.value"]) == (RESOURCE, 3)
    assert RESOURCE in shown["start.error"]

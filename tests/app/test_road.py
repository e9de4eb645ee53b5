"""What the browser gets for an address, over HTTP."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace

import pytest

from app import create_app
from lineage_explorer.errors import Throttled
from lineage_explorer.explore.load_graph import PageState
from lineage_explorer.explore.loaded_view import load_view
from lineage_explorer.explore.screen_cache import ScreenCache
from lineage_explorer.explore.visible_graph import select_visible
from lineage_explorer.graph.model import Entity, LineageType
from lineage_explorer.query.address import Address, format_address
from lineage_explorer.query.lineage_query import Direction, LineageQuery
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.views.decorators import CARD_WIDTH
from routes import LayoutStore
from tests.fakes import FakeSource, door, reader
from tests.graphs import DATA, ENDPOINT, JOB, LINE, MODEL, VERTICES, graph
from tests.html import Html

QUERY = LineageQuery(ENDPOINT, Direction.ASCENDANTS, depth=4)


@pytest.fixture
def app(source, catalog):
    return create_app(door(source, catalog))


@pytest.fixture
def get(app):
    """Return a function that asks for a screen."""
    return lambda search, **headers: app.server.test_client().get(f"/screen{search}", headers=headers)


def places(answer) -> dict[str, dict[str, float]]:
    return {node["data"]["id"]: node["position"] for node in answer.json["drawing"]["elements"]["nodes"]}


def test_a_screen_is_a_drawing_and_what_the_page_shows_around_it(get):
    answer = get(format_address(Address(QUERY)))
    assert answer.json["drawing"]["start"] == ENDPOINT
    assert answer.json["shown"]["lineage.data-vertices"] == "4"
    assert answer.json["shown"]["start.value"] == ENDPOINT
    assert answer.json["shown"]["status.html"] == "3 entities and 3 associations upstream of endpoint live."
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "search", ["", format_address(Address(QUERY)), "?start=nonsense", f"?start={ENDPOINT}&depth=11"]
)
def test_whatever_a_screen_shows_has_its_place_on_the_page(app, get, search):
    on_page = {component.id for component in app.get_layout()._traverse_ids()}
    shown = get(search).json["shown"]
    assert {place.partition(".")[0] for place in shown} <= on_page


def test_the_first_screen_is_filled_when_nothing_is_asked_and_left_alone_otherwise(get):
    assert "welcome.html" in get("").json["shown"]
    assert "welcome.html" not in get(format_address(Address(QUERY))).json["shown"]


def test_where_nothing_is_looked_at_a_mistake_shows_the_first_screen_to_go_on_from(get):
    assert "welcome.html" in get("?start=nonsense").json["shown"]
    assert "welcome.html" not in get("?start=nonsense", **{"Lineage-Former": "some"}).json["shown"]


def test_a_mistake_leaves_the_picture_and_fills_the_rest_of_the_form(get):
    answer = get(f"?start={DATA}&depth=11&type=Model")
    shown = answer.json["shown"]
    assert answer.json["drawing"] is None
    assert "11" in shown["depth.error"]
    assert shown["type.error"] is None
    assert (shown["start.value"], shown["type.value"]) == (DATA, ["Model"])
    assert shown["lineage.data-state"] == "error"


def test_an_account_that_does_not_answer_leaves_form_and_picture_as_they_are(catalog):
    failing = FakeSource(graph(), error=Throttled("Rate exceeded.", operation="QueryLineage"))
    answer = (
        create_app(door(failing, catalog))
        .server.test_client()
        .get(f"/screen{format_address(Address(QUERY))}")
    )
    assert answer.json["drawing"] is None
    assert not any(place.endswith((".value", ".error")) for place in answer.json["shown"])
    assert "Rate exceeded." in answer.text


def test_a_mistake_of_ours_keeps_its_insides_to_the_log(catalog, caplog):
    class Broken(FakeSource):
        def read(self, query, *, freshness):
            raise ZeroDivisionError("the secret insides")

    answer = (
        create_app(door(Broken(graph()), catalog))
        .server.test_client()
        .get(f"/screen{format_address(Address(QUERY))}")
    )
    assert answer.status_code == 200
    assert "Something went wrong here" in answer.text
    assert "secret" not in answer.text
    assert "secret" in caplog.text


def test_what_is_remembered_is_shown_unless_the_page_wishes_otherwise(get, source):
    for wish in ("", "on", "stop", "nonsense"):
        get(format_address(Address(QUERY)), **{"Lineage-Wish": wish})
    assert (source.forgotten, source.refreshed) == ([], [])
    get(format_address(Address(QUERY)), **{"Lineage-Wish": "again"})
    assert (source.forgotten, source.refreshed) == ([QUERY], [])
    get(format_address(Address(QUERY)), **{"Lineage-Wish": "anew"})
    assert (source.forgotten, source.refreshed) == ([QUERY], [QUERY])


def test_a_picture_continues_the_one_that_is_looked_at(get, source):
    first = get(format_address(Address(QUERY)))
    name = first.json["drawing"]["placement"]
    names_arrived = get(format_address(Address(QUERY)), **{"Lineage-Former": name})
    assert names_arrived.json["drawing"]["placement"] == name
    source.graph = graph(vertices=[VERTICES[arn] for arn in (JOB, MODEL, ENDPOINT)], associations=LINE[1:])
    next_one = get(format_address(Address(replace(QUERY, depth=1))), **{"Lineage-Former": name})
    assert places(next_one)[ENDPOINT] == places(first)[ENDPOINT]


def test_a_placement_that_nobody_remembers_costs_only_continuity(get):
    afresh, lost = (
        get(format_address(Address(QUERY))),
        get(format_address(Address(QUERY)), **{"Lineage-Former": "forgotten"}),
    )
    assert places(lost) == places(afresh)


def test_equal_walks_get_equal_placements():
    whole = select_visible(graph(), {}, Address(QUERY))
    part = select_visible(
        graph(JOB, [VERTICES[DATA], VERTICES[JOB]], LINE[:1]), {}, Address(QUERY.with_start(JOB))
    )
    walks = [LayoutStore(CacheRegistry()) for _ in range(2)]
    for placements in walks:
        name, first = placements.lay_out_or_reuse(whole, previous_id="")
        assert first.points[ENDPOINT].x - first.points[DATA].x > CARD_WIDTH
        placements.lay_out_or_reuse(part, previous_id=name)
    again = [placements.lay_out_or_reuse(whole, previous_id=whole.key) for placements in walks]
    assert again[0] == again[1]


@pytest.fixture
def steps():
    """Return the picture of an endpoint, and that of a job upstream of it, in which the endpoint stands, too."""
    part = graph(JOB, [VERTICES[arn] for arn in (JOB, MODEL, ENDPOINT)], LINE[1:])
    return select_visible(graph(), {}, Address(QUERY)), select_visible(
        part, {}, Address(QUERY.with_start(JOB))
    )


def test_who_comes_back_to_a_picture_that_fits_meets_it_as_it_was(steps):
    whole, part = steps
    placements = LayoutStore(CacheRegistry())
    first = placements.lay_out_or_reuse(whole, previous_id="")
    away, _ = placements.lay_out_or_reuse(part, previous_id=first[0])
    assert placements.lay_out_or_reuse(whole, previous_id=away) == first


def test_who_comes_back_with_something_moved_meets_it_where_it_was_moved_to(steps):
    whole, part = steps
    placements = LayoutStore(CacheRegistry())
    _, first = placements.lay_out_or_reuse(whole, previous_id="")
    elsewhere, moved = placements.lay_out_or_reuse(part, previous_id="")
    _, there = placements.lay_out_or_reuse(whole, previous_id=elsewhere)
    assert there.points[ENDPOINT] == moved.points[ENDPOINT] != first.points[ENDPOINT]


def test_a_screen_is_made_once_until_something_that_it_shows_is_another(source, catalog):
    made = []
    finished, asked = ScreenCache(CacheRegistry()), reader(source, catalog)

    def screen(former=""):
        scene = load_view(asked, Address(QUERY), page_state=PageState(layout_id=former))
        return finished.get_or_render("?here", scene, lambda scene: made.append(scene) or b"%d" % len(made))

    assert [screen(), screen()] == [b"1", b"1"]
    catalog.entities = {JOB: Entity(JOB, LineageType.TRIAL_COMPONENT, status="Failed")}
    assert [screen(), screen()] == [b"2", b"2"]


def test_who_cannot_unpack_a_screen_gets_it_unpacked(app):
    search, client = format_address(Address(QUERY)), app.server.test_client()
    small = client.get(f"/screen{search}", headers={"Accept-Encoding": "br, gzip"})
    assert small.headers["Content-Encoding"] == "gzip"
    large = client.get(f"/screen{search}", headers={"Accept-Encoding": "identity"})
    assert gzip.decompress(small.data) == large.data


def test_the_page_to_save_shows_what_is_seen_and_is_named_after_it(app, get):
    shown = get(format_address(Address(QUERY)))
    headers = {"Lineage-Former": shown.json["drawing"]["placement"]}
    file = app.server.test_client().get(f"/page{format_address(Address(QUERY))}", headers=headers)
    drawn = json.loads(re.search(r'<script id="drawing"[^>]*>(.*?)</script>', file.text)[1])
    assert {node["data"]["id"]: node["position"] for node in drawn["elements"]["nodes"]} == places(shown)
    assert file.headers["Content-Disposition"] == "attachment; filename*=UTF-8''Lineage-of-endpoint-live.html"


def test_the_page_to_save_says_what_the_screen_says_and_which_address_shows_it(app, get):
    search = format_address(Address(QUERY))
    written = Html(app.server.test_client().get(f"/page{search}").text)
    (status,) = (text for attributes, text in written.all("div") if attributes.get("id") == "status")
    assert status == get(search).json["shown"]["status.html"]
    assert f" from /{search} · " in next(
        text for attributes, text in written.all("div") if attributes.get("class") == "quiet"
    )


@pytest.mark.parametrize("search", ["", "?start=nonsense"])
def test_where_there_is_nothing_to_save_a_sentence_says_so(app, search):
    answer = app.server.test_client().get(f"/page{search}")
    assert answer.status_code == 422
    assert answer.text.endswith(".")
    assert answer.mimetype == "text/plain"

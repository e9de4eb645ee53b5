"""The screen that the server sends for an address."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace

import pytest

from assembly.explorer import create_app
from lineage_explorer.errors import Throttled
from lineage_explorer.explore import layout_store
from lineage_explorer.explore.layout_store import LayoutStore
from lineage_explorer.explore.pipeline import build_view
from lineage_explorer.explore.screen_cache import ScreenCache
from lineage_explorer.explore.view_request import ViewRequest
from lineage_explorer.explore.visible_graph import GraphMemo, select_visible
from lineage_explorer.graph.model import Entity, LineageType
from lineage_explorer.layout.staged.layout import build_staged_graph
from lineage_explorer.query.address import Address, format_address
from lineage_explorer.query.lineage_query import Direction, LineageQuery
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.views.cards import CARD_WIDTH
from tests.support.fakes import FakeSource, build_scope, build_services
from tests.support.graph_builders import DATA, ENDPOINT, JOB, LINE, MODEL, VERTICES, build_graph
from tests.support.html_reader import HtmlReader

QUERY = LineageQuery(ENDPOINT, Direction.ASCENDANTS, depth=4)


@pytest.fixture
def app(source, catalog):
    return create_app(build_scope(source, catalog))


@pytest.fixture
def get_screen(app):
    """Return a function that requests a screen."""
    return lambda search, **headers: app.server.test_client().get(f"/screen{search}", headers=headers)


def node_positions(answer) -> dict[str, dict[str, float]]:
    return {node["data"]["id"]: node["position"] for node in answer.json["drawing"]["elements"]["nodes"]}


def test_screen_holds_the_graph_and_the_contents_of_the_page(get_screen):
    answer = get_screen(format_address(Address(QUERY)))
    assert answer.json["drawing"]["start"] == ENDPOINT
    assert answer.json["shown"]["lineage.data-vertices"] == "4"
    assert answer.json["shown"]["start.value"] == ENDPOINT
    assert (
        answer.json["shown"]["status.html"]
        == "3 other entities and 3 associations upstream of endpoint live."
    )
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "search", ["", format_address(Address(QUERY)), "?start=nonsense", f"?start={ENDPOINT}&depth=11"]
)
def test_every_part_of_a_screen_has_an_element_on_the_page(app, get_screen, search):
    on_page = {component.id for component in app.get_layout()._traverse_ids()}
    shown = get_screen(search).json["shown"]
    assert {place.partition(".")[0] for place in shown} <= on_page


def test_home_screen_is_sent_only_when_there_is_no_query(get_screen):
    assert "welcome.html" in get_screen("").json["shown"]
    assert "welcome.html" not in get_screen(format_address(Address(QUERY))).json["shown"]


def test_error_without_a_previous_graph_shows_the_home_screen(get_screen):
    assert "welcome.html" in get_screen("?start=nonsense").json["shown"]
    assert "welcome.html" not in get_screen("?start=nonsense", **{"Lineage-Former": "some"}).json["shown"]


def test_error_keeps_the_graph_and_fills_the_other_form_fields(get_screen):
    answer = get_screen(f"?start={DATA}&depth=11&type=Model")
    shown = answer.json["shown"]
    assert answer.json["drawing"] is None
    assert "11" in shown["depth.error"]
    assert shown["type.error"] is None
    assert (shown["start.value"], shown["type.value"]) == (DATA, ["Model"])
    assert shown["lineage.data-state"] == "error"


def test_unreachable_account_keeps_form_and_graph(catalog):
    failing = FakeSource(build_graph(), error=Throttled("Rate exceeded.", operation="QueryLineage"))
    answer = (
        create_app(build_scope(failing, catalog))
        .server.test_client()
        .get(f"/screen{format_address(Address(QUERY))}")
    )
    assert answer.json["drawing"] is None
    assert not any(place.endswith((".value", ".error")) for place in answer.json["shown"])
    assert "Rate exceeded." in answer.text


def test_internal_error_is_logged_and_not_sent_in_detail(catalog, caplog):
    class Broken(FakeSource):
        def read(self, query, *, freshness):
            raise ZeroDivisionError("the secret insides")

    answer = (
        create_app(build_scope(Broken(build_graph()), catalog))
        .server.test_client()
        .get(f"/screen{format_address(Address(QUERY))}")
    )
    assert answer.status_code == 200
    assert "Something went wrong" in answer.text
    assert "secret" not in answer.text
    assert "secret" in caplog.text


def test_cached_answer_is_shown_unless_the_page_requests_a_fresh_one(get_screen, source):
    for wish in ("", "on", "stop", "nonsense"):
        get_screen(format_address(Address(QUERY)), **{"Lineage-Wish": wish})
    assert (source.forgotten, source.refreshed) == ([], [])
    get_screen(format_address(Address(QUERY)), **{"Lineage-Wish": "again"})
    assert (source.forgotten, source.refreshed) == ([QUERY], [])
    get_screen(format_address(Address(QUERY)), **{"Lineage-Wish": "anew"})
    assert (source.forgotten, source.refreshed) == ([QUERY], [QUERY])


def test_layout_continues_the_previous_layout(get_screen, source):
    first = get_screen(format_address(Address(QUERY)))
    name = first.json["drawing"]["placement"]
    names_arrived = get_screen(format_address(Address(QUERY)), **{"Lineage-Former": name})
    assert names_arrived.json["drawing"]["placement"] == name
    source.graph = build_graph(
        vertices=[VERTICES[arn] for arn in (JOB, MODEL, ENDPOINT)], associations=LINE[1:]
    )
    next_one = get_screen(format_address(Address(replace(QUERY, depth=1))), **{"Lineage-Former": name})
    assert node_positions(next_one)[ENDPOINT] == node_positions(first)[ENDPOINT]


def test_unknown_previous_layout_starts_a_new_layout(get_screen):
    afresh, lost = (
        get_screen(format_address(Address(QUERY))),
        get_screen(format_address(Address(QUERY)), **{"Lineage-Former": "forgotten"}),
    )
    assert node_positions(lost) == node_positions(afresh)


def visible(part, query):
    return select_visible(GraphMemo(), part, {}, ViewRequest(Address(query)))


def test_equal_sequences_of_views_get_equal_layouts():
    whole = visible(build_graph(), QUERY)
    part = visible(build_graph(JOB, [VERTICES[DATA], VERTICES[JOB]], LINE[:1]), QUERY.with_start(JOB))
    walks = [LayoutStore(CacheRegistry()) for _ in range(2)]
    for placements in walks:
        name, first = placements.lay_out_or_reuse(whole, {}, previous_id="")
        assert first.points[ENDPOINT].x - first.points[DATA].x > CARD_WIDTH
        placements.lay_out_or_reuse(part, {}, previous_id=name)
    again = [placements.lay_out_or_reuse(whole, {}, previous_id=whole.key) for placements in walks]
    assert again[0] == again[1]


@pytest.fixture
def steps():
    """Return two screens: an endpoint, and a job upstream of it."""
    part = build_graph(JOB, [VERTICES[arn] for arn in (JOB, MODEL, ENDPOINT)], LINE[1:])
    return visible(build_graph(), QUERY), visible(part, QUERY.with_start(JOB))


def test_returning_to_an_unchanged_view_restores_its_layout(steps):
    whole, part = steps
    placements = LayoutStore(CacheRegistry())
    first = placements.lay_out_or_reuse(whole, {}, previous_id="")
    away, _ = placements.lay_out_or_reuse(part, {}, previous_id=first[0])
    assert placements.lay_out_or_reuse(whole, {}, previous_id=away) == first


def test_stages_of_a_graph_are_found_once_for_all_ways_to_it(steps, monkeypatch):
    found = []

    def build(graph, *arguments):
        found.append(graph)
        return build_staged_graph(graph, *arguments)

    monkeypatch.setattr(layout_store, "build_staged_graph", build)
    whole, part = steps
    placements = LayoutStore(CacheRegistry())
    placements.lay_out_or_reuse(whole, {}, previous_id="")
    elsewhere, _ = placements.lay_out_or_reuse(part, {}, previous_id="")
    placements.lay_out_or_reuse(whole, {}, previous_id=elsewhere)
    assert found == [whole.grouped.graph, part.grouped.graph]


def test_returning_with_moved_nodes_keeps_them_where_they_were_moved(steps):
    whole, part = steps
    placements = LayoutStore(CacheRegistry())
    _, first = placements.lay_out_or_reuse(whole, {}, previous_id="")
    elsewhere, moved = placements.lay_out_or_reuse(part, {}, previous_id="")
    _, there = placements.lay_out_or_reuse(whole, {}, previous_id=elsewhere)
    assert there.points[ENDPOINT] == moved.points[ENDPOINT] != first.points[ENDPOINT]


def test_screen_is_rendered_once_until_its_content_changes(source, catalog):
    made = []
    finished, asked = ScreenCache(CacheRegistry()), build_services(source, catalog)

    def screen(former=""):
        scene = build_view(asked, ViewRequest(Address(QUERY), previous_layout=former))
        return finished.get_or_render("?here", scene, lambda scene: made.append(scene) or b"%d" % len(made))

    assert [screen(), screen()] == [b"1", b"1"]
    catalog.entities = {JOB: Entity(JOB, LineageType.TRIAL_COMPONENT, status="Failed")}
    assert [screen(), screen()] == [b"2", b"2"]


def test_client_without_gzip_gets_an_uncompressed_screen(app):
    search, client = format_address(Address(QUERY)), app.server.test_client()
    small = client.get(f"/screen{search}", headers={"Accept-Encoding": "br, gzip"})
    assert small.headers["Content-Encoding"] == "gzip"
    large = client.get(f"/screen{search}", headers={"Accept-Encoding": "identity"})
    assert gzip.decompress(small.data) == large.data


def test_exported_page_shows_the_view_and_is_named_after_it(app, get_screen):
    shown = get_screen(format_address(Address(QUERY)))
    headers = {"Lineage-Former": shown.json["drawing"]["placement"]}
    file = app.server.test_client().get(export_url(format_address(Address(QUERY))), headers=headers)
    drawn = json.loads(re.search(r'<script id="drawing"[^>]*>(.*?)</script>', file.text)[1])
    assert {node["data"]["id"]: node["position"] for node in drawn["elements"]["nodes"]} == node_positions(
        shown
    )
    assert file.headers["Content-Disposition"] == (
        "attachment; filename*=UTF-8''Lineage-of-endpoint-live-2026-04-15-incomplete.html"
    )


def export_url(search: str) -> str:
    return f"/api/v1/export?format=html&{search.removeprefix('?')}"


def test_exported_page_repeats_the_summary_and_the_address(app, get_screen):
    search = format_address(Address(QUERY))
    written = HtmlReader(app.server.test_client().get(export_url(search)).text)
    (status,) = (text for attributes, text in written.all("div") if attributes.get("id") == "status")
    assert status == get_screen(search).json["shown"]["status.html"]
    assert f" from /{search} · " in next(
        text for attributes, text in written.all("div") if attributes.get("class") == "quiet"
    )


@pytest.mark.parametrize(("search", "status"), [("", 400), ("?start=nonsense", 404)])
def test_export_without_a_graph_is_an_error_with_a_sentence(app, search, status):
    answer = app.server.test_client().get(export_url(search))
    assert answer.status_code == status
    assert answer.json["error"].keys() == {"code", "title", "detail"}
    assert answer.json["error"]["detail"].endswith(".")

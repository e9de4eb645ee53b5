"""The decisions behind the callbacks, as plain functions without a browser."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from dash.development.base_component import Component

from callbacks.submit_query import parse_form
from components import ids
from components.details import DetailsLinks, details_panel
from components.query_form import build_form_values, recover_form_values
from components.screen import Screen
from components.welcome import welcome_panel
from lineage_explorer.errors import InvalidArn, InvalidQuery, SourceError, Throttled
from lineage_explorer.explore.home import load_home
from lineage_explorer.explore.load_graph import MORE_NAMES_SECONDS, NAMING_SECONDS
from lineage_explorer.explore.page_facts import load_entity_facts
from lineage_explorer.explore.view_request import ReadMode
from lineage_explorer.graph.model import Entity, Hit, LineageType
from lineage_explorer.query.address import Address, format_address
from lineage_explorer.query.lineage_query import Direction, Filters, LineageQuery
from lineage_explorer.query.pairs import Property, Tag
from tests.support.fakes import FakeCatalog, FakeSource, build_services
from tests.support.graph_builders import DATA, ENDPOINT, JOB, MODEL, NOON, VERTICES, build_graph
from tests.support.screens import load_screen

QUERY = LineageQuery(ENDPOINT, Direction.ASCENDANTS, depth=4)
DATA_HIT = Hit(DATA, LineageType.ARTIFACT, type="DataSet", source_uri="s3://b/train.csv", created=NOON)
MODEL_HIT = Hit(MODEL, LineageType.ARTIFACT, type="Model", source_uri="s3://b/train.csv")


def visible_text(component: Component | list[Component | str]) -> str:
    """Return everything that a reader could see of components, as JSON text."""
    parts = component if isinstance(component, list) else [component]
    return json.dumps(
        [part if isinstance(part, str) else part.to_plotly_json() for part in parts],
        default=lambda part: part.to_plotly_json(),
        ensure_ascii=False,
    )


def drawing(screen: Screen) -> dict:
    return screen["drawing"]


def test_address_with_a_start_loads_its_graph(source, catalog):
    screen = load_screen(build_services(source, catalog), search=format_address(Address(QUERY)))
    assert source.asked == [QUERY]
    assert drawing(screen)["state"] == "complete"
    assert (drawing(screen)["vertices"], drawing(screen)["associations"]) == (4, 3)
    assert screen["status"] == ["3 other entities and 3 associations upstream of endpoint live."]


def test_address_without_a_start_shows_the_home_screen_and_sends_no_query(source, catalog):
    screen = load_screen(build_services(source, catalog), search="")
    assert drawing(screen)["state"] == "idle"
    assert source.asked == []


@pytest.mark.parametrize("search", ["?start=nonsense", f"?start={ENDPOINT}&depth=11", "?view=pie"])
def test_invalid_query_never_reaches_the_source(source, catalog, search):
    with pytest.raises(InvalidQuery):
        load_screen(build_services(source, catalog), search=search)
    assert source.asked == []


def test_graph_with_gaps_is_marked_partial_and_lists_the_gaps(catalog):
    source = FakeSource(build_graph(gaps=("Reading stopped after 2 pages.",)))
    screen = load_screen(build_services(source, catalog), search=format_address(Address(QUERY)))
    assert drawing(screen)["state"] == "partial"
    assert "Reading stopped after 2 pages." in visible_text(screen["notice"])


def test_start_without_associations_is_an_empty_answer(catalog):
    source = FakeSource(build_graph(vertices=[VERTICES[ENDPOINT]], associations=()))
    assert (
        drawing(load_screen(build_services(source, catalog), search=format_address(Address(QUERY))))["state"]
        == "empty"
    )


def test_empty_answer_suggests_other_queries(catalog):
    source = FakeSource(build_graph(vertices=[VERTICES[ENDPOINT]], associations=()))
    screen = load_screen(
        build_services(source, catalog), search=format_address(Address(QUERY)) + "&type=Model"
    )
    assert (
        screen["status"][0] == "Nothing matches the filters upstream of endpoint live within 4 associations. "
    )
    assert f'"href": "./{format_address(Address(QUERY))}"' in visible_text(screen["status"][1:])
    screen = load_screen(build_services(source, catalog), search=format_address(Address(QUERY)))
    assert "Look upstream & downstream" in visible_text(screen["status"][1:])


def test_name_that_is_no_uri_finds_entities_with_that_name():
    catalog = FakeCatalog(hits=(DATA_HIT,), nameless=True)
    assert parse_form(catalog, build_form_values(None) | {ids.START: "train"}).query == LineageQuery(DATA)


def test_exact_name_is_preferred_to_names_that_contain_it():
    longer = replace(DATA_HIT, arn=JOB, source_uri="s3://bucket/retrain")
    exact = replace(DATA_HIT, source_uri="s3://bucket/train")
    catalog = FakeCatalog(hits=(longer, exact), nameless=True)
    assert parse_form(catalog, build_form_values(None) | {ids.START: "train"}).query == LineageQuery(DATA)


def test_invalid_address_still_fills_the_form_with_its_values():
    shown = recover_form_values(f"?start={DATA}&depth=11&type=Model&direction=Sideways")
    assert (shown[ids.START], shown[ids.TYPE]) == (DATA, ["Model"])
    assert (shown[ids.DEPTH], shown[ids.DIRECTION]) == ("11", "UpAndDown")


def test_unknown_parameters_are_reported_and_the_rest_is_shown(source, catalog):
    screen = load_screen(
        build_services(source, catalog), search=format_address(Address(QUERY)) + "&utm_source=mail"
    )
    assert "utm_source" in visible_text(screen["notice"])
    assert drawing(screen)["state"] == "complete"


def test_page_requests_names_until_every_vertex_is_described(source):
    some = FakeCatalog({DATA: Entity(DATA, LineageType.ARTIFACT)})
    every = FakeCatalog({arn: Entity(arn, LineageType.ARTIFACT) for arn in VERTICES})
    assert not load_screen(build_services(source, some), search=format_address(Address(QUERY)))["named"]
    assert load_screen(build_services(source, every), search=format_address(Address(QUERY)))["named"]


def test_page_with_a_graph_waits_longer_for_names_than_an_empty_page(source, catalog):
    waited = {}
    for wish in (ReadMode.CONTINUE, ReadMode.NAMES):
        load_screen(build_services(source, catalog), search=format_address(Address(QUERY)), read_mode=wish)
        waited[wish] = float(catalog.asked[-1].split()[-2])
    assert 0 < waited[ReadMode.CONTINUE] <= NAMING_SECONDS < waited[ReadMode.NAMES] <= MORE_NAMES_SECONDS


def test_graph_key_stays_while_names_arrive_and_differs_between_graphs(source, catalog):
    first = load_screen(build_services(source, catalog), search=format_address(Address(QUERY)))["drawing"][
        "key"
    ]
    again = load_screen(build_services(source, catalog), search=format_address(Address(QUERY)))["drawing"][
        "key"
    ]
    other = load_screen(
        build_services(source, catalog), search=format_address(Address(replace(QUERY, depth=5)))
    )["drawing"]["key"]
    assert first == again != other


def test_the_table_links_each_entity_to_its_own_address(source, catalog):
    table = visible_text(
        load_screen(build_services(source, catalog), search=format_address(Address(QUERY)) + "&view=table")[
            "table"
        ]
    )
    for arn in VERTICES:
        assert f'"href": "./?start={arn}&direction=Ascendants&depth=4&view=table"' in table


def test_a_script_in_a_name_stays_text(source):
    name = "<script>alert(1)</script>"
    catalog = FakeCatalog({ENDPOINT: Entity(ENDPOINT, LineageType.CONTEXT, name=name)})
    screen = load_screen(
        build_services(source, catalog), search=format_address(Address(QUERY)) + "&view=table"
    )
    assert name in screen["status"][0]
    assert f'"children": "{name}"' in visible_text(screen["table"])


def test_form_shows_the_query_of_the_address():
    query = LineageQuery(
        DATA,
        Direction.BOTH,
        depth=2,
        filters=Filters(types=("Model",), created_after=NOON, properties=(Property("team", "growth"),)),
        include_paths=False,
    )
    shown = build_form_values(query)
    assert shown[ids.START] == DATA
    assert shown[ids.DIRECTION] == "Both"
    assert shown[ids.DEPTH] == 2
    assert shown[ids.TYPE] == ["Model"]
    assert shown[ids.CREATED_AFTER] == "2026-04-15 12:00"
    assert shown[ids.PROPERTY] == ["team:growth"]
    assert shown[ids.PATHS] is False


@pytest.mark.parametrize(
    "query",
    [
        LineageQuery(DATA, Direction.BOTH, depth=2, filters=Filters(types=("Model",), created_after=NOON)),
        LineageQuery(DATA, depth=4, depth_up=2, filters=Filters(types=("DataSet", "Dataset", "a, b"))),
        LineageQuery(DATA, depth_down=1, filters=Filters(tags=(Tag("team", "growth"), Tag("a:b", "c")))),
    ],
)
def test_form_values_build_the_same_query_again(catalog, query):
    assert parse_form(catalog, build_form_values(query)).query == query
    assert catalog.asked == []


def test_form_speaks_the_words_of_the_screen_and_takes_them(catalog):
    query = LineageQuery(DATA, filters=Filters(types=("DataSet", "ModelGroup", "EvaluationReport")))
    assert build_form_values(query)[ids.TYPE] == ["Data set", "Model group", "EvaluationReport"]
    values = build_form_values(None) | {ids.START: DATA, ids.TYPE: ["training job, data set", "evaluation"]}
    wanted = ("TrainingJob", "DataSet", "evaluation")
    assert parse_form(catalog, values).query.filters.types == wanted


def test_form_takes_dates_as_people_write_them(catalog):
    values = build_form_values(None) | {ids.START: DATA, ids.CREATED_AFTER: "15 Apr 2026 12:00"}
    assert parse_form(catalog, values).query.filters.created_after == NOON


def test_depths_of_two_ways_count_only_up_and_down(catalog):
    values = build_form_values(None) | {ids.START: DATA, ids.DEPTH_UP: 3, ids.DEPTH_DOWN: 2}
    assert parse_form(catalog, values).query == LineageQuery(DATA, depth_up=3, depth_down=2)
    values[ids.DIRECTION] = "Ascendants"
    assert parse_form(catalog, values).query == LineageQuery(DATA, Direction.ASCENDANTS)


@pytest.mark.parametrize(("name", "text"), [(ids.CREATED_AFTER, "yesterday"), (ids.DEPTH_UP, "11")])
def test_invalid_date_or_depth_stays_in_its_field(name, text):
    shown = recover_form_values(f"?start={DATA}&{name}={text}&type=model")
    assert (shown[name], shown[ids.TYPE]) == (text, ["Model"])


def test_start_text_with_one_entity_starts_from_it():
    catalog = FakeCatalog(hits=(DATA_HIT,))
    result = parse_form(catalog, build_form_values(None) | {ids.START: "s3://b/train.csv"})
    assert result.query == LineageQuery(DATA)


def test_start_text_with_several_entities_offers_each():
    catalog = FakeCatalog(hits=(DATA_HIT, MODEL_HIT))
    result = parse_form(catalog, build_form_values(None) | {ids.START: "s3://b/train.csv"})
    assert result.choices == (DATA_HIT, MODEL_HIT)


def test_list_of_starts_is_shown_together_and_stands_in_the_box_line_by_line(catalog):
    text = f"{DATA}\n{MODEL}, {DATA}"
    result = parse_form(catalog, build_form_values(None) | {ids.START: text})
    assert (result.query.start, result.more_starts) == (DATA, (MODEL,))
    shown = build_form_values(result.query, result.more_starts)[ids.START]
    assert shown == f"{DATA}\n{MODEL}"
    assert recover_form_values(f"?start={DATA}&start={MODEL}&depth=11")[ids.START] == shown


def test_list_with_too_many_or_ambiguous_starts_says_which():
    catalog = FakeCatalog(hits=(DATA_HIT, MODEL_HIT))
    many = "\n".join(f"{DATA[:-1]}{number:02}" for number in range(11))
    with pytest.raises(InvalidArn, match="11 starts are too many"):
        parse_form(catalog, build_form_values(None) | {ids.START: many})
    with pytest.raises(InvalidArn, match=r"“s3://b/train\.csv” matches 2 entities"):
        parse_form(catalog, build_form_values(None) | {ids.START: f"{MODEL}\ns3://b/train.csv"})


@pytest.mark.parametrize(
    ("control", "value"),
    [(ids.DEPTH, 11), (ids.TYPE, list("abcdef")), (ids.PROPERTY, ["team"]), (ids.CREATED_AFTER, "soon")],
)
def test_invalid_form_value_names_its_control_and_sends_no_request(catalog, control, value):
    with pytest.raises(InvalidQuery) as refusal:
        parse_form(catalog, build_form_values(None) | {ids.START: "s3://b/train.csv", control: value})
    assert refusal.value.field == control
    assert catalog.asked == []


def test_run_without_a_start_returns_advice(catalog):
    with pytest.raises(InvalidArn, match="Paste an ARN or S3 URI"):
        parse_form(catalog, build_form_values(None) | {ids.START: "  "})


def test_unreadable_details_are_reported_and_the_others_shown():
    catalog = FakeCatalog(
        {DATA: Entity(DATA, LineageType.ARTIFACT, name="train")}, refused=frozenset({"tags"})
    )
    shown = load_entity_facts(catalog, DATA)
    assert shown.name.title == "train"
    assert shown.tags is None
    assert shown.gaps == ("Its tags could not be read. tags is refused.",)


def test_one_cause_is_told_once_with_all_parts_that_it_concerns():
    class Expired(FakeCatalog):
        def _ask(self, operation):
            raise SourceError("The credentials have expired.", operation=operation)

    shown = load_entity_facts(Expired(), DATA)
    assert shown.gaps == (
        "Its description, its tags and what is around it could not be read. The credentials have expired.",
    )
    assert set(shown.unread.values()) == {"it could not be read"}


def test_undescribable_entity_still_shows_its_neighbors_and_arn():
    shown = load_entity_facts(FakeCatalog(), JOB)
    assert shown.name.title == "train"
    assert shown.neighbors is not None
    assert JOB in visible_text(
        details_panel(shown, DetailsLinks(lambda arn: f"/?start={arn}", lambda slug: f"/?question={slug}"))
    )


def test_home_screen_counts_entities_and_offers_starts():
    page = visible_text(welcome_panel(load_home(FakeCatalog(hits=(DATA_HIT,)))))
    assert f'"href": "./?start={DATA}"' in page
    assert '"href": "./?view=browse&kind=data"' in page


def test_home_screen_is_shown_when_listing_is_denied():
    catalog = FakeCatalog(hits=(DATA_HIT,), refused=frozenset({"overview"}))
    page = visible_text(welcome_panel(load_home(catalog)))
    assert "overview is refused." in page
    assert "These could not be read." in page


def test_source_error_reaches_the_error_handler(catalog):
    source = FakeSource(build_graph(), error=Throttled("Rate exceeded.", operation="QueryLineage"))
    with pytest.raises(Throttled):
        load_screen(build_services(source, catalog), search=format_address(Address(QUERY)))

"""Lineage as JSON: what the page shows, complete or saying what it lacks."""

from __future__ import annotations

import pytest

from lineage_explorer.errors import EntityNotFound, InvalidQuery, NothingFound
from lineage_explorer.explore.pipeline import build_view
from lineage_explorer.explore.view_request import ReadMode, ViewRequest
from lineage_explorer.query.address import parse_address
from lineage_explorer.views.table_rows import build_rows
from tests.lineage_explorer.api.conftest import run_operation

PRODUCTION = "endpoint/customer-churn-production"


def test_lineage_has_the_rows_of_the_pages_table_and_its_associations(get_body, demo_scope):
    body = get_body("lineage", start=PRODUCTION, view="table")
    address = parse_address(f"start={body.start}&view=table")
    view = build_view(
        demo_scope.plain, ViewRequest(address, ReadMode.CONTINUE, naming_seconds=10, has_groups=False)
    )
    rows = build_rows(
        view.visible.filtered.graph,
        view.loaded.entities,
        undescribed=view.loaded.undescribed,
        wholly_described=view.loaded.wholly_described,
    )
    assert [(each.arn, each.title, each.subtitle, each.distance) for each in body.vertices] == [
        (row.arn, row.name, row.subtitle, row.distance) for row in rows
    ]
    assert {(each.source, each.destination, each.association_type) for each in body.edges} == {
        (*edge.ends, edge.type) for edge in view.graph.associations
    }
    assert (body.complete, body.gaps, body.next) == (True, (), None)
    assert body.vertices[0].role == "start"
    assert body.headline.startswith("Serves customer-churn v8")


def test_hidden_kinds_are_left_out_and_bridged(get_body):
    whole, hidden = get_body("lineage", start=PRODUCTION), get_body("lineage", start=PRODUCTION, hide="job")
    left_out = {each.arn for each in whole.vertices} - {each.arn for each in hidden.vertices}
    assert {each.lineage_type for each in whole.vertices if each.arn in left_out} == {"TrialComponent"}
    assert any(edge.is_bridge for edge in hidden.edges)
    assert {arn for edge in hidden.edges for arn in (edge.source, edge.destination)}.isdisjoint(left_out)


def test_less_depth_is_said_to_leave_something_out(get_body):
    body = get_body("lineage", start=PRODUCTION, depth=2)
    assert not body.complete
    assert "may continue" in body.gaps[0]


def test_pages_hold_each_entity_and_each_association_once(get_body):
    whole = get_body("lineage", start=PRODUCTION)
    pages, values = [], {}
    while not pages or pages[-1].next:
        pages.append(get_body("lineage", start=PRODUCTION, limit=7, **values))
        values = {"cursor": pages[-1].next}
    assert [vertex for page in pages for vertex in page.vertices] == list(whole.vertices)
    edges = [edge for page in pages for edge in page.edges]
    assert len(edges) == len(set(edges)) == whole.edge_count
    assert set(edges) == set(whole.edges)
    seen = set()
    for page in pages:
        seen |= {vertex.arn for vertex in page.vertices}
        assert all({edge.source, edge.destination} <= seen for edge in page.edges)


def test_cursor_of_another_list_is_refused(get_body):
    cursor = get_body("lineage", start=PRODUCTION, limit=7).next
    with pytest.raises(InvalidQuery, match="has changed"):
        get_body("lineage", start=PRODUCTION, depth=1, limit=7, cursor=cursor)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"start": PRODUCTION, "depth": 11}, "11"),
        ({"start": PRODUCTION, "dept": 1}, "dept"),
        ({"start": PRODUCTION, "depth": ""}, "depth"),
        ({"start": PRODUCTION, "limit": 0}, "0"),
        ({"start": PRODUCTION, "limit": [1, 2]}, "2 times"),
        ({"start": PRODUCTION, "cursor": "here"}, "here"),
        ({"start": "train.csv"}, "10 entities"),
        ({}, "start"),
    ],
)
def test_wrong_parameters_are_named(get_body, values, named):
    with pytest.raises(InvalidQuery, match=named):
        get_body("lineage", **values)


def test_unknown_starts_are_told_apart_from_wrong_ones(get_body):
    with pytest.raises(NothingFound):
        get_body("lineage", start="nothing of this name")
    with pytest.raises(EntityNotFound):
        get_body("lineage", start=f"arn:aws:sagemaker:us-west-2:000000000000:artifact/{'0' * 32}")


def test_denied_descriptions_are_gaps_and_named_at_each_entity(build_demo_scope):
    scope = build_demo_scope("DescribeAction", "ListActions")
    body = run_operation(scope, "lineage", start=PRODUCTION)
    assert not body.complete
    assert any("DescribeAction" in gap for gap in body.gaps)
    actions = [each for each in body.vertices if each.lineage_type == "Action"]
    assert actions
    assert all("DescribeAction" in (each.unread or "") for each in actions)

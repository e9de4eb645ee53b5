"""A fact that is missing says why, on cards, in rows and in the panel."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lineage_explorer.graph.model import Entity, LineageType, Vertex
from lineage_explorer.layout import compute_layout
from lineage_explorer.views.cards import build_cards
from lineage_explorer.views.elements import build_grouped_elements
from lineage_explorer.views.entity_details import build_sections
from lineage_explorer.views.grouping import leave_ungrouped
from lineage_explorer.views.table_rows import build_rows
from tests.support.graph_builders import MODEL, VERTICES, build_graph

GRAPH = build_graph(
    vertices=[
        *(v for v in VERTICES.values() if v.arn != MODEL),
        Vertex(MODEL, LineageType.ACTION, "Approval"),
    ]
)


def build_approval(decision="", created_by=None):
    """Return an approval of the status that SageMaker gives to all of them."""
    properties = {"ModelApprovalStatus": decision} if decision else {}
    return Entity(
        MODEL,
        LineageType.ACTION,
        type="Approval",
        status="Completed",
        properties=properties,
        created_by=created_by,
    )


@pytest.mark.parametrize(
    ("approval", "undescribed", "told"),
    [
        (build_approval("Approved", "ada"), (), ("Approved", "ada")),
        (build_approval("Approved"), (), ("Approved", "not on record")),
        (build_approval("PendingManualApproval"), (), ("PendingManualApproval", "")),
        (build_approval("Approved"), (MODEL,), ("Approved", "not readable")),
        (build_approval(), (MODEL,), ("not readable", "not readable")),
    ],
)
def test_card_and_row_of_an_approval_tell_the_decision_and_who_made_it(approval, undescribed, told):
    shown, entities = leave_ungrouped(GRAPH), {MODEL: approval}
    card_set = replace(build_cards(shown, entities), undescribed=frozenset(undescribed))
    drawn = build_grouped_elements(shown, entities, compute_layout(GRAPH), card_set=card_set)
    card = next(node["data"] for node in drawn["nodes"] if node["data"]["id"] == MODEL)
    row = next(
        row for row in build_rows(GRAPH, {MODEL: approval}, undescribed=undescribed) if row.arn == MODEL
    )
    assert (card["status"], card["author"]) == (row.status, row.created_by) == told


def test_row_of_an_entity_from_a_list_does_not_claim_that_nobody_created_it():
    row = next(
        row
        for row in build_rows(GRAPH, {MODEL: build_approval("Approved")}, wholly_described=())
        if row.arn == MODEL
    )
    assert row.created_by == "not read"


def test_row_of_an_entity_that_could_not_be_described_has_no_empty_cell():
    row = next(row for row in build_rows(GRAPH, {}, undescribed=(MODEL,)) if row.arn == MODEL)
    assert (row.created, row.status, row.created_by) == ("not readable",) * 3


@pytest.mark.parametrize(
    ("approval", "unread", "facts"),
    [
        (build_approval("Approved", "ada"), "", {"Decision": "Approved", "Decided by": "ada"}),
        (build_approval("Rejected"), "", {"Decision": "Rejected", "Decided by": "not on record"}),
        (
            build_approval("PendingManualApproval", "robot"),
            "",
            {"Decision": "PendingManualApproval", "Submitted by": "robot"},
        ),
        (
            build_approval("Approved"),
            "access denied to DescribeAction",
            {"Decision": "Approved", "Decided by": "not readable: access denied to DescribeAction"},
        ),
    ],
)
def test_facts_of_an_approval_begin_with_its_decision_and_never_say_completed(approval, unread, facts):
    shown = build_sections(approval, unread=unread)[0].facts
    assert {fact.title: fact.value for fact in shown[:2]} == facts
    assert "Completed" not in {fact.value for fact in shown}

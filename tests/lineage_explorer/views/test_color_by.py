"""The meaning of colors in each color mode."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lineage_explorer.graph.model import Arn, Association, Entity, LineageType, Vertex
from lineage_explorer.layout import compute_layout
from lineage_explorer.query.view_options import ColorMode
from lineage_explorer.views.color_by import compute_shades
from lineage_explorer.views.decorators import color_nodes
from lineage_explorer.views.elements import build_grouped_elements
from lineage_explorer.views.grouping import build_grouped_graph
from lineage_explorer.views.legend_entries import list_legend_kinds
from tests.support.graph_builders import DATA, ENDPOINT, JOB, LINE, MODEL, NOON, VERTICES, arn, build_graph

EARLIER = arn(LineageType.ACTION, "churn-7-pendingmanualapproval")
LATER = arn(LineageType.ACTION, "churn-7-approved")


def approval(action: Arn, decision: str, *, days: int) -> Entity:
    return Entity(
        action,
        LineageType.ACTION,
        type="Approval",
        status="Completed",
        created=NOON + timedelta(days=days),
        properties={"ModelApprovalStatus": decision},
    )


def titles(picture, entities, lens) -> dict[Arn, str]:
    return {arn: shade.title for arn, shade in compute_shades(picture, entities, lens).items()}


@pytest.mark.parametrize("lens", ColorMode)
def test_every_vertex_has_a_color_in_every_mode_even_undescribed(lens):
    assert compute_shades(build_graph(), {}, lens).keys() == VERTICES.keys()


def test_type_mode_uses_the_colors_of_the_cards():
    found = compute_shades(build_graph(), {}, ColorMode.TYPE)
    assert [shade.color for shade in (found[DATA], found[JOB], found[MODEL], found[ENDPOINT])] == [
        "data",
        "job",
        "model",
        "endpoint",
    ]


def test_account_mode_lists_the_own_account_first_in_distinct_colors():
    foreign = arn(LineageType.ARTIFACT, "twin", account="111111111111")
    picture = build_graph(
        vertices=[*VERTICES.values(), Vertex(foreign, LineageType.ARTIFACT, "DataSet")],
        associations=[*LINE, Association(foreign, DATA, "SameAs")],
    )
    listed = [
        (kind.title, len(kind.members))
        for kind in list_legend_kinds(compute_shades(picture, {}, ColorMode.ACCOUNT))
    ]
    assert listed == [("Account 000000000000", 4), ("Account 111111111111", 1)]
    assert len({shade.color for shade in compute_shades(picture, {}, ColorMode.ACCOUNT).values()}) == 2


@pytest.mark.parametrize(
    ("days", "title"),
    [
        (0, "Last 7 days"),
        (7, "Last 7 days"),
        (8, "Last 30 days"),
        (90, "Last 90 days"),
        (365, "Last 12 months"),
        (366, "Older"),
    ],
)
def test_age_is_relative_to_the_time_of_reading(days, title):
    entity = Entity(DATA, LineageType.ARTIFACT, created=NOON - timedelta(days=days))
    assert titles(build_graph(), {DATA: entity}, ColorMode.AGE)[DATA] == title


def test_undescribed_vertices_have_no_age():
    assert titles(build_graph(), {}, ColorMode.AGE)[DATA] == "Date not known"


@pytest.mark.parametrize(
    ("status", "title"),
    [
        ("Completed", "Completed or in service"),
        ("InService", "Completed or in service"),
        ("InProgress", "In progress"),
        ("Failed", "Failed or stopped"),
        ("Stopped", "Failed or stopped"),
        ("our own word", "No status"),
        (None, "No status"),
    ],
)
def test_equivalent_statuses_share_a_color(status, title):
    entity = Entity(JOB, LineageType.TRIAL_COMPONENT, status=status)
    assert titles(build_graph(), {JOB: entity}, ColorMode.STATUS)[JOB] == title


def test_last_approval_colors_its_package_and_each_approval_its_own_status():
    picture = build_graph(
        vertices=[
            *VERTICES.values(),
            Vertex(EARLIER, LineageType.ACTION, "Approval"),
            Vertex(LATER, LineageType.ACTION, "Approval"),
        ],
        associations=[*LINE, *(Association(one, MODEL, "ContributedTo") for one in (LATER, EARLIER))],
    )
    decided = {
        EARLIER: approval(EARLIER, "PendingManualApproval", days=0),
        LATER: approval(LATER, "Approved", days=2),
    }
    found = titles(picture, decided, ColorMode.APPROVAL)
    assert found[MODEL] == found[LATER] == "Approved"
    assert found[EARLIER] == "Pending"
    assert found[DATA] == "Not subject to approval"


def test_approval_known_from_a_list_takes_its_status_from_its_name():
    listed = Entity(
        LATER, LineageType.ACTION, name="churn-7-Rejected-1793801400-aws-model-group", type="Approval"
    )
    picture = build_graph(
        vertices=[*VERTICES.values(), Vertex(LATER, LineageType.ACTION, "Approval")],
        associations=[*LINE, Association(LATER, MODEL, "ContributedTo")],
    )
    assert titles(picture, {LATER: listed}, ColorMode.APPROVAL)[MODEL] == "Rejected"


def test_cards_are_colored_separately_and_a_mixed_group_is_neutral():
    jobs = [arn(LineageType.TRIAL_COMPONENT, f"job-{number}") for number in range(6)]
    picture = build_graph(
        vertices=[
            *VERTICES.values(),
            *(Vertex(job, LineageType.TRIAL_COMPONENT, "TrainingJob") for job in jobs),
        ],
        associations=[*LINE, *(Association(DATA, job, "ContributedTo") for job in jobs)],
    )
    statuses = {job: Entity(job, LineageType.TRIAL_COMPONENT, status="Completed") for job in jobs}
    statuses[jobs[0]] = Entity(jobs[0], LineageType.TRIAL_COMPONENT, status="Failed")
    shown = build_grouped_graph(picture)
    assert [group.members for group in shown.closed_groups.values()] == [tuple(jobs)]
    drawn = build_grouped_elements(shown, statuses, compute_layout(shown.graph))
    mixed = color_nodes(drawn, shown, compute_shades(picture, statuses, ColorMode.STATUS))
    colors = {node["data"]["id"]: node["data"]["family"] for node in mixed["nodes"]}
    group = next(iter(shown.closed_groups.values())).id
    assert (colors[group], colors[DATA]) == ("other", "other")
    assert all(
        node["data"]["family"] in node["classes"].split() and "job" not in node["classes"].split()
        for node in mixed["nodes"]
    )


def test_approval_that_could_not_be_read_is_no_missing_decision():
    approval = arn(LineageType.ACTION, "v1")
    graph = build_graph(
        vertices=[*VERTICES.values(), Vertex(approval, LineageType.ACTION, "Approval")],
        associations=[*LINE, Association(approval, MODEL, "AssociatedWith")],
    )
    shades = compute_shades(graph, {}, ColorMode.APPROVAL)
    assert {shades[approval].title, shades[MODEL].title} == {"Decision not known"}
    assert shades[DATA].title == "Not subject to approval"

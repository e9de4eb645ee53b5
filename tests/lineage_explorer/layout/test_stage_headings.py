"""Headings name a column's stage only where it holds for the column."""

from __future__ import annotations

from lineage_explorer.layout import compute_layout
from tests.support.layout_graphs import build_chain, column, reference_graph, sketch


def titles(placement):
    return [lane.title for lane in placement.headings]


def test_upstream_of_an_endpoint_every_column_has_its_heading():
    assert titles(compute_layout(reference_graph("ep", upstream_only=True))) == [
        "Data & images",
        "Process",
        "Data & images",
        "Train",
        "Model & approval",
        "Register",
        "Deploy",
        "Serve",
    ]


def test_a_column_of_three_stages_has_none():
    placement = compute_layout(reference_graph("ep", upstream_only=False))
    assert titles(placement) == ["Data & images", "Process", "Data & images", "Train", "Serve"]


def test_heading_is_centered_over_its_column():
    placement = compute_layout(sketch("raw>fit fit>m", fit="TrainingJob", m="Model"))
    expected = [
        column(placement, "raw"),
        column(placement, "fit", "TrainingJob"),
        column(placement, "m", "Model"),
    ]
    assert [lane.x for lane in placement.headings] == expected


def test_model_derived_from_a_model_is_headed_as_registered():
    assert titles(compute_layout(sketch("data>package", data="Model", package="Model"))) == [
        "Model",
        "Register",
    ]


def test_model_in_a_group_is_headed_as_registered():
    placement = compute_layout(sketch("package>group", package="Model", group="ModelGroup"))
    assert titles(placement) == ["Register", "Register"]


def test_few_vertices_of_other_stages_keep_the_heading():
    jobs = " ".join(f"raw>fit{number}" for number in range(9))
    types = {f"fit{number}": "TrainingJob" for number in range(9)}
    placement = compute_layout(sketch(f"{jobs} raw>other", other="ProcessingJob", **types))
    assert titles(placement) == ["Data", "Train"]


def test_components_below_the_first_row_have_no_heading():
    placement = compute_layout(sketch("a>b b>c c>d x>y y>z", b="TrainingJob"))
    assert len(placement.headings) == 4


def test_rows_of_a_wrapped_picture_and_grids_have_no_headings():
    assert compute_layout(build_chain(60)).headings == ()
    assert compute_layout(sketch("a b c d")).headings == ()

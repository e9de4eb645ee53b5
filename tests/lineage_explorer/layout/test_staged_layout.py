"""Layouts in stages: columns named once, cards that hang, nothing that overlaps."""

from __future__ import annotations

import random
from itertools import combinations, pairwise
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_explorer.graph.model import Association, LineageType, Vertex
from lineage_explorer.layout.staged.layout import build_staged_graph, lay_out_in_stages
from tests.support.graph_builders import arn, build_graph

HEIGHT = 46.0
KINDS = [
    (LineageType.ARTIFACT, "DataSet"),
    (LineageType.ARTIFACT, "Image"),
    (LineageType.ARTIFACT, "Model"),
    (LineageType.ARTIFACT, None),
    (LineageType.TRIAL_COMPONENT, "ProcessingJob"),
    (LineageType.TRIAL_COMPONENT, "TrainingJob"),
    (LineageType.TRIAL_COMPONENT, "TransformJob"),
    (LineageType.TRIAL_COMPONENT, None),
    (LineageType.ACTION, "Approval"),
    (LineageType.ACTION, "ModelDeployment"),
    (LineageType.CONTEXT, "Endpoint"),
    (LineageType.CONTEXT, "ModelGroup"),
    (LineageType.CONTEXT, "FeatureGroupPipeline"),
    (LineageType.CONTEXT, "Whatever"),
]
ASSOCIATIONS = ["ContributedTo", "Produced", "DerivedFrom", "AssociatedWith", "SameAs", None]


@st.composite
def graphs(draw, max_vertices=24):
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=max_vertices))
    vertices = [Vertex(arn(kind, f"v{index:02d}"), kind, type_) for index, (kind, type_) in enumerate(kinds)]
    numbers = st.integers(0, len(vertices) - 1)
    ends = draw(st.lists(st.tuples(numbers, numbers), max_size=2 * max_vertices, unique=True))
    types = draw(st.lists(st.sampled_from(ASSOCIATIONS), min_size=len(ends), max_size=len(ends)))
    associations = [
        Association(vertices[tail].arn, vertices[head].arn, type_)
        for (tail, head), type_ in zip(ends, types, strict=True)
    ]
    return build_graph(vertices[0].arn, vertices, associations)


def lay_out(graph, widths=None, previous=None):
    return lay_out_in_stages(build_staged_graph(graph, HEIGHT), widths or {}, 1.6, previous)


@given(graphs(), graphs())
def test_graph_in_stages_can_be_laid_out_again_and_again(graph, former):
    previous = lay_out(former)
    staged = build_staged_graph(graph, HEIGHT)
    for each in (None, previous, None, previous):
        assert lay_out_in_stages(staged, {}, 1.6, each) == lay_out(graph, previous=each)


def list_overlaps(layout):
    return [
        (one, other)
        for one, other in combinations(layout.points, 2)
        if abs(layout.points[one].y - layout.points[other].y) < HEIGHT
        and abs(layout.points[one].x - layout.points[other].x)
        < (layout.widths[one] + layout.widths[other]) / 2
    ]


@given(graphs())
def test_no_two_cards_overlap(graph):
    assert list_overlaps(lay_out(graph)) == []


@given(graphs())
def test_every_edge_leads_right_hangs_or_is_drawn_as_a_way_back(graph):
    layout = lay_out(graph)
    for edge in graph.associations:
        source, target = layout.points[edge.source], layout.points[edge.destination]
        leads_right = (
            source.x + layout.widths[edge.source] / 2 < target.x - layout.widths[edge.destination] / 2
        )
        assert (
            edge.source == edge.destination
            or edge.ends in layout.connectors
            or leads_right
            or edge.ends in layout.bends
            or source.y == target.y
        )


@given(graphs(), st.randoms(use_true_random=False))
def test_equal_graphs_have_equal_layouts(graph, shuffler: random.Random):
    vertices, associations = list(graph.vertices.values()), list(graph.associations)
    shuffler.shuffle(vertices)
    shuffler.shuffle(associations)
    shuffled = build_graph(graph.start, vertices, associations)
    assert lay_out(shuffled).points == lay_out(graph).points


@given(graphs())
def test_stages_are_named_once_and_in_order(graph):
    headings = lay_out(graph).headings
    assert len({heading.title for heading in headings}) == len(headings) <= 7
    assert all(one.right < other.left for one, other in pairwise(headings))
    assert sorted(arn for heading in headings for arn in heading.members) == sorted(graph.vertices)


@given(graphs())
def test_no_column_is_left_for_more_height(graph):
    layout = lay_out(graph)
    columns: dict[float, list[float]] = {}
    for vertex, point in layout.points.items():
        heading = next(heading for heading in layout.headings if vertex in heading.members)
        columns.setdefault(heading.x, []).append(point.y)
    top = min(point.y for point in layout.points.values())
    bottom = max(point.y for point in layout.points.values())
    assert bottom - top <= layout.height


@given(graphs(), st.data())
def test_step_to_another_graph_leaves_no_cards_one_over_the_other(graph, data):
    before = lay_out(graph)
    left_out = data.draw(st.sets(st.sampled_from(sorted(graph.vertices)), max_size=3)) - {graph.start}
    after = lay_out(leave_out(graph, left_out), previous=before)
    assert list_overlaps(after) == []
    assert list_overlaps(lay_out(graph, previous=after)) == []


def leave_out(graph, arns):
    """Return a graph without some of its vertices."""
    kept = [vertex for arn, vertex in graph.vertices.items() if arn not in arns]
    associations = [edge for edge in graph.associations if arns.isdisjoint(edge.ends)]
    return build_graph(graph.start, kept, associations)


@pytest.mark.parametrize("run", range(4))
def test_what_stays_where_a_run_leaves_or_comes_does_not_move(run):
    graph = build_runs(4)
    part = leave_out(graph, {arn for arn in graph.vertices if arn.endswith(f"-{run}")})
    for first, second in ((graph, part), (part, graph)):
        before = lay_out(first)
        after = lay_out(second, previous=before)
        common = before.points.keys() & after.points.keys()
        assert median(abs(after.points[arn].x - before.points[arn].x) for arn in common) == 0
        assert median(abs(after.points[arn].y - before.points[arn].y) for arn in common) == 0


def test_job_that_comes_hangs_where_it_moves_nothing():
    """Below the last model of a column; above the first one."""
    graph = build_runs(3)
    widths = dict.fromkeys(graph.vertices, 180.0)
    jobs = [arn(LineageType.TRIAL_COMPONENT, f"train-{number}") for number in range(3)]
    before = lay_out(leave_out(graph, set(jobs)), widths)
    for job, side in ((jobs[0], -1), (jobs[-1], 1)):
        model = arn(LineageType.ARTIFACT, f"model-{job[-1]}")
        part = leave_out(graph, set(jobs) - {job})
        after = lay_out(part, widths, before)
        assert list_overlaps(after) == []
        assert after.points[job].y - after.points[model].y == side * (HEIGHT + 6)
        assert [key for key in before.points if abs(after.points[key].y - before.points[key].y) > 1] == []
        assert lay_out(part, widths, after).points == after.points


def build_runs(count):
    """Return several runs of one pipeline that share raw data and an image."""
    job, artifact = LineageType.TRIAL_COMPONENT, LineageType.ARTIFACT
    raw, image = (
        Vertex(arn(artifact, "raw"), artifact, "DataSet"),
        Vertex(arn(artifact, "image"), artifact, "Image"),
    )
    vertices, associations = [raw, image], []
    for number in range(count):
        clean = Vertex(arn(job, f"clean-{number}"), job, "ProcessingJob")
        table = Vertex(arn(artifact, f"table-{number}"), artifact, "DataSet")
        train = Vertex(arn(job, f"train-{number}"), job, "TrainingJob")
        model = Vertex(arn(artifact, f"model-{number}"), artifact, "Model")
        vertices += [clean, table, train, model]
        pairs = [(raw, clean), (image, train), (clean, table), (table, train), (train, model)]
        associations += [Association(tail.arn, head.arn, "ContributedTo") for tail, head in pairs]
    return build_graph(raw.arn, vertices, associations)


def build_pipeline():
    """Return one run: data and a script to an approved, deployed model."""
    artifact, action, context = LineageType.ARTIFACT, LineageType.ACTION, LineageType.CONTEXT
    job = LineageType.TRIAL_COMPONENT
    types = {
        "raw": (artifact, "DataSet"),
        "clean": (job, "ProcessingJob"),
        "table": (artifact, "DataSet"),
        "train": (job, "TrainingJob"),
        "model": (artifact, "Model"),
        "package": (artifact, "Model"),
        "approval": (action, "Approval"),
        "deployment": (action, "ModelDeployment"),
        "endpoint": (context, "Endpoint"),
    }
    vertices = {name: Vertex(arn(kind, name), kind, type_) for name, (kind, type_) in types.items()}
    pairs = [
        ("raw", "clean"), ("clean", "table"), ("table", "train"), ("train", "model"), ("model", "package"),
        ("approval", "package"), ("package", "deployment"), ("deployment", "endpoint"),
    ]  # fmt: skip
    associations = [
        Association(vertices[tail].arn, vertices[head].arn, "ContributedTo") for tail, head in pairs
    ]
    return {name: vertex.arn for name, vertex in vertices.items()}, build_graph(
        vertices["endpoint"].arn, vertices.values(), associations
    )


def test_pipeline_has_its_stages():
    _, graph = build_pipeline()
    titles = [heading.title for heading in lay_out(graph).headings]
    assert titles == ["Sources", "Prepare", "Train", "Register and approve", "Deploy and serve"]


@pytest.mark.parametrize(
    ("hung", "holder"),
    [("table", "clean"), ("model", "train"), ("approval", "package"), ("deployment", "endpoint")],
)
def test_card_hangs_under_what_it_belongs_to(hung, holder):
    names, graph = build_pipeline()
    layout = lay_out(graph)
    card, above = layout.points[names[hung]], layout.points[names[holder]]
    assert card.y - above.y == HEIGHT + 6
    assert abs(card.x - above.x) <= 10


def test_way_back_of_a_cycle_leads_left():
    names, graph = build_pipeline()
    cycle = Association(names["endpoint"], names["clean"], "ContributedTo")
    looped = build_graph(graph.start, graph.vertices.values(), [*graph.associations, cycle])
    layout = lay_out(looped)
    assert list_overlaps(layout) == []
    assert layout.points[names["endpoint"]].x != layout.points[names["clean"]].x


def test_card_is_as_wide_as_its_words_within_limits():
    names, graph = build_pipeline()
    layout = lay_out(graph, {names["raw"]: 150.0, names["package"]: 999.0, names["train"]: 10.0})
    assert layout.widths[names["raw"]] == 150
    assert layout.widths[names["package"]] == 236
    assert layout.widths[names["train"]] == 112


def test_chain_of_sixty_data_sets_has_a_column_for_each():
    vertices = [
        Vertex(arn(LineageType.ARTIFACT, f"d{n:02d}"), LineageType.ARTIFACT, "DataSet") for n in range(60)
    ]
    associations = [Association(one.arn, other.arn, "DerivedFrom") for one, other in pairwise(vertices)]
    layout = lay_out(build_graph(vertices[0].arn, vertices, associations))
    xs = [layout.points[vertex.arn].x for vertex in vertices]
    assert xs == sorted(set(xs))

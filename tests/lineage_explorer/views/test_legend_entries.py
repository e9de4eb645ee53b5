"""Hiding by the words of the address, and the legend's entries."""

from __future__ import annotations

import pytest

from lineage_explorer.graph.model import Entity, LineageType, Vertex
from lineage_explorer.query.view_options import ColorMode
from lineage_explorer.views.color_by import compute_shades
from lineage_explorer.views.hiding import hide_vertices
from lineage_explorer.views.legend_entries import build_legend_entries, find_kinds, find_unknown_words
from tests.support.graph_builders import DATA, ENDPOINT, JOB, MODEL, VERTICES, arn, build_graph

FAILED = {JOB: Entity(JOB, LineageType.TRIAL_COMPONENT, status="Failed")}
OWN = arn(LineageType.ARTIFACT, "own")
IMAGE = arn(LineageType.ARTIFACT, "image")
MORE = build_graph(
    vertices=[
        *VERTICES.values(),
        Vertex(OWN, LineageType.ARTIFACT, "MLWorkflow"),
        Vertex(IMAGE, LineageType.ARTIFACT, "Image"),
    ]
)


def legend_rows(words, lens=ColorMode.TYPE, entities=FAILED):
    """Return the legend of a partly hidden graph as tuples."""
    hidden = find_kinds(MORE, entities, words)
    rest = hide_vertices(MORE, {arn for kind in hidden for arn in kind.members})
    found = build_legend_entries(MORE, compute_shades(MORE, entities, lens), hidden, rest.graph.vertices)
    return [(entry.kind.title, entry.is_hidden, entry.visible_count, entry.hiding_words) for entry in found]


@pytest.mark.parametrize(
    ("word", "title", "members"),
    [
        ("job", "Job", {JOB}),
        ("TrainingJob", "Training job", {JOB}),
        ("TrialComponent", "Trial component", {JOB}),
        ("Artifact", "Artifact", {DATA, MODEL, OWN, IMAGE}),
        ("MLWorkflow", "MLWorkflow", {OWN}),
        ("endpoint", "Endpoint", {ENDPOINT}),
        ("status:Failed", "Failed or stopped", {JOB}),
        ("approval:none", "Not subject to approval", set(MORE.vertices)),
        ("account:000000000000", "Account 000000000000", set(MORE.vertices)),
    ],
)
def test_kinds_are_named_as_in_the_legend_or_the_api(word, title, members):
    (kind,) = find_kinds(MORE, FAILED, [word])
    assert (kind.word, kind.title, kind.members) == (word, title, members)


def test_kind_names_are_case_sensitive_and_unknown_ones_are_reported():
    words = ["Job", "trainingjob", "status:failed", "status:Completed", "Checkpoint", "account:111122223333"]
    found = find_kinds(MORE, FAILED, words)
    assert found == ()
    assert find_unknown_words(words, found) == ("Job", "trainingjob", "status:failed")


def test_every_color_has_a_word_that_hides_its_vertices_alone():
    for lens in ColorMode:
        for vertex, shade in compute_shades(MORE, FAILED, lens).items():
            (kind,) = find_kinds(MORE, FAILED, [shade.word])
            assert vertex in kind.members
            assert (kind.title, kind.color) == (shade.title, shade.color)


def test_hidden_kinds_stay_in_the_legend():
    assert legend_rows(["job"]) == [
        ("Data", False, 1, ()),
        ("Image", False, 1, ()),
        ("Job", True, 0, ("job",)),
        ("Model", False, 1, ()),
        ("Endpoint", False, 1, ()),
        ("Other", False, 1, ()),
    ]


def test_entry_is_hidden_when_other_words_hide_all_its_vertices():
    assert legend_rows(["Image"])[1] == ("Image", True, 0, ("Image",))
    assert len(legend_rows(["Image"])) == 6


def test_partly_hidden_entry_counts_visible_vertices_and_lists_the_rest_separately():
    assert legend_rows(["TrialComponent", "MLWorkflow"], ColorMode.STATUS) == [
        ("Failed or stopped", True, 0, ("TrialComponent",)),
        ("Status not known", False, 4, ("MLWorkflow",)),
        ("MLWorkflow", True, 0, ("MLWorkflow",)),
    ]


def test_focus_stays_visible_whatever_is_hidden():
    assert legend_rows(["endpoint"])[4] == ("Endpoint", True, 1, ("endpoint",))
    assert legend_rows(["Context"])[4] == ("Endpoint", False, 1, ("Context",))


def list_counts(graph, words=()):
    """Return the counts of a legend by type, and which entries only bring kinds back."""
    hidden = find_kinds(graph, {}, words)
    rest = hide_vertices(graph, {arn for kind in hidden for arn in kind.members})
    found = build_legend_entries(
        graph, compute_shades(graph, {}, ColorMode.TYPE), hidden, rest.graph.vertices
    )
    return [
        ([(one.title, one.visible, one.total) for one in entry.counts], entry.is_extra) for entry in found
    ]


GROUP = arn(LineageType.CONTEXT, "churn")
GROUPED = build_graph(vertices=[*VERTICES.values(), Vertex(GROUP, LineageType.CONTEXT, "ModelGroup")])


def test_group_is_not_counted_as_a_model():
    assert ([("Model", 1, 1), ("Model group", 1, 1)], False) in list_counts(GROUPED)


def test_title_of_no_type_counts_all_its_types_together():
    board = Vertex(arn(LineageType.ARTIFACT, "board"), LineageType.ARTIFACT, "TensorBoard")
    assert ([("Data", 2, 2)], False) in list_counts(build_graph(vertices=[*VERTICES.values(), board]))


def test_hidden_type_is_counted_once_and_offered_again():
    counts = list_counts(GROUPED, ["Model"])
    assert ([("Model", 0, 1), ("Model group", 1, 1)], False) in counts
    assert counts[-1] == ([("Model", 0, 1)], True)

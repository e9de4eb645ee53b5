"""Which vertices a word of the address hides, and what the legend says of it."""

from __future__ import annotations

import pytest

from lineage_explorer.graph.model import Entity, LineageType, Vertex
from lineage_explorer.query.view_options import ColorMode
from lineage_explorer.views.color_by import compute_shades
from lineage_explorer.views.hiding import hide_vertices
from lineage_explorer.views.legend_entries import build_legend_entries, find_kinds, find_unknown_words
from tests.support.graph_builders import DATA, ENDPOINT, JOB, MODEL, VERTICES, arn, graph

FAILED = {JOB: Entity(JOB, LineageType.TRIAL_COMPONENT, status="Failed")}
OWN = arn(LineageType.ARTIFACT, "own")
IMAGE = arn(LineageType.ARTIFACT, "image")
MORE = graph(
    vertices=[
        *VERTICES.values(),
        Vertex(OWN, LineageType.ARTIFACT, "MLWorkflow"),
        Vertex(IMAGE, LineageType.ARTIFACT, "Image"),
    ]
)


def listed(words, lens=ColorMode.TYPE, entities=FAILED):
    """The legend of an answer of which some is hidden: title, whether hidden, drawn, words."""
    hidden = find_kinds(MORE, entities, words)
    rest = hide_vertices(MORE, {arn for kind in hidden for arn in kind.members})
    found = build_legend_entries(
        compute_shades(MORE, entities, lens), hidden, rest.graph.vertices, MORE.start
    )
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
        ("approval:none", "Nobody was asked", set(MORE.vertices)),
        ("account:000000000000", "Account 000000000000", set(MORE.vertices)),
    ],
)
def test_a_word_is_the_legends_or_the_apis_own(word, title, members):
    (kind,) = find_kinds(MORE, FAILED, [word])
    assert (kind.word, kind.title, kind.members) == (word, title, members)


def test_words_are_spelled_exactly_and_those_that_mean_nothing_are_named():
    words = ["Job", "trainingjob", "status:failed", "status:Completed", "Checkpoint", "account:111122223333"]
    found = find_kinds(MORE, FAILED, words)
    assert found == ()
    assert find_unknown_words(words, found) == ("Job", "trainingjob", "status:failed")


def test_every_meaning_of_a_colour_has_a_word_that_hides_just_that():
    for lens in ColorMode:
        for vertex, shade in compute_shades(MORE, FAILED, lens).items():
            (kind,) = find_kinds(MORE, FAILED, [shade.word])
            assert vertex in kind.members
            assert (kind.title, kind.color) == (shade.title, shade.color)


def test_what_is_hidden_stays_in_the_legend_to_be_brought_back():
    assert listed(["job"]) == [
        ("Data", False, 1, ()),
        ("Image", False, 1, ()),
        ("Job", True, 0, ("job",)),
        ("Model", False, 1, ()),
        ("Endpoint", False, 1, ()),
        ("Other", False, 1, ()),
    ]


def test_an_entry_all_of_which_is_hidden_by_another_word_is_hidden():
    assert listed(["Image"])[1] == ("Image", True, 0, ("Image",))
    assert len(listed(["Image"])) == 6


def test_an_entry_of_which_some_is_hidden_counts_what_is_drawn_and_the_rest_is_listed_apart():
    assert listed(["TrialComponent", "MLWorkflow"], ColorMode.STATUS) == [
        ("Failed or stopped", True, 0, ("TrialComponent",)),
        ("No status", False, 4, ("MLWorkflow",)),
        ("MLWorkflow", True, 0, ("MLWorkflow",)),
    ]


def test_the_focus_is_drawn_whatever_is_hidden():
    assert listed(["endpoint"])[4] == ("Endpoint", True, 1, ("endpoint",))
    assert listed(["Context"])[4] == ("Endpoint", False, 1, ("Context",))

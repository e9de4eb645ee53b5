"""Path descriptions, and the highlight of paths in the graph."""

from __future__ import annotations

import pytest

from lineage_explorer.graph.model import Association, Entity, LineageType
from lineage_explorer.graph.paths import find_paths_between
from lineage_explorer.layout import compute_layout
from lineage_explorer.views.decorators import highlight_paths
from lineage_explorer.views.elements import build_grouped_elements
from lineage_explorer.views.grouping import group_siblings, leave_ungrouped
from lineage_explorer.views.path_list import describe_path, describe_paths
from tests.support.graph_builders import DATA, ENDPOINT, JOB, LINE, MODEL, VERTICES, build_graph
from tests.support.layout_graphs import at, build_star, sketch

DIAMOND = "a>b a>c b>d c>d"


def words(answer, one, other, entities=None):
    return describe_paths(find_paths_between(answer, one, other), answer, entities or {})


def path_classes(answer, one, other, *, number=None, shown=None):
    """Return the path classes of cards and lines by id."""
    shown = shown or leave_ungrouped(answer)
    picture = build_grouped_elements(shown, {}, compute_layout(shown.graph, card_width=136, card_height=106))
    found = highlight_paths(picture, shown, find_paths_between(answer, one, other), number=number)
    marks = {"between", "stressed", "aside", "end"}

    def marked(elements):
        return {
            item["data"]["id"].replace(at(""), ""): marks & {*item["classes"].split()} for item in elements
        }

    return marked(found["nodes"]), marked(found["edges"])


def test_single_path_is_described_step_by_step():
    entities = {MODEL: Entity(MODEL, LineageType.ARTIFACT, name="churn")}
    said = words(build_graph(), DATA, ENDPOINT, entities)
    assert said.sentence == "1 path from data set data to endpoint live: 2 steps between."
    assert describe_path(said.listed[0]) == (
        "Data set data contributed to training job train, which produced model churn, "
        "which is associated with endpoint live."
    )
    assert [stop.association_label for stop in said.listed[0]] == [
        "",
        "ContributedTo →",
        "Produced →",
        "AssociatedWith →",
    ]


def test_several_paths_are_counted_with_the_shortest_length():
    said = words(sketch("a>b b>d a>d"), at("a"), at("d"))
    assert said.sentence == "2 paths from data set a to data set d; shortest: direct."
    assert said.heading == ""


def test_truncated_list_says_how_many_of_how_many_it_holds():
    many = " ".join(f"a>m{number} m{number}>z" for number in range(30))
    assert words(sketch(many), at("a"), at("z")).heading == "20 shortest of 30"


@pytest.mark.parametrize(
    ("count", "told_as"), [(29, "536,870,912 paths from"), (30, "More than a billion paths from")]
)
def test_large_path_count_is_rounded(count, told_as):
    text = " ".join(f"v{n}>v{n}x v{n}>v{n}y v{n}x>v{n + 1} v{n}y>v{n + 1}" for n in range(count))
    assert words(sketch(text), at("v0"), at(f"v{count}")).sentence.startswith(told_as)


def test_uncounted_paths_are_described_as_at_least_the_listed_number():
    names = "bcdefghijk"
    tangle = " ".join(f"{one}>{other}" for one in names for other in names if one != other)
    said = words(sketch(f"a>b k>z {tangle}"), at("a"), at("z"))
    assert said.sentence.startswith("At least 20 paths from data set a to data set z; shortest: 2")
    assert said.heading == "20 shortest of many more"


@pytest.mark.parametrize(
    ("text", "sentence", "retelling"),
    [
        (
            "m>a m>b",
            "both came from data set m.",
            "Data set a was made with data set m, which contributed to data set b.",
        ),
        (
            "a>m b>m",
            "both lead to data set m.",
            "Data set a contributed to data set m, which was made with data set b.",
        ),
        (
            "m>a n>b m>k n>k",
            "no third entity leads to both or comes from both.",
            "Data set a was made with data set m, which contributed to data set k, which was made with data set n, which contributed to data set b.",
        ),
    ],
)
def test_undirected_connection_is_described_as_no_path(text, sentence, retelling):
    said = words(sketch(text), at("a"), at("b"))
    assert said.sentence.startswith("Neither data set a nor data set b leads to the other")
    assert sentence in said.sentence
    assert describe_path(said.listed[0]) == retelling


def test_ends_without_a_connection_are_described_as_such():
    said = words(sketch("a>b c>d"), at("a"), at("d"))
    assert said.sentence == "Nothing connects data set a with data set d in this graph."
    assert said.listed == ()


@pytest.mark.parametrize(
    ("kind", "way", "does"),
    [
        ("SameAs", "SameAs ↔", "is the same as"),
        (None, "no type →", "leads to"),
        ("Copied", "Copied →", "leads to"),
    ],
)
def test_every_association_type_has_a_phrase_even_unknown(kind, way, does):
    answer = build_graph(ENDPOINT, VERTICES.values(), [Association(DATA, JOB, kind), *LINE[1:]])
    stop = words(answer, DATA, JOB).listed[0][1]
    assert (stop.association_label, stop.phrase) == (way, does)


def test_path_is_highlighted_its_ends_marked_and_the_rest_dimmed():
    cards, lines = path_classes(sketch(f"{DIAMOND} a>x"), at("a"), at("d"))
    assert cards == {
        "a": {"between", "end"},
        "b": {"between"},
        "c": {"between"},
        "d": {"between", "end"},
        "x": {"aside"},
    }
    assert lines["a → x"] == {"aside"}
    assert lines["a → b"] == lines["b → d"] == lines["a → c"] == lines["c → d"] == {"between"}


def test_selected_path_is_highlighted_among_the_others():
    cards, lines = path_classes(sketch(DIAMOND), at("a"), at("d"), number=2)
    assert [name for name, marks in cards.items() if "stressed" in marks] == ["a", "c", "d"]
    assert [name for name, marks in lines.items() if "stressed" in marks] == ["a → c", "c → d"]


def test_connection_against_the_direction_highlights_the_drawn_edges():
    _, lines = path_classes(sketch("m>a m>b m>x"), at("a"), at("b"), number=1)
    assert lines == {"m → a": {"between", "stressed"}, "m → b": {"between", "stressed"}, "m → x": {"aside"}}


def test_path_over_hidden_vertices_highlights_the_bridge():
    answer, bridged = sketch("a>h h>d"), leave_ungrouped(sketch("a>d"))
    cards, lines = path_classes(answer, at("a"), at("d"), shown=bridged)
    assert (cards, lines) == ({"a": {"between", "end"}, "d": {"between", "end"}}, {"a → d": {"between"}})


def test_path_into_a_closed_group_highlights_the_group():
    answer = build_star(70)
    group = next(iter(group_siblings(answer).closed_groups.values()))
    cards, lines = path_classes(answer, at("hub"), group.members[7], shown=group_siblings(answer))
    assert cards == {"hub": {"between", "end"}, group.id: {"between", "end"}}
    assert lines == {f"hub → {group.id}": {"between"}}


def test_path_end_is_kept_out_of_the_group_of_its_siblings():
    answer = build_star(70)
    shown = group_siblings(answer, ungrouped=[at("leaf00007")])
    (group,) = shown.closed_groups.values()
    assert at("leaf00007") in shown.graph.vertices
    assert len(group.members) == 69
    assert group.id == next(iter(group_siblings(answer).closed_groups.values())).id

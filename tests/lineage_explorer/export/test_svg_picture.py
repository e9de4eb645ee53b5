"""The picture as SVG: what is drawn, and that any name can be."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.export.export_options import Theme
from lineage_explorer.export.picture_style import load_picture_style
from lineage_explorer.export.png_picture import MAX_PIXELS, SCALE, draw_png, needs_system_fonts
from lineage_explorer.export.provenance import describe_provenance
from lineage_explorer.export.svg_picture import MAX_CARDS, Picture, check_size, draw_picture, wrap_text
from lineage_explorer.graph.entity_styles import Family
from lineage_explorer.graph.label_fitting import measure_width
from lineage_explorer.graph.model import Association, Entity, LineageType
from tests.support.exported_files import SVG, read_svg
from tests.support.graph_builders import DATA, ENDPOINT, JOB, LINE, MODEL, build_graph
from visualizer import NO_QUERY, arrange_graph

HOSTILE = "</text><script>&\"'\x01\x00\ud7ff report-\u202efdp"


def draw(theme=Theme.LIGHT, *, associations=LINE, names=None, gaps=()) -> Picture:
    named = {arn: Entity(arn, LineageType.ARTIFACT, name=name) for arn, name in (names or {}).items()}
    view = arrange_graph(build_graph(associations=associations, gaps=gaps), named)
    provenance = describe_provenance(view, NO_QUERY, "Demo")
    return draw_picture(view, replace(provenance, gaps=gaps), theme)


def parse(picture: Picture) -> ET.Element:
    return ET.fromstring(picture.svg)  # noqa: S314 - the explorer wrote it


def test_texts_are_texts_with_title_time_and_account():
    _, _, words = read_svg(draw().svg.encode())
    for text in ("Lineage of endpoint live", "Read 15 Apr 2026, 12:00 UTC", "Demo", "Endpoint", "Model"):
        assert text in words


def test_any_name_is_drawn_as_text():
    picture = draw(names={DATA: HOSTILE, MODEL: HOSTILE})
    assert len(list(parse(picture).iter(f"{SVG}script"))) == 0
    assert "\\u202e" in picture.svg
    assert "\u202e" not in picture.svg
    titles = [title.text or "" for title in parse(picture).iter(f"{SVG}title")]
    assert sum("</text><script>&\"'\\u0001" in title for title in titles) == 2


def test_themes_differ_in_their_colors_alone():
    light, dark = (load_picture_style(theme) for theme in Theme)
    assert light.colors.keys() == dark.colors.keys()
    for token in ("canvas", "ink", "family-model"):
        assert light.colors[token] in draw(Theme.LIGHT).svg
        assert dark.colors[token] in draw(Theme.DARK).svg
        assert light.colors[token] not in draw(Theme.DARK).svg
    boxes = [
        [(rect.get("width"), rect.get("height")) for rect in parse(draw(theme)).iter(f"{SVG}rect")]
        for theme in Theme
    ]
    assert boxes[0] == boxes[1]


def test_every_color_icon_and_badge_of_a_card_is_known():
    style = load_picture_style(Theme.LIGHT)
    for family in Family:
        if family not in (Family.CODE, Family.REPORT):  # drawn in the color of others
            assert {f"family-{family}", f"family-{family}-tint"} <= style.colors.keys()
    for badge in style.badges.values():
        assert {badge.ink, badge.ground} <= style.colors.keys()
    assert style.get_icon("none") == style.icons["unknown"]


def test_association_without_direction_has_no_arrowhead():
    undirected = Association(DATA, JOB, "SameAs")
    edges = [
        group for group in parse(draw(associations=(undirected, *LINE[1:]))).iter(f"{SVG}g")
        if group.get("class") == "edge"
    ]  # fmt: skip
    arrows = {edge.get("data-source"): len(edge.findall(f"{SVG}path")) - 1 for edge in edges}
    assert arrows == {DATA: 0, JOB: 1, MODEL: 1}


def test_association_of_an_entity_with_itself_is_drawn():
    loops = [Association(arn, arn, "DerivedFrom") for arn in (DATA, JOB, MODEL, ENDPOINT)]
    picture = draw(associations=(*LINE, *loops))
    assert (ENDPOINT, ENDPOINT) in read_svg(picture.svg.encode())[1]


def test_what_is_missing_is_written_below():
    gaps = tuple(f"Page {number} could not be read." for number in range(9))
    _, _, words = read_svg(draw(gaps=gaps).svg.encode())
    assert "Page 5 could not be read." in words
    assert "And 3 more." in words
    assert "Page 6" not in words


@pytest.mark.parametrize(("is_grouped", "way_out"), [(False, "grouped=1"), (True, "open=")])
def test_picture_of_too_many_cards_names_a_smaller_one(is_grouped, way_out):
    check_size(MAX_CARDS, is_grouped=is_grouped)
    with pytest.raises(InvalidQuery, match="1,001 cards") as refused:
        check_size(MAX_CARDS + 1, is_grouped=is_grouped)
    assert way_out in str(refused.value)


def test_long_texts_are_wrapped_and_nothing_is_lost():
    text = f"What is known of {'x' * 200} is this, and more of it follows."
    lines = wrap_text(text, 30)
    assert max(map(measure_width, lines)) <= 30
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_png_is_twice_as_large_as_the_picture():
    picture = draw()
    content = draw_png(picture)
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = (int.from_bytes(content[at : at + 4], "big") for at in (16, 20))
    assert (width, height) == (picture.width * SCALE, picture.height * SCALE)


def test_png_of_too_many_pixels_names_what_is_smaller():
    side = (MAX_PIXELS**0.5) / SCALE + 1
    with pytest.raises(InvalidQuery, match="SVG"):
        draw_png(Picture("", side, side))


@pytest.mark.parametrize(("text", "needed"), [("churn · v8 … é", False), ("顧客", True), ("عربي", True)])
def test_fonts_of_the_system_are_used_only_for_what_the_typeface_lacks(text, needed):
    assert needs_system_fonts(text) is needed

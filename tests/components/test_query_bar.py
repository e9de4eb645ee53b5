"""Chips of the query: what they say, and where their links lead."""

from __future__ import annotations

from collections.abc import Mapping
from html import unescape
from urllib.parse import parse_qs, urlsplit

from components.markup import render_html
from components.query_bar import query_chips
from lineage_explorer.query.address import parse_address
from tests.support.html_tree import parse_html

START = "arn:aws:sagemaker:us-west-2:000000000000:context/churn"
FILTERED = f"?start={START}&type=DataSet&type=Image&property=team:retention&created_after=2026-03-01T00:00:00Z&depth=3"


def render(search: str) -> str:
    return unescape(render_html(query_chips(parse_address(search))))


def links(search: str) -> Mapping[str, Mapping[str, list[str]]]:
    """Return the parameters to which each link leads, by its title or its text."""
    found = parse_html(render(search)).find_all("a")
    return {
        link.attributes.get("title") or link.text: parse_qs(urlsplit(link.attributes["href"]).query)
        for link in found
    }


def test_first_screen_has_no_chips():
    assert not query_chips(parse_address(""))


def test_direction_and_depth_are_menus_of_links():
    found = links(f"?start={START}&direction=Ascendants")
    assert found["Downstream"]["direction"] == ["Descendants"]
    assert "direction" not in found["Upstream & downstream"]
    assert found["3"] == {"start": [START], "direction": ["Ascendants"], "depth": ["3"]}
    assert 'aria-current="true"' in render(f"?start={START}")


def test_each_filter_has_a_link_that_leaves_out_it_alone():
    asked = parse_qs(FILTERED[1:])
    found = links(FILTERED)
    assert found["Remove Type Data set"] == {**asked, "type": ["Image"]}
    without_property = {name: values for name, values in asked.items() if name != "property"}
    assert found["Remove Property team:retention"] == without_property
    assert "created_after" not in found["Remove Created after 2026-03-01"]


def test_separate_depths_are_told_apart():
    assert "5 up, 2 down" in render(f"?start={START}&depth_up=5&depth_down=2")


def test_long_values_are_cut_and_whole_in_their_tooltip():
    value = "x" * 80
    text = render(f"?start={START}&property=team:{value}")
    assert f'title="Property team:{value}"' in text
    assert f"<strong>team:{value}" not in text


def test_question_has_one_chip_that_leads_back():
    search = f"?start={START}&question=model-datasets"
    assert "Direction" not in render(search)
    (leave,) = links(search).values()
    assert leave == {"start": [START]}


def test_moment_of_the_past_has_a_chip_that_leads_back_to_now():
    for more in ("", "&question=endpoint-jobs"):
        assert "2026-10-01" in render(f"?start={START}&as_of=2026-10-01{more}")
        back = links(f"?start={START}&as_of=2026-10-01{more}").values()
        assert any("as_of" not in found and found.get("start") == [START] for found in back)
    compared = f"?start={START}&against={START}&as_of=2026-10-01"
    assert "As of" not in render(compared)  # the comparison says it of each side


def said(search: str) -> list[str]:
    """Return what the title of the window says of the query."""
    chips = parse_html(render(search)).find_all(lambda element: "data-said" in element.attributes)
    return [chip.attributes["data-said"] for chip in chips]


def test_title_says_what_differs_from_the_usual_query():
    assert said(f"?start={START}") == []
    assert said(f"?start={START}&question=endpoint-models") == []
    assert said(f"?start={START}&direction=Ascendants&type=Image") == ["Upstream", "Type Image"]
    assert said(f"?start={START}&depth_up=5&depth_down=2") == ["Depth 5 up, 2 down"]


def test_question_is_cut_between_words():
    text = render(f"?start={START}&question=endpoint-datasets")
    assert "<strong>Which data sets are behind this…</strong>" in text

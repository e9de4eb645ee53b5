"""A story as one page: its scenes, and what is refused."""

from __future__ import annotations

import json
import re

import pytest

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.export.story_page import parse_story
from tests.support.html_tree import parse_html

HEADERS = {"Lineage-Open": "story"}


def make_story(*addresses, names="real", title="A scene"):
    scenes = [
        {"title": f"{title} {n}", "note": "note", "address": each} for n, each in enumerate(addresses, 1)
    ]
    return {"format": "lineage-story/1", "account": "Demo", "names": names, "scenes": scenes}


def read_scenes(page):
    found = re.search(r'<script id="scenes" type="application/json">(.*?)</script>', page)
    return json.loads(found[1])


def post(files, story):
    return files.page.web.post("/story", json=story, headers=HEADERS)


def test_page_holds_each_scene_and_cytoscape_once(files):
    start = files.fill("?start={production}")
    addresses = [
        f"{start}{more}" for more in ("", "&depth=2", "&question=endpoint-jobs", "&hide=image", "&lens=age")
    ]
    response = post(files, make_story(*addresses))
    page = response.text
    assert response.status_code == 200
    assert len(response.data) < 1_500_000
    scenes = read_scenes(page)
    assert [scene["title"] for scene in scenes] == [f"A scene {n}" for n in range(1, 6)]
    assert [scene["drawing"]["vertices"] for scene in scenes][:2] == [27, 8]
    assert all("Read " in scene["origin"] for scene in scenes)


def test_gone_entity_is_told_and_the_next_scene_works(files):
    gone = "?start=arn:aws:sagemaker:us-west-2:000000000000:artifact/gone"
    first, second = read_scenes(post(files, make_story(gone, files.fill("?start={production}"))).text)
    assert first["error"].startswith("This scene cannot be shown.")
    assert second["drawing"]["vertices"] == 27


def test_titles_stay_texts(files):
    address = files.fill("?start={production}")
    page = post(files, make_story(address, title="</script><img src=x onerror=alert(1)>")).text
    assert "<img" not in page
    button = next(each for each in parse_html(page).find_all("button") if "data-scene" in each.attributes)
    assert "<img src=x" in button.text


def test_hidden_names_stay_hidden_and_are_never_mixed_with_real_ones(files):
    address = files.fill("?start={production}")
    page = post(files, make_story(f"{address}&share=1", names="hidden")).text
    assert "priya-raman" not in page
    assert "orchard-telecom-ml" not in page
    mixed = post(files, make_story(address, f"{address}&share=1"))
    assert (mixed.status_code, "hide names" in mixed.json["error"]["detail"]) == (422, True)


def test_request_of_another_site_is_refused(files):
    response = files.page.web.post("/story", json=make_story(files.fill("?start={production}")))
    assert response.status_code == 422


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"[]",
        b"{}",
        json.dumps(make_story()).encode(),
        json.dumps(make_story(*["?start=a"] * 51)).encode(),
        json.dumps(make_story("https://evil.example/")).encode(),
        json.dumps({**make_story("?start=a"), "scenes": [7]}).encode(),
        b" " * 1_000_001,
    ],
)
def test_what_is_no_story_is_refused_with_a_sentence(content):
    with pytest.raises(InvalidQuery) as refused:
        parse_story(content)
    assert str(refused.value).endswith(".")

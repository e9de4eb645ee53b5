"""The route that lists the members of a group, a page at a time."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from assembly.explorer import create_app
from lineage_explorer.explore.group_members import PAGE_SIZE
from lineage_explorer.graph.model import Association, Entity, LineageType, Vertex
from lineage_explorer.query.address import Address, format_address
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.views.grouping import group_siblings
from tests.support.fakes import FakeCatalog, FakeSource, build_scope
from tests.support.graph_builders import JOB, NOON, arn, build_graph

SETS = [arn(LineageType.ARTIFACT, f"set-{number:02}") for number in range(60)]
GRAPH = build_graph(
    JOB,
    [
        Vertex(JOB, LineageType.TRIAL_COMPONENT, "SageMakerTrainingJob"),
        *(Vertex(one, LineageType.ARTIFACT, "DataSet") for one in SETS),
    ],
    [Association(one, JOB, "ContributedTo") for one in SETS],
)
GROUP = next(iter(group_siblings(GRAPH).closed_groups.values())).id
QUERY = format_address(Address(LineageQuery(JOB)))


@pytest.fixture
def request_page():
    """Return a function that requests a page of the group; the last sets are the newest."""
    entities = {
        one: Entity(one, LineageType.ARTIFACT, name=f"rows {number}", created=NOON + timedelta(hours=number))
        for number, one in enumerate(SETS)
    }
    client = create_app(build_scope(FakeSource(GRAPH), FakeCatalog(entities))).server.test_client()
    client.get(f"/screen{QUERY}")
    return lambda rest, query=QUERY: client.get(f"/members{query}{rest}")


def find_titles(response) -> list[str]:
    return re.findall(r"rows \d+", re.sub(r"<[^>]+>", "|", response.text))


def test_a_page_lists_the_newest_members_first_and_says_how_many_there_are(request_page):
    page = request_page(f"&group={GROUP}&page=0")
    assert page.status_code == 200
    assert list(dict.fromkeys(find_titles(page))) == [f"rows {number}" for number in range(59, 51, -1)]
    assert f"1 to {PAGE_SIZE} of 60" in page.text


def test_the_last_page_ends_with_the_oldest_and_has_no_next(request_page):
    page = request_page(f"&group={GROUP}&page=7")
    assert list(dict.fromkeys(find_titles(page))) == [f"rows {number}" for number in range(3, -1, -1)]
    assert re.search(r"<button[^>]*disabled[^>]*>Next", page.text)
    assert "57 to 60 of 60" in page.text


@pytest.mark.parametrize("page", ["999", "-1", "x", ""])
def test_a_page_number_that_does_not_exist_is_the_nearest_page(request_page, page):
    shown = request_page(f"&group={GROUP}&page={page}")
    assert ("57 to 60 of 60" if page == "999" else "1 to 8 of 60") in shown.text


def test_every_member_links_to_the_address_that_makes_it_the_focus(request_page):
    links = re.findall(r'href="([^"]+)"', request_page(f"&group={GROUP}&page=0").text)
    assert len(links) == PAGE_SIZE
    assert all("start=" in link and "group=" not in link and "page=" not in link for link in links)


def test_a_group_that_is_not_in_the_picture_is_said_in_a_sentence(request_page):
    answer = request_page("&group=group:gone&page=0")
    assert (answer.status_code, answer.text) == (422, "This group is no longer in the graph.")


def test_an_address_without_a_query_is_refused_with_a_sentence(request_page):
    answer = request_page(f"group={GROUP}", "?")
    assert answer.status_code == 422
    assert answer.text.endswith(".")

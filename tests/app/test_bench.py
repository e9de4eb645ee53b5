"""The bench measures what it claims."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
import urllib3

from bench.__main__ import keep_result
from bench.limit_pages import build_page
from bench.main_thread import sum_samples
from bench.many_people import Pace, request_view, run_crowd, warm_up, write_lineage
from bench.peers import DASH_ALONE, PEERS, run_peer
from bench.projects import MIN_SIZE, Project, write_projects
from bench.report import Figure, Result, format_change, format_spread
from bench.server import run_flask_server, run_server
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.layout import compute_layout
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from sagemaker_account import transport
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from tests.support.waiting import wait_until

SIZES = {"churn": MIN_SIZE, "fraud": 50}


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    store = Store.open(str(tmp_path_factory.mktemp("bench") / "bench.sqlite"), create=True)
    yield Account(store)
    store.close()


@pytest.fixture(scope="module")
def projects(account: Account) -> dict[str, Project]:
    return write_projects(account, SIZES)


def read(account: Account, start: str) -> LineageGraph:
    return SageMakerSource(transport.connect(account)).read(LineageQuery(Arn(start)))


@pytest.mark.parametrize("name", SIZES)
def test_a_project_is_as_large_as_asked_from_either_of_its_starts(account, projects, name):
    project = projects[name]
    starts = project.training_set, project.merge_job
    assert [len(read(account, start).vertices) for start in starts] == [SIZES[name]] * 2


def test_most_of_a_project_is_read_from_both_starts_and_a_little_from_one(account, projects):
    project = projects["churn"]
    one, other = (set(read(account, start).vertices) for start in (project.training_set, project.merge_job))
    assert {project.training_set, project.merge_job} < one & other
    assert len(one - other) == len(other - one) == 2


def test_projects_of_one_account_share_nothing_that_is_read_but_the_image(account, projects):
    first, second = (set(read(account, each.training_set).vertices) for each in projects.values())
    assert len(first & second) == 1


def test_too_small_a_project_is_refused(account):
    with pytest.raises(ValueError, match="at least 20 entities, not 7"):
        write_projects(account, {"tiny": 7})


def test_a_limit_page_holds_every_entity_and_association(account, projects):
    graph = read(account, projects["churn"].merge_job)
    page = build_page("draw('</script>')", graph, compute_layout(graph))
    drawn = json.loads(page.partition('id="elements">')[2].partition("</script>")[0])
    assert len(drawn["nodes"]) == len(graph.vertices)
    assert len(drawn["edges"]) == len(graph.associations)
    assert page.count("</script>") == 2


def test_dash_alone_serves_every_entity_and_association(account, projects, tmp_path):
    graph = read(account, projects["churn"].merge_job)
    with run_peer(DASH_ALONE, tmp_path, graph) as address:
        layout = urllib3.request("GET", f"{address}_dash-layout").json()
    elements = layout["props"]["elements"]
    assert len(elements) == len(graph.vertices) + len(graph.associations)


def describe_node(number, function, url="", children=()):
    frame = {"functionName": function, "url": url}
    return {"id": number, "callFrame": frame, "children": list(children)}


def test_time_is_that_of_the_script_or_of_who_called_the_browser():
    nodes = [
        describe_node(1, "(root)", children=[2, 3, 5]),
        describe_node(2, "(idle)"),
        describe_node(3, "render", "http://x/dash_cytoscape.min.js", [4]),
        describe_node(4, "fillText"),
        describe_node(5, "draw", "http://x/_dash-component-suites/dash/react-dom.js"),
    ]
    profile = {
        "nodes": nodes,
        "startTime": 0,
        "endTime": 10_000,
        "samples": [2, 3, 4, 5, 2],
        "timeDeltas": [1_000, 2_000, 3_000, 2_000, 2_000],
    }
    spent = sum_samples(profile, now=10, until=8)
    assert {task: time for task, time in spent.items() if time} == {
        "waiting": 1.0,
        "Cytoscape.js": 5.0,
        "React and Dash": 2.0,
    }
    assert sum(sum_samples(profile, now=8, until=8).values()) == 9.0, "nothing before the page's own clock"


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_a_peer_gets_every_entity(account, projects, peer, tmp_path, monkeypatch):
    page = tmp_path / "lib" / "python3" / "site-packages" / "dbt" / "task" / "docs" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("<html>")
    monkeypatch.setattr("bench.peers.ENVIRONMENT", tmp_path)
    graph = read(account, projects["churn"].merge_job)
    peer.feed(tmp_path, graph, 1)
    written = "".join(file.read_text() for file in tmp_path.iterdir() if file.suffix in (".sql", ".json"))
    assert all(f"e{number}_" in written for number in range(len(graph.vertices)))


def test_concurrent_people_walk_without_an_error(tmp_path):
    file = tmp_path / "bench.sqlite"
    neighbors = write_lineage(file, MIN_SIZE)
    with run_server(file) as server:
        warm_up(server, neighbors)
        crowd = run_crowd(server, request_view, neighbors, Pace(people=2, steps=5, pause=0))
        assert min(server.read_memories()) > 10
    assert (len(crowd.times), crowd.errors) == (10, 0)
    assert crowd.middle <= crowd.most
    assert crowd.cost > 0


def test_the_limit_of_many_people_has_as_many_workers():
    with run_flask_server(2) as server:
        wait_until(lambda: len(server.read_memories()) == 2, "two workers")
        assert len(urllib3.request("GET", server.address).data) == 2_000


FIRST = Figure("first picture", "ms", [300, 100, 200], "Cytoscape.js", [400, 500, 300], goal=0.6)


def test_a_ratio_is_that_of_the_medians():
    assert FIRST.ratio == FIRST.score == 0.5
    assert FIRST.meets_goal


def test_a_goal_of_something_without_a_limit_is_its_greatest_value():
    freeze = Figure("freeze", "ms", [120, 90], goal=100)
    assert freeze.score == 105
    assert freeze.meets_goal is False


def test_a_goal_of_a_rate_is_its_least_value():
    draws = Figure("redraws", "a second", [58], goal=55, is_rate=True)
    assert draws.meets_goal
    assert replace(draws, values=[50]).meets_goal is False


@pytest.mark.parametrize("missing", [{"values": []}, {"limit_values": []}, {"limit_values": [0]}])
def test_what_could_not_be_measured_neither_meets_its_goal_nor_misses_it(missing):
    figure = replace(FIRST, **missing)
    assert figure.score is None
    assert figure.meets_goal is None


def test_a_spread_is_the_median_and_the_range_of_its_rounds():
    assert format_spread([7.04, 250.4, 81.6], "ms") == "82 (7 to 250) ms"
    assert format_spread([0.5], "s") == "0.5 s"
    assert format_spread([], "s") == "\N{EN DASH}"


@pytest.mark.parametrize(
    ("score", "former", "change"), [(0.6, 0.5, "+20%"), (0.4, 0.5, "-20%"), (0.4, None, ""), (None, 0.5, "")]
)
def test_a_change_is_a_share_of_the_former_ratio(score, former, change):
    assert format_change(score, former) == change


def test_a_result_is_kept_and_the_next_one_compared_with_it_by_ratio(tmp_path, capsys):
    result = Result("First picture", "How.", [FIRST], {"processor": "2 cores"})
    keep_result("first", result, tmp_path)
    assert Result.from_json((tmp_path / "first.json").read_text()) == result
    slower_machine = replace(FIRST, values=[600, 200, 400], limit_values=[800, 1000, 600])
    keep_result("first", replace(result, figures=[slower_machine]), tmp_path)
    row = (tmp_path / "first.md").read_text().splitlines()[-1]
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[0] == "first picture"
    assert cells[-4:] == ["0.50", "\N{LESS-THAN OR EQUAL TO} 0.6", "yes", "+0%"]
    assert "# First picture" in capsys.readouterr().out


def test_a_note_says_why_something_was_not_measured():
    figure = Figure("still / Dagster", "ms", [1], "Dagster", note="It cannot be installed.")
    assert (
        Result("Link", "How.", [figure])
        .to_markdown()
        .endswith("- *still / Dagster*: It cannot be installed.\n")
    )

"""The benchmarks measure what they claim."""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from bench import load_test, peer_pages
from bench.browser import ClickTimings
from bench.lineage_queries import CACHED, COLD, UNCACHED, time_queries
from bench.projects import MIN_SIZE, open_account, write_project
from bench.refocus import TOTAL, ServerTimings, Step, TimedServer
from bench.remote_account import RateLimit
from bench.report import Section, Spread, Table
from bench.seeded_file import SeededFile, seed_file
from bench.server import run_server
from bench.synthetic_account import SyntheticAccount, design_project
from bench.time_limit import run_with_time_limit
from bench.traversals import (
    ACCOUNT,
    NETWORKX,
    RECURSION,
    compare_traversals,
    load_networkx_graph,
    traverse_by_account,
    traverse_by_networkx,
    traverse_by_recursion,
)
from lineage_explorer.graph.model import Arn
from lineage_explorer.layout import compute_layout
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from sagemaker_account import transport
from sagemaker_account.arns import Owner
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from sagemaker_account.tables import ENTITIES


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Account]:
    store = Store.open(str(tmp_path / "bench.sqlite"), create=True)
    yield open_account(store)
    store.close()


def read(account: Account, start: str) -> set[Arn]:
    source = SageMakerSource(transport.connect(account))
    return set(source.read(LineageQuery(Arn(start))).vertices)


@pytest.mark.parametrize("size", [MIN_SIZE, 50])
def test_a_project_is_as_large_as_asked_from_either_of_its_starts(account, size):
    project = write_project(account, "churn", size)
    assert len(read(account, project.training_set)) == len(read(account, project.merge_job)) == size


def test_most_of_a_project_is_read_from_both_starts_and_a_little_from_one(account):
    project = write_project(account, "churn", MIN_SIZE)
    one, other = read(account, project.training_set), read(account, project.merge_job)
    assert {project.training_set, project.merge_job} < one & other
    assert len(one - other) == len(other - one) == 2


def test_projects_of_one_account_share_nothing_that_is_read_but_the_image(account):
    first, second = (write_project(account, name, MIN_SIZE) for name in ("churn", "fraud"))
    shared = read(account, first.training_set) & read(account, second.training_set)
    assert len(shared) == 1


def test_the_peers_pages_hold_every_entity_and_association_and_ask_no_network(account):
    project = write_project(account, "churn", MIN_SIZE)
    graph = SageMakerSource(transport.connect(account)).read(LineageQuery(Arn(project.merge_job)))
    sample, everything = (
        peer_pages.build_visualizer_page(graph),
        peer_pages.build_cytoscape_page(graph, compute_layout(graph)),
    )
    assert all(arn in sample for arn in graph.vertices)
    drawn = json.loads(everything.partition('id="elements">')[2].partition("</script>")[0])
    assert len(drawn) == len(graph.vertices) + len(graph.associations)
    for page in (sample, everything):
        assert not re.search(r'(src|href)="(https?:)?//', page)


def test_concurrent_users_navigate_without_an_error(account, tmp_path):
    project = write_project(account, "churn", MIN_SIZE)
    graph = SageMakerSource(transport.connect(account)).read(LineageQuery(Arn(project.merge_job)))
    with run_server(tmp_path / "bench.sqlite") as server:
        neighbors = load_test.list_neighbors(graph)
        load_test.warm_up(server, neighbors)
        crowd = load_test.run_crowd(server, neighbors, people=2, steps=5, pause=0)
    assert (len(crowd.times), crowd.errors) == (10, 0)
    assert crowd.memory > 10


def test_every_step_of_the_server_is_timed(account):
    project = write_project(account, "churn", MIN_SIZE)
    parts = TimedServer(account).time_view(project.training_set)
    assert all(milliseconds > 0 for milliseconds in asdict(parts).values())


def test_browser_timings_add_up_to_the_total():
    seen = ClickTimings(
        0, 30, 110, 115, 125, 140, 180, 190, compressed_bytes=16_000, plain_bytes=270_000, main_thread=120
    )
    spans = Step(seen, ServerTimings(10, 20, 15, 15, 5), vertices=200, kept_vertices=190).list_durations()
    whole = spans.pop(TOTAL)
    assert whole == sum(span for name, span in spans.items() if not name.startswith("·")) == 190
    assert spans["server"] == sum(span for name, span in spans.items() if name.startswith("·")) == 80


def test_a_spread_is_the_median_and_the_range_of_its_rounds():
    assert str(Spread.from_values([7.04, 250.4, 81.6])) == "82 (7.0 to 250)"


def test_results_table_is_aligned_markdown():
    lines = Table("Re-focus", ("ms", "back"), [("click to drawn", "82")]).to_markdown().splitlines()
    assert lines[0] == "**Re-focus**"
    assert lines[2:] == [
        "| ms             | back |",
        "| -------------- | ---: |",
        "| click to drawn |   82 |",
    ]


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SeededFile]:
    file = tmp_path_factory.mktemp("estate") / "estate.sqlite"
    return file, seed_file(file, 1_000)


def test_an_estate_is_as_large_as_asked_and_three_associations_lead_to_most_entities(estate):
    _, filled = estate
    assert filled.entities == 1_000
    assert 2_800 < filled.associations <= 3_000
    assert filled.seconds > 0
    assert 0 < filled.generation_seconds < filled.processor_seconds
    assert filled.file_mb > 0.5


def test_descendants_of_the_queried_root_are_its_whole_project(estate):
    file, _ = estate
    asked = time_queries({1_000: file}, [100], rounds=2)
    assert [one.state for one in asked] == [COLD, UNCACHED, CACHED] * 2
    assert {(one.size, one.pages) for one in asked} == {(100, 2)}
    assert all(one.edges > 250 and one.duration.elapsed > 0 for one in asked)


def test_equal_projects_are_in_accounts_of_any_size():
    owner = Owner("000000000000", "us-west-2")
    small, large = (SyntheticAccount.design(owner, size, queried_sizes=[100]) for size in (300, 1_000))
    of_small, of_large = (
        {new.artifact_id for new in each.iterate_entities() if "asked" in str(new.request)}
        for each in (small, large)
    )
    assert of_small == of_large
    assert len(list(large.iterate_entities())) == 1_000


def test_all_compared_walks_reach_the_same_vertices(estate):
    file, _ = estate
    with closing(Store.open(str(file))) as store, store.begin_read() as connection:
        start = connection.execute(select(ENTITIES.c.id).where(ENTITIES.c.arn == root(100))).scalar_one()
        depths, met = traverse_by_account(connection, start)
        assert traverse_by_recursion(connection, start) == (depths, met)
        assert traverse_by_networkx(load_networkx_graph(connection), start) == (depths, met)
    assert len(depths) == 100


def test_race_times_every_round_of_every_walk(estate):
    file, _ = estate
    result = compare_traversals(file, 1_000, [100], rounds=2)
    assert [walked.method for walked in result.timings] == [ACCOUNT, RECURSION, NETWORKX] * 2
    assert all(walked.duration.processor >= 0 for walked in result.timings)
    assert result.memory_after >= result.memory_before > 10


def root(size: int) -> str:
    return design_project(f"asked-{size}", size).format_arn(Owner("000000000000", "us-west-2"))


def test_a_section_is_its_title_its_text_and_its_tables():
    table = Table("Loading", ["entities"], [["10"]])
    assert Section("Account", "How.", [table]).to_markdown() == f"## Account\n\nHow.\n\n{table.to_markdown()}"


def test_a_quota_answers_so_many_calls_at_once_and_then_so_many_a_second():
    now = [0.0]
    quota = RateLimit(2, clock=lambda: now[0])
    assert [quota.take() for _ in range(3)] == [True, True, False]
    now[0] = 0.5
    assert [quota.take() for _ in range(2)] == [True, False]


def test_without_a_limit_every_call_is_answered():
    assert all(RateLimit(None).take() for _ in range(100))


def test_work_beyond_its_time_limit_is_stopped_with_its_child_processes():
    assert run_with_time_limit(partial(subprocess.run, LINGERING), 1.0) is None
    left = time.monotonic() + 5  # what is killed is gone a moment later
    while "\0".join(LINGERING) in running_commands():
        assert time.monotonic() < left
        time.sleep(0.05)


def test_work_within_its_time_limit_returns_its_result():
    assert run_with_time_limit(partial(max, 1, 2), 30.0) == 2


LINGERING = ["sleep", "61.25"]


def running_commands() -> list[str]:
    """Return the command lines of all running processes."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            found.append(file.read_text().strip("\0"))
    return found

"""Loading to the end: all of it, or what there is and what it lacks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from lineage_explorer.errors import TooSlow
from lineage_explorer.explore.load_to_end import load_to_end
from lineage_explorer.explore.view_request import ReadMode, ViewRequest
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Entity, LineageType
from lineage_explorer.query.address import Address, parse_address
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.sources.protocols import PartialRead
from tests.support.fakes import FakeCatalog, FakeSource, build_services
from tests.support.graph_builders import DATA, ENDPOINT, JOB, build_graph

REQUEST = ViewRequest(Address(LineageQuery(ENDPOINT)), has_groups=False)


@dataclass
class GrowingSource(FakeSource):
    """Has one page more each time it is asked; `pages` in all."""

    pages: int = 3
    seen: list[int] = field(default_factory=list)

    def read_available(self, query, *, pages_shown=0, freshness=None):
        self.seen.append(pages_shown)
        count = min(len(self.seen), self.pages)
        return PartialRead(self.build(count), count, 4)

    def peek(self, query):
        return PartialRead(self.build(1), 1, 4)

    def build(self, count) -> LineageGraph | None:
        status = replace(self.graph.read_status, pages=count, has_more=count < self.pages)
        return replace(self.graph, read_status=status)


def test_reading_is_waited_for_page_by_page():
    source = GrowingSource(build_graph())
    complete = load_to_end(build_services(source, FakeCatalog()), REQUEST, seconds=10)
    assert source.seen == [0, 1, 2]
    assert not complete.loaded.graph.read_status.has_more


def test_what_was_not_read_in_time_is_a_gap():
    source = GrowingSource(build_graph(), pages=1000)
    complete = load_to_end(build_services(source, FakeCatalog()), REQUEST, seconds=0)
    assert len(complete.loaded.graph.vertices) == 4
    assert complete.gaps[0] == "Reading is not finished yet. Ask again: it continues where it stopped."


def test_nothing_in_time_is_an_error():
    class SlowSource(GrowingSource):
        def build(self, count):
            return None

    with pytest.raises(TooSlow, match="ask again"):
        load_to_end(build_services(SlowSource(build_graph()), FakeCatalog()), REQUEST, seconds=0.01)


def test_refresh_reads_again_once():
    source = FakeSource(build_graph())
    services = build_services(source, FakeCatalog())
    load_to_end(services, replace(REQUEST, read_mode=ReadMode.REFRESH), seconds=10)
    assert len(source.refreshed) == 1


def test_gaps_name_what_could_not_be_read_and_what_lies_beyond_the_depth():
    source = FakeSource(build_graph(gaps=("A page could not be read.",)))
    services = build_services(source, FakeCatalog())
    request = replace(REQUEST, address=parse_address(f"start={ENDPOINT}&depth=2"))
    gaps = load_to_end(services, request, seconds=0).gaps
    assert gaps[0] == "A page could not be read."
    assert "4 names did not load in time." in gaps


def test_what_readers_fold_and_hide_is_no_gap():
    entities = {arn: Entity(arn, LineageType.ARTIFACT, name="x") for arn in build_graph().vertices}
    services = build_services(FakeSource(build_graph()), FakeCatalog(entities))
    request = replace(REQUEST, address=parse_address(f"start={ENDPOINT}&hide=job&fold={DATA}"))
    complete = load_to_end(services, request, seconds=10)
    assert complete.gaps == ()
    assert JOB not in complete.filtered.graph.vertices
    assert JOB in complete.loaded.graph.vertices

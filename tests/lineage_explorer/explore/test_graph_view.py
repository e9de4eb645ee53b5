"""What a view describes first, and what follows when the page asks for names."""

from __future__ import annotations

from dataclasses import dataclass, field

from lineage_explorer.explore.pipeline import build_view
from lineage_explorer.explore.view import View
from lineage_explorer.explore.view_request import ReadMode, ViewRequest
from lineage_explorer.graph.model import Arn, Association, Entity, LineageType, Vertex
from lineage_explorer.query.address import Address
from lineage_explorer.query.lineage_query import LineageQuery
from tests.support.fakes import FakeCatalog, FakeSource, build_services
from tests.support.graph_builders import arn, build_graph

JOB = Vertex(arn(LineageType.TRIAL_COMPONENT, "merge"), LineageType.TRIAL_COMPONENT, "SageMakerProcessingJob")
SOURCES = [Vertex(arn(LineageType.ARTIFACT, f"d{n}"), LineageType.ARTIFACT, "DataSet") for n in range(80)]


@dataclass
class RecordingCatalog(FakeCatalog):
    """Describes everything that it is asked to, and knows nothing else."""

    described: dict[Arn, Entity] = field(default_factory=dict)

    def describe_within(self, arns, **_options):
        self.described |= {each: Entity(each, LineageType.ARTIFACT, name=each[-3:]) for each in arns}
        return {each: self.described[each] for each in arns}

    def described_entities(self, arns):
        return {each: self.described[each] for each in arns if each in self.described}


def look(catalog: RecordingCatalog, mode: ReadMode) -> View:
    graph = build_graph(
        JOB.arn, [JOB, *SOURCES], [Association(each.arn, JOB.arn, "ContributedTo") for each in SOURCES]
    )
    request = ViewRequest(Address(LineageQuery(JOB.arn)), mode)
    view = build_view(build_services(FakeSource(graph), catalog), request)
    assert isinstance(view, View)
    return view


def test_first_picture_waits_for_the_names_that_are_seen_and_the_others_follow():
    catalog = RecordingCatalog()
    first = look(catalog, ReadMode.CONTINUE)
    (group,) = first.visible.grouped.closed_groups.values()
    assert JOB.arn in catalog.described
    assert len(catalog.described) < len(SOURCES)
    assert first.loaded.unnamed_count == len(SOURCES) + 1 - len(catalog.described)
    named = look(catalog, ReadMode.NAMES)
    assert catalog.described.keys() >= set(group.members)
    assert not named.loaded.unnamed_count
    assert named.layout == first.layout


def test_a_reader_who_stops_gets_all_names_at_once():
    assert not look(RecordingCatalog(), ReadMode.STOP).loaded.unnamed_count

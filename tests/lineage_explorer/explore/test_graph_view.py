"""What a view describes first, and what follows when the page asks for names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from lineage_explorer.explore.load_graph import load_graph
from lineage_explorer.explore.loaded_graph import LoadedGraph
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


def look(
    catalog: RecordingCatalog, mode: ReadMode, more: Sequence[Vertex] = (), *, pages_shown: int = 0
) -> View:
    sources = [*SOURCES, *more]
    graph = build_graph(
        JOB.arn, [JOB, *sources], [Association(each.arn, JOB.arn, "ContributedTo") for each in sources]
    )
    request = ViewRequest(Address(LineageQuery(JOB.arn)), mode, pages_shown)
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


def test_cards_are_built_again_only_when_what_is_known_has_changed():
    catalog = RecordingCatalog()
    graph = build_graph(JOB.arn, [JOB, SOURCES[0]], [Association(SOURCES[0].arn, JOB.arn, "ContributedTo")])
    services = build_services(FakeSource(graph), catalog)

    def build() -> View:
        view = build_view(services, ViewRequest(Address(LineageQuery(JOB.arn)), ReadMode.CONTINUE))
        assert isinstance(view, View)
        return view

    first, second = build(), build()
    assert second.card_set is first.card_set
    assert second.status is first.status
    assert second.advice is first.advice

    def describe_renamed(arns, **_options):
        catalog.described = {each: Entity(each, LineageType.ARTIFACT, name="renamed") for each in arns}
        return catalog.described

    catalog.describe_within = describe_renamed
    assert {card.name.title for card in build().card_set.cards.values()} == {"renamed"}


def test_names_that_are_hidden_follow_too_where_pages_came_one_by_one():
    catalog = RecordingCatalog()
    look(catalog, ReadMode.CONTINUE)
    assert look(catalog, ReadMode.CONTINUE, pages_shown=2).loaded.unnamed_count


def test_who_approved_what_a_group_hides_is_read_with_the_names():
    """Lists name the approval, and do not tell who decided."""
    approvals = [
        Vertex(
            arn(LineageType.ACTION, f"churn-{n}-approved-1782000000-aws-model-group"),
            LineageType.ACTION,
            "Approval",
        )
        for n in range(6)
    ]
    catalog = RecordingCatalog()
    catalog.described = {each.arn: Entity(each.arn, LineageType.ACTION, name="listed") for each in approvals}
    catalog.described |= {each.arn: Entity(each.arn, LineageType.ARTIFACT, name="listed") for each in SOURCES}
    first = look(catalog, ReadMode.CONTINUE, approvals)
    hidden = {each.arn for each in approvals} - first.loaded.wholly_described
    assert hidden
    assert first.loaded.unnamed_count == len(hidden)
    named = look(catalog, ReadMode.NAMES, approvals)
    assert named.loaded.wholly_described == {each.arn for each in approvals}
    assert not named.loaded.unnamed_count


def test_a_reader_who_stops_gets_all_names_at_once():
    assert not look(RecordingCatalog(), ReadMode.STOP).loaded.unnamed_count


@pytest.mark.parametrize(("cards", "seconds"), [(80, 0.4), (799, 0.8), (7_999, 2.0)])
def test_names_of_more_cards_come_in_fewer_steps_because_each_draws_all(cards, seconds):
    sources = [replace(SOURCES[0], arn=arn(LineageType.ARTIFACT, f"d{n}")) for n in range(cards)]
    request = ViewRequest(Address(LineageQuery(JOB.arn)), ReadMode.NAMES, has_groups=False)
    graph = build_graph(JOB.arn, [JOB, *sources], [])
    loaded = load_graph(build_services(FakeSource(graph), FakeCatalog()), request)
    assert isinstance(loaded, LoadedGraph)
    assert seconds - 0.3 < loaded.naming_seconds <= seconds  # less what loading took

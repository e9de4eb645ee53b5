"""View of an address, in values and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from lineage_explorer.explore.filter_advice import NO_ADVICE, FilterAdvice
from lineage_explorer.explore.loaded_graph import LoadedGraph
from lineage_explorer.explore.serving_status import ServingStatus
from lineage_explorer.explore.visible_graph import VisibleGraph
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn
from lineage_explorer.graph.paths import Paths
from lineage_explorer.layout import Layout
from lineage_explorer.query.address import Address
from lineage_explorer.query.compare_query import format_period
from lineage_explorer.views.cards import CardSet
from lineage_explorer.views.color_by import Shade, compute_shades
from lineage_explorer.views.headline import HeadlineFacts, build_headline
from lineage_explorer.views.key_facts import KeyFact, build_key_facts
from lineage_explorer.views.summary import (
    CompletenessNote,
    describe_completeness,
    summarize,
    summarize_expansion,
)


class ViewContent(Protocol):
    """Content of a main view; equal contents look the same."""

    @property
    def is_pending(self) -> bool:
        """Whether parts are still being read, so that the page asks again."""


@dataclass(frozen=True)
class View:
    """View of an address; equal views look the same.

    Attributes:
        address: The address.
        is_stopped: Whether reading was stopped before its end.
        loaded: The loaded graph, with its descriptions.
        layout_id: Id of the layout.
        layout, visible, paths, status, card_set: Layout, visible graph, highlighted paths, what endpoints
            serve, and the cards. They follow from the other fields.
        advice: Advice for the filters of the query.
        content: What the main view shows instead of the graph; None for graph and table.
        findings: Number of findings of each entity, once its lineage or the account was checked.
    """

    address: Address
    is_stopped: bool
    loaded: LoadedGraph
    layout_id: str
    layout: Layout = field(compare=False)
    visible: VisibleGraph = field(compare=False)
    paths: Paths | None = field(compare=False)
    status: ServingStatus = field(compare=False)
    card_set: CardSet = field(compare=False)
    advice: FilterAdvice = NO_ADVICE
    content: ViewContent | None = None
    findings: Mapping[Arn, int] = field(default_factory=dict)

    @property
    def graph(self) -> LineageGraph:
        """The loaded graph, hidden vertices included."""
        return self.loaded.graph

    @cached_property
    def shades(self) -> Mapping[Arn, Shade]:
        """The meaning of each vertex's color."""
        return compute_shades(self.graph, self.loaded.entities, self.address.color_by)


def summarize_focus(view: View) -> str:
    """Return what matters about the focus, in one sentence."""
    facts = _collect_facts(view)
    return build_headline(facts) if facts else ""


def list_key_facts(view: View) -> tuple[KeyFact, ...]:
    """Return what matters about the focus, fact by fact."""
    facts = _collect_facts(view)
    return build_key_facts(facts) if facts else ()


def _collect_facts(view: View) -> HeadlineFacts | None:
    """Return what is known about the focus; None if there are several."""
    loaded, status = view.loaded, view.status
    has_one_focus = not view.address.more_starts and not loaded.comparison
    if view.address.query is None or not has_one_focus:
        return None
    return _collect_start_facts(loaded, status)


def summarize_start(loaded: LoadedGraph, status: ServingStatus) -> str:
    """Return what matters about the start of a graph, in one sentence."""
    return build_headline(_collect_start_facts(loaded, status))


def _collect_start_facts(loaded: LoadedGraph, status: ServingStatus) -> HeadlineFacts:
    return HeadlineFacts(
        loaded.graph,
        loaded.entities,
        status.records,
        loaded.undescribed,
        status.decisions,
        status.fully_read,
    )


def summarize_view(view: View) -> str:
    """Return the answer's sentence, or the summary of the graph."""
    if view.loaded.comparison:
        return view.loaded.comparison.sentence
    return summarize_loaded(view.loaded, view.address) if view.address.query else ""


def summarize_loaded(loaded: LoadedGraph, address: Address) -> str:
    """Return the answer's sentence, or the summary of a loaded graph."""
    if loaded.answer or address.query is None:
        sentence = loaded.answer.sentence if loaded.answer else ""
    else:
        sentence = summarize(loaded.extended.base_graph, address.query, start_label=loaded.start_label)
        if address.compared and address.compared.as_of:
            sentence += f" As of {format_period(address.compared.as_of)}."
    return sentence + summarize_expansion(loaded.extended)


def list_completeness_notes(view: View, *, is_final: bool = False) -> tuple[CompletenessNote, ...]:
    """Return notes on the view's completeness.

    Args:
        view: The view.
        is_final: Whether no more names will be read, as for a file.
    """
    loaded = view.loaded
    return describe_completeness(
        loaded.extended,
        view.address,
        unnamed_count=loaded.unnamed_count,
        undescribed=loaded.undescribed,
        unread_endpoints=[each.error for each in loaded.configurations.values() if each.error],
        description_calls=loaded.description_calls + loaded.tag_calls,
        waiting=loaded.note,
        is_final=is_final,
        is_partial=bool(loaded.answer and loaded.answer.gaps),
    )

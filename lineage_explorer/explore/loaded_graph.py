"""Graph of a request, as far as it is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lineage_explorer.graph.entity_names import name_entity
from lineage_explorer.graph.entity_styles import label_with_type, style_of
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Arn, Entity
from lineage_explorer.graph.serving import EndpointConfiguration
from lineage_explorer.questions.answer import Answer, join_phrases
from lineage_explorer.sources.extend_graph import ExtendedGraph

if TYPE_CHECKING:
    from lineage_explorer.explore.compared_sides import ComparedSides

_MAX_NAMED_STARTS = 3
"""Starts that a sentence names; it counts the others."""


@dataclass(frozen=True, slots=True)
class LoadedGraph:
    """Graph of a request, as far as read and described.

    Attributes:
        extended: The graph with its expansions.
        answer: Answer to the address's question; None without a question.
        comparison: What it is a picture of, if the start is compared; None otherwise.
        naming_seconds: Remaining time to wait for names, in seconds.
        entities: Descriptions of its vertices, as far as they are known.
        unnamed_count: Number of vertices that are still to be described.
        undescribed: Reasons why vertices could not be described.
        wholly_described: Vertices whose whole descriptions were read; those of others may be from lists.
        description_calls: Number of API calls for the descriptions.
        configurations: What endpoints run now, by the ARN of the endpoint, as far as it is known.
        note: How a slow call is going, as a sentence without a full stop; empty if none is slow.
        tag_calls: Number of API calls for the tags that filter it.
    """

    extended: ExtendedGraph
    answer: Answer | None = None
    comparison: ComparedSides | None = None
    naming_seconds: float = field(default=0.0, compare=False)
    entities: Mapping[Arn, Entity] = field(default_factory=dict)
    unnamed_count: int = 0
    undescribed: Mapping[Arn, str] = field(default_factory=dict)
    wholly_described: frozenset[Arn] = frozenset()
    description_calls: int = 0
    configurations: Mapping[str, EndpointConfiguration] = field(default_factory=dict)
    note: str = ""
    tag_calls: int = 0

    @property
    def graph(self) -> LineageGraph:
        """The graph that is shown."""
        return self.extended.graph

    @property
    def start_label(self) -> str:
        """The starts in words: "endpoint churn-production"."""
        labels = [self._label(arn) for arn in self.graph.starts if arn in self.graph.vertices]
        shown = labels[:_MAX_NAMED_STARTS]
        more = [f"{len(labels) - len(shown)} more"] if len(labels) > len(shown) else []
        return join_phrases([*shown, *more])

    def _label(self, arn: Arn) -> str:
        entity = self.entities.get(arn)
        return label_with_type(style_of(self.graph.vertices[arn], entity), name_entity(arn, entity).title)


@dataclass(frozen=True, slots=True)
class StillLoading:
    """State of a graph that is still loading, with nothing to show.

    Attributes:
        pages: Number of result pages read so far.
        entities: Number of entities read so far.
        note: What is waited for, as a sentence without a full stop; empty if nothing is slow.
    """

    pages: int = 0
    entities: int = 0
    note: str = ""

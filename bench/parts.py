"""What the server does for a picture, part by part: the functions that `callbacks.explore` calls, timed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from time import perf_counter

from plotly.io.json import to_json_plotly  # type: ignore[import-untyped]  # plotly carries no hints

from lineage_explorer.graph.model import Arn
from lineage_explorer.layout import compute_layout
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.shared_reads import SharedReads
from lineage_explorer.views.decorators import CARD_HEIGHT, CARD_WIDTH
from lineage_explorer.views.elements import build_elements
from routes import NAMING_SECONDS
from sagemaker_account import transport
from sagemaker_account.service import Account

_LONG = 60.0
"""Seconds in which every entity of a picture is named."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What one picture took on the server, each in milliseconds.

    Attributes:
        query: Reading the graph from the account, or from memory.
        naming: Describing what has no name yet, for as long as a picture may wait.
        placement: Finding each vertex its place.
        elements: Writing the picture as plain values.
        json: Writing these as JSON text, and that into Dash's answer.
    """

    query: float
    naming: float
    placement: float
    elements: float
    json: float


class Server:
    """What answers the page, without the page; remembers what it read, as the explorer does."""

    def __init__(self, account: Account) -> None:
        client = transport.connect(account)
        self._catalog = SageMakerCatalog(client)
        source = SageMakerSource(client, describe=self._catalog.describe)
        self._source = SharedReads(source, CacheRegistry())

    def picture(self, start: str) -> Parts:
        """Make the picture of everything up and down from a start; then name the rest, as the page does."""
        stamps = [perf_counter()]
        graph = self._source.read(LineageQuery(Arn(start)))
        stamps.append(perf_counter())
        self._catalog.describe_within(list(graph.vertices), seconds=NAMING_SECONDS)
        entities = self._catalog.described_entities(graph.vertices)
        stamps.append(perf_counter())
        placement = compute_layout(graph, card_width=CARD_WIDTH, card_height=CARD_HEIGHT)
        stamps.append(perf_counter())
        picture = build_elements(graph, entities, placement)
        stamps.append(perf_counter())
        to_json_plotly(json.dumps(picture))
        stamps.append(perf_counter())
        self._catalog.describe_within(list(graph.vertices), seconds=_LONG)
        return Parts(*(1000 * (end - begin) for begin, end in pairwise(stamps)))

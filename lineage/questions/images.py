"""Which data sets are used together with an image: they stand beside it, as inputs of the same jobs."""

from __future__ import annotations

from dataclasses import replace

from lineage.answer import Answer
from lineage.graph import LineageGraph
from lineage.model import Association, LineageType
from lineage.query import Direction
from lineage.questions import fits, found
from lineage.questions.inquiry import Inquiry
from lineage.questions.question import Question
from lineage.questions.step import Step
from lineage.questions.walk import wider
from lineage.questions.words import Words, gone

_AROUND = Step(Direction.BOTH, LineageType.ARTIFACT, ("DataSet",), depth=2)
"""From the image to its jobs, and both ways on from each: one request for however many jobs there are.

One way down and one way up from each job would find the same with a request a job; those of SageMaker's own
images run in hundreds.
"""

_WORDS = Words(
    "1 data set is read by the jobs that run {start}",
    "{count} data sets are read by the jobs that run {start}",
    "No data set is read by a job that runs {start}: it only serves models, or its jobs are not tracked",
)


def read_with(inquiry: Inquiry) -> Answer:
    """Ask for all data sets around the image's jobs, and leave out what the jobs only wrote."""
    query = _AROUND.query(inquiry.start)
    graph = _inputs(inquiry.read(query))
    items = found.items(inquiry, found.others(graph), graph.distances)
    return inquiry.answered(
        f"{_WORDS.say(len(items), inquiry.start_name())}{gone(items)}.",
        items,
        graph=graph,
        wider=None if items else wider(query),
    )


def _inputs(graph: LineageGraph) -> LineageGraph:
    """Keep the image, the jobs that run it, and of what it found around them what they read."""
    runs = {edge for edge in graph.associations if edge.source == graph.start and _runs(graph, edge)}
    jobs = {edge.destination for edge in runs}
    reads = {edge for edge in graph.associations if edge.destination in jobs and edge.source in graph.matches}
    reading = {edge.destination for edge in reads}
    ways = {edge for edge in runs | reads if edge.destination in reading}
    kept = {graph.start, *reading, *(edge.source for edge in reads)}
    return replace(
        graph,
        vertices={arn: vertex for arn, vertex in graph.vertices.items() if arn in kept},
        associations=tuple(edge for edge in graph.associations if edge in ways),
        matches=frozenset(edge.source for edge in reads),
        distances={arn: steps for arn, steps in graph.distances.items() if arn in kept},
    )


def _runs(graph: LineageGraph, edge: Association) -> bool:
    return graph.vertices[edge.destination].lineage_type is LineageType.TRIAL_COMPONENT


IMAGE_DATASETS = Question(
    "image-datasets",
    "Which data sets are used together with this image?",
    (fits.IMAGE,),
    read_with,
    differs="The helper walks one way from the image: upstream there is nothing, because nothing leads to an "
    "image, and downstream there are only outputs.",
)

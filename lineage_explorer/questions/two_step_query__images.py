"""Question about the data sets used together with an image.

They are inputs of the same jobs, and so neither upstream nor downstream of the image.
"""

from __future__ import annotations

from dataclasses import replace

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Association, LineageType
from lineage_explorer.query.lineage_query import Direction
from lineage_explorer.questions import question__fits, result_items
from lineage_explorer.questions.answer import Answer
from lineage_explorer.questions.phrases import SentenceTemplates, format_deleted
from lineage_explorer.questions.question import Question
from lineage_explorer.questions.question_run import QuestionRun
from lineage_explorer.questions.single_query import build_wider_query
from lineage_explorer.questions.single_query__step import QueryStep

_NEARBY_DATASETS = QueryStep(Direction.BOTH, LineageType.ARTIFACT, ("DataSet",), depth=2)
"""From the image to its jobs, and in both directions from each.

This is one request for any number of jobs. One query down and one up from each job would find the same, but
takes a request per job; SageMaker's own images are used by hundreds of jobs.
"""

_TEMPLATES = SentenceTemplates(
    "1 data set is read by the jobs that run {start}",
    "{count} data sets are read by the jobs that run {start}",
    "No data set is read by a job that runs {start}: it only serves models, or its jobs are not tracked",
)


def find_datasets_of_image(run: QuestionRun) -> Answer:
    """Find the data sets that the image's jobs read.

    Query all data sets around these jobs, and drop those that the jobs only wrote.
    """
    query = _NEARBY_DATASETS.build_query(run.start)
    graph = _keep_inputs(run.read(query))
    items = result_items.build_result_items(run, result_items.list_matches(graph), graph.distances)
    return run.build_answer(
        f"{_TEMPLATES.format_sentence(len(items), run.get_start_name())}{format_deleted(items)}.",
        items,
        graph=graph,
        wider=None if items else build_wider_query(query),
    )


def _keep_inputs(graph: LineageGraph) -> LineageGraph:
    """Keep the image, its jobs, and the data sets that they read."""
    job_edges = {
        edge for edge in graph.associations if edge.source == graph.start and _is_job_edge(graph, edge)
    }
    jobs = {edge.destination for edge in job_edges}
    input_edges = {
        edge for edge in graph.associations if edge.destination in jobs and edge.source in graph.matches
    }
    reading_jobs = {edge.destination for edge in input_edges}
    edges = {edge for edge in job_edges | input_edges if edge.destination in reading_jobs}
    arns = {graph.start, *reading_jobs, *(edge.source for edge in input_edges)}
    return replace(
        graph,
        vertices={arn: vertex for arn, vertex in graph.vertices.items() if arn in arns},
        associations=tuple(edge for edge in graph.associations if edge in edges),
        matches=frozenset(edge.source for edge in input_edges),
        distances={arn: distance for arn, distance in graph.distances.items() if arn in arns},
    )


def _is_job_edge(graph: LineageGraph, edge: Association) -> bool:
    return graph.vertices[edge.destination].lineage_type is LineageType.TRIAL_COMPONENT


IMAGE_DATASETS = Question(
    "image-datasets",
    "Which data sets are used together with this image?",
    (question__fits.IMAGE,),
    find_datasets_of_image,
    sdk_difference="The helper walks one way from the image: upstream there is nothing, because nothing "
    "leads to an image, and downstream there are only outputs.",
)

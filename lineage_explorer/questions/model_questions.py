"""Questions about data sets, images, jobs and models, answered by filtered queries."""

from __future__ import annotations

from dataclasses import replace

from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.graph.model import Association, LineageType
from lineage_explorer.query.lineage_query import Direction
from lineage_explorer.questions import question, result_items
from lineage_explorer.questions.answer import Answer, SentenceTemplates, format_deleted
from lineage_explorer.questions.filtered_queries import (
    ONE_PAGE_DIFFERENCE,
    QueryStep,
    SingleQuery,
    TwoStepQuery,
    build_wider_query,
)
from lineage_explorer.questions.question import Question
from lineage_explorer.questions.question_run import QuestionRun

UP, DOWN = Direction.ASCENDANTS, Direction.DESCENDANTS
ARTIFACT, CONTEXT = LineageType.ARTIFACT, LineageType.CONTEXT

MODEL_DATASETS = Question(
    "model-datasets",
    "Which data sets went into this model?",
    (question.MODEL,),
    SingleQuery(
        QueryStep(UP, ARTIFACT, ("DataSet",)),
        SentenceTemplates(
            "{things} went into {start}",
            "{things} went into {start}",
            "No data set is on record as having gone into {start}: a model that was brought from elsewhere "
            "has none",
        ),
        names_things=True,
    ),
    sdk_difference=ONE_PAGE_DIFFERENCE,
)

DATASET_MODELS = Question(
    "dataset-models",
    "Which models use this data set?",
    (question.DATA_SET,),
    SingleQuery(
        QueryStep(DOWN, ARTIFACT, ("Model",)),
        SentenceTemplates(
            "1 model was made from {start}",
            "{count} models were made from {start}",
            "No model was made from {start}: what only evaluates a model, or is scored by one, is not part "
            "of it",
        ),
    ),
    sdk_difference="The helper looks for contexts one association behind each trial component, while "
    "SageMaker records a model as an artifact; so it finds nothing.",
)

MODEL_ENDPOINTS = Question(
    "model-endpoints",
    "Which endpoints use this model?",
    (question.MODEL,),
    SingleQuery(
        QueryStep(DOWN, CONTEXT, ("Endpoint",)),
        SentenceTemplates(
            "{start} was deployed to 1 endpoint",
            "{start} was deployed to {count} endpoints",
            "No endpoint is on record for {start}: it was never deployed, or only used in batch",
        ),
        tells_use=True,
    ),
    sdk_difference="The older helper follows associations to contexts from what it takes for actions, and "
    "finds nothing on the lineage that SageMaker writes; the newer one reads one page.",
)

DATASET_ENDPOINTS = Question(
    "dataset-endpoints",
    "Which endpoints derive from this data set?",
    (question.DATA_SET,),
    SingleQuery(
        QueryStep(DOWN, CONTEXT, ("Endpoint",)),
        SentenceTemplates(
            "1 endpoint derives from {start}",
            "{count} endpoints derive from {start}",
            "No endpoint derives from {start}: nothing made from it was deployed",
        ),
    ),
    sdk_difference="The helper does not say which endpoints still exist; lineage outlives what it tells of.",
)

DATASET_UPSTREAM = Question(
    "dataset-upstream",
    "Which data sets was this one made from?",
    (question.DATA_SET,),
    SingleQuery(
        QueryStep(UP, ARTIFACT, ("DataSet",)),
        SentenceTemplates(
            "{start} was made from {things}",
            "{start} was made from {things}",
            "{start} was made from no data set on record: it is raw data, or its job was not tracked",
        ),
        names_things=True,
    ),
    sdk_difference=ONE_PAGE_DIFFERENCE,
)

DATASET_DOWNSTREAM = Question(
    "dataset-downstream",
    "Which data sets were made from this one?",
    (question.DATA_SET,),
    SingleQuery(
        QueryStep(DOWN, ARTIFACT, ("DataSet",)),
        SentenceTemplates(
            "{things} was made from {start}",
            "{things} were made from {start}",
            "No data set was made from {start}: no tracked job wrote data after reading it",
        ),
        names_things=True,
    ),
    sdk_difference=ONE_PAGE_DIFFERENCE,
)

TRIAL_COMPONENT_DATASETS = Question(
    "trial-component-datasets",
    "Which data sets feed this job?",
    (question.TRIAL_COMPONENT,),
    SingleQuery(
        QueryStep(UP, ARTIFACT, ("DataSet",)),
        SentenceTemplates(
            "{things} feeds {start}",
            "{things} feed {start}",
            "No data set feeds {start}: it reads none, or they were not tracked",
        ),
        names_things=True,
    ),
    sdk_difference=ONE_PAGE_DIFFERENCE,
)

TRIAL_COMPONENT_MODELS = Question(
    "trial-component-models",
    "Which models come from this job?",
    (question.TRIAL_COMPONENT,),
    SingleQuery(
        QueryStep(DOWN, ARTIFACT, ("Model",)),
        SentenceTemplates(
            "1 model comes from {start}",
            "{count} models come from {start}",
            "No model comes from {start}: it failed, it is still running, or it makes data",
        ),
    ),
    sdk_difference=ONE_PAGE_DIFFERENCE,
)

MODEL_SIBLINGS = Question(
    "model-siblings",
    "Which other models were trained on the same data?",
    (question.MODEL,),
    TwoStepQuery(
        QueryStep(UP, ARTIFACT, ("DataSet",), depth=3),
        QueryStep(DOWN, ARTIFACT, ("Model",), depth=2),
        SentenceTemplates(
            "1 other model was trained on the data of {start}",
            "{count} other models were trained on the data of {start}",
            "No other model was trained on the data of {start}: its job was the only one to read them",
        ),
        nearest_only=True,
        include_visited=False,
    ),
)


_NEARBY_DATASETS = QueryStep(Direction.BOTH, LineageType.ARTIFACT, ("DataSet",), depth=2)
"""From the image to its jobs, and in both directions from each.

This is one request for any number of jobs. One query down and one up from each job would find the same, but
takes a request per job; SageMaker's own images are used by hundreds of jobs.
"""

_IMAGE_TEMPLATES = SentenceTemplates(
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
        f"{_IMAGE_TEMPLATES.format_sentence(len(items), run.get_start_name())}{format_deleted(items)}.",
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
    (question.IMAGE,),
    find_datasets_of_image,
    sdk_difference="The helper walks one way from the image: upstream there is nothing, because nothing "
    "leads to an image, and downstream there are only outputs.",
)

"""Questions that need two queries, declared as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lineage_explorer.graph.lineage_graph import LineageGraph, merge_graphs
from lineage_explorer.graph.model import Arn, Association, LineageType, Vertex
from lineage_explorer.query.lineage_query import MAX_DEPTH, Direction
from lineage_explorer.questions import question, result_items
from lineage_explorer.questions.answer import Answer, WiderQuery
from lineage_explorer.questions.phrases import SentenceTemplates, format_deleted
from lineage_explorer.questions.question import Question
from lineage_explorer.questions.question_run import QuestionRun
from lineage_explorer.questions.single_query import QueryStep, build_wider_query


@dataclass(frozen=True, slots=True)
class TwoStepQuery:
    """Answer function that runs a second query from each first match.

    Attributes:
        first: Query from the start to the starts of the second query.
        second: Query from each of those to the items of the answer.
        templates: Templates of the sentence.
        nearest_only: Continue only from the matches nearest to the start.
        include_visited: Accept vertices that the first query already returned; otherwise they are the start's
            own and are excluded.
        fallback: Query to offer without its types if nothing was found.
    """

    first: QueryStep
    second: QueryStep
    templates: SentenceTemplates
    nearest_only: bool = False
    include_visited: bool = True
    fallback: QueryStep | None = None

    def __call__(self, run: QuestionRun) -> Answer:
        """Run the first query, then the second from each match."""
        first_graph = run.read(self.first.build_query(run.start, run.depth))
        starts = self._list_second_starts(first_graph)
        second_graphs = run.read_each([self.second.build_query(arn, run.depth) for arn in starts])
        matches = self._collect_matches(first_graph, second_graphs)
        graph = merge_graphs(
            first_graph, [result for result in second_graphs if result.matches & matches.keys()], matches
        )
        items = result_items.build_result_items(run, list(matches.values()), graph.distances)
        sentence = self.templates.format_sentence(len(items), run.get_start_name())
        return run.build_answer(
            f"{sentence}{format_deleted(items)}.",
            items,
            graph=graph,
            wider=None if items else self._find_wider_query(run, starts),
        )

    def _find_wider_query(self, run: QuestionRun, starts: Sequence[Arn]) -> WiderQuery | None:
        """Return the wider query to offer, if there is one.

        If no alternative is configured, it is the first query, provided that this found nothing.
        """
        step = self.fallback or (self.first if not starts else None)
        return build_wider_query(step.build_query(run.start, run.depth)) if step else None

    def _list_second_starts(self, first_graph: LineageGraph) -> list[Arn]:
        arns = [vertex.arn for vertex in result_items.list_matches(first_graph)]
        if self.nearest_only:
            shortest = min((first_graph.distances.get(arn, MAX_DEPTH) for arn in arns), default=0)
            arns = [arn for arn in arns if first_graph.distances.get(arn, MAX_DEPTH) == shortest]
        return arns

    def _collect_matches(
        self, first_graph: LineageGraph, second_graphs: Sequence[LineageGraph]
    ) -> dict[Arn, Vertex]:
        excluded = {first_graph.start} if self.include_visited else first_graph.vertices.keys()
        return {
            vertex.arn: vertex
            for graph in second_graphs
            for vertex in result_items.list_matches(graph)
            if vertex.arn not in excluded
        }


UP, DOWN, BOTH = Direction.ASCENDANTS, Direction.DESCENDANTS, Direction.BOTH
ARTIFACT, CONTEXT = LineageType.ARTIFACT, LineageType.CONTEXT
TRIAL_COMPONENT = LineageType.TRIAL_COMPONENT

ENDPOINT_TRANSFORM_JOBS = Question(
    "endpoint-transform-jobs",
    "Which transform jobs use this endpoint's models?",
    (question.ENDPOINT,),
    TwoStepQuery(
        QueryStep(UP, ARTIFACT, ("Model",)),
        QueryStep(DOWN, TRIAL_COMPONENT, ("TransformJob",)),
        SentenceTemplates(
            "1 transform job uses a model of {start}",
            "{count} transform jobs use models of {start}",
            "No transform job uses a model of {start}: it was not used in batch, or its jobs are not tracked",
        ),
    ),
    sdk_difference="The helper looks upstream of the endpoint, but transform jobs stand beside it: they "
    "share its models and lead to no endpoint.",
)

APPROVAL_DATASETS = Question(
    "approval-datasets",
    "Which data sets went into what this approval decided on?",
    (question.APPROVAL,),
    TwoStepQuery(
        QueryStep(DOWN, ARTIFACT, ("Model",), depth=1),
        QueryStep(UP, ARTIFACT, ("DataSet",)),
        SentenceTemplates(
            "1 data set went into what {start} decided on",
            "{count} data sets went into what {start} decided on",
            "No data set is on record for what {start} decided on: the model was brought from elsewhere",
        ),
        fallback=QueryStep(BOTH, ARTIFACT, ("DataSet",), depth=4),
    ),
    sdk_difference="The helper looks upstream of the approval, but SageMaker lets approvals point into the "
    "package and lets nothing point at them.",
)

ENDPOINT_SIBLINGS = Question(
    "endpoint-siblings",
    "Which other endpoints serve the same models?",
    (question.ENDPOINT,),
    TwoStepQuery(
        QueryStep(UP, ARTIFACT, ("Model",)),
        QueryStep(DOWN, CONTEXT, ("Endpoint",)),
        SentenceTemplates(
            "1 other endpoint serves a model of {start}",
            "{count} other endpoints serve models of {start}",
            "No other endpoint serves a model of {start}: it has them for itself",
        ),
    ),
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
    (question.IMAGE,),
    find_datasets_of_image,
    sdk_difference="The helper walks one way from the image: upstream there is nothing, because nothing "
    "leads to an image, and downstream there are only outputs.",
)

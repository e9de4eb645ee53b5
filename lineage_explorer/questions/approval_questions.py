"""Questions about the approvals of models and model packages."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from lineage_explorer.graph.approvals import rank_decision
from lineage_explorer.graph.date_text import format_day
from lineage_explorer.graph.lineage_graph import merge_graphs
from lineage_explorer.graph.model import LineageType, split_arn
from lineage_explorer.graph.resource_names import name_source
from lineage_explorer.graph.serving import ServingState
from lineage_explorer.query.lineage_query import Direction
from lineage_explorer.questions import question, result_items
from lineage_explorer.questions.answer import (
    Answer,
    ResultItem,
    SentenceTemplates,
    format_count,
    format_deleted,
)
from lineage_explorer.questions.filtered_queries import (
    QueryStep,
    SingleQuery,
    TwoStepQuery,
    build_wider_query,
)
from lineage_explorer.questions.question import Question
from lineage_explorer.questions.question_run import QuestionRun
from lineage_explorer.questions.serving_order import order_by_serving

_PACKAGE = ":model-package/"

_NEXT_MODELS = QueryStep(Direction.DESCENDANTS, LineageType.ARTIFACT, ("Model",), depth=1)
_APPROVALS = QueryStep(Direction.ASCENDANTS, LineageType.ACTION, ("Approval",), depth=1)
_APPROVALS_OF_CONTEXT = replace(_APPROVALS, depth=3)
"""Approvals above a context, at most three associations away.

From an endpoint, its deployment and the package lie between; from a group, the package.
"""

_PACKAGE_OF_APPROVAL = SingleQuery(
    _NEXT_MODELS,
    SentenceTemplates(
        "{start} concerns 1 model package",
        "{start} concerns {count} model packages",
        "{start} concerns no model package on record: it was deleted, or never registered",
    ),
)


def find_model_package(run: QuestionRun) -> Answer:
    """Find the model package that an approval concerns.

    Follow the approval to the package's artifact. If that is missing, look up the package itself.
    """
    answer = _PACKAGE_OF_APPROVAL(run)
    if answer.items:
        return answer
    entity = run.describe([run.start]).get(run.start)
    package_arn = (entity and entity.source_uri) or ""
    if _PACKAGE not in package_arn:
        return answer
    state = run.look_up_resources(lambda linked: linked.states([package_arn])).get(package_arn)
    package = ResultItem(
        arn=None,
        identifier=package_arn,
        name=name_source(package_arn).title,
        type="ModelPackage",
        created=state.created if state else None,
        status=state.status if state else "",
        source=package_arn,
    )
    deleted = format_deleted([package])
    sentence = f"{run.get_start_name()} concerns {package.name}, which has no lineage of its own{deleted}."
    return run.build_answer(sentence, [package], query=answer.query, graph=answer.graph)


def list_approvals(run: QuestionRun) -> Answer:
    """List the approvals of a package, a model or a context.

    For a model, these are the approvals of its packages; for a context, those of everything it contains.
    """
    start, depth = run.start, run.depth
    if split_arn(start).lineage_type is LineageType.ARTIFACT:
        query = None
        base_graph = run.read(_NEXT_MODELS.build_query(start, depth))
        artifacts = [base_graph.start, *(vertex.arn for vertex in result_items.list_matches(base_graph))]
        approval_graphs = run.read_each([_APPROVALS.build_query(arn, depth) for arn in artifacts])
    else:
        query = _APPROVALS_OF_CONTEXT.build_query(start, depth)
        base_graph, approval_graphs = run.read(query), ()
    approvals = {
        v.arn: v for graph in (approval_graphs or (base_graph,)) for v in result_items.list_matches(graph)
    }
    graph = merge_graphs(base_graph, approval_graphs, approvals)
    items = _sort_newest_first(
        result_items.build_result_items(run, list(approvals.values()), graph.distances, whole=True)
    )
    items, note = order_by_serving(run, graph, items) if query else (items, "")
    return run.build_answer(
        _summarize_serving(items, run.get_start_name(), note),
        items,
        query=query,
        graph=graph,
        wider=None if items else build_wider_query(query or _APPROVALS.build_query(start)),
    )


def _sort_newest_first(items: tuple[ResultItem, ...]) -> tuple[ResultItem, ...]:
    return tuple(
        sorted(
            items,
            key=lambda item: (item.created.timestamp() if item.created else 0.0, rank_decision(item.status)),
            reverse=True,
        )
    )


_PENDING = "PendingManualApproval"
_STATUS_WORDS = {"Approved": "approved", "Rejected": "rejected", _PENDING: "pending"}


def _summarize_serving(items: tuple[ResultItem, ...], start: str, note: str) -> str:
    """Summarize the approvals of what serves now, and count the others.

    Args:
        items: The approvals, the newest first.
        start: Name of the start.
        note: What `order_by_serving` says of them.
    """
    serving = tuple(item for item in items if item.serving == ServingState.SERVING)
    of_all = f" of {format_count(len(items), 'approval record')} "
    return _summarize_approvals(serving or items, start) + note.replace(" of them ", of_all, 1)


def _summarize_approvals(items: tuple[ResultItem, ...], start: str) -> str:
    """Summarize the newest approval and count the others.

    The sentence contains the status, the subject, the person and the date.
    """
    if not items:
        return f"No decision about {start} is on record: its approval status was never set, or never tracked."
    newest = items[0]
    if len(items) > 1 and any(item.created is None for item in items):
        why = next((f": {item.unread}" for item in items if item.unread), "")
        return f"{start}: {_count_by_status(items)}. Which is the newest is not known{why}."
    subject = name_source(newest.source).title if _PACKAGE in newest.source else start
    author_clause = f" by {newest.created_by}" if newest.created_by else ""
    if newest.unread and not author_clause:
        author_clause = f" (approver not readable: {newest.unread})"
    date_clause = f" on {format_day(newest.created)}" if newest.created else ""
    count_clause = f", latest of {_count_by_status(items)}" if len(items) > 1 else ""
    decision = "Pending approval" if newest.status == _PENDING else newest.status or newest.name
    return f"{subject}: {decision}{author_clause}{date_clause}{count_clause}."


def _count_by_status(items: tuple[ResultItem, ...]) -> str:
    """Count the approvals on record by status.

    The status matters: a pending request is not a decision.
    """
    counts = Counter(_STATUS_WORDS.get(item.status, item.status) or "without a status" for item in items)
    statuses = ", ".join(f"{count:,} {status}" for status, count in counts.items())
    return f"{format_count(len(items), 'approval record')} ({statuses})"


APPROVAL_MODEL_PACKAGE = Question(
    "approval-model-package",
    "Which model package does this approval concern?",
    (question.APPROVAL,),
    find_model_package,
    sdk_difference="The helper drops the version from the package's ARN, and so asks for a package with the "
    "name of the group.",
)

PACKAGE_APPROVALS = Question(
    "package-approvals",
    "Who approved this, and when?",
    (question.MODEL, question.ENDPOINT, question.MODEL_GROUP, question.DEPLOYMENT),
    list_approvals,
)

APPROVAL_DATASETS = Question(
    "approval-datasets",
    "Which data sets went into what this approval decided on?",
    (question.APPROVAL,),
    TwoStepQuery(
        _NEXT_MODELS,
        QueryStep(Direction.ASCENDANTS, LineageType.ARTIFACT, ("DataSet",)),
        SentenceTemplates(
            "1 data set went into what {start} decided on",
            "{count} data sets went into what {start} decided on",
            "No data set is on record for what {start} decided on: the model was brought from elsewhere",
        ),
        fallback=QueryStep(Direction.BOTH, LineageType.ARTIFACT, ("DataSet",), depth=4),
    ),
    sdk_difference="The helper looks upstream of the approval, but SageMaker lets approvals point into the "
    "package and lets nothing point at them.",
)

"""Questions about the approvals of models and model packages."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from lineage.answer import Answer, Item
from lineage.joining import joined
from lineage.model import LineageType, split_arn
from lineage.query import Direction
from lineage.questions import fits, found
from lineage.questions.inquiry import Inquiry
from lineage.questions.question import Question
from lineage.questions.step import Step
from lineage.questions.walk import Walk, wider
from lineage.questions.words import Words, day, gone
from lineage.views.names import uri_tail

_PACKAGE = ":model-package/"

_PACKAGES_OF_MODEL = Step(Direction.DESCENDANTS, LineageType.ARTIFACT, ("Model",), depth=1)
_APPROVALS = Step(Direction.ASCENDANTS, LineageType.ACTION, ("Approval",), depth=1)
_APPROVALS_OF_CONTEXT = replace(_APPROVALS, depth=3)
"""Approvals above a context, at most three associations away.

From an endpoint, its deployment and the package lie between; from a group, the package.
"""

_PACKAGE_OF_APPROVAL = Walk(
    Step(Direction.DESCENDANTS, LineageType.ARTIFACT, ("Model",), depth=1),
    Words(
        "{start} concerns 1 model package",
        "{start} concerns {count} model packages",
        "{start} concerns no model package on record: it was deleted, or never registered",
    ),
)


def package_of(inquiry: Inquiry) -> Answer:
    """Find the model package that an approval concerns.

    Follow the approval to the package's artifact. If that is missing, look up the package itself.
    """
    answer = _PACKAGE_OF_APPROVAL(inquiry)
    if answer.items:
        return answer
    entity = inquiry.describe([inquiry.start]).get(inquiry.start)
    package_arn = (entity and entity.source_uri) or ""
    if _PACKAGE not in package_arn:
        return answer
    state = inquiry.resources(lambda linked: linked.states([package_arn])).get(package_arn)
    package = Item(
        arn=None,
        value=package_arn,
        name=uri_tail(package_arn),
        type="ModelPackage",
        created=state.created if state else None,
        status=state.status if state else "",
        source=package_arn,
    )
    sentence = (
        f"{inquiry.start_name()} concerns {package.name}, which has no lineage of its own{gone([package])}."
    )
    return inquiry.answered(sentence, [package], query=answer.query, graph=answer.graph)


def decisions(inquiry: Inquiry) -> Answer:
    """List the approvals of a package, a model or a context.

    For a model, these are the approvals of its packages; for a context, those of everything it contains.
    """
    start, depth = inquiry.start, inquiry.depth
    if split_arn(start).lineage_type is LineageType.ARTIFACT:
        query = None
        base_graph = inquiry.read(_PACKAGES_OF_MODEL.query(start, depth))
        artifacts = [base_graph.start, *(vertex.arn for vertex in found.others(base_graph))]
        approval_graphs = inquiry.read_each([_APPROVALS.query(arn, depth) for arn in artifacts])
    else:
        query = _APPROVALS_OF_CONTEXT.query(start, depth)
        base_graph, approval_graphs = inquiry.read(query), ()
    approvals = {v.arn: v for graph in (approval_graphs or (base_graph,)) for v in found.others(graph)}
    graph = joined(base_graph, approval_graphs, approvals)
    items = _newest_first(found.items(inquiry, list(approvals.values()), graph.distances, whole=True))
    return inquiry.answered(
        _verdict(items, inquiry.start_name()),
        items,
        query=query,
        graph=graph,
        wider=None if items else wider(query or _APPROVALS.query(start)),
    )


def _newest_first(items: tuple[Item, ...]) -> tuple[Item, ...]:
    return tuple(
        sorted(items, key=lambda item: item.created.timestamp() if item.created else 0.0, reverse=True)
    )


def _verdict(items: tuple[Item, ...], start: str) -> str:
    """Summarize the newest approval and count the others.

    The sentence contains the status, the subject, the person and the date.
    """
    if not items:
        return f"No decision about {start} is on record: its approval status was never set, or never tracked."
    newest = items[0]
    subject = uri_tail(newest.source) if _PACKAGE in newest.source else start
    author_clause = f" by {newest.who}" if newest.who else ""
    date_clause = f" on {day(newest.created)}" if newest.created else ""
    count_clause = f", the newest of {_counted(items)}" if len(items) > 1 else ""
    return f"{subject}: {newest.status or newest.name}{author_clause}{date_clause}{count_clause}."


def _counted(items: tuple[Item, ...]) -> str:
    """Count the approvals on record by status.

    The status matters: a pending request is not a decision.
    """
    counts = Counter(item.status or "without a status" for item in items)
    return (
        f"{len(items):,} on record ({', '.join(f'{count:,} {status}' for status, count in counts.items())})"
    )


APPROVAL_MODEL_PACKAGE = Question(
    "approval-model-package",
    "Which model package does this approval concern?",
    (fits.APPROVAL,),
    package_of,
    differs="The helper drops the version from the package's ARN, and so asks for a package with the "
    "name of the group.",
)

PACKAGE_APPROVALS = Question(
    "package-approvals",
    "Who approved this, and when?",
    (fits.MODEL, fits.ENDPOINT, fits.MODEL_GROUP, fits.DEPLOYMENT),
    decisions,
)

"""Generator of the guide to the questions (`make guide`).

The guide lists each question with its answer in the demo account.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from lineage_explorer.graph.model import Arn, LineageType
from lineage_explorer.query.lineage_query import Request
from lineage_explorer.questions.answer import Answer, ResultItem
from lineage_explorer.questions.question import Subject
from lineage_explorer.questions.registry import QUESTIONS, QueryServices, Question, get_question
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.aws.sagemaker_resources import SageMakerLinkedResources
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from sagemaker_account import demo, transport
from sagemaker_account.store import Store

GUIDE = Path(__file__).parent / "reference" / "questions.md"
EXAMPLE_ITEMS = 5
"""Maximum result items of an example."""

_ACCOUNT = "arn:aws:sagemaker:us-west-2:000000000000"
_TRAIN = "s3://sagemaker-us-west-2-000000000000/experiments-demo/train.csv"
_IMAGE = demo.REFERENCE["imgX"]
_PACKAGE = f"{_ACCOUNT}:model-package/customer-churn/7"
_TUNED = f"{_ACCOUNT}:model-package/customer-churn/4"
_GROUP = f"{_ACCOUNT}:model-package-group/customer-churn"
_ENDPOINT = f"{_ACCOUNT}:endpoint/customer-churn-production"
_JOB = demo.REFERENCE["tcT"]
_DUPLICATE_URI = "s3://orchard-telecom-ml-sandbox/exports/weekly.csv"
_PIPELINE = f"{_ACCOUNT}:pipeline/fraud-signals-hourly"

_EXAMPLES: Mapping[str, str] = {
    "model-datasets": _PACKAGE,
    "dataset-models": demo.REFERENCE["train"],
    "model-endpoints": _PACKAGE,
    "job-pipeline-execution": _ENDPOINT,
    "artifact-upstream-trials": f"{_ACCOUNT}:model-package/lineage-test-1650241311/1",
    "uri-artifacts": _DUPLICATE_URI,
    "dataset-upstream": demo.REFERENCE["batchout"],
    "dataset-downstream": demo.REFERENCE["raw"],
    "image-datasets": _IMAGE,
    "context-actions": _ENDPOINT,
    "model-group-pipeline-execution": _GROUP,
    "group-packages": _GROUP,
    "package-approvals": _ENDPOINT,
    "model-siblings": _TUNED,
    "blast-radius": _IMAGE,
    "pipeline-feature-groups": _PIPELINE,
}
"""Source of the example's start by slug, where `_BY_FIRST_WORD` does not fit."""

_BY_FIRST_WORD = {
    "artifact": _TRAIN,
    "dataset": _TRAIN,
    "endpoint": _ENDPOINT,
    "picture": _ENDPOINT,
    "relationships": _PACKAGE,
    "trial": _JOB,
}

_HEAD = """\
# Questions

Stand on an entity and ask. Every question is also an address: `/?start=<ARN>&question=<slug>`, and its
answer comes as a sentence, a list and a picture. “Show the API calls” lists them as Python.

Requests of `QueryLineage` are sent with `IncludeEdges`, so that the answer is the picture too, and read to
their last page. Entities are described by their whole ARN, so that those of other accounts are found.

Versions 2 and 3 of SageMaker's own SDK have the same helpers, in `sagemaker.lineage` and
`sagemaker.core.lineage`; what is said of them here holds for both.

This page is written by `make guide` from the questions themselves and from the demo account.
"""


def build_guide(client: Any) -> str:
    """Return the guide as Markdown.

    The examples are the answers of `client`'s account.
    """
    catalog = SageMakerCatalog(client)
    services = QueryServices(
        SageMakerSource(client, describe=catalog.describe), catalog, SageMakerLinkedResources(client)
    )
    sections = (
        _format_section(question, services, _find_start(services, question)) for question in QUESTIONS
    )
    return "\n".join([_HEAD, *_format_contents(), *sections])


def main() -> None:
    """Write the guide."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        store = stack.enter_context(closing(Store.open(str(Path(folder) / "demo.sqlite"), create=True)))
        GUIDE.write_text(build_guide(transport.connect(demo.build(store))), encoding="utf-8")
    print(GUIDE)


def _find_start(services: QueryServices, question: Question) -> Arn:
    """Find the start for a question by its source, as readers do."""
    first_word = question.slug.partition("-")[0]
    if first_word in ("approval", "action"):
        approvals = get_question("package-approvals").ask(services, services.catalog.resolve(_PACKAGE)[0].arn)
        return next(item.arn for item in approvals.items if item.arn)
    source = _EXAMPLES.get(question.slug) or _BY_FIRST_WORD[first_word]
    return services.catalog.resolve(source)[0].arn


def _format_contents() -> Iterator[str]:
    yield "| question | slug |\n|---|---|"
    for question in QUESTIONS:
        yield f"| [{question.wording}](#{_make_anchor(question.wording)}) | `{question.slug}` |"
    yield ""


def _format_section(question: Question, services: QueryServices, start: Arn) -> str:
    answer = question.ask(services, start)
    starts = "; ".join(map(_format_fit, question.subjects))
    difference = (
        f"\nWhere SageMaker's own SDK answers otherwise: {question.sdk_difference}\n"
        if question.sdk_difference
        else ""
    )
    return f"""\
## {question.wording}

`question={question.slug}` · of {starts}

Asks {_format_requests(answer)}
{difference}
Example, asked of `{_identify_start(services, start)}`:

> {answer.sentence}

{_format_items(answer)}
"""


def _format_requests(answer: Answer) -> str:
    """Format the requests of an answer; similar requests are counted.

    Requests are similar if they differ only in the entities that they name.
    """
    counts = Counter(map(_format_request, answer.requests))
    return ", then ".join(shape + (f" {n} times" if n > 1 else "") for shape, n in counts.items()) + "."


def _format_request(request: Request) -> str:
    if request.operation != "QueryLineage":
        return f"`{request.operation}`"
    filters = request.parameters.get("Filters", {})
    conditions = [f"{name} {', '.join(values)}" for name, values in filters.items()]
    depth = request.parameters["MaxDepth"]
    return (
        f"`QueryLineage` ({'; '.join([request.parameters['Direction'], *conditions, f'MaxDepth {depth}'])})"
    )


def _format_fit(fit: Subject) -> str:
    noun = _KINDS[fit.lineage_type]
    types = f" of type {_format_alternatives(fit.type_patterns)}" if fit.type_patterns else ""
    sources = (
        f", or with a source like {_format_alternatives(fit.source_patterns)}" if fit.source_patterns else ""
    )
    return f"{noun}{types}{sources}"


_KINDS = {
    None: "any entity",
    "Artifact": "an artifact",
    "Action": "an action",
    "Context": "a context",
    "TrialComponent": "a trial component",
}


def _format_alternatives(patterns: tuple[str, ...]) -> str:
    return " or ".join(f"`{pattern}`" for pattern in patterns)


def _identify_start(services: QueryServices, start: Arn) -> str:
    """Return the text that identifies a start.

    It is the source. For an action it is the name, because several actions can have the same source.
    """
    entity = services.catalog.describe(start)
    return (entity.lineage_type is LineageType.ACTION and entity.name) or entity.source_uri or start


def _format_items(answer: Answer) -> str:
    if not answer.items:
        return answer.wider.sentence if answer.wider else ""
    rows = [_format_row(item) for item in answer.items[:EXAMPLE_ITEMS]]
    rest_count = len(answer.items) - EXAMPLE_ITEMS
    note = [f"\n… and {rest_count} more."] if rest_count > 0 else []
    return "\n".join(["| name | type | when | status |", "|---|---|---|---|", *rows, *note])


def _format_row(item: ResultItem) -> str:
    when = f"{item.created:%Y-%m-%d}" if item.created else ""
    return f"| {item.name} | {item.type} | {when} | {item.status} |"


def _make_anchor(heading: str) -> str:
    """Return the anchor that Markdown viewers generate for a heading."""
    text = "".join(char for char in heading.lower() if char.isalnum() or char in " -")
    return text.replace(" ", "-")


if __name__ == "__main__":
    main()

"""Question about the artifacts that have the same source.

A source URI can be registered several times.
"""

from __future__ import annotations

from lineage_explorer.graph.entity_names import name_of, strip_service_suffix
from lineage_explorer.graph.model import shorten_middle
from lineage_explorer.questions import question__fits
from lineage_explorer.questions.answer import Answer, ResultItem
from lineage_explorer.questions.question import Question
from lineage_explorer.questions.question_run import QuestionRun
from lineage_explorer.sources.protocols import Hit

_LONGEST_URI = 120


def find_artifacts_of_source(run: QuestionRun) -> Answer:
    """List the artifacts that have the start's source, including the start."""
    entity = run.describe([run.start]).get(run.start)
    uri = (entity and entity.source_uri) or ""
    variants = list_source_spellings(uri)
    hits = run.look_up_resources(lambda linked: linked.artifacts(variants)) if uri else {}
    items = tuple(_build_artifact_item(hit) for variant in variants for hit in hits.get(variant, ()))
    return run.build_answer(_format_source_sentence(items, uri, run.get_start_name()), items)


def list_source_spellings(uri: str) -> tuple[str, ...]:
    """Return the spellings under which a source may be registered.

    An S3 URI has two: as it is, and with its trailing slash added or removed.
    """
    if not uri.startswith("s3://"):
        return (uri,)
    bare = uri.rstrip("/")
    return (uri, bare if uri != bare else f"{bare}/")


def _format_source_sentence(items: tuple[ResultItem, ...], uri: str, start: str) -> str:
    if not uri:
        return f"The source of {start} is not known, so that nothing can be looked up by it."
    source = shorten_middle(uri, _LONGEST_URI)
    if not items:
        return f"No artifact is listed for {source}: it belongs to another account, or was deleted."
    if len(items) == 1:
        return f"1 artifact has the source {source}."
    difference = (
        "once with a trailing slash and once without"
        if len({item.source for item in items}) > 1
        else "one for each set of source identifiers"
    )
    return f"{len(items):,} artifacts have the source {source}: {difference}."


def _build_artifact_item(hit: Hit) -> ResultItem:
    return ResultItem(
        arn=hit.arn,
        identifier=hit.arn,
        name=strip_service_suffix(name_of(hit.arn, hit)),
        type=hit.type or hit.lineage_type,
        created=hit.created,
        source=hit.source_uri or "",
    )


URI_ARTIFACTS = Question(
    "uri-artifacts",
    "Which artifacts have this source?",
    (question__fits.ARTIFACT,),
    find_artifacts_of_source,
    sdk_difference="The helper reads the first ten artifacts of a list that may go on, and of one spelling.",
)

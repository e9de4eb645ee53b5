"""The report about a start, as a document.

`DOCUMENT_PARTS` lists what builds its parts, in their order. A builder that has nothing to say returns None.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from lineage_explorer.explore.view import View
from lineage_explorer.export.document import (
    Block,
    Code,
    Document,
    FactList,
    Figure,
    Grid,
    Paragraph,
    Part,
)
from lineage_explorer.export.graph_records import build_records
from lineage_explorer.export.provenance import Provenance
from lineage_explorer.export.report_answers import (
    Approval,
    Job,
    ReportAnswers,
    Version,
    describe_no_training,
    describe_unread_approval,
)
from lineage_explorer.export.tables import (
    NAME_COLUMN,
    Cell,
    Column,
    Table,
    build_answer_table,
    build_comparison_table,
    build_edge_table,
    build_entity_table,
    build_path_table,
)
from lineage_explorer.graph.date_text import format_day, format_time
from lineage_explorer.graph.entity_styles import FAMILY_TITLES, Family
from lineage_explorer.graph.serving_history import Period
from lineage_explorer.query.lineage_query import Direction, Request
from lineage_explorer.questions.answer import format_count, join_phrases
from lineage_explorer.views.missing_facts import NOT_ON_RECORD, NOT_READABLE
from lineage_explorer.views.python_snippet import format_python_script

NOT_EVIDENCE = "Not evidence: names are hidden and replaced."

if TYPE_CHECKING:
    from lineage_explorer.checks.check_report import CheckReport
    from lineage_explorer.explore.compared_sides import ComparedSides

_MAX_SCRIPT_REQUESTS = 200
"""Calls that the script of a report repeats; a pack holds all."""


@dataclass(frozen=True, slots=True)
class ReportMaterial:
    """What a report is made of.

    Attributes:
        view: What the address shows, as a table.
        answers: The five answers, about all lineage of the start.
        provenance: Where the view comes from.
        picture: The picture as SVG; empty if there is none.
        requests: The calls that repeat it.
        period: The moment or day that it is about; None for the present.
        reader: Who read the account; empty if that is not known.
        read: When the first and the last call were answered; None if the files beside it tell.
        is_redacted: Whether names are hidden.
        checks: What the lineage lacks, by rules; None if that is not told.
        checks_gap: Why it is not told; empty if it is, or still being read.
        compared: What differs from a second entity; None if there is none.
        compared_picture: Both sides as one picture; empty if there is none.
    """

    view: View
    answers: ReportAnswers
    provenance: Provenance
    picture: str = ""
    requests: tuple[Request, ...] = ()
    period: Period | None = None
    reader: str = ""
    read: tuple[datetime, datetime] | None = None
    is_redacted: bool = False
    checks: CheckReport | None = None
    checks_gap: str = ""
    compared: ComparedSides | None = None
    compared_picture: str = ""


PartBuilder: TypeAlias = Callable[[ReportMaterial], Part | None]


def build_document(material: ReportMaterial, builders: Sequence[PartBuilder] | None = None) -> Document:
    """Return the report.

    Args:
        material: What it is made of.
        builders: What builds its parts; all by default.
    """
    parts = (build(material) for build in (DOCUMENT_PARTS if builders is None else builders))
    provenance = material.provenance
    return Document(
        provenance.title,
        _choose_sentence(material),
        NOT_EVIDENCE if material.is_redacted else "",
        FactList(tuple(_list_cover_facts(material))),
        tuple(part for part in parts if part),
    )


def _choose_sentence(material: ReportMaterial) -> str:
    """Return the answer to the question, else what serves."""
    serving = material.answers.serving
    has_question = material.view.loaded.answer is not None
    return serving[0] if serving and not has_question else material.provenance.sentence


def _list_cover_facts(material: ReportMaterial) -> Iterator[tuple[str, str]]:
    provenance = material.provenance
    if material.view.loaded.answer:
        yield "Question", provenance.title
    yield "About", material.view.loaded.start_label
    yield "Account", provenance.account
    if material.is_redacted:
        yield "Read by", "hidden"
    else:
        yield "Read by", material.reader or NOT_ON_RECORD
    if material.period:
        period = material.period
        yield (
            "As of",
            f"{format_day(period.begin)}, all day" if period.is_day else format_time(period.begin),
        )
    if material.read:
        first, last = material.read
        same = format_time(first) == format_time(last)
        yield "Read", format_time(last) if same else f"{format_time(first)} to {format_time(last)}"
    yield "Complete", "yes" if provenance.is_complete else "no: see “What is missing”"
    yield "Reading", " · ".join(provenance.notes)
    yield "Address", provenance.address


def _build_version_part(material: ReportMaterial) -> Part:
    """Return which version serves, or served."""
    answers = material.answers
    blocks: list[Block] = [Paragraph(sentence, "lead") for sentence in answers.serving]
    if not answers.serving:
        text = "No endpoint with a deployment is connected with it on record."
        blocks.append(Paragraph(text, "lead"))
    if answers.versions:
        versions = tuple(_build_version_row(answers, version) for version in answers.versions)
        columns: tuple[Column, ...] = (
            Column("version", "Version", "Name of the model version."),
            Column("state", "State", "When it was deployed, and where."),
            Column("serving", "Serves", "yes if it serves at the moment of the report."),
            Column("registered", "Registered", "When it was registered, in UTC."),
            Column("commit", "Commit", "Commit of the code that trained it."),
            Column("package", "Model package", "ARN of the model package.", for_readers=False),
            Column("arn", "ARN", "Its ARN in the lineage.", for_readers=False),
        )
        blocks.append(Grid("versions", Table("Versions", columns, versions), "Model versions"))
    if rows := [row for version in answers.versions for row in _list_registry_rows(answers, version)]:
        columns = (
            Column("version", "Version", "Name of the model version."),
            Column("fact", "Fact", "What the model registry holds."),
            Column("value", "Value", "As it is there."),
        )
        blocks.append(Grid("registry", Table("Registry", columns, tuple(rows)), "Model registry"))
    title = "Which version served?" if material.period else "Which version serves?"
    return Part("version", title, tuple(blocks))


def _build_version_row(answers: ReportAnswers, version: Version) -> tuple[Cell, ...]:
    package = version.package
    registered = format_time(package.created) if package and package.created else NOT_ON_RECORD
    return (
        answers.names[version.arn].line,
        version.state,
        "yes" if version.is_serving else "no",
        registered,
        join_phrases(version.commits) or NOT_ON_RECORD,
        package.arn if package else "",
        version.arn,
    )


def _list_registry_rows(answers: ReportAnswers, version: Version) -> Iterator[tuple[Cell, ...]]:
    """Yield what the model registry holds of a version."""
    package, title = version.package, answers.names[version.arn].title
    if package is None:
        return
    facts = (
        ("Approval now", package.approval),
        ("Approval note", package.approval_note),
        ("Description", package.description),
        ("Domain", package.domain),
        ("Task", package.task),
        ("Stage", " · ".join(filter(None, (package.stage, package.stage_status, package.stage_note)))),
        ("Model card", package.card_status),
        *sorted(package.reports.items()),
        *sorted(package.properties.items()),
    )
    for fact, value in facts:
        if value:
            yield title, fact, value


_USE_COLUMNS = (
    Column("version", "Version", "Name of the model version."),
    Column("kind", "Kind", "Data, code, report or image."),
    NAME_COLUMN,
    Column("use", "Use", "Whether training read it itself."),
    Column("made_by", "Made by", "The job that made it, if one is on record."),
    Column("identifiers", "Hash or version", "What SageMaker recorded to identify its content."),
    Column("source_uri", "Source", "Where it is."),
    Column("arn", "ARN", "Its ARN.", for_readers=False),
)


def _build_data_part(material: ReportMaterial) -> Part | None:
    """Return what the versions were made from."""
    answers = material.answers
    if not answers.versions:
        return None
    blocks: list[Block] = []
    rows: list[tuple[Cell, ...]] = []
    for version in answers.versions:
        title = answers.names[version.arn].title
        blocks.append(Paragraph(_summarize_uses(title, answers, version), "lead"))
        for use in version.uses:
            identifiers = ", ".join(f"{kind} {value}" for kind, value in use.source_ids)
            rows.append(
                (
                    title,
                    FAMILY_TITLES[use.family],
                    answers.names[use.arn].line,
                    "read by training" if use.is_direct else "earlier",
                    join_phrases([answers.names[arn].title for arn in use.producers]),
                    identifiers or (NOT_ON_RECORD if use.is_described else NOT_READABLE),
                    use.source_uri,
                    use.arn,
                )
            )
    if rows:
        table = Table("Data", _USE_COLUMNS, tuple(rows))
        blocks.append(Grid("data", table, "Data, code and images"))
    return Part("data", "Trained on which data?", tuple(blocks))


_MAX_NAMED = 4
"""Data sets and metrics that a sentence names."""


def _summarize_uses(title: str, answers: ReportAnswers, version: Version) -> str:
    data = [use for use in version.uses if use.family is Family.DATA]
    direct = [use for use in data if use.is_direct]
    scripts = sum(use.family is Family.CODE for use in version.uses)
    if not data:
        return f"{title}: no data set is on record."
    names = [answers.names[use.arn].title for use in direct]
    trained = (
        f"trained on {join_phrases(names)}"
        if len(names) in range(1, _MAX_NAMED + 1)
        else f"trained on {len(names)} of them"
    )
    script = f" and {format_count(scripts, 'script')}" if scripts else ""
    return f"{title}: {format_count(len(data), 'data set')}{script} on record, {trained}."


def _build_settings_part(material: ReportMaterial) -> Part | None:
    """Return parameters and metrics of the jobs behind the versions."""
    answers = material.answers
    settings: list[tuple[Cell, ...]] = []
    metrics: list[tuple[Cell, ...]] = []
    blocks: list[Block] = []
    for version in answers.versions:
        title = answers.names[version.arn].title
        blocks.append(Paragraph(_summarize_settings(title, answers, version), "lead"))
        for job in version.jobs:
            facts = (title, answers.names[job.arn].line, _describe_job(job))
            pairs = (*sorted(job.settings.items()), *sorted(job.resources.items()))
            settings += [(*facts, name, _format_value(value)) for name, value in pairs]
            metrics += [
                (*facts, metric.name, *map(_format_value, (metric.last, metric.minimum, metric.maximum)))
                for metric in sorted(job.metrics, key=lambda each: each.name)
            ]
    shared = (
        Column("version", "Version", "Name of the model version."),
        Column("job", "Job", "The job that it belongs to."),
        Column("role", "Role", "What the job did for the version."),
    )
    if metrics:
        columns: tuple[Column, ...] = (
            *shared,
            Column("metric", "Metric", "Its name as the job recorded it."),
            Column("last", "Last", "The newest value."),
            Column("min", "Min", "The least value."),
            Column("max", "Max", "The greatest value."),
        )
        blocks.append(Grid("metrics", Table("Metrics", columns, tuple(metrics)), "Metrics"))
    if settings:
        columns = (
            *shared,
            Column("parameter", "Parameter", "Its name as the job recorded it."),
            Column("value", "Value", "Its value."),
        )
        blocks.append(Grid("parameters", Table("Parameters", columns, tuple(settings)), "Parameters"))
    return Part("settings", "With which parameters and metrics?", tuple(blocks)) if blocks else None


def _describe_job(job: Job) -> str:
    return "training" if job.is_trainer else "evaluation" if job.is_evaluation else "earlier"


def _summarize_settings(title: str, answers: ReportAnswers, version: Version) -> str:
    """Return the training with its metrics in a sentence."""
    if not version.trainers:
        return describe_no_training(title)
    job = version.trainers[0]
    metrics = [f"{each.name} {_format_value(each.last)}" for each in job.metrics if each.last is not None]
    told = f"; {join_phrases(metrics[:_MAX_NAMED])}" if metrics else "; it recorded no metrics"
    parameters = format_count(len(job.settings), "parameter")
    return f"{title}: trained by {answers.names[job.arn].line} with {parameters}{told}."


def _format_value(value: str | float | None) -> str:
    if value is None:
        return ""
    return f"{value:.12g}" if isinstance(value, (int, float)) else value


_APPROVAL_COLUMNS = (
    Column("version", "Version", "Name of the model version."),
    Column("decision", "Decision", "As the API spells it."),
    Column("decided_by", "By", "Who decided, or why that is not known."),
    Column("decided_at", "When", "When it was decided, in UTC."),
    Column("reason", "Reason", "What the reviewer said."),
    Column("arn", "ARN", "ARN of the approval.", for_readers=False),
)


def _build_approval_part(material: ReportMaterial) -> Part | None:
    """Return who decided about the versions."""
    answers = material.answers
    if not answers.versions:
        return None
    blocks: list[Block] = []
    rows: list[tuple[Cell, ...]] = []
    for version in answers.versions:
        title = answers.names[version.arn].title
        blocks.append(Paragraph(_summarize_approval(title, version), "lead"))
        rows += [_build_approval_row(title, approval) for approval in version.approvals]
    if rows:
        table = Table("Approvals", _APPROVAL_COLUMNS, tuple(rows))
        blocks.append(Grid("approvals", table, "Approvals, oldest first"))
    return Part("approval", "Approved by whom?", tuple(blocks))


def _build_approval_row(title: str, approval: Approval) -> tuple[Cell, ...]:
    missing = NOT_READABLE if approval.is_unread else NOT_ON_RECORD
    return (
        title,
        approval.decision or missing,
        approval.decided_by or missing,
        format_time(approval.decided_at) if approval.decided_at else missing,
        approval.reason or missing,
        approval.arn,
    )


def _summarize_approval(title: str, version: Version) -> str:
    if any(each.is_unread for each in version.approvals):
        return describe_unread_approval(title)
    if not version.approvals:
        package = version.package
        state = f" Its model package says “{package.approval}”." if package and package.approval else ""
        return f"{title}: no approval is on record.{state}"
    last = version.approvals[-1]
    when = f" on {format_day(last.decided_at)}" if last.decided_at else ""
    decided_by = f"by {last.decided_by}" if last.decided_by else f"by whom is {NOT_ON_RECORD}"
    return f"{title}: {last.decision or NOT_ON_RECORD}{when}, {decided_by}."


def _build_missing_part(material: ReportMaterial) -> Part:
    """Return what is not known, and what is not on record."""
    missing = dict.fromkeys((*material.provenance.gaps, *material.answers.missing))
    blocks: tuple[Block, ...] = tuple(Paragraph(text, "missing") for text in missing)
    note = (
        "Only what SageMaker's lineage can tell is listed. What a person has to add, as purpose and "
        "signatures, is not."
    )
    first: Block = Paragraph(
        f"{format_count(len(missing), 'point')} found." if missing else "Nothing that lineage can show.",
        "lead",
    )
    return Part("missing", "What is missing?", (first, *blocks, Paragraph(note, "quiet")))


def _build_comparison_part(material: ReportMaterial) -> Part | None:
    """Return what differs from the second entity."""
    compared = material.compared
    if compared is None:
        return None
    table = build_comparison_table(compared, material.view.address)
    blocks: list[Block] = [Paragraph(compared.sentence, "lead")]
    blocks += [Paragraph(note) for note in compared.notes]
    blocks += [Paragraph(gap, "missing") for gap in compared.gaps]
    if material.compared_picture:
        blocks.append(Figure(material.compared_picture, compared.sentence))
    if table and table.rows:
        from lineage_explorer.explore.compared_sides import list_states  # noqa: PLC0415 - as above

        titles = {"a": compared.label_a, "b": compared.label_b}
        words = tuple((str(state), word) for state, word in list_states(compared).items())
        columns = tuple(
            replace(
                column,
                title=titles.get(column.key, column.title),
                words=words if column.key == "state" else (),
            )
            for column in table.columns
        )
        blocks.append(Grid("comparison", replace(table, columns=columns), "Parts, differences first"))
    return Part("comparison", f"What differs from {compared.label_b}?", tuple(blocks))


def _build_checks_part(material: ReportMaterial) -> Part | None:
    """Return what the rules found."""
    report = material.checks
    if report is None:
        gap = (Paragraph(material.checks_gap, "missing"),) if material.checks_gap else ()
        return Part("checks", "Checks", gap) if gap else None
    from lineage_explorer.export.check_file import build_finding_table  # noqa: PLC0415 - takes long to import

    blocks: list[Block] = [Paragraph(report.sentence, "lead")]
    table = build_finding_table(report)
    if table.rows:
        blocks.append(Grid("findings", table, "Findings, the most severe first"))
    doubts = [f"Not judged: {each.rule.title}." for each in report.results if each.verdict == "not judged"]
    blocks += [Paragraph(text, "missing") for text in dict.fromkeys((*doubts, *report.gaps, *report.notes))]
    levels = {str(finding.severity) for finding in report.open_findings}
    worst = "error" if "error" in levels else "warning" if "warning" in levels else ""
    return Part("checks", "Checks", tuple(blocks), worst)


def _build_picture_part(material: ReportMaterial) -> Part | None:
    if not material.picture:
        return None
    figure = Figure(material.picture, material.provenance.sentence)
    return Part("picture", "Picture", (figure,))


def _build_table_part(material: ReportMaterial) -> Part:
    """Return the answer's list, the paths and all entities."""
    view, records = material.view, build_records(material.view)
    named: Mapping[str, Table | None] = {
        "answer": build_answer_table(view),
        "paths": build_path_table(view),
        "entities": build_entity_table(records),
        "associations": _hide_columns(build_edge_table(records), ("source", "destination")),
    }
    blocks = tuple(Grid(slug, table, table.title) for slug, table in named.items() if table)
    return Part("tables", "Tables", blocks)


def _hide_columns(table: Table, keys: Collection[str]) -> Table:
    """Return a table whose readers do not see some columns."""
    columns = tuple(
        replace(column, for_readers=column.for_readers and column.key not in keys) for column in table.columns
    )
    return replace(table, columns=columns)


def _build_calls_part(material: ReportMaterial) -> Part | None:
    """Return the calls that repeat the reading."""
    if not material.requests:
        return None
    shown = material.requests[:_MAX_SCRIPT_REQUESTS]
    blocks: list[Block] = []
    if len(shown) < len(material.requests):
        left = format_count(len(material.requests) - len(shown), "further call")
        blocks.append(Paragraph(f"{left} left out.", "quiet"))
    return Part("calls", "Calls to repeat it", (*blocks, Code(format_python_script(shown))))


DOCUMENT_PARTS: tuple[PartBuilder, ...] = (
    _build_version_part,
    _build_data_part,
    _build_settings_part,
    _build_approval_part,
    _build_missing_part,
    _build_comparison_part,
    _build_checks_part,
    _build_picture_part,
    _build_table_part,
    _build_calls_part,
)
"""Builders of the parts of a report, in their order."""


def find_worst(document: Document) -> str:
    """Return the level of the worst finding of all parts."""
    levels = {part.worst for part in document.parts}
    return next((level for level in ("error", "warning") if level in levels), "")


def list_query_requests(view: View) -> tuple[Request, ...]:
    """Return the requests that read what a view shows, without filters."""
    if view.loaded.answer:
        return view.loaded.answer.requests
    query = view.address.query
    if query is None or query.filters:
        return ()
    ways = (
        (Direction.ASCENDANTS, Direction.DESCENDANTS)
        if query.direction is Direction.UP_AND_DOWN
        else (query.direction,)
    )
    return tuple(
        Request(
            "QueryLineage",
            {
                "StartArns": [query.start],
                "Direction": str(way),
                "IncludeEdges": True,
                "MaxDepth": query.get_depth(way),
            },
        )
        for way in ways
    )

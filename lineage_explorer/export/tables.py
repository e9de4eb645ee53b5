"""Lists of a view as tables: entities, associations, an answer, paths."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from lineage_explorer.compare.comparison import PartState
from lineage_explorer.explore.impact_content import ImpactContent
from lineage_explorer.explore.timeline_content import TimelineContent
from lineage_explorer.explore.view import View
from lineage_explorer.export.export_options import Listing
from lineage_explorer.export.graph_records import GraphRecords, VertexRecord
from lineage_explorer.graph.date_text import format_minute
from lineage_explorer.query.address import Address
from lineage_explorer.sources.owners import describe_source
from lineage_explorer.views.entity_details import split_camel_case
from lineage_explorer.views.impact_list import name_group
from lineage_explorer.views.path_list import describe_paths
from lineage_explorer.views.table_rows import build_cells, list_column_titles
from lineage_explorer.views.timeline import LANE_TITLES, Timeline

if TYPE_CHECKING:
    from lineage_explorer.explore.compared_sides import ComparedSides

Cell: TypeAlias = str | int | None


@dataclass(frozen=True, slots=True)
class Column:
    """Column of a table.

    Attributes:
        key: Its name for programs.
        title: Its title for readers.
        meaning: What it holds, in a sentence.
        for_readers: Whether lists for people have it too.
        is_number: Whether it holds whole numbers.
        words: What readers see for some of its values.
    """

    key: str
    title: str
    meaning: str
    for_readers: bool = True
    is_number: bool = False
    words: tuple[tuple[str, str], ...] = ()

    def format(self, cell: Cell) -> str:
        """Return a cell for readers."""
        text = "" if cell is None else str(cell)
        return dict(self.words).get(text, text)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a list, with the same number of cells each.

    Attributes:
        title: What the rows are; the name of a sheet.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


NAME_COLUMN = Column("name", "Name", "What it is called in the explorer.")
_SUBTITLE = Column("subtitle", "Subtitle", "What tells it apart from others of this name.")
_ARN = Column("arn", "ARN", "Its ARN.", for_readers=False)
_TYPE = Column("type", "Type", "Its type in the explorer's words.")
_SOURCE = Column("source_uri", "Source", "URI or ARN of what it stands for.", for_readers=False)

_ROLE = Column(
    "role", "Role", "start, match for what passes the filters, path for what lies between.", for_readers=False
)

_ENTITY_COLUMNS = (
    NAME_COLUMN,
    _SUBTITLE,
    _TYPE,
    Column("category", "Category", "Artifact, action, context or trial component."),
    Column(
        "distance",
        "Distance",
        "Associations between it and the start; empty if they were not read.",
        is_number=True,
    ),
    Column("created", "Created", "When it was created, in UTC, or why that is not known."),
    Column("created_by", "By", "Who created it, or why that is not known."),
    Column("status", "Status", "Its status, of an approval the decision, or why that is not known."),
    _ROLE,
    _ARN,
    Column("api_type", "API type", "Its type as QueryLineage spells it.", for_readers=False),
    Column("recorded_name", "Recorded name", "The name that SageMaker recorded.", for_readers=False),
    _SOURCE,
    Column(
        "state", "State", "What its card's badge says, such as which version serves; empty if it has none."
    ),
)
_EDGE_COLUMNS = (
    Column("source", "Source", "ARN of the earlier entity."),
    Column("destination", "Destination", "ARN of what results from it."),
    Column("association_type", "Association", "Its type as SageMaker records it."),
    Column("source_name", "From", "What the source is called in the explorer."),
    Column("destination_name", "To", "What the destination is called in the explorer."),
    Column(
        "hidden", "Hidden between", "What is hidden between the two, if this is not a single association."
    ),
)
_PATH_COLUMNS = (
    Column("path", "Path", "Number of the path, the shortest first.", is_number=True),
    Column("step", "Step", "Number of the entity on its path.", is_number=True),
    NAME_COLUMN,
    _TYPE,
    Column("association", "Association", "Its association with the entity before, with its direction."),
    _ARN,
)

_COMPARISON_COLUMNS = (
    Column("part", "Part", "What it is called on both sides."),
    Column("stage", "Kind", "What the row is about: data, code, image, job, hyper-parameter, metric, …"),
    Column("state", "State", "same, again, changed, a, b or unknown."),
    Column("why", "Why", "Why its two sides correspond, or why that is not known."),
    Column("fact", "Fact", "The fact that differs; empty for the part itself."),
    Column("a", "First side", "Its value on the first side."),
    Column("b", "Second side", "Its value on the second side."),
    Column(
        "a_arn", "First ARN", "The entity of the first side; empty for none or several.", for_readers=False
    ),
    Column(
        "b_arn", "Second ARN", "The entity of the second side; empty for none or several.", for_readers=False
    ),
)


def build_entity_table(records: GraphRecords) -> Table:
    """Return one row for each entity, as the page's table has it.

    Readers see roles only where there are filters: else every entity is a match.
    """
    columns = tuple(
        replace(column, for_readers=records.has_filters) if column is _ROLE else column
        for column in _ENTITY_COLUMNS
    )
    return Table("Entities", columns, tuple(map(_build_entity_row, records.vertices)))


def _build_entity_row(record: VertexRecord) -> tuple[Cell, ...]:
    row = record.row
    return (
        row.name,
        row.subtitle,
        row.style.title,
        split_camel_case(row.lineage_type),
        row.distance,
        row.created,
        row.created_by,
        row.status,
        row.role,
        row.arn,
        row.type,
        record.name or "",
        record.source_uri or "",
        record.state,
    )


def build_edge_table(records: GraphRecords) -> Table:
    """Return one row for each association or bridge."""
    names = {record.arn: record.row.name for record in records.vertices}
    rows = tuple(
        (
            edge.source,
            edge.destination,
            edge.association_type or "",
            names[edge.source],
            names[edge.destination],
            edge.over,
        )
        for edge in records.edges
    )
    return Table("Associations", _EDGE_COLUMNS, rows)


def build_answer_table(view: View) -> Table | None:
    """Return the list of an answer; None if nothing is asked."""
    answer = view.loaded.answer
    if answer is None:
        return None
    titles = list_column_titles(answer.items)
    columns = (
        NAME_COLUMN,
        _SUBTITLE,
        *(
            Column(title.lower(), title, f"The column {title} of the answer.")
            for title in titles
            if title != "Name"
        ),
        Column("identifier", "ARN", "Its ARN, or the name of a trial.", for_readers=False),
    )
    rows = []
    for item in answer.items:
        cells = build_cells(item)
        texts = (cells[title] for title in titles if title != "Name")
        rows.append((cells["Name"], item.subtitle, *texts, item.identifier))
    return Table("Answer", columns, tuple(rows))


def build_comparison_table(compared: ComparedSides | None, address: Address) -> Table | None:
    """Return a row for each difference and part; None without a comparison."""
    if compared is None:
        return None
    from lineage_explorer.compare.comparison_frame import build_frame  # noqa: PLC0415 - it needs pandas

    query = address.compared
    only = PartState(query.only) if query and query.only else None
    frame = build_frame(compared.comparison, only)
    return Table("Comparison", _COMPARISON_COLUMNS, tuple(frame.itertuples(index=False, name=None)))


def build_path_table(view: View) -> Table | None:
    """Return the listed paths entity by entity, if any are asked for."""
    if view.paths is None:
        return None
    listed = describe_paths(view.paths, view.graph, view.loaded.entities).listed
    return Table(
        "Paths",
        _PATH_COLUMNS,
        tuple(
            (number, step, stop.name, stop.style.title, stop.association_label, stop.arn)
            for number, path in enumerate(listed, start=1)
            for step, stop in enumerate(path, start=1)
        ),
    )


def choose_table(view: View, records: GraphRecords, listing: Listing) -> Table | None:
    """Return the table of a list, if the view has it."""
    if listing is Listing.ENTITIES:
        return build_comparison_table(view.loaded.comparison, view.address) or build_entity_table(records)
    if listing is Listing.ASSOCIATIONS:
        return build_edge_table(records)
    if listing in (Listing.TIMELINE, Listing.SERVED, Listing.IMPACT):
        return _choose_document_table(view, listing)
    return build_answer_table(view) if listing is Listing.ANSWER else build_path_table(view)


_TIMELINE_COLUMNS = (
    Column("lane", "Lane", "Part of the pipeline."),
    NAME_COLUMN,
    _SUBTITLE,
    _TYPE,
    Column("begin", "Begin", "When it began or was made, in UTC; empty if that is not known."),
    Column("end", "End", "When it ended, in UTC; `still` while it goes on."),
    Column("state", "State", "Its state, if it is not simply done."),
    _ARN,
)
_SERVED_COLUMNS = (
    Column("endpoint", "Endpoint", "What the endpoint is called in the explorer."),
    Column("version", "Version", "What was deployed; empty if it is not on record."),
    Column("begin", "From", "When it was deployed, in UTC."),
    Column("end", "Until", "When the next deployment began, in UTC; empty if that is not on record."),
    Column("state", "State", "What is known of its end."),
    Column("action", "Deployment", "ARN of the deployment.", for_readers=False),
)
_IMPACT_COLUMNS = (
    Column("group", "Group", "Part of the list, the most urgent first."),
    NAME_COLUMN,
    _SUBTITLE,
    _TYPE,
    Column("state", "State", "What is known of its state."),
    Column("owner", "Owner", "Whom to ask; empty if nothing names anybody."),
    Column("owner_source", "Named by", "The record that names the owner."),
    Column("owner_note", "Note", "Why the owner may not be known.", for_readers=False),
    Column("distance", "Distance", "Associations between it and the start.", is_number=True),
    _ARN,
    _SOURCE,
)


def _choose_document_table(view: View, listing: Listing) -> Table | None:
    """Return the table of a view's document, if it is loaded."""
    content = view.content
    if isinstance(content, TimelineContent) and listing is not Listing.IMPACT:
        build = build_timeline_table if listing is Listing.TIMELINE else build_served_table
        return build(content.timeline)
    if isinstance(content, ImpactContent) and listing is Listing.IMPACT:
        return build_impact_table(content)
    return None


def list_document_tables(view: View) -> tuple[Table, ...]:
    """Return the tables of the view's document; none of graph and table."""
    listings = (Listing.TIMELINE, Listing.SERVED, Listing.IMPACT)
    found = (_choose_document_table(view, listing) for listing in listings)
    return tuple(table for table in found if table and table.rows)


def build_timeline_table(timeline: Timeline) -> Table:
    """Return one row for each mark of a timeline."""
    rows = tuple(
        (
            LANE_TITLES[mark.lane],
            mark.name.title,
            mark.name.subtitle,
            mark.style.title,
            format_minute(mark.begin),
            "still" if mark.is_open else format_minute(mark.end),
            mark.badge.word if mark.badge else "",
            mark.arn,
        )
        for mark in timeline.marks
    )
    return Table("Timeline", _TIMELINE_COLUMNS, rows)


def build_served_table(timeline: Timeline) -> Table:
    """Return one row for each version that an endpoint served."""
    rows = tuple(
        (
            span.endpoint_title,
            span.version,
            format_minute(span.begin),
            format_minute(span.end),
            span.state,
            span.action,
        )
        for span in timeline.spans
    )
    return Table("Served", _SERVED_COLUMNS, rows)


def build_impact_table(content: ImpactContent) -> Table:
    """Return one row for each entity that a change reaches."""
    rows = tuple(
        (
            name_group(item.group, is_past=content.period is not None),
            item.name.title,
            item.name.subtitle,
            item.style.title,
            item.state,
            item.owner.name if item.owner else "",
            describe_source(item.owner) if item.owner else "",
            item.note,
            item.distance,
            item.arn,
            item.source,
        )
        for item in content.items
    )
    return Table("Impact", _IMPACT_COLUMNS, rows)

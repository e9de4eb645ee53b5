"""Provenance of a file: address, time, and how complete it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lineage_explorer.explore.loaded_graph import LoadedGraph
from lineage_explorer.explore.view import View, list_completeness_notes, summarize_view
from lineage_explorer.export import html_parts
from lineage_explorer.graph.date_text import format_time
from lineage_explorer.graph.visible_text import escape_invisible
from lineage_explorer.query.address import Address, format_link
from lineage_explorer.questions.registry import get_question
from lineage_explorer.views.path_list import describe_paths, summarize_paths


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a file comes from.

    Attributes:
        title: What it shows: "Lineage of endpoint churn", or the question.
        sentence: What was found: the answer, or the numbers of entities and associations.
        address: The address of the view, as a path with its query string.
        account: Title of the explored account.
        read_at: When the last page was read, aware, in UTC.
        is_complete: Whether everything was read that the address asks for.
        notes: How complete it is, as on the page: entities, pages, calls, depth, what is hidden.
        gaps: One sentence for each thing that could not be read.
        is_of_past: Whether `read_at` is the moment that is told about, not that of the read.
    """

    title: str
    sentence: str
    address: str
    account: str
    read_at: datetime
    is_complete: bool
    notes: tuple[str, ...]
    gaps: tuple[str, ...]
    is_of_past: bool = False

    @property
    def read_phrase(self) -> str:
        """The time with its meaning: "Read 29 Nov 2026, 02:41 UTC"."""
        return f"{'As of' if self.is_of_past else 'Read'} {self.read_time}"

    @property
    def read_time(self) -> str:
        """The time for readers: "29 Nov 2026, 02:41 UTC"."""
        return format_time(self.read_at)

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Everything as pairs of a title and a text, for readers."""
        return (
            ("Title", self.title),
            ("Summary", self.sentence),
            ("Complete", "yes" if self.is_complete else "no"),
            *(("Completeness", note) for note in self.notes),
            *(("Missing", gap) for gap in self.gaps),
            ("As of" if self.is_of_past else "Read", self.read_time),
            ("Address", self.address),
            ("Account", self.account),
        )


def describe_provenance(view: View, address: Address, account: str, base_path: str = "") -> Provenance:
    """Return where the file of a view comes from.

    Args:
        view: The view.
        address: The address that was asked for; its main view may be another one.
        account: Title of the explored account.
        base_path: Path before that of the page.
    """
    loaded, notes = view.loaded, list_completeness_notes(view, is_final=True)
    answer = loaded.answer
    gaps = html_parts.merge_gaps(answer, view.graph.read_status.gaps)
    return Provenance(
        title=_choose_title(loaded),
        sentence=summarize_file(view),
        address=base_path + format_link(address),
        account=escape_invisible(account),
        read_at=view.graph.read_status.finished_at,
        is_complete=bool(notes) and notes[0].is_complete and not gaps,
        notes=tuple(_list_notes(view)),
        gaps=(*gaps, *_list_reasons(view)),
    )


def _choose_title(loaded: LoadedGraph) -> str:
    if loaded.comparison:
        return f"{loaded.comparison.label_b} against {loaded.comparison.label_a}"
    if loaded.answer:
        return get_question(loaded.answer.question_slug).wording
    return f"Lineage of {loaded.start_label}"


def _list_notes(view: View) -> Iterator[str]:
    for note in list_completeness_notes(view, is_final=True):
        yield note.text
        yield from note.facts
    if hidden := html_parts.count_hidden(view.visible.hidden_kinds, view.visible.filtered.hidden):
        yield hidden


def _list_reasons(view: View) -> Iterator[str]:
    """Yield why details are missing."""
    for note in list_completeness_notes(view, is_final=True):
        if isinstance(note.target, tuple):
            yield from note.target


def summarize_file(view: View) -> str:
    """Return the summary of a file: what it shows, hides and highlights."""
    loaded, path_query = view.loaded, view.address.between
    summary = html_parts.summarize_page(
        view.graph,
        view.visible.hidden_kinds,
        loaded.answer.sentence if loaded.answer else summarize_view(view),
        hidden=view.visible.filtered.hidden,
    )
    if view.paths is None or path_query is None:
        return summary
    path_list = describe_paths(view.paths, view.graph, loaded.entities)
    return f"{summary} {summarize_paths(path_list, view.paths.valid_number(path_query.path_number))}"

"""Words about a view, for page and file alike."""

from __future__ import annotations

from lineage_explorer.explore.view import View
from lineage_explorer.views.summary import (
    CompletenessNote,
    describe_completeness,
    summarize,
    summarize_expansion,
)


def summarize_view(view: View) -> str:
    """Return the answer's sentence, or the summary of the graph."""
    loaded, query = view.loaded, view.address.query
    if query is None:
        return ""
    sentence = (
        loaded.answer.sentence
        if loaded.answer
        else summarize(loaded.extended.base_graph, query, start_label=loaded.start_label)
    )
    return sentence + summarize_expansion(loaded.extended)


def list_completeness_notes(view: View) -> tuple[CompletenessNote, ...]:
    """Return notes on how complete the view's graph is; none without a query."""
    loaded = view.loaded
    return describe_completeness(
        loaded.extended,
        view.address,
        unnamed_count=loaded.unnamed_count,
        undescribed=loaded.undescribed,
        description_calls=loaded.description_calls,
    )

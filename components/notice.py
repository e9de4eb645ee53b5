"""Notice area for errors and missing content."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dash import html
from dash.development.base_component import Component

from components import ids
from components.html_elements import aria, icon
from lineage_explorer.errors import EntityNotFound, LineageError, SourceError
from lineage_explorer.graph.visible_text import escape_invisible

_MAX_NAMED = 5
"""Maximum number of names that have a sentence each."""


def notice_area() -> Component:
    """Return the empty notice area.

    Its Try again button shows beside errors only.
    """
    return html.Div(
        [
            html.Div([], id=ids.NOTICE, role="alert"),
            html.Button("Try again", id=ids.RETRY, type="button", className="button"),
        ],
        className="notice-area",
    )


def error_notice(error: Exception) -> list[Component]:
    """Return the notice for an exception.

    For an exception that is not a `LineageError`, its details are left out.
    """
    if not isinstance(error, LineageError):
        return _error(
            "Something went wrong",
            "Your view is unchanged. The server's log has the details.",
            again=True,
        )
    again = isinstance(error, SourceError) and not isinstance(error, EntityNotFound)
    return _error(error.title, str(error), again=again)


def warning_notice(title: str, sentences: Sequence[str], *, retry: bool = False) -> list[Component]:
    """Return a warning about an incomplete display; empty for no sentences."""
    return [_notice("warning", title, sentences, again=retry)] if sentences else []


def name_first(names: Sequence[str], explain: Callable[[str], str]) -> list[str]:
    """Return a sentence for each of the first few names.

    One more counts the rest.
    """
    sentences = [explain(name) for name in names[:_MAX_NAMED]]
    rest = len(names) - len(sentences)
    return [*sentences, f"And {rest:,} more."] if rest else sentences


def _error(title: str, detail: str, *, again: bool) -> list[Component]:
    return [_notice("error", title, [detail], again=again)]


def _notice(kind: str, title: str, sentences: Sequence[str], *, again: bool) -> Component:
    class_name = f"notice {kind}{' again' if again else ''}"
    close = html.Button(icon("close"), type="button", className="close", title="Close", **aria(label="Close"))
    paragraphs = [html.P(escape_invisible(sentence)) for sentence in sentences]
    return html.Div([html.Strong(title), close, *paragraphs], className=class_name)

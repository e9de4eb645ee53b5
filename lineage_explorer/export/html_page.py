"""Export a graph as one interactive HTML file.

The file needs neither a server nor a network. It is drawn as in the explorer: with the same layout and
elements here, and the same modules of `web/` in the browser, of which `web/saved-page.js` and
`web/styles/saved-page.css` take what a saved page needs.

    html_parts   parts that are plain HTML: the answer, the list of entities, the origin
    page.html    template of the whole page
    vendor       Cytoscape.js, with its license
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from pathlib import Path
from string import Template

from lineage_explorer.explore.decorate import FILE_DECORATORS
from lineage_explorer.explore.graph_payload import get_state
from lineage_explorer.explore.pipeline import draw_elements
from lineage_explorer.explore.view import View, list_completeness_notes
from lineage_explorer.export import html_parts
from lineage_explorer.export.provenance import summarize_file
from lineage_explorer.graph.lineage_graph import LineageGraph
from lineage_explorer.query.address import format_link
from lineage_explorer.query.view_options import Orientation
from lineage_explorer.views.elements import Elements, Position

_PAGE_FILES = Path(__file__).parent
_ASSETS = _PAGE_FILES.parents[1] / "assets"

_CYTOSCAPE = _PAGE_FILES / "vendor" / "cytoscape.min.js"


def read_scripts() -> tuple[str, str, str]:
    """Return the scripts of a saved page, in their order.

    The first selects light or dark, so it has to run before anything is rendered.
    """
    theme, page = (_read_text(_ASSETS / f"{name}.bundle.js") for name in ("theme", "saved-page"))
    return theme, _read_text(_CYTOSCAPE), page


def build_stylesheet() -> str:
    """Return the styles of a saved page, with the typeface embedded.

    The typeface files are embedded as data URLs.
    """
    styles = _read_text(_ASSETS / "saved-page.bundle.css")
    return re.sub(r"url\((fonts/[^)]+)\)", _inline_font, styles)


def build_content_policy(allowed_scripts: Iterable[str]) -> str:
    """Return a content security policy for exactly these scripts.

    Nothing else runs, and nothing is fetched.
    """
    hashes = (
        f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in allowed_scripts
    )
    return (
        "default-src 'none'; base-uri 'none'; form-action 'none'; font-src data:; img-src data:; "
        f"style-src 'unsafe-inline'; script-src {' '.join(hashes)}"
    )


def _inline_font(match: re.Match[str]) -> str:
    font = b64encode((_ASSETS / match[1]).read_bytes()).decode()
    return f'url("data:font/woff2;base64,{font}")'


def _read_text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def build_html_page(  # noqa: PLR0913 - each is one part of the page
    view: View, title: str, *, account: str = "", base_path: str = "", word: str = "Read", story: str = ""
) -> str:
    """Return a self-contained HTML page that shows a view.

    The page may run its own scripts and nothing else: its content security policy lists them by hash and
    allows no connection. Names and properties are always escaped as text. If the start is not among the
    vertices, no start is marked. For a graph without vertices, the page says that there are none.

    Args:
        view: The view, without groups. If its address has a query, the page names the address.
        title: Heading of the page.
        account: Title of the account, for print; empty if it is not known.
        base_path: Path before that of the explorer's page.
        story: HTML of the scenes that the page steps through, this view being the first; usually empty.
        word: What the moment of the view is: "Read", or "As of" for one of the past.
    """
    graph, answer = view.graph, view.loaded.answer
    place = base_path + format_link(view.address) if view.address.query else ""
    elements, scripts = _draw_sorted(view), read_scripts()
    theme, *other_scripts = scripts
    gaps = html_parts.merge_gaps(answer, graph.read_status.gaps)
    completeness = tuple(
        text for note in list_completeness_notes(view, is_final=True) for text in (note.text, *note.facts)
    )
    return Template(_read_text(_PAGE_FILES / "page.html")).substitute(
        policy=escape(build_content_policy(scripts)),
        title=escape(title),
        style=build_stylesheet(),
        theme=theme,
        shown="drawn" if elements["nodes"] else "bare",
        start=escape(_find_start(graph)),
        notice=html_parts.render_gaps(gaps),
        answer=html_parts.render_answer(answer),
        legend=html_parts.render_legend(elements["nodes"]),
        rows=html_parts.render_entity_list(elements),
        sentence=escape(summarize_file(view)),
        origin=html_parts.format_origin(graph.read_status.finished_at, place, completeness, word=word),
        facts=html_parts.format_data_attributes(
            read=graph.read_status.finished_at.isoformat(),
            word=word,
            account=account,
            address=place,
            complete=" · ".join(completeness),
        ),
        story=story,
        drawing=_format_graph_json(graph, elements, partial=bool(gaps)),
        scripts="\n".join(f"<script>{script}</script>" for script in other_scripts),
    )


def _draw_sorted(view: View) -> Elements:
    """Return the elements of a view, sorted along the flow.

    Without a start, the page then opens at the beginning.
    """
    if not view.graph.vertices:
        return {"flow": Orientation.RIGHT, "nodes": [], "edges": [], "lanes": []}
    elements = draw_elements(view, FILE_DECORATORS)
    is_down = view.visible.orientation is Orientation.DOWN
    elements["nodes"].sort(key=lambda node: _get_flow_position(node["position"], is_down=is_down))
    return elements


def _get_flow_position(position: Position, *, is_down: bool) -> tuple[float, float]:
    """Return a position as (along the flow, across it)."""
    x, y = position["x"], position["y"]
    return (y, x) if is_down else (x, y)


def build_scene(view: View) -> dict[str, object]:
    """Return what one scene of a story shows, for `web/panels/scene-steps.js`."""
    elements = _draw_sorted(view)
    gaps = html_parts.merge_gaps(view.loaded.answer, view.graph.read_status.gaps)
    completeness = [
        text for note in list_completeness_notes(view, is_final=True) for text in (note.text, *note.facts)
    ]
    finished_at, place = view.graph.read_status.finished_at, format_link(view.address)
    return {
        "drawing": _build_payload(view.graph, elements, partial=bool(gaps)),
        "legend": html_parts.render_legend(elements["nodes"]),
        "rows": html_parts.render_entity_list(elements),
        "notice": html_parts.render_gaps(gaps),
        "sentence": summarize_file(view),
        "origin": html_parts.format_origin(finished_at, place, completeness),
    }


def format_script_json(value: object) -> str:
    """Return JSON that cannot end the HTML element that contains it."""
    return json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")


def _format_graph_json(graph: LineageGraph, elements: Elements, *, partial: bool) -> str:
    return format_script_json(_build_payload(graph, elements, partial=partial))


def _build_payload(graph: LineageGraph, elements: Elements, *, partial: bool) -> dict[str, object]:
    """Return the input of `web/graph/graph-view.js`."""
    return {
        "key": "saved",
        "state": "partial" if partial else get_state(graph),
        "view": "graph",
        "start": _find_start(graph),
        "vertices": len(graph.vertices),
        "associations": len(graph.associations),
        "elements": elements if elements["nodes"] else None,
    }


def _find_start(graph: LineageGraph) -> str:
    return graph.start if graph.start in graph.vertices else ""

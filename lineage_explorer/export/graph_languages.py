"""Graphs in languages that are drawn elsewhere: DOT and Mermaid."""

from __future__ import annotations

from collections.abc import Iterator

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.export.export_options import Theme
from lineage_explorer.export.graph_drawing import Drawing, DrawnNode
from lineage_explorer.export.picture_style import load_picture_style
from lineage_explorer.export.provenance import Provenance
from lineage_explorer.export.text_lines import encode_lines


def write_dot(drawing: Drawing, provenance: Provenance, theme: Theme) -> Iterator[bytes]:
    """Yield a graph in Graphviz's language, with the page's colors."""
    style = load_picture_style(theme)
    ink, edge_color = style.get_color("ink"), style.get_color("edge")
    comment = "\n".join(f"// {line}" for line in _list_comments(provenance))
    label = _format_dot_text(f"{provenance.title}\n{provenance.sentence}")
    yield (
        f"{comment}\ndigraph lineage {{\n"
        f'graph [rankdir=LR, bgcolor="{style.get_color("canvas")}", fontname="Inter,Helvetica,Arial", '
        f'fontcolor="{ink}", labelloc=t, labeljust=l, label={label}, '
        f"comment={_format_dot_text('; '.join(_list_comments(provenance)))}];\n"
        f'node [shape=box, style="rounded,filled", fontname="Inter,Helvetica,Arial", fontsize=12, '
        f'fontcolor="{ink}"];\n'
        f'edge [fontname="Inter,Helvetica,Arial", fontsize=9, color="{edge_color}", fontcolor="{ink}"];\n'
    ).encode()
    yield from encode_lines(_list_dot_lines(drawing, theme))
    yield b"}\n"


def _list_dot_lines(drawing: Drawing, theme: Theme) -> Iterator[str]:
    style = load_picture_style(theme)
    for node in drawing.nodes:
        tint, color = (style.get_color(f"family-{node.family}{end}") for end in ("-tint", ""))
        width = ", penwidth=3" if node.role == "start" else ""
        lines = "\n".join(filter(None, (node.title, node.subtitle)))
        tooltip = _format_dot_text(f"{node.kind}\n{node.id}")
        yield (
            f"{_format_dot_text(node.id)} [label={_format_dot_text(lines)}, tooltip={tooltip}, "
            f'fillcolor="{tint}", color="{color}"{width}];\n'
        )
    for link in drawing.links:
        looks = "" if link.is_directed else ", dir=none, style=dotted"
        looks = ", style=dashed" if link.is_bridge else looks
        ends = f"{_format_dot_text(link.source)} -> {_format_dot_text(link.target)}"
        yield f"{ends} [label={_format_dot_text(link.label)}{looks}];\n"


def _format_dot_text(text: str) -> str:
    """Return a text in quotes, in which every backslash is shown."""
    escaped = "".join(part for part in text if part.isprintable() or part == "\n")
    escaped = escaped.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _list_comments(provenance: Provenance) -> list[str]:
    return [f"{title}: {' '.join(text.split())}" for title, text in provenance.facts]


MAX_MERMAID_LINKS = 500
"""Links that Mermaid draws unless whoever shows the file has raised its limit, `maxEdges`."""


def write_mermaid(drawing: Drawing, provenance: Provenance, theme: Theme) -> str:
    """Return a graph as a Mermaid flow chart.

    Raises:
        InvalidQuery: It has more links than Mermaid draws.
    """
    if len(drawing.links) > MAX_MERMAID_LINKS:
        raise InvalidQuery(
            f"Mermaid draws at most {MAX_MERMAID_LINKS} links, and this graph has {len(drawing.links):,}. "
            "Take the grouped picture (grouped=1), filter it, or take DOT or GraphML.",
            field="format",
        )
    style = load_picture_style(theme)
    names = {node.id: f"n{number}" for number, node in enumerate(drawing.nodes)}
    families = sorted({node.family for node in drawing.nodes})
    lines = [
        "---",
        f"title: {_format_yaml_text(provenance.title)}",
        "---",
        "flowchart LR",
        *(f"%% {line.replace('%%', '%')}" for line in _list_comments(provenance)),
        *(f'{names[node.id]}["{_format_mermaid_label(node)}"]:::{node.family}' for node in drawing.nodes),
    ]
    for link in drawing.links:
        arrow = "-.->" if link.is_bridge else "-->" if link.is_directed else "-.-"
        label = f'|"{_escape_mermaid(link.label)}"|' if link.label else ""
        lines.append(f"{names[link.source]} {arrow}{label} {names[link.target]}")
    for family in families:
        fill, line = (style.get_color(f"family-{family}{end}") for end in ("-tint", ""))
        lines.append(f"classDef {family} fill:{fill},stroke:{line},color:{style.get_color('ink')}")
    lines += [f"style {names[node.id]} stroke-width:3px" for node in drawing.nodes if node.role == "start"]
    return "\n".join(lines) + "\n"


def _format_mermaid_label(node: DrawnNode) -> str:
    return "<br/>".join(_escape_mermaid(text) for text in (node.title, node.subtitle) if text)


def _escape_mermaid(text: str) -> str:
    """Return a text in which nothing is Mermaid's syntax, HTML or Markdown."""
    return "".join(
        character if character.isalnum() or character in " .,:/_-()·" else f"#{ord(character)};"
        for character in text
        if character.isprintable()
    )


def _format_yaml_text(text: str) -> str:
    printable = "".join(character for character in text if character.isprintable())
    return '"' + printable.replace("\\", "\\\\").replace('"', '\\"') + '"'

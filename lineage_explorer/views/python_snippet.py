"""Format the requests behind an answer as a runnable Python script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from textwrap import indent
from typing import Any

from lineage_explorer.query.lineage_query import Request

_RECORD_MEMBERS = {
    "QueryLineage": "Vertices",
    "ListActions": "ActionSummaries",
    "ListArtifacts": "ArtifactSummaries",
    "ListContexts": "ContextSummaries",
    "ListPipelineExecutions": "PipelineExecutionSummaries",
    "ListTags": "Tags",
    "ListTrialComponents": "TrialComponentSummaries",
    "ListTrials": "TrialSummaries",
    "Search": "Results",
}
"""Paged operations, and the response member that holds the records."""

_REGION = re.compile(r"arn:aws[a-z-]*:sagemaker:([a-z0-9-]+):")
_WORD_BOUNDARY = re.compile(r"(?<!^)(?=[A-Z])")
_WIDTH = 100

_PAGES_FUNCTION = '''

def pages(operation, **request):
    """Yield every page of an answer; boto3 has no paginator for all of these operations."""
    while True:
        page = operation(**request)
        yield page
        if not page.get("NextToken"):
            return
        request["NextToken"] = page["NextToken"]

'''

_FILTERS_NOTE = """
# IncludeEdges adds what stands between the start and the matches; the matches pass the filters.
"""


def format_python_script(requests: Sequence[Request]) -> str:
    """Return a boto3 script that sends requests and prints the responses.

    Consecutive requests of one operation that differ in a single member become a loop.
    """
    region = _REGION.search(repr(requests))
    region_argument = f', region_name="{region[1]}"' if region else ""
    is_paged = any(request.operation in _RECORD_MEMBERS for request in requests)
    header = f'import boto3\n\nsagemaker = boto3.client("sagemaker"{region_argument})\n'
    notes = _FILTERS_NOTE if any(request.parameters.get("Filters") for request in requests) else ""
    blocks = (f"\n{_format_block(run, varying)}" for run, varying in _split_into_runs(requests))
    return "".join((header, _PAGES_FUNCTION if is_paged else "", notes, *blocks))


def _split_into_runs(requests: Sequence[Request]) -> Iterator[tuple[list[Request], str]]:
    """Yield runs of consecutive requests that differ in the same member.

    The name of that member comes with each run; it is empty for a run of one request.
    """
    run: list[Request] = []
    varying = ""
    for request in requests:
        difference = _find_differing_member(run[-1], request) if run else None
        if difference and difference == (varying or difference):
            run.append(request)
            varying = difference
            continue
        if run:
            yield run, varying
        run, varying = [request], ""
    if run:
        yield run, varying


def _find_differing_member(first: Request, second: Request) -> str | None:
    """Return the only member in which two requests differ.

    Return None if the operations or the sets of members differ, or if not exactly one member differs.
    """
    if first.operation != second.operation or first.parameters.keys() != second.parameters.keys():
        return None
    names = [name for name, value in first.parameters.items() if second.parameters[name] != value]
    return names[0] if len(names) == 1 else None


def _format_block(run: Sequence[Request], varying: str) -> str:
    members = {name: _format_literal(value) for name, value in run[0].parameters.items()}
    if not varying:
        return _format_call(run[0].operation, members)
    values = _format_literal([request.parameters[varying] for request in run])
    call = _format_call(run[0].operation, {**members, varying: "value"})
    return f"for value in {values}:\n{indent(call, '    ')}"


def _format_call(operation: str, members: Mapping[str, str]) -> str:
    method = f"sagemaker.{_WORD_BOUNDARY.sub('_', operation).lower()}"
    params = [f"{name}={text}" for name, text in members.items()]
    if operation not in _RECORD_MEMBERS:
        return f"print({_wrap_in_brackets(f'{method}(', params, ')')})\n"
    call = _wrap_in_brackets("pages(", [method, *params], ")")
    return f'for page in {call}:\n    print(page["{_RECORD_MEMBERS[operation]}"])\n'


def _format_literal(value: Any) -> str:
    """Format a value as Python code, with strings in double quotes."""
    if isinstance(value, str):
        return f'"{"".join(map(_escape_character, value))}"'
    if isinstance(value, Mapping):
        return _wrap_in_brackets(
            "{", [f"{_format_literal(key)}: {_format_literal(item)}" for key, item in value.items()], "}"
        )
    if isinstance(value, (list, tuple)):
        return _wrap_in_brackets("[", [_format_literal(item) for item in value], "]")
    return repr(value)


def _escape_character(character: str) -> str:
    """Return a character as it stands in a string of Python.

    What does not print could end the line, act on the terminal that it is pasted into, or turn the reading
    direction.
    """
    if character == '"':
        return '\\"'
    if character.isprintable() and character != "\\":
        return character
    return character.encode("unicode_escape").decode()


def _wrap_in_brackets(opening: str, parts: Sequence[str], closing: str) -> str:
    """Join parts between brackets.

    Each part has its own line if they do not fit on one line.
    """
    line = f"{opening}{', '.join(parts)}{closing}"
    if len(line) <= _WIDTH and "\n" not in line:
        return line
    lines = indent("".join(f"{part},\n" for part in parts), "    ")
    return f"{opening}\n{lines}{closing}"

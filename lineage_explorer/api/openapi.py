"""OpenAPI 3.1 description, made from the table of operations."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from lineage_explorer.api.error_body import ERROR_STATUSES, ErrorBody
from lineage_explorer.api.operations import OPERATIONS, Operation
from lineage_explorer.api.parameters import ADDRESS_PARAMETERS, STARTS, Parameter
from lineage_explorer.export.formats import FORMATS

BASE_PATH = "/api/v1"
VERSION = "1.0.0"
"""Version of the API, not of the product."""

EXPORT_FORMATS: Mapping[str, str] = {each.slug: each.media_type for each in FORMATS}
"""Media type of each format of `/api/v1/export`."""

_ERROR_WORDS = {
    400: "A parameter is unknown, missing or wrong.",
    401: "Sign in first, where the server asks for it.",
    403: "The account may not be read, or a page of another site asks.",
    404: "The start is not known, or the opened file is no longer kept.",
    405: "The API answers GET only.",
    421: "The server does not answer to this host name.",
    429: "Too many wrong tokens: try again later.",
    500: "The explorer failed.",
    502: "The account could not be reached, or gave an answer that cannot be read.",
    503: "SageMaker is throttling requests, or hidden names cannot be stored.",
    504: "The account has not answered in time: ask again.",
}
_REF = "#/components/schemas/{name}"


def build_openapi() -> dict[str, Any]:
    """Return the description of all routes."""
    paths = {f"{BASE_PATH}/{each.name}": {"get": _describe(each)} for each in OPERATIONS}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Lineage Explorer",
            "version": VERSION,
            "description": "Amazon SageMaker's ML lineage as JSON. Read-only. Every route takes the "
            "parameters of the explorer's address; `complete` and `gaps` say what could not be read.",
        },
        "paths": {
            **paths,
            f"{BASE_PATH}/export": {"get": _describe_export()},
            f"{BASE_PATH}/openapi.json": {"get": _describe_itself()},
        },
        "components": {
            "schemas": describe_bodies([*(each.body for each in OPERATIONS), ErrorBody], _REF),
            "parameters": {
                parameter.name: _describe_parameter(parameter) for parameter in ADDRESS_PARAMETERS
            },
        },
    }


def describe_bodies(bodies: Sequence[type], ref_template: str) -> dict[str, Any]:
    """Return the JSON Schema of bodies and their parts, by name.

    Descriptions of fields are those of the `Attributes:` in docstrings.

    Args:
        bodies: The dataclasses.
        ref_template: Where a part is referred to, with `{name}`.
    """
    _, schemas = msgspec.json.schema_components(bodies, ref_template=ref_template)
    for schema in schemas.values():
        if "properties" in schema:
            _move_descriptions(schema)
    return schemas


def _move_descriptions(schema: dict[str, Any]) -> None:
    """Move the descriptions of attributes to the properties they describe."""
    text, _, attributes = inspect.cleandoc(schema.get("description", "")).partition("\nAttributes:\n")
    schema["description"] = text.strip()
    described = dict(_parse_attributes(attributes))
    for name, field in schema["properties"].items():
        if name in described:
            field["description"] = described[name]


def _parse_attributes(text: str) -> Iterator[tuple[str, str]]:
    """Yield each attribute of a docstring with its description."""
    for block in re.split(r"\n(?=    \w)", text):
        names, _, description = block.strip().partition(": ")
        for name in names.split(", "):
            yield name, " ".join(description.split())


def _describe(operation: Operation) -> dict[str, Any]:
    schema = {"$ref": _REF.format(name=operation.body.__name__)}
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [_link_to(parameter) for parameter in operation.parameters],
        "responses": {
            "200": {
                "description": operation.summary,
                "headers": _HEADERS,
                "content": {"application/json": {"schema": schema}},
            },
            **_describe_errors(),
        },
    }


_HEADERS = {
    "ETag": {"description": "Changes with the answer.", "schema": {"type": "string"}},
    "Cache-Control": {"description": "Caches ask again each time.", "schema": {"type": "string"}},
}


def _describe_errors() -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": _REF.format(name=ErrorBody.__name__)}}}
    return {
        str(status): {"description": _ERROR_WORDS[status], "content": content} for status in ERROR_STATUSES
    }


def _describe_export() -> dict[str, Any]:
    """Return the description of the route of files."""
    own = (
        Parameter("format", "The format of the file.", _list_choices(*EXPORT_FORMATS), is_required=True),
        Parameter("list", "What a table lists.", _list_choices("entities", "answer", "paths")),
        Parameter("theme", "Colors of a picture.", _list_choices("light", "dark")),
        Parameter("grouped", "Whether what is alike is one card of a picture.", _list_choices("1", "0")),
    )
    types = dict.fromkeys(EXPORT_FORMATS.values())
    binary = {"schema": {"type": "string", "contentMediaType": "application/octet-stream"}}
    return {
        "operationId": "export",
        "summary": "What the address shows, as a file.",
        "parameters": [
            *map(_describe_parameter, own),
            _describe_parameter(STARTS.require()),
            *(_link_to(each) for each in ADDRESS_PARAMETERS if each is not STARTS),
        ],
        "responses": {
            "200": {"description": "The file.", "content": dict.fromkeys(types, binary)},
            **_describe_errors(),
        },
    }


def _list_choices(*values: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


def _describe_itself() -> dict[str, Any]:
    return {
        "operationId": "openapi",
        "summary": "This description.",
        "responses": {
            "200": {
                "description": "This description.",
                "content": {"application/json": {"schema": {"type": "object"}}},
            },
            "405": _describe_errors()["405"],
        },
    }


def _link_to(parameter: Parameter) -> dict[str, Any]:
    """Return a reference to a parameter of the address, or the parameter."""
    if parameter in ADDRESS_PARAMETERS:
        return {"$ref": f"#/components/parameters/{parameter.name}"}
    return _describe_parameter(parameter)


def _describe_parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.description,
        "required": parameter.is_required,
        "schema": describe_values(parameter),
    }


def describe_values(parameter: Parameter) -> dict[str, Any]:
    """Return the JSON Schema of a parameter's values."""
    if parameter.max_count == 1:
        return dict(parameter.schema)
    limit = {} if parameter.max_count is None else {"maxItems": parameter.max_count}
    return {"type": "array", "items": dict(parameter.schema), **limit}

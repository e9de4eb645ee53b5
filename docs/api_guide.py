"""Generator of the reference of the JSON API (`make guide`).

It is made from the description in OpenAPI, which is made from the code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lineage_explorer.api.openapi import BASE_PATH, build_openapi
from lineage_explorer.api.operations import OPERATIONS, Operation
from lineage_explorer.api.parameters import ADDRESS_PARAMETERS, Parameter

GUIDE = Path(__file__).parent / "reference" / "api.md"
MAX_CHOICES = 5

_HEAD = f"""\
# The JSON API

What each route takes and answers. [HTTP](http.md#the-api) says how it behaves: gaps, cursors, caching,
errors. The same for programs, in OpenAPI 3.1: `{BASE_PATH}/openapi.json`.

This page is written by `make guide` from that description.
"""


def build_guide() -> str:
    """Return the reference as Markdown."""
    description = build_openapi()
    schemas = description["components"]["schemas"]
    used = dict.fromkeys(name for each in OPERATIONS for name in _list_parts(schemas, each.body.__name__))
    roots = {each.body.__name__ for each in OPERATIONS}
    return "\n".join(
        [
            _HEAD,
            *(line for each in OPERATIONS for line in _format_operation(each, schemas)),
            *(line for name in used if name not in roots for line in _format_schema(name, schemas[name])),
            *_format_address_parameters(),
        ]
    )


def main() -> None:
    """Write the reference."""
    GUIDE.write_text(build_guide(), encoding="utf-8")


def _list_parts(schemas: Mapping[str, Any], name: str) -> Iterator[str]:
    """Yield a schema and the objects within it, each after what holds it."""
    yield name
    for field in schemas[name].get("properties", {}).values():
        for target in _list_references(field):
            if "properties" in schemas[target]:
                yield from _list_parts(schemas, target)


def _list_references(schema: Any) -> Iterator[str]:
    if isinstance(schema, Mapping):
        if "$ref" in schema:
            yield schema["$ref"].rpartition("/")[2]
        for part in schema.values():
            yield from _list_references(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _list_references(part)


def _format_operation(operation: Operation, schemas: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {operation.name}\n"
    yield f"`{BASE_PATH}/{operation.name}` · {operation.summary}\n"
    own = [*operation.own, *operation.required]
    if own:
        required = {parameter.name for parameter in operation.parameters if parameter.is_required}
        yield "| parameter | values | meaning |\n|---|---|---|"
        yield from (_format_parameter(each, is_required=each.name in required) for each in own)
        yield ""
    yield from _format_fields(schemas[operation.body.__name__])


def _format_parameter(parameter: Parameter, *, is_required: bool = False) -> str:
    needed = " (required)" if is_required else ""
    return (
        f"| `{parameter.name}`{needed} | {_format_values(parameter.schema)}{_format_count(parameter)} "
        f"| {parameter.description} |"
    )


def _format_values(schema: Mapping[str, Any]) -> str:
    if choices := schema.get("enum"):
        shown = ", ".join(f"`{choice}`" for choice in choices[:MAX_CHOICES])
        return shown + (", …" if len(choices) > MAX_CHOICES else "")
    if schema["type"] == "integer":
        return f"{schema['minimum']} to {schema['maximum']}" if "maximum" in schema else "1, 2, …"
    return "text"


def _format_count(parameter: Parameter) -> str:
    if parameter.max_count == 1:
        return ""
    return f"; up to {parameter.max_count} times" if parameter.max_count else "; any number of times"


def _format_schema(name: str, schema: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {name}\n"
    yield f"{schema['description']}\n"
    yield from _format_fields(schema)


def _format_fields(schema: Mapping[str, Any]) -> Iterator[str]:
    yield "| field | type | meaning |\n|---|---|---|"
    for name, field in schema["properties"].items():
        yield f"| `{name}` | {_format_type(field)} | {field['description'].replace('|', '&#124;')} |"
    yield ""


def _format_type(field: Mapping[str, Any]) -> str:
    """Return the type of a field in a few words."""
    if "anyOf" in field:
        return " or ".join(map(_format_type, field["anyOf"]))
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})" if name.endswith("Item") else name
    kind = field.get("type", "string")
    if kind == "array":
        return f"list of {_format_type(field['items'])}"
    if kind == "object":
        return f"map of {_format_type(field['additionalProperties'])}"
    text = "moment" if field.get("format") == "date-time" else "text"
    return text if kind == "string" else str(kind)


def _format_address_parameters() -> Iterator[str]:
    yield "## Parameters of the address\n"
    yield "Every route takes them; [the address](url.md) says more.\n"
    yield "| parameter | values | meaning |\n|---|---|---|"
    yield from map(_format_parameter, ADDRESS_PARAMETERS)
    yield ""


if __name__ == "__main__":
    main()

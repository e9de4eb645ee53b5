"""The description of the API, and the page that is made of it."""

from __future__ import annotations

import json

import jsonschema
import pytest

from docs.api_guide import GUIDE, build_guide
from lineage_explorer.api.bodies import to_plain
from lineage_explorer.api.openapi import BASE_PATH, build_openapi
from lineage_explorer.api.operations import OPERATIONS


def test_reference_is_up_to_date():
    assert GUIDE.read_text(encoding="utf-8") == build_guide(), "run `make guide`"


def test_description_is_plain_json_and_names_every_operation():
    description = json.loads(json.dumps(build_openapi()))
    assert {path.removeprefix(f"{BASE_PATH}/") for path in description["paths"]} == {
        *(operation.name for operation in OPERATIONS),
        "export",
        "openapi.json",
    }
    for path in description["paths"].values():
        assert path["get"]["summary"].endswith(".")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("lineage", {"start": "endpoint/churn-scoring"}),
        ("entity", {"arn": "endpoint/churn-scoring"}),
        ("search", {"text": "churn"}),
    ],
)
def test_bodies_fit_their_schema(get_body, name, values):
    schemas = build_openapi()["components"]["schemas"]
    (body_type,) = [operation.body for operation in OPERATIONS if operation.name == name]
    schema = {"$ref": f"#/components/schemas/{body_type.__name__}", "components": {"schemas": schemas}}
    jsonschema.Draft202012Validator(schema).validate(to_plain(get_body(name, **values)))

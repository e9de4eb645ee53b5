"""The JSON API over HTTP: status, caching, errors, hidden names."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import booleans
from schemathesis import GenerationMode, openapi
from schemathesis.checks import CHECKS, load_all_checks

from assembly.explored_account import ExploredAccount
from assembly.explorer import create_app, create_explorer
from lineage_explorer.api.operations import OPERATIONS
from lineage_explorer.errors import (
    AccessDenied,
    CredentialsExpired,
    SourceUnavailable,
    Throttled,
    TooSlow,
    UnexpectedResponse,
)
from lineage_explorer.graph.model import LineageType
from lineage_explorer.query.address import _REPEATABLE_PARAMETERS, _SINGLE_PARAMETERS
from lineage_explorer.questions.registry import QUESTIONS
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from routes.api_route import NAMES, ROUTE
from sagemaker_account import transport
from tests.support.demo_file import open_demo
from tests.support.demo_identifiers import find_revealed, find_secrets
from tests.support.fakes import FakeSource, build_scope
from tests.support.graph_builders import ENDPOINT, build_graph

PRODUCTION = "arn:aws:sagemaker:us-west-2:000000000000:endpoint/customer-churn-production"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with open_demo(tmp_path_factory.mktemp("demo")) as account:
        yield transport.connect(account)


@pytest.fixture(scope="module")
def explorer(client, tmp_path_factory):
    names = PseudonymStore(tmp_path_factory.mktemp("names") / "pseudonyms.sqlite")
    return create_explorer(ExploredAccount("Demo account · profile mara", client), pseudonyms=names).server


@pytest.fixture(scope="module")
def get(explorer):
    """Return a function that sends a request to a route."""
    web = explorer.test_client()
    return lambda name, headers=None, **values: web.get(
        f"{ROUTE}/{name}?{urlencode(values, doseq=True)}", headers=headers
    )


def test_each_operation_has_a_route_and_answers_with_all_of_its_fields(get):
    assert sorted(NAMES) == sorted(operation.name for operation in OPERATIONS)
    values = {"search": {"text": "churn"}, "entity": {"arn": PRODUCTION}, "questions": {}}
    schemas = get("openapi.json").json["components"]["schemas"]
    for operation in OPERATIONS:
        asked = values.get(operation.name, {"start": PRODUCTION})
        if operation.name == "answer":
            asked = {**asked, "question": "endpoint-models"}
        if operation.name == "compare":
            asked = {**asked, "against": PRODUCTION}
        answer = get(operation.name, **asked)
        assert (answer.status_code, answer.mimetype) == (200, "application/json")
        assert set(answer.json) == set(schemas[operation.body.__name__]["properties"])


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_unchanged_answers_are_not_sent_again(get, encoding):
    sent = {"Accept-Encoding": encoding}
    first = get("lineage", start=PRODUCTION, headers=sent)
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = get("lineage", start=PRODUCTION, headers={**sent, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = get(
        "lineage", start=PRODUCTION, depth=1, headers={**sent, "If-None-Match": first.headers["ETag"]}
    )
    assert other.status_code == 200


def test_no_cache_reads_again(get):
    before = get("lineage", start=PRODUCTION).json["read_at"]
    assert get("lineage", start=PRODUCTION).json["read_at"] == before
    assert get("lineage", start=PRODUCTION, headers={"Cache-Control": "no-cache"}).json["read_at"] > before


@pytest.mark.parametrize(
    ("name", "values", "status", "code"),
    [
        ("lineage", {"start": PRODUCTION, "depth": "11"}, 400, "invalid_parameter"),
        ("lineage", {"start": "train.csv"}, 400, "ambiguous_start"),
        ("lineage", {"start": "nothing of this name"}, 404, "not_found"),
        ("answer", {"start": PRODUCTION, "question": "why"}, 400, "invalid_parameter"),
        ("answer", {"start": PRODUCTION}, 400, "invalid_parameter"),
        ("nothing", {}, 404, "unknown_route"),
    ],
)
def test_errors_are_json_with_a_fitting_status(get, name, values, status, code):
    answer = get(name, **values)
    assert (answer.status_code, answer.mimetype) == (status, "application/json")
    error = answer.json["error"]
    assert error["code"] == code
    assert set(error) == {"code", "title", "detail"}
    assert error["title"]
    assert error["detail"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_only_get_is_answered(explorer):
    answer = explorer.test_client().post(f"{ROUTE}/lineage", json={})
    assert (answer.status_code, answer.json["error"]["code"]) == (405, "wrong_method")
    assert "GET" in answer.headers["Allow"]
    assert explorer.test_client().post("/health").mimetype == "text/html"


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (AccessDenied("No.", operation="QueryLineage"), 403, "access_denied"),
        (CredentialsExpired("No.", operation="QueryLineage"), 502, "credentials_refused"),
        (Throttled("No.", operation="QueryLineage"), 503, "throttled"),
        (SourceUnavailable("No.", operation="QueryLineage"), 502, "unreachable"),
        (UnexpectedResponse("No.", operation="QueryLineage"), 502, "unexpected_answer"),
        (TooSlow("No.", operation="QueryLineage"), 504, "timeout"),
    ],
)
def test_account_that_cannot_be_read_is_told_apart_by_status(catalog, error, status, code):
    app = create_app(build_scope(FakeSource(build_graph(), error=error), catalog))
    answer = app.server.test_client().get(f"{ROUTE}/lineage?start={ENDPOINT}")
    assert (answer.status_code, answer.json["error"]["code"]) == (status, code)
    assert answer.json["error"]["detail"] == "No."
    assert ("Retry-After" in answer.headers) == (status in (503, 504))


def test_defect_tells_nothing_but_that(catalog, caplog):
    class Broken(FakeSource):
        def read(self, *_args, **_more):
            raise RuntimeError("secret")

    app = create_app(build_scope(Broken(build_graph()), catalog))
    answer = app.server.test_client().get(f"{ROUTE}/lineage?start={ENDPOINT}")
    assert (answer.status_code, answer.json["error"]["code"]) == (500, "internal_error")
    assert "secret" not in answer.text
    assert "secret" in caplog.text


def test_hidden_names_are_in_no_answer_and_no_error(client, get):
    secrets = find_secrets(client)
    starts = [
        found["ArtifactArn"] for found in client.list_artifacts(MaxResults=100)["ArtifactSummaries"][::20]
    ]
    requests = [
        *(("entity", {"arn": arn}) for arn in starts),
        *(("lineage", {"start": arn, "depth": 3, "view": "table"}) for arn in starts),
        *(("answer", {"start": PRODUCTION, "question": each.slug}) for each in QUESTIONS),
        ("questions", {"start": PRODUCTION}),
        ("serving", {"start": PRODUCTION}),
        ("checks", {"start": PRODUCTION}),
        ("checks", {}),
        ("export", {"start": PRODUCTION, "format": "csv", "view": "checks"}),
        ("export", {"format": "csv", "view": "checks"}),
        *(("search", {"text": text}) for text in ("churn", "s3://orchard-telecom-ml", "priya")),
        *(("lineage", {"start": text}) for text in ("s3://orchard-telecom-ml/none", "train.csv", PRODUCTION)),
        ("lineage", {"start": PRODUCTION, "property": "mara"}),
    ]
    for name, values in requests:
        answer = get(name, **values, share=1)
        assert find_revealed(answer.text + str(answer.headers), secrets) == [], (name, values)


# --- the description -------------------------------------------------------------------------------------


def test_description_lists_the_parameters_of_the_address_with_their_number(get):
    described = get("openapi.json").json["components"]["parameters"]
    assert set(described) == {*_SINGLE_PARAMETERS, *_REPEATABLE_PARAMETERS}
    arrays = {name for name, parameter in described.items() if parameter["schema"]["type"] == "array"}
    assert arrays == set(_REPEATABLE_PARAMETERS)
    assert described["lineage_type"]["schema"]["items"]["enum"] == list(LineageType)


def test_every_field_of_every_body_is_described_and_required(get):
    for name, schema in get("openapi.json").json["components"]["schemas"].items():
        properties = schema.get("properties", {})
        assert set(properties) == set(schema.get("required", [])), name
        missing = [field for field, about in properties.items() if not about.get("description")]
        assert missing == [], name
        assert "Attributes" not in schema.get("description", ""), name


CHECKED = ("not_a_server_error", "status_code_conformance", "content_type_conformance",
           "response_schema_conformance", "response_headers_conformance", "negative_data_rejection",
           "unsupported_method", "missing_required_header")  # fmt: skip
"""Checks of schemathesis. That valid data are accepted cannot be one: no schema says that a depth has only two
ways up and down, that a period begins before it ends, or which names the account has."""

EXAMPLES = 12


REAL_VALUES = {"start": PRODUCTION, "arn": PRODUCTION, "text": "customer-churn"}
"""What stands for the generated texts, which no account knows, in every other valid request."""


@pytest.fixture(scope="module")
def described(explorer):
    """Return the operations of the description, by name."""
    load_all_checks()
    schema = openapi.from_wsgi(f"{ROUTE}/openapi.json", explorer)
    return {found.ok().path.rpartition("/")[2]: found.ok() for found in schema.get_all_operations()}


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("name", NAMES)
def test_generated_requests_are_answered_as_described(described, name, mode):
    checks = [check for check in CHECKS.get_all() if check.__name__ in CHECKED]
    assert len(checks) == len(CHECKED)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=described[name].as_strategy(generation_mode=mode), is_real=booleans())
    def check(case, is_real):
        if mode is GenerationMode.POSITIVE and is_real:
            case.query |= {key: value for key, value in REAL_VALUES.items() if key in case.query}
        case.call_and_validate(checks=checks, headers={"Accept-Encoding": "identity"})

    check()


def test_description_is_json_that_programs_can_read(get):
    description = json.loads(get("openapi.json").data)
    assert description["openapi"] == "3.1.0"
    assert set(description["paths"]) >= {f"{ROUTE}/{name}" for name in (*NAMES, "export")}

"""Whatever a client raises leaves a usable page that names the operation."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError, HTTPClientError, IncompleteReadError
from botocore.parsers import ResponseParserError

from sagemaker_account import transport
from tests.support.screen_reader import ScreenReader

ERRORS = (
    RuntimeError("year 10000 is out of range"),
    ValueError("nan"),
    TypeError("unhashable type: 'list'"),
    RecursionError("maximum recursion depth exceeded"),
    KeyError("Code"),
    AttributeError("'list' object has no attribute 'get'"),
    OverflowError("date value out of range"),
    UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
    IndexError("list index out of range"),
    AssertionError(),
    OSError(5, "Input/output error"),
    MemoryError(),
    ResponseParserError("no JSON"),
    HTTPClientError(error="odd"),
    IncompleteReadError(actual_bytes=1, expected_bytes=2),
    ClientError({"Error": {"Code": "Odd", "Message": "odd"}}, "Any"),
    ClientError({}, "Any"),
)
MAIN_ERRORS = ERRORS[:7]
"""Those that boto3 is known to raise where an answer is odd."""

LISTS = ("ListArtifacts", "ListActions", "ListContexts", "ListTrialComponents")
DESCRIPTIONS = {
    "DescribeArtifact": "model",
    "DescribeAction": "approval",
    "DescribeContext": "endpoint",
    "DescribeTrialComponent": "job",
}
by_main_error = pytest.mark.parametrize("error", MAIN_ERRORS, ids=lambda error: f"{type(error).__name__}")
by_error = pytest.mark.parametrize("error", ERRORS, ids=lambda error: f"{type(error).__name__}")


@pytest.fixture(scope="module")
def client(small_account):
    return transport.connect(small_account.service)


@pytest.fixture
def fail(client, tmp_path):
    """Return a function that makes an operation raise, and returns a page."""
    handlers = []

    def set_error(operation, error):
        def raise_error(model, **_):
            if model.name == operation:
                raise error

        handlers.append(raise_error)
        client.meta.events.register("before-call.sagemaker", raise_error)
        return ScreenReader(client, tmp_path)

    yield set_error
    for handler in handlers:
        client.meta.events.unregister("before-call.sagemaker", handler)


def assert_usable(screen, caplog):
    assert "Something went wrong" not in screen.text
    assert "Check the search" not in screen.text
    assert caplog.text == ""


@by_error
def test_query_that_raises_is_an_error_with_the_first_screen(fail, small_account, caplog, error):
    screen = fail("QueryLineage", error).read(f"?start={small_account.arns['model']}")
    assert screen.state == "error"
    assert "QueryLineage" in screen.shown("notice.children")
    assert "s3://b/model" in screen.shown("welcome.html")
    assert_usable(screen, caplog)


@by_main_error
@pytest.mark.parametrize("operation", DESCRIPTIONS)
def test_description_that_raises_costs_one_description(fail, small_account, caplog, operation, error):
    start = small_account.arns[DESCRIPTIONS[operation]]
    page = fail(operation, error)
    screen = page.read(f"?start={start}")
    assert screen.state == "complete"
    assert screen.sent["drawing"]["vertices"] == len(small_account.arns)
    assert "Details missing" in screen.shown("completeness.html")
    assert operation in screen.shown("completeness.html")
    assert operation in page.read_facts(f"?start={start}")
    assert_usable(screen, caplog)


@by_main_error
@pytest.mark.parametrize("operation", LISTS)
def test_list_that_raises_is_named_and_the_others_offered(fail, caplog, operation, error):
    page = fail(operation, error)
    screen = page.read()
    assert screen.state == "idle"
    welcome = screen.shown("welcome.html")
    assert operation in welcome
    assert (">endpoint<" in welcome) is (operation != "ListContexts")
    assert (">model<" in welcome) is (operation != "ListArtifacts")
    assert_usable(screen, caplog)


@by_main_error
@pytest.mark.parametrize("operation", ["ListTags", "ListAssociations"])
def test_facts_that_raise_are_named_among_the_others(fail, small_account, caplog, operation, error):
    facts = fail(operation, error).read_facts(f"?start={small_account.arns['model']}")
    assert operation in facts
    assert "s3://b/model" in facts
    assert caplog.text == ""


@by_error
def test_start_whose_look_up_raises_names_the_operation(fail, caplog, error):
    screen = fail("ListArtifacts", error).read("?start=s3://b/model")
    assert screen.state == "error"
    assert "ListArtifacts" in screen.shown("notice.children")
    assert_usable(screen, caplog)


@by_main_error
def test_neighbors_that_cannot_be_listed_are_a_sentence(fail, small_account, caplog, error):
    page = fail("ListAssociations", error)
    answer = page.web.get(f"/around?start={small_account.arns['model']}&of={small_account.arns['job']}")
    assert (answer.status_code, answer.mimetype) == (422, "text/plain")
    assert "ListAssociations" in answer.text
    assert caplog.text == ""


@by_main_error
def test_export_that_cannot_be_read_is_an_error_in_json(fail, small_account, caplog, error):
    search = f"?format=html&start={small_account.arns['model']}"
    answer = fail("QueryLineage", error).web.get(f"/api/v1/export{search}")
    assert answer.status_code >= 400
    assert "QueryLineage" in answer.json["error"]["detail"]
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("question", ["model-datasets", "model-endpoints", "picture"])
def test_question_whose_query_raises_names_the_operation(fail, small_account, caplog, question):
    search = f"?start={small_account.arns['model']}&question={question}"
    screen = fail("QueryLineage", RuntimeError("odd")).read(search)
    assert "QueryLineage" in screen.text
    assert_usable(screen, caplog)

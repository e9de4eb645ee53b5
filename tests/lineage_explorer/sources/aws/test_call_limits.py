"""Time limits of calls, delays between attempts, and what is said of them."""

from types import SimpleNamespace

import pytest
from botocore import exceptions as aws

from lineage_explorer.sources.aws.call_limits import MAX_ATTEMPTS, CallMonitor, CallStatus, choose_delay

OPERATION = SimpleNamespace(name="QueryLineage")


def respond(status, code):
    return SimpleNamespace(status_code=status), {"Error": {"Code": code}, "ResponseMetadata": {}}


@pytest.mark.parametrize(
    "response",
    [
        respond(502, "502"),
        respond(500, "InternalFailure"),
        respond(400, "ThrottlingException"),
        respond(429, "429"),
    ],
)
def test_failure_of_the_service_is_tried_again_soon_but_not_for_ever(response):
    for attempts in range(1, MAX_ATTEMPTS):
        assert 0 <= choose_delay(attempts, response, None, OPERATION) <= 4
    with pytest.raises(aws.ClientError):
        choose_delay(MAX_ATTEMPTS, response, None, OPERATION)


@pytest.mark.parametrize(
    "response",
    [respond(200, ""), respond(400, "ValidationException"), respond(403, "403"), respond(302, "302")],
)
def test_answer_that_stays_as_it_is_is_not_asked_for_again(response):
    assert choose_delay(1, response, None, OPERATION) is None


def test_error_of_the_request_itself_is_not_tried_again():
    assert choose_delay(1, None, aws.NoCredentialsError(), OPERATION) is None


def test_no_attempt_is_made_that_would_begin_after_the_deadline():
    error = aws.ConnectionClosedError(endpoint_url="http://x")
    with CallMonitor(seconds=0).open("QueryLineage"), pytest.raises(aws.ConnectionClosedError):
        choose_delay(1, None, error, OPERATION)


@pytest.mark.parametrize(
    ("phrases", "words"),
    [
        (["answered Bad Gateway"], "SageMaker answered Bad Gateway once; retrying QueryLineage"),
        (
            ["answered Bad Gateway"] * 3,
            "SageMaker answered Bad Gateway 3 times; retrying QueryLineage",
        ),
        (
            ["answered Bad Gateway", "broke off its answer"],
            "SageMaker broke off its answer once; retrying QueryLineage",
        ),
        ([], "SageMaker has not answered QueryLineage for 7 s; the limit is 30 s"),
    ],
)
def test_call_is_described_by_its_last_failure_or_its_silence(phrases, words):
    moments = iter([0.0, 7.0, 7.0, 7.0])
    status = CallStatus("QueryLineage", seconds=30, timer=lambda: next(moments))
    for phrase in phrases:
        status.add_failure(phrase)
    assert status.describe() == words


def test_monitor_describes_nothing_but_slow_calls_under_way():
    patient, impatient = CallMonitor(), CallMonitor(silent_seconds=0)
    with patient.open("ListTags"), impatient.open("ListTags"):
        assert patient.describe() == ""
        assert "ListTags" in impatient.describe()
    assert impatient.describe() == ""

"""The number of API calls per question in the demo account."""

import pytest

from lineage_explorer.questions.registry import get_question
from tests.support.question_accounts import build_services, demo_account, entity_of
from tests.support.question_timer import QuestionTimer

ACCOUNT = "arn:aws:sagemaker:us-west-2:000000000000"
SCIKIT_LEARN = "246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3"
XGBOOST = "246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-xgboost:1.7-1"
GROUP = f"{ACCOUNT}:model-package-group/customer-churn"
STAGING = f"{ACCOUNT}:endpoint/customer-churn-staging"


@pytest.fixture(scope="module")
def subject(tmp_path_factory, boto):
    with demo_account(tmp_path_factory.mktemp("demo"), boto) as subject:
        yield subject


@pytest.mark.parametrize(
    ("slug", "source", "answers", "calls"),
    [
        ("blast-radius", SCIKIT_LEARN, 199, 60),
        ("relationships", SCIKIT_LEARN, 199, 60),
        ("picture", SCIKIT_LEARN, 199, 60),
        ("image-datasets", XGBOOST, 37, 30),
        ("image-datasets", SCIKIT_LEARN, 42, 30),
        ("artifact-downstream-trials", SCIKIT_LEARN, 36, 10),
        ("model-group-pipeline-execution", GROUP, 8, 60),
        ("endpoint-transform-jobs", STAGING, 12, 30),
    ],
)
def test_slowest_questions_need_few_calls(subject, slug, source, answers, calls):
    client = subject.noted().client
    start = build_services(client).catalog.describe(entity_of(client, source))

    measured = QuestionTimer(client).time_question(get_question(slug), start)

    assert measured.item_count == answers
    assert measured.call_count <= calls


def test_answer_lists_the_requests_that_were_sent(subject):
    noted = subject.noted()
    start = entity_of(subject.client, SCIKIT_LEARN)

    answer = get_question("blast-radius").ask(build_services(noted.client), start)

    said = {repr((request.operation, dict(request.parameters))) for request in answer.requests}
    sent = {repr((name, without_token(members))) for name, members in noted.sent}
    probe = repr(("ListArtifacts", {"MaxResults": 1}))  # whose account it is, asked where something is gone
    of_start = repr(("DescribeArtifact", {"ArtifactArn": start}))  # it happened to stand in the lists too
    assert sent - {probe} == said - {of_start}
    assert any("ListArtifacts" in one for one in said)


def without_token(members):
    return {name: value for name, value in members.items() if name != "NextToken"}


def test_measurements_share_no_cache(subject):
    asker = QuestionTimer(subject.noted().client)
    start = next(start for start in asker.list_starts() if start.source_uri == SCIKIT_LEARN)

    first, again = (asker.time_question(get_question("blast-radius"), start) for _ in range(2))

    assert first.call_count == again.call_count > 0
    assert first.elapsed > 0
    assert first.processor > 0

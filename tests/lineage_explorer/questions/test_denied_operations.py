"""Questions asked of an account that denies one operation: the rest is answered, and the gap is named."""

from fnmatch import fnmatchcase

import pytest

from lineage_explorer.errors import AccessDenied
from lineage_explorer.questions.registry import get_question
from sagemaker_account.transport import connect
from tests.support.question_accounts import demo_account, desk

ASKED = [
    ("model-datasets", "mp"),
    ("endpoint-jobs", "ep"),
    ("dataset-models", "train"),
    ("model-endpoints", "mp"),
    ("dataset-endpoints", "raw"),
    ("job-pipeline-execution", "tcT"),
    ("job-pipeline-execution", "ep"),
    ("relationships", "ep"),
    ("artifact-downstream-trials", "train"),
    ("artifact-upstream-trials", "mp"),
    ("uri-artifacts", "raw"),
    ("dataset-upstream", "train"),
    ("dataset-downstream", "raw"),
    ("image-datasets", "imgX"),
    ("context-actions", "ep"),
    ("endpoint-processing-jobs", "ep"),
    ("endpoint-transform-jobs", "ep"),
    ("endpoint-trial-components", "ep"),
    ("model-group-pipeline-execution", "grp"),
    ("action-artifacts", "dep"),
    ("approval-datasets", "appr"),
    ("approval-model-package", "appr"),
    ("approval-endpoints", "appr"),
    ("trial-component-pipeline-execution", "tcT"),
    ("trial-component-datasets", "tcT"),
    ("trial-component-models", "tcT"),
    ("picture", "ep"),
    ("package-approvals", "ep"),
    ("blast-radius", "raw"),
]

DENIABLE = (
    *("DescribeArtifact", "DescribeAction", "DescribeContext", "DescribeTrialComponent"),
    *("ListTags", "Search", "ListTrials", "ListArtifacts"),
    *("DescribeEndpoint", "DescribeModelPackage", "DescribePipelineExecution"),
)

DECISIVE = {
    ("uri-artifacts", "DescribeArtifact"),  # tells the source to look up
    ("uri-artifacts", "ListArtifacts"),
    ("trial-component-pipeline-execution", "DescribeTrialComponent"),  # tells the job whose tags are read
    ("job-pipeline-execution", "DescribeTrialComponent"),
}
"""What a question cannot do without: denied, it leaves nothing to list."""

UNDESCRIBED = {
    "uri-artifacts",
    "job-pipeline-execution",
    "model-group-pipeline-execution",
    "trial-component-pipeline-execution",
}
"""Questions about what only descriptions tell: with all of them denied, nothing is left to list."""


@pytest.fixture(scope="module")
def subject(tmp_path_factory, boto):
    with demo_account(tmp_path_factory.mktemp("demo"), boto) as subject:
        yield subject


@pytest.fixture(scope="module")
def answers(subject):
    return {(slug, start): subject.ask(slug, start) for slug, start in ASKED}


@pytest.mark.parametrize("operation", DENIABLE)
def test_what_is_denied_is_named_and_the_rest_stays(subject, answers, operation):
    touched = 0
    for (slug, start), whole in answers.items():
        if operation not in {request.operation for request in whole.requests}:
            continue
        touched += 1

        answer = subject.ask(slug, start, denied=(operation,))

        assert any(f"sagemaker:{operation} was denied" in gap for gap in answer.gaps), slug
        expected = set() if (slug, operation) in DECISIVE else {item.identifier for item in whole.items}
        assert {item.identifier for item in answer.items} == expected, slug
    assert touched or operation == "ListTrials"


@pytest.mark.parametrize("denied", ["Describe*", "ListTags", "Search", "ListTrials"])
def test_what_the_switch_of_the_account_denies_costs_no_more_than_itself(subject, answers, denied):
    client = connect(subject.account, deny=[denied], retries={"total_max_attempts": 1})
    for (slug, start), whole in answers.items():
        touched = {r.operation for r in whole.requests if fnmatchcase(r.operation, denied)}

        answer = get_question(slug).ask(desk(client), subject.arns[start])

        assert any("was denied" in gap for gap in answer.gaps) == bool(touched), slug
        lost = denied == "Describe*" and slug in UNDESCRIBED
        expected = set() if lost else {item.identifier for item in whole.items}
        assert {item.identifier for item in answer.items} == expected, slug


def test_where_search_is_denied_trials_are_listed_one_by_one(subject):
    train = subject.client.list_artifacts(
        SourceUri="s3://sagemaker-us-west-2-000000000000/experiments-demo/train.csv"
    )["ArtifactSummaries"][0]["ArtifactArn"]

    whole = subject.ask("artifact-downstream-trials", train)
    answer = subject.ask("artifact-downstream-trials", train, denied=("Search",))

    assert [item.identifier for item in answer.items] == [item.identifier for item in whole.items]
    assert "their trials were listed one by one" in answer.gaps[0]


def test_where_no_trial_may_be_read_the_trial_components_are_still_listed(subject):
    answer = subject.ask("artifact-downstream-trials", "train", denied=("Search", "ListTrials"))

    assert subject.keys(answer) == {"tcT", "tcE", "tcB"}
    assert (
        answer.sentence
        == "Whether the 3 trial components downstream of train belong to a trial is not known."
    )
    assert len(answer.gaps) == 2


def test_where_endpoints_may_not_be_described_none_is_said_to_be_gone(subject):
    answer = subject.ask("dataset-endpoints", "raw", denied=("DescribeEndpoint",))

    assert answer.sentence == "1 endpoint derives from abalone-dataset.csv."
    assert [item.status for item in answer.items] == [""]


def test_an_entity_that_may_not_be_described_is_named_by_its_arn(subject):
    answer = subject.ask("dataset-endpoints", "raw", denied=("DescribeContext",))

    assert [item.name for item in answer.items] == ["abalone"]
    assert answer.gaps[0].startswith("The facts of 1 entity could not be read. Access to sagemaker:Describe")


def test_where_nothing_is_found_because_of_a_denial_the_sentence_is_not_sure(subject):
    answer = subject.ask("job-pipeline-execution", "tcT", denied=("DescribeTrialComponent",))

    assert answer.sentence.endswith("But not everything could be read.")


def test_where_lineage_itself_is_denied_there_is_no_answer(subject):
    with pytest.raises(AccessDenied):
        subject.ask("dataset-endpoints", "raw", denied=("QueryLineage",))

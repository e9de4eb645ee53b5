"""Questions in an account that denies one operation."""

from fnmatch import fnmatchcase

import pytest

from lineage_explorer.errors import AccessDenied
from lineage_explorer.questions.registry import get_question
from lineage_explorer.views.table_rows import build_cells, list_column_titles
from sagemaker_account.transport import connect
from tests.support.demo_entities import production_endpoint
from tests.support.question_accounts import build_services, demo_account

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
    ("uri-artifacts", "DescribeArtifact"),  # tells the source to look up, of what is too old for lists
    ("uri-artifacts", "ListArtifacts"),
}
"""What a question cannot do without: denied, it leaves nothing to list. Lists stand in for descriptions."""


@pytest.fixture(scope="module")
def subject(tmp_path_factory, boto):
    with demo_account(tmp_path_factory.mktemp("demo"), boto) as subject:
        yield subject


@pytest.fixture(scope="module")
def answers(subject):
    return {(slug, start): subject.ask(slug, start) for slug, start in ASKED}


@pytest.mark.parametrize("operation", DENIABLE)
def test_denied_operation_is_a_gap_and_the_rest_is_answered(subject, answers, operation):
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
def test_denial_by_the_account_loses_only_its_own_results(subject, answers, denied):
    client = connect(subject.account, deny=[denied], retries={"total_max_attempts": 1})
    for (slug, start), whole in answers.items():
        touched = {r.operation for r in whole.requests if fnmatchcase(r.operation, denied)}

        answer = get_question(slug).ask(build_services(client), subject.arns[start])

        assert any("was denied" in gap for gap in answer.gaps) == bool(touched), slug
        lost = denied == "Describe*" and (slug, "DescribeArtifact") in DECISIVE
        expected = set() if lost else {item.identifier for item in whole.items}
        assert {item.identifier for item in answer.items} == expected, slug


def test_denied_search_falls_back_to_listing_trials(subject):
    train = subject.client.list_artifacts(
        SourceUri="s3://sagemaker-us-west-2-000000000000/experiments-demo/train.csv"
    )["ArtifactSummaries"][0]["ArtifactArn"]

    whole = subject.ask("artifact-downstream-trials", train)
    answer = subject.ask("artifact-downstream-trials", train, denied=("Search",))

    assert [item.identifier for item in answer.items] == [item.identifier for item in whole.items]
    assert "their trials were listed one by one" in answer.gaps[0]


def test_denied_trials_still_list_the_trial_components(subject):
    answer = subject.ask("artifact-downstream-trials", "train", denied=("Search", "ListTrials"))

    assert subject.keys(answer) == {"tcT", "tcE", "tcB"}
    assert (
        answer.sentence
        == "Whether the 3 trial components downstream of train belong to a trial is not known."
    )
    assert len(answer.gaps) == 2


def test_denied_describe_endpoint_reports_no_endpoint_as_deleted(subject):
    answer = subject.ask("dataset-endpoints", "raw", denied=("DescribeEndpoint",))

    assert answer.sentence == "1 endpoint derives from abalone-dataset.csv."
    assert [item.status for item in answer.items] == [""]


def test_denied_description_names_the_entity_by_its_arn(subject):
    answer = subject.ask("dataset-endpoints", "raw", denied=("DescribeContext",))

    assert [item.name for item in answer.items] == ["abalone"]
    assert answer.gaps[0].startswith("Details missing for 1 entity. Access to sagemaker:Describe")


def test_empty_answer_after_a_denial_is_uncertain(subject):
    answer = subject.ask(
        "job-pipeline-execution", "tcT", denied=("DescribeTrialComponent", "ListTrialComponents")
    )

    assert answer.sentence == (
        "No pipeline execution is known for abalonetrain, but not everything could be read: access denied to "
        "DescribeTrialComponent."
    )


def test_denied_query_lineage_raises(subject):
    with pytest.raises(AccessDenied):
        subject.ask("dataset-endpoints", "raw", denied=("QueryLineage",))


def test_approver_that_may_not_be_read_is_missed_beside_the_decision(subject):
    whole = subject.ask("package-approvals", "ep")
    answer = subject.ask("package-approvals", "ep", denied=("DescribeAction",))

    assert "approver not readable: access denied to DescribeAction" in answer.sentence
    assert "approver" not in whole.sentence
    assert {item.unread for item in answer.items} == {"access denied to DescribeAction"}
    assert "By" in list_column_titles(answer.items)
    assert {build_cells(item)["By"] for item in answer.items} == {"not readable"}


def test_lists_tell_the_decisions_that_may_not_be_described(subject):
    whole = subject.ask("package-approvals", "ep")
    answer = subject.ask("package-approvals", "ep", denied=("DescribeAction",))

    assert [(item.name, item.status, item.created) for item in answer.items] == [
        (item.name, item.status, item.created) for item in whole.items
    ]


def test_no_decision_is_called_the_newest_if_its_date_is_not_readable(subject):
    production = production_endpoint(subject.client)
    answer = subject.ask("package-approvals", production, denied=("DescribeAction", "ListActions"))

    assert answer.sentence.endswith("Which is the newest is not known: access denied to DescribeAction.")
    assert "latest of" not in answer.sentence


@pytest.mark.parametrize(("slug", "start"), [("dataset-models", "train"), ("package-approvals", "mp")])
def test_one_cause_is_told_once_however_often_entities_were_described(subject, slug, start):
    answer = subject.ask(slug, start, denied=("DescribeArtifact",))

    assert sum("DescribeArtifact was denied" in gap for gap in answer.gaps) == 1

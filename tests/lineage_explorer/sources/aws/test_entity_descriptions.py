"""Many entities are looked for in lists: a page tells of a hundred for the cost of a few descriptions."""

from threading import Event

import pytest

from lineage_explorer.graph.model import Arn
from lineage_explorer.questions.registry import get_question
from lineage_explorer.sources.aws.entity_descriptions import (
    MAX_LIST_PAGES,
    MIN_TO_LIST,
    MIN_TO_LIST_SPARINGLY,
)
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from tests.support.question_accounts import desk

ACCOUNT = "arn:aws:sagemaker:us-west-2:111122223333"


@pytest.fixture
def catalog(client):
    return SageMakerCatalog(client)


@pytest.fixture
def many(make):
    return [make.artifact(f"s3://b/{number}") for number in range(2 * MIN_TO_LIST)]


def test_many_of_a_kind_are_found_in_one_list(catalog, many, counted):
    known = catalog.describe_within(many, seconds=10)

    assert [known[arn].source_uri for arn in many] == [
        f"s3://b/{number}" for number in range(2 * MIN_TO_LIST)
    ]
    assert counted.sent == ["ListArtifacts"]


def test_a_list_tells_what_a_card_or_an_item_shows(catalog, make, calendar):
    jobs = [
        make.trial_component(f"train-{number}-aws-training-job", Status={"PrimaryStatus": "Completed"})
        for number in range(MIN_TO_LIST)
    ]
    listed = catalog.describe_within(jobs, seconds=10)[jobs[0]]
    described = catalog.describe(jobs[0])

    assert listed.type == described.type == "TrainingJob"
    assert listed.name == described.name
    assert listed.source_uri == described.source_uri
    assert listed.status == described.status == "Completed"
    assert listed.created == described.created == calendar.now


def test_few_are_described_one_by_one(catalog, many, counted):
    catalog.describe_within(many[: MIN_TO_LIST_SPARINGLY - 1], seconds=10)

    assert counted.sent == ["DescribeArtifact"] * (MIN_TO_LIST_SPARINGLY - 1)


def test_an_answer_to_a_question_takes_more_to_be_made_of_lists(catalog, many, counted):
    assert catalog.find_in_lists(many[: MIN_TO_LIST - 1], seconds=10).entities == {}
    assert counted.sent == []


def test_lists_are_not_asked_of_another_account(catalog, many, counted):
    catalog.describe_within(many, seconds=10)
    counted.sent.clear()
    foreign = [
        Arn(f"arn:aws:sagemaker:us-west-2:444455556666:artifact/{number}") for number in range(MIN_TO_LIST)
    ]

    catalog.describe_within(foreign, seconds=10)

    assert set(counted.sent) == {"DescribeArtifact"}


def test_the_calls_behind_what_is_known_are_counted_once_a_page(catalog, many):
    catalog.describe_within(many, seconds=10)
    catalog.describe(many[0])

    assert catalog.count_calls(many) == 2
    assert catalog.count_calls(many[1:]) == 1


def test_while_lists_are_under_way_nothing_is_described(wire):
    let_go = Event()

    def told(operation, _request):
        let_go.wait(10)
        return {"ArtifactSummaries": []} if operation == "ListArtifacts" else {}

    asked = wire(told)
    wanted = [Arn(f"{ACCOUNT}:artifact/{number}") for number in range(MIN_TO_LIST)]
    SageMakerCatalog(asked.client()).describe_within(wanted, seconds=0.05)
    let_go.set()

    assert [operation for operation, _ in asked.sent] == ["ListArtifacts"]


def test_what_is_not_in_the_lists_is_described(catalog, many, make, counted):
    foreign = Arn("arn:aws:sagemaker:us-west-2:444455556666:artifact/ff")
    context = make.context("live", "Endpoint")
    counted.sent.clear()

    known = catalog.describe_within([*many, foreign, context], seconds=10)

    assert list(known) == [*many, context]
    assert catalog.find_undescribable([foreign]).keys() == {foreign}
    assert sorted(counted.sent) == ["DescribeArtifact", "DescribeContext", "ListArtifacts"]


def test_every_kind_is_listed(catalog, make, counted):
    wanted = [
        made
        for number in range(MIN_TO_LIST)
        for made in (
            make.artifact(f"s3://b/{number}"),
            make.action(f"deploy-{number}", "ModelDeployment"),
            make.context(f"live-{number}", "Endpoint"),
            make.trial_component(f"train-{number}-aws-training-job"),
        )
    ]
    counted.sent.clear()

    known = catalog.describe_within(wanted, seconds=10)

    assert [known[arn].type for arn in wanted[:4]] == [
        "DataSet",
        "ModelDeployment",
        "Endpoint",
        "TrainingJob",
    ]
    assert sorted(counted.sent) == ["ListActions", "ListArtifacts", "ListContexts", "ListTrialComponents"]


@pytest.mark.parametrize(
    ("wanted", "pages"), [(2 * MIN_TO_LIST_SPARINGLY, 2), (10 * MIN_TO_LIST_SPARINGLY, MAX_LIST_PAGES)]
)
def test_lists_are_read_a_page_for_each_so_many(wire, wanted, pages):
    def told(operation, request):
        token = str(int(request.get("NextToken", 0)) + 1)
        page = {"ArtifactSummaries": [{"ArtifactArn": f"{ACCOUNT}:artifact/other"}], "NextToken": token}
        return page if operation == "ListArtifacts" else {}

    asked = wire(told)
    arns = [Arn(f"{ACCOUNT}:artifact/{number}") for number in range(wanted)]

    assert len(SageMakerCatalog(asked.client()).describe_within(arns, seconds=10)) == wanted
    assert [operation for operation, _ in asked.sent].count("ListArtifacts") == pages


def test_a_page_is_not_read_again_for_the_next_answer(catalog, many, counted):
    catalog.describe_within(many[:MIN_TO_LIST], seconds=10)
    catalog.describe_within(many, seconds=10)

    assert counted.sent == ["ListArtifacts"]


def test_whole_descriptions_are_not_taken_from_lists(catalog, many, counted):
    catalog.describe_within(many, seconds=10)
    whole = catalog.describe_within(many[:2], seconds=10, full=True)

    assert [entity.source_ids for entity in whole.values()] == [(("S3ETag", "e1"),)] * 2
    assert counted.sent == ["ListArtifacts", "DescribeArtifact", "DescribeArtifact"]


def test_a_description_is_better_known_than_a_summary(catalog, make):
    many = [make.artifact(f"s3://b/{number}", Properties={"rows": "7"}) for number in range(MIN_TO_LIST)]
    catalog.describe_within(many, seconds=10)
    catalog.describe(many[0])

    assert [bool(catalog.described_entities([arn])[arn].properties) for arn in many[:2]] == [True, False]


def test_where_lists_are_denied_each_is_described(wire, refusal):
    def told(operation, _request):
        return refusal("AccessDeniedException") if operation.startswith("List") else {"ArtifactName": "named"}

    catalog = SageMakerCatalog(wire(told).client())
    wanted = [Arn(f"{ACCOUNT}:artifact/{number}") for number in range(MIN_TO_LIST)]

    assert {entity.name for entity in catalog.describe_within(wanted, seconds=10).values()} == {"named"}
    assert catalog.find_in_lists(wanted, seconds=10).requests == ()


def test_what_was_found_in_lists_is_told_with_the_request_for_them(catalog, many):
    listed = catalog.find_in_lists(many, seconds=10)

    assert listed.entities.keys() == set(many)
    assert [(one.operation, dict(one.parameters)) for one in listed.requests] == [
        ("ListArtifacts", {"SortBy": "CreationTime", "SortOrder": "Descending", "MaxResults": 100})
    ]


def test_what_many_approvals_decided_is_told_though_lists_leave_it_out(client, make):
    model = make.artifact("s3://b/model.tar.gz", "Model")
    for number in range(MIN_TO_LIST):
        decided = {"ModelApprovalStatus": "Rejected"}
        make.chain(
            make.action(f"decision-{number}", "Approval", Properties=decided, Status="Completed"), model
        )

    answer = get_question("relationships").ask(desk(client), model)

    assert [item.status for item in answer.items] == ["Rejected"] * MIN_TO_LIST

"""Many entities are described from lists instead of one by one."""

from threading import Event

import pytest

from lineage_explorer.graph.model import Arn
from lineage_explorer.questions.registry import get_question
from lineage_explorer.sources.aws.entity_descriptions import (
    MAX_EMPTY_PAGES,
    MAX_LIST_PAGES,
    MIN_TO_LIST,
    MIN_TO_LIST_SPARINGLY,
)
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from tests.support.question_accounts import build_services

ACCOUNT = "arn:aws:sagemaker:us-west-2:111122223333"


@pytest.fixture
def catalog(client):
    return SageMakerCatalog(client)


@pytest.fixture
def many_artifacts(make):
    return [make.artifact(f"s3://b/{number}") for number in range(2 * MIN_TO_LIST)]


def test_many_entities_of_a_kind_are_found_in_one_list(catalog, many_artifacts, counting_client):
    known = catalog.describe_within(many_artifacts, seconds=10)

    assert [known[arn].source_uri for arn in many_artifacts] == [
        f"s3://b/{number}" for number in range(2 * MIN_TO_LIST)
    ]
    assert counting_client.sent == ["ListArtifacts"]


def test_list_summaries_hold_everything_a_card_shows(catalog, make, calendar):
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


def test_few_are_described_one_by_one(catalog, many_artifacts, counting_client):
    catalog.describe_within(many_artifacts[: MIN_TO_LIST_SPARINGLY - 1], seconds=10)

    assert counting_client.sent == ["DescribeArtifact"] * (MIN_TO_LIST_SPARINGLY - 1)


def test_question_answers_use_lists_only_above_a_higher_threshold(catalog, many_artifacts, counting_client):
    assert catalog.find_in_lists(many_artifacts[: MIN_TO_LIST - 1], seconds=10).entities == {}
    assert counting_client.sent == []


def test_entities_of_another_account_are_not_looked_up_in_lists(catalog, many_artifacts, counting_client):
    catalog.describe_within(many_artifacts, seconds=10)
    counting_client.sent.clear()
    foreign = [
        Arn(f"arn:aws:sagemaker:us-west-2:444455556666:artifact/{number}") for number in range(MIN_TO_LIST)
    ]

    catalog.describe_within(foreign, seconds=10)

    assert set(counting_client.sent) == {"DescribeArtifact"}


def test_calls_behind_descriptions_are_counted_once_per_page(catalog, many_artifacts):
    catalog.describe_within(many_artifacts, seconds=10)
    catalog.describe(many_artifacts[0])

    assert catalog.count_calls(many_artifacts) == 2
    assert catalog.count_calls(many_artifacts[1:]) == 1


def test_nothing_is_described_while_lists_are_being_read(stub_client):
    let_go = Event()

    def respond(operation, _request):
        let_go.wait(10)
        return {"ArtifactSummaries": []} if operation == "ListArtifacts" else {}

    asked = stub_client(respond)
    wanted = [Arn(f"{ACCOUNT}:artifact/{number}") for number in range(MIN_TO_LIST)]
    SageMakerCatalog(asked.client()).describe_within(wanted, seconds=0.05)
    let_go.set()

    assert [operation for operation, _ in asked.sent] == ["ListArtifacts"]


def test_entities_missing_from_lists_are_described(catalog, many_artifacts, make, counting_client):
    foreign = Arn("arn:aws:sagemaker:us-west-2:444455556666:artifact/ff")
    context = make.context("live", "Endpoint")
    counting_client.sent.clear()

    known = catalog.describe_within([*many_artifacts, foreign, context], seconds=10)

    assert list(known) == [*many_artifacts, context]
    assert catalog.find_undescribable([foreign]).keys() == {foreign}
    assert sorted(counting_client.sent) == ["DescribeArtifact", "DescribeContext", "ListArtifacts"]


def test_every_lineage_type_is_listed(catalog, make, counting_client):
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
    counting_client.sent.clear()

    known = catalog.describe_within(wanted, seconds=10)

    assert [known[arn].type for arn in wanted[:4]] == [
        "DataSet",
        "ModelDeployment",
        "Endpoint",
        "TrainingJob",
    ]
    assert sorted(counting_client.sent) == [
        "ListActions",
        "ListArtifacts",
        "ListContexts",
        "ListTrialComponents",
    ]


@pytest.mark.parametrize(
    ("wanted", "first", "pages"),
    [
        (2 * MIN_TO_LIST_SPARINGLY, 0, 2),
        (10 * MIN_TO_LIST_SPARINGLY, 0, MAX_LIST_PAGES),
        (10 * MIN_TO_LIST_SPARINGLY, 100, MAX_EMPTY_PAGES),
    ],
    ids=["few", "many", "pages without any"],
)
def test_number_of_list_pages_follows_the_entities_that_they_may_hold(stub_client, wanted, first, pages):
    def respond(operation, request):
        number = int(request.get("NextToken", first))
        summary = {"ArtifactArn": f"{ACCOUNT}:artifact/{number}", "ArtifactName": "listed"}
        page = {"ArtifactSummaries": [summary], "NextToken": str(number + 1)}
        return page if operation == "ListArtifacts" else {}

    asked = stub_client(respond)
    arns = [Arn(f"{ACCOUNT}:artifact/{number}") for number in range(wanted)]

    assert len(SageMakerCatalog(asked.client()).describe_within(arns, seconds=10)) == wanted
    assert [operation for operation, _ in asked.sent].count("ListArtifacts") == pages


def test_many_entities_are_read_from_as_many_pages_as_hold_them(stub_client):
    """A call for a hundred names instead of a hundred calls."""

    def respond(operation, request):
        first = int(request.get("NextToken", 0))
        summaries = [
            {"ArtifactArn": f"{ACCOUNT}:artifact/{number}", "ArtifactName": "listed"}
            for number in range(first, first + 100)
        ]
        page = {"ArtifactSummaries": summaries, "NextToken": str(first + 100)}
        return page if operation == "ListArtifacts" else {}

    asked = stub_client(respond)
    arns = [Arn(f"{ACCOUNT}:artifact/{number}") for number in range(2_000)]
    assert len(SageMakerCatalog(asked.client()).describe_within(arns, seconds=30)) == len(arns)
    assert [operation for operation, _ in asked.sent] == ["ListArtifacts"] * 20


def test_older_pages_are_not_read_for_the_next_answer_either(stub_client):
    """Else each answer in a large account would read a page more, and find nothing there."""

    def respond(operation, request):
        number = int(request.get("NextToken", 100))
        summary = {"ArtifactArn": f"{ACCOUNT}:artifact/{number}", "ArtifactName": "listed"}
        page = {"ArtifactSummaries": [summary], "NextToken": str(number + 1)}
        return page if operation == "ListArtifacts" else {}

    asked = stub_client(respond)
    catalog = SageMakerCatalog(asked.client())
    for first in (0, 20, 40):
        arns = [Arn(f"{ACCOUNT}:artifact/{number}") for number in range(first, first + MIN_TO_LIST)]
        assert len(catalog.describe_within(arns, seconds=10)) == MIN_TO_LIST
    assert [operation for operation, _ in asked.sent].count("ListArtifacts") == MAX_EMPTY_PAGES


def test_list_page_is_cached_for_the_next_answer(catalog, many_artifacts, counting_client):
    catalog.describe_within(many_artifacts[:MIN_TO_LIST], seconds=10)
    catalog.describe_within(many_artifacts, seconds=10)

    assert counting_client.sent == ["ListArtifacts"]


def test_whole_descriptions_are_not_taken_from_lists(catalog, many_artifacts, counting_client):
    catalog.describe_within(many_artifacts, seconds=10)
    whole = catalog.describe_within(many_artifacts[:2], seconds=10, full=True)

    assert [entity.source_ids for entity in whole.values()] == [(("S3ETag", "e1"),)] * 2
    assert counting_client.sent == ["ListArtifacts", "DescribeArtifact", "DescribeArtifact"]


def test_description_is_preferred_to_a_list_summary(catalog, make):
    many = [make.artifact(f"s3://b/{number}", Properties={"rows": "7"}) for number in range(MIN_TO_LIST)]
    catalog.describe_within(many, seconds=10)
    catalog.describe(many[0])

    assert [bool(catalog.described_entities([arn])[arn].properties) for arn in many[:2]] == [True, False]


def test_denied_lists_fall_back_to_single_descriptions(stub_client, error_response):
    def respond(operation, _request):
        return (
            error_response("AccessDeniedException")
            if operation.startswith("List")
            else {"ArtifactName": "named"}
        )

    catalog = SageMakerCatalog(stub_client(respond).client())
    wanted = [Arn(f"{ACCOUNT}:artifact/{number}") for number in range(MIN_TO_LIST)]

    assert {entity.name for entity in catalog.describe_within(wanted, seconds=10).values()} == {"named"}
    assert catalog.find_in_lists(wanted, seconds=10).requests == ()


def test_entities_found_in_lists_name_the_list_request(catalog, many_artifacts):
    listed = catalog.find_in_lists(many_artifacts, seconds=10)

    assert listed.entities.keys() == set(many_artifacts)
    assert [(one.operation, dict(one.parameters)) for one in listed.requests] == [
        ("ListArtifacts", {"SortBy": "CreationTime", "SortOrder": "Descending", "MaxResults": 100})
    ]


def test_approval_status_is_described_because_lists_omit_it(client, make):
    model = make.artifact("s3://b/model.tar.gz", "Model")
    for number in range(MIN_TO_LIST):
        decided = {"ModelApprovalStatus": "Rejected"}
        make.chain(
            make.action(f"decision-{number}", "Approval", Properties=decided, Status="Completed"), model
        )

    answer = get_question("relationships").ask(build_services(client), model)

    assert [item.status for item in answer.items] == ["Rejected"] * MIN_TO_LIST

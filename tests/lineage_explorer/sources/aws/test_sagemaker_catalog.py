"""Descriptions, neighbors and tags."""

import threading
import time

import pytest

from lineage_explorer import errors
from lineage_explorer.graph.model import Arn, LineageType
from lineage_explorer.sources.aws import entity_descriptions
from lineage_explorer.sources.aws import sagemaker_catalog as limits
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.protocols import Neighbor
from sagemaker_account.transport import connect

ACCOUNT = "arn:aws:sagemaker:us-west-2:111122223333"
FOREIGN = Arn("arn:aws:sagemaker:us-west-2:444455556666:context/endpoint")
UNKNOWN = Arn(f"{ACCOUNT}:artifact/00000000000000000000000000000000")


@pytest.fixture
def catalog(client):
    return SageMakerCatalog(client)


@pytest.fixture
def one_of_each(make):
    return {
        LineageType.ARTIFACT: make.artifact("s3://b/data"),
        LineageType.ACTION: make.action("approve", "Approval"),
        LineageType.CONTEXT: make.context("fraud_group", "ModelGroup"),
        LineageType.TRIAL_COMPONENT: make.trial_component("Train-aws-training-job"),
    }


def test_every_lineage_type_is_described(catalog, one_of_each):
    described = {kind: catalog.describe(arn) for kind, arn in one_of_each.items()}
    assert {kind: entity.type for kind, entity in described.items()} == {
        LineageType.ARTIFACT: "DataSet",
        LineageType.ACTION: "Approval",
        LineageType.CONTEXT: "ModelGroup",
        LineageType.TRIAL_COMPONENT: "TrainingJob",
    }
    assert [described[kind].arn for kind in one_of_each] == list(one_of_each.values())
    assert described[LineageType.TRIAL_COMPONENT].name == "Train-aws-training-job"
    assert described[LineageType.ARTIFACT].source_ids == (("S3ETag", "e1"),)


@pytest.mark.parametrize(
    ("resource", "member"),
    [
        ("artifact/a", "ArtifactArn"),
        ("action/a", "ActionName"),
        ("context/a", "ContextName"),
        ("experiment-trial-component/a", "TrialComponentName"),
    ],
)
def test_entity_is_requested_by_its_full_arn(stub_client, resource, member):
    arn = Arn(f"arn:aws:sagemaker:us-west-2:444455556666:{resource}")
    told = stub_client(lambda *_: {})
    SageMakerCatalog(told.client()).describe(arn)
    assert told.sent[0][1] == {member: arn}


def test_description_is_cached(catalog, one_of_each, counting_client):
    arn = one_of_each[LineageType.ACTION]
    assert catalog.described_entities([arn]) == {}
    assert catalog.describe(arn) is catalog.describe(arn)
    assert list(catalog.described_entities([UNKNOWN, arn])) == [arn]
    assert counting_client.sent == ["DescribeAction"]


def test_unknown_entity_is_named_and_the_failure_cached(catalog):
    with pytest.raises(errors.EntityNotFound, match=UNKNOWN):
        catalog.describe(UNKNOWN)
    assert catalog.find_undescribable([UNKNOWN, FOREIGN]).keys() == {UNKNOWN}
    assert UNKNOWN in catalog.find_undescribable([UNKNOWN])[UNKNOWN]


def test_an_experiment_is_not_described(catalog, counting_client):
    for arn in (Arn(f"{ACCOUNT}:experiment/e"), Arn(f"{ACCOUNT}:experiment-trial/t")):
        with pytest.raises(errors.EntityNotFound, match="none of the entities"):
            catalog.describe(arn)
    assert counting_client.sent == []


def test_descriptions_of_many_omit_the_failures(catalog, one_of_each, counting_client):
    wanted = [UNKNOWN, *one_of_each.values(), one_of_each[LineageType.ACTION]]
    assert list(catalog.describe_within(wanted, seconds=10)) == list(one_of_each.values())
    assert len(counting_client.sent) == 5


def test_cached_descriptions_and_failures_are_not_requested_again(catalog, one_of_each, counting_client):
    wanted = [UNKNOWN, *one_of_each.values()]
    catalog.describe_within(wanted, seconds=10)
    counting_client.sent.clear()
    assert len(catalog.describe_within(wanted, seconds=10)) == 4
    assert counting_client.sent == []


def test_single_description_retries_a_cached_failure(stub_client, error_response):
    answers = iter([error_response("ThrottlingException"), {"ActionType": "Approval"}])
    catalog = SageMakerCatalog(stub_client(lambda *_: next(answers)).client())
    arn = Arn(f"{ACCOUNT}:action/approve")
    assert catalog.describe_within([arn], seconds=10) == {}
    assert catalog.describe(arn).type == "Approval"
    assert catalog.find_undescribable([arn]) == {}


class Slow:
    """Describes up to a limit, counts concurrent calls, and lists nothing."""

    def __init__(self):
        self.let_go = threading.Event()
        self.lock = threading.Lock()
        self.here = self.most = self.calls = 0

    def __call__(self, operation, request):
        if operation.startswith("List"):
            return {}
        with self.lock:
            self.calls += 1
            self.here += 1
            self.most = max(self.most, self.here)
        if not request["ArtifactArn"].endswith("quick"):
            self.let_go.wait(10)
        with self.lock:
            self.here -= 1
        return {"ArtifactType": "Model"}


def test_answers_that_come_at_once_are_asked_for_by_one_thread(stub_client, monkeypatch):
    monkeypatch.setattr(entity_descriptions, "_ALONE_SECONDS", 30)  # however busy the machine is
    quick = Slow()
    quick.let_go.set()
    wanted = [Arn(f"{ACCOUNT}:artifact/{number}") for number in range(20)]
    assert len(SageMakerCatalog(stub_client(quick).client()).describe_within(wanted, seconds=60)) == 20
    assert (quick.calls, quick.most) == (20, 1)


def test_descriptions_stop_at_the_time_limit_and_started_ones_are_cached(stub_client):
    slow = Slow()
    catalog = SageMakerCatalog(stub_client(slow).client())
    quick = Arn(f"{ACCOUNT}:artifact/quick")
    wanted = [quick, *(Arn(f"{ACCOUNT}:artifact/{number}") for number in range(8))]
    began = time.monotonic()
    assert catalog.describe_within(wanted, seconds=0.5).keys() == {quick}
    assert time.monotonic() - began < 8  # less than the calls are held
    assert slow.most == 8
    slow.let_go.set()
    assert list(catalog.describe_within(wanted[:9], seconds=10)) == wanted[:9]
    assert slow.calls == 9


def test_zero_time_limit_returns_cached_descriptions(catalog, one_of_each):
    arn = one_of_each[LineageType.ARTIFACT]
    catalog.describe(arn)
    assert catalog.describe_within([arn], seconds=0).keys() == {arn}


def test_concurrent_descriptions_of_one_entity_send_one_request(stub_client):
    slow = Slow()
    catalog = SageMakerCatalog(stub_client(slow).client())
    arn = Arn(f"{ACCOUNT}:artifact/a")
    readers = [threading.Thread(target=catalog.describe, args=(arn,)) for _ in range(4)]
    for reader in readers:
        reader.start()
    threading.Timer(0.2, slow.let_go.set).start()
    for reader in readers:
        reader.join(60)
    assert slow.calls == 1


def test_unreadable_description_costs_only_itself_and_has_a_reason(stub_client):
    def answer(_, request):
        broken = request["TrialComponentName"].endswith("/broken")
        return {"TrialComponentArn": "a", "Metrics": [{"MetricName": 1}, "no metric"] if broken else []}

    catalog = SageMakerCatalog(stub_client(answer).client())
    whole, broken = (Arn(f"{ACCOUNT}:experiment-trial-component/{name}") for name in ("whole", "broken"))
    assert list(catalog.describe_within([whole, broken], seconds=10)) == [whole]
    (reason,) = catalog.find_undescribable([whole, broken]).values()
    assert "The answer to DescribeTrialComponent cannot be read" in reason


def test_neighbors_have_names_and_types_newest_first(catalog, make, one_of_each, calendar):
    job, model = (
        one_of_each[LineageType.TRIAL_COMPONENT],
        make.artifact("s3://b/m", "Model", ArtifactName="m"),
    )
    make.chain(one_of_each[LineageType.ARTIFACT], job)
    make.chain(job, model, type_="Produced")
    calendar.pass_days(1)
    make.chain(one_of_each[LineageType.ACTION], job, type_="AssociatedWith")
    around = catalog.list_neighbors(job)
    assert around.incoming == (
        Neighbor(one_of_each[LineageType.ACTION], "approve", "Approval", "AssociatedWith"),
        Neighbor(one_of_each[LineageType.ARTIFACT], None, "DataSet", "ContributedTo"),
    )
    assert around.outgoing == (Neighbor(model, "m", "Model", "Produced"),)
    assert not around.has_more_incoming
    assert not around.has_more_outgoing
    assert catalog.list_neighbors(model).incoming[0].type == "TrainingJob"


def test_neighbors_are_limited_to_100_per_direction(catalog, make):
    hub = make.artifact("s3://b/hub")
    for number in range(limits.MAX_NEIGHBORS_PER_SIDE + 1):
        make.chain(hub, make.artifact(f"s3://b/{number}"))
    around = catalog.list_neighbors(hub)
    assert (len(around.incoming), around.has_more_incoming) == (0, False)
    assert (len(around.outgoing), around.has_more_outgoing) == (100, True)


def test_denied_listing_of_neighbors_is_an_error(stub_client, error_response):
    catalog = SageMakerCatalog(stub_client(lambda *_: error_response("AccessDeniedException")).client())
    with pytest.raises(errors.AccessDenied):
        catalog.list_neighbors(UNKNOWN)


def test_tags_are_read(catalog, make):
    arn = make.artifact("s3://b/data", Tags=[{"Key": "team", "Value": "fraud"}, {"Key": "tier", "Value": ""}])
    assert catalog.tags(arn) == {"team": "fraud", "tier": ""}
    assert catalog.tags(make.action("plain", "Approval")) == {}


def test_tags_are_read_to_the_last_page(stub_client):
    pages = iter(
        [{"Tags": [{"Key": "a", "Value": "1"}], "NextToken": "t"}, {"Tags": [{"Key": "b"}, {"Value": "2"}]}]
    )
    assert SageMakerCatalog(stub_client(lambda *_: next(pages)).client()).tags(UNKNOWN) == {"a": "1", "b": ""}


def test_list_with_a_repeated_token_ends(stub_client):
    def same(_operation, _request):
        return {"Tags": [], "NextToken": "same"}

    told = stub_client(same)
    assert SageMakerCatalog(told.client()).tags(UNKNOWN) == {}
    assert len(told.sent) == 2


def test_lists_tell_what_may_not_be_described(account, one_of_each):
    arn = one_of_each[LineageType.ACTION]
    catalog = SageMakerCatalog(connect(account, deny=["DescribeAction"], retries={"total_max_attempts": 1}))
    assert catalog.describe_within([arn], seconds=10)[arn].type
    assert "DescribeAction was denied" in catalog.find_undescribable([arn])[arn]


def test_entity_that_may_not_be_described_is_still_to_come_while_its_list_is(account, one_of_each):
    """Else a slow account would leave it without the name that its list tells."""
    arn, is_answered = one_of_each[LineageType.ACTION], threading.Event()

    def answer_late(**_call):
        is_answered.wait(30)

    client = connect(account, deny=["DescribeAction"], retries={"total_max_attempts": 1})
    client.meta.events.register("before-call.sagemaker.ListActions", answer_late)
    catalog = SageMakerCatalog(client)
    with pytest.raises(errors.AccessDenied):
        catalog.describe(arn)
    for _ in range(2):  # the second asks while the first still waits
        assert catalog.describe_within([arn], seconds=0.05) == {}
    assert catalog.find_undescribable([arn]) == {}
    is_answered.set()
    assert catalog.describe_within([arn], seconds=10)[arn].type
    assert "DescribeAction was denied" in catalog.find_undescribable([arn])[arn]


def test_whole_descriptions_that_are_denied_are_none_even_if_lists_tell_the_entity(account, one_of_each):
    arn = one_of_each[LineageType.ACTION]
    catalog = SageMakerCatalog(connect(account, deny=["DescribeAction"], retries={"total_max_attempts": 1}))
    assert catalog.describe_within([arn], seconds=10, full=True) == {}
    assert arn in catalog.described_entities([arn])


def test_kinds_that_may_not_be_listed_are_named_beside_suggestions(account):
    catalog = SageMakerCatalog(connect(account, deny=["ListContexts"], retries={"total_max_attempts": 1}))
    assert "ListContexts was denied" in " ".join(catalog.suggest("data").gaps)

"""What is said of the focus, and in answers about it, is on record, over an embedded account."""

from __future__ import annotations

import pytest

from lineage_explorer.explore.loaded_graph import StillLoading
from lineage_explorer.explore.pipeline import build_view
from lineage_explorer.explore.view import View, list_key_facts, summarize_focus, summarize_view
from lineage_explorer.explore.view_request import ReadMode, ViewRequest
from lineage_explorer.query.address import parse_address
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.aws.sagemaker_resources import SageMakerLinkedResources
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.shared_reads import SharedReads
from sagemaker_account.seed_resources import seed_resource
from sagemaker_account.transport import connect
from tests.support.fakes import build_services
from tests.support.waiting import list_tries

HOME = "arn:aws:sagemaker:us-west-2:111122223333"
REJECTED, APPROVED, PENDING = "Rejected", "Approved", "PendingManualApproval"


def open_explorer(client):
    """Return a function that opens an address, until everything is named."""
    caches = CacheRegistry()
    catalog = SageMakerCatalog(client, caches=caches)
    source = SharedReads(SageMakerSource(client), caches)
    services = build_services(source, catalog, SageMakerLinkedResources(client))

    def look(start, more="") -> View:
        request = ViewRequest(parse_address(f"?start={start}{more}"), ReadMode.CONTINUE)
        for _ in list_tries("the view"):
            view = build_view(services, request)
            if not isinstance(view, StillLoading) and not view.loaded.unnamed_count:
                return view
        raise AssertionError

    return look


@pytest.fixture
def look(client):
    """Return a function that opens an address, nothing being denied."""
    return open_explorer(client)


@pytest.fixture
def register(make, calendar):
    """Return a function that registers a version and decides on it, a day apart."""

    def register(package, *decisions, days=1):
        arn = f"{HOME}:model-package/{package}"
        version = make.artifact(arn, "Model")
        for decision in decisions:
            calendar.pass_days(days)
            name = f"{package.replace('/', '-')}-{decision}-{calendar.now:%s}-aws-model-group"
            properties = {"ModelApprovalStatus": decision}
            make.chain(make.action(name, "Approval", arn, Properties=properties), version)
        return version

    return register


@pytest.fixture
def deploy(make, account, calendar):
    """Return a function that deploys versions one after another; the endpoint runs a configuration."""

    def deploy(*releases, configuration="live-v1"):
        endpoint = make.context("live-1-aws-endpoint", "Endpoint", f"{HOME}:endpoint/live")
        for number, versions in enumerate(releases, start=1):
            calendar.pass_days(1)
            source = f"{HOME}:endpoint-config/live-v{number}"
            action = make.action(f"live-{number}", "ModelDeployment", source, Status="Completed")
            for version in versions:
                make.chain(version, action)
            make.chain(action, endpoint, type_="AssociatedWith")
        seed_resource(
            account,
            "DescribeEndpoint",
            {
                "EndpointName": "live",
                "EndpointArn": f"{HOME}:endpoint/live",
                "EndpointConfigName": configuration,
                "EndpointStatus": "InService",
                "CreationTime": calendar.now,
                "LastModifiedTime": calendar.now,
            },
        )
        return endpoint

    return deploy


def test_endpoint_that_was_rolled_back_serves_the_older_version(look, register, deploy):
    endpoint = deploy([register("churn/1", APPROVED)], [register("churn/2", APPROVED)])
    assert summarize_focus(look(endpoint)).startswith("Serves churn v1, approved on ")


@pytest.mark.parametrize("more", ["&depth=2", "&depth_up=2", "&created_before=2024-01-02"])
def test_nothing_is_said_of_approvals_that_were_not_asked_for(look, register, deploy, more):
    endpoint = deploy([register("churn/1", APPROVED, REJECTED)])
    assert summarize_focus(look(endpoint, more)) == "Serves churn v1."


@pytest.mark.parametrize("more", ["&direction=Descendants", "&created_before=2024-01-02"])
def test_version_without_its_later_rejection_has_no_decision(look, register, more):
    version = register("churn/1", APPROVED, REJECTED)
    assert summarize_focus(look(version)).startswith("Rejected on ")
    view = look(version, more)
    assert summarize_focus(view) == ""
    assert version not in view.status.badges


def test_badge_of_a_version_below_its_first_approval_does_not_ignore_the_later_ones(look, register, client):
    version = register("churn/1", PENDING, REJECTED)
    (request,) = (
        each["ActionArn"]
        for each in client.list_actions()["ActionSummaries"]
        if PENDING.lower() in each["ActionArn"]
    )
    assert version not in look(request).status.badges


def test_model_beyond_the_depth_is_not_said_to_be_missing(look, register, deploy):
    endpoint = deploy([register("churn/1", APPROVED)])
    assert summarize_focus(look(endpoint, "&depth=1")) == "Serves a model that is not in this graph."


def test_version_without_any_approval_says_so(look, register, deploy):
    endpoint = deploy([register("churn/1")])
    assert summarize_focus(look(endpoint)) == "Serves churn v1, no approval on record."


def test_each_of_two_variants_has_its_own_decision(look, register, deploy):
    endpoint = deploy([register("churn/1", APPROVED), register("fraud/2", REJECTED)])
    sentence = summarize_focus(look(endpoint))
    assert sentence.startswith("Serves churn v1 and fraud v2, ")
    assert "churn v1 approved on 2 Jan" in sentence
    assert "fraud v2 rejected on 3 Jan" in sentence


@pytest.mark.parametrize(
    ("decisions", "word"),
    [
        ((PENDING, APPROVED), "Approved"),
        ((APPROVED, PENDING), "Approved"),
        ((REJECTED, APPROVED), "Rejected"),
        ((APPROVED, REJECTED), "Rejected"),
    ],
)
def test_decision_of_the_same_moment_counts_more_than_its_request(look, register, decisions, word):
    version = register("churn/1", *decisions, days=0)
    view = look(version)
    assert summarize_focus(view).startswith(f"{word} on ")
    assert view.status.badges[version].word == word


def test_a_later_request_counts_more_than_an_earlier_decision(look, register):
    assert summarize_focus(look(register("churn/1", APPROVED, PENDING))) == "Approval pending."


@pytest.fixture
def configure(account, calendar):
    """Return a function that makes a configuration of production and shadow packages."""

    def configure(name, *packages, shadow=()):
        for package in (*packages, *shadow):
            model = package.replace("/", "-")
            seed_resource(
                account,
                "DescribeModel",
                {
                    "ModelName": model,
                    "ModelArn": f"{HOME}:model/{model}",
                    "PrimaryContainer": {"ModelPackageName": f"{HOME}:model-package/{package}"},
                    "CreationTime": calendar.now,
                },
            )
        seed_resource(
            account,
            "DescribeEndpointConfig",
            {
                "EndpointConfigName": name,
                "EndpointConfigArn": f"{HOME}:endpoint-config/{name}",
                "ProductionVariants": [_variant(package) for package in packages],
                **({"ShadowProductionVariants": [_variant(each) for each in shadow]} if shadow else {}),
                "CreationTime": calendar.now,
            },
        )

    return configure


def _variant(package):
    model = package.replace("/", "-")
    return {"VariantName": model, "ModelName": model, "InitialInstanceCount": 1}


def test_update_without_a_deployment_serves_what_its_configuration_deploys(look, register, deploy, configure):
    versions = [register("churn/1", APPROVED), register("churn/2", APPROVED)]
    configure("live-larger", "churn/1", shadow=["churn/2"])
    endpoint = deploy(*([version] for version in versions), configuration="live-larger")
    view = look(endpoint)
    assert summarize_focus(view).startswith("Serves churn v1, approved on ")
    assert [view.status.badges[version].word for version in versions] == ["Serving", "Replaced"]


def test_update_to_a_version_without_a_deployment_serves_none_of_those_on_record(
    look, register, deploy, configure
):
    configure("live-new", "churn/9")
    endpoint = deploy([register("churn/1", APPROVED)], configuration="live-new")
    assert summarize_focus(look(endpoint)).startswith("Serves a version that is not among these")


def test_configuration_that_no_longer_exists_leaves_the_version_unknown(look, register, deploy):
    version = register("churn/1", APPROVED)
    endpoint = deploy([version], configuration="live-gone")
    view = look(endpoint)
    assert summarize_focus(view) == "Which version it serves is not known: no deployment here has live-gone."
    assert view.status.badges[version].word == "Approved"


def test_who_approved_an_endpoint_is_told_of_the_version_that_serves(look, register, deploy):
    endpoint = deploy([register("churn/1", APPROVED)], [register("churn/2", APPROVED, REJECTED)])
    sentence = summarize_view(look(endpoint, "&question=package-approvals"))
    assert sentence == (
        "churn v1: Approved on 2 Jan 2024. 1 of 3 approval records led to v1, which serves now."
    )


@pytest.mark.parametrize(("number", "clause"), [(0, ""), (1, "; it runs another configuration now")])
def test_deployment_that_was_rolled_back_is_not_said_to_serve(look, register, deploy, number, clause):
    versions = [register("churn/1", APPROVED), register("churn/2", APPROVED)]
    deploy(*([version] for version in versions))
    sentence = summarize_view(look(versions[number], "&question=model-endpoints"))
    assert sentence == f"churn v{number + 1} was deployed to 1 endpoint{clause}."


@pytest.mark.parametrize(
    ("decisions", "word"), [((PENDING, APPROVED), APPROVED), ((APPROVED, REJECTED), REJECTED)]
)
def test_answer_tells_the_decision_of_an_approval_though_its_package_is_gone(look, register, decisions, word):
    version = register("churn/1", *decisions, days=0)
    sentence = summarize_view(look(version, "&question=package-approvals"))
    assert sentence.startswith(f"churn v1: {word} on 1 Jan 2024, latest of 2 approval records")


@pytest.mark.parametrize(
    ("deny", "words"),
    [
        (("DescribeEndpointConfig",), "what live-larger deploys could not be read"),
        (("DescribeModel",), "what live-larger deploys could not be read"),
        (("DescribeEndpoint",), "its configuration could not be read"),
        (("DescribeContext", "ListContexts"), "the endpoint is not readable"),
    ],
)
def test_denial_that_hides_the_serving_version_is_said(account, register, deploy, configure, deny, words):
    configure("live-larger", "churn/1")
    endpoint = deploy([register("churn/1", APPROVED)], configuration="live-larger")
    look = open_explorer(connect(account, deny=deny, retries={"total_max_attempts": 1}))
    assert words in summarize_focus(look(endpoint))


def test_serving_version_of_an_answer_is_no_surer_than_lineage(account, register, deploy):
    endpoint = deploy([register("churn/1", APPROVED)], [register("churn/2", APPROVED)])
    look = open_explorer(connect(account, deny=("DescribeEndpoint",), retries={"total_max_attempts": 1}))
    sentence = summarize_view(look(endpoint, "&question=package-approvals"))
    assert sentence.endswith(" led to v2, which serves now according to lineage.")


@pytest.fixture
def group(make, register):
    """Return a model group with three versions, the newest of which was rejected."""
    versions = [
        register(f"churn/{number}", decision) for number, decision in enumerate((APPROVED, PENDING), 1)
    ]
    group = make.context("churn-aws-model-group", "ModelGroup", f"{HOME}:model-package-group/churn")
    for version in (*versions, register("churn/3", REJECTED)):
        make.chain(version, group)
    return group


def test_model_group_tells_its_versions_and_the_decision_on_the_newest(look, group):
    assert summarize_focus(look(group)) == (
        "3 versions; the newest is churn v3, registered 3 Jan 2024, rejected on 4 Jan 2024 "
        "(approver not on record)."
    )


@pytest.mark.parametrize("more", ["&direction=Descendants", "&type=Approval", "&created_after=2024-01-03"])
def test_model_group_whose_versions_were_not_all_read_says_nothing(look, group, more):
    assert summarize_focus(look(group, more)) == ""


def list_facts(view):
    """Return the text of each key fact by its title."""
    facts = {}
    for fact in list_key_facts(view):
        names = ", ".join(entity.title for entity in fact.entities)
        facts[fact.title] = " ".join(filter(None, [names, fact.text, fact.note]))
    return facts


def test_key_facts_of_an_endpoint_tell_what_it_serves_and_what_before(look, register, deploy):
    endpoint = deploy(
        [register("churn/1", APPROVED)], [register("churn/2", APPROVED)], configuration="live-v2"
    )
    assert list_facts(look(endpoint)) == {
        "Serves": "churn v2",
        "Since": "5 Jan 2024",
        "Before": "churn v1 from 4 Jan 2024",
        "Approved": "approver not on record, 3 Jan 2024",
    }


def test_key_facts_of_a_version_name_its_endpoints_training_and_data(look, make, register, deploy):
    version = register("churn/1", APPROVED)
    data, job, model = (
        make.artifact("s3://b/train.csv", "DataSet"),
        make.trial_component("churn-train-aws-training-job"),
        make.artifact("s3://b/model.tar.gz", "Model"),
    )
    make.chain(data, job, model, version)
    deploy([version])
    facts = list_facts(look(version))
    assert facts["Serves"] == "live"
    assert facts["Trained on"] == "train.csv"
    assert facts["Trained by"].startswith("churn-train")
    assert facts["Approved"] == "approver not on record, 2 Jan 2024"


@pytest.mark.parametrize("more", ["&depth=2", "&depth_up=2"])
def test_key_facts_leave_out_approvals_that_were_not_asked_for(look, register, deploy, more):
    endpoint = deploy([register("churn/1", APPROVED, REJECTED)])
    assert not {"Approved", "Rejected", "Approval"} & list_facts(look(endpoint, more)).keys()


def test_key_facts_of_a_data_set_tell_who_read_it_and_whom_it_reaches(look, make, register, deploy):
    data, version = make.artifact("s3://b/train.csv", "DataSet"), register("churn/1")
    jobs = [make.trial_component(f"step-{number}-aws-training-job") for number in range(6)]
    for job in jobs:
        make.chain(data, job, version)
    deploy([version])
    facts = list_facts(look(data))
    assert facts["Read by"].endswith("and 2 more")
    assert facts["Reaches"] == "live"
    assert list_facts(look(jobs[0])) == {"Read": "train.csv", "Made": "churn v1"}


def test_several_starts_have_no_key_facts(look, make, register, deploy):
    endpoint, other = deploy([register("churn/1")]), make.artifact("s3://b/train.csv", "DataSet")
    assert list_facts(look(endpoint, f"&start={other}")) == {}

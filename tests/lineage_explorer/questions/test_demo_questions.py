"""Questions about the demo account and AWS's published walk-through."""

import pytest

from lineage_explorer.questions.registry import QUESTIONS, find_questions
from lineage_explorer.sources.linked_resources import DELETED
from tests.support.question_accounts import PUBLISHED, demo_account, entity_of

ACCOUNT = "arn:aws:sagemaker:us-west-2:000000000000"
PRODUCTION = f"{ACCOUNT}:endpoint/customer-churn-production"
TRAIN = PUBLISHED["facts"]["train"]


@pytest.fixture(scope="module")
def subject(tmp_path_factory, boto):
    with demo_account(tmp_path_factory.mktemp("demo"), boto) as subject:
        yield subject


@pytest.fixture(scope="module")
def ask(subject):
    """Ask a question about the entity of a source."""
    client = subject.client
    return lambda slug, source: subject.ask(slug, entity_of(client, source))


def published(cell):
    return next(example for example in PUBLISHED["examples"] if example["cell"] == cell)


def published_values(answer):
    """Return each result as AWS printed it: its source or its ARN."""
    return sorted(item.source for item in answer.items)


def test_the_published_endpoint_leads_to_its_data_sets(ask):
    assert published_values(ask("endpoint-datasets", published(30)["start"])) == sorted(
        published(30)["answer"]
    )


def test_the_published_endpoint_leads_to_its_models(ask):
    assert published_values(ask("endpoint-models", published(32)["start"])) == sorted(published(32)["answer"])


def test_the_published_endpoint_leads_to_its_training_job(ask):
    jobs = ask("endpoint-jobs", published(34)["start"]).items

    assert [job.arn for job in jobs if job.type == "TrainingJob"] == published(34)["answer"]
    assert [job.source for job in jobs if job.type == "TrainingJob"] == published(43)["training_jobs"]


def test_the_published_endpoints_model_leads_to_its_data_sets(ask):
    (package,) = [
        source
        for source in published_values(ask("endpoint-models", published(43)["start"]))
        if "arn:" in source
    ]

    assert published_values(ask("model-datasets", package)) == sorted(published(43)["answer"])


def test_the_published_package_leads_to_its_data_sets_and_its_endpoint(ask):
    printed = published(44)

    assert published_values(ask("model-datasets", printed["start"])) == sorted(printed["datasets"])
    assert published_values(ask("model-endpoints", printed["start"])) == sorted(printed["endpoints"])


def test_published_data_set_leads_to_six_endpoints_some_of_them_deleted(ask):
    printed = published(45)

    answer = ask("dataset-endpoints", printed["start"])

    assert published_values(answer) == sorted(printed["answer"])
    gone = [item for item in answer.items if item.status == DELETED]
    assert answer.sentence == (f"6 endpoints derive from train.csv; {len(gone)} deleted.")
    assert 1 < len(gone) < 6


def test_the_published_data_set_leads_to_the_trials_of_its_runs(ask):
    answer = ask("artifact-downstream-trials", TRAIN)

    trials = [item.identifier for item in answer.items if item.arn is None]
    assert PUBLISHED["facts"]["trial"] in trials
    assert PUBLISHED["facts"]["experiment"] in [item.source for item in answer.items]


def test_approver_of_the_deployed_model_is_named_in_a_sentence(ask):
    answer = ask("package-approvals", PRODUCTION)

    assert answer.sentence == (
        "customer-churn v8: Approved by priya-raman on 4 Nov 2026, latest of 2 approval records "
        "(1 approved, 1 pending). 2 of 4 approval records led to v8, which serves now."
    )
    assert [item.status for item in answer.items] == ["Approved", "PendingManualApproval"] * 2
    assert [item.created for item in answer.items] == sorted(
        (item.created for item in answer.items), reverse=True
    )


def test_all_pipeline_executions_are_shown_not_the_first(ask):
    answer = ask("job-pipeline-execution", PRODUCTION)

    assert answer.sentence == "2 pipeline executions made customer-churn-production."
    assert len({item.identifier for item in answer.items}) == 2


def test_each_version_of_a_group_has_its_pipeline_execution(ask):
    answer = ask("model-group-pipeline-execution", f"{ACCOUNT}:model-package-group/customer-churn")

    made = {item.source: item.status for item in answer.items}
    assert len(made) == 8
    assert made["customer-churn v4"] == "Succeeded"
    assert "customer-churn v7, customer-churn v8" in made  # version 8 took the data of version 7


def test_versions_of_a_group_show_their_approval_status(ask):
    answer = ask("group-packages", f"{ACCOUNT}:model-package-group/customer-churn")

    decided = {item.name: item.status for item in answer.items}
    assert decided["customer-churn v6"] == "Rejected"
    assert decided["customer-churn v7"] == "Approved"
    assert next(iter(decided)) == "customer-churn v8"


def test_sibling_models_share_training_data_and_exclude_the_start(ask):
    answer = ask("model-siblings", f"{ACCOUNT}:model-package/customer-churn/4")

    assert len(answer.items) == 10  # twelve jobs of one tuning: one failed, one made this model
    assert all("churn-tune" in item.name for item in answer.items)


def test_other_endpoints_serve_the_same_models(ask):
    assert [item.name for item in ask("endpoint-siblings", PRODUCTION).items] == ["customer-churn-staging"]


def test_feature_groups_are_found_upstream_of_a_pipeline(subject):
    contexts = subject.client.list_contexts(ContextType="FeatureEngineeringPipeline", MaxResults=100)
    (hourly,) = [
        found["ContextArn"]
        for found in contexts["ContextSummaries"]
        if found["Source"]["SourceUri"].endswith("fraud-signals-hourly")
    ]

    answer = subject.ask("pipeline-feature-groups", hourly)

    sources = {item.source.rpartition("/")[2] for item in answer.items}
    assert sources >= {"card-transactions", "customer-profile", "merchant-risk"}


def test_source_registered_twice_is_offered_twice(ask, subject):
    sources = "s3://orchard-telecom-ml-sandbox/exports"
    twice = subject.client.list_artifacts(SourceUri=f"{sources}/weekly.csv")["ArtifactSummaries"]

    answer = subject.ask("uri-artifacts", twice[0]["ArtifactArn"])
    slashed = ask("uri-artifacts", f"{sources}/archive")

    assert {item.arn for item in answer.items} == {found["ArtifactArn"] for found in twice}
    assert answer.sentence.endswith("weekly.csv: one for each set of source identifiers.")
    assert [item.source for item in slashed.items] == [f"{sources}/archive", f"{sources}/archive/"]


def test_an_empty_answer_by_type_offers_the_query_without_the_type(ask, subject):
    model = "s3://orchard-telecom-ml-sandbox/lineage-sample/train.csv"
    answer = ask("dataset-models", model)

    assert answer.items == ()
    assert answer.wider.query.filters.types == ()
    widened = subject.client.query_lineage(
        StartArns=[answer.wider.query.start], Direction="Descendants", Filters={"LineageTypes": ["Artifact"]}
    )
    assert [vertex["Type"] for vertex in widened["Vertices"]] == ["DataSet"]  # the model, taken for data


def test_equivalent_of_another_account_is_not_reported_deleted(subject):
    signals = subject.client.list_artifacts(SourceUri="s3://merchant-signals-exchange/signals/2026-01/")[
        "ArtifactSummaries"
    ]
    own = [found["ArtifactArn"] for found in signals if ":000000000000:" in found["ArtifactArn"]]

    answer = subject.ask("relationships", own[0])

    assert "111122223333" in {item.identifier.split(":")[4] for item in answer.items}
    assert DELETED not in {item.status for item in answer.items if ":111122223333:" in item.identifier}


def test_every_offered_question_answers_for_every_entity_of_the_account(subject):
    desk = subject.desk()

    for start in one_of_each_type(subject.client):
        for question in find_questions(desk.catalog.describe(start)):
            answer = question.ask(desk, start)
            assert [gap for gap in answer.gaps if "belong to another account" not in gap] == []
            assert answer.sentence.endswith(".")
            assert answer.requests


def one_of_each_type(client):
    """Return an entity of each lineage type and type of the account."""
    found = {}
    for kind in ("Artifact", "Action", "Context", "TrialComponent"):
        pages = client.get_paginator(
            f"list_{'trial_component' if kind == 'TrialComponent' else kind.lower()}s"
        )
        for summary in (s for page in pages.paginate() for s in page[f"{kind}Summaries"]):
            source = summary.get("TrialComponentSource", {}).get("SourceType")
            found.setdefault((kind, summary.get(f"{kind}Type", source)), summary[f"{kind}Arn"])
    return list(found.values())


def test_every_question_is_offered_for_some_entity_of_the_account(subject):
    catalog = subject.desk().catalog
    offered = {
        question.slug
        for start in one_of_each_type(subject.client)
        for question in find_questions(catalog.describe(start))
    }
    assert offered == {question.slug for question in QUESTIONS}


def test_what_leads_to_the_serving_version_comes_first(ask):
    answer = ask("endpoint-models", PRODUCTION)
    assert [item.serving for item in answer.items] == ["serving", "serving", "replaced", "replaced"]
    assert answer.sentence.endswith("2 of them led to v8, which serves now.")


def test_answer_about_a_deleted_endpoint_says_so(ask):
    answer = ask("endpoint-models", f"{ACCOUNT}:endpoint/churn-scoring")
    assert answer.sentence.endswith("The endpoint no longer exists.")


def test_data_sets_scripts_and_training_data_are_counted_apart(ask):
    sentence = ask("endpoint-datasets", PRODUCTION).sentence
    assert "8 data sets and 2 scripts are behind customer-churn-production; 2 used for training." in sentence

"""Contents of the demo account: a year's work and every edge case."""

import re
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime

import pytest

from sagemaker_account import demo
from sagemaker_account.store import Store
from tests.support.list_pages import list_all

KINDS = ("Artifact", "Action", "Context", "TrialComponent")


@pytest.fixture(scope="module")
def account(demo_account):
    return demo_account


@pytest.fixture(scope="module")
def entities(account):
    """Return the description of each entity by ARN."""
    return {entity[f"{kind}Arn"]: entity for kind in KINDS for entity in describe(account, kind)}


@pytest.fixture(scope="module")
def associations(account):
    return list_all(account, "ListAssociations", "AssociationSummaries")


def describe_call(arn):
    """Return the call that describes an entity."""
    kind = kind_of(arn)
    return f"Describe{kind}", {"ArtifactArn" if kind == "Artifact" else f"{kind}Name": arn}


def describe(account, kind):
    summaries = list_all(account, f"List{kind}s", f"{kind}Summaries")
    return [account.call(*describe_call(summary[f"{kind}Arn"])) for summary in summaries]


def tags(account, arn):
    return {tag["Key"]: tag["Value"] for tag in account.call("ListTags", {"ResourceArn": arn})["Tags"]}


def kind_of(arn):
    resource = arn.split(":")[5].split("/")[0]
    return "TrialComponent" if resource == "experiment-trial-component" else resource.capitalize()


def upstream(account, start):
    request = {"StartArns": [start], "Direction": "Ascendants", "IncludeEdges": True, "MaxResults": 50}
    return account.call("QueryLineage", request)["Vertices"]


def endpoint_context(account, name):
    source = f"arn:aws:sagemaker:us-west-2:000000000000:endpoint/{name}"
    (found,) = account.call("ListContexts", {"SourceUri": source})["ContextSummaries"]
    return found["ContextArn"]


def test_every_build_is_identical(account, entities, associations, tmp_path):
    with closing(Store.open(str(tmp_path / "again.db"), create=True)) as store:
        again = demo.build(store)

        assert [e for kind in KINDS for e in describe(again, kind)] == list(entities.values())
        assert list_all(again, "ListAssociations", "AssociationSummaries") == associations
        for resources in (
            ("ListEndpoints", "Endpoints"),
            ("ListTrainingJobs", "TrainingJobSummaries"),
            ("ListTrials", "TrialSummaries"),
        ):
            assert list_all(again, *resources) == list_all(account, *resources)


def test_demo_has_about_400_entities_of_all_four_types(entities):
    count = Counter(kind_of(arn) for arn in entities)

    assert 380 <= count.total() <= 420
    assert all(count[kind] >= 40 for kind in KINDS)


def test_the_team_works_from_october_2025_to_november_2026(entities):
    months = {entity["CreationTime"].strftime("%Y-%m") for entity in entities.values()}

    assert months >= {"2025-10", "2025-11", "2025-12", *(f"2026-{month:02d}" for month in range(1, 12))}
    assert {month for month in months if month < "2025"} == {"2021-12", "2022-04"}
    assert max(entity["LastModifiedTime"] for entity in entities.values()) < datetime(
        2026, 11, 20, tzinfo=UTC
    )


def test_nothing_is_associated_before_it_exists(account, associations):
    ends = {a[end] for a in associations for end in ("SourceArn", "DestinationArn")}
    born = {arn: account.call(*describe_call(arn))["CreationTime"] for arn in ends}

    early = [
        association
        for association in associations
        if association["CreationTime"]
        < max(born[association["SourceArn"]], born[association["DestinationArn"]])
    ]

    assert early == []


def test_production_endpoint_has_20_to_30_ancestors(account):
    found = upstream(account, endpoint_context(account, "customer-churn-production"))

    assert 20 <= len(found) <= 30
    assert {vertex["Type"] for vertex in found} == {
        "DataSet", "Image", "ProcessingJob", "TrainingJob", "Model", "Approval", "ModelDeployment", "Endpoint"
    }  # fmt: skip


def test_eight_versions_are_in_the_churn_model_group_and_two_of_them_were_rejected(account, associations):
    group = "arn:aws:sagemaker:us-west-2:000000000000:model-package-group/customer-churn"
    (context,) = account.call("ListContexts", {"SourceUri": group})["ContextSummaries"]
    actions = list_all(account, "ListActions", "ActionSummaries", ActionType="Approval")

    versions = [a for a in associations if a["DestinationArn"] == context["ContextArn"]]
    rejected = [a["ActionName"] for a in actions if re.match(r"customer-churn-\d+-Rejected", a["ActionName"])]

    assert len(versions) == 8
    assert len(rejected) == 2


def test_a_tuning_starts_twelve_sibling_jobs_over_the_same_data(entities, associations):
    trials = {arn for arn, e in entities.items() if e.get("DisplayName", "").startswith("Tune-v4-")}

    data = [
        frozenset(a["SourceArn"] for a in associations if a["DestinationArn"] == trial) for trial in trials
    ]
    ended = Counter(entities[trial]["Status"]["PrimaryStatus"] for trial in trials)

    assert len(trials) == 12
    assert len(set(data)) == 1
    assert ended == {"Completed": 10, "Failed": 1, "Stopped": 1}


def test_every_job_of_the_churn_pipeline_is_tagged_with_its_execution(account, entities):
    jobs = [
        e["Source"]["SourceArn"]
        for e in entities.values()
        if "-Churn" in e.get("Source", {}).get("SourceArn", "")
    ]

    executions = {tags(account, job)["sagemaker:pipeline-execution-arn"] for job in jobs}

    assert len(executions) == 9
    assert all(":pipeline/customer-churn/execution/" in execution for execution in executions)


def test_the_newest_pipeline_execution_is_a_property_of_the_endpoint(account):
    described = account.call(
        "DescribeContext", {"ContextName": endpoint_context(account, "customer-churn-production")}
    )

    assert ":pipeline/customer-churn/execution/" in described["Properties"]["PipelineExecutionArn"]
    assert described["LastModifiedTime"] > described["CreationTime"]


def test_entities_carry_users_robots_tags_and_the_commit(account, entities):
    profiles = {e["CreatedBy"].get("UserProfileName") for e in entities.values()}
    roles = {e["CreatedBy"].get("IamIdentity", {}).get("Arn", "") for e in entities.values()}
    (trained,) = [arn for arn, e in entities.items() if e.get("DisplayName") == "Train-v8"]

    assert {"mara-lindqvist", "tomas-okafor", "priya-raman", "june-castellanos"} <= profiles
    assert any("assumed-role/PipelineExecution/" in role for role in roles)
    assert tags(account, trained)["cost-center"] == "4411"
    assert re.fullmatch(r"[0-9a-f]{40}", entities[trained]["MetadataProperties"]["CommitId"])


def test_equivalents_of_the_second_account_share_an_id_in_both_directions(associations):
    pairs = {
        (a["SourceArn"], a["DestinationArn"]) for a in associations if a.get("AssociationType") == "SameAs"
    }

    twins = {pair for pair in pairs if any(":111122223333:" in arn for arn in pair)}

    assert len(twins) == 4
    assert {pair[::-1] for pair in twins} == twins
    assert all(here.split("/")[1] == there.split("/")[1] for here, there in twins)


def test_suppliers_lineage_continues_behind_an_equivalent(account, associations):
    foreign = {a["DestinationArn"] for a in associations if ":111122223333:" in a["DestinationArn"]}

    behind = {vertex.get("Type") for arn in foreign for vertex in upstream(account, arn)}

    assert {"ProcessingJob", "TrainingJob", "Image"} <= behind


def test_a_model_and_its_job_produced_each_other(associations):
    pairs = {
        (a["SourceArn"], a["DestinationArn"]) for a in associations if a.get("AssociationType") == "Produced"
    }

    (cycle,) = {frozenset(pair) for pair in pairs if pair[::-1] in pairs}

    assert sorted(kind_of(arn) for arn in cycle) == ["Artifact", "TrialComponent"]


def test_a_feature_group_that_its_processor_updates_is_in_a_cycle(associations):
    pairs = {
        (a["SourceArn"], a["DestinationArn"]) for a in associations if kind_of(a["SourceArn"]) == "Context"
    }

    assert any((there, here) in pairs for here, there in pairs)


def test_each_type_has_a_name_at_the_length_limit(entities):
    longest = {kind: max(len(e.get(f"{kind}Name", "")) for e in entities.values()) for kind in KINDS}

    assert longest == dict.fromkeys(KINDS, 120)


def test_markup_and_unicode_are_returned_unchanged(entities):
    texts = "\n".join(
        text
        for e in entities.values()
        for text in (
            e.get("Source", {}).get("SourceUri", ""),
            e.get("Description", ""),
            *e.get("Properties", {}),
            *e.get("Properties", {}).values(),
        )
    )

    assert texts.count("<script>alert(1)</script>") == 3
    assert "客户流失" in texts
    assert "解約アンケート" in texts


def test_some_entities_lack_a_name_or_type_or_have_a_custom_type(entities):
    artifacts = [e for e in entities.values() if "ArtifactArn" in e]
    types = {e.get(f"{kind}Type") for e in entities.values() for kind in KINDS}

    assert any("ArtifactName" not in e and not e.get("ArtifactType") for e in artifacts)
    assert any("TrialComponentArn" in e and "Source" not in e for e in entities.values())
    assert types >= {"Dataset", "DataSet", "MLWorkflow", "Code", "TestData", "ModelBuild", "FeatureGroup"}


def test_one_association_has_no_type(associations):
    assert any("AssociationType" not in a for a in associations)


def test_one_entity_has_no_associations(entities, associations):
    ends = {a[end] for a in associations for end in ("SourceArn", "DestinationArn")}

    assert [entities[arn].get("ArtifactName") for arn in set(entities) - ends] == ["holdout-2025"]


def test_one_uri_has_two_artifacts_and_its_slash_variant_another(entities):
    uris = Counter(e["Source"]["SourceUri"] for e in entities.values() if "ArtifactArn" in e)

    assert [uri for uri, count in uris.items() if count > 1] == [
        "s3://orchard-telecom-ml-sandbox/exports/weekly.csv"
    ]
    assert [uri for uri in uris if f"{uri}/" in uris] == ["s3://orchard-telecom-ml-sandbox/exports/archive"]


def test_the_reference_names_twenty_entities():
    assert len(demo.REFERENCE) == 20

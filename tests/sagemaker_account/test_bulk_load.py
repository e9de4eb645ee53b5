"""A bulk load is atomic and equals the operations' results."""

from contextlib import closing
from datetime import UTC, datetime
from shutil import copy

import pytest

from bench.bulk_load import NewAssociation, NewEntity, load_lineage
from sagemaker_account.entity_kinds import ARTIFACT, KINDS, TRIAL_COMPONENT
from sagemaker_account.errors import ServiceError
from sagemaker_account.operations.entity_table import Stamp
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from tests.support.account_graphs import query_all
from tests.support.entity_samples import KINDS as SAMPLES

pytestmark = pytest.mark.sqlite  # loads files

ID = f"{7:032x}"
STAMP = Stamp(datetime(2025, 5, 1, 12, tzinfo=UTC), {})
TAGS = [{"Key": "team", "Value": "red"}, {"Key": "tier", "Value": "1"}]
OF_WORD = {kind.lineage_type: kind for kind in KINDS}


def data(number, **request):
    source = {"SourceUri": f"s3://bucket/{number}"}
    return NewEntity(ARTIFACT, {"Source": source, "ArtifactType": "DataSet", **request}, STAMP, f"{number:x}")


def job(name):
    return NewEntity(TRIAL_COMPONENT, {"TrialComponentName": name}, STAMP)


def arn(account, entity):
    resource_id = entity.artifact_id or entity.request["TrialComponentName"]
    return account.owner.format_arn(f"{entity.kind.resource_type}/{resource_id.lower()}")


def between(account, source, destination, kind="Produced"):
    return NewAssociation(arn(account, source), arn(account, destination), kind, STAMP)


def described_entity(account, sample, reference):
    return [
        account.call(f"Describe{sample.word}", {sample.reference: reference}),
        account.call(f"List{sample.word}s", {}),
        account.call("ListTags", {"ResourceArn": reference}),
    ]


def indexes(store):
    with store.begin_read() as connection:
        made = "SELECT name, sql FROM sqlite_master WHERE type = 'index'"
        return dict(connection.exec_driver_sql(made).all())


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_bulk_loaded_entities_match_created_ones(store, empty_file, tmp_path, sample):
    request = {**sample.full, "Tags": TAGS}
    who = {"UserProfileName": "ann"}
    created = Account(store, clock=lambda: STAMP.time, new_id=lambda: ID, caller=who)
    reference = created.call(f"Create{sample.word}", request)[f"{sample.word}Arn"]
    with closing(Store.open(str(copy(empty_file, tmp_path / "other.db")))) as other:
        loaded = Account(other)
        artifact_id = ID if sample.word == "Artifact" else None
        load_lineage(
            loaded, [NewEntity(OF_WORD[sample.word], request, Stamp(STAMP.time, who), artifact_id)], []
        )
        assert described_entity(loaded, sample, reference) == described_entity(created, sample, reference)


def test_loaded_identity_is_reused_by_later_creations(account):
    load_lineage(account, [data(1)], [])
    again = account.call("CreateArtifact", data(1).request)
    assert again == {"ArtifactArn": arn(account, data(1))}


def test_loaded_associations_are_traversed_like_added_ones(client, account):
    first, second, third = data(1), job("Train-1"), data(3)
    pairs = [between(account, first, second, None), between(account, second, third)]
    load_lineage(account, [first, second, third], pairs)
    vertices, edges = query_all(
        client, StartArns=[arn(account, third)], Direction="Ascendants", IncludeEdges=True
    )
    assert vertices == [arn(account, each) for each in (third, second, first)]
    assert edges == [(pair.source, pair.destination, pair.type) for pair in reversed(pairs)]


def test_loaded_associations_may_join_existing_entities(account):
    load_lineage(account, [data(1)], [])
    load_lineage(account, [data(2)], [between(account, data(1), data(2))])
    [summary] = account.call("ListAssociations", {})["AssociationSummaries"]
    assert summary["CreationTime"] == STAMP.time
    assert summary["SourceArn"] == arn(account, data(1))


@pytest.mark.parametrize("before", [0, 1])
def test_bulk_load_keeps_the_indexes(account, store, before):
    load_lineage(account, map(data, range(before)), [])
    found = indexes(store)
    load_lineage(account, map(data, range(before, 5)), [])
    assert indexes(store) == found
    assert "associations_back" in found


def test_bulk_load_is_visible_to_earlier_readers(account):
    load_lineage(account, [data(1), data(2), data(3)], [between(account, data(1), data(2))])
    request = {"StartArns": [arn(account, data(1))]}
    assert len(account.call("QueryLineage", request)["Vertices"]) == 1
    load_lineage(account, [], [between(account, data(1), data(3))])
    assert len(account.call("QueryLineage", request)["Vertices"]) == 2


@pytest.mark.parametrize(
    ("entities", "pairs", "code", "saying"),
    [
        ([data(1), data(2, ArtifactType="x" * 257)], [], "ValidationException", "artifactType"),
        ([data(1), data(1)], [], "ValidationException", "already exists"),
        ([data(1)], [(data(1), data(2), None)], "ResourceNotFound", "artifact/2 does not exist"),
        ([data(1), data(2)], [(data(1), data(2), None)] * 2, "ValidationException", "already exists"),
        ([data(1), data(2)], [(data(1), data(2), "Eats")], "ValidationException", "associationType"),
        ([job("a"), job("b")], [(job("a"), job("b"), None)], "ValidationException", "two experiment"),
    ],
)
def test_invalid_entity_rolls_back_the_whole_load(account, store, entities, pairs, code, saying):
    found = indexes(store)
    with pytest.raises(ServiceError, match=saying) as caught:
        load_lineage(account, entities, [between(account, *pair) for pair in pairs])
    assert caught.value.code == code
    assert account.call("ListArtifacts", {})["ArtifactSummaries"] == []
    assert account.call("ListTrialComponents", {})["TrialComponentSummaries"] == []
    assert indexes(store) == found


def test_empty_load_is_accepted(account):
    load_lineage(account, [], [])
    assert account.call("ListArtifacts", {})["ArtifactSummaries"] == []


@pytest.mark.parametrize(("kind", "artifact_id"), [(ARTIFACT, None), (ARTIFACT, ""), (TRIAL_COMPONENT, "1")])
def test_only_artifacts_have_an_id_beside_their_name(kind, artifact_id):
    with pytest.raises(ValueError, match="artifact id"):
        NewEntity(kind, {}, STAMP, artifact_id)

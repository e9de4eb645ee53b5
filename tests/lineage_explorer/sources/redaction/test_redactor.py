"""Redaction replaces identifiers by pseudonyms and restores them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineage_explorer.errors import InvalidQuery, SourceError
from lineage_explorer.graph.model import Arn, Entity, LineageType, Metric
from lineage_explorer.query.lineage_query import LineageQuery
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore, PseudonymStoreUnavailable
from lineage_explorer.sources.redaction.redactor import Redactor

ARN = "arn:aws:sagemaker:us-west-2:123456789012:context/churn"
PROFILE = "arn:aws:sagemaker:us-west-2:123456789012:user-profile/d-q7h3/mara-lindqvist"
ENTITY = Entity(Arn(ARN), LineageType.CONTEXT)

accounts = st.from_regex(r"[0-9]{12}", fullmatch=True).filter(str.isascii)
buckets = st.from_regex(r"[a-z0-9][a-z0-9-]{2,40}[a-z0-9]", fullmatch=True)
people = st.from_regex(r"[a-z]{2,12}([-._][a-z]{2,12})?", fullmatch=True)
anything = st.text(max_size=60)
quickly = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@quickly
@given(accounts, buckets, people, anything)
def test_redacted_text_can_be_restored(redactor, account, bucket, person, text):
    told = f"arn:aws:iam::{account}:user/{person} wrote s3://{bucket}/{person}/x, {text}"
    assert redactor.restore(redactor.redact(told)) == told


@quickly
@given(accounts, buckets, people)
def test_redacting_twice_changes_nothing(redactor, account, bucket, person):
    told = redactor.redact(f"arn:aws:iam::{account}:user/{person} s3://{bucket}/{bucket}/{account}")
    assert redactor.redact(told) == told


@quickly
@given(st.sets(accounts, min_size=2), st.sets(buckets, min_size=2))
def test_pseudonyms_are_unique(redactor, ids, names):
    assert len(redactor.redact(frozenset(ids))) == len(ids)
    assert len(redactor.redact(frozenset(f"s3://{name}" for name in names))) == len(names)


def test_pseudonyms_have_the_form_of_their_names(redactor):
    assert re.fullmatch(r"[1-9]\d{11}", redactor.redact("123456789012"))
    assert re.fullmatch(
        r"s3://bucket-[a-z]+-[a-z]+-[a-z]+/train\.csv", redactor.redact("s3://acme-data/train.csv")
    )
    assert re.fullmatch(
        r"arn:aws:iam::\d{12}:user/[a-z]+-[a-z]+", redactor.redact("arn:aws:iam::123456789012:user/mara")
    )


def test_names_with_a_common_prefix_get_unrelated_pseudonyms(redactor):
    told = [
        redactor.redact(f"s3://acme-data-{part}").split("-")[1] for part in ("raw", "clean", "train", "test")
    ]
    assert len(set(told)) > 1


def test_another_installation_has_other_pseudonyms(tmp_path):
    told = {
        Redactor(PseudonymStore(tmp_path / name)).redact("s3://acme-data/x")
        for name in ("mine", "yours", "theirs")
    }
    assert len(told) == 3


def test_restarts_and_other_workers_use_the_same_pseudonyms(file):
    first, other = Redactor(PseudonymStore(file)), Redactor(PseudonymStore(file))
    told = first.redact("s3://acme-data/by-123456789012")
    assert other.restore(told) == "s3://acme-data/by-123456789012"
    assert other.redact("s3://acme-data/by-123456789012") == told
    assert first.restore(other.redact("s3://acme-raw")) == "s3://acme-raw"


def test_concurrent_threads_agree_on_a_pseudonym(redactor):
    told: list[str] = []
    threads = [Thread(target=lambda: told.append(redactor.redact("s3://acme-data/mara"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 8
    assert len(set(told)) == 1


def test_pseudonym_file_is_readable_by_its_owner_only(redactor, file):
    redactor.redact("123456789012")
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "text",
    [
        "https://acme-data.s3.us-west-2.amazonaws.com/x",
        "https://s3.us-west-2.amazonaws.com/acme-data/x",
        "arn:aws:s3:::acme-data/x",
        "s3a://acme-data",
        "123456789012.dkr.ecr.us-west-2.amazonaws.com/acme-data:1",
        "s3://sagemaker-us-west-2-123456789012/acme-data",
        "see s3://acme-data, please",
    ],
)
def test_buckets_and_accounts_are_found_in_every_form(redactor, text):
    redactor.redact("s3://acme-data")
    told = redactor.redact(text)
    assert "acme" not in told
    assert "123456789012" not in told
    assert redactor.restore(told) == text


@pytest.mark.parametrize(
    "text", ["0.123456789012", "1234567890123", "git@github.com:acme/x", "DataSet", "us-west-2"]
)
def test_other_text_is_unchanged(redactor, text):
    assert redactor.redact(text) is text


@pytest.mark.parametrize(
    "spelled",
    [
        "mara-lindqvist",
        "Mara Lindqvist",
        "mara.lindqvist@acme.example",
        "churn-MARA_LINDQVIST-2",
        "maralindqvist",
    ],
)
def test_known_user_is_found_in_any_text(redactor, spelled):
    redactor.redact(PROFILE)
    told = redactor.redact(f"Approved by {spelled}.")
    assert "lindqvist" not in told.lower()
    assert redactor.restore(told) == f"Approved by {spelled}."


def test_name_found_in_one_part_is_replaced_in_the_whole_value(redactor):
    told = redactor.redact(replace(ENTITY, name="mara-lindqvist-churn", created_by="mara-lindqvist"))
    assert told.created_by in told.name
    assert "mara" not in told.name


@pytest.mark.parametrize("key", ["owner", "ApprovedBy", "team:contact", "user_name", "email"])
def test_value_under_a_user_key_is_a_user_name(redactor, key):
    assert "mara" not in redactor.redact(replace(ENTITY, properties={key: "mara"})).properties[key]


@pytest.mark.parametrize(
    ("key", "value"), [("team", "payments"), ("created_by", "SageMaker"), ("owner", "5207")]
)
def test_placeholder_user_names_are_unchanged(redactor, key, value):
    properties = {key: value}
    assert redactor.redact(replace(ENTITY, properties=properties)).properties is properties


def test_types_and_times_are_unchanged(redactor):
    entity = replace(
        ENTITY, type="DataSet", created=datetime(2026, 1, 1, tzinfo=UTC), metrics=(Metric("auc", last=0.9),)
    )
    told = redactor.redact(entity)
    assert (told.type, told.created, told.metrics, told.lineage_type) == (
        entity.type,
        entity.created,
        entity.metrics,
        entity.lineage_type,
    )


def test_short_user_name_is_replaced_only_as_a_whole_value(redactor):
    assert redactor.redact("arn:aws:iam::123456789012:user/al, also al").endswith(", also al")


def test_query_and_its_redacted_form_map_to_each_other(redactor):
    query = LineageQuery(Arn(ARN), depth=3)
    assert redactor.redact(query).start != ARN
    assert redactor.restore(redactor.redact(query)) == query


def test_redacted_error_keeps_its_class(redactor):
    error = SourceError(f"No {ARN}.", operation="DescribeContext")
    told = redactor.redact_error(error)
    assert (type(told), told.operation) == (SourceError, "DescribeContext")
    assert "123456789012" not in str(told)
    assert "123456789012" in str(error)
    assert redactor.redact_error(InvalidQuery("x", field="depth")).field == "depth"


def test_unwritable_pseudonym_file_is_reported_before_any_response(tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "other.sqlite").write_text(
        "no database, but long enough to be taken for the beginning of one" * 20
    )
    for path in (tmp_path / "file" / "pseudonyms.sqlite", tmp_path / "other.sqlite"):
        with pytest.raises(PseudonymStoreUnavailable, match="--pseudonyms"):
            Redactor(PseudonymStore(path)).redact("s3://acme-data/x")


def test_file_of_stand_ins_that_others_could_read_is_closed_to_them(file, pseudonyms):
    """They undo the disguise."""
    pseudonyms.list_entries()
    for path in file.parent.iterdir():
        path.chmod(0o644)
    PseudonymStore(file).list_entries()
    assert {path.stat().st_mode & 0o777 for path in file.parent.iterdir()} == {0o600}

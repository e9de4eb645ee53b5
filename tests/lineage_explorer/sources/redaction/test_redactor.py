"""Stand-ins for account ids, buckets and user names: what is replaced, by what, and how it is read back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineage_explorer.errors import InvalidQuery, SourceError
from lineage_explorer.graph.model import Arn, Entity, LineageType
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
quickly = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quickly
@given(accounts, buckets, people, anything)
def test_what_is_disguised_can_be_read_back(disguise, account, bucket, person, text):
    told = f"arn:aws:iam::{account}:user/{person} wrote s3://{bucket}/{person}/x, {text}"
    assert disguise.restore(disguise.redact(told)) == told


@quickly
@given(accounts, buckets, people)
def test_what_is_disguised_stays_as_it_is(disguise, account, bucket, person):
    told = disguise.redact(f"arn:aws:iam::{account}:user/{person} s3://{bucket}/{bucket}/{account}")
    assert disguise.redact(told) == told


@quickly
@given(st.sets(accounts, min_size=2), st.sets(buckets, min_size=2))
def test_no_two_names_share_a_stand_in(disguise, ids, names):
    assert len(disguise.redact(frozenset(ids))) == len(ids)
    assert len(disguise.redact(frozenset(f"s3://{name}" for name in names))) == len(names)


def test_stand_ins_look_like_what_they_stand_for(disguise):
    assert re.fullmatch(r"[1-9]\d{11}", disguise.redact("123456789012"))
    assert re.fullmatch(
        r"s3://bucket-[a-z]+-[a-z]+-[a-z]+/train\.csv", disguise.redact("s3://acme-data/train.csv")
    )
    assert re.fullmatch(
        r"arn:aws:iam::\d{12}:user/[a-z]+-[a-z]+", disguise.redact("arn:aws:iam::123456789012:user/mara")
    )


def test_names_that_begin_alike_have_stand_ins_that_do_not(disguise):
    told = [
        disguise.redact(f"s3://acme-data-{part}").split("-")[1] for part in ("raw", "clean", "train", "test")
    ]
    assert len(set(told)) > 1


def test_another_installation_has_other_stand_ins(tmp_path):
    told = {
        Redactor(PseudonymStore(tmp_path / name)).redact("s3://acme-data/x")
        for name in ("mine", "yours", "theirs")
    }
    assert len(told) == 3


def test_a_restart_and_another_worker_tell_the_same(file):
    first, other = Redactor(PseudonymStore(file)), Redactor(PseudonymStore(file))
    told = first.redact("s3://acme-data/by-123456789012")
    assert other.restore(told) == "s3://acme-data/by-123456789012"
    assert other.redact("s3://acme-data/by-123456789012") == told
    assert first.restore(other.redact("s3://acme-raw")) == "s3://acme-raw"


def test_threads_that_meet_a_name_at_once_agree(disguise):
    told: list[str] = []
    threads = [Thread(target=lambda: told.append(disguise.redact("s3://acme-data/mara"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 8
    assert len(set(told)) == 1


def test_nobody_but_its_owner_can_read_the_book(disguise, file):
    disguise.redact("123456789012")
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
def test_a_bucket_and_an_account_are_found_wherever_they_are_spelled(disguise, text):
    disguise.redact("s3://acme-data")
    told = disguise.redact(text)
    assert "acme" not in told
    assert "123456789012" not in told
    assert disguise.restore(told) == text


@pytest.mark.parametrize(
    "text", ["0.123456789012", "1234567890123", "git@github.com:acme/x", "DataSet", "us-west-2"]
)
def test_what_is_no_name_stays(disguise, text):
    assert disguise.redact(text) is text


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
def test_somebody_who_is_known_is_found_in_any_text(disguise, spelled):
    disguise.redact(PROFILE)
    told = disguise.redact(f"Approved by {spelled}.")
    assert "lindqvist" not in told.lower()
    assert disguise.restore(told) == f"Approved by {spelled}."


def test_a_name_that_a_value_teaches_is_replaced_in_all_of_it(disguise):
    told = disguise.redact(replace(ENTITY, name="mara-lindqvist-churn", created_by="mara-lindqvist"))
    assert told.created_by in told.name
    assert "mara" not in told.name


@pytest.mark.parametrize("key", ["owner", "ApprovedBy", "team:contact", "user_name", "email"])
def test_whoever_a_key_names_is_a_person(disguise, key):
    assert "mara" not in disguise.redact(replace(ENTITY, properties={key: "mara"})).properties[key]


@pytest.mark.parametrize(
    ("key", "value"), [("team", "payments"), ("created_by", "SageMaker"), ("owner", "5207")]
)
def test_whoever_is_nobody_stays(disguise, key, value):
    properties = {key: value}
    assert disguise.redact(replace(ENTITY, properties=properties)).properties is properties


def test_types_and_times_stay(disguise):
    entity = replace(ENTITY, type="DataSet", created=datetime(2026, 1, 1, tzinfo=UTC), metrics={"auc": 0.9})
    told = disguise.redact(entity)
    assert (told.type, told.created, told.metrics, told.lineage_type) == (
        entity.type,
        entity.created,
        entity.metrics,
        entity.lineage_type,
    )


def test_a_short_word_is_replaced_where_it_is_a_name_alone(disguise):
    assert disguise.redact("arn:aws:iam::123456789012:user/al, also al").endswith(", also al")


def test_a_question_and_its_stand_ins_lead_to_each_other(disguise):
    query = LineageQuery(Arn(ARN), depth=3)
    assert disguise.redact(query).start != ARN
    assert disguise.restore(disguise.redact(query)) == query


def test_an_error_is_of_the_same_kind_in_other_words(disguise):
    error = SourceError(f"No {ARN}.", operation="DescribeContext")
    told = disguise.redact_error(error)
    assert (type(told), told.operation) == (SourceError, "DescribeContext")
    assert "123456789012" not in str(told)
    assert "123456789012" in str(error)
    assert disguise.redact_error(InvalidQuery("x", field="depth")).field == "depth"


def test_a_book_that_cannot_be_kept_says_so_before_anything_is_told(tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "other.sqlite").write_text(
        "no database, but long enough to be taken for the beginning of one" * 20
    )
    for path in (tmp_path / "file" / "stand-ins.sqlite", tmp_path / "other.sqlite"):
        with pytest.raises(PseudonymStoreUnavailable, match="--stand-ins"):
            Redactor(PseudonymStore(path)).redact("s3://acme-data/x")

"""Titles and subtitles of entities, alone and among others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_explorer.graph.entity_names import (
    EntityName,
    add_type,
    find_common_name,
    format_titles,
    name_entities,
    name_entity,
)
from lineage_explorer.graph.model import Arn, Entity, Hit, LineageType
from lineage_explorer.graph.visible_text import normalize_look
from tests.support.graph_builders import DATA, JOB, arn

SAGEMAKER = "arn:aws:sagemaker:us-west-2:000000000000"
NOW = datetime(2024, 8, 24, 9, 22, tzinfo=UTC)
"""A moment of a past year, so that subtitles tell the year."""

KIND_OF_TYPE = {
    "Approval": LineageType.ACTION,
    "ModelDeployment": LineageType.ACTION,
    "ModelReplaced": LineageType.ACTION,
    "Endpoint": LineageType.CONTEXT,
    "ModelGroup": LineageType.CONTEXT,
    "FeatureGroupPipeline": LineageType.CONTEXT,
    "FeatureEngineeringPipelineVersion-x": LineageType.CONTEXT,
    "TrainingJob": LineageType.TRIAL_COMPONENT,
    "ProcessingJob": LineageType.TRIAL_COMPONENT,
    "TransformJob": LineageType.TRIAL_COMPONENT,
}


def build(
    name: str | None = None, source: str | None = None, type_: str = "DataSet", **fields: Any
) -> Entity:
    lineage_type = KIND_OF_TYPE.get(type_, LineageType.ARTIFACT)
    entity_arn = fields.pop("arn", None) or arn(lineage_type, "x")
    return Entity(
        entity_arn, lineage_type, name=name, source_uri=source, type=type_, **{"created": NOW} | fields
    )


@pytest.mark.parametrize(
    ("entity", "title", "subtitle"),
    [
        (
            build(
                "pipelines-dxzqrhrcf8mu-ChurnFeatures-q7lXN52zbu-aws-processing-job", type_="ProcessingJob"
            ),
            "ChurnFeatures",
            "run dxzqrhrc · 24 Aug 2024",
        ),
        (
            build(None, "s3://b/m/pipelines-dxzqrhrcf8mu-ChurnTrain-q7lXN52zbu/output/model.tar.gz", "Model"),
            "ChurnTrain model",
            "run dxzqrhrc · 24 Aug 2024",
        ),
        (
            build("churn-tune-260316-0836-008-464851fc-aws-training-job", type_="TrainingJob"),
            "churn-tune #8",
            "24 Aug 2024",
        ),
        (
            build(None, "s3://b/models/churn-tune-260316-0836-011-c3fa8a7b/output/model.tar.gz", "Model"),
            "churn-tune #11 model",
            "24 Aug 2024",
        ),
        (
            build("churn-scoring-2024-08-14-02-30-00-000-aws-transform-job", type_="TransformJob"),
            "churn-scoring",
            "14 Aug 2024, 02:30",
        ),
        (
            build(None, f"{SAGEMAKER}:model-package/customer-churn/8", "Model"),
            "customer-churn v8",
            "24 Aug 2024",
        ),
        (
            build(
                "customer-churn-8-Approved-1793801400-aws-model-group",
                f"{SAGEMAKER}:model-package/customer-churn/8",
                "Approval",
                created_by="priya-raman",
            ),
            "v8 approved",
            "priya-raman · 24 Aug 2024",
        ),
        (
            build("customer-churn-8-PendingManualApproval-1793609160-aws-model-group", type_="Approval"),
            "v8 submitted",
            "24 Aug 2024",
        ),
        (
            build(
                "customer-churn-production-v8-1794207600-aws-endpoint",
                f"{SAGEMAKER}:endpoint-config/customer-churn-production-v8",
                "ModelDeployment",
            ),
            "Deploy v8",
            "customer-churn-production · 24 Aug 2024",
        ),
        (
            build("live-1794207600-aws-endpoint", f"{SAGEMAKER}:endpoint-config/live", "ModelReplaced"),
            "Replace with live",
            "24 Aug 2024",
        ),
        (
            build("live-1794207600-aws-endpoint", f"{SAGEMAKER}:endpoint/live", "Endpoint"),
            "live",
            "endpoint · 24 Aug 2024",
        ),
        (
            build("churn-1760945400-aws-model-group", f"{SAGEMAKER}:model-package-group/churn", "ModelGroup"),
            "churn",
            "model group · 24 Aug 2024",
        ),
        (
            build(
                "fraud-signals-1768820400-feature-group-pipeline",
                f"{SAGEMAKER}:feature-group/fraud-signals",
                "FeatureGroupPipeline",
            ),
            "fraud-signals",
            "feature group · 24 Aug 2024",
        ),
        (
            build(
                "sm-fs-fe-hourly-1780905600-fep-ver",
                f"{SAGEMAKER}:pipeline/hourly",
                "FeatureEngineeringPipelineVersion-x",
                properties={"Version": "2"},
            ),
            "hourly v2",
            "feature pipeline · 24 Aug 2024",
        ),
        (
            build(
                None,
                "763104351884.dkr.ecr.us-west-2.amazonaws.com/pytorch-training:2.1-gpu-py310-sagemaker",
                "Image",
            ),
            "pytorch-training:2.1",
            "763104351884 · gpu-py310-sagemaker",
        ),
        (build("Train", "s3://b/x.csv"), "Train", "24 Aug 2024"),
        (
            build(None, "s3://b/churn/runs/lmgjrcdo25eh/train/train.csv"),
            "train.csv",
            "run lmgjrcdo · 24 Aug 2024",
        ),
        (build(None, "s3://b/raw/billing/2026-10/billing.parquet"), "billing.parquet", "raw · 2026-10"),
        (build("s3://b/raw/2026-10/x.parquet"), "x.parquet", "raw · 2026-10"),
    ],
)
def test_entity_is_named_by_what_it_means_to_readers(entity: Entity, title: str, subtitle: str):
    assert name_entity(entity.arn, entity) == EntityName(title, subtitle)


def test_entity_that_is_not_described_is_named_by_its_arn():
    assert name_entity(JOB, None) == EntityName("train")
    assert name_entity(DATA, None).title == DATA.rpartition("/")[2]


def test_this_year_is_left_out_of_subtitles():
    today = datetime.now(UTC)
    assert name_entity(DATA, build("Train", created=today)).subtitle == f"{today:%-d %b}"


def test_a_hit_of_a_search_has_the_name_of_the_entity():
    name = "customer-churn-8-Approved-1793801400-aws-model-group"
    hit = Hit(DATA, LineageType.ACTION, name=name, type="Approval", created=NOW)
    assert name_entity(DATA, hit) == EntityName("v8 approved", "24 Aug 2024")


def name_all(*entities: Entity) -> list[str]:
    return [name.line for name in name_entities({entity.arn: entity for entity in entities}).values()]


def build_each(*sources: str, **fields: Any) -> list[Entity]:
    return [
        build(None, source, arn=arn(LineageType.ARTIFACT, f"n{index}"), **fields)
        for index, source in enumerate(sources)
    ]


def test_equal_files_are_told_apart_by_the_folder_that_differs():
    names = name_all(*build_each("s3://b/churn/may/raw/train.csv", "s3://b/churn/june/raw/train.csv"))
    assert names == ["train.csv · raw · 24 Aug 2024 · may", "train.csv · raw · 24 Aug 2024 · june"]


def test_equal_keys_are_told_apart_by_their_bucket():
    names = name_all(*build_each("s3://prod/churn/train.csv", "s3://dev/churn/train.csv"))
    assert names == ["train.csv · churn · 24 Aug 2024 · prod", "train.csv · churn · 24 Aug 2024 · dev"]


def test_equal_uris_are_told_apart_by_their_version():
    one, other = build_each("s3://b/churn/train.csv", "s3://b/churn/train.csv")
    versions = name_all(
        build(None, one.source_uri, arn=one.arn, source_ids=(("S3ETag", "9e107d9d372bb682"),)),
        build(None, other.source_uri, arn=other.arn, source_ids=(("S3ETag", "e4d909c290d0fb1c"),)),
    )
    assert [name.rpartition(" · ")[2] for name in versions] == ["S3ETag 9e107d9d", "S3ETag e4d909c2"]


def test_equal_entities_of_two_moments_are_told_apart_by_the_minute_then_the_second():
    one, other, third = build_each(*["s3://b/churn/train.csv"] * 3)
    names = name_all(
        one,
        build(None, other.source_uri, arn=other.arn, created=NOW + timedelta(minutes=5)),
        build(None, third.source_uri, arn=third.arn, created=NOW + timedelta(minutes=5, seconds=3)),
    )
    assert [name.split(" · ")[3:] for name in names] == [
        ["09:22"],
        ["09:27", "09:27:00.000000"],
        ["09:27", "09:27:03.000000"],
    ]


def test_equal_entities_of_two_accounts_are_told_apart_by_the_account():
    other = Arn(DATA.replace("000000000000", "111111111111"))
    names = name_all(build("Train", arn=DATA), build("Train", arn=other))
    assert [name.rpartition(" · ")[2] for name in names] == [DATA.split(":")[4], "111111111111"]


def test_entities_that_nothing_tells_apart_show_the_end_of_their_arn():
    one, other = (arn(LineageType.ARTIFACT, tail) for tail in ("aaaaaaaa11111111", "bbbbbbbb22222222"))
    assert name_all(build("Train", arn=one), build("Train", arn=other)) == [
        "Train · 24 Aug 2024 · aaaaaaaa",
        "Train · 24 Aug 2024 · bbbbbbbb",
    ]


HOSTILE_PARTS = st.sampled_from(
    [
        "a",
        "b",
        "train",
        "2026-01",
        "v1",
        "1",
        "output",
        "model.tar.gz",
        "é",
        "e\u0301",
        "مر",
        "\u202ea",
        "a\u200d",
    ]
)
HOSTILE_SOURCES = st.one_of(
    st.none(),
    st.builds(
        lambda scheme, parts, end: f"{scheme}://{'/'.join(parts)}{end}",
        st.sampled_from(["s3", "s3a", "https", "models"]),
        st.lists(HOSTILE_PARTS, min_size=1, max_size=5),
        st.sampled_from(["", "/"]),
    ),
    st.text(max_size=12),
)
HOSTILE_ENTITIES = st.builds(
    lambda name, source, type_, minutes: build(name, source, type_, created=NOW + timedelta(minutes=minutes)),
    st.one_of(st.none(), st.sampled_from(["train", "train ", "TRAIN", "x-1760945400-aws-endpoint", "x"])),
    HOSTILE_SOURCES,
    st.sampled_from(["DataSet", "Model", "Endpoint", "Approval", "ModelDeployment", "Dataset"]),
    st.integers(0, 2),
)


@given(st.lists(HOSTILE_ENTITIES, min_size=1, max_size=25))
def test_entities_shown_together_never_have_the_same_name(entities: list[Entity]):
    keyed = {arn(entity.lineage_type, f"entity-{index}"): entity for index, entity in enumerate(entities)}
    names = name_entities(keyed)
    looks = {(normalize_look(name.title), normalize_look(name.subtitle)) for name in names.values()}
    assert len(looks) == len(keyed)


@given(st.lists(HOSTILE_ENTITIES, min_size=2, max_size=12), st.randoms())
def test_names_do_not_depend_on_the_order_of_entities(entities: list[Entity], random: Any):
    keyed = {arn(entity.lineage_type, f"entity-{index}"): entity for index, entity in enumerate(entities)}
    shuffled = list(keyed.items())
    random.shuffle(shuffled)
    assert name_entities(dict(shuffled)) == name_entities(keyed)


def test_invisible_characters_of_names_are_spelled_out():
    name = name_entity(DATA, build(source="s3://b/in\u2066/report-\u202efdp.csv"))
    assert (name.title, name.subtitle) == ("report-\\u202efdp.csv", "in\\u2066 · 24 Aug 2024")


def test_names_that_look_the_same_are_told_apart():
    sources = ("s3://b/in/café.csv", "s3://b/in/cafe\u0301.csv", "s3://b/in/café\u200d.csv")
    keyed = {
        arn(LineageType.ARTIFACT, f"{index}" * 32): build(source=source)
        for index, source in enumerate(sources)
    }
    subtitles = [name.subtitle for name in name_entities(keyed).values()]
    assert subtitles == [f"in · 24 Aug 2024 · {f'{index}' * 8}" for index in range(3)]


def test_titles_that_repeat_carry_their_subtitle_in_running_text():
    names = {1: EntityName("train.csv", "may"), 2: EntityName("train.csv", "june"), 3: EntityName("x", "y")}
    assert format_titles(names) == {1: "train.csv (may)", 2: "train.csv (june)", 3: "x"}


@pytest.mark.parametrize(
    ("names", "total", "common"),
    [
        (["raw-2025-01.csv", "raw-2025-02.csv", "raw-2025-11.csv"], 3, "raw-2025-….csv"),
        (["train.csv", "train.csv"], 2, "train.csv"),
        (["birds.csv", "answers", "cities"], 3, "answers and 2 more"),
    ],
)
def test_a_group_is_named_by_what_its_members_have_in_common(names: list[str], total: int, common: str):
    assert find_common_name(names, total=total) == common


def test_type_stands_once_before_a_subtitle_in_its_own_spelling():
    assert add_type("Model group", "model group · 24 Aug") == "Model group · 24 Aug"
    assert add_type("Endpoint", "endpoint") == "Endpoint"
    assert add_type("Model", "models · 5 Jan") == "Model · models · 5 Jan"
    assert add_type("Model package", "24 Aug") == "Model package · 24 Aug"

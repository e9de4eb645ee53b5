"""Two lineages are paired by role, and every difference is told."""

from __future__ import annotations

import string
from dataclasses import replace
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineage_explorer.compare.comparison import Comparison, PartState, compare_sides
from lineage_explorer.compare.comparison_frame import ComparisonRow, build_frame, list_rows
from lineage_explorer.compare.difference_sentence import build_sentence
from lineage_explorer.compare.entity_facts import Section
from lineage_explorer.compare.part_names import name_parts
from lineage_explorer.compare.side import select_side
from lineage_explorer.graph.model import Arn, Association, LineageType
from tests.lineage_explorer.compare.pipelines import ACCOUNT, Lineage, Run, build_side, write_run

FIRST = Run()
NEXT = replace(FIRST, run="bbbbbbbbbbb2", version=2)

run_ids = st.text(string.ascii_lowercase, min_size=11, max_size=11).map(lambda text: f"{text}7")
runs = st.builds(
    Run,
    run=run_ids,
    day=st.sampled_from(["2026-05", "2026-06", "2026-07"]),
    tables=st.lists(
        st.sampled_from(["customers", "usage", "billing", "network"]), min_size=1, unique=True
    ).map(tuple),
    parameters=st.dictionaries(st.sampled_from(["eta", "max_depth", "rounds"]), st.integers(1, 3)),
    version=st.integers(1, 3),
    decision=st.sampled_from(["", "Approved", "Rejected", "PendingManualApproval"]),
    by=st.sampled_from(["june", "priya"]),
    rows=st.integers(1, 2),
    commit=st.sampled_from(["c0ffee", "beef"]),
    has_evaluation=st.booleans(),
)


def compare(a: Run, b: Run, **unread) -> Comparison:
    return compare_sides(build_side(a, **unread), build_side(b, **unread))


def states(comparison: Comparison) -> dict[str, int]:
    return {str(state): number for state, number in comparison.counts.items() if number}


def differences(comparison: Comparison) -> set[tuple[str, str, str]]:
    return {(fact.name, fact.a, fact.b) for part in comparison.parts for fact in part.differences}


@given(runs)
@settings(max_examples=25)
def test_comparison_with_itself_is_all_same(run):
    comparison = compare(run, run)
    assert states(comparison) == {"same": len(comparison.parts)}
    assert (comparison.associations.a, comparison.associations.b) == (0, 0)
    assert "no difference" in build_sentence(comparison, "v1", "v1")


_MIRROR = {PartState.ONLY_A: PartState.ONLY_B, PartState.ONLY_B: PartState.ONLY_A}


@given(runs, runs)
@settings(max_examples=40)
def test_swapped_sides_mirror(first, second):
    there, back = compare(first, second), compare(second, first)
    mirrored = {
        (part.b, part.a, _MIRROR.get(part.state, part.state), part.why): {
            (fact.name, fact.b, fact.a) for fact in part.differences
        }
        for part in back.parts
    }
    assert mirrored == {
        (part.a, part.b, part.state, part.why): {(fact.name, fact.a, fact.b) for fact in part.differences}
        for part in there.parts
    }
    assert there.associations.a == back.associations.b
    assert there.associations.both == back.associations.both


@given(runs, run_ids)
@settings(max_examples=25)
def test_what_is_renamed_by_its_run_alone_is_made_again(run, other):
    comparison = compare(run, replace(run, run=other, version=9))
    assert set(states(comparison)) <= {"same", "again"}


@given(runs, runs)
@settings(max_examples=25)
def test_every_entity_is_in_one_part(first, second):
    comparison = compare(first, second)
    for side, name in ((comparison.a, "a"), (comparison.b, "b")):
        told = [arn for part in comparison.parts for arn in getattr(part, name)]
        assert sorted(told) == sorted(side.vertices)


def test_new_date_folder_is_a_change_of_what_nobody_produced():
    comparison = compare(FIRST, replace(NEXT, day="2026-07"))
    changed = {part.arn for part in comparison.parts if part.state is PartState.CHANGED}
    uris = {comparison.a.entities[arn].source_uri for arn in changed}
    assert uris == {
        "s3://bucket/raw/customers/2026-06/customers.parquet",
        "s3://bucket/raw/usage/2026-06/usage.parquet",
    }
    assert name_parts(comparison)[min(changed)].subtitle.endswith("2026-06 → 2026-07")


def test_facts_are_told_by_section():
    changed = replace(NEXT, parameters={"eta": "0.1", "max_depth": 8}, by="priya", rows=120, commit="beef")
    comparison = compare(FIRST, changed)
    assert differences(comparison) == {
        ("max_depth", "6", "8"),
        ("approver", "june", "priya"),
        ("rows", "100", "120"),
        ("commit", "c0ffee", "beef"),
    }
    rows = {row.fact: row.stage for row in list_rows(comparison) if row.fact}
    assert rows == {
        "max_depth": Section.HYPER_PARAMETER,
        "approver": Section.APPROVAL,
        "rows": Section.DATA,
        "commit": Section.COMMIT,
    }


def test_numbers_are_equal_however_they_are_written():
    assert not differences(compare(FIRST, replace(NEXT, parameters={"eta": "0.10", "max_depth": "6"})))


def test_commit_of_a_version_does_not_change_its_jobs():
    comparison = compare(FIRST, replace(NEXT, commit="beef"))
    assert [part.section for part in comparison.parts if part.differences] == [Section.MODEL]


def test_equal_hash_proves_equal_content_and_another_one_a_change():
    tagged, other = (("S3ETag", "e1"),), (("S3ETag", "e2"),)
    first = replace(FIRST, tags=tagged)
    proven = compare(first, replace(NEXT, tags=tagged))
    assert {part.identical for part in proven.parts} == {"", "S3ETag"}
    assert "identical by S3ETag" in {row.why.partition("; ")[2] for row in list_rows(proven)}
    assert ("S3ETag", "e1", "e2") in differences(compare(first, replace(NEXT, tags=other)))
    assert not differences(compare(first, NEXT))  # what is not recorded says nothing


def test_version_without_the_check_of_the_one_before_is_told():
    comparison = compare(FIRST, replace(NEXT, has_evaluation=False))
    assert states(comparison)["a"] == 2
    assert "churn v2 was approved without Evaluate, which churn v1 had." in build_sentence(
        comparison, "v1", "v2"
    )


@pytest.mark.parametrize("denied", ["TrainingJob", "DataSet", "Approval"])
def test_what_could_not_be_described_is_unknown_and_never_a_pass(denied):
    comparison = compare(FIRST, replace(NEXT, parameters={"eta": 9}, rows=7, by="x"), undescribed=[denied])
    vertices = {**comparison.a.vertices, **comparison.b.vertices}
    concerned = [part for part in comparison.parts if vertices[part.arn].type == denied]
    assert concerned
    assert {part.state for part in concerned} <= {PartState.UNKNOWN, PartState.SAME}


def test_missing_part_is_unknown_where_the_other_side_was_not_read_completely():
    a, b = build_side(replace(FIRST, has_evaluation=False), gaps=("Throttled.",)), build_side(NEXT)
    comparison = compare_sides(a, b)
    assert states(comparison).get("b", 0) == 0
    assert states(comparison)["unknown"] >= 2
    assert comparison.gaps == ("Throttled.",)


def test_several_entities_of_one_role_are_one_row_with_their_numbers():
    sides = []
    for number in (12, 2):
        lineage = Lineage()
        data = lineage.artifact(f"s3://bucket/v{number}/train.csv")
        for index in range(number):
            name = f"churn-tune-260316-0836-{index:03d}-{number:08x}-aws-training-job"
            job = lineage.add(LineageType.TRIAL_COMPONENT, name, "TrainingJob", name=name)
            lineage.link(data, job)
        sides.append(select_side(lineage.graph(data), lineage.entities, described=lineage.entities))
    comparison = compare_sides(*sides)
    (group,) = (part for part in comparison.parts if part.is_group)
    assert [(fact.name, fact.a, fact.b) for fact in group.differences] == [("number", "12", "2")]
    assert len(comparison.parts) == 2


def test_jobs_of_a_tuning_are_one_row_beside_the_best():
    """What was tuned in one lineage and trained once in the other."""
    sides = []
    for number, best in ((12, 8), (1, 0)):
        lineage = Lineage()
        data = lineage.artifact(f"s3://bucket/runs/{number}/train.csv")
        for index in range(number):
            tail = f"churn-tune-260316-0836-{index + 1:03d}-{index:08x}" if number > 1 else "churn-train"
            name, uri = f"{tail}-aws-training-job", f"s3://bucket/models/{tail}/model.tar.gz"
            job = lineage.add(LineageType.TRIAL_COMPONENT, name, "TrainingJob", name=name, outputs={"m": uri})
            model = lineage.artifact(uri, "Model")
            lineage.link(data, job)
            lineage.link(job, model, "Produced")
            if index + 1 == best or number == 1:
                package = lineage.artifact(f"{ACCOUNT}:model-package/churn/{number}", "Model")
                lineage.link(model, package)
        sides.append(select_side(lineage.graph(data), lineage.entities, described=lineage.entities))
    comparison = compare_sides(*sides)
    groups = [part for part in comparison.parts if part.is_group]
    assert [(fact.a, fact.b) for part in groups for fact in part.differences] == [("11", "0"), ("11", "0")]
    assert groups[0].why == "jobs of the tuning churn-tune beside the best, #8"
    assert len(comparison.parts) == 6


def test_role_goes_before_an_equal_arn_elsewhere():
    """Training data that is also the other side's test data stays the counterpart of training data."""
    first, second = Lineage(), Lineage()
    a = write_run(first, FIRST)
    b = write_run(second, NEXT)
    shared = first.artifact("s3://bucket/runs/aaaaaaaaaaa1/train.csv")
    evaluation = next(arn for arn in second.vertices if "evaluate" in arn)
    second.vertices[shared], second.entities[shared] = first.vertices[shared], first.entities[shared]
    second.link(shared, evaluation)
    comparison = compare_sides(
        select_side(first.graph(a), first.entities, described=first.entities),
        select_side(second.graph(b), second.entities, described=second.entities),
    )
    assert (
        comparison.part_by_arn[shared].state is PartState.AGAIN or len(comparison.part_by_arn[shared].b) == 1
    )


def test_history_and_batch_jobs_are_counted_apart():
    lineage = Lineage()
    package = write_run(lineage, FIRST)
    model = next(edge.source for edge in lineage.associations if edge.destination == package)
    batch = lineage.add(LineageType.TRIAL_COMPONENT, "score-aws-transform-job", "TransformJob", name="score")
    lineage.link(model, batch)
    new, old = (
        lineage.artifact(f"s3://bucket/raw/customers/2026-0{month}/customers.parquet") for month in (6, 5)
    )
    lineage.link(old, new, "DerivedFrom")
    side = select_side(lineage.graph(package), lineage.entities, described=lineage.entities)
    assert (side.transforms, side.history) == ((batch,), (old,))
    assert not {batch, old} & side.vertices.keys()


def test_twins_of_two_accounts_are_one_part():
    lineage = Lineage()
    data = lineage.artifact("s3://bucket/shared.csv")
    twin = Arn(data.replace("000000000000", "111122223333"))
    lineage.vertices[twin] = replace(lineage.vertices[data], arn=twin)
    lineage.associations += [Association(data, twin, "SameAs"), Association(twin, data, "SameAs")]
    side = select_side(lineage.graph(data), lineage.entities)
    assert list(side.vertices) == [data]


def test_frame_has_the_published_columns():
    comparison = compare(FIRST, replace(NEXT, rows=120))
    frame = build_frame(comparison)
    assert list(frame.columns) == ["part", "stage", "state", "why", "fact", "a", "b", "a_arn", "b_arn"]
    assert ComparisonRow(*frame[frame.fact == "rows"].iloc[0]).a == "100"
    assert set(build_frame(comparison, PartState.CHANGED).state) == {"changed"}


def test_two_large_sides_are_compared_in_less_than_a_second():
    sides = []
    for run in (FIRST, NEXT):
        lineage = Lineage()
        package = write_run(lineage, replace(run, tables=tuple(f"table{number}" for number in range(5_000))))
        sides.append(select_side(lineage.graph(package), lineage.entities, described=lineage.entities))
    begun = process_time()
    comparison = compare_sides(*sides)
    assert process_time() - begun < 1.0
    assert len(comparison.parts) > 5_000

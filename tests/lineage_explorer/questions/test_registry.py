"""The registered questions, and which are offered for which entity."""

import pytest

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.graph.model import Entity, LineageType, Vertex
from lineage_explorer.questions.question import Subject
from lineage_explorer.questions.registry import QUESTIONS, find_questions, get_question
from tests.support.graph_builders import DATA, ENDPOINT, VERTICES, arn

ARTIFACT, ACTION = LineageType.ARTIFACT, LineageType.ACTION
CONTEXT, TRIAL_COMPONENT = LineageType.CONTEXT, LineageType.TRIAL_COMPONENT

PROMISED = """
model-datasets endpoint-jobs dataset-models model-endpoints dataset-endpoints job-pipeline-execution
relationships artifact-downstream-trials artifact-upstream-trials uri-artifacts dataset-upstream
dataset-downstream image-datasets context-actions endpoint-processing-jobs endpoint-transform-jobs
endpoint-trial-components model-group-pipeline-execution action-artifacts approval-datasets
approval-model-package approval-endpoints trial-component-pipeline-execution trial-component-datasets
trial-component-models picture
"""


def slugs(lineage_type, type_, source_uri=None):
    entity = Entity(arn(lineage_type, "x"), lineage_type, type=type_, source_uri=source_uri)
    return [question.slug for question in find_questions(entity)]


def test_documented_questions_come_first_in_their_order():
    assert [question.slug for question in QUESTIONS][:26] == PROMISED.split()


def test_slugs_and_wordings_are_unique():
    assert len({question.slug for question in QUESTIONS}) == len(QUESTIONS)
    assert len({question.wording for question in QUESTIONS}) == len(QUESTIONS)


def test_question_text_ends_with_a_question_mark():
    assert all(question.wording.endswith("?") for question in QUESTIONS)


def test_a_question_is_found_by_its_slug():
    assert all(get_question(question.slug) is question for question in QUESTIONS)


def test_unknown_slug_is_refused_with_the_known_ones():
    with pytest.raises(InvalidQuery, match="“what” is not a question: use one of model-datasets, ") as raised:
        get_question("what")
    assert raised.value.field == "question"


FIRST_THREE = [
    (ARTIFACT, "DataSet", ["dataset-endpoints", "dataset-models", "dataset-upstream"]),
    (ARTIFACT, "Dataset", ["dataset-endpoints", "dataset-models", "dataset-upstream"]),
    (ARTIFACT, "Model", ["model-datasets", "model-endpoints", "package-approvals"]),
    (ARTIFACT, "Image", ["image-datasets", "blast-radius", "relationships"]),
    (ARTIFACT, None, ["blast-radius", "relationships", "uri-artifacts"]),
    (CONTEXT, "Endpoint", ["endpoint-models", "endpoint-datasets", "package-approvals"]),
    (CONTEXT, "ModelGroup", ["group-packages", "package-approvals", "model-group-pipeline-execution"]),
    (CONTEXT, "FeatureEngineeringPipelineVersion-x", ["pipeline-feature-groups", "relationships", "picture"]),
    (CONTEXT, "MLWorkflow", ["relationships", "context-actions", "picture"]),
    (ACTION, "Approval", ["approval-model-package", "approval-endpoints", "approval-datasets"]),
    (ACTION, "ModelDeployment", ["action-artifacts", "relationships", "picture"]),
    (
        TRIAL_COMPONENT,
        "TrainingJob",
        ["trial-component-datasets", "trial-component-models", "job-pipeline-execution"],
    ),
    (TRIAL_COMPONENT, "TransformJob", ["trial-component-datasets", "blast-radius", "job-pipeline-execution"]),
    (TRIAL_COMPONENT, None, ["trial-component-datasets", "trial-component-models", "blast-radius"]),
]


@pytest.mark.parametrize(("lineage_type", "type_", "expected"), FIRST_THREE)
def test_the_three_most_useful_questions_are_offered_first(lineage_type, type_, expected):
    assert slugs(lineage_type, type_)[:3] == expected


@pytest.mark.parametrize(("lineage_type", "type_", "expected"), FIRST_THREE)
def test_offered_questions_fit_and_are_unique(lineage_type, type_, expected):
    start = Vertex(arn(lineage_type, "x"), lineage_type, type_)

    offered = find_questions(start)

    assert len(set(offered)) == len(offered) >= len(expected)
    assert set(offered) == {question for question in QUESTIONS if question.applies_to(start)}


def test_model_registered_as_data_gets_the_questions_of_a_model():
    output = slugs(ARTIFACT, "DataSet", "s3://b/job/output/model.tar.gz")

    assert output[:3] == ["model-datasets", "model-endpoints", "package-approvals"]
    assert "dataset-models" in output


def test_start_of_an_unknown_type_still_gets_questions():
    assert [q.slug for q in find_questions(Vertex(DATA, None))] == ["relationships", "picture"]


def test_subject_by_type_also_requires_its_lineage_type():
    fit = Subject(CONTEXT, type_patterns=("Endpoint",))

    assert fit(VERTICES[ENDPOINT])
    assert not fit(Vertex(DATA, ARTIFACT, "Endpoint"))
    assert not fit(Vertex(ENDPOINT, CONTEXT))

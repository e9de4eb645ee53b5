"""The kinds of start that questions apply to."""

from __future__ import annotations

from lineage_explorer.graph.model import LineageType
from lineage_explorer.questions.question import Subject

ANYTHING = Subject()
ARTIFACT = Subject(LineageType.ARTIFACT)
ACTION = Subject(LineageType.ACTION)
CONTEXT = Subject(LineageType.CONTEXT)
TRIAL_COMPONENT = Subject(LineageType.TRIAL_COMPONENT)

DATA_SET = Subject(LineageType.ARTIFACT, type_patterns=("DataSet",))
IMAGE = Subject(LineageType.ARTIFACT, type_patterns=("Image",))
MODEL = Subject(
    LineageType.ARTIFACT,
    type_patterns=("Model", "ModelData"),
    source_patterns=("*:model-package/*", "*/model.tar.gz"),
)
"""Artifacts that are models, by type or by source URI.

A model package has the type of a model. A training output that was first recorded as data does not; its URI
identifies it.
"""

ENDPOINT = Subject(LineageType.CONTEXT, type_patterns=("Endpoint",))
MODEL_GROUP = Subject(LineageType.CONTEXT, type_patterns=("ModelGroup",))
FEATURE_PIPELINE = Subject(LineageType.CONTEXT, type_patterns=("FeatureEngineeringPipeline*",))

APPROVAL = Subject(LineageType.ACTION, type_patterns=("Approval",))
DEPLOYMENT = Subject(LineageType.ACTION, type_patterns=("ModelDeployment", "ModelReplaced"))

TRAINING_JOB = Subject(LineageType.TRIAL_COMPONENT, type_patterns=("TrainingJob",))
JOB = Subject(LineageType.TRIAL_COMPONENT, type_patterns=("*Job",))

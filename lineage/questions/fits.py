"""The kinds of start that questions apply to."""

from __future__ import annotations

from lineage.model import LineageType
from lineage.questions.question import Fit

ANYTHING = Fit()
ARTIFACT = Fit(LineageType.ARTIFACT)
ACTION = Fit(LineageType.ACTION)
CONTEXT = Fit(LineageType.CONTEXT)
TRIAL_COMPONENT = Fit(LineageType.TRIAL_COMPONENT)

DATA_SET = Fit(LineageType.ARTIFACT, types=("DataSet",))
IMAGE = Fit(LineageType.ARTIFACT, types=("Image",))
MODEL = Fit(
    LineageType.ARTIFACT, types=("Model", "ModelData"), sources=("*:model-package/*", "*/model.tar.gz")
)
"""Artifacts that are models, by type or by source URI.

A model package has the type of a model. A training output that was first recorded as data does not; its URI
identifies it.
"""

ENDPOINT = Fit(LineageType.CONTEXT, types=("Endpoint",))
MODEL_GROUP = Fit(LineageType.CONTEXT, types=("ModelGroup",))
FEATURE_PIPELINE = Fit(LineageType.CONTEXT, types=("FeatureEngineeringPipeline*",))

APPROVAL = Fit(LineageType.ACTION, types=("Approval",))
DEPLOYMENT = Fit(LineageType.ACTION, types=("ModelDeployment", "ModelReplaced"))

TRAINING_JOB = Fit(LineageType.TRIAL_COMPONENT, types=("TrainingJob",))
JOB = Fit(LineageType.TRIAL_COMPONENT, types=("*Job",))

"""The demo has every association that SageMaker and its SDK create."""

import pytest

DATA, MODEL, IMAGE = ("DataSet", "Artifact"), ("Model", "Artifact"), ("Image", "Artifact")
TRAINING, PROCESSING, TRANSFORM = (
    (f"SageMaker{kind}Job", "TrialComponent") for kind in ("Training", "Processing", "Transform")
)
DEPLOYMENT, EVALUATION = ("ModelDeployment", "Action"), ("Evaluation", "Action")
GROUP, ENDPOINT = ("ModelGroup", "Context"), ("Endpoint", "Context")
FEATURES, FEATURES_VERSION = ("FeatureGroupPipeline", "Context"), ("FeatureGroupPipelineVersion", "Context")
PROCESSOR = ("FeatureEngineeringPipeline", "Context")
PROCESSOR_VERSION = ("FeatureEngineeringPipelineVersion-fraud-signals-hourly", "Context")
RUN = (None, "TrialComponent")

MADE_BY_SAGEMAKER = [
    (DATA, "ContributedTo", TRAINING),
    (IMAGE, "ContributedTo", TRAINING),
    (TRAINING, "Produced", MODEL),
    (TRAINING, "Produced", ("Checkpoint", "Artifact")),
    (TRAINING, "Produced", ("TensorBoard", "Artifact")),
    (DATA, "ContributedTo", PROCESSING),
    (MODEL, "ContributedTo", PROCESSING),
    (IMAGE, "ContributedTo", PROCESSING),
    (PROCESSING, "Produced", DATA),
    (MODEL, "ContributedTo", TRANSFORM),
    (IMAGE, "ContributedTo", TRANSFORM),
    (DATA, "ContributedTo", TRANSFORM),
    (TRANSFORM, "Produced", DATA),
    (MODEL, "ContributedTo", MODEL),
    (IMAGE, "ContributedTo", MODEL),
    (("Approval", "Action"), "ContributedTo", MODEL),
    (MODEL, "AssociatedWith", GROUP),
    (MODEL, "ContributedTo", DEPLOYMENT),
    (IMAGE, "ContributedTo", DEPLOYMENT),
    (DEPLOYMENT, "AssociatedWith", ENDPOINT),
    (("ModelReplaced", "Action"), "AssociatedWith", ENDPOINT),
    (EVALUATION, "ContributedTo", ("PipelineExecution", "Context")),
    (DATA, "ContributedTo", EVALUATION),
    (("EvaluationReport", "Artifact"), "ContributedTo", EVALUATION),
    (("InferenceResults", "Artifact"), "ContributedTo", EVALUATION),
    (DATA, "ContributedTo", RUN),
    (RUN, "Produced", ("ConfusionMatrix", "Artifact")),
    (RUN, "Produced", ("ROCCurve", "Artifact")),
    (RUN, "Produced", ("PrecisionRecallCurve", "Artifact")),
    (FEATURES, "ContributedTo", PROCESSOR),
    (FEATURES_VERSION, "ContributedTo", PROCESSOR_VERSION),
    (DATA, "ContributedTo", PROCESSOR),
    (DATA, "ContributedTo", PROCESSOR_VERSION),
    (("TransformationCode", "Artifact"), "ContributedTo", PROCESSOR_VERSION),
    (("PipelineSchedule", "Artifact"), "ContributedTo", PROCESSOR_VERSION),
    (("PipelineTrigger", "Artifact"), "ContributedTo", PROCESSOR_VERSION),
    (PROCESSOR, "ContributedTo", FEATURES),
    (PROCESSOR_VERSION, "ContributedTo", FEATURES_VERSION),
    (PROCESSOR, "AssociatedWith", PROCESSOR_VERSION),
    (("ModelBuilderInputModelData", "Artifact"), "ContributedTo", ("ModelData", "Artifact")),
    (MODEL, "Produced", TRAINING),
    (DATA, "DerivedFrom", DATA),
    (DATA, "SameAs", DATA),
]


@pytest.fixture(scope="module")
def demo_combinations(demo_account):
    """Return each combination of source type, association type and destination type."""
    return {combination(summary) for summary in summaries(demo_account)}


def summaries(account):
    page = {"NextToken": None}
    while "NextToken" in page:
        page = account.call("ListAssociations", {"MaxResults": 100, "NextToken": page["NextToken"]})
        yield from page["AssociationSummaries"]


def combination(summary):
    source = summary.get("SourceType"), kind_of(summary["SourceArn"])
    destination = summary.get("DestinationType"), kind_of(summary["DestinationArn"])
    return source, summary.get("AssociationType"), destination


def kind_of(arn):
    resource = arn.split(":")[5].split("/")[0]
    return "TrialComponent" if resource == "experiment-trial-component" else resource.capitalize()


@pytest.mark.parametrize("association", MADE_BY_SAGEMAKER, ids=str)
def test_demo_has_the_association(demo_combinations, association):
    assert association in demo_combinations

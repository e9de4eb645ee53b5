"""URIs of the container images that SageMaker publishes for us-west-2."""

from sagemaker_account.demo.lineage_builder import Artifact, DemoBuilder

_ALGORITHMS = "246618743249.dkr.ecr.us-west-2.amazonaws.com"
_DEEP_LEARNING = "763104351884.dkr.ecr.us-west-2.amazonaws.com"
_CLARIFY = "306415355426.dkr.ecr.us-west-2.amazonaws.com"

XGBOOST_1_0 = f"{_ALGORITHMS}/sagemaker-xgboost:1.0-1-cpu-py3"
XGBOOST_1_5 = f"{_ALGORITHMS}/sagemaker-xgboost:1.5-1"
XGBOOST_1_7 = f"{_ALGORITHMS}/sagemaker-xgboost:1.7-1"
SKLEARN_0_23 = f"{_ALGORITHMS}/sagemaker-scikit-learn:0.23-1-cpu-py3"
SKLEARN_1_2 = f"{_ALGORITHMS}/sagemaker-scikit-learn:1.2-1-cpu-py3"
PYTORCH_TRAINING = f"{_DEEP_LEARNING}/pytorch-training:2.3.0-gpu-py311-cu121-ubuntu20.04-sagemaker"
PYTORCH_INFERENCE = f"{_DEEP_LEARNING}/pytorch-inference:2.3.0-cpu-py311-ubuntu20.04-sagemaker"
CLARIFY = f"{_CLARIFY}/sagemaker-clarify-processing:1.0"


def create_image_artifact(builder: DemoBuilder, uri: str) -> Artifact:
    """Create the artifact of a container image."""
    return builder.create_artifact(uri, "Image")

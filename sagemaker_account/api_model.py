"""SageMaker's API model, as botocore ships it."""

from functools import cache

from botocore.loaders import Loader
from botocore.model import ServiceModel


@cache
def get_loader() -> Loader:
    """Return the loader of botocore's data.

    It caches what it has read: SageMaker's model alone takes 0.2 s.
    """
    return Loader()


@cache
def get_service_model() -> ServiceModel:
    """Return botocore's model of SageMaker."""
    return ServiceModel(get_loader().load_service_model("sagemaker", "service-2"), "sagemaker")


@cache
def list_members(shape: str) -> frozenset[str]:
    """Return the names of a structure's members."""
    return frozenset(get_service_model().shape_for(shape).members)


@cache
def get_size_limit(shape: str) -> int:
    """Return the largest number of items or characters in a shape."""
    return int(get_service_model().shape_for(shape).metadata["max"])

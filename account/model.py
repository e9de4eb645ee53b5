"""SageMaker's API model, as botocore ships it."""

from functools import cache

from botocore.loaders import Loader
from botocore.model import ServiceModel


@cache
def loader() -> Loader:
    """Return the loader of botocore's data.

    It caches what it has read: SageMaker's model alone takes 0.2 s.
    """
    return Loader()


@cache
def service_model() -> ServiceModel:
    """Return botocore's model of SageMaker."""
    return ServiceModel(loader().load_service_model("sagemaker", "service-2"), "sagemaker")


@cache
def members(shape: str) -> frozenset[str]:
    """Return the names of a structure's members."""
    return frozenset(service_model().shape_for(shape).members)


@cache
def most(shape: str) -> int:
    """Return the largest number of items or characters in a shape."""
    return int(service_model().shape_for(shape).metadata["max"])

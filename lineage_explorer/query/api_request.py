"""One request to the SageMaker API, as boto3 takes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    """One request to the SageMaker API, in boto3's spelling.

    All result pages of one response count as one request.

    Attributes:
        operation: As the API spells it, for example `QueryLineage`.
        parameters: Request members as boto3 takes them, without `NextToken`.
    """

    operation: str
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

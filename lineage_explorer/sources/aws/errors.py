"""Translate botocore errors to `SourceError`.

Nothing outside `lineage.aws` sees botocore.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

import botocore.session
from botocore import exceptions as aws

from lineage_explorer.errors import SourceError
from lineage_explorer.graph.model import shorten_middle
from lineage_explorer.sources.aws import errors__meanings
from lineage_explorer.sources.aws.errors__meanings import ErrorMeaning

REGIONS_WITHOUT_LINEAGE_QUERIES = frozenset(
    {"af-south-1", "ap-northeast-3", "ap-southeast-3", "eu-south-1", "eu-south-2", "il-central-1"}
)
"""Regions where SageMaker, by its documentation, does not offer `QueryLineage`."""

_MAX_MESSAGE_LENGTH = 400
_DENIAL = re.compile(
    r"User: (?P<caller>\S+) is not authorized to perform: (?P<action>[\w:-]+)"
    r"(?:.*?\bbecause (?P<reason>.+))?",
    re.DOTALL,
)
_HOST = re.compile(r"//api(?:-fips)?\.sagemaker(?:-fips)?\.(?P<region>[a-z0-9-]+)\.amazonaws\.")


@contextmanager
def translate_errors(
    operation: str, *, region: str | None = None, about: str | None = None
) -> Iterator[None]:
    """Translate botocore errors in the block to `SourceError`.

    Args:
        operation: The API operation, as IAM spells it after `sagemaker:`; the error names it.
        region: The client's region; distinguishes a region without lineage queries from a faulty request.
        about: The resource that was requested, usually an ARN; the error names it when it is unknown.
    """
    try:
        yield
    except aws.ClientError as exc:
        meaning, message = _interpret_client_error(exc, operation, region)
        raise _build_error(meaning, message, operation, region=region, about=about) from exc
    except tuple(errors__meanings.BY_EXCEPTION) as exc:
        meaning, region = _interpret_exception(exc, region)
        raise _build_error(meaning, str(exc), operation, region=region, about=about) from exc


def _build_error(
    meaning: ErrorMeaning, message: str, operation: str, *, region: str | None, about: str | None
) -> SourceError:
    message = shorten_middle(" ".join(message.split()).rstrip("."), _MAX_MESSAGE_LENGTH)
    text = meaning.message_format.format(
        operation=operation, said=message, region=region, about=about or "What was asked for"
    )
    return meaning.error_class(text, operation=operation)


def _interpret_client_error(
    exc: aws.ClientError, operation: str, region: str | None
) -> tuple[ErrorMeaning, str]:
    """Return the meaning and the message of an error response."""
    error = exc.response.get("Error", {})
    code = str(error.get("Code") or "")
    message = str(error.get("Message") or code or "no reason given")
    meaning = errors__meanings.BY_CODE.get(code) or _interpret_status(exc)
    if region in REGIONS_WITHOUT_LINEAGE_QUERIES and _is_lineage_refusal(meaning, operation):
        return errors__meanings.NO_LINEAGE, message
    return meaning, _shorten_denial(message) if meaning is errors__meanings.DENIED else message


def _is_lineage_refusal(meaning: ErrorMeaning, operation: str) -> bool:
    """Return whether an error may mean a region without lineage queries.

    AWS does not document which error code such a region returns. A refusal as invalid counts only for
    `QueryLineage`: other operations can be refused for faults of the request itself.
    """
    if meaning is errors__meanings.INVALID:
        return operation == "QueryLineage"
    return meaning is errors__meanings.UNKNOWN_OPERATION


def _interpret_status(exc: aws.ClientError) -> ErrorMeaning:
    """Return the meaning of an HTTP status.

    For responses with an unknown code, such as those of proxies and gateways.
    """
    status = exc.response.get("ResponseMetadata", {}).get("HTTPStatusCode") or 0
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return errors__meanings.DENIED
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return errors__meanings.THROTTLED
    return errors__meanings.FAILED if status >= HTTPStatus.INTERNAL_SERVER_ERROR else errors__meanings.OTHER


def _shorten_denial(message: str) -> str:
    """Shorten IAM's message to caller, action and reason.

    An administrator needs only these.
    """
    match = _DENIAL.search(message)
    if match is None:
        return message
    denial = f"{match['caller']} may not use {match['action']}"
    return f"{denial}, because {match['reason']}" if match["reason"] else denial


def _interpret_exception(exc: Exception, region: str | None) -> tuple[ErrorMeaning, str | None]:
    """Return the meaning of a botocore exception, and its region."""
    meaning = next(
        errors__meanings.BY_EXCEPTION[base]
        for base in type(exc).__mro__
        if base in errors__meanings.BY_EXCEPTION
    )
    if isinstance(exc, aws.EndpointConnectionError):
        host = _HOST.search(str(exc))
        if host and host["region"] in REGIONS_WITHOUT_LINEAGE_QUERIES:
            return errors__meanings.NO_LINEAGE, host["region"]
        if host and not _has_sagemaker(host["region"]):
            return errors__meanings.NO_ENDPOINT, host["region"]
    return meaning, region


def _has_sagemaker(region: str) -> bool:
    """Return whether botocore knows a SageMaker endpoint in the region.

    The region may be of any partition.
    """
    session = botocore.session.Session()
    return any(
        region in session.get_available_regions("sagemaker", partition)
        for partition in session.get_available_partitions()
    )

"""Translate botocore's errors once, at the edge; nothing outside `lineage.aws` sees botocore."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

import botocore.session
from botocore import exceptions as aws

from lineage.aws import meanings
from lineage.aws.meanings import Meaning
from lineage.errors import SourceError
from lineage.model import shortened

WITHOUT_LINEAGE_QUERIES = frozenset(
    {"af-south-1", "ap-northeast-3", "ap-southeast-3", "eu-south-1", "eu-south-2", "il-central-1"}
)
"""Regions where SageMaker runs but, by its documentation, does not offer `QueryLineage`."""

_LONGEST_QUOTE = 400
_DENIAL = re.compile(
    r"User: (?P<caller>\S+) is not authorized to perform: (?P<action>[\w:-]+)"
    r"(?:.*?\bbecause (?P<reason>.+))?",
    re.DOTALL,
)
_HOST = re.compile(r"//api(?:-fips)?\.sagemaker(?:-fips)?\.(?P<region>[a-z0-9-]+)\.amazonaws\.")


@contextmanager
def translated(operation: str, *, region: str | None = None, about: str | None = None) -> Iterator[None]:
    """Raise a `SourceError` naming `operation` for any botocore error in the block.

    Args:
        operation: The API operation, as IAM spells it after `sagemaker:`.
        region: The client's region, which tells a region without lineage queries from a faulty request.
        about: What was asked for, usually an ARN, to name it when it is unknown.
    """
    try:
        yield
    except aws.ClientError as exc:
        meaning, said = _answered(exc, operation, region)
        raise _error(meaning, said, operation, region=region, about=about) from exc
    except tuple(meanings.BY_EXCEPTION) as exc:
        meaning, region = _raised(exc, region)
        raise _error(meaning, str(exc), operation, region=region, about=about) from exc


def _error(
    meaning: Meaning, said: str, operation: str, *, region: str | None, about: str | None
) -> SourceError:
    said = shortened(" ".join(said.split()).rstrip("."), _LONGEST_QUOTE)
    sentences = meaning.sentences.format(
        operation=operation, said=said, region=region, about=about or "What was asked for"
    )
    return meaning.error(sentences, operation=operation)


def _answered(exc: aws.ClientError, operation: str, region: str | None) -> tuple[Meaning, str]:
    """Return what an error answer means, and its words."""
    error = exc.response.get("Error", {})
    code = str(error.get("Code") or "")
    said = str(error.get("Message") or code or "no reason given")
    meaning = meanings.BY_CODE.get(code) or _by_status(exc)
    if region in WITHOUT_LINEAGE_QUERIES and _refuses_lineage(meaning, operation):
        return meanings.NO_LINEAGE, said
    return meaning, _denial(said) if meaning is meanings.DENIED else said


def _refuses_lineage(meaning: Meaning, operation: str) -> bool:
    """Tell whether a region's answer may say that it has no lineage queries.

    Which code such a region answers with is not documented. A refusal as invalid says so only of
    `QueryLineage`: the other operations can be refused for the request's own faults.
    """
    if meaning is meanings.INVALID:
        return operation == "QueryLineage"
    return meaning is meanings.UNKNOWN_OPERATION


def _by_status(exc: aws.ClientError) -> Meaning:
    """Read an answer whose code is unknown by its HTTP status, as proxies and gateways answer."""
    status = exc.response.get("ResponseMetadata", {}).get("HTTPStatusCode") or 0
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return meanings.DENIED
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return meanings.THROTTLED
    return meanings.FAILED if status >= HTTPStatus.INTERNAL_SERVER_ERROR else meanings.OTHER


def _denial(said: str) -> str:
    """Shorten IAM's words to who may not do what, and why: that is what an administrator needs."""
    match = _DENIAL.search(said)
    if match is None:
        return said
    denial = f"{match['caller']} may not use {match['action']}"
    return f"{denial}, because {match['reason']}" if match["reason"] else denial


def _raised(exc: Exception, region: str | None) -> tuple[Meaning, str | None]:
    """Return what an exception of botocore's own means, and the region that it is about."""
    meaning = next(meanings.BY_EXCEPTION[kind] for kind in type(exc).__mro__ if kind in meanings.BY_EXCEPTION)
    if isinstance(exc, aws.EndpointConnectionError):
        host = _HOST.search(str(exc))
        if host and host["region"] in WITHOUT_LINEAGE_QUERIES:
            return meanings.NO_LINEAGE, host["region"]
        if host and not _has_sagemaker(host["region"]):
            return meanings.NO_ENDPOINT, host["region"]
    return meaning, region


def _has_sagemaker(region: str) -> bool:
    """Tell whether botocore knows of a SageMaker endpoint in a region, of whatever partition."""
    session = botocore.session.Session()
    return any(
        region in session.get_available_regions("sagemaker", partition)
        for partition in session.get_available_partitions()
    )

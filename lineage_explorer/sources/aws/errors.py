"""Translate botocore errors to `SourceError`.

Nothing outside `sources.aws` sees botocore.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus

import botocore.session
from botocore import exceptions as aws
from botocore.parsers import ResponseParserError

from lineage_explorer import errors
from lineage_explorer.errors import LineageError, SourceError
from lineage_explorer.graph.model import shorten_middle
from lineage_explorer.graph.visible_text import escape_invisible


@dataclass(frozen=True, slots=True)
class ErrorMeaning:
    """Error class and message of one sort of failure.

    Attributes:
        error_class: The class of the error to raise.
        message_format: Message format over `operation`, `region`, `said` (the message of AWS or botocore,
            without a full stop) and `about` (the resource that was requested). It also says what to do.
    """

    error_class: type[errors.SourceError]
    message_format: str


NO_CREDENTIALS = ErrorMeaning(
    errors.CredentialsMissing,
    "No usable AWS credentials were found: {said}. Give a profile, set AWS_PROFILE or AWS_ACCESS_KEY_ID and "
    "AWS_SECRET_ACCESS_KEY, or run “aws configure”.",
)
NO_PROFILE = ErrorMeaning(
    errors.CredentialsMissing, "{said}. “aws configure list-profiles” names the profiles there are."
)
EXPIRED = ErrorMeaning(
    errors.CredentialsExpired,
    "The AWS credentials have expired: {said}. Sign in again, with “aws sso login” or a new session token.",
)
REFUSED = ErrorMeaning(
    errors.CredentialsExpired,
    "AWS does not accept these credentials: {said}. Check the access key, and that the region is enabled "
    "for the account.",
)
SIGNATURE = ErrorMeaning(
    errors.CredentialsExpired,
    "AWS refused the signature of the request: {said}. Check that the secret key belongs to the access key.",
)
CLOCK = ErrorMeaning(
    errors.CredentialsExpired,
    "The clock of this machine differs from that of AWS: {said}. Set it by the network.",
)
DENIED = ErrorMeaning(
    errors.AccessDenied,
    "Access to sagemaker:{operation} was denied: {said}. Ask whoever manages the account to allow it.",
)
ROLE_REFUSED = ErrorMeaning(
    errors.AccessDenied,
    "The role could not be assumed: {said}. Check that it trusts you, and the external id that it wants.",
)
THROTTLED = ErrorMeaning(
    errors.Throttled,
    "SageMaker refused {operation} as too frequent, also after retries. Wait a minute and try again; "
    "less depth, or one direction, asks for less.",
)
UNKNOWN_ENTITY = ErrorMeaning(
    errors.EntityNotFound,
    "{about} is not known in this account and region, or not shared with you. Check the ARN; "
    "lineage of something new can take minutes to appear.",
)
FAILED = ErrorMeaning(
    errors.SourceUnavailable,
    "SageMaker failed to answer {operation}, also after retries: {said}. Try again in a minute.",
)
UNREACHABLE = ErrorMeaning(
    errors.SourceUnavailable,
    "{said}. {operation} has no answer: check the network, the VPN or proxy, and the region or endpoint URL "
    "that was given.",
)
TOO_SLOW = ErrorMeaning(
    errors.SourceUnavailable,
    "SageMaker took too long for {operation}: {said}. Try again, or ask for less depth.",
)
NO_REGION = ErrorMeaning(
    errors.SourceUnavailable,
    "No usable AWS region: {said}. Give a region such as us-west-2, or set AWS_DEFAULT_REGION.",
)
NO_ENDPOINT = ErrorMeaning(
    errors.RegionNotOffered, "{said}. Check the spelling of the region, or choose one that SageMaker runs in."
)
NO_LINEAGE = ErrorMeaning(
    errors.RegionNotOffered,
    "SageMaker does not offer lineage queries in the region {region} ({said}). Choose another region.",
)
INVALID = ErrorMeaning(errors.UnexpectedResponse, "SageMaker refused {operation} as invalid: {said}.")
UNKNOWN_OPERATION = ErrorMeaning(
    errors.UnexpectedResponse,
    "The endpoint does not know {operation}: {said}. Check that the endpoint URL is one of SageMaker.",
)
NOT_IN_FILE = ErrorMeaning(errors.NotInFile, "{said}.")
OTHER = ErrorMeaning(errors.UnexpectedResponse, "{operation} failed: {said}.")
UNREADABLE = ErrorMeaning(
    errors.UnexpectedResponse,
    "The answer to {operation} cannot be read: {said}. Try again, and check that the endpoint URL is one of "
    "SageMaker.",
)

_CODES: tuple[tuple[ErrorMeaning, str], ...] = (
    (NO_CREDENTIALS, "MissingAuthenticationToken MissingAuthenticationTokenException"),
    (EXPIRED, "ExpiredToken ExpiredTokenException RequestExpired TokenRefreshRequired"),
    (REFUSED, "UnrecognizedClientException InvalidClientTokenId InvalidAccessKeyId InvalidToken AuthFailure"),
    (SIGNATURE, "InvalidSignatureException SignatureDoesNotMatch IncompleteSignature"),
    (CLOCK, "RequestTimeTooSkewed"),
    (DENIED, "AccessDeniedException AccessDenied UnauthorizedOperation NotAuthorized OptInRequired"),
    (THROTTLED, "Throttling ThrottlingException ThrottledException EC2ThrottledException SlowDown"),
    (THROTTLED, "RequestThrottled RequestThrottledException RequestLimitExceeded TooManyRequestsException"),
    (THROTTLED, "ProvisionedThroughputExceededException LimitExceededException BandwidthLimitExceeded"),
    (THROTTLED, "TransactionInProgressException PriorRequestNotComplete"),
    (UNKNOWN_ENTITY, "ResourceNotFound ResourceNotFoundException"),
    (FAILED, "InternalFailure InternalServerError InternalServerException InternalError"),
    (FAILED, "ServiceUnavailable ServiceUnavailableException"),
    (TOO_SLOW, "RequestTimeout RequestTimeoutException"),
    (INVALID, "ValidationException ValidationError InvalidParameterValue MalformedQueryString"),
    (NOT_IN_FILE, "NotInFile"),
    (UNKNOWN_OPERATION, "UnknownOperationException UnknownOperation InvalidAction"),
)
BY_CODE = {code: meaning for meaning, codes in _CODES for code in codes.split()}

BY_EXCEPTION: dict[type[Exception], ErrorMeaning] = {
    aws.BotoCoreError: OTHER,
    aws.UndefinedModelAttributeError: OTHER,
    ResponseParserError: UNREADABLE,
    aws.NoCredentialsError: NO_CREDENTIALS,
    aws.NoAuthTokenError: NO_CREDENTIALS,
    aws.PartialCredentialsError: NO_CREDENTIALS,
    aws.CredentialRetrievalError: NO_CREDENTIALS,
    aws.MetadataRetrievalError: NO_CREDENTIALS,
    aws.UnknownCredentialError: NO_CREDENTIALS,
    aws.UnknownTokenProviderError: NO_CREDENTIALS,
    aws.InvalidConfigError: NO_CREDENTIALS,
    aws.ConfigParseError: NO_CREDENTIALS,
    aws.ConfigNotFound: NO_CREDENTIALS,
    aws.InvalidIMDSEndpointError: NO_CREDENTIALS,
    aws.InvalidIMDSEndpointModeError: NO_CREDENTIALS,
    aws.MissingDependencyException: NO_CREDENTIALS,
    aws.ProfileNotFound: NO_PROFILE,
    aws.TokenRetrievalError: EXPIRED,
    aws.SSOError: EXPIRED,
    aws.LoginError: EXPIRED,
    aws.RefreshWithMFAUnsupportedError: EXPIRED,
    aws.CapacityNotAvailableError: THROTTLED,
    aws.ConnectionError: UNREACHABLE,
    aws.HTTPClientError: UNREACHABLE,
    aws.ConnectTimeoutError: UNREACHABLE,
    aws.IncompleteReadError: UNREACHABLE,
    aws.InvalidProxiesConfigError: UNREACHABLE,
    aws.InvalidEndpointConfigurationError: UNREACHABLE,
    aws.EndpointProviderError: UNREACHABLE,
    aws.ReadTimeoutError: TOO_SLOW,
    aws.NoRegionError: NO_REGION,
    aws.UnknownRegionError: NO_REGION,
    aws.InvalidRegionError: NO_REGION,
    aws.BaseEndpointResolverError: NO_ENDPOINT,
    aws.ServiceNotInRegionError: NO_ENDPOINT,
}


REGIONS_WITHOUT_LINEAGE_QUERIES = frozenset(
    {"af-south-1", "ap-northeast-3", "ap-southeast-3", "eu-south-1", "eu-south-2", "il-central-1"}
)
"""Regions where SageMaker, by its documentation, does not offer `QueryLineage`."""

_MAX_MESSAGE_LENGTH = 400
_DENIAL = re.compile(
    r"User: (?P<caller>\S+) is not authorized to perform: (?P<action>[\w:-]+)"
    r"(?:.*?\b(?P<reason>because .+|with an explicit deny.+))?",
    re.DOTALL,
)
_CLOCK_REFUSAL = re.compile(r"Signature (?:expired|not yet current)")
_HOST = re.compile(r"//api(?:-fips)?\.sagemaker(?:-fips)?\.(?P<region>[a-z0-9-]+)\.amazonaws\.")


@contextmanager
def translate_errors(
    operation: str, *, region: str | None = None, about: str | None = None
) -> Iterator[None]:
    """Translate every error in the block to `SourceError`.

    botocore raises plain Python errors where an answer does not follow its model.

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
    except tuple(BY_EXCEPTION) as exc:
        meaning, region = _interpret_exception(exc, region)
        raise _build_error(meaning, str(exc), operation, region=region, about=about) from exc
    except LineageError:
        raise
    except Exception as exc:
        raise build_unreadable(operation, f"{type(exc).__name__}: {exc}") from exc


def build_unreadable(operation: str, said: str) -> SourceError:
    """Return the error for an answer that cannot be read.

    Args:
        operation: The API operation.
        said: What is wrong with its answer.
    """
    return _build_error(UNREADABLE, said, operation, region=None, about=None)


def _build_error(
    meaning: ErrorMeaning, message: str, operation: str, *, region: str | None, about: str | None
) -> SourceError:
    # In a terminal, what does not print could act.
    message = escape_invisible(shorten_middle(" ".join(message.split()).rstrip("."), _MAX_MESSAGE_LENGTH))
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
    status = exc.response.get("ResponseMetadata", {}).get("HTTPStatusCode") or 0
    message = str(error.get("Message") or code or "no reason given")
    if message.lstrip().startswith("<"):  # the page of a proxy or gateway
        message = f"status {status} {HTTPStatus(status).phrase if status in list(HTTPStatus) else ''}"
    meaning = interpret_code(code, status)
    if meaning is SIGNATURE and _CLOCK_REFUSAL.match(message):
        return CLOCK, message
    if meaning is DENIED and exc.operation_name == "AssumeRole":
        return ROLE_REFUSED, _shorten_denial(message)
    if region in REGIONS_WITHOUT_LINEAGE_QUERIES and _is_lineage_refusal(meaning, operation):
        return NO_LINEAGE, message
    return meaning, _shorten_denial(message) if meaning is DENIED else message


def _is_lineage_refusal(meaning: ErrorMeaning, operation: str) -> bool:
    """Return whether an error may mean a region without lineage queries.

    AWS does not document which error code such a region returns. A refusal as invalid counts only for
    `QueryLineage`: other operations can be refused for faults of the request itself.
    """
    if meaning is INVALID:
        return operation == "QueryLineage"
    return meaning is UNKNOWN_OPERATION


def interpret_code(code: str, status: int) -> ErrorMeaning:
    """Return the meaning of an error code or HTTP status.

    Proxies and gateways answer with codes of their own.
    """
    if code in BY_CODE:
        return BY_CODE[code]
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return DENIED
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return THROTTLED
    return FAILED if status >= HTTPStatus.INTERNAL_SERVER_ERROR else OTHER


def _shorten_denial(message: str) -> str:
    """Shorten IAM's message to caller, action and reason.

    An administrator needs only these.
    """
    match = _DENIAL.search(message)
    if match is None:
        return message
    denial = f"{match['caller']} may not use {match['action']}"
    return f"{denial}, {match['reason']}" if match["reason"] else denial


def _interpret_exception(exc: Exception, region: str | None) -> tuple[ErrorMeaning, str | None]:
    """Return the meaning of a botocore exception, and its region."""
    meaning = next(BY_EXCEPTION[base] for base in type(exc).__mro__ if base in BY_EXCEPTION)
    if isinstance(exc, aws.EndpointConnectionError):
        host = _HOST.search(str(exc))
        if host and host["region"] in REGIONS_WITHOUT_LINEAGE_QUERIES:
            return NO_LINEAGE, host["region"]
        if host and not _has_sagemaker(host["region"]):
            return NO_ENDPOINT, host["region"]
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

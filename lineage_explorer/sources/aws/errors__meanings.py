"""Table of AWS and botocore failures, with error classes and messages."""

from __future__ import annotations

from dataclasses import dataclass

from botocore import exceptions as aws
from botocore.parsers import ResponseParserError

from lineage_explorer import errors


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
    "AWS refused the signature of the request: {said}. Check the secret key and the clock of this machine.",
)
DENIED = ErrorMeaning(
    errors.AccessDenied,
    "Access to sagemaker:{operation} was denied: {said}. Ask whoever manages the account to allow it.",
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
    "{said}. Check the network, the VPN or proxy, and the region or endpoint URL that was given.",
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
OTHER = ErrorMeaning(errors.UnexpectedResponse, "{operation} failed: {said}.")

_CODES: tuple[tuple[ErrorMeaning, str], ...] = (
    (NO_CREDENTIALS, "MissingAuthenticationToken MissingAuthenticationTokenException"),
    (EXPIRED, "ExpiredToken ExpiredTokenException RequestExpired TokenRefreshRequired"),
    (REFUSED, "UnrecognizedClientException InvalidClientTokenId InvalidAccessKeyId InvalidToken AuthFailure"),
    (SIGNATURE, "InvalidSignatureException SignatureDoesNotMatch IncompleteSignature RequestTimeTooSkewed"),
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
    (UNKNOWN_OPERATION, "UnknownOperationException UnknownOperation InvalidAction"),
)
BY_CODE = {code: meaning for meaning, codes in _CODES for code in codes.split()}

BY_EXCEPTION: dict[type[Exception], ErrorMeaning] = {
    aws.BotoCoreError: OTHER,
    aws.UndefinedModelAttributeError: OTHER,
    ResponseParserError: OTHER,
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

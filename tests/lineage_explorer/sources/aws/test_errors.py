"""botocore's exceptions translated to source errors."""

import inspect
from string import Formatter

import pytest
from botocore import exceptions as aws
from botocore.parsers import ResponseParserError
from botocore.retries.standard import ThrottledRetryableChecker, TransientRetryableChecker

from lineage_explorer import errors
from lineage_explorer.sources.aws import errors as error_table
from lineage_explorer.sources.aws.errors import REGIONS_WITHOUT_LINEAGE_QUERIES, translate_errors

UNSPECIFIC = {
    # What botocore cannot raise for a SageMaker client, or what would be a fault of our own.
    *("DataNotFoundError", "UnknownServiceError", "ApiVersionNotFoundError", "BotoCoreError"),
    *("UnknownSignatureVersionError", "UnsupportedSignatureVersionError", "UnknownServiceStyle"),
    *("MissingParametersError", "ValidationError", "ParamValidationError", "UnknownKeyError", "RangeError"),
    *("UnknownParameterError", "AliasConflictParameterError", "PaginationError", "WaiterError"),
    *("OperationNotPageableError", "ChecksumError", "UnseekableStreamError", "InvalidExpressionError"),
    *(
        "WaiterConfigError",
        "UnknownClientMethodError",
        "InvalidDNSNameError",
        "InvalidS3AddressingStyleError",
    ),
    *("UnsupportedS3ArnError", "UnsupportedS3ControlArnError", "InvalidHostLabelError"),
    *("UnsupportedOutpostResourceError", "UnsupportedS3ConfigurationError"),
    *("UnsupportedS3AccesspointConfigurationError", "InvalidEndpointDiscoveryConfigurationError"),
    *("UnsupportedS3ControlConfigurationError", "InvalidRetryConfigurationError"),
    *("InvalidMaxRetryAttemptsError", "InvalidRetryModeError", "InvalidS3UsEast1RegionalEndpointConfigError"),
    *("InvalidSTSRegionalEndpointsConfigError", "StubResponseError", "StubAssertionError"),
    *("UnStubbedResponseError", "MD5UnavailableError", "UndefinedModelAttributeError"),
    *("MissingServiceIdError", "InvalidDefaultsMode", "AwsChunkedWrapperError", "FlexibleChecksumError"),
    *("InvalidChecksumConfigError", "UnsupportedServiceProtocolsError"),
}

EXCEPTIONS = [
    cls
    for _, cls in inspect.getmembers(aws, inspect.isclass)
    if issubclass(cls, Exception) and not issubclass(cls, Warning) and cls.__module__ == aws.__name__
]


def make_exception(cls):
    """Make a botocore exception with any arguments its message needs."""
    if issubclass(cls, aws.ClientError):
        return cls({"Error": {"Code": "Odd", "Message": "odd"}}, "QueryLineage")
    names = {name for _, name, _, _ in Formatter().parse(getattr(cls, "fmt", "")) if name}
    extra = {"last_response": {}} if cls is aws.WaiterError else {}
    return cls(**dict.fromkeys(names, "x"), **extra)


def translate_response(code, message="told so", *, status=400, operation="QueryLineage", **context):
    """Return the source error of an error response."""
    response = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}
    with pytest.raises(errors.SourceError) as caught, translate_errors(operation, **context):
        raise aws.ClientError(response, operation)
    return caught.value


def translate_exception(exception, **context):
    """Return the source error of a botocore exception."""
    with pytest.raises(errors.SourceError) as caught, translate_errors("QueryLineage", **context):
        raise exception
    return caught.value


@pytest.mark.parametrize("cls", EXCEPTIONS, ids=lambda cls: cls.__name__)
def test_every_exception_of_botocore_becomes_a_source_error_that_names_the_operation(cls):
    error = translate_exception(make_exception(cls))
    assert error.operation == "QueryLineage"
    assert str(error).endswith(".")


def test_every_exception_of_botocore_is_mapped_or_listed_as_unmapped():
    vague = {
        cls.__name__
        for cls in EXCEPTIONS
        if not issubclass(cls, aws.ClientError)
        and next(error_table.BY_EXCEPTION[k] for k in cls.__mro__ if k in error_table.BY_EXCEPTION)
        is error_table.OTHER
    }
    assert vague == UNSPECIFIC


def test_every_code_that_botocore_retries_as_throttling_is_throttling_here():
    for code in ThrottledRetryableChecker._THROTTLED_ERROR_CODES:
        assert type(translate_response(code)) is errors.Throttled


def test_every_code_that_botocore_retries_as_transient_is_mapped():
    assert set(TransientRetryableChecker._TRANSIENT_ERROR_CODES) <= error_table.BY_CODE.keys()


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("MissingAuthenticationToken", errors.CredentialsMissing),
        ("ExpiredTokenException", errors.CredentialsExpired),
        ("UnrecognizedClientException", errors.CredentialsExpired),
        ("InvalidSignatureException", errors.CredentialsExpired),
        ("AccessDeniedException", errors.AccessDenied),
        ("ThrottlingException", errors.Throttled),
        ("ResourceNotFound", errors.EntityNotFound),
        ("InternalFailure", errors.SourceUnavailable),
        ("ValidationException", errors.UnexpectedResponse),
        ("UnknownOperationException", errors.UnexpectedResponse),
        ("SomethingNew", errors.UnexpectedResponse),
    ],
)
def test_error_code_maps_to_its_error_class(code, error):
    assert type(translate_response(code)) is error


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (403, errors.AccessDenied),
        (429, errors.Throttled),
        (502, errors.SourceUnavailable),
        (404, errors.UnexpectedResponse),
    ],
)
def test_unknown_error_code_is_mapped_by_http_status(status, error):
    assert type(translate_response(str(status), status=status)) is error


def test_a_denial_names_the_action_the_caller_and_the_reason():
    said = (
        "User: arn:aws:sts::111122223333:assumed-role/reader/ana is not authorized to perform: "
        "sagemaker:QueryLineage on resource: arn:aws:sagemaker:us-west-2:111122223333:artifact/* "
        "because no identity-based policy allows the sagemaker:QueryLineage action"
    )
    assert str(translate_response("AccessDeniedException", said)) == (
        "Access to sagemaker:QueryLineage was denied: arn:aws:sts::111122223333:assumed-role/reader/ana may "
        "not use sagemaker:QueryLineage, because no identity-based policy allows the sagemaker:QueryLineage "
        "action. Ask whoever manages the account to allow it."
    )


def test_unparsed_denial_message_is_quoted():
    assert "denied: No." in str(translate_response("AccessDenied", "No."))


def test_unknown_entity_is_named_in_the_message():
    arn = "arn:aws:sagemaker:us-west-2:111122223333:artifact/abc"
    assert str(translate_response("ResourceNotFound", about=arn)).startswith(
        f"{arn} is not known in this account"
    )


def test_error_without_a_message_still_gives_a_sentence():
    assert str(translate_response("Odd", "")) == "QueryLineage failed: Odd."


def test_long_message_is_shortened():
    assert len(str(translate_response("Odd", "x" * 10_000))) < 500


@pytest.mark.parametrize("region", sorted(REGIONS_WITHOUT_LINEAGE_QUERIES))
@pytest.mark.parametrize("code", ["ValidationException", "UnknownOperationException"])
def test_region_without_lineage_differs_from_an_invalid_request(region, code):
    error = translate_response(code, region=region)
    assert type(error) is errors.RegionNotOffered
    assert region in str(error)


def test_invalid_request_of_another_operation_does_not_blame_the_region():
    error = translate_response("ValidationException", operation="ListArtifacts", region="af-south-1")
    assert type(error) is errors.UnexpectedResponse


@pytest.mark.parametrize(
    ("region", "error"),
    [
        ("eu-south-2", errors.RegionNotOffered),
        ("mars-north-1", errors.RegionNotOffered),
        ("us-west-2", errors.SourceUnavailable),
        ("cn-north-1", errors.SourceUnavailable),
    ],
)
def test_an_unreachable_endpoint_says_whether_its_region_has_one(region, error):
    url = f"https://api.sagemaker.{region}.amazonaws.com/"
    assert type(translate_exception(aws.EndpointConnectionError(endpoint_url=url))) is error


def test_unreachable_loopback_endpoint_does_not_mention_regions():
    unreachable = aws.EndpointConnectionError(endpoint_url="http://127.0.0.1:9/")
    error = translate_exception(unreachable, region="af-south-1")
    assert type(error) is errors.SourceUnavailable
    assert "http://127.0.0.1:9/" in str(error)


def test_an_answer_that_cannot_be_parsed_is_unexpected():
    assert type(translate_exception(ResponseParserError("no JSON"))) is errors.UnexpectedResponse


@pytest.mark.parametrize(
    "error", [RuntimeError, ValueError, TypeError, RecursionError, KeyError, AttributeError, OverflowError]
)
def test_python_error_of_a_client_is_an_unexpected_response(error):
    translated = translate_exception(error("odd"))
    assert type(translated) is errors.UnexpectedResponse
    assert str(translated).startswith(f"The answer to QueryLineage cannot be read: {error.__name__}: ")


def test_source_error_is_not_translated_again():
    with pytest.raises(errors.Throttled), translate_errors("QueryLineage"):
        raise errors.Throttled("Rate exceeded.", operation="QueryLineage")


def test_a_message_of_the_service_cannot_act_on_a_terminal():
    said = str(translate_response("Odd", "x\x1b[2J\x07\r\ny\u202ez"))
    assert said.isprintable()
    assert "x\\u001b[2J\\u0007 y\\u202ez" in said

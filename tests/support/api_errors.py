"""Refused boto3 calls."""

from contextlib import contextmanager

import pytest
from botocore.exceptions import ClientError


@contextmanager
def expect_error(code, *, saying="", status=400):
    """Expect the block to raise an error code with a text."""
    with pytest.raises(ClientError) as caught:
        yield
    response = caught.value.response
    assert response["Error"]["Code"] == code
    assert saying in response["Error"]["Message"]
    assert response["ResponseMetadata"]["HTTPStatusCode"] == status

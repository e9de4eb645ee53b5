"""What a refused call looks like from boto3."""

from contextlib import contextmanager

import pytest
from botocore.exceptions import ClientError


@contextmanager
def refused(code, *, saying="", status=400):
    """Expect the block to be refused with an error code, and a text in its message."""
    with pytest.raises(ClientError) as caught:
        yield
    response = caught.value.response
    assert response["Error"]["Code"] == code
    assert saying in response["Error"]["Message"]
    assert response["ResponseMetadata"]["HTTPStatusCode"] == status

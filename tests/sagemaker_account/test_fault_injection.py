"""Operations can be denied, in process and over HTTP."""

from contextlib import closing

import pytest

from sagemaker_account.endpoint import build_wsgi_app
from sagemaker_account.transport import connect
from tests.support.account_clients import http_client, serve_app
from tests.support.api_errors import expect_error
from tests.support.entity_samples import CONTEXT

pytestmark = pytest.mark.sqlite  # its subject is the transport


@pytest.fixture(params=["in process", "over HTTP"])
def restricted_client(request, account):
    """Return a client that may neither list tags nor describe anything."""
    deny = ("ListTags", "Describe*")
    if request.param == "in process":
        yield connect(account, deny=deny)
    else:
        with serve_app(build_wsgi_app(account, deny=deny)) as url, closing(http_client(url)) as client:
            yield client


def test_denied_operation_gives_the_message_of_iam(restricted_client):
    arn = CONTEXT.create(restricted_client)
    with expect_error(
        "AccessDeniedException", saying="is not authorized to perform: sagemaker:ListTags because"
    ):
        restricted_client.list_tags(ResourceArn=arn)


def test_pattern_denies_only_matching_operations(restricted_client):
    arn = CONTEXT.create(restricted_client)
    for method, request in (("context", {"ContextName": arn}), ("endpoint", {"EndpointName": "e"})):
        with expect_error("AccessDeniedException", saying="User: arn:aws:iam::"):
            getattr(restricted_client, f"describe_{method}")(**request)
    assert len(restricted_client.list_contexts()["ContextSummaries"]) == 1


def test_a_denied_write_changes_nothing(account):
    client = connect(account, deny=["CreateContext"])
    with expect_error("AccessDeniedException"):
        CONTEXT.create(client)
    assert client.list_contexts()["ContextSummaries"] == []


@pytest.mark.parametrize("door", [connect, build_wsgi_app])
def test_unknown_operation_cannot_be_denied(account, door):
    with pytest.raises(ValueError, match=r"deny Lst\*: there is no such operation"):
        door(account, deny=["ListTags", "Lst*"])

"""Operations can be denied, one at a time, through both doors."""

from contextlib import closing

import pytest

from sagemaker_account.endpoint import build_wsgi_app
from sagemaker_account.transport import connect
from tests.support.account_clients import http_client, served
from tests.support.api_errors import refused
from tests.support.entity_samples import CONTEXT


@pytest.fixture(params=["in process", "over HTTP"])
def denied(request, account):
    """A client that may not list tags, nor describe anything."""
    deny = ("ListTags", "Describe*")
    if request.param == "in process":
        yield connect(account, deny=deny)
    else:
        with served(build_wsgi_app(account, deny=deny)) as url, closing(http_client(url)) as client:
            yield client


def test_what_is_denied_is_refused_in_the_words_of_iam(denied):
    arn = CONTEXT.create(denied)
    with refused("AccessDeniedException", saying="is not authorized to perform: sagemaker:ListTags because"):
        denied.list_tags(ResourceArn=arn)


def test_a_pattern_denies_all_that_it_matches_and_nothing_else(denied):
    arn = CONTEXT.create(denied)
    for method, request in (("context", {"ContextName": arn}), ("endpoint", {"EndpointName": "e"})):
        with refused("AccessDeniedException", saying="User: arn:aws:iam::"):
            getattr(denied, f"describe_{method}")(**request)
    assert len(denied.list_contexts()["ContextSummaries"]) == 1


def test_a_denied_write_changes_nothing(account):
    client = connect(account, deny=["CreateContext"])
    with refused("AccessDeniedException"):
        CONTEXT.create(client)
    assert client.list_contexts()["ContextSummaries"] == []


@pytest.mark.parametrize("door", [connect, build_wsgi_app])
def test_what_is_no_operation_cannot_be_denied(account, door):
    with pytest.raises(ValueError, match=r"deny Lst\*: there is no such operation"):
        door(account, deny=["ListTags", "Lst*"])

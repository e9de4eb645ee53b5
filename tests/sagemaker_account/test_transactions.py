"""Several operations in one transaction."""

import pytest

from sagemaker_account.errors import ServiceError
from sagemaker_account.service import Account
from tests.support.account_graphs import build_graph

CONTEXT = {"ContextName": "c", "ContextType": "Endpoint", "Source": {"SourceUri": "u"}}
TOO_MANY = [{"Key": f"k{n}", "Value": ""} for n in range(50)]


def write_and_fail(account):
    account.call("CreateContext", CONTEXT)
    account.call("DescribeContext", {"ContextName": "none"})


def contexts(account):
    return [context["ContextName"] for context in account.call("ListContexts", {})["ContextSummaries"]]


def test_writes_of_a_transaction_are_committed(store, account):
    with store.begin_transaction() as whole:
        for name in ("a", "b"):
            Account(whole).call("CreateContext", {**CONTEXT, "ContextName": name})
        assert contexts(account) == []
    assert sorted(contexts(account)) == ["a", "b"]


def test_a_transaction_reads_what_it_wrote(store):
    with store.begin_transaction() as whole:
        inside = Account(whole)
        inside.call("CreateContext", CONTEXT)
        assert contexts(inside) == ["c"]


def test_error_rolls_back_the_transaction(store, account):
    with pytest.raises(ServiceError), store.begin_transaction() as whole:
        write_and_fail(Account(whole))
    assert contexts(account) == []


def test_a_refused_operation_leaves_nothing_behind_and_the_rest_goes_on(store, account):
    with store.begin_transaction() as whole:
        inside = Account(whole)
        arn = inside.call("CreateContext", {**CONTEXT, "Tags": TOO_MANY})["ContextArn"]
        for refused in (
            ("CreateContext", {**CONTEXT, "Tags": []}),
            ("AddTags", {"ResourceArn": arn, "Tags": [{"Key": "one more", "Value": ""}]}),
        ):
            with pytest.raises(ServiceError, match=r"already exists|the most"):
                inside.call(*refused)
        inside.call("CreateContext", {**CONTEXT, "ContextName": "after"})
    assert sorted(contexts(account)) == ["after", "c"]
    assert len(account.call("ListTags", {"ResourceArn": arn})["Tags"]) == 50


def test_a_query_within_a_transaction_sees_each_write(store):
    with store.begin_transaction() as whole:
        inside = Account(whole)
        arns = build_graph(inside, dict.fromkeys("ab", ("Context", "Endpoint", {})), [])
        query = {"StartArns": [arns["a"]], "Direction": "Descendants"}
        assert inside.call("QueryLineage", query)["Vertices"] == []
        inside.call("AddAssociation", {"SourceArn": arns["a"], "DestinationArn": arns["b"]})
        assert [vertex["Arn"] for vertex in inside.call("QueryLineage", query)["Vertices"]] == [arns["b"]]


def test_transaction_waits_for_other_writers(store, account):
    with store.begin_transaction() as whole:
        Account(whole).call("CreateContext", CONTEXT)
    with pytest.raises(ServiceError, match="already exists"):
        account.call("CreateContext", CONTEXT)

"""Products: which versions they have, which of them serves, and what is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lineage_explorer.graph.model import Arn, Entity, LineageType
from lineage_explorer.sources.account_overview import (
    AccountOverview,
    EntityLink,
    GroupOwner,
    Part,
    RegisteredVersion,
    RunningEndpoint,
)
from lineage_explorer.views.badges import BadgeState
from lineage_explorer.views.products import build_products

ACCOUNT = "arn:aws:sagemaker:us-west-2:000000000000"
DAY = datetime(2026, 3, 1, tzinfo=UTC)
ENDPOINT = Arn(f"{ACCOUNT}:context/churn-live")
RUNNING = RunningEndpoint(f"{ACCOUNT}:endpoint/churn-live", "churn-live", "InService")


def build_version(number, approval="Approved", group="churn"):
    package = f"{ACCOUNT}:model-package/{group}/{number}"
    return RegisteredVersion(package, group, number, approval, DAY + timedelta(days=number))


def build_model(version):
    arn = Arn(f"{ACCOUNT}:artifact/{version.group}-{version.number}")
    return Entity(arn, LineageType.ARTIFACT, type="Model", source_uri=version.arn, created=version.created)


def build_group(name):
    source = f"{ACCOUNT}:model-package-group/{name}"
    return Entity(
        Arn(f"{ACCOUNT}:context/{name}-group"), LineageType.CONTEXT, type="ModelGroup", source_uri=source
    )


def build_deployment(number, **members):
    arn = Arn(f"{ACCOUNT}:action/deploy-{number}")
    return Entity(
        arn, LineageType.ACTION, type="ModelDeployment", created=DAY + timedelta(days=10 + number), **members
    )


@pytest.fixture
def overview():
    """Return an account whose endpoint got version 1, then 2, while 3 is pending."""
    versions = [build_version(1), build_version(2), build_version(3, "PendingManualApproval")]
    deployments = [build_deployment(number) for number in (2, 1)]
    endpoint = Entity(ENDPOINT, LineageType.CONTEXT, type="Endpoint", source_uri=RUNNING.arn)
    return AccountOverview(
        groups=Part((build_group("churn"),)),
        endpoints=Part((endpoint,)),
        models=Part(tuple(map(build_model, versions))),
        actions=Part(tuple(deployments)),
        versions=Part(tuple(versions)),
        running=Part((RUNNING,)),
        owners=Part((GroupOwner("churn", "retention"),)),
        deployments=Part(
            tuple(EntityLink(each.arn, "ModelDeployment", ENDPOINT, "Endpoint") for each in deployments)
        ),
        deployed=Part(
            tuple(
                EntityLink(build_model(build_version(number)).arn, "Model", each.arn, "ModelDeployment")
                for number, each in zip((2, 1), deployments, strict=True)
            )
        ),
    )


def get_product(overview):
    (product,) = build_products(overview).products
    return product


def test_version_of_the_newest_deployment_serves_and_the_others_keep_their_decision(overview):
    product = get_product(overview)
    assert (product.badge.word, product.is_state_known) == ("Serving v2", True)
    assert [version.state for version in product.versions] == [
        BadgeState.APPROVED,
        BadgeState.SERVING,
        BadgeState.PENDING,
    ]
    assert (product.title, product.owner, product.newest) == ("churn", "retention", DAY + timedelta(days=3))


def test_failed_deployment_serves_nothing(overview):
    actions = (build_deployment(2, status="Failed"), build_deployment(1))
    assert get_product(replace(overview, actions=Part(actions))).badge.word == "Serving v1"


def test_deleted_endpoint_serves_nothing_and_the_newest_decision_is_the_state(overview):
    product = get_product(replace(overview, running=Part()))
    assert [endpoint.is_deleted for endpoint in product.endpoints] == [True]
    assert (product.badge.word, product.is_state_known) == ("Pending", True)
    assert BadgeState.SERVING not in [version.state for version in product.versions]


@pytest.mark.parametrize("unread", [Part(is_failed=True), Part(is_pending=True)])
@pytest.mark.parametrize("part", ["running", "deployments", "deployed", "actions", "models", "endpoints"])
def test_no_state_is_known_while_something_it_follows_from_is_not(overview, part, unread):
    product = get_product(replace(overview, **{part: unread}))
    assert not product.is_state_known
    assert product.badge is None or product.badge.state is not BadgeState.SERVING


def test_endpoints_beyond_the_list_of_those_that_exist_may_be_deleted(overview):
    product = get_product(replace(overview, running=Part((), has_more=True)))
    assert [endpoint.is_deleted for endpoint in product.endpoints] == [None]


def test_deployment_that_is_not_described_leaves_unknown_what_serves(overview):
    product = get_product(replace(overview, actions=Part((), has_more=True)))
    assert not product.is_state_known


def test_owner_is_not_read_where_that_was_denied_and_not_on_record_where_there_is_none(overview):
    assert get_product(replace(overview, owners=Part(is_failed=True))).owner is None
    assert get_product(replace(overview, owners=Part((GroupOwner("churn", ""),)))).owner == ""


def test_versions_of_lineage_stand_in_where_the_registry_lists_none(overview):
    product = get_product(replace(overview, versions=Part()))
    assert [version.number for version in product.versions] == [1, 2, 3]
    assert product.has_all_versions
    assert [version.state for version in product.versions] == [None, BadgeState.SERVING, None]


def test_bounded_list_of_versions_is_not_all_of_them(overview):
    assert not get_product(
        replace(overview, versions=Part(overview.versions.items, has_more=True))
    ).has_all_versions


def test_product_of_which_bounded_lists_hold_nothing_has_no_known_state(overview):
    groups = Part((*overview.groups.items, build_group("older")))
    for name in ("versions", "deployments"):
        part = replace(getattr(overview, name), has_more=True)
        table = build_products(replace(overview, groups=groups, **{name: part}))
        (older,) = [product for product in table.products if product.title == "older"]
        assert (older.is_state_known, older.newest) == (False, None)
    (older,) = [
        each for each in build_products(replace(overview, groups=groups)).products if each.title == "older"
    ]
    assert (older.is_state_known, older.badge, older.versions) == (True, None, ())


def test_groups_that_differ_in_a_timestamp_only_are_one_product(overview):
    names = ["nightly-1638576916", "nightly-1638749736", "once-1638576916"]
    groups = Part((*overview.groups.items, *map(build_group, names)))
    products = build_products(replace(overview, groups=groups)).products
    assert {product.title: len(product.groups) for product in products} == {
        "churn": 1,
        "nightly": 2,
        "once-1638576916": 1,
    }


def test_endpoint_without_a_registered_version_is_told_apart(overview):
    lonely = Entity(
        Arn(f"{ACCOUNT}:context/lonely"),
        LineageType.CONTEXT,
        type="Endpoint",
        source_uri=f"{ACCOUNT}:endpoint/lonely",
    )
    endpoints = Part((*overview.endpoints.items, lonely))
    table = build_products(replace(overview, endpoints=endpoints))
    assert [endpoint.arn for endpoint in table.loose_endpoints] == [lonely.arn]
    bounded = replace(overview, endpoints=endpoints, deployed=Part(overview.deployed.items, has_more=True))
    assert build_products(bounded).loose_endpoints == ()


def test_nothing_is_an_empty_table():
    table = build_products(AccountOverview())
    assert (table.products, table.is_pending, table.is_failed) == ((), False, False)
    assert build_products(AccountOverview(groups=Part(is_failed=True))).is_failed


def test_number_of_serving_versions_is_a_lower_bound_where_endpoints_may_be_missing(overview):
    endpoints, links, deployed = [], [], []
    for number in (1, 2, 3):
        arn, action = Arn(f"{ACCOUNT}:context/e{number}"), build_deployment(number)
        source = f"{ACCOUNT}:endpoint/e{number}"
        endpoints.append(Entity(arn, LineageType.CONTEXT, type="Endpoint", source_uri=source))
        links.append(EntityLink(action.arn, "ModelDeployment", arn, "Endpoint"))
        model = build_model(build_version(number)).arn
        deployed.append(EntityLink(model, "Model", action.arn, "ModelDeployment"))
    several = replace(
        overview,
        endpoints=Part(tuple(endpoints)),
        actions=Part(tuple(build_deployment(number) for number in (1, 2, 3))),
        running=Part(tuple(RunningEndpoint(each.source_uri, "", "InService") for each in endpoints)),
        deployments=Part(tuple(links)),
        deployed=Part(tuple(deployed)),
    )
    assert get_product(several).badge.word == "3 versions serving"
    bounded = replace(several, endpoints=Part(tuple(endpoints), has_more=True))
    assert get_product(bounded).badge.word == "3+ versions serving"

"""The first screen: what it offers, counts and asks, and what it does not know."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from components.markup import render_html
from components.welcome import welcome_panel
from lineage_explorer.explore.home import BrowseCount, build_home
from lineage_explorer.graph.model import Arn, Entity, LineageType
from lineage_explorer.query.browse_query import BrowseKind
from lineage_explorer.questions.registry import find_questions
from lineage_explorer.sources.account_overview import (
    AccountOverview,
    Part,
    RegisteredVersion,
    RunningEndpoint,
)
from tests.support.html_tree import parse_html

ACCOUNT = "arn:aws:sagemaker:us-west-2:000000000000"
DAY = datetime(2026, 3, 1, tzinfo=UTC)


def build_entity(kind, name, type_, source):
    arn = Arn(f"{ACCOUNT}:{kind.lower()}/{name}")
    return Entity(arn, LineageType(kind), type=type_, source_uri=source, created=DAY)


LIVE = build_entity("Context", "churn-live", "Endpoint", f"{ACCOUNT}:endpoint/churn-live")
GONE = build_entity("Context", "churn-old", "Endpoint", f"{ACCOUNT}:endpoint/churn-old")
GROUP = build_entity("Context", "churn-group", "ModelGroup", f"{ACCOUNT}:model-package-group/churn")
SCRIPT = build_entity("Artifact", "a1", "DataSet", "s3://b/code/train.py")
DATA = build_entity("Artifact", "a2", "DataSet", "s3://b/churn/train.csv")
APPROVAL = build_entity("Action", "approved", "Approval", f"{ACCOUNT}:model-package/churn/1")
OVERVIEW = AccountOverview(
    groups=Part((GROUP,)),
    endpoints=Part((LIVE, GONE)),
    data_sets=Part((SCRIPT, DATA), has_more=True),
    actions=Part((APPROVAL,)),
    running=Part((RunningEndpoint(f"{ACCOUNT}:endpoint/churn-live", "churn-live", "InService"),)),
)


def read_text(home):
    return parse_html(render_html(welcome_panel(home))).text


def test_deleted_endpoints_and_scripts_are_not_offered_among_the_newest():
    endpoints, _, data_sets = build_home(OVERVIEW).sections
    assert [start.arn for start in endpoints.starts] == [LIVE.arn]
    assert [start.arn for start in data_sets.starts] == [DATA.arn]


def test_kinds_are_counted_as_far_as_they_were_read():
    counts = build_home(replace(OVERVIEW, jobs=Part(is_failed=True))).counts
    assert {
        BrowseCount(BrowseKind.ENDPOINTS, 2),
        BrowseCount(BrowseKind.DATA, 2, at_least=True),
        BrowseCount(BrowseKind.APPROVALS, 1),
        BrowseCount(BrowseKind.JOBS, None),
    } <= {*counts}


def test_every_question_to_try_can_be_asked_of_its_start():
    entities = {entity.arn: entity for entity in (LIVE, GONE, GROUP, DATA)}
    questions = build_home(OVERVIEW).questions
    assert [question.text for question in questions] == [
        "Which data is behind churn-live?",
        "What depends on train.csv?",
        "Which versions does churn have?",
        "Who approved churn?",
    ]
    for question in questions:
        assert question.slug in [each.slug for each in find_questions(entities[question.start])]


def test_denied_owner_and_versions_are_not_read_and_the_denial_is_named():
    denied = Part(gaps=("ListModelPackages was denied.",), is_failed=True)
    home = build_home(replace(OVERVIEW, versions=denied, owners=Part(is_failed=True)))
    page = read_text(home)
    assert "ListModelPackages was denied." in page
    assert page.count("not read") >= 3
    assert "not on record" not in page


def test_reason_of_a_denial_stands_at_the_values_that_it_hides():
    denied = Part(gaps=("Search was denied.",), is_failed=True)
    tree = parse_html(render_html(welcome_panel(build_home(replace(OVERVIEW, owners=denied)))))
    (cell,) = [each for each in tree.find_all("span") if each.text == "not read"]
    assert cell.attributes["title"] == "Search was denied."


def test_values_that_nobody_asked_for_stay_empty():
    versions = (RegisteredVersion(f"{ACCOUNT}:model-package/other/1", "other", 1, "Approved", DAY),)
    page = read_text(
        build_home(
            replace(
                OVERVIEW,
                versions=Part(versions, has_more=True),
                models=Part(has_more=True),
                deployments=Part(has_more=True),
                owners=Part(has_more=True),
            )
        )
    )
    assert "not read" not in page
    assert "Show" in page  # leads to the versions of a product


def test_versions_are_not_offered_where_the_registry_does_not_know_the_product():
    overview = replace(OVERVIEW, versions=Part(), models=Part(has_more=True), running=Part())
    page = render_html(welcome_panel(build_home(overview)))
    assert "Show" not in page
    assert "product=churn" not in page


def test_versions_beyond_the_list_are_told_by_the_number_of_the_newest():
    versions = tuple(
        RegisteredVersion(f"{ACCOUNT}:model-package/churn/{number}", "churn", number, "Approved", DAY)
        for number in (280, 281)
    )
    page = read_text(build_home(replace(OVERVIEW, versions=Part(versions, has_more=True))))
    assert "newest is v281" in page
    assert "2 versions" not in page


def test_an_account_without_model_groups_says_so_and_offers_what_is_newest():
    page = read_text(build_home(replace(OVERVIEW, groups=Part())))
    assert "No registered model" in page
    empty = read_text(build_home(AccountOverview()))
    assert "No model package groups in this account." in empty

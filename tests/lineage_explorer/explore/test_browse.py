"""Pages of lists: what they hold, and what can be chosen beside them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from components.browse import browse_panel
from components.markup import render_html
from lineage_explorer.explore.browse import load_browse_page
from lineage_explorer.graph.model import Arn, Entity, Hit, LineageType
from lineage_explorer.query.browse_query import BrowseKind, BrowseQuery
from lineage_explorer.sources.account_overview import (
    AccountOverview,
    EntityPage,
    GroupOwner,
    Part,
    RunningEndpoint,
)
from tests.support.fakes import FakeCatalog
from tests.support.html_tree import parse_html

ACCOUNT = "arn:aws:sagemaker:us-west-2:000000000000"
TODAY = datetime(2026, 3, 15, tzinfo=UTC)


def build_context(name, type_, resource):
    arn = Arn(f"{ACCOUNT}:context/{name}")
    return Entity(
        arn, LineageType.CONTEXT, name, type=type_, source_uri=f"{ACCOUNT}:{resource}", created=TODAY
    )


CHURN = build_context("churn", "ModelGroup", "model-package-group/churn")
FRAUD = build_context("fraud", "ModelGroup", "model-package-group/fraud")
LIVE = build_context("live", "Endpoint", "endpoint/live")
OLD = build_context("old", "Endpoint", "endpoint/old")


class ListingCatalog(FakeCatalog):
    """Holds given pages and an overview."""

    overview = AccountOverview(
        groups=Part((CHURN, FRAUD)),
        endpoints=Part((LIVE, OLD)),
        running=Part((RunningEndpoint(f"{ACCOUNT}:endpoint/live", "live", "InService"),)),
        owners=Part((GroupOwner("churn", "retention"), GroupOwner("fraud", "payments"))),
    )
    page: EntityPage | None = EntityPage((LIVE, OLD), 2, has_more=True)

    def read_overview(self, *, seconds):
        return self.overview

    def read_page(self, wanted, *, page, seconds):
        self.asked.append(wanted)
        return self.page


@pytest.fixture
def catalog():
    return ListingCatalog()


def read_panel(page):
    return parse_html(render_html(browse_panel(page)))


def test_page_of_endpoints_tells_which_are_deleted_and_leads_on(catalog):
    page = load_browse_page(catalog, BrowseQuery(BrowseKind.ENDPOINTS, page=2), today=TODAY)
    assert [row.status for row in page.rows] == ["InService", "Deleted"]
    links = [link.attributes["href"] for link in read_panel(page).find(".pager").find_all("a")]
    assert links == ["./?view=browse&kind=endpoints", "./?view=browse&kind=endpoints&page=3"]


def test_month_and_product_are_asked_of_the_service(catalog):
    load_browse_page(catalog, BrowseQuery(BrowseKind.MODELS, month="2026-02", product="churn"), today=TODAY)
    (wanted,) = catalog.asked
    assert (wanted.group, wanted.created_after, wanted.created_before.day) == (
        "churn",
        datetime(2026, 2, 1, tzinfo=UTC),
        28,
    )


def test_owner_lists_the_products_that_are_theirs_without_another_list(catalog):
    page = load_browse_page(catalog, BrowseQuery(owner="payments"), today=TODAY)
    assert [row.start.arn for row in page.rows] == [FRAUD.arn]
    assert page.owners == ("payments", "retention")
    assert catalog.asked == []


def test_page_that_takes_long_says_that_it_is_read(catalog):
    catalog.page = None
    page = load_browse_page(catalog, BrowseQuery(BrowseKind.DATA), today=TODAY)
    assert page.is_pending
    assert read_panel(page).find(".browse").find_all("table") == []
    assert "Loading…" in read_panel(page).text


def test_months_reach_two_years_back_and_to_the_chosen_one(catalog):
    page = load_browse_page(catalog, BrowseQuery(month="2019-07"), today=TODAY)
    assert page.months[:3] == ("2026-03", "2026-02", "2026-01")
    assert page.months[-2:] == ("2024-04", "2019-07")


@pytest.mark.parametrize(
    ("kind", "text", "count", "note"),
    [
        (BrowseKind.DATA, "train", 20, "Matches"),
        (BrowseKind.JOBS, "train", 0, "None of this kind. 20 matches of other kinds."),
        (BrowseKind.JOBS, "nobody", 0, "No match for “nobody” in the whole account."),
    ],
)
def test_search_keeps_all_matches_of_the_kind(kind, text, count, note):
    hits = tuple(
        Hit(
            Arn(f"{ACCOUNT}:artifact/{number}"),
            LineageType.ARTIFACT,
            type="DataSet",
            source_uri="s3://b/train.csv",
        )
        for number in range(20)
    )
    page = load_browse_page(ListingCatalog(hits=hits), BrowseQuery(kind, text=text), today=TODAY)
    assert len(page.rows) == count
    assert page.note.startswith(note)


def test_versions_of_a_product_lead_to_what_they_were_made_from(catalog):
    version = Entity(
        Arn(f"{ACCOUNT}:model-package/churn/8"),
        LineageType.ARTIFACT,
        type="Model",
        source_uri=f"{ACCOUNT}:model-package/churn/8",
        status="Approved",
    )
    catalog.page = EntityPage((version,))
    page = load_browse_page(catalog, BrowseQuery(BrowseKind.MODELS, product="churn"), today=TODAY)
    panel = read_panel(page)
    assert panel.find("h1").text == "Versions of churn"
    hrefs = [link.attributes["href"] for link in panel.find(".product-links").find_all("a")]
    assert hrefs[0] == f"./?start={ACCOUNT}:model-package-group/churn&type=DataSet&view=table"
    assert [row.status for row in page.rows] == ["Approved"]

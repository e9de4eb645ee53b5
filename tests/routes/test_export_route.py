"""The route of files: errors, headers, and what it refuses."""

from __future__ import annotations

import pytest

from assembly.explorer import create_app
from lineage_explorer.errors import AccessDenied, CredentialsExpired, EntityNotFound, Throttled
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from tests.support.fakes import FakeCatalog, FakeSource, build_scope
from tests.support.graph_builders import ENDPOINT, build_graph


def open_client(*, error=None, gaps=()):
    scope = build_scope(FakeSource(build_graph(gaps=gaps), error=error), FakeCatalog())
    return create_app(scope, CacheRegistry()).server.test_client()


def export(slug: str, more: str = "", **options):
    return open_client(**options).get(f"/api/v1/export?format={slug}&start={ENDPOINT}{more}")


def test_file_is_a_download_that_no_cache_keeps_and_no_page_may_script():
    response = export("json")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''Lineage-of-")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Content-Security-Policy"] == "sandbox allow-scripts"


def test_partial_read_is_told_by_headers_name_and_text():
    response = export("json", gaps=("One page could not be read.",))
    assert response.headers["Lineage-Complete"] == "false"
    assert "incomplete" in response.headers["Content-Disposition"]
    assert response.json["gaps"] == ["One page could not be read."]


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ("&depth=11", "11"),
        ("&direction=Sideways", "Sideways"),
        ("&hiden=job", "hiden"),
        ("&theme=sepia", "sepia"),
        ("&list=answer", "question="),
    ],
)
def test_wrong_parameter_is_refused_by_name(more, named):
    response = export("csv", more)
    assert response.status_code == 400
    assert response.json["error"]["code"] == "invalid_parameter"
    assert named in response.json["error"]["detail"]


def test_unknown_format_is_refused_with_the_list_of_formats():
    detail = export("proof").json["error"]["detail"]
    assert "“proof” is not a format" in detail
    assert "graphml" in detail


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (AccessDenied("Denied.", operation="QueryLineage"), 403, "access_denied"),
        (EntityNotFound("Gone.", operation="QueryLineage"), 404, "not_found"),
        (Throttled("Slow.", operation="QueryLineage"), 503, "throttled"),
        (CredentialsExpired("Old.", operation="QueryLineage"), 502, "credentials_refused"),
    ],
)
def test_account_that_cannot_be_read_is_an_error_of_its_kind(error, status, code):
    response = export("csv", error=error)
    assert response.status_code == status
    assert response.json["error"]["code"] == code
    assert response.json["error"]["detail"] == str(error)

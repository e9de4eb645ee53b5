"""Both servers behind their guards, in process."""

from __future__ import annotations

import pytest

from assembly.endpoint_app import guard_endpoint
from assembly.explored_account import ExploredAccount
from assembly.explorer import create_explorer
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from sagemaker_account import transport
from sagemaker_account.endpoint import build_wsgi_app
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from server.access_log import ACCESS_LOG
from server.guard_settings import GuardSettings

TOKEN = "correct-horse-battery-staple"


@pytest.fixture(autouse=True)
def _quiet(monkeypatch):
    """Keep thousands of refusals out of reports."""
    monkeypatch.setattr(ACCESS_LOG, "disabled", True)


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    store = Store.open(str(tmp_path_factory.mktemp("guarded") / "account.sqlite"), create=True)
    account = Account(store, account_id="111122223333", region="us-west-2")
    client = transport.connect(account)
    client.create_artifact(Source={"SourceUri": "s3://b/data"}, ArtifactType="DataSet", ArtifactName="data")
    yield account
    store.close()


@pytest.fixture(scope="session")
def explore(service, tmp_path_factory):
    """Return a function that makes an explorer with settings."""
    pseudonyms = PseudonymStore(tmp_path_factory.mktemp("names") / "pseudonyms.sqlite")

    def make(settings: GuardSettings):
        account = ExploredAccount("Small", transport.connect(service))
        return create_explorer(account, pseudonyms=pseudonyms, settings=settings)

    return make


@pytest.fixture(scope="session")
def serve_account(service):
    """Return a function that makes an endpoint with settings."""
    return lambda settings: guard_endpoint(build_wsgi_app(service), settings)


@pytest.fixture(scope="session")
def token_settings():
    return GuardSettings(allowed_hosts=("lineage.example",), token=TOKEN)


@pytest.fixture(scope="session")
def explorer(explore, token_settings):
    return explore(token_settings)


@pytest.fixture(scope="session")
def endpoint(serve_account, token_settings):
    return serve_account(token_settings)

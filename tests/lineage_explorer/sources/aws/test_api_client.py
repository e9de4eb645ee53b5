"""Concurrent readers of one uncached response send one request."""

from contextlib import closing

import pytest

from lineage_explorer.sources.aws.api_client import SageMakerApi
from lineage_explorer.sources.cache.response_cache import MemoryResponseCache
from lineage_explorer.sources.cache.value_cache import ValueCache
from sagemaker_account import transport
from sagemaker_account.service import Account
from sagemaker_account.store import Store

KEPT = {"ArtifactSummaries": [{"ArtifactName": "kept by another"}]}


class RacingCache(MemoryResponseCache):
    """A cache that another reader fills between lookup and claim."""

    wanted = None

    def claim(self, key):
        self.wanted = key
        assert super().claim(key)
        super().put(key, KEPT)
        return super().claim(key)


@pytest.fixture
def api(tmp_path):
    with closing(Store.open(str(tmp_path / "account.sqlite"), create=True)) as store:
        yield SageMakerApi(transport.connect(Account(store)), RacingCache(ValueCache(entries=9, seconds=60)))


def test_response_cached_between_lookup_and_claim_is_not_requested_again(api):
    assert api.send_cached("ListArtifacts").response == KEPT


def test_unneeded_claim_is_released(api):
    api.send_cached("ListArtifacts")
    assert MemoryResponseCache.claim(api.cache, api.cache.wanted)

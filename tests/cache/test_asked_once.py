"""Of several who want the same answer at once, one asks: also where one had looked just before another put it."""

from contextlib import closing

import pytest

from lineage_explorer.sources.aws.api_client import SageMakerApi
from lineage_explorer.sources.cache.response_cache import MemoryResponseCache
from lineage_explorer.sources.cache.value_cache import ValueCache
from sagemaker_account import transport
from sagemaker_account.service import Account
from sagemaker_account.store import Store

KEPT = {"ArtifactSummaries": [{"ArtifactName": "kept by another"}]}


class Overtaken(MemoryResponseCache):
    """A cache in which another keeps an answer after one has looked for it, and before one claims it."""

    wanted = None

    def claim(self, key):
        self.wanted = key
        assert super().claim(key)
        super().put(key, KEPT)
        return super().claim(key)


@pytest.fixture
def api(tmp_path):
    with closing(Store.open(str(tmp_path / "account.sqlite"), create=True)) as store:
        yield SageMakerApi(transport.connect(Account(store)), Overtaken(ValueCache(entries=9, seconds=60)))


def test_an_answer_that_came_between_looking_and_claiming_is_not_asked_for_again(api):
    assert api.send_cached("ListArtifacts").response == KEPT


def test_a_claim_that_was_not_needed_is_left_to_others(api):
    api.send_cached("ListArtifacts")
    assert MemoryResponseCache.claim(api.cache, api.cache.wanted)

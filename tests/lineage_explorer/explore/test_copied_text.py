"""What is on the screen can be copied into the start box, in accounts of any size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from lineage_explorer.explore import start_resolution
from lineage_explorer.explore.start_resolution import find_start
from lineage_explorer.graph.entity_names import name_entity
from lineage_explorer.graph.model import Hit, LineageType, is_lineage_arn
from lineage_explorer.sources.aws.entity_parser import parse_hit
from lineage_explorer.sources.aws.name_search import MAX_SEARCH_CALLS
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.views.entity_details import build_start_options
from tests.support.crowded_account import OTHERS, fill_account
from tests.support.demo_identifiers import LISTS, list_summaries
from tests.support.question_accounts import Subject, demo_account

ACCOUNT = "arn:aws:sagemaker:us-west-2:000000000000"
CONSOLE = "https://us-west-2.console.aws.amazon.com/sagemaker/home?region=us-west-2#"
CHURN = "s3://orchard-telecom-ml/churn"
PRODUCTION = f"{ACCOUNT}:endpoint/customer-churn-production"
VERSION_8 = f"{ACCOUNT}:model-package/customer-churn/8"
REGISTRY = "246618743249.dkr.ecr.us-west-2.amazonaws.com"

COPIES = [
    # titles of cards
    ("customer-churn-production", "endpoint/customer-churn-production"),
    ("customer-churn-staging", "endpoint/customer-churn-staging"),
    ("churn-scoring", "endpoint/churn-scoring"),
    ("payment-fraud-shadow", "endpoint/payment-fraud-shadow"),
    ("customer-churn", "model-package-group/customer-churn"),
    ("payment-fraud", "model-package-group/payment-fraud"),
    ("merchant-risk", "feature-group/merchant-risk"),
    ("fraud-signals-hourly", "pipeline/fraud-signals-hourly"),
    ("customer-churn v8", "model-package/customer-churn/8"),
    ("customer-churn v1", "model-package/customer-churn/1"),
    ("payment-fraud v3", "model-package/payment-fraud/3"),
    ("lineage-test-1639181910 v1", "model-package/lineage-test-1639181910/1"),
    ("churn-tune #8", "training-job/churn-tune-260316-0836-008-464851fc"),
    ("churn-tune #12 model", "churn-tune-260316-0836-012-fce641e9/output/model.tar.gz"),
    ("ChurnFeatures", "ChurnFeatures-q7lXN52zbu"),
    ("AbaloneTrain", "AbaloneTrain-cMzsQErXAm"),
    ("sandbox_workflow", "sandbox_workflow"),
    ("sandbox-model-build", "sandbox-model-build"),
    ("survey-cleanup", "survey-cleanup"),
    ("scratch-notes", "scratch-notes"),
    ("pytorch-training:2.3.0", "2.3.0-gpu-py311-cu121-ubuntu20.04-sagemaker"),
    ("xgboost:1.0-1", "sagemaker-xgboost:1.0-1-cpu-py3"),
    ("v8 approved", "customer-churn-8-Approved-1793801400-aws-model-group"),
    ("Deploy v8", "endpoint-config/customer-churn-production-v8"),
    ("Replace with v5", "endpoint-config/churn-scoring-v5"),
    # titles with their subtitles
    ("customer-churn v7 · 24 Aug", "model-package/customer-churn/7"),
    ("v7 submitted · 24 Aug", "customer-churn-7-PendingManualApproval-1787563320-aws-model-group"),
    ("v1 rejected (5 Feb)", "payment-fraud-1-Rejected-1770281820-aws-model-group"),
    ("Deploy v7 · customer-churn-production · 31 Aug", "endpoint-config/customer-churn-production-v7"),
    ("ChurnTrain model · run dxzqrhrc · 24 Aug", "ChurnTrain-u95edrXWMO/output/model.tar.gz"),
    ("train.csv · run dxzqrhrc · 24 Aug", "churn/runs/dxzqrhrcf8mu/train/train.csv"),
    ("features.py · code · 2026-03", "churn/code/2026-03/features.py"),
    ("usage.parquet · raw · 2026-07", "churn/raw/usage/2026-07/usage.parquet"),
    ("support-tickets.parquet · raw · 2026-02", "support-tickets/2026-02/support-tickets.parquet"),
    ("customers.csv.out · scoring · 2026-01", "scoring/2026-01/customers.csv.out"),
    ("weekly.csv · exports · 20 Mar", "exports/weekly.csv"),
    ("holdout-2025 · 1 Apr", "forgotten/holdout-2025.csv"),
    ("transformer-ROCCurve · 16 Feb", "transformer/roccurve.json"),
    ("ChurnBias run 7z76zacv", "ChurnBias-HLXBuTOgAy"),
    ("churn-scoring · 14 Nov 2025, 02:30", "transform-job/churn-scoring-2025-11-14-02-30-00-000"),
    ("fraud-boosted-4 · 24 Mar", "models:/fraud-boosted/4"),
    ("abalone-dataset.csv · abalone · 2 Oct 2025", "abalone/input/abalone-dataset.csv"),
    ("sagemaker-xgboost · 9 Dec 2021, 00:14", "sagemaker-xgboost-2021-12-09-00-14-11-371"),
    # what lists and details show besides
    ("Endpoint payment-fraud-shadow · endpoint · 14 Sep", "endpoint/payment-fraud-shadow"),
    ("run dxzqrhrc", "ChurnFeatures-q7lXN52zbu"),
    ("customer-churn/6", "model-package/customer-churn/6"),
    ("customer-churn-production-v7-1788159600-aws-endpoint", "endpoint-config/customer-churn-production-v7"),
    ("merchant-risk-1768471200-feature-group-pipeline", "feature-group/merchant-risk"),
    ("pipelines-dxzqrhrcf8mu-ChurnTrain-u95edrXWMO", "training-job/pipelines-dxzqrhrcf8mu-ChurnTrain-u95edrXWMO"),
    ("Tune-v4-08", "training-job/churn-tune-260316-0836-008-464851fc"),
]  # fmt: skip
"""Copied text, and how the source or the name of its entity ends."""

PASTED = [
    (PRODUCTION, "endpoint/customer-churn-production"),
    (f'"EndpointArn": "{PRODUCTION}",', "endpoint/customer-churn-production"),
    (f"<{PRODUCTION}>", "endpoint/customer-churn-production"),
    (f"({PRODUCTION}).", "endpoint/customer-churn-production"),
    (f"`{PRODUCTION}`", "endpoint/customer-churn-production"),
    (f"see {PRODUCTION} please", "endpoint/customer-churn-production"),
    (PRODUCTION.replace(":", "%3A").replace("/", "%2F"), "endpoint/customer-churn-production"),
    (PRODUCTION.replace("customer-churn", "Customer-Churn"), "endpoint/customer-churn-production"),
    ("endpoint/customer-churn-production", "endpoint/customer-churn-production"),
    (f"{CONSOLE}/endpoints/customer-churn-production", "endpoint/customer-churn-production"),
    (
        "https://runtime.sagemaker.us-west-2.amazonaws.com/endpoints/customer-churn-production/invocations",
        "endpoint/customer-churn-production",
    ),
    (f"/?start={PRODUCTION}&direction=upstream", "endpoint/customer-churn-production"),
    (f"https://explorer.example/?start={VERSION_8}", "model-package/customer-churn/8"),
    (VERSION_8, "model-package/customer-churn/8"),
    ("model-package/customer-churn/8", "model-package/customer-churn/8"),
    (f"{ACCOUNT}:model-card/customer-churn", "model-package/customer-churn/8"),
    (f"{ACCOUNT}:model/customer-churn-production-v8", "model-package/customer-churn/8"),
    (f"{ACCOUNT}:endpoint-config/customer-churn-production-v8", "endpoint-config/customer-churn-production-v8"),
    (f"{CONSOLE}/endpointConfig/customer-churn-production-v8", "endpoint-config/customer-churn-production-v8"),
    (f"{ACCOUNT}:model-package-group/customer-churn", "model-package-group/customer-churn"),
    (f"{ACCOUNT}:hyper-parameter-tuning-job/churn-tune-260316-0836", "training-job/churn-tune-260316-0836-008-464851fc"),
    (f"{ACCOUNT}:training-job/churn-tune-260316-0836-008-464851fc", "training-job/churn-tune-260316-0836-008-464851fc"),
    (f"{CONSOLE}/jobs/churn-tune-260316-0836-008-464851fc", "training-job/churn-tune-260316-0836-008-464851fc"),
    (f"{ACCOUNT}:pipeline/customer-churn/execution/dxzqrhrcf8mu", "ChurnFeatures-q7lXN52zbu"),
    (f"{ACCOUNT}:feature-group/merchant-risk", "feature-group/merchant-risk"),
    (f"{CHURN}/raw/usage/2026-07/usage.parquet", "usage/2026-07/usage.parquet"),
    ("s3a://orchard-telecom-ml/churn/raw/usage/2026-07/usage.parquet", "usage/2026-07/usage.parquet"),
    ("arn:aws:s3:::orchard-telecom-ml/churn/raw/usage/2026-07/usage.parquet", "usage/2026-07/usage.parquet"),
    (
        "https://orchard-telecom-ml.s3.us-west-2.amazonaws.com/churn/raw/usage/2026-07/usage.parquet",
        "usage/2026-07/usage.parquet",
    ),
    (
        "https://s3.console.aws.amazon.com/s3/object/orchard-telecom-ml?prefix=churn/raw/usage/2026-07/usage.parquet",
        "usage/2026-07/usage.parquet",
    ),
    (f"{REGISTRY}/sagemaker-xgboost:1.0-1-cpu-py3", "sagemaker-xgboost:1.0-1-cpu-py3"),
    ("models:/fraud-boosted/4", "models:/fraud-boosted/4"),
]  # fmt: skip
"""Pasted text, and how the source or the name of its entity ends."""

SEVERAL = {
    "run dxzqrhrc",
    f"{ACCOUNT}:pipeline/customer-churn/execution/dxzqrhrcf8mu",
    f"{ACCOUNT}:hyper-parameter-tuning-job/churn-tune-260316-0836",
}
"""Texts that mean several entities of different names."""

SMALL, CROWDED = "the demo", f"{OTHERS:,} other entities"


@dataclass(frozen=True)
class Demo:
    """An account that holds the demo, and the demo's entities."""

    subject: Subject
    hits: tuple[Hit, ...]

    def find_expected(self, end: str) -> set[str]:
        """Return the ARNs of the entities whose source or name ends so."""
        found = {
            hit.arn
            for hit in self.hits
            if (hit.source_uri or "").endswith(end) or (hit.name or "").endswith(end)
        }
        assert found, f"The demo has nothing that ends with {end}"
        return found


@pytest.fixture(autouse=True)
def _patience(monkeypatch):
    """Wait for every answer: a page would ask again, and a busy machine makes it do so."""
    monkeypatch.setattr(start_resolution, "SEARCH_SECONDS", 60.0)


@pytest.fixture(scope="module")
def demos(tmp_path_factory, boto) -> Iterator[dict[str, Demo]]:
    with (
        demo_account(tmp_path_factory.mktemp("small"), boto) as small,
        demo_account(tmp_path_factory.mktemp("crowded"), boto) as crowded,
    ):
        hits = tuple(list_hits(small.client))
        fill_account(crowded.account)
        yield {SMALL: Demo(small, hits), CROWDED: Demo(crowded, hits)}


def list_hits(client: Any) -> Iterator[Hit]:
    for kind, operation in LISTS.items():
        for summary in list_summaries(getattr(client, operation), f"{kind}Summaries"):
            if hit := parse_hit(LineageType(kind), summary):
                yield hit


def resolve_offer(catalog: SageMakerCatalog, hit: Hit) -> set[str]:
    """Return the entities that a click on an offer leads to."""
    return {hit.arn} if is_lineage_arn(hit.arn) else {found.arn for found in catalog.resolve(hit.arn)}


def check_leads_to(demo: Demo, text: str, end: str) -> None:
    """Check that the first offers lead to the entity, and can be told apart."""
    noted = demo.subject.noted()
    catalog = SageMakerCatalog(noted.client)
    found = find_start(catalog, text)
    assert len(noted.sent) <= MAX_SEARCH_CALLS
    expected = demo.find_expected(end)
    if isinstance(found, str):
        found = (Hit(found, LineageType.ARTIFACT, source_uri=found),)
    assert found
    place = next((i for i, hit in enumerate(found) if resolve_offer(catalog, hit) & expected), None)
    assert place is not None, [name_entity(hit.arn, hit).line for hit in found]
    title = name_entity(found[place].arn, found[place]).title
    earlier = {name_entity(hit.arn, hit).title for hit in found[:place]}
    assert earlier <= {title} or text in SEVERAL
    lines = [option.name.line for option in build_start_options(found)]
    assert len(lines) == len(set(lines))


@pytest.mark.parametrize("account", [SMALL, CROWDED])
@pytest.mark.parametrize(("text", "end"), COPIES, ids=[text for text, _ in COPIES])
def test_text_copied_from_the_screen_leads_to_its_entity(demos, account, text, end):
    check_leads_to(demos[account], text, end)


@pytest.mark.parametrize("account", [SMALL, CROWDED])
@pytest.mark.parametrize(("text", "end"), PASTED, ids=[text for text, _ in PASTED])
def test_pasted_text_leads_to_its_entity(demos, account, text, end):
    check_leads_to(demos[account], text, end)


@pytest.mark.parametrize("account", [SMALL, CROWDED])
@pytest.mark.parametrize("place", range(0, 390, 39))
def test_id_of_an_entity_leads_to_it(demos, account, place):
    demo = demos[account]
    noted = demo.subject.noted()
    hit = demo.hits[place]
    found = find_start(SageMakerCatalog(noted.client), hit.arn.rpartition("/")[2])
    arns = (found,) if isinstance(found, str) else [offer.arn for offer in found]
    assert hit.arn in arns
    assert len(noted.sent) <= MAX_SEARCH_CALLS


@pytest.mark.parametrize("account", [SMALL, CROWDED])
@pytest.mark.parametrize("tag", ["team: retention", "project=customer-churn", "cost-center: 4411"])
def test_tag_leads_to_entities_that_have_it(demos, account, tag):
    client = demos[account].subject.client
    found = SageMakerCatalog(client).suggest(tag).hits
    key, value = tag.replace("=", ": ").split(": ")
    assert found
    for hit in found:
        tags = client.list_tags(ResourceArn=hit.arn)["Tags"]
        assert {"Key": key, "Value": value} in tags

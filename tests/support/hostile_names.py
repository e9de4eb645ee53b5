"""An account whose names are hard to tell apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

TUNING_JOBS = 1_000

_BUCKETS = 40
_DAYS = 45
_IMAGE = "246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-xgboost:1.7-1"

_SCRIPTS = (
    "顧客解約予測モデル訓練用データ第一四半期東日本全店舗.csv",
    "顧客解約予測モデル訓練用データ第二四半期東日本全店舗.csv",
    "顧客解約予測モデル訓練用データ第一四半期西日本全店舗.csv",
    "ข้อมูลฝึกสอนแบบจำลองลูกค้ายกเลิกบริการไตรมาสหนึ่ง.csv",
    "ข้อมูลฝึกสอนแบบจำลองลูกค้ายกเลิกบริการไตรมาสสอง.csv",
    "بيانات-التدريب-الربع-الأول.csv",
    "بيانات-التدريب-الربع-الثاني.csv",
    "נתוני-אימון-רבעון-ראשון.csv",
    "👨‍👩‍👧‍👦" * 12 + ".csv",
    "👨‍👩‍👧‍👦" * 13 + ".csv",
)
"""Names without spaces, or written from right to left."""

_LOOKALIKES = (
    "report-fdp.csv",
    "report-\u202efdp.csv",
    "report-\u202dfdp.csv",
    "report-\u2067fdp.csv",
    "report-\u200bfdp.csv",
    "report-\u200dfdp.csv",
    "re\u00adport-fdp.csv",
    "caf\u00e9.csv",
    "cafe\u0301.csv",
    "\u202ecsv.niart",
    "train.csv",
    "train.csv\u200e",
    "tab\there.csv",
    "tab here.csv",
)
"""Names with invisible characters, or that other characters spell alike."""


@dataclass(frozen=True, slots=True)
class HostileAccount:
    """Entities to start from.

    Attributes:
        merge: Job that reads every data set.
        image: Image that every job runs.
        twins: Two data sets with the same URI.
    """

    merge: str
    image: str
    twins: tuple[str, str]


def build(client: Any) -> HostileAccount:
    """Write the account, whose entities all belong to one graph."""
    merge = str(
        client.create_trial_component(TrialComponentName="merge-aws-processing-job")["TrialComponentArn"]
    )
    image = _create(client, _IMAGE, "Image")
    _associate(client, image, merge)
    for uri in list_uris():
        _associate(client, _create(client, uri, "DataSet"), merge)
    twins = tuple(_create(client, "s3://twins/twin.csv", "DataSet", etag=etag) for etag in ("e1", "e2"))
    for twin in twins:
        _associate(client, twin, merge)
    for name in _list_jobs():
        job = client.create_trial_component(TrialComponentName=name)["TrialComponentArn"]
        _associate(client, image, job)
    for parity, stage in enumerate(("one", "two")):
        _build_release(client, merge, stage, range(parity, 16, 2))
    return HostileAccount(merge, image, (twins[0], twins[1]))


def list_uris() -> Iterator[str]:
    """Yield the URIs of all data sets but the twins."""
    for number in range(_BUCKETS):
        yield f"s3://team-{number:02}-data/churn/features/train.csv"
    for day in range(_DAYS):
        yield f"s3://lake/events/dt=2026-{day // 28 + 1:02}-{day % 28 + 1:02}/part-0000.parquet"
        yield f"s3://lake/clicks/2026/{day // 28 + 1:02}/{day % 28 + 1:02}/part-0000.parquet"
    for name in (*_SCRIPTS, *_LOOKALIKES):
        yield f"s3://names/in/{name}"


def _list_jobs() -> Iterator[str]:
    """Yield jobs of two tunings, with the same numbers."""
    for number in range(TUNING_JOBS):
        tuning, index = divmod(number, TUNING_JOBS // 2)
        suffix = sha256(str(number).encode()).hexdigest()[:8]
        yield f"churn-tune-26031{6 + tuning}-0836-{index + 1:03}-{suffix}-aws-training-job"


def _build_release(client: Any, merge: str, stage: str, numbers: range) -> None:
    """Write a model and a group of its reports, named like those of the other."""
    model = _create(client, f"s3://models/{stage}/model.tar.gz", "Model")
    _associate(client, merge, model, "Produced")
    for number in numbers:
        report = _create(client, f"s3://reports/all/report-{number:02}.json", "DataSet")
        _associate(client, model, report, "DerivedFrom")


def _create(client: Any, uri: str, type_: str, etag: str = "") -> str:
    ids = {"SourceTypes": [{"SourceIdType": "S3ETag", "Value": etag}]} if etag else {}
    source = {"SourceUri": uri, **ids}
    return str(client.create_artifact(Source=source, ArtifactType=type_)["ArtifactArn"])


def _associate(client: Any, source: str, destination: str, type_: str = "ContributedTo") -> None:
    client.add_association(SourceArn=source, DestinationArn=destination, AssociationType=type_)

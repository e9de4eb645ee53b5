"""Account of a supplier that shares its lineage with the team.

The team uses one data set and one model of the supplier. Both accounts track both, so each account has its
own artifacts for them. The two artifacts of a source have the same id and are associated by SameAs in both
directions.
"""

import json
from dataclasses import dataclass, replace

from sagemaker_account.demo.arn_names import ACCOUNT, PARTNER, build_arn, build_job_name
from sagemaker_account.demo.job_record import (
    MODEL,
    PYTORCH_TRAINING,
    SKLEARN_1_2,
    Job,
    Output,
    create_image_artifact,
)
from sagemaker_account.demo.jobs import run_job
from sagemaker_account.demo.lineage_builder import Artifact, DemoBuilder
from sagemaker_account.demo.users import SUPPLIER
from sagemaker_account.seed_resources import seed_policy

_BUCKET = "s3://merchant-signals-exchange"
_SHARED_OPERATIONS = (
    "AddAssociation",
    "DeleteAssociation",
    "DescribeAction",
    "DescribeArtifact",
    "DescribeContext",
    "DescribeTrialComponent",
    "QueryLineage",
)
"""Operations that a shared lineage group's policy must allow, according to the developer guide."""


@dataclass(frozen=True, slots=True)
class SupplierArtifacts:
    """The team's own artifacts of the supplier's data set and model.

    Attributes:
        signals: Data set: chargebacks and complaints by merchant.
        embedding: Model: a vector for each merchant.
    """

    signals: Artifact
    embedding: Artifact


def write(builder: DemoBuilder) -> SupplierArtifacts:
    """Write the supplier's lineage and the team's copies of its artifacts."""
    supplier = replace(builder, account_id=PARTNER, caller=SUPPLIER, tags={"publisher": "merchant-signals"})
    signals = _publish_signals(supplier.at_time("2026-01-12T03:00"))
    embedding = _publish_embedding(supplier.at_time("2026-06-02T03:00"), signals)
    _share_lineage_group(supplier)
    receiver = builder.at_time("2026-06-04T09:30")
    return SupplierArtifacts(
        _write_twin(builder.at_time("2026-01-14T10:00"), signals, "DataSet"),
        _write_twin(receiver, embedding, "Model"),
    )


def _share_lineage_group(supplier: DemoBuilder) -> None:
    """Share the supplier's lineage group with the team."""
    statement = {
        "Sid": "FullLineageAccess",
        "Effect": "Allow",
        "Principal": {"AWS": [ACCOUNT]},
        "Action": [f"sagemaker:{operation}" for operation in _SHARED_OPERATIONS],
        "Resource": build_arn("lineage-group", "sagemaker-default-lineage-group", account_id=PARTNER),
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    seed_policy(supplier.accounts.open_account(PARTNER, supplier.caller), policy)


def _publish_signals(supplier: DemoBuilder) -> Artifact:
    job = Job(
        job_type="processing",
        name=build_job_name("merchant-signals", supplier.time),
        display_name="merchant-signals",
        inputs={
            "chargebacks": supplier.create_artifact(f"{_BUCKET}-raw/chargebacks/2025/", "DataSet"),
            "complaints": supplier.create_artifact(f"{_BUCKET}-raw/complaints/2025/", "DataSet"),
            "code": supplier.create_artifact(f"{_BUCKET}-raw/code/aggregate.py", "DataSet"),
        },
        image=create_image_artifact(supplier, SKLEARN_1_2),
        outputs={
            "signals": Output(f"{_BUCKET}/signals/2026-01/", properties={"license": "contract 2025-118"})
        },
        minutes=55,
    )
    return run_job(supplier, job).outputs["signals"]


def _publish_embedding(supplier: DemoBuilder, signals: Artifact) -> Artifact:
    name = build_job_name("merchant-embedding", supplier.time)
    job = Job(
        job_type="training",
        name=name,
        display_name="merchant-embedding",
        inputs={"signals": signals},
        image=create_image_artifact(supplier, PYTORCH_TRAINING),
        outputs={MODEL: Output(f"{_BUCKET}/models/{name}/output/model.tar.gz", "Model")},
        instances=("ml.g5.xlarge", 1),
        minutes=190,
        parameters={"dimensions": 64, "epochs": 12},
    )
    return run_job(supplier, job).outputs[MODEL]


def _write_twin(builder: DemoBuilder, published: Artifact, kind: str) -> Artifact:
    twin = builder.create_artifact(published.uri, kind, Properties={"supplier": "Merchant Signals Exchange"})
    builder.associate(published.arn, twin.arn, "SameAs")
    builder.associate(twin.arn, published.arn, "SameAs")
    return twin

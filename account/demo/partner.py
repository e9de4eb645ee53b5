"""Account of a supplier that shares its lineage with the team.

The team uses one data set and one model of the supplier. Both accounts track both, so each account has its
own artifacts for them. The two artifacts of a source have the same id and are associated by SameAs in both
directions.
"""

import json
from dataclasses import dataclass, replace

from account.demo.author import Artifact, Author
from account.demo.images import PYTORCH_TRAINING, SKLEARN_1_2, image
from account.demo.job import MODEL, Job, Output
from account.demo.jobs import run
from account.demo.naming import ACCOUNT, PARTNER, arn, stamped_job
from account.demo.people import SUPPLIER
from account.keeping import keep_policy

_BUCKET = "s3://merchant-signals-exchange"
_SHARED = (
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
class Supplied:
    """The team's own artifacts of the supplier's data set and model.

    Attributes:
        signals: Data set: chargebacks and complaints by merchant.
        embedding: Model: a vector for each merchant.
    """

    signals: Artifact
    embedding: Artifact


def write(author: Author) -> Supplied:
    """Write the supplier's lineage and the team's copies of its artifacts."""
    supplier = replace(author, account_id=PARTNER, who=SUPPLIER, tags={"publisher": "merchant-signals"})
    signals = _publish_signals(supplier.at("2026-01-12T03:00"))
    embedding = _publish_embedding(supplier.at("2026-06-02T03:00"), signals)
    _share(supplier)
    receiver = author.at("2026-06-04T09:30")
    return Supplied(
        _twin(author.at("2026-01-14T10:00"), signals, "DataSet"), _twin(receiver, embedding, "Model")
    )


def _share(supplier: Author) -> None:
    """Share the supplier's lineage group with the team."""
    statement = {
        "Sid": "FullLineageAccess",
        "Effect": "Allow",
        "Principal": {"AWS": [ACCOUNT]},
        "Action": [f"sagemaker:{operation}" for operation in _SHARED],
        "Resource": arn("lineage-group", "sagemaker-default-lineage-group", account_id=PARTNER),
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    keep_policy(supplier.desk.account(PARTNER, supplier.who), policy)


def _publish_signals(supplier: Author) -> Artifact:
    job = Job(
        kind="processing",
        name=stamped_job("merchant-signals", supplier.when),
        display_name="merchant-signals",
        inputs={
            "chargebacks": supplier.artifact(f"{_BUCKET}-raw/chargebacks/2025/", "DataSet"),
            "complaints": supplier.artifact(f"{_BUCKET}-raw/complaints/2025/", "DataSet"),
            "code": supplier.artifact(f"{_BUCKET}-raw/code/aggregate.py", "DataSet"),
        },
        image=image(supplier, SKLEARN_1_2),
        outputs={"signals": Output(f"{_BUCKET}/signals/2026-01/", facts={"licence": "contract 2025-118"})},
        minutes=55,
    )
    return run(supplier, job).outputs["signals"]


def _publish_embedding(supplier: Author, signals: Artifact) -> Artifact:
    name = stamped_job("merchant-embedding", supplier.when)
    job = Job(
        kind="training",
        name=name,
        display_name="merchant-embedding",
        inputs={"signals": signals},
        image=image(supplier, PYTORCH_TRAINING),
        outputs={MODEL: Output(f"{_BUCKET}/models/{name}/output/model.tar.gz", "Model")},
        machines=("ml.g5.xlarge", 1),
        minutes=190,
        parameters={"dimensions": 64, "epochs": 12},
    )
    return run(supplier, job).outputs[MODEL]


def _twin(builder: Author, published: Artifact, kind: str) -> Artifact:
    twin = builder.artifact(published.uri, kind, Properties={"supplier": "Merchant Signals Exchange"})
    builder.link(published.arn, twin.arn, "SameAs")
    builder.link(twin.arn, published.arn, "SameAs")
    return twin

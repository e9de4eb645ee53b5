"""Releases of the churn model, with their data, metrics and reviews."""

from dataclasses import dataclass

from sagemaker_account.demo.arn_names import build_commit_id, build_execution_arn
from sagemaker_account.demo.users import JUNE, PRIYA, UserContext

BUCKET = "s3://orchard-telecom-ml/churn"
REPOSITORY = "https://git.orchard-telecom.example/ml/customer-churn"

FIRST_TRACKED_VERSION = 4
"""First version whose pipeline execution has an experiment configured."""

_ONE_STEP = ("2025-10/preprocess.py",)
_TWO_STEPS = ("2026-03/clean.py", "2026-03/features.py")
_WITH_NETWORK = ("2026-03/clean.py", "2026-08/features.py")
_BILLING_TABLES = ("customers", "usage", "billing")
_SUPPORT_TABLES = (*_BILLING_TABLES, "support-tickets")
_NETWORK_TABLES = (*_SUPPORT_TABLES, "network-quality")


@dataclass(frozen=True, slots=True)
class Review:
    """A person's review of a version.

    Attributes:
        status: Approval status of the version.
        decided_at: Time of the decision, UTC.
        reviewer: UserContext of the reviewer.
        reason: Comment of the reviewer.
    """

    status: str
    decided_at: str
    reviewer: UserContext
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Version of the model, and the pipeline execution that created it.

    Attributes:
        version: Number in the model package group, and of the pipeline execution.
        started_at: Start time of the execution, UTC.
        raw_tables: Names of the raw tables.
        snapshot: Month of the raw tables.
        scripts: Scripts that prepare the data, in order; the last one creates the splits.
        rows: Number of customers in the snapshot.
        auc: Area under the ROC curve on the test split.
        training_jobs: Number of training jobs: one, or as many as the tuning started.
        disparate_impact: Disparate impact between age groups by SageMaker Clarify; 0 if not measured.
        cached_version: Version whose prepared data the pipeline's cache returned, or 0 for own data.
        review: The review; None while it has not ended.
    """

    version: int
    started_at: str
    raw_tables: tuple[str, ...]
    snapshot: str
    scripts: tuple[str, ...]
    rows: int
    auc: float
    training_jobs: int = 1
    disparate_impact: float = 0.0
    cached_version: int = 0
    review: Review | None = None

    @property
    def execution(self) -> str:
        """ARN of the pipeline execution."""
        return build_execution_arn("customer-churn", self.version)

    @property
    def folder(self) -> str:
        """S3 URI under which the execution's steps write."""
        return f"{BUCKET}/runs/{self.execution.rpartition('/')[2]}"

    @property
    def trial_name(self) -> str:
        """Name of the trial of its jobs; empty before `FIRST_TRACKED_VERSION`.

        The trial has the name of the execution.
        """
        return self.execution.rpartition("/")[2] if self.version >= FIRST_TRACKED_VERSION else ""

    @property
    def commit(self) -> str:
        """Id of the commit that the execution ran."""
        return build_commit_id(f"customer-churn {self.scripts} {self.version}")


RELEASES = (
    Release(
        version=1,
        started_at="2025-10-20T08:00",
        raw_tables=_BILLING_TABLES,
        snapshot="2025-09",
        scripts=_ONE_STEP,
        rows=412_880,
        auc=0.812,
        review=Review(
            "Approved",
            "2025-10-23T13:40",
            PRIYA,
            "Beats the rules of the retention desk by nine points",
        ),
    ),
    Release(
        version=2,
        started_at="2025-12-08T08:00",
        raw_tables=_BILLING_TABLES,
        snapshot="2025-11",
        scripts=_ONE_STEP,
        rows=418_203,
        auc=0.824,
        review=Review(
            "Approved",
            "2025-12-10T10:15",
            PRIYA,
            "Fresh quarter, same behavior in every region",
        ),
    ),
    Release(
        version=3,
        started_at="2026-01-19T08:00",
        raw_tables=_BILLING_TABLES,
        snapshot="2025-12",
        scripts=_ONE_STEP,
        rows=421_577,
        auc=0.779,
        review=Review(
            "Rejected",
            "2026-01-20T09:05",
            PRIYA,
            "Holiday usage leaks into the label: the test AUC fell to 0.779",
        ),
    ),
    Release(
        version=4,
        started_at="2026-03-16T08:00",
        raw_tables=_SUPPORT_TABLES,
        snapshot="2026-02",
        scripts=_TWO_STEPS,
        rows=426_940,
        auc=0.861,
        training_jobs=12,
        review=Review(
            "Approved",
            "2026-03-18T15:30",
            JUNE,
            "Support tickets pay off; best of twelve tuning jobs",
        ),
    ),
    Release(
        version=5,
        started_at="2026-05-18T08:00",
        raw_tables=_SUPPORT_TABLES,
        snapshot="2026-04",
        scripts=_TWO_STEPS,
        rows=433_118,
        auc=0.866,
        review=Review(
            "Approved",
            "2026-05-19T11:20",
            PRIYA,
            "Retrained on spring data with the tuned hyperparameters",
        ),
    ),
    Release(
        version=6,
        started_at="2026-07-13T08:00",
        raw_tables=_SUPPORT_TABLES,
        snapshot="2026-06",
        scripts=_TWO_STEPS,
        rows=437_402,
        auc=0.871,
        disparate_impact=0.71,
        review=Review(
            "Rejected",
            "2026-07-16T16:45",
            JUNE,
            "Disparate impact for customers over 65 is 0.71, below the 0.80 that we agreed on",
        ),
    ),
    Release(
        version=7,
        started_at="2026-08-24T08:00",
        raw_tables=_NETWORK_TABLES,
        snapshot="2026-07",
        scripts=_WITH_NETWORK,
        rows=441_036,
        auc=0.884,
        disparate_impact=0.93,
        review=Review(
            "Approved",
            "2026-08-27T09:50",
            JUNE,
            "Age is out of the features; disparate impact 0.93",
        ),
    ),
    Release(
        version=8,
        started_at="2026-11-02T08:00",
        raw_tables=_NETWORK_TABLES,
        snapshot="2026-07",
        scripts=_WITH_NETWORK,
        rows=441_036,
        auc=0.889,
        cached_version=7,
        review=Review(
            "Approved",
            "2026-11-04T14:10",
            PRIYA,
            "Deeper trees on the prepared data of version 7",
        ),
    ),
)

CANDIDATE = Release(
    version=9,
    started_at="2026-11-16T08:00",
    raw_tables=_NETWORK_TABLES,
    snapshot="2026-10",
    scripts=_WITH_NETWORK,
    rows=446_291,
    auc=0.0,
)
"""Execution that is still training at the end of the demo."""

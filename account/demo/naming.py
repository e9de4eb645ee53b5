"""Names, ARNs and codes spelled as SageMaker spells them, the same in every build."""

from datetime import datetime
from hashlib import sha256

ACCOUNT = "000000000000"
"""The team's account: the id to which AWS blanked the one of its published walk-through."""
PARTNER = "111122223333"
"""The account of the supplier whose data set and model the team uses."""
REGION = "us-west-2"

_LOWER = "abcdefghijklmnopqrstuvwxyz0123456789"
_MIXED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def arn(kind: str, name: str, *, account_id: str = ACCOUNT) -> str:
    """ARN of a SageMaker resource: `arn("endpoint", "churn")`."""
    return f"arn:aws:sagemaker:{REGION}:{account_id}:{kind}/{name}"


def package_arn(group: str, version: int) -> str:
    """ARN of a version in a model package group."""
    return arn("model-package", f"{group}/{version}")


def execution_arn(pipeline: str, number: int) -> str:
    """ARN of the `number`-th execution of a pipeline; its id is 12 small letters and digits."""
    return arn("pipeline", f"{pipeline}/execution/{_code(f'{pipeline}/{number}', 12, _LOWER)}")


def step_job(execution: str, step: str) -> str:
    """Name of the job that a pipeline step starts: `pipelines-<execution>-<step>-<10 characters>`."""
    return f"pipelines-{execution.rpartition('/')[2]}-{step}-{_code(execution + step, 10, _MIXED)}"


def stamped_job(base: str, when: datetime) -> str:
    """Name that the Python SDK gives to a job: `<base>-<time to the millisecond>`."""
    return f"{base}-{when:%Y-%m-%d-%H-%M-%S}-{when.microsecond // 1000:03d}"


def commit(subject: str) -> str:
    """A git commit id, 40 hexadecimal digits."""
    return digest(subject, 40)


def digest(subject: str, length: int = 32) -> str:
    """`length` hexadecimal digits that depend on `subject` alone."""
    return sha256(subject.encode()).hexdigest()[:length]


def epoch(when: datetime) -> int:
    """Seconds since 1970, as in `<group>-<epoch>-aws-model-group`."""
    return int(when.timestamp())


def source_id(when: datetime) -> str:
    """Creation time as contexts and actions carry it in `SourceId`: `Wed Jul 14 23:26:59 UTC 2021`."""
    return f"{when:%a %b %d %H:%M:%S} UTC {when:%Y}"


def _code(subject: str, length: int, alphabet: str) -> str:
    return "".join(alphabet[byte % len(alphabet)] for byte in sha256(subject.encode()).digest()[:length])

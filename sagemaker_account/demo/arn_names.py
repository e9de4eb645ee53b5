"""Format names, ARNs and ids as SageMaker does.

The results are the same in every build.
"""

from datetime import datetime
from hashlib import sha256

ACCOUNT = "000000000000"
"""The team's account: the id with which AWS replaced the original one in its published walk-through."""
PARTNER = "111122223333"
"""Account of the supplier of a data set and a model that the team uses."""
REGION = "us-west-2"

_LOWER = "abcdefghijklmnopqrstuvwxyz0123456789"
_MIXED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def build_arn(resource_type: str, name: str, *, account_id: str = ACCOUNT) -> str:
    """Return the ARN of a SageMaker resource.

    Args:
        resource_type: Resource type, such as `endpoint`.
        name: Name of the resource.
        account_id: Account of the resource.
    """
    return f"arn:aws:sagemaker:{REGION}:{account_id}:{resource_type}/{name}"


def build_package_arn(group: str, version: int) -> str:
    """Return the ARN of a version in a model package group."""
    return build_arn("model-package", f"{group}/{version}")


def build_execution_arn(pipeline: str, number: int) -> str:
    """Return the ARN of a pipeline execution.

    Its id has 12 lower-case letters and digits.

    Args:
        pipeline: Name of the pipeline.
        number: Number of the execution, from 1.
    """
    return build_arn("pipeline", f"{pipeline}/execution/{_build_code(f'{pipeline}/{number}', 12, _LOWER)}")


def build_step_job_name(execution: str, step: str) -> str:
    """Return the name of the job that a pipeline step starts.

    Its format is `pipelines-<execution>-<step>-<10 characters>`.

    Args:
        execution: ARN of the pipeline execution.
        step: Name of the step.
    """
    return f"pipelines-{execution.rpartition('/')[2]}-{step}-{_build_code(execution + step, 10, _MIXED)}"


def parse_step_name(job_name: str) -> str:
    """Return the name of the pipeline step that started a job.

    The step's name may contain hyphens; what surrounds it in the job's name contains none.

    Args:
        job_name: A name that `build_step_job_name` made.
    """
    return job_name.split("-", 2)[2].rpartition("-")[0]


def build_job_name(base: str, when: datetime) -> str:
    """Return the job name that the Python SDK generates.

    Its format is `<base>-<time to the millisecond>`.
    """
    return f"{base}-{when:%Y-%m-%d-%H-%M-%S}-{when.microsecond // 1000:03d}"


def build_commit_id(subject: str) -> str:
    """Return a git commit id of 40 hexadecimal digits."""
    return hash_text(subject, 40)


def hash_text(subject: str, length: int = 32) -> str:
    """Return `length` hexadecimal digits that depend only on `subject`."""
    return sha256(subject.encode()).hexdigest()[:length]


def to_epoch_seconds(when: datetime) -> int:
    """Return the seconds since 1970, as in `<group>-<epoch>-aws-model-group`."""
    return int(when.timestamp())


def format_source_id(when: datetime) -> str:
    """Return a creation time in the format of `SourceId`.

    Contexts and actions have it there, as in `Wed Jul 14 23:26:59 UTC 2021`.
    """
    return f"{when:%a %b %d %H:%M:%S} UTC {when:%Y}"


def _build_code(subject: str, length: int, alphabet: str) -> str:
    return "".join(alphabet[byte % len(alphabet)] for byte in sha256(subject.encode()).digest()[:length])

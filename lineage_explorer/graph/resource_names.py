"""Readable names of jobs, images, files and other resources.

SageMaker and its SDK build names from parts: a pipeline's job is
`pipelines-<execution>-<step>-<random>`, a tuning job's `<tuner>-<date>-<minute>-<number>-<hash>`, an
SDK job's `<name>-<moment>`. Readers know the step, the number and the day, and nobody knows the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import unquote

from lineage_explorer.graph.date_text import MONTHS

RUN_ID_LENGTH = 8
"""Characters of an execution's id that are shown; all twelve where these are the same."""


@dataclass(frozen=True, slots=True)
class ResourceName:
    """Readable name of a resource.

    Attributes:
        title: What it is called.
        details: What tells it apart from its siblings, the widest first: a folder, a run.
        is_dated: Whether its day needs not be told: title or details contain it, or it says nothing.
    """

    title: str
    details: tuple[str, ...] = ()
    is_dated: bool = False


_PIPELINE_JOB = re.compile(r"pipelines-(?P<run>[a-z0-9]{12})-(?P<step>.+)-[A-Za-z0-9]{10}")
_TUNING_JOB = re.compile(r"(?P<tuner>.+?)-\d{6}-\d{4}-(?P<number>\d{3,})-[0-9a-f]{8}")
_TIMED_JOB = re.compile(
    r"(?P<name>.+?)-(?P<year>20\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-3]\d)"
    r"-(?P<hour>[0-2]\d)-(?P<minute>[0-5]\d)-[0-5]\d-\d{3}"
)

_SERVICE_SUFFIX = re.compile(
    r"(?:-\d{10})?-(?:aws-(?:training-job|processing-job|transform-job|endpoint|model-group|"
    r"model-package-group)|feature-group-pipeline(?:-version)?|fep(?:-ver)?)$"
)
_SERVICE_PREFIX = "sm-fs-fe-"


def strip_service_suffix(name: str) -> str:
    """Return a name without what the service adds to it.

    The service adds the same text to every name of a kind, and the second in which it was made.
    """
    stripped = _SERVICE_SUFFIX.sub("", name)
    if stripped != name:
        stripped = stripped.removeprefix(_SERVICE_PREFIX)
    return stripped or name


def name_job(name: str) -> ResourceName:
    """Return the readable name of a job.

    >>> name_job("pipelines-dxzqrhrcf8mu-ChurnFeatures-q7lXN52zbu")
    ResourceName(title='ChurnFeatures', details=('run dxzqrhrc',), is_dated=False)
    >>> name_job("churn-tune-260316-0836-008-464851fc").title
    'churn-tune #8'
    >>> name_job("churn-scoring-2026-11-14-02-30-00-000")
    ResourceName(title='churn-scoring', details=('14 Nov 2026, 02:30',), is_dated=True)
    """
    if match := _PIPELINE_JOB.fullmatch(name):
        return ResourceName(match["step"], (_format_run(match["run"]),))
    if match := _TUNING_JOB.fullmatch(name):
        return ResourceName(f"{match['tuner']} #{int(match['number'])}")
    if match := _TIMED_JOB.fullmatch(name):
        day = f"{int(match['day'])} {MONTHS[int(match['month']) - 1]} {match['year']}"
        return ResourceName(match["name"], (f"{day}, {match['hour']}:{match['minute']}",), is_dated=True)
    return ResourceName(name)


def find_run(job_name: str) -> str:
    """Return the id of a job's pipeline execution; empty if none.

    >>> find_run("pipelines-dxzqrhrcf8mu-ChurnFeatures-q7lXN52zbu")
    'dxzqrhrcf8mu'
    """
    match = _PIPELINE_JOB.fullmatch(job_name)
    return match["run"] if match else ""


def _is_built_job_name(name: str) -> bool:
    return any(pattern.fullmatch(name) for pattern in (_PIPELINE_JOB, _TUNING_JOB, _TIMED_JOB))


def _format_run(run: str) -> str:
    return f"run {run[:RUN_ID_LENGTH]}"


_RESOURCE = re.compile(r"arn:[^:]*:(?P<service>[^:]*):[^:]*:[^:]*:(?P<resource>.+)")
_JOB_KINDS = ("training-job", "processing-job", "transform-job", "hyper-parameter-tuning-job", "automl-job")
_IMAGE = re.compile(
    r"(?P<account>\d{12})\.dkr\.ecr(?:-fips)?\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?/(?P<repository>[^:@]+)"
    r"(?::(?P<tag>[^@]+))?(?:@(?P<digest>.+))?"
)
_TAG = re.compile(r"(?P<version>v?\d+(?:\.\d+)*(?:-\d+)?)(?:-(?P<variant>.+))?")
_VERSION = re.compile(r"v?\d+(?:\.\d+)*")
_DATE = re.compile(r"(?:[a-z_]+=)?\d{4}-\d\d(?:-\d\d)?(?:[T_-].*)?|20\d{6}")
_RUN = re.compile(r"(?=.*\d)(?=.*[a-z])[a-z0-9]{12}")
_GENERIC_FOLDERS = frozenset(
    {"output", "outputs", "input", "data", "artifacts", "runs", "src", "blob", "tree", "main", "master"}
)
_OUTPUT_WORDS = {
    "model.tar.gz": "model",
    "output.tar.gz": "output",
    "output": "output",
    "model": "model",
    "checkpoints": "checkpoints",
    "tensorboard": "TensorBoard",
}


def name_source(uri: str) -> ResourceName:
    """Return the readable name of what a source URI identifies.

    >>> name_source("s3://bucket/churn/code/2026-08/features.py")
    ResourceName(title='features.py', details=('code', '2026-08'), is_dated=True)
    >>> name_source("arn:aws:sagemaker:us-west-2:000000000000:model-package/churn/7").title
    'churn v7'
    >>> name_source("s3://b/models/pipelines-lmgjrcdo25eh-ChurnTrain-NtZ13JJoZ4/output/model.tar.gz")
    ResourceName(title='ChurnTrain model', details=('run lmgjrcdo',), is_dated=False)
    >>> name_source("models:/fraud detector/3")
    ResourceName(title='fraud detector v3', details=('MLflow model',), is_dated=False)
    """
    if match := _RESOURCE.fullmatch(uri):
        return _name_arn(match["service"], match["resource"])
    if match := _IMAGE.fullmatch(uri):
        return _name_image(match)
    scheme, divider, path = uri.partition(":/")
    if not divider:
        scheme, path = "", uri
    parts = [part for part in path.split("/") if part]
    if not parts:
        return ResourceName(uri)
    if scheme == "models":
        return _name_versioned(parts, "MLflow model")
    has_host = path.startswith("/") and len(parts) > 1
    name = _name_path(parts[1:] if has_host else parts, is_folder=uri.endswith("/"))
    return replace(name, title=unquote(name.title)) if scheme.startswith("http") else name


def _name_arn(service: str, resource: str) -> ResourceName:
    kind, *rest = [part for part in re.split(r"[/:]", resource) if part] or [resource]
    if not rest:
        name = ResourceName(kind)
    elif service != "sagemaker":
        name = _name_path(rest, is_folder=False)
    elif kind in _JOB_KINDS:
        name = name_job(rest[-1])
    elif kind == "hub-content" and len(rest) > 3:  # noqa: PLR2004 - hub, type, name, version
        name = ResourceName(f"{rest[-2]} {rest[-1]}", (rest[0],))
    elif kind == "pipeline" and "execution" in rest[1:]:
        name = ResourceName(rest[0], (_format_run(rest[-1]),))
    else:
        name = _name_versioned(rest)
    return name


def _name_versioned(parts: list[str], detail: str = "") -> ResourceName:
    """Name a path of a name and its version."""
    details = (detail,) if detail else ()
    if len(parts) > 1 and _VERSION.fullmatch(parts[-1]):
        return ResourceName(f"{unquote(parts[-2])} v{parts[-1].removeprefix('v')}", details)
    return ResourceName(unquote(parts[-1]), details)


def _name_image(match: re.Match[str]) -> ResourceName:
    """Name an image by its repository and tag.

    Registry and variant are details.
    """
    repository = match["repository"].removeprefix("sagemaker-")
    tag = _TAG.fullmatch(match["tag"] or "")
    version = tag["version"] if tag else match["tag"]
    variant = tag["variant"] if tag else None
    digest = match["digest"].removeprefix("sha256:")[:12] if match["digest"] else None
    title = f"{repository}:{version}" if version else repository
    return ResourceName(title, (match["account"], *filter(None, (variant, digest))), is_dated=True)


def _name_path(parts: list[str], *, is_folder: bool) -> ResourceName:
    """Name a file or folder, or the job that made it."""
    if not parts:
        return ResourceName("")
    job = next((i for i in range(len(parts) - 1, -1, -1) if _is_built_job_name(parts[i])), None)
    if job is not None:
        return _name_job_output(name_job(parts[job]), parts[job + 1 :])
    *folders, last = parts
    if last in ("model.tar.gz", "output.tar.gz"):
        return _name_common_output(folders, _OUTPUT_WORDS[last])
    title = f"{last}/" if is_folder else last
    if folders and _is_version_or_date(last):
        base = _find_named_folder(folders)
        if base is not None:
            title, folders = f"{folders[base]} {last}", folders[:base]
    elif folders and _VERSION.fullmatch(folders[-1]) and "." not in last:
        title, folders = f"{last} {folders[-1]}", folders[:-1]
    details = _list_path_details(folders, stem=last.partition(".")[0])
    return ResourceName(title, details, is_dated=any(_DATE.fullmatch(part) for part in (last, *details)))


def _is_version_or_date(part: str) -> bool:
    return bool(_VERSION.fullmatch(part) or _DATE.fullmatch(part))


def _name_job_output(job: ResourceName, rest: list[str]) -> ResourceName:
    named = [part for part in rest if part not in _GENERIC_FOLDERS]
    if not named:
        return replace(job, title=f"{job.title} output")
    if named[-1] in _OUTPUT_WORDS:
        return replace(job, title=f"{job.title} {_OUTPUT_WORDS[named[-1]]}")
    return replace(job, title=named[-1], details=(job.title, *job.details))


def _name_common_output(folders: list[str], word: str) -> ResourceName:
    base = _find_named_folder(folders)
    if base is None:
        return ResourceName(word)
    special = [part for part in folders[base + 1 :] if _is_version_or_date(part) or _RUN.fullmatch(part)]
    details = _list_path_details(folders[:base] + special, stem=folders[base])
    return ResourceName(f"{folders[base]} {word}", details)


def _find_named_folder(folders: list[str]) -> int | None:
    """Return the index of the last folder with its own name."""
    for index in range(len(folders) - 1, -1, -1):
        part = folders[index]
        if not (_is_version_or_date(part) or part in _GENERIC_FOLDERS or _RUN.fullmatch(part)):
            return index
    return None


def _list_path_details(folders: list[str], *, stem: str) -> tuple[str, ...]:
    """Return the folder and the run, version or date of a path.

    Folders called like the file itself say nothing.
    """
    special = ""
    for part in reversed(folders):
        if _RUN.fullmatch(part):
            return (_format_run(part), *((special,) if special else ()))
        if _is_version_or_date(part):
            special = special or part
        elif part not in _GENERIC_FOLDERS and part != stem:
            return (part, *((special,) if special else ()))
    return (special,) if special else ()

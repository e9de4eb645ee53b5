"""Links to the pages of the AWS console."""

from __future__ import annotations

import re
from urllib.parse import quote

from lineage_explorer.graph.model import Entity

_CONSOLE_HOSTS = {
    "aws": "{region}.console.aws.amazon.com",
    "aws-cn": "{region}.console.amazonaws.cn",
    "aws-us-gov": "{region}.console.amazonaws-us-gov.com",
}
"""Hosts by partition; the console of other partitions is not public."""

_PAGES = {
    "training-job": "jobs",
    "processing-job": "processing-jobs",
    "transform-job": "transform-jobs",
    "hyper-parameter-tuning-job": "hyper-tuning-jobs",
    "endpoint": "endpoints",
    "endpoint-config": "endpointConfig",
    "model": "models",
    "model-package": "model-packages",
}
"""Pages by kind of resource. The SageMaker SDK prints those of jobs; the others follow the same scheme."""

_STUDIO_KINDS = frozenset({"pipeline", "feature-group", "model-package-group", "hub-content"})
"""Kinds that have no page but in SageMaker Studio, whose address contains the reader's domain."""

_STUDIO_PAGE = "studio-landing"

_RESOURCE = re.compile(
    r"arn:(?P<partition>[a-z-]+):sagemaker:(?P<region>[a-z0-9-]+):(?:\d{12}|aws):(?P<kind>[a-z-]+)/(?P<name>[^\s]+)"
)
_S3 = re.compile(r"s3://(?P<bucket>[a-z0-9][a-z0-9.-]+)(?:/(?P<key>.*))?", re.DOTALL)
_IMAGE = re.compile(
    r"(?P<account>\d{12})\.dkr\.ecr(?:-fips)?\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(?P<china>\.cn)?/"
    r"(?P<repository>[a-z0-9._/-]+)(?:[:@].+)?"
)


def build_console_url(entity: Entity) -> str | None:
    """Return the console URL of an entity's source.

    None if it has no page. A bucket belongs to the partition of the entity. S3 access points have no page by
    their ARN.
    """
    uri = entity.source_uri or ""
    if match := _RESOURCE.fullmatch(uri):
        return _build_sagemaker_url(match)
    if match := _S3.fullmatch(uri):
        return _build_s3_url(match["bucket"], match["key"] or "", partition=entity.arn.split(":")[1])
    if match := _IMAGE.fullmatch(uri):
        partition = "aws-cn" if match["china"] else "aws-us-gov" if "-gov-" in match["region"] else "aws"
        region, path = match["region"], f"{match['account']}/{match['repository']}"
        host = _CONSOLE_HOSTS[partition].format(region=region)
        return f"https://{host}/ecr/repositories/private/{path}?region={region}"
    return None


def _build_sagemaker_url(match: re.Match[str]) -> str | None:
    host, kind = _CONSOLE_HOSTS.get(match["partition"]), match["kind"]
    is_version = kind == "model-package" and "/" in match["name"]
    if kind in _STUDIO_KINDS or is_version:
        page = _STUDIO_PAGE
    elif kind in _PAGES and "/" not in match["name"]:
        page = f"{_PAGES[kind]}/{quote(match['name'])}"
    else:
        return None
    if host is None:
        return None
    region = match["region"]
    return f"https://{host.format(region=region)}/sagemaker/home?region={region}#/{page}"


def _build_s3_url(bucket: str, key: str, *, partition: str) -> str | None:
    host = "s3.console.aws.amazon.com" if partition == "aws" else _CONSOLE_HOSTS.get(partition, "")
    host = host.removeprefix("{region}.")
    if not host:
        return None
    page = "buckets" if not key or key.endswith("/") else "object"
    return f"https://{host}/s3/{page}/{bucket}?prefix={quote(key)}"

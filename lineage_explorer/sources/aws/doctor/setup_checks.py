"""Check a set-up as far as possible without asking AWS."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import botocore.session
from botocore import exceptions as aws
from botocore.utils import get_environ_proxies

from lineage_explorer.graph.date_text import format_time
from lineage_explorer.sources.aws.doctor.diagnosis import Finding, Level
from lineage_explorer.sources.aws.errors import REGIONS_WITHOUT_LINEAGE_QUERIES

_SOON = timedelta(minutes=15)
_PROXY_VARIABLES = ("HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy")
_METHODS = {
    "env": "environment variables",
    "shared-credentials-file": "the credentials file",
    "config-file": "the configuration file",
    "sso": "IAM Identity Center (SSO)",
    "assume-role": "an assumed role",
    "assume-role-with-web-identity": "a role of a web identity",
    "custom-process": "a credential process",
    "container-role": "the role of the container",
    "iam-role": "the role of the machine",
    "login": "aws login",
    "explicit": "made-up values, as an account on this machine needs none",
}
"""Where botocore finds credentials, in its words and ours."""


def check_setup(client: Any, *, given_url: str | None) -> Iterator[Finding]:
    """Yield what the configuration of a client says.

    Args:
        client: A client made by `session.connect`.
        given_url: Endpoint URL that was given to it.
    """
    yield _check_region(str(client.meta.region_name), is_aws=is_aws(client))
    yield from _check_endpoint(client, given_url)
    yield from _check_proxy(str(client.meta.endpoint_url))
    yield from _check_credentials(client)


def is_aws(client: Any) -> bool:
    """Return whether a client asks AWS itself."""
    return ".amazonaws." in urlsplit(client.meta.endpoint_url).netloc


def get_partition(region: str) -> str:
    """Return the partition of a region: `aws`, `aws-cn`, `aws-us-gov`, …."""
    try:
        partition: str = _get_known_regions().get_partition_for_region(region)
    except aws.UnknownRegionError:
        return "aws"
    return partition


@cache
def _get_known_regions() -> Any:
    """Return a session, by what botocore knows of regions."""
    return botocore.session.Session()


def find_proxy(url: str) -> str:
    """Return host and port of the proxy for a URL, if any."""
    proxy = get_environ_proxies(url).get(urlsplit(url).scheme, "")
    return urlsplit(proxy if "://" in proxy else f"//{proxy}").netloc.rpartition("@")[2]


def _check_region(region: str, *, is_aws: bool) -> Finding:
    if region in REGIONS_WITHOUT_LINEAGE_QUERIES:
        sentence = f"SageMaker offers no lineage queries in {region}. Choose another region, with --region."
        return Finding("region", Level.PROBLEM if is_aws else Level.WARNING, sentence)
    partition = get_partition(region)
    if region not in _get_known_regions().get_available_regions("sagemaker", partition):
        sentence = (
            f"boto3 does not know SageMaker in {region}. Check the spelling; a new region needs a new boto3."
        )
        return Finding("region", Level.WARNING, sentence)
    return Finding("region", Level.OK, f"{region}, in the partition {partition}.")


def _check_endpoint(client: Any, given_url: str | None) -> Iterator[Finding]:
    host = urlsplit(client.meta.endpoint_url).netloc
    if "fips" in host:
        sentence = (
            f"FIPS endpoints are in use: requests go to {host}. Where the region has none, unset "
            "AWS_USE_FIPS_ENDPOINT, or use_fips_endpoint in the profile."
        )
        yield Finding("endpoint", Level.NOTE, sentence)
    elif not is_aws(client):
        said = "--endpoint-url" if given_url else "AWS_ENDPOINT_URL, or endpoint_url in the profile"
        yield Finding("endpoint", Level.NOTE, f"Requests go to {host} and not to AWS, by {said}.")
    else:
        yield Finding("endpoint", Level.OK, f"{host}.")


def _check_proxy(url: str) -> Iterator[Finding]:
    proxy = find_proxy(url)
    if proxy:
        names = " and ".join(name for name in _PROXY_VARIABLES if os.environ.get(name))
        yield Finding("proxy", Level.NOTE, f"Requests go through the proxy {proxy}, by {names}.")


def _check_credentials(client: Any) -> Iterator[Finding]:
    credentials = client._request_signer._credentials  # noqa: SLF001 - botocore has no public way
    method = str(getattr(credentials, "method", "") or "explicit")
    origin = _METHODS.get(method, method)
    expiry = getattr(credentials, "_expiry_time", None)
    if not isinstance(expiry, datetime):
        yield Finding("credentials", Level.OK, f"From {origin}.")
        return
    level = Level.NOTE if expiry - datetime.now(UTC) < _SOON else Level.OK
    yield Finding("credentials", level, f"From {origin}; they last until {format_time(expiry)}.")

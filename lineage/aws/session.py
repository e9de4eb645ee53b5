"""Make the boto3 client that everything else is handed: from a profile, a region, an endpoint."""

from __future__ import annotations

import ipaddress
import logging
from typing import Any
from urllib.parse import urlsplit

import boto3
import botocore.session
from botocore import exceptions as aws
from botocore.config import Config

from lineage.aws.errors import translated
from lineage.aws.pace import Pace, keep_pace
from lineage.errors import CredentialsMissing, SourceUnavailable
from lineage.model import shortened

_CONNECTING = "Connect"
"""Stands where an error names its operation: no API operation was sent yet."""

_LOOPBACK_REGION = "us-west-2"
"""Region to sign for when none is set: an account on loopback takes any, but botocore needs one."""

_DUMMY_CREDENTIALS = {"aws_access_key_id": "loopback", "aws_secret_access_key": "loopback"}

_TRIES = {
    aws.ConnectTimeoutError: 2,
    aws.ReadTimeoutError: 2,
    aws.ConnectionError: 6,
}
"""Attempts after which an endpoint counts as unreachable: about a second of refused connections, and twice
the time-outs below. botocore would go on for all the attempts that throttling deserves."""

_CONFIG = Config(
    connect_timeout=5,
    read_timeout=30,
    # AWS's own lineage notebooks need this many: the quotas of the lineage calls are low and unpublished.
    # Not "adaptive", which keeps a pace of its own: see `pace`.
    retries={"mode": "standard", "total_max_attempts": 12},
    # As many as may be under way at once: eight descriptions, some queries' requests, a panel's lists.
    max_pool_connections=32,
)

_QUICK = Config(connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 2})

_log = logging.getLogger(__name__)


def connect(*, profile: str | None = None, region: str | None = None, endpoint_url: str | None = None) -> Any:
    """Return a boto3 SageMaker client that waits for nothing forever and retries what is throttled.

    Args:
        profile: A profile of the AWS configuration; by default the one that AWS_PROFILE names.
        region: For example `us-west-2`; by default that of the environment or profile.
        endpoint_url: Where to send requests instead of AWS. On loopback, a missing region or missing
            credentials are made up: an account served there asks for none.

    Raises:
        CredentialsMissing: The profile is unknown, or there are no credentials.
        SourceUnavailable: There is no region, or no such URL or region can be.
    """
    _check_url(endpoint_url)
    local = endpoint_url is not None and _is_loopback(endpoint_url)
    with translated(_CONNECTING):
        session = _session(profile, region, local=local)
        keys = {} if session.get_credentials() else _dummy_credentials(local=local)
        client = session.client("sagemaker", endpoint_url=endpoint_url, config=_CONFIG, **keys)
    keep_pace(client, Pace())
    client.meta.events.register_first("needs-retry.sagemaker", _give_up_on_the_unreachable)
    return client


def account_title(client: Any, *, profile: str | None = None) -> str:
    """Name what a client reads, for example `AWS · us-west-2 · profile ml`.

    Args:
        client: A client made by `connect`.
        profile: The profile that was given to `connect`; by default the one that AWS_PROFILE names.
    """
    host = urlsplit(client.meta.endpoint_url).netloc
    where = "AWS" if ".amazonaws." in host else host
    used = botocore.session.Session(profile=profile).profile
    return " · ".join([where, client.meta.region_name, *([f"profile {used}"] if used else [])])


def scope(client: Any, *, profile: str | None = None) -> str:
    """Name whose answers a client gets: endpoint, region, account and caller, whatever its session.

    It costs one call of STS, which everybody may send. Where STS does not answer, the access key says who
    calls: workers then share less, and never more.

    Args:
        client: A client made by `connect`.
        profile: The profile that was given to `connect`.
    """
    endpoint, region = client.meta.endpoint_url, client.meta.region_name
    local = _is_loopback(endpoint)
    with translated(_CONNECTING):
        session = _session(profile, region, local=local)
        keys = session.get_credentials()
        caller = _identity(session) if keys and not local else None
    return " ".join([endpoint, region, caller or (keys.access_key if keys else "")])


def _identity(session: boto3.Session) -> str | None:
    try:
        told = session.client("sts", config=_QUICK).get_caller_identity()
    except (aws.BotoCoreError, aws.ClientError) as error:
        _log.warning("STS does not tell who calls, so that fewer workers share a cache. %s", error)
        return None
    # A role's id is followed by the name of its session, of which each worker may have one of its own.
    return f"{told['Account']} {told['UserId'].partition(':')[0]}"


def _session(profile: str | None, region: str | None, *, local: bool) -> boto3.Session:
    core = botocore.session.Session(profile=profile)
    if local:
        # Both look for a cloud machine around this one, which takes seconds where there is none.
        for method in ("iam-role", "container-role"):
            core.get_component("credential_provider").remove(method)
        region = region or core.get_config_variable("region") or _LOOPBACK_REGION
    return boto3.Session(botocore_session=core, region_name=region)


def _dummy_credentials(*, local: bool) -> dict[str, str]:
    if local:
        return dict(_DUMMY_CREDENTIALS)
    raise CredentialsMissing(
        "No AWS credentials were found. Give a profile, set AWS_PROFILE or AWS_ACCESS_KEY_ID and "
        "AWS_SECRET_ACCESS_KEY, or run “aws configure”.",
        operation=_CONNECTING,
    )


def _check_url(endpoint_url: str | None) -> None:
    if endpoint_url is not None and not _is_url(endpoint_url):
        raise SourceUnavailable(
            f"“{shortened(endpoint_url, 80)}” is no endpoint URL. Write it as http://127.0.0.1:9099.",
            operation=_CONNECTING,
        )


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:  # an open bracket, or a port that is no number up to 65535
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and port != 0 and text.split() == [text]


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _give_up_on_the_unreachable(attempts: int, caught_exception: Exception | None, **_event: Any) -> None:
    """Stop retrying where nobody answers, so that the reader hears of it while they still look."""
    for kind, tries in _TRIES.items():
        if isinstance(caught_exception, kind) and attempts >= tries:
            raise caught_exception

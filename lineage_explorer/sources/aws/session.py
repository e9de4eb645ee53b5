"""Create and identify the boto3 SageMaker client of the explorer."""

from __future__ import annotations

import ipaddress
import logging
import time
from collections.abc import Callable
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import boto3
import botocore.session
from botocore import exceptions as aws
from botocore.config import Config

from lineage_explorer.errors import CredentialsMissing, SourceUnavailable
from lineage_explorer.graph.model import shorten_middle
from lineage_explorer.sources.aws import errors
from lineage_explorer.sources.aws.call_limits import MAX_ATTEMPTS, limit_calls
from lineage_explorer.sources.aws.credential_renewal import refresh_credentials
from lineage_explorer.sources.aws.errors import translate_errors
from lineage_explorer.sources.aws.response_check import parse_moment
from lineage_explorer.sources.aws.role_session import STS_CONFIG, use_role

MAX_RATE = 50.0
"""Upper bound of the rate, in calls per second."""

MIN_RATE = 4.0
"""Lower bound of the rate, in calls per second: retries back off anyway."""

BURST = 16
"""Capacity of the bucket, in calls: a click sends about as many at once."""

_DECREASE_FACTOR = 0.7
_INCREASE_PER_SECOND = 4.0
"""Increase of the rate, in calls per second, during one second without a refusal."""

_THROTTLING_WINDOW_SECONDS = 1.0


class RateLimiter:
    """Thread-safe token bucket with an adaptive rate.

    Args:
        clock: A monotonic clock, in seconds.
        sleep: Waits for a number of seconds.
    """

    def __init__(
        self, *, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._rate = MAX_RATE
        self._tokens = float(BURST)
        self._refilled_at = clock()
        self._throttled_at = float("-inf")
        self._lock = Lock()

    @property
    def rate(self) -> float:
        """Current rate, in calls per second."""
        return self._rate

    def acquire(self) -> None:
        """Wait until one more call may be sent."""
        with self._lock:
            now = self._clock()
            self._tokens = min(BURST, self._tokens + (now - self._refilled_at) * self._rate) - 1
            self._refilled_at = now
            seconds = -self._tokens / self._rate
        if seconds > 0:
            self._sleep(seconds)

    def record_throttling(self) -> None:
        """Record a throttled call and lower the rate."""
        with self._lock:
            now = self._clock()
            if now - self._throttled_at < _THROTTLING_WINDOW_SECONDS:
                return
            self._throttled_at = now
            self._rate = max(MIN_RATE, self._rate * _DECREASE_FACTOR)
            self._tokens = min(self._tokens, 0.0)

    def record_success(self) -> None:
        """Record a successful call and raise the rate."""
        with self._lock:
            self._rate = min(MAX_RATE, self._rate + _INCREASE_PER_SECOND / self._rate)


def limit_rate(client: Any, limiter: RateLimiter) -> None:
    """Limit the rate of a client's requests, retries included."""

    def on_response(parsed_response: dict[str, Any] | None, **_event: Any) -> None:
        if parsed_response is None:  # no response, so neither a success nor a refusal
            return
        code = str((parsed_response.get("Error") or {}).get("Code") or "")
        if errors.BY_CODE.get(code) is errors.THROTTLED:
            limiter.record_throttling()
        elif not code:
            limiter.record_success()

    client.meta.events.register("before-send.sagemaker", lambda **_event: limiter.acquire())
    client.meta.events.register("response-received.sagemaker", on_response)


_CONNECT_OPERATION = "Connect"
"""Operation that connection errors name: no API operation has been sent yet."""

_LOOPBACK_REGION = "us-west-2"
"""Signing region when none is set: an account on loopback accepts any, but botocore requires one."""

_DUMMY_CREDENTIALS = {"aws_access_key_id": "loopback", "aws_secret_access_key": "loopback"}

_CONFIG = Config(
    connect_timeout=5,
    read_timeout=30,
    # When a call is sent again is decided by `limit_calls`. Not "adaptive", because that mode has a rate
    # limit of its own: see `RateLimiter`.
    retries={"mode": "standard", "total_max_attempts": MAX_ATTEMPTS},
    # As many as may be in flight at once: eight descriptions, some queries' requests, a panel's lists.
    max_pool_connections=32,
)

_log = logging.getLogger(__name__)


def connect(
    *,
    profile: str | None = None,
    region: str | None = None,
    endpoint_url: str | None = None,
    role: str = "",
    external_id: str = "",
) -> Any:
    """Return a boto3 SageMaker client with time-outs and retries.

    Throttled requests are retried, within the time that a call may take.

    Args:
        profile: A profile of the AWS configuration; by default the one that AWS_PROFILE names.
        region: For example `us-west-2`; by default that of the environment or profile.
        endpoint_url: URL to send requests to instead of AWS. On loopback, dummy values replace a missing
            region or missing credentials: an account served there needs none.
        role: ARN of a role that the credentials assume; empty for none.
        external_id: External id that the role wants.

    Raises:
        CredentialsMissing: The profile is unknown, or there are no credentials.
        SourceUnavailable: There is no region, or the URL or region is malformed.
    """
    _check_url(endpoint_url)
    is_local = endpoint_url is not None and _is_loopback(endpoint_url)
    with translate_errors(_CONNECT_OPERATION):
        session = _create_session(profile, region, is_local=is_local)
        if role:
            session = _use_role(session, role, external_id)
        has_credentials = session.get_credentials() is not None
        credentials = {} if has_credentials else _get_dummy_credentials(is_local=is_local and not role)
        client = session.client("sagemaker", endpoint_url=endpoint_url, config=_CONFIG, **credentials)
    limit_rate(client, RateLimiter())
    limit_calls(client)
    refresh_credentials(client, lambda: _create_session(profile, region, is_local=is_local).get_credentials())
    return client


def format_account_title(client: Any, *, profile: str | None = None) -> str:
    """Return a title for a client's account.

    For example `AWS · us-west-2 · profile ml`.

    Args:
        client: A client made by `connect`.
        profile: The profile that was given to `connect`; by default the one that AWS_PROFILE names.
    """
    host = urlsplit(client.meta.endpoint_url).netloc
    location = "AWS" if ".amazonaws." in host else host
    profile_name = botocore.session.Session(profile=profile).profile
    return " · ".join(
        [location, client.meta.region_name, *([f"profile {profile_name}"] if profile_name else [])]
    )


def read_cache_scope(client: Any, *, profile: str | None = None) -> str:
    """Return a cache scope: endpoint, region, account and caller.

    The scope does not depend on the session of a role. It costs one STS call, which needs no permission.
    Where STS fails, the access key identifies the caller: workers then share less, never more.

    Args:
        client: A client made by `connect`.
        profile: The profile that was given to `connect`.
    """
    endpoint, region = client.meta.endpoint_url, client.meta.region_name
    is_local = _is_loopback(endpoint)
    with translate_errors(_CONNECT_OPERATION):
        session = _create_session(profile, region, is_local=is_local)
        credentials = session.get_credentials()
        caller = _read_caller(session) if credentials and not is_local else None
    return " ".join([endpoint, region, caller or (credentials.access_key if credentials else "")])


def read_caller_arn(client: Any, *, profile: str | None = None) -> str:
    """Return the ARN of who uses a client; empty if unknown.

    An account on loopback knows no callers.

    Args:
        client: A client made by `connect`.
        profile: The profile that was given to `connect`.
    """
    if _is_loopback(client.meta.endpoint_url):
        return ""
    try:
        session = _create_session(profile, client.meta.region_name, is_local=False)
        return str(session.client("sts", config=STS_CONFIG).get_caller_identity()["Arn"])
    except (aws.BotoCoreError, aws.ClientError) as error:
        _log.warning("STS did not say who reads the account. %s", error)
        return ""


def read_account_id(client: Any, *, profile: str | None = None) -> str:
    """Return the twelve digits of a client's account; empty if unknown.

    An account on loopback knows no callers.

    Args:
        client: A client made by `connect`.
        profile: The profile that was given to `connect`.
    """
    arn = read_caller_arn(client, profile=profile)
    return arn.split(":")[4] if arn else ""


def _use_role(source: boto3.Session, role: str, external_id: str) -> boto3.Session:
    botocore_session = botocore.session.Session()
    _use_own_parser(botocore_session)
    use_role(botocore_session, source._session, role, external_id)  # noqa: SLF001 - boto3 offers no other way
    return boto3.Session(botocore_session=botocore_session, region_name=source.region_name)


def _read_caller(session: boto3.Session) -> str | None:
    try:
        identity = session.client("sts", config=STS_CONFIG).get_caller_identity()
    except (aws.BotoCoreError, aws.ClientError) as error:
        _log.warning("STS did not say who is calling, so that fewer workers share a cache. %s", error)
        return None
    # The session name after a role's id is dropped: each worker may have a session of its own.
    return f"{identity['Account']} {identity['UserId'].partition(':')[0]}"


def _create_session(profile: str | None, region: str | None, *, is_local: bool) -> boto3.Session:
    botocore_session = botocore.session.Session(profile=profile)
    _use_own_parser(botocore_session)
    if is_local:
        # Both providers look for a cloud machine's metadata service: seconds of delay where there is none.
        for method in ("iam-role", "container-role"):
            botocore_session.get_component("credential_provider").remove(method)
        region = region or botocore_session.get_config_variable("region") or _LOOPBACK_REGION
    return boto3.Session(botocore_session=botocore_session, region_name=region)


def _use_own_parser(botocore_session: botocore.session.Session) -> None:
    botocore_session.get_component("response_parser_factory").set_parser_defaults(
        timestamp_parser=parse_moment
    )


def _get_dummy_credentials(*, is_local: bool) -> dict[str, str]:
    if is_local:
        return dict(_DUMMY_CREDENTIALS)
    raise CredentialsMissing(
        "No AWS credentials were found. Give a profile, set AWS_PROFILE or AWS_ACCESS_KEY_ID and "
        "AWS_SECRET_ACCESS_KEY, or run “aws configure”.",
        operation=_CONNECT_OPERATION,
    )


def _check_url(endpoint_url: str | None) -> None:
    if endpoint_url is not None and _has_user(endpoint_url):  # it would be shown as the account's title
        raise SourceUnavailable(
            "The endpoint URL holds a user or a password, which SageMaker does not take. Leave out what "
            "stands before “@”.",
            operation=_CONNECT_OPERATION,
        )
    if endpoint_url is not None and not _is_url(endpoint_url):
        raise SourceUnavailable(
            f"“{shorten_middle(endpoint_url, 80)}” is not an endpoint URL. Write it as http://127.0.0.1:9099.",
            operation=_CONNECT_OPERATION,
        )


def _has_user(url: str) -> bool:
    return "@" in url.partition("://")[2].partition("/")[0]


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:  # an open bracket, or a port that is not a number up to 65535
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and port != 0 and text.split() == [text]


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

"""Check a set-up by using it, one call for each operation."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import boto3
from botocore import exceptions as aws
from botocore.config import Config

from lineage_explorer import errors
from lineage_explorer.errors import SourceError
from lineage_explorer.sources.aws import session
from lineage_explorer.sources.aws.doctor.diagnosis import (
    Diagnosis,
    Finding,
    Level,
    Outcome,
    Permission,
    Use,
    list_operations,
)
from lineage_explorer.sources.aws.doctor.operation_probes import (
    MAIN_OPERATION,
    Prober,
    ProbeRecord,
    build_requests,
)
from lineage_explorer.sources.aws.doctor.setup_checks import check_setup, find_proxy, get_partition, is_aws

_UNKNOWN_ACCOUNT = "000000000000"
_SLOW_SECONDS = 1.0
_NOTABLE_SKEW, _REFUSED_SKEW = 30.0, 300.0
"""Seconds of difference between clocks that are worth a word, and from which AWS refuses."""

_STS_CONFIG = Config(connect_timeout=3, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 2})


def check_account(
    *,
    profile: str | None = None,
    region: str | None = None,
    endpoint_url: str | None = None,
    clock: Callable[[], float] = time.time,
) -> Diagnosis:
    """Check a set-up: all that the explorer needs.

    Args:
        profile: As for `session.connect`, and so are the others.
        region: See there.
        endpoint_url: See there.
        clock: Returns this machine's time, in seconds since 1970.
    """
    try:
        client = session.connect(profile=profile, region=region, endpoint_url=endpoint_url)
    except SourceError as error:
        return Diagnosis("AWS", (Finding("connection", Level.PROBLEM, str(error)),))
    title = session.format_account_title(client, profile=profile)
    findings = list(check_setup(client, given_url=endpoint_url))
    identity = _check_identity(client, profile)
    prober = Prober(client, clock=clock)
    try:
        account_id = identity[0] or _find_account_id(prober)
        permissions = tuple(_try_operations(client, prober, account_id))
    except SourceError as error:
        findings += [*identity[1], _explain_failure(error, client, prober.record)]
        return Diagnosis(title, tuple(findings))
    findings += [
        *identity[1],
        *_check_clock(prober.record),
        *_check_speed(prober.record),
        *_check_permissions(permissions),
    ]
    return Diagnosis(title, tuple(findings), permissions)


def _check_identity(client: Any, profile: str | None) -> tuple[str, tuple[Finding, ...]]:
    """Return the account's id, and who asks.

    STS is not asked about an account that is not of AWS.
    """
    try:
        sts = boto3.Session(profile_name=profile, region_name=client.meta.region_name).client(
            "sts", config=_STS_CONFIG
        )
        if is_aws(sts) and not is_aws(client):
            return "", ()
        caller = sts.get_caller_identity()
    except (aws.BotoCoreError, aws.ClientError) as error:
        reason = " ".join(str(error).split())
        return "", (Finding("identity", Level.NOTE, f"STS did not say who is calling: {reason}"),)
    return str(caller["Account"]), (Finding("identity", Level.OK, f"{caller['Arn']}."),)


def _find_account_id(prober: Prober) -> str:
    """Return the account's id by its first context."""
    try:
        contexts = prober.send("ListContexts", {"MaxResults": 1}).get("ContextSummaries") or ()
    except (errors.CredentialsMissing, errors.CredentialsExpired, errors.SourceUnavailable):
        raise
    except SourceError:
        contexts = ()
    return str(contexts[0]["ContextArn"]).split(":")[4] if contexts else _UNKNOWN_ACCOUNT


def _try_operations(client: Any, prober: Prober, account_id: str) -> Iterator[Permission]:
    region = str(client.meta.region_name)
    for use, requests in build_requests(get_partition(region), region, account_id).items():
        for operation, request in requests.items():
            yield prober.try_operation(use, operation, request)


def _explain_failure(error: SourceError, client: Any, record: ProbeRecord) -> Finding:
    """Return why no request is answered."""
    url = str(client.meta.endpoint_url)
    if isinstance(error.__cause__, aws.ProxyConnectionError):
        return Finding(
            "proxy",
            Level.PROBLEM,
            f"The proxy {find_proxy(url)} cannot be reached. Correct HTTPS_PROXY and HTTP_PROXY, or name in "
            "NO_PROXY what needs no proxy.",
        )
    if isinstance(error.__cause__, aws.SSLError):
        return Finding(
            "network",
            Level.PROBLEM,
            f"The certificate of {url} is not trusted. Where a proxy opens connections, name its certificate "
            "in AWS_CA_BUNDLE.",
        )
    if isinstance(error, errors.RegionNotOffered):
        return Finding("region", Level.PROBLEM, str(error))
    if isinstance(error, errors.SourceUnavailable):
        return Finding("network", Level.PROBLEM, str(error))
    if record.skew is not None and abs(record.skew) >= _REFUSED_SKEW:
        return Finding("clock", Level.PROBLEM, _describe_skew(record.skew))
    return Finding("credentials", Level.PROBLEM, str(error))


def _describe_skew(seconds: float) -> str:
    direction = "behind" if seconds > 0 else "ahead of"
    amount = f"{abs(seconds) / 60:.0f} minutes" if abs(seconds) >= 90 else f"{abs(seconds):.0f} seconds"  # noqa: PLR2004
    return (
        f"The clock of this machine is {amount} {direction} that of AWS, which refuses from five minutes on. "
        "Set it by the network: “timedatectl set-ntp true”."
    )


def _check_clock(record: ProbeRecord) -> Iterator[Finding]:
    skew = record.skew
    if skew is None:
        yield Finding("clock", Level.NOTE, "No answer carried a time.")
    elif abs(skew) >= _NOTABLE_SKEW:
        yield Finding("clock", Level.WARNING, _describe_skew(skew))
    else:
        yield Finding("clock", Level.OK, "It agrees with that of AWS.")


def _check_speed(record: ProbeRecord) -> Iterator[Finding]:
    typical = record.typical_seconds
    if typical is not None:
        is_slow = typical >= _SLOW_SECONDS
        advice = " A region or a machine nearer to each other would help." if is_slow else ""
        sentence = f"A call takes {typical * 1000:,.0f} ms.{advice}"
        yield Finding("latency", Level.WARNING if is_slow else Level.OK, sentence)
    if record.throttled:
        sentence = (
            f"SageMaker refused {record.throttled} of {record.attempts} requests as too frequent. Others in "
            "the account share its quotas. The explorer asks more slowly then; --cache lets workers share "
            "answers."
        )
        yield Finding("rate", Level.WARNING, sentence)
    else:
        sentence = f"None of {record.attempts} requests was refused as too frequent."
        yield Finding("rate", Level.OK, sentence)


def _check_permissions(permissions: Sequence[Permission]) -> Iterator[Finding]:
    main = next(permission for permission in permissions if permission.operation == MAIN_OPERATION)
    outcomes = {use: {o: list_operations(permissions, o, use) for o in Outcome} for use in Use}
    page = outcomes[Use.PAGE]
    if all(permission.outcome is Outcome.UNKNOWN for permission in permissions):
        sentence = f"The endpoint does not answer as SageMaker does. {main.reason}"
        yield Finding("endpoint", Level.PROBLEM, sentence)
        return
    if main.outcome is Outcome.NOT_OFFERED:
        yield Finding("region", Level.PROBLEM, main.reason)
    elif main.outcome in (Outcome.DENIED, Outcome.FORBIDDEN):
        yield Finding(
            "permissions", Level.PROBLEM, f"Without {MAIN_OPERATION} there is no picture. {main.reason}"
        )
    elif main.outcome is Outcome.UNKNOWN:
        yield Finding("permissions", Level.WARNING, f"{MAIN_OPERATION} could not be tried. {main.reason}")
    if forbidden := page[Outcome.FORBIDDEN]:
        sentence = (
            f"{_join(forbidden)}: denied explicitly, by a policy of the organization, a boundary or another "
            "policy. Allowing more does not help: ask whoever manages that policy."
        )
        yield Finding("permissions", Level.WARNING, sentence)
    if denied := page[Outcome.DENIED]:
        sentence = f"{len(denied)} of {sum(map(len, page.values()))} operations are denied: {_join(denied)}."
        yield Finding("permissions", Level.WARNING, sentence)
    if unknown := [name for name in page[Outcome.UNKNOWN] if name != MAIN_OPERATION]:
        yield Finding("permissions", Level.NOTE, f"Could not be determined: {_join(unknown)}.")
    if not any(page[outcome] for outcome in Outcome if outcome is not Outcome.ALLOWED):
        yield Finding(
            "permissions", Level.OK, f"All {len(page[Outcome.ALLOWED])} operations of the page are allowed."
        )
    snapshot = outcomes[Use.SNAPSHOT]
    if refused := [*snapshot[Outcome.DENIED], *snapshot[Outcome.FORBIDDEN]]:
        yield Finding("permissions", Level.NOTE, f"Denied, and needed for snapshots only: {_join(refused)}.")


def _join(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last

"""Checks of a set-up that ask nobody: region, partition, endpoint, proxy, credentials."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import botocore.session
import pytest
from botocore.loaders import Loader

from lineage_explorer.sources.aws.doctor.diagnosis import Level
from lineage_explorer.sources.aws.doctor.setup_checks import check_setup
from lineage_explorer.sources.aws.errors import REGIONS_WITHOUT_LINEAGE_QUERIES
from lineage_explorer.sources.aws.session import connect

LOADER = Loader()
REMOVED = "PROFILE DEFAULT_REGION REGION SESSION_TOKEN USE_FIPS_ENDPOINT ENDPOINT_URL ENDPOINT_URL_SAGEMAKER"


@pytest.fixture
def check(monkeypatch, tmp_path):
    """Return a function that checks a set-up and returns its findings by name."""
    monkeypatch.setattr(botocore.session, "create_loader", lambda _paths: LOADER)  # 0.2 s for each session
    for name in [f"AWS_{name}" for name in REMOVED.split()] + [
        "HTTPS_PROXY",
        "https_proxy",
        "NO_PROXY",
        "no_proxy",
    ]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIA")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))

    def find(**options):
        client = connect(**options)
        found = list(check_setup(client, given_url=options.get("endpoint_url")))
        return {finding.check: (finding.level, finding.sentence) for finding in found}

    return find


@pytest.mark.parametrize("region", sorted(REGIONS_WITHOUT_LINEAGE_QUERIES))
def test_region_without_lineage_queries_is_a_problem(check, region):
    level, sentence = check(region=region)["region"]
    assert level is Level.PROBLEM
    assert f"no lineage queries in {region}" in sentence


@pytest.mark.parametrize(
    ("region", "partition", "host"),
    [
        ("us-west-2", "aws", "api.sagemaker.us-west-2.amazonaws.com"),
        ("cn-north-1", "aws-cn", "api.sagemaker.cn-north-1.amazonaws.com.cn"),
        ("us-gov-west-1", "aws-us-gov", "api.sagemaker.us-gov-west-1.amazonaws.com"),
    ],
)
def test_partition_and_host_of_a_region_are_told(check, region, partition, host):
    findings = check(region=region)
    assert findings["region"] == (Level.OK, f"{region}, in the partition {partition}.")
    assert findings["endpoint"] == (Level.OK, f"{host}.")


def test_fips_endpoint_is_told(check, monkeypatch):
    monkeypatch.setenv("AWS_USE_FIPS_ENDPOINT", "true")
    level, sentence = check(region="us-west-2")["endpoint"]
    assert level is Level.NOTE
    assert "api-fips.sagemaker.us-west-2.amazonaws.com" in sentence


def test_endpoint_of_the_environment_is_told_apart_from_an_option(check, monkeypatch):
    assert (
        "by --endpoint-url" in check(region="us-west-2", endpoint_url="http://127.0.0.1:9099")["endpoint"][1]
    )
    monkeypatch.setenv("AWS_ENDPOINT_URL_SAGEMAKER", "https://lineage.internal:8443")
    assert (
        "lineage.internal:8443 and not to AWS, by AWS_ENDPOINT_URL"
        in check(region="us-west-2")["endpoint"][1]
    )


def test_proxy_is_told_without_its_password(check, monkeypatch):
    assert "proxy" not in check(region="us-west-2")
    monkeypatch.setenv("HTTPS_PROXY", "http://jane:secret@proxy.internal:3128")
    level, sentence = check(region="us-west-2")["proxy"]
    assert (level, sentence) == (
        Level.NOTE,
        "Requests go through the proxy proxy.internal:3128, by HTTPS_PROXY.",
    )
    monkeypatch.setenv("NO_PROXY", ".amazonaws.com")
    assert "proxy" not in check(region="us-west-2")


@pytest.mark.parametrize(("minutes", "level"), [(240, Level.OK), (14, Level.NOTE)])
def test_origin_and_end_of_credentials_are_told(check, monkeypatch, tmp_path, minutes, level):
    end = datetime.now(UTC) + timedelta(minutes=minutes)
    content = {
        "Version": 1,
        "AccessKeyId": "ASIA",
        "SecretAccessKey": "s",
        "SessionToken": "t",
        "Expiration": end.isoformat(),
    }
    (tmp_path / "session.json").write_text(json.dumps(content))
    (tmp_path / "config").write_text(f"[profile ml]\ncredential_process = cat {tmp_path}/session.json\n")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    found = check(profile="ml", region="us-west-2")["credentials"]
    assert found == (level, f"From a credential process; they last until {end:%-d %b %Y, %H:%M} UTC.")

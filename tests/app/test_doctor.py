"""`doctor` names what is wrong with a set-up, over an endpoint that answers as AWS does."""

from __future__ import annotations

import json
import re
import socket
from contextlib import closing
from datetime import timedelta

import botocore.session
import pytest
from botocore.loaders import Loader

from app import main
from sagemaker_account.endpoint import build_wsgi_app
from tests.support.account_clients import serve_app
from tests.support.aws_gate import AwsGate, Caller
from tests.support.commands import ROOT
from tests.support.sent_operations import DOCTOR, SNAPSHOT, list_texts

KEY, SECRET, TOKEN = "AKIAGATE", "correct", "session"
_DOCUMENT = (ROOT / "docs/reference/iam.md").read_text(encoding="utf-8")
POLICY = set(re.findall(r"\"sagemaker:(\w+)\"", _DOCUMENT))
_SECTION = _DOCUMENT.partition("## What a snapshot reads besides")[2].partition("\n## ")[0]
FOR_SNAPSHOTS = set(re.findall(r"`sagemaker:(\w+)`", _SECTION))

LOADER = Loader()
VARIABLES = "ACCESS_KEY_ID SECRET_ACCESS_KEY SESSION_TOKEN PROFILE DEFAULT_PROFILE REGION USE_FIPS_ENDPOINT ENDPOINT_URL"


@pytest.fixture
def gate(small_account):
    """Return a gate that lets one caller do everything."""
    return AwsGate(build_wsgi_app(small_account.service), {KEY: Caller(SECRET, token=TOKEN)})


@pytest.fixture
def url(gate):
    with serve_app(gate) as url:
        yield url


@pytest.fixture
def setup(monkeypatch, tmp_path, url):
    """Configure a set-up that works; return a function that changes variables of it."""
    monkeypatch.setattr(botocore.session, "create_loader", lambda _paths: LOADER)  # 0.2 s for each session
    for name in VARIABLES.split():
        monkeypatch.delenv(f"AWS_{name}", raising=False)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)

    def change(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name)

    change(
        AWS_EC2_METADATA_DISABLED="true",
        AWS_CONFIG_FILE=str(tmp_path / "config"),
        AWS_SHARED_CREDENTIALS_FILE=str(tmp_path / "credentials"),
        AWS_ACCESS_KEY_ID=KEY,
        AWS_SECRET_ACCESS_KEY=SECRET,
        AWS_SESSION_TOKEN=TOKEN,
        AWS_DEFAULT_REGION="us-west-2",
        AWS_ENDPOINT_URL_STS=url,
    )
    return change


@pytest.fixture
def check(setup, url, capsys):  # noqa: ARG001 - it sets the environment
    """Return a function that runs the doctor and returns its status and what it prints."""

    def run_doctor(*options, endpoint=url):
        try:
            status = main(["doctor", "--live", *(("--endpoint-url", endpoint) if endpoint else ()), *options])
        except SystemExit as end:
            status = end.code
        return status, capsys.readouterr().out

    return run_doctor


def test_set_up_without_faults(check, gate):
    status, text = check()
    assert status == 0, text
    assert "ok       identity     arn:aws:sts::000000000000:assumed-role/Analyst/jane." in text
    assert f"All {len(POLICY)} operations of the page are allowed." in text
    assert "It agrees with that of AWS." in text
    assert "None of" in text
    assert "policy" not in text
    assert {operation for operation, _ in gate.seen} >= {"QueryLineage", "GetCallerIdentity", "Search"}


def test_doctor_tries_what_the_product_sends_and_nothing_else(check, gate):
    check()
    tried = {operation for operation, _ in gate.seen} - {"GetCallerIdentity"}
    assert tried == POLICY | FOR_SNAPSHOTS
    assert tried <= list_texts(DOCTOR)
    assert list_texts(SNAPSHOT) >= FOR_SNAPSHOTS


def deny_main(gate, _change):
    gate.callers[KEY].denied = ("QueryLineage",)


def deny_some(gate, _change):
    gate.callers[KEY].denied = ("ListTags", "DescribeModel*")


def forbid_main(gate, _change):
    gate.callers[KEY].forbidden = ("QueryLineage",)


def deny_snapshots(gate, _change):
    gate.callers[KEY].denied = ("DescribeModelPackageGroup", "DescribePipeline")


def expire(gate, _change):
    gate.callers[KEY].is_expired = True


def set_clock_back(gate, _change):
    gate.ahead = timedelta(minutes=12)


def set_clock_forward(gate, _change):
    gate.ahead = -timedelta(minutes=12)


def let_clock_drift(gate, _change):
    gate.ahead = timedelta(minutes=2)


def throttle(gate, _change):
    gate.throttled = 2


def offer_no_lineage(gate, change):
    gate.unknown = ("QueryLineage",)
    change(AWS_DEFAULT_REGION="eu-south-2")


def replace_service(gate, _change):
    gate.unknown = ("*",)


def use(**variables):
    def apply(_gate, change):
        change(**variables)

    return apply


BROKEN = {
    "expired token": (expire, 3, ["problem  credentials", "have expired", "Sign in again"]),
    "unknown key": (
        use(AWS_ACCESS_KEY_ID="AKIANONE"),
        3,
        ["problem  credentials", "does not accept", "access key"],
    ),
    "wrong secret": (use(AWS_SECRET_ACCESS_KEY=TOKEN), 3, ["problem  credentials", "secret key belongs"]),
    "clock behind": (set_clock_back, 3, ["problem  clock", "12 minutes behind", "timedatectl"]),
    "clock ahead": (set_clock_forward, 3, ["problem  clock", "12 minutes ahead of"]),
    "clock drifts": (let_clock_drift, 1, ["warning  clock", "2 minutes behind"]),
    "lineage denied": (
        deny_main,
        3,
        ["no picture", "Analyst/jane may not use sagemaker:QueryLineage", '"sagemaker:QueryLineage"'],
    ),
    "some denied": (
        deny_some,
        1,
        [
            "warning  permissions",
            f"4 of {len(POLICY)}",
            "DescribeModel, DescribeModelCard, DescribeModelPackage and ListTags",
        ],
    ),
    "denied by the organization": (
        forbid_main,
        3,
        ["explicit deny in a service control policy", "does not help"],
    ),
    "snapshots denied": (
        deny_snapshots,
        0,
        ["note     permissions", "snapshots only: DescribeModelPackageGroup and DescribePipeline"],
    ),
    "throttled": (throttle, 1, ["warning  rate", "refused 2 of", "--cache"]),
    "region without lineage": (
        offer_no_lineage,
        3,
        ["problem  region", "does not offer lineage queries in the region eu-south-2"],
    ),
    "other service": (replace_service, 3, ["does not answer as SageMaker"]),
    "misspelled region": (
        use(AWS_DEFAULT_REGION="us-wets-2"),
        1,
        ["warning  region", "not know SageMaker in us-wets-2", "spelling"],
    ),
    "proxy": (
        use(HTTP_PROXY="http://jane:secret@127.0.0.1:9"),
        3,
        ["problem  proxy", "The proxy 127.0.0.1:9 cannot be reached"],
    ),
}


@pytest.mark.parametrize(("breaks", "expected", "words"), BROKEN.values(), ids=BROKEN)
def test_broken_set_up_is_named(check, gate, setup, breaks, expected, words):
    breaks(gate, setup)
    status, text = check()
    assert status == expected, text
    assert [word for word in words if word not in text] == [], text
    assert "secret" not in text.replace("secret key", "")
    assert "Traceback" not in text


def test_nobody_listens(check):
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    status, text = check(endpoint=f"http://127.0.0.1:{port}")
    assert status == 3
    assert f'Could not connect to the endpoint URL: "http://127.0.0.1:{port}/"' in text


@pytest.mark.parametrize(
    ("variables", "options", "words"),
    [
        (
            {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_SESSION_TOKEN": ""},
            (),
            "No AWS credentials were found",
        ),
        ({}, ("--profile", "nobody"), "The config profile (nobody) could not be found"),
        ({"AWS_DEFAULT_REGION": ""}, (), "No usable AWS region"),
        ({"AWS_DEFAULT_REGION": "us-wets-2"}, (), "Check the spelling of the region"),
    ],
    ids=["no credentials", "no profile", "no region", "no such region"],
)
def test_set_up_that_does_not_get_as_far_as_aws(check, setup, variables, options, words):
    setup(**variables)
    status, text = check(*options, endpoint=None)
    assert status == 3
    assert words in text


def test_expired_sign_in_is_named(check, setup, tmp_path):
    setup(AWS_ACCESS_KEY_ID="", AWS_SECRET_ACCESS_KEY="", AWS_SESSION_TOKEN="")
    (tmp_path / "config").write_text(
        "[sso-session work]\nsso_region = us-west-2\nsso_start_url = https://work.invalid/start\n"
        "[profile ml]\nsso_session = work\nsso_account_id = 000000000000\nsso_role_name = Analyst\nregion = us-west-2\n"
    )
    status, text = check("--profile", "ml")
    assert status == 3
    assert "aws sso login" in text


def test_json_has_every_permission_and_the_policy(check, gate):
    gate.callers[KEY].denied = ("ListTags", "DescribeModelCard", "DescribeTrial")
    status, text = check("--json")
    found = json.loads(text)
    assert (status, found["level"]) == (1, "warning")
    assert len(found["permissions"]) == len(POLICY | FOR_SNAPSHOTS)
    outcomes = {permission["operation"]: permission["outcome"] for permission in found["permissions"]}
    assert (outcomes["QueryLineage"], outcomes["ListTags"], outcomes["DescribeTrial"]) == (
        "allowed",
        "denied",
        "denied",
    )
    assert found["policy"]["Statement"] == [
        {
            "Sid": "ReadLineage",
            "Effect": "Allow",
            "Action": ["sagemaker:DescribeModelCard", "sagemaker:ListTags"],
            "Resource": "*",
        },
        {
            "Sid": "ReadForSnapshots",
            "Effect": "Allow",
            "Action": ["sagemaker:DescribeTrial"],
            "Resource": "*",
        },
    ]


def test_doctor_without_live_says_what_it_checks(capsys):
    with pytest.raises(SystemExit) as end:
        main(["doctor"])
    assert end.value.code == 2
    assert "give --live" in capsys.readouterr().err

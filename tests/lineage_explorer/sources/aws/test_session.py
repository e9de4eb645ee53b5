"""Clients from profile, region and endpoint, or a helpful error."""

import socket
import threading
import time
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from lineage_explorer import errors
from lineage_explorer.sources.aws.session import connect, format_account_title, read_cache_scope

LOOPBACK = "http://127.0.0.1:9099"


@pytest.fixture(autouse=True)
def no_aws_configuration(monkeypatch, tmp_path):
    """Remove every AWS configuration from the environment."""
    names = "PROFILE DEFAULT_PROFILE DEFAULT_REGION REGION ACCESS_KEY_ID SECRET_ACCESS_KEY SESSION_TOKEN"
    for name in names.split():
        monkeypatch.delenv(f"AWS_{name}", raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))


@pytest.fixture
def profile_file(tmp_path):
    """Configure a profile `ml`."""
    (tmp_path / "config").write_text("[profile ml]\nregion = eu-west-1\n")
    (tmp_path / "credentials").write_text("[ml]\naws_access_key_id = AKIA\naws_secret_access_key = s\n")


@pytest.mark.usefixtures("profile_file")
def test_a_profile_brings_its_region_and_credentials():
    client = connect(profile="ml")
    assert client.meta.region_name == "eu-west-1"
    assert client._request_signer._credentials.access_key == "AKIA"


@pytest.mark.usefixtures("profile_file")
def test_explicit_region_overrides_the_profile():
    assert connect(profile="ml", region="us-west-2").meta.region_name == "us-west-2"


@pytest.mark.usefixtures("profile_file")
def test_client_has_timeouts_and_retries_throttling():
    config = connect(profile="ml").meta.config
    assert (config.connect_timeout, config.read_timeout) == (5, 30)
    assert config.retries["mode"] == "standard"
    assert config.retries["total_max_attempts"] > 10
    assert config.max_pool_connections >= 10


def test_unknown_profile_is_reported():
    with pytest.raises(errors.CredentialsMissing, match=r"\(nobody\).*list-profiles"):
        connect(profile="nobody", region="us-west-2")


def test_missing_credentials_are_reported_with_advice():
    with pytest.raises(errors.CredentialsMissing, match="aws configure"):
        connect(region="us-west-2")


@pytest.mark.usefixtures("profile_file")
def test_missing_region_is_reported_with_advice(tmp_path):
    (tmp_path / "config").write_text("[profile ml]\n")
    with pytest.raises(errors.SourceUnavailable, match="AWS_DEFAULT_REGION"):
        connect(profile="ml")


@pytest.mark.usefixtures("profile_file")
@pytest.mark.parametrize("region", ["us west 2", "us_west", "a/b"])
def test_malformed_region_is_refused(region):
    with pytest.raises(errors.SourceUnavailable, match="No usable AWS region"):
        connect(profile="ml", region=region)


@pytest.mark.parametrize(
    "url", ["http://jane:hush@127.0.0.1:9099", "https://hush@host/", "http://:hush@[::1"]
)
def test_endpoint_url_with_a_password_is_refused_without_telling_it(url):
    with pytest.raises(errors.SourceUnavailable, match="holds a user or a password") as caught:
        connect(endpoint_url=url)
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        *("127.0.0.1:9099", "ftp://127.0.0.1", "http://", "here", "", "http://[::1"),
        *("http://127.0.0.1:99999", "http://127.0.0.1:port", "http://127.0.0.1:0", "http://a b", "x" * 5000),
    ],
)
def test_malformed_endpoint_url_is_refused(url):
    with pytest.raises(errors.SourceUnavailable, match=r"is not an endpoint URL\. Write it as") as caught:
        connect(region="us-west-2", endpoint_url=url)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("url", [LOOPBACK, "http://localhost:1", "http://[::1]:1"])
def test_loopback_endpoint_needs_neither_credentials_nor_region(url):
    client = connect(endpoint_url=url)
    assert client.meta.endpoint_url == url
    assert client._request_signer._credentials.access_key == "loopback"


@pytest.mark.usefixtures("profile_file")
def test_existing_credentials_are_used_on_loopback():
    client = connect(profile="ml", endpoint_url=LOOPBACK)
    assert client._request_signer._credentials.access_key == "AKIA"
    assert client.meta.region_name == "eu-west-1"


def test_remote_endpoint_is_never_sent_placeholder_credentials():
    with pytest.raises(errors.CredentialsMissing):
        connect(region="us-west-2", endpoint_url="https://sagemaker.example.com")


def test_loopback_endpoint_does_not_query_instance_metadata(monkeypatch):
    monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:9/none")
    assert connect(endpoint_url=LOOPBACK)._request_signer._credentials.access_key == "loopback"


def test_unreachable_endpoint_is_reported_after_few_retries():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        client = connect(endpoint_url=f"http://127.0.0.1:{unused.getsockname()[1]}")
        began = time.monotonic()
        with pytest.raises(Exception, match="Could not connect"):
            client.list_artifacts()
    assert time.monotonic() - began < 8


@pytest.mark.usefixtures("profile_file")
def test_account_title_names_region_and_profile(monkeypatch):
    assert format_account_title(connect(profile="ml"), profile="ml") == "AWS · eu-west-1 · profile ml"
    monkeypatch.setenv("AWS_PROFILE", "ml")
    assert format_account_title(connect()) == "AWS · eu-west-1 · profile ml"
    assert format_account_title(connect(endpoint_url=LOOPBACK)) == "127.0.0.1:9099 · eu-west-1 · profile ml"


def test_account_title_omits_an_absent_profile():
    assert format_account_title(connect(endpoint_url=LOOPBACK)) == "127.0.0.1:9099 · us-west-2"


STS = """<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:sts::111122223333:assumed-role/ml/{session}</Arn><UserId>{role}:{session}</UserId><Account>111122223333</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>"""


@pytest.fixture
def sts(monkeypatch):
    """Serve STS with a caller identity chosen by the request."""
    caller = {"role": "AROAREADER", "session": "worker-1"}

    def answer(_environ, start_response):
        start_response("200 OK", [("Content-Type", "text/xml")])
        return [STS.format(**caller).encode()]

    class Silent(WSGIRequestHandler):
        def log_message(self, *_):
            """Say nothing."""

    with make_server("127.0.0.1", 0, answer, handler_class=Silent) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", f"http://127.0.0.1:{server.server_port}")
        yield caller
        server.shutdown()
        thread.join()


@pytest.mark.usefixtures("profile_file")
def test_cache_scope_is_shared_by_sessions_of_a_role_only(sts):
    def scope_of(region="us-west-2"):
        return read_cache_scope(connect(profile="ml", region=region), profile="ml")

    mine = scope_of()
    assert mine == "https://api.sagemaker.us-west-2.amazonaws.com us-west-2 111122223333 AROAREADER"
    sts["session"] = "worker-2"
    assert scope_of() == mine
    assert scope_of("eu-west-1") != mine
    sts["role"] = "AROAANOTHER"
    assert scope_of() != mine


@pytest.mark.usefixtures("profile_file")
def test_cache_scope_falls_back_to_the_access_key_without_sts(monkeypatch, caplog):
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:1")
    assert read_cache_scope(connect(profile="ml"), profile="ml").endswith(" eu-west-1 AKIA")
    assert "STS" in caplog.text


def test_loopback_account_is_scoped_by_its_address():
    assert read_cache_scope(connect(endpoint_url=LOOPBACK)) == f"{LOOPBACK} us-west-2 "

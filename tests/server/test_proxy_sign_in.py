"""Sign-in by a proxy's header, plain or signed by a load balancer."""

from __future__ import annotations

import base64
import json
import sys
import time

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

from server.alb_token import build_key_url
from server.errors import Refusal, SettingsError
from server.guard import Guard
from server.guard_settings import ALB_HEADER, GuardSettings, parse_networks
from server.proxy_sign_in import ProxySignIn, read_client_address
from tests.server.conftest import TOKEN
from tests.support.wsgi_calls import call

PROXIES = parse_networks(("10.0.0.0/24", "::1"))
ALB = "arn:aws:elasticloadbalancing:us-west-2:111122223333:loadbalancer/app/team/0123456789abcdef"
OTHER_ALB = ALB.replace("team", "other")
KEY, OTHER_KEY = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))


def show_user(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["lineage.user"].encode()]


def guard_header(name, **settings):
    return Guard(show_user, GuardSettings(user_header=name, trusted_proxies=PROXIES, **settings))


def test_a_trusted_proxy_names_the_person():
    guard = guard_header("X-Auth-Request-Email")
    reply = call(guard, "/screen", peer="10.0.0.7", x_auth_request_email="ann@example.com")
    assert (reply.status, reply.text) == (200, "ann@example.com")
    name = "Zoë\x1b[31m".encode().decode("latin-1")
    assert call(guard, "/screen", peer="::1", x_auth_request_email=name).text == "Zoë[31m"


def test_nobody_else_may_send_that_header():
    guard = guard_header("X-User")
    for peer in ("10.0.1.7", "127.0.0.1", "", "proxy"):
        reply = call(guard, "/screen", peer=peer, x_user="ann")
        assert (reply.status, reply.json["error"]["code"]) == (403, "untrusted_proxy"), peer
    assert call(guard, "/screen", peer="::ffff:10.0.0.7", x_user="ann").status == 200
    assert call(guard, "/screen", peer="10.0.0.7", x_user="a" * 300).status == 403


def test_without_the_header_only_probes_are_answered():
    guard = guard_header("X-User")
    for headers in ({}, {"x_user": ""}, {"authorization": "Bearer x"}, {"x_other": "ann"}):
        assert call(guard, "/screen", peer="10.0.0.7", **headers).status == 401
    assert call(guard, "/health", peer="10.0.0.7").status == 200


def test_programs_may_use_a_token_beside_the_proxy():
    guard = guard_header("X-User", token=TOKEN)
    assert call(guard, "/metrics", authorization=f"Bearer {TOKEN}").status == 200
    assert call(guard, "/metrics", peer="10.0.0.7", x_user="ann").text == "ann"


def test_the_client_is_what_a_trusted_proxy_forwards():
    def read(peer, forwarded):
        return read_client_address({"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}, PROXIES)

    assert read("10.0.0.7", "1.1.1.1, 203.0.113.9") == "203.0.113.9"
    assert read("10.9.0.7", "203.0.113.9") == "10.9.0.7"
    assert read("10.0.0.7", "") == "10.0.0.7"


# --- load balancers --------------------------------------------------------------------------------------


def encode(data):
    """Encode as load balancers do, with padding."""
    return base64.urlsafe_b64encode(data).decode()


def make_token(*, key=KEY, claims=None, **header):
    """Return a token signed by a load balancer."""
    head = {
        "typ": "JWT",
        "kid": "key-1",
        "alg": "ES256",
        "signer": ALB,
        "iss": "https://idp",
        "client": "c",
        **header,
    }
    body = {"sub": "1234", "email": "ann@example.com", "exp": int(time.time()) + 120, **(claims or {})}
    signed = f"{encode(json.dumps(head).encode())}.{encode(json.dumps(body).encode())}"
    one, two = utils.decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{signed}.{encode(one.to_bytes(32, 'big') + two.to_bytes(32, 'big'))}"


def read_pem(key):
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.PEM, form).decode()


@pytest.fixture
def urls():
    return []


@pytest.fixture
def guard(urls):
    def read_key(url):
        urls.append(url)
        return read_pem(KEY)

    return guard_header(ALB_HEADER, alb_arn=ALB, read_alb_key=read_key)


def ask(guard, token):
    return call(guard, "/screen", peer="10.0.0.7", x_amzn_oidc_data=token)


def test_a_load_balancer_names_the_person_and_its_key_is_read_once(guard, urls):
    assert [ask(guard, make_token()).text for _ in range(3)] == ["ann@example.com"] * 3
    assert urls == ["https://public-keys.auth.elb.us-west-2.amazonaws.com/key-1"]
    assert ask(guard, make_token(claims={"email": None})).text == "1234"


def tamper(token, part, change):
    parts = token.split(".")
    content = json.loads(base64.urlsafe_b64decode(parts[part]))
    parts[part] = encode(json.dumps({**content, **change}).encode())
    return ".".join(parts)


GOOD = make_token()
FORGED = {
    "another key": make_token(key=OTHER_KEY),
    "another person": tamper(GOOD, 1, {"email": "root@example.com"}),
    "no signature": f"{GOOD.rpartition('.')[0]}.",
    "no algorithm": tamper(f"{GOOD.rpartition('.')[0]}.", 0, {"alg": "none"}),
    "the public key as a secret": tamper(GOOD, 0, {"alg": "HS256"}),
    "another load balancer": make_token(signer=OTHER_ALB),
    "a path for a key": make_token(kid="../../x"),
    "expired": make_token(claims={"exp": int(time.time()) - 60}),
    "without end": make_token(claims={"exp": None}),
    "nobody": make_token(claims={"email": "", "sub": ""}),
    "no token": "ann@example.com",
    "no JSON": "e30x.e30x.e30x",
    "a list": f"{encode(b'[]')}.x.y",
    "too long": GOOD + "A" * 20_000,
    "nested": f"{encode(b'[' * 5_000)}.x.y",
}


@pytest.mark.parametrize("case", FORGED)
def test_forged_and_expired_tokens_are_refused(guard, case):
    reply = ask(guard, FORGED[case])
    assert (reply.status, reply.json["error"]["code"]) == (403, "invalid_user")


def test_a_key_that_cannot_be_read_is_no_forgery():
    def fail(_url):
        raise OSError("no network")

    assert ask(guard_header(ALB_HEADER, read_alb_key=fail), GOOD).status == 503


def test_keys_of_other_partitions_are_elsewhere():
    china = ALB.replace("arn:aws:", "arn:aws-cn:").replace("us-west-2", "cn-north-1")
    assert build_key_url(china, "k") == "https://public-keys.auth.elb.cn-north-1.amazonaws.com.cn/k"
    gov = ALB.replace("arn:aws:", "arn:aws-us-gov:").replace("us-west-2", "us-gov-west-1")
    assert build_key_url(gov, "k").startswith(
        "https://s3-us-gov-west-1.amazonaws.com/aws-elb-public-keys-prod-"
    )
    for signer in ("", "x", ALB.replace("us-west-2", "evil.example/us-west-2"), ALB + "/../x"):
        with pytest.raises(Refusal):
            build_key_url(signer, "k")


def test_the_missing_library_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "jwt", None)
    with pytest.raises(SettingsError, match=r"lineage-explorer\[alb\]"):
        ProxySignIn(GuardSettings(user_header=ALB_HEADER, trusted_proxies=PROXIES))

"""A gate before the account's endpoint that answers as AWS does.

It verifies each signature with botocore's own signer, and knows who calls: an access key may be unknown, its
token expired, its user denied, its clock wrong, its calls too frequent. Codes and wording are those of AWS.
"""

from __future__ import annotations

import hmac
import json
import re
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import parse_qs

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

ACCOUNT = "000000000000"
_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/\d{8}/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request, "
    r"SignedHeaders=(?P<headers>[^,]+), Signature=(?P<signature>[0-9a-f]{64})"
)
_STAMP = "%Y%m%dT%H%M%SZ"
_TOLERANCE = timedelta(minutes=5)
_TYPES = {"json": "application/x-amz-json-1.1", "query": "text/xml"}


@dataclass
class Caller:
    """Whoever has an access key.

    Attributes:
        secret: The secret key.
        token: The session token; empty for a user's own key.
        is_expired: Whether the token has expired.
        denied: Operations that no policy allows; `*` matches any letters.
        forbidden: Operations that a service control policy denies.
        arn: Who it is.
    """

    secret: str
    token: str = ""
    is_expired: bool = False
    denied: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    arn: str = f"arn:aws:sts::{ACCOUNT}:assumed-role/Analyst/jane"


@dataclass
class Refusal(Exception):
    """Error that the service answers instead of the account.

    Attributes:
        code: Code of services that speak JSON.
        message: AWS's words.
        sts_code: Code of STS, where it has another one.
        status: HTTP status.
    """

    code: str
    message: str
    sts_code: str = ""
    status: int = 400


@dataclass
class AwsGate:
    """WSGI application before the account's endpoint.

    Attributes:
        app: The endpoint.
        callers: Who has which access key.
        ahead: How far AWS's clock is ahead of this machine's.
        throttled: How many of the calls to come are refused as too frequent.
        unknown: Operations that the service does not know in its region.
        seen: How often each operation was answered, with the access key.
    """

    app: Any
    callers: dict[str, Caller]
    ahead: timedelta = timedelta()
    throttled: int = 0
    unknown: tuple[str, ...] = ()
    seen: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __call__(self, environ: Any, start_response: Any) -> Any:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        is_sts = environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded")
        try:
            key, caller = self._authenticate(environ, body)
            if is_sts:
                action = parse_qs(body.decode())["Action"][0]
                self.seen[action, key] += 1
                return self._send(start_response, "200 OK", _TYPES["query"], _write_identity(caller))
            operation = environ.get("HTTP_X_AMZ_TARGET", "").removeprefix("SageMaker.")
            self._authorize(caller, operation)
        except Refusal as refusal:
            return self._refuse(start_response, refusal, is_sts=is_sts)
        self.seen[operation, key] += 1
        environ["wsgi.input"] = _Body(body)

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(
                status, [*headers, ("Date", format_datetime(self._now, usegmt=True))], *rest
            )

        return self.app(environ, start)

    @property
    def _now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def _authenticate(self, environ: Any, body: bytes) -> tuple[str, Caller]:
        match = _AUTHORIZATION.fullmatch(environ.get("HTTP_AUTHORIZATION", ""))
        if match is None:
            raise Refusal("MissingAuthenticationTokenException", "Missing Authentication Token", status=403)
        caller = self.callers.get(match["key"])
        token = environ.get("HTTP_X_AMZ_SECURITY_TOKEN", "")
        if caller is None or token != caller.token:
            raise Refusal(
                "UnrecognizedClientException",
                "The security token included in the request is invalid.",
                "InvalidClientTokenId",
            )
        if caller.is_expired:
            raise Refusal(
                "ExpiredTokenException",
                "The security token included in the request is expired",
                "ExpiredToken",
            )
        self._check_clock(environ["HTTP_X_AMZ_DATE"])
        if not hmac.compare_digest(match["signature"], _sign(environ, body, match, caller)):
            raise Refusal(
                "InvalidSignatureException",
                "The request signature we calculated does not match the signature you provided. Check your AWS "
                "Secret Access Key and signing method. Consult the service documentation for details.",
                "SignatureDoesNotMatch",
            )
        return match["key"], caller

    def _check_clock(self, stamp: str) -> None:
        signed, now = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC), self._now
        words = ""
        if signed < now - _TOLERANCE:
            words = f"Signature expired: {stamp} is now earlier than {now - _TOLERANCE:{_STAMP}} ({now:{_STAMP}} - 5 min.)"
        elif signed > now + _TOLERANCE:
            words = f"Signature not yet current: {stamp} is still later than {now + _TOLERANCE:{_STAMP}} ({now:{_STAMP}} + 5 min.)"
        if words:
            raise Refusal("InvalidSignatureException", words, "SignatureDoesNotMatch")

    def _authorize(self, caller: Caller, operation: str) -> None:
        if self.throttled:
            self.throttled -= 1
            raise Refusal("ThrottlingException", "Rate exceeded")
        if any(fnmatchcase(operation, pattern) for pattern in self.unknown):
            raise Refusal("UnknownOperationException", "", status=404)
        action = f"sagemaker:{operation}"
        sentence = f"User: {caller.arn} is not authorized to perform: {action} on resource: arn:aws:sagemaker:us-west-2:{ACCOUNT}:*"
        if any(fnmatchcase(operation, pattern) for pattern in caller.forbidden):
            raise Refusal(
                "AccessDeniedException", f"{sentence} with an explicit deny in a service control policy"
            )
        if any(fnmatchcase(operation, pattern) for pattern in caller.denied):
            raise Refusal(
                "AccessDeniedException",
                f"{sentence} because no identity-based policy allows the {action} action",
            )

    def _refuse(self, start_response: Any, refusal: Refusal, *, is_sts: bool) -> Any:
        if is_sts:
            body = (
                "<ErrorResponse xmlns='https://sts.amazonaws.com/doc/2011-06-15/'><Error><Type>Sender</Type>"
                f"<Code>{refusal.sts_code or refusal.code}</Code><Message>{refusal.message}</Message></Error>"
                f"<RequestId>{uuid.uuid4()}</RequestId></ErrorResponse>"
            )
            return self._send(start_response, "403 Forbidden", _TYPES["query"], body)
        body = json.dumps({"__type": refusal.code, "message": refusal.message})
        return self._send(start_response, f"{refusal.status} Refused", _TYPES["json"], body)

    def _send(self, start_response: Any, status: str, content_type: str, text: str) -> list[bytes]:
        body = text.encode()
        headers = {
            "Content-Type": content_type,
            "Content-Length": str(len(body)),
            "Date": format_datetime(self._now, usegmt=True),
            "x-amzn-RequestId": str(uuid.uuid4()),
        }
        start_response(status, list(headers.items()))
        return [body]


class _Body:
    """Body that was read already."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def read(self, _length: int = -1) -> bytes:
        content, self._content = self._content, b""
        return content


def _sign(environ: Any, body: bytes, match: re.Match[str], caller: Caller) -> str:
    """Return the signature that the caller's secret key gives the request."""
    names = {name: name.replace("-", "_").upper() for name in match["headers"].split(";")}
    headers = {
        name: environ.get(variable if name in ("content-type", "content-length") else f"HTTP_{variable}", "")
        for name, variable in names.items()
    }
    request = AWSRequest(
        method=environ["REQUEST_METHOD"],
        url=f"http://{environ['HTTP_HOST']}{environ.get('PATH_INFO') or '/'}",
        headers=headers,
        data=body,
    )
    request.context["timestamp"] = environ["HTTP_X_AMZ_DATE"]
    signer = SigV4Auth(Credentials(match["key"], caller.secret), match["service"], match["region"])
    text = signer.string_to_sign(request, signer.canonical_request(request))
    signature: str = signer.signature(text, request)
    return signature


def _write_identity(caller: Caller) -> str:
    return (
        "<GetCallerIdentityResponse xmlns='https://sts.amazonaws.com/doc/2011-06-15/'><GetCallerIdentityResult>"
        f"<Arn>{caller.arn}</Arn><UserId>AROA:jane</UserId><Account>{ACCOUNT}</Account>"
        f"</GetCallerIdentityResult><ResponseMetadata><RequestId>{uuid.uuid4()}</RequestId></ResponseMetadata>"
        "</GetCallerIdentityResponse>"
    )

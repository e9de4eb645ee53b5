"""Read pasted text: ARNs within it, links, spellings of S3 URIs.

Nothing here asks the account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, unquote_plus, urlsplit

MAX_PASTED_LENGTH = 8_000
"""Characters of pasted text that are read; what identifies an entity stands at most once in it."""

_ARN = re.compile(
    r"arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(?:\d{12}|aws)?:[^\s\"'<>,;()\[\]{}|`“”]+", re.IGNORECASE
)
_ENDS = "\"'`“”\u2018\u2019<>(){}[],;|"
_S3_URI = re.compile(r"s3[an]?:/*(?P<path>[^/\s].*)", re.IGNORECASE)
_S3_WITHIN = re.compile(r"[\"'`“<](?P<quoted>s3[an]?://[^\"'`”>]+)|\b(?P<plain>s3[an]?://\S+)", re.IGNORECASE)
_ENCODED_SCHEME = re.compile(r"(?:arn|s3[an]?)%3a", re.IGNORECASE)
_IMAGE_WITHIN = re.compile(
    r"(?<![\w.-])\d{12}\.dkr\.ecr(?:-fips)?\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?/[^\s\"'`”>,;]+",
    re.IGNORECASE,
)
_URI_START = re.compile(r"[a-z][a-z0-9+.-]*:/", re.IGNORECASE)
_S3_VERSION = re.compile(r"\?versionId=[^?&/]*$")
_ARN_HEAD = re.compile(r"(?:[^:]*:){5}[^:/]*")
_S3_ARN = re.compile(r"arn:aws[a-z-]*:s3:::(?P<path>[^:]+.*)", re.IGNORECASE)
_S3_HOST = re.compile(
    r"(?:(?P<bucket>.+)\.)?s3(?:[.-](?:dualstack\.)?[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?", re.IGNORECASE
)
_CONSOLE_HOST = re.compile(r"(?:.+\.)?console\.(?:aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)")
_S3_PAGE = re.compile(r"/s3/(?:object|buckets)/(?P<bucket>[^/?]+)")
_CONSOLE_PAGE = re.compile(r"/?(?P<page>[A-Za-z-]+)/(?P<name>[^/?#]+)")
_RESOURCES_BY_PAGE = {
    "jobs": "training-job",
    "processing-jobs": "processing-job",
    "transform-jobs": "transform-job",
    "hyper-tuning-jobs": "hyper-parameter-tuning-job",
    "endpoints": "endpoint",
    "endpointConfig": "endpoint-config",
    "models": "model",
    "model-packages": "model-package",
    "pipelines": "pipeline",
    "feature-groups": "feature-group",
}
"""Resource type of the ARN by the console's page."""
_INVOCATION_PATH = re.compile(r"/endpoints/(?P<name>[^/]+)/(?:async-)?invocations(?:-response-stream)?/?")


def list_readings(text: str) -> tuple[str, ...]:
    """Return what pasted text may mean, the most literal first.

    These are ARNs, URIs and names, and resources such as `endpoint/live` from links. Several ARNs in one text
    are not one start, so none of them is taken.

    >>> list_readings('"EndpointArn": "arn:aws:sagemaker:us-west-2:000000000000:endpoint/live",')[-1]
    'arn:aws:sagemaker:us-west-2:000000000000:endpoint/live'
    >>> list_readings("https://bucket.s3.us-west-2.amazonaws.com/raw/train%20data.csv")[1]
    's3://bucket/raw/train data.csv'
    """
    plain = text[:MAX_PASTED_LENGTH].strip().strip(_ENDS).strip()
    return tuple(dict.fromkeys(reading for reading in (plain, *_read(plain)) if reading))


def split_starts(text: str) -> tuple[str, ...]:
    r"""Split a pasted list of ARNs or S3 URIs.

    Empty if the text is not a list.

    Each stands on a line of its own, or they are separated by commas or spaces.

    >>> split_starts("s3://bucket/a.csv\ns3://bucket/b c.csv")
    ('s3://bucket/a.csv', 's3://bucket/b c.csv')
    >>> split_starts("s3://bucket/b c.csv")
    ()
    """
    for separator in (r"\n", r"[\s,]+"):
        parts = [part.strip().strip(_ENDS).strip() for part in re.split(separator, text)]
        starts = tuple(dict.fromkeys(part for part in parts if part))
        if len(starts) > 1 and all(_ARN.fullmatch(start) or _S3_URI.fullmatch(start) for start in starts):
            return starts
    return ()


def _read(text: str) -> Iterator[str]:
    if own_start := _find_own_start(text):
        yield from list_readings(own_start)
        return
    yield from _list_s3_spellings(text)
    if text.lower().startswith(("http://", "https://")):
        yield from _read_link(text)
    yield from _read_image(text)
    decoded = unquote(text) if _ENCODED_SCHEME.match(text) else text
    arns = {arn.rstrip(".:") for arn in _ARN.findall(decoded)}
    if len(arns) == 1:
        (arn,) = arns
        yield arn
        yield _ARN_HEAD.sub(lambda head: head[0].lower(), arn, count=1)
        yield from _list_s3_spellings(arn)
    elif not arns and not _URI_START.match(decoded):
        yield from _read_s3_within(text)
    elif not arns and decoded != text:
        yield from (decoded, *_list_s3_spellings(decoded))


def _read_image(text: str) -> Iterator[str]:
    """Yield the only image in a command or a link."""
    images = set(_IMAGE_WITHIN.findall(text))
    if len(images) == 1 and images != {text}:
        yield from images


def _read_s3_within(text: str) -> Iterator[str]:
    """Yield the S3 location in a text, if there is exactly one."""
    matches = list(_S3_WITHIN.finditer(text))
    if len({match["quoted"] or match["plain"] for match in matches}) != 1:
        return
    (match, *_) = matches
    rest = text[match.start("plain") :] if match["plain"] else ""
    for found in filter(None, (match["quoted"], rest, match["plain"])):
        yield found
        yield from _list_s3_spellings(found)


def _find_own_start(text: str) -> str | None:
    """Return the start in a link of any explorer."""
    if not re.match(r"https?://|/\?|\?", text):
        return None
    starts = parse_qs(urlsplit(text).query).get("start", [])
    return starts[0] if starts else None


def _list_s3_spellings(text: str) -> Iterator[str]:
    """Yield other spellings of an S3 location, as `s3://bucket/key`."""
    match = _S3_URI.fullmatch(text) or _S3_ARN.fullmatch(text)
    if not match:
        return
    path = match["path"]
    yield f"s3://{path}"
    if "%" in path:
        yield f"s3://{unquote(path)}"
    if (current := _S3_VERSION.sub("", path)) != path:
        yield f"s3://{current}"
    if (inner := path.rstrip(f"{_ENDS}.")) != path:
        yield f"s3://{inner}"
    if "//" in path:
        yield f"s3://{re.sub('/{2,}', '/', path)}"
    yield f"s3a://{path}"  # as Hadoop and Spark write it


def _read_link(link: str) -> Iterator[str]:
    """Yield what a link of S3, SageMaker or the console means."""
    parts = urlsplit(link)
    host, path = parts.netloc.lower(), parts.path
    if s3 := _S3_HOST.fullmatch(host):
        bucket = f"{s3['bucket']}/" if s3["bucket"] else ""
        yield from _decode(f"s3://{bucket}{path.lstrip('/')}")
    elif _CONSOLE_HOST.fullmatch(host):
        if s3_page := _S3_PAGE.match(path):
            (prefix,) = parse_qs(parts.query).get("prefix", [""])[:1]
            yield f"s3://{s3_page['bucket']}/{prefix}"
        elif (page := _CONSOLE_PAGE.match(parts.fragment)) and page["page"] in _RESOURCES_BY_PAGE:
            yield f"{_RESOURCES_BY_PAGE[page['page']]}/{unquote(page['name'])}"
    elif host.startswith("runtime.sagemaker.") and (invocation := _INVOCATION_PATH.fullmatch(path)):
        yield f"endpoint/{unquote(invocation['name'])}"


def _decode(uri: str) -> Iterator[str]:
    """Yield a URI from a link, decoded and as it is.

    The console of S3 writes a space as a plus in its links to objects.
    """
    yield unquote(uri)
    yield unquote_plus(uri)
    yield uri

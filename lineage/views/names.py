"""What a vertex is called: its whole name, and the lines of it that fit on a card."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lineage.model import Arn, Described

CARD_TEXT_EMS = 9.3
"""Width of a card's text in ems: 130 of the card's 148 units at a 14-unit font."""

_SERVICE_SUFFIX = re.compile(
    r"(?:-\d{10})?-aws-(?:training-job|processing-job|transform-job|endpoint|model-group|model-package-group)$"
)
_BREAK_AFTER = "-_/.: ·"
_SAME_FOR_EVERY_JOB = {"model.tar.gz", "output.tar.gz", "output", "checkpoints"}


def name_of(arn: Arn, known: Described | None) -> str:
    """Return the whole name: the entity's own, else the tail of its source, else the tail of its ARN."""
    if known and known.name:
        return known.name
    if known and known.source_uri:
        return uri_tail(known.source_uri)
    return arn.rpartition("/")[2]


def uri_tail(uri: str) -> str:
    """Return what tells one source from its siblings.

    >>> uri_tail("s3://bucket/churn/train.csv")
    'train.csv'
    >>> uri_tail("s3://bucket/jobs/churn-0412/output/model.tar.gz")
    'churn-0412/model.tar.gz'
    >>> uri_tail("arn:aws:sagemaker:us-west-2:000000000000:model-package/churn/7")
    'churn · version 7'
    >>> uri_tail("123456789012.dkr.ecr.us-west-2.amazonaws.com/xgboost:1.7-1")
    'xgboost:1.7-1'
    """
    package = re.search(r":model-package/(.+)/(\d+)$", uri)
    if package:
        return f"{package[1]} · version {package[2]}"
    path = re.sub(r"^[a-z0-9]+://(?:[^/]+/(?=.))?|^arn:[^/]*/", "", uri)
    parts = [part for part in path.split("/") if part] or [uri]
    if parts[-1] not in _SAME_FOR_EVERY_JOB:
        return parts[-1] + ("/" if uri.endswith("/") else "")
    telling = [part for part in parts[:-1] if part not in _SAME_FOR_EVERY_JOB]
    return "/".join([*telling[-1:], parts[-1]])


def plain(name: str) -> str:
    """Return a name without what the service appends to every name of its kind."""
    return _SERVICE_SUFFIX.sub("", name) or name


def label(name: str) -> str:
    """Return the name as a card shows it, on one line: without the service's suffix, middle cut out."""
    return "".join(label_lines(name))


def label_lines(name: str) -> tuple[str, ...]:
    """Return one or two lines that fit on a card; a longer name loses its middle."""
    text = plain(name)
    if width(text) <= CARD_TEXT_EMS:
        return (text,)
    first, rest = _break(text)
    if width(rest) <= CARD_TEXT_EMS:
        return first, rest
    return _fit(text, CARD_TEXT_EMS) + "…", _fit_end(text, CARD_TEXT_EMS)


def width(text: str) -> float:
    """Estimate how wide a text is in ems of the interface's semi-bold typeface."""
    return sum(map(_em, text))


def _em(char: str) -> float:
    if char in "iljI|.,:;'!·":
        return 0.31
    if char in "frt-()/[] ":
        return 0.42
    if char in "mwMW@%…":
        return 0.92
    if char.isupper():
        return 0.71
    return 0.62 if char.isascii() else 1.0


def _break(text: str) -> tuple[str, str]:
    """Break after the last separator that fits on the first line, unless that wastes half of it."""
    head = _fit(text, CARD_TEXT_EMS)
    at = max((i + 1 for i, char in enumerate(head) if char in _BREAK_AFTER), default=0)
    if width(head[:at]) < CARD_TEXT_EMS / 2:
        at = len(head)
    return text[:at], text[at:]


def _fit(text: Sequence[str], ems: float) -> str:
    room = ems - _em("…")
    taken = 0
    for char in text:
        room -= _em(char)
        if room < 0:
            break
        taken += 1
    return "".join(text[:taken])


def _fit_end(text: str, ems: float) -> str:
    return _fit(text[::-1], ems)[::-1]

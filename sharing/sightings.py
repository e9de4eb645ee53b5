"""Where account ids, buckets and people stand in a text.

Some stand where their surroundings say what they are: in an ARN, a URI, an e-mail address. Once seen there, a
name is known, and is found in any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sharing.words import Kind

_SURROUNDED = r"""
(?:s3[an]?://|arn:aws[a-z-]*:s3:::)(?P<uri_bucket>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)
|(?<![A-Za-z0-9.-])(?P<host_bucket>[a-z0-9][a-z0-9.-]+)(?=\.s3[.-][a-z0-9.-]*amazonaws\.com)
|(?<![A-Za-z0-9.-])s3[.-][a-z0-9.-]*amazonaws\.com(?:\.cn)?/(?P<path_bucket>[a-z0-9][a-z0-9.-]*[a-z0-9])
|(?:user-profile/[^/\s]+/|:user/(?:[^/\s"]+/)*|:assumed-role/[^/\s"]+/|:federated-user/|/home/|/Users/)
 (?P<person>\w+(?:[.+=,-]+\w+)*)
|(?<![\w.+-])(?!git@)(?P<mail_person>\w+(?:[.+-]+\w+)*)(?=@\w[\w-]*(?:\.\w[\w-]*)+)
|(?<!\d)(?<!\d\.)(?P<account>\d{12})(?!\d)
"""
"""A group is named by what it holds. An S3 host tells its bucket before it, or as the path's first part."""

_SEPARATOR = r"[-._\ ]?"
_SHORTEST = 4
"""Letters from which on a word is looked for in any text; a shorter one is hidden where it is a name."""
_TELLING = 8
"""Letters from which on a name of several words is found within others, too."""

_WORD_START, _WORD_END = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"

_PERSONAL = re.compile(
    r"(?:^|[-_.:\s])(?:owner|user|username|author|creator|approver|reviewer|requester|submitter|maintainer|"
    r"contact|assignee|engineer|scientist|e-?mail|who|(?:created|modified|approved|requested|submitted|"
    r"reviewed|owned|trained|deployed|run|made)[-_.\s]?by)(?:[-_.\s]?(?:name|id))?$",
    re.IGNORECASE,
)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")

NOBODY = frozenset(
    (
        *("sagemaker", "service", "system", "scheduler", "root", "unknown", "nobody", "none", "null", "n/a"),
        *("true", "false", "arn", "aws", "artifact", "action", "context", "experiment", "trial", "component"),
        *("dataset", "image", "model", "package", "endpoint", "pipeline"),
        *("processing", "training", "transform", "job"),
    )
)
"""Words of the service: no one's name, and part of every ARN."""
_MOST_WORDS = 3


def anywhere(known: Iterable[tuple[Kind, str, str]]) -> re.Pattern[str]:
    """Return what finds all that is to be replaced in a text: a match's last group names what it holds.

    Args:
        known: Kind, value and stand-in of what is known already. A stand-in is found as `kept`.
    """
    entries = list(known)
    kept = _alternatives((kind, text) for kind, _, text in entries)
    buckets = _alternatives((kind, value) for kind, value, _ in entries if kind is Kind.BUCKET)
    people = _alternatives((kind, value) for kind, value, _ in entries if kind is Kind.PERSON)
    return re.compile(
        f"{_SURROUNDED}|(?P<kept>{kept})|(?P<known_bucket>{buckets})|(?P<known_person>{people})",
        re.VERBOSE | re.ASCII,
    )


def stand_ins(known: Iterable[tuple[Kind, str, str]]) -> re.Pattern[str]:
    """Return what finds stand-ins in a text, each as its kind."""
    entries = list(known)
    groups = (
        f"(?P<{kind}>{_alternatives((kind, text) for other, _, text in entries if other is kind)})"
        for kind in Kind
    )
    return re.compile("|".join(groups), re.VERBOSE | re.ASCII)


def personal(name: str) -> bool:
    """Tell whether what is called so names a person: a tag `owner`, a property `ApprovedBy`."""
    return _PERSONAL.search(_HUMP.sub("-", name)) is not None


def is_person(text: str) -> bool:
    """Tell whether a text may be what somebody is called, where a person is expected."""
    words = text.split()
    plain = not re.search(r"[:/@]", text) and re.search(r"[^\W\d]", text) is not None
    return plain and 1 <= len(words) <= _MOST_WORDS and text.lower() not in NOBODY


def _alternatives(names: Iterable[tuple[Kind, str]]) -> str:
    """Return a pattern of names, the longest first: one may be the beginning of another."""
    ordered = sorted(names, key=lambda item: (-len(item[1]), item[1]))
    return "|".join(pattern for kind, name in ordered if (pattern := _spelled(kind, name))) or r"(?!)"


def _spelled(kind: Kind, name: str) -> str:
    """Return a pattern of a name: a person's however its parts are joined; in capitals or not."""
    if kind is Kind.ACCOUNT:
        return rf"(?<!\d){name}(?!\d)"
    parts = re.split(r"[-._ ]+", name)
    if len(parts) == 1 and (len(name) < _SHORTEST or name.lower() in NOBODY):
        return ""
    joined = re.escape(name) if kind is Kind.BUCKET else _SEPARATOR.join(map(re.escape, parts))
    alone = len(parts) == 1 or len(name) < _TELLING
    return f"{_WORD_START}(?i:{joined}){_WORD_END}" if alone else f"(?i:{joined})"

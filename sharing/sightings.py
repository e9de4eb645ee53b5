"""Where account ids, buckets and people stand, by what surrounds them: an ARN, a URI, an e-mail address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sharing.index import Span
from sharing.spelling import squeezed
from sharing.words import Kind

_SURROUNDED = re.compile(
    r"""
    (?:s3[an]?://|arn:aws[a-z-]*:s3:::)(?P<bucket>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)
    |(?<![A-Za-z0-9.-])(?P<host_bucket>[a-z0-9][a-z0-9.-]+)(?=\.s3[.-][a-z0-9.-]*amazonaws\.com)
    |(?<![A-Za-z0-9.-])s3[.-][a-z0-9.-]*amazonaws\.com(?:\.cn)?/(?P<path_bucket>[a-z0-9][a-z0-9.-]*[a-z0-9])
    |(?:user-profile/[^/\s]+/|:user/(?:[^/\s"]+/)*|:assumed-role/[^/\s"]+/|:federated-user/|/home/|/Users/)
     (?P<person>\w+(?:[.+=,-]+\w+)*)
    |(?<![\w.+-])(?!git@)(?P<mail_person>\w+(?:[.+-]+\w+)*)(?=@\w[\w-]*(?:\.\w[\w-]*)+)
    |(?<!\d)(?<!\d\.)(?P<account>\d{12})(?!\d)
    """,
    re.VERBOSE | re.ASCII,
)
"""A group is named by what it holds. An S3 host tells its bucket before it, or as the path's first part."""

_PERSONAL = re.compile(
    r"(?:^|[-_.:\s])(?:owner|user|username|author|creator|approver|reviewer|requester|submitter|maintainer|"
    r"contact|assignee|engineer|scientist|e-?mail|who|(?:created|modified|approved|requested|submitted|"
    r"reviewed|owned|trained|deployed|run|made)[-_.\s]?by)(?:[-_.\s]?(?:name|id))?$",
    re.IGNORECASE,
)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LETTER = re.compile(r"[^\W\d_]")

NOBODY = frozenset(
    (
        *("sagemaker", "service", "system", "scheduler", "root", "unknown", "nobody", "none", "null", "n/a"),
        *("true", "false", "arn", "aws", "artifact", "action", "context", "experiment", "trial", "component"),
        *("dataset", "image", "model", "package", "endpoint", "pipeline"),
        *("processing", "training", "transform", "job"),
    )
)
"""Words of the service: no one's name, and part of every ARN."""

_SHORTEST = 4
"""Letters and digits from which on a name is looked for in any text."""
_MOST_WORDS = 3


def surrounded(text: str) -> Iterator[tuple[Span, Kind]]:
    """Yield where a text says itself what something is, from left to right."""
    for match in _SURROUNDED.finditer(text):
        group = match.lastgroup or ""
        yield match.span(group), Kind(group.rpartition("_")[2])


def telling(name: str) -> bool:
    """Tell whether a name is looked for in any text; a short or common one is hidden as a name alone."""
    common = name.lower() in NOBODY or _LETTER.search(name) is None
    return not common and len(squeezed(name)) >= _SHORTEST


def personal(name: str) -> bool:
    """Tell whether what is called so names a person: a tag `owner`, a property `ApprovedBy`."""
    return _PERSONAL.search(_HUMP.sub("-", name)) is not None


def is_person(text: str) -> bool:
    """Tell whether a text may be what somebody is called, where a person is expected."""
    plain = not re.search(r"[:/@]", text) and _LETTER.search(text) is not None
    return plain and 1 <= len(text.split()) <= _MOST_WORDS and text.lower() not in NOBODY

"""Detect account IDs, buckets and people by their context in a text.

The context is an ARN, a URI or an e-mail address.
"""

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
"""Pattern whose group names end in the kind of identifier.

An S3 host name is preceded by its bucket, or followed by it as the first part of the path.
"""

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
"""Words of the service, and parts of every ARN.

They are nobody's name.
"""

_SHORTEST = 4
"""Minimum letters and digits of a name to be searched for anywhere."""
_MOST_WORDS = 3


def surrounded(text: str) -> Iterator[tuple[Span, Kind]]:
    """Yield identifiers recognized by their context, from left to right."""
    for match in _SURROUNDED.finditer(text):
        group = match.lastgroup or ""
        yield match.span(group), Kind(group.rpartition("_")[2])


def telling(name: str) -> bool:
    """Return whether a name is distinctive enough to search for.

    A short or common name is replaced only where the context identifies it.
    """
    common = name.lower() in NOBODY or _LETTER.search(name) is None
    return not common and len(squeezed(name)) >= _SHORTEST


def personal(name: str) -> bool:
    """Return whether a key has a person as its value.

    For example a tag `owner`, or a property `ApprovedBy`.
    """
    return _PERSONAL.search(_HUMP.sub("-", name)) is not None


def is_person(text: str) -> bool:
    """Return whether a text may be a person's name.

    This is meaningful only where a person is expected.
    """
    plain = not re.search(r"[:/@]", text) and _LETTER.search(text) is not None
    return plain and 1 <= len(text.split()) <= _MOST_WORDS and text.lower() not in NOBODY

"""Detect account IDs, buckets and people by their context in a text.

The context is an ARN, a URI or an e-mail address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lineage_explorer.sources.redaction.detectors__index import Span
from lineage_explorer.sources.redaction.pseudonyms import IdentifierKind
from lineage_explorer.sources.redaction.pseudonyms__spelling import strip_separators

_IDENTIFIER = re.compile(
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

_PERSON_KEY = re.compile(
    r"(?:^|[-_.:\s])(?:owner|user|username|author|creator|approver|reviewer|requester|submitter|maintainer|"
    r"contact|assignee|engineer|scientist|e-?mail|who|(?:created|modified|approved|requested|submitted|"
    r"reviewed|owned|trained|deployed|run|made)[-_.\s]?by)(?:[-_.\s]?(?:name|id))?$",
    re.IGNORECASE,
)
_CAMEL_CASE_BOUNDARY = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LETTER = re.compile(r"[^\W\d_]")

SERVICE_WORDS = frozenset(
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

_MIN_CHARACTERS = 4
"""Minimum letters and digits of a name to be searched for anywhere."""
_MAX_NAME_WORDS = 3


def find_identifiers(text: str) -> Iterator[tuple[Span, IdentifierKind]]:
    """Yield identifiers recognized by their context, from left to right."""
    for match in _IDENTIFIER.finditer(text):
        group = match.lastgroup or ""
        yield match.span(group), IdentifierKind(group.rpartition("_")[2])


def is_distinctive(name: str) -> bool:
    """Return whether a name is distinctive enough to search for.

    A short or common name is replaced only where the context identifies it.
    """
    common = name.lower() in SERVICE_WORDS or _LETTER.search(name) is None
    return not common and len(strip_separators(name)) >= _MIN_CHARACTERS


def is_person_key(name: str) -> bool:
    """Return whether a key has a person as its value.

    For example a tag `owner`, or a property `ApprovedBy`.
    """
    return _PERSON_KEY.search(_CAMEL_CASE_BOUNDARY.sub("-", name)) is not None


def is_person_name(text: str) -> bool:
    """Return whether a text may be a person's name.

    This is meaningful only where a person is expected.
    """
    plain = not re.search(r"[:/@]", text) and _LETTER.search(text) is not None
    return plain and 1 <= len(text.split()) <= _MAX_NAME_WORDS and text.lower() not in SERVICE_WORDS

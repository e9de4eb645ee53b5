"""Detect account IDs, buckets and people by their context in a text.

The context is an ARN, a URI or an e-mail address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TypeAlias

from lineage_explorer.sources.redaction.pseudonyms import IdentifierKind, strip_separators

Span: TypeAlias = tuple[int, int]
"""Offsets at which a part of a text begins and ends."""

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_NAME_SEPARATORS = frozenset(("", "-", ".", "_", " "))


class PhraseIndex:
    """Index of names, for case-insensitive search in texts.

    Names of people are also found with other separators between their parts, or with none. A name is found as
    whole words and numbers: `mara` in `mara2-churn`, not in `tamara`.

    Args:
        names: Each with its kind.
    """

    def __init__(self, names: Iterable[tuple[IdentifierKind, str]]) -> None:
        self._names_by_first_token: dict[str, list[tuple[tuple[str, ...], str | None]]] = {}
        for kind, name in names:
            if kind is IdentifierKind.PERSON:
                self._add(name, None)
                self._add(strip_separators(name), None)
            else:
                self._add(name, name.lower())
        for entries in self._names_by_first_token.values():
            entries.sort(key=lambda item: -len(item[0]))

    def _add(self, name: str, exact: str | None) -> None:
        tokens = tuple(token.lower() for token in _TOKEN.findall(name))
        if tokens:
            self._names_by_first_token.setdefault(tokens[0], []).append((tokens, exact))

    def find_spans(self, text: str) -> Iterator[Span]:
        """Yield the spans of names, from left to right.

        Of names that begin at the same place, the longest is found.
        """
        matches = list(_TOKEN.finditer(text))
        words = [match[0].lower() for match in matches]
        for position, word in enumerate(words):
            for tokens, exact in self._names_by_first_token.get(word, ()):
                end = position + len(tokens)
                if tuple(words[position:end]) == tokens and _is_name(text, matches[position:end], exact):
                    yield matches[position].start(), matches[end - 1].end()
                    break


def _is_name(text: str, tokens: list[re.Match[str]], exact: str | None) -> bool:
    """Return whether consecutive tokens of a text form a name.

    The text must equal the exact spelling. If there is none, only separators may lie between the tokens.
    """
    if exact is not None:
        return text[tokens[0].start() : tokens[-1].end()].lower() == exact
    return all(text[left.end() : right.start()] in _NAME_SEPARATORS for left, right in pairwise(tokens))


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

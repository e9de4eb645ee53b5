"""Properties and tags to filter by: keys with values."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.graph.model import shorten_middle

MAX_PROPERTY_LENGTH = 256
MAX_TAG_KEY_LENGTH = 128
MAX_TAG_VALUE_LENGTH = 256
MAX_TAGGED_ENTITIES = 200
"""Maximum number of entities whose tags are read for a filter, the nearest first.

Each costs a `ListTags` call; eight run at a time."""


@dataclass(frozen=True, slots=True, order=True)
class Property:
    """Filter for one property of an entity: key and value.

    Each has 1 to 256 characters.
    """

    key: str
    value: str

    def __post_init__(self) -> None:
        for text in (self.key, self.value):
            if not 1 <= len(text) <= MAX_PROPERTY_LENGTH:
                raise InvalidQuery(
                    f"“{shorten_middle(str(self), 60)}” cannot be a property: key and value have 1 to "
                    f"{MAX_PROPERTY_LENGTH} characters each.",
                    field="property",
                )

    def __str__(self) -> str:
        """Return the property as `parse` reads it."""
        return _format_pair(self.key, self.value)

    @classmethod
    def parse(cls, text: str) -> Property:
        r"""Parse `key:value` or `key=value`.

        The first colon or equals sign is the separator, so that values may contain ARNs and URIs. A key that
        contains one is quoted, `"cost:center":churn`, or has it escaped, `cost\:center:churn`. Only the keys
        that AWS gives, `aws:cloudformation:stack-name`, need no quotes. Quotes keep spaces at either end too.

        Raises:
            InvalidQuery: There is no separator, or nothing before or after it.
        """
        return cls(*_parse_pair(text, field="property"))


@dataclass(frozen=True, slots=True, order=True)
class Tag:
    """Filter for one tag of an entity: key and value.

    A key has 1 to 128 characters, a value 1 to 256: limits of `ListTags`, which also knows empty values.
    """

    key: str
    value: str

    def __post_init__(self) -> None:
        if 1 <= len(self.key) <= MAX_TAG_KEY_LENGTH and 1 <= len(self.value) <= MAX_TAG_VALUE_LENGTH:
            return
        raise InvalidQuery(
            f"“{shorten_middle(str(self), 60)}” cannot be a tag: its key has 1 to {MAX_TAG_KEY_LENGTH} "
            f"characters, its value 1 to {MAX_TAG_VALUE_LENGTH}.",
            field="tag",
        )

    def __str__(self) -> str:
        """Return the tag as `parse` reads it."""
        return _format_pair(self.key, self.value)

    @classmethod
    def parse(cls, text: str) -> Tag:
        """Parse `key:value` or `key=value`, as a property.

        Raises:
            InvalidQuery: There is no separator, or nothing before or after it.
        """
        return cls(*_parse_pair(text, field="tag"))


def add_quotes(text: str) -> str:
    """Return a text in double quotes, with quotes and backslashes escaped."""
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


def is_quoted(text: str) -> bool:
    """Return whether a text stands in double quotes."""
    return re.fullmatch(r'"(?:[^"\\]|\\.)*"', text, re.DOTALL) is not None


def remove_quotes(text: str) -> str:
    """Return the text within double quotes, without its escapes."""
    return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)


_AWS_KEY = r"aws:[^:=\\]+(?::[^:=\\]+)?(?==)|aws:[^:=\\]+:[^:=\\]+(?=:)"
"""Keys that AWS gives: `aws:createdBy`, `aws:cloudformation:stack-name`."""

_PAIR = re.compile(
    rf"""(?P<key>"(?:[^"\\]|\\.)*"\s*|{_AWS_KEY}|(?:[^:=\\]|\\.)*)[:=](?P<value>.*)""", re.DOTALL
)


def _parse_pair(text: str, *, field: str) -> tuple[str, str]:
    """Return the key and the value in a text."""
    match = _PAIR.fullmatch(text.strip(" \t\n"))
    if not (match and match["key"].strip() and match["value"].strip()):
        raise InvalidQuery(
            f"“{shorten_middle(text, 60)}” is not a {field}: write it as key:value or key=value. "
            'A key that contains a colon is quoted: "aws:stack":value.',
            field=field,
        )
    key, value = match["key"].strip(), match["value"].strip()
    return (
        remove_quotes(key) if is_quoted(key) else re.sub(r"\\([:=\\])", r"\1", key),
        remove_quotes(value) if is_quoted(value) else value,
    )


def _format_pair(key: str, value: str) -> str:
    is_plain_key = key != "aws" and key == key.strip() and not re.search(r'[:="\\]', key)
    is_plain_value = value == value.strip() and not value.startswith('"')
    return f"{key if is_plain_key else add_quotes(key)}:{value if is_plain_value else add_quotes(value)}"

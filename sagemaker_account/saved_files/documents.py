"""Parse a file into JSON documents.

A file may hold one document, several one after another (what `>>` collects), one a line, or a list of them.
"""

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from sagemaker_account.errors import FileError
from sagemaker_account.saved_files.foreign_content import describe_binary, describe_text

_WAY_OUT = "Open what “aws sagemaker query-lineage” prints (JSON), or OpenLineage events."
_ENCODINGS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
"""Byte order marks. PowerShell writes UTF-16 where it redirects output to a file."""

MAX_DOCUMENTS = 200_000
"""Documents in one file; more would take minutes."""


def parse_documents(name: str, content: bytes) -> list[Any]:
    """Return the JSON documents of a file.

    Args:
        name: Name of the file, for messages.
        content: Its bytes.

    Raises:
        FileError: It holds something else, or broken JSON.
    """
    encoding = next((encoding for mark, encoding in _ENCODINGS if content.startswith(mark)), "")
    noun = "" if encoding else describe_binary(content)
    if noun:
        raise build_file_error(name, noun)
    try:
        text = content.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        raise build_file_error(name, "a binary file, or a text that is not UTF-8") from None
    noun = describe_text(text)
    if noun:
        raise build_file_error(name, noun)
    documents = list(_split_documents(name, text))
    if len(documents) == 1 and isinstance(documents[0], list):
        return documents[0]
    return documents


def build_file_error(name: str, noun: str) -> FileError:
    """Return the error for a file that is something else."""
    return FileError(f"{name} is {noun}. {_WAY_OUT}")


def _split_documents(name: str, text: str) -> Iterator[Any]:
    decoder = json.JSONDecoder(parse_constant=_reject_constant)
    position, count = 0, 0
    while True:
        while position < len(text) and text[position] in " \t\r\n,":
            position += 1
        if position == len(text):
            return
        try:
            document, position = decoder.raw_decode(text, position)
        except RecursionError:
            raise FileError(f"{name} is JSON that is nested too deeply.") from None
        except json.JSONDecodeError as error:
            raise FileError(_explain_broken_json(name, text, error)) from None
        except ValueError as error:
            raise FileError(f"{name} is not valid JSON: {error}.") from None
        count += 1
        if count > MAX_DOCUMENTS:
            raise FileError(f"{name} holds more than {MAX_DOCUMENTS:,} JSON documents. Split it.")
        yield document


def _explain_broken_json(name: str, text: str, error: json.JSONDecodeError) -> str:
    is_cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated")
    reason = "it ends in the middle: was all of it copied" if is_cut else error.msg[0].lower() + error.msg[1:]
    mark = "?" if is_cut else "."
    return f"{name} is broken JSON at line {error.lineno:,}, column {error.colno:,}: {reason}{mark}"


def _reject_constant(name: str) -> NoReturn:
    raise ValueError(f"JSON has no {name}")

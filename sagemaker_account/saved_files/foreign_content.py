"""Say what a file is that holds no lineage."""

import csv
import re
from collections.abc import Mapping
from typing import Any

from sagemaker_account.store import SQLITE_SIGNATURE

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a WebP picture or a sound"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"PAR1", "a Parquet file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_CLI_ERROR = re.compile(r"\s*An error occurred \((\w+)\)[^:]*:?\s*(.{0,200})", re.DOTALL)
_YAML = re.compile(r"\s*(---\s*\n|[A-Za-z][\w ]*:(\s|$))")
_SAMPLE_CHARACTERS = 4_000
_MAX_NAMES = 6


def describe_binary(content: bytes) -> str:
    """Return what binary content is: `a PNG picture`; empty for text."""
    if content.startswith(SQLITE_SIGNATURE):
        return "a database file (SQLite); an account file is opened with “--account”"
    for signature, noun in _SIGNATURES:
        if content.startswith(signature):
            return noun
    return "a binary file" if b"\x00" in content[:_SAMPLE_CHARACTERS] else ""


def describe_text(text: str) -> str:
    """Return what a text is; empty if it may be JSON."""
    if not text.strip():
        return "empty"
    error = _CLI_ERROR.match(text)
    if error:
        return f"an error message of the AWS CLI ({error[1]}: {' '.join(error[2].split())})"
    noun = next((noun for pattern, noun in _TEXTS if pattern.match(text)), None)
    if noun is None:
        noun = "a table (CSV)" if _has_columns(text) else "YAML" if _YAML.match(text) else "a text"
    return f"{noun}; ask the AWS CLI for “--output json”" if noun == "YAML" else noun


_TEXTS = (
    (re.compile(r"\s*(<!doctype html|<html)", re.IGNORECASE), "an HTML page"),
    (re.compile(r"\s*(<\?xml|<svg)", re.IGNORECASE), "an XML or SVG document"),
    (re.compile(r"\s*-{10,}\n\|"), "a table of the AWS CLI; ask it for “--output json”"),
    (re.compile(r'\s*[{\["]'), ""),
)
"""What texts are by their beginning."""


def _has_columns(text: str) -> bool:
    lines = text[:_SAMPLE_CHARACTERS].splitlines()[:-1][:10] or text.splitlines()[:1]
    for delimiter in ",;\t":
        widths = {len(row) for row in csv.reader(lines, delimiter=delimiter)}
        if len(widths) == 1 and widths.pop() > 1:
            return True
    return False


def describe_document(document: Any) -> str:
    """Return what a JSON document without lineage is."""
    if not isinstance(document, Mapping):
        return f"JSON, but {_describe_value(document)}"
    noun = next((noun for members, noun in _DOCUMENTS if members <= document.keys()), "")
    if noun:
        return noun
    error = document.get("Error")
    code = error.get("Code") if isinstance(error, Mapping) else document.get("__type")
    if code:
        return f"an error that AWS answered ({str(code).rpartition('#')[2]})"
    if not document:
        return "an empty JSON object"
    names = [str(name)[:40] for name in list(document)[:_MAX_NAMES]]
    more = ", …" if len(document) > _MAX_NAMES else ""
    return f"JSON of another kind, with {', '.join(names)}{more}"


_DOCUMENTS = (
    (frozenset({"cells", "nbformat"}), "a Jupyter notebook"),
    (frozenset({"AWSTemplateFormatVersion"}), "a CloudFormation template"),
    (frozenset({"Version", "Statement"}), "an IAM policy"),
)
"""What JSON objects are by their members."""


def _describe_value(value: Any) -> str:
    if isinstance(value, list):
        return "a list without lineage" if value else "an empty list"
    return "only a text" if isinstance(value, str) else "only a number or word"

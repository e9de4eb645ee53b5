"""Twenty and more files without lineage: each gets a sentence that says what it is."""

import gzip
import json
import sqlite3

import pytest

from sagemaker_account.errors import FileError
from sagemaker_account.saved_files.documents import parse_documents
from sagemaker_account.saved_files.file_account import SavedFile, read_file

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


def read_account_file(tmp_path):
    path = tmp_path / "account.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("create table t (a)")
    return path.read_bytes()


def dump(value):
    return json.dumps(value).encode()


WRONG = {
    "picture.png": (b"\x89PNG\r\n\x1a\n\x00\x00", "a PNG picture"),
    "photo.jpg": (b"\xff\xd8\xff\xe0\x00", "a JPEG picture"),
    "paper.pdf": (b"%PDF-1.7\n", "a PDF document"),
    "report.xlsx": (b"PK\x03\x04\x14\x00", "a ZIP archive or an Office document"),
    "answer.json.gz": (gzip.compress(b"{}"), "a gzip archive"),
    "data.parquet": (b"PAR1\x15\x04", "a Parquet file"),
    "tool": (b"\x7fELF\x02", "a program"),
    "unknown.bin": (b"ab\x00\x01\x02cd", "a binary file"),
    "latin.txt": ("Grüße".encode("latin-1"), "a binary file, or a text that is not UTF-8"),
    "empty.json": (b"", "empty"),
    "blank.json": (b" \n\t\n", "empty"),
    "page.html": (b"<!DOCTYPE html><html><body>hi</body></html>", "an HTML page"),
    "drawing.svg": (SVG, "an XML or SVG document"),
    "table.csv": (b"arn,name,type\na,b,c\nd,e,f\n", "a table (CSV)"),
    "answer.yaml": (b"Vertices:\n- Arn: a\n  Type: b\n", "YAML; ask the AWS CLI for"),
    "answer.txt": (b"--------------------------\n|  QueryLineage |\n", "a table of the AWS CLI"),
    "notes.txt": (b"Ask Mara about the model.\n", "a text"),
    "error.txt": (
        b"\nAn error occurred (AccessDeniedException) when calling the QueryLineage operation: no\n",
        "an error message of the AWS CLI (AccessDeniedException",
    ),
    "error.json": (dump({"__type": "com.amazon#ThrottlingException"}), "an error that AWS answered (Throttl"),
    "notebook.ipynb": (dump({"cells": [], "nbformat": 4}), "a Jupyter notebook"),
    "stack.json": (dump({"AWSTemplateFormatVersion": "2010-09-09"}), "a CloudFormation template"),
    "policy.json": (dump({"Version": "2012-10-17", "Statement": []}), "an IAM policy"),
    "settings.json": (dump({"theme": "dark", "tabs": 4}), "JSON of another kind, with theme, tabs"),
    "numbers.json": (b"[1, 2, 3]", "JSON, but a list without lineage"),
    "word.json": (b'"churn"', "JSON, but only a text"),
    "nothing.json": (b"{}", "an empty JSON object"),
    "models.json": (dump({"Models": [{"ModelName": "a"}]}), "the output of ListModels, which has no lineage"),
    "tags.json": (dump({"Tags": []}), "a list of tags that does not say whose they are"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_told_what_it_is_and_what_can_be_opened(name):
    content, noun = WRONG[name]
    with pytest.raises(FileError) as raised:
        read_file(SavedFile(name, content))
    sentence = str(raised.value)
    assert sentence.startswith(f"{name} is {noun}")
    assert "aws sagemaker query-lineage" in sentence


def test_an_account_file_leads_to_its_option(tmp_path):
    with pytest.raises(FileError, match=r"a database file .*“--account”"):
        read_file(SavedFile("account.sqlite", read_account_file(tmp_path)))


def test_broken_json_is_told_with_line_and_column():
    with pytest.raises(FileError, match="broken JSON at line 2, column 16: expecting ',' delimiter"):
        parse_documents("a.json", b'{\n"Vertices": x []}'.replace(b" x ", b" [] "))


def test_json_that_was_cut_off_is_told():
    with pytest.raises(FileError, match=r"line 2, column 9: it ends in the middle: was all of it copied"):
        parse_documents("a.json", b'{"Vertices": [\n{"Arn": "arn:')


def test_json_that_is_nested_too_deeply_is_refused():
    with pytest.raises(FileError, match=r"a\.json is"):
        parse_documents("a.json", b"[" * 200_000)


def test_numbers_that_json_lacks_are_refused():
    with pytest.raises(FileError, match="JSON has no NaN"):
        parse_documents("a.json", b'{"Value": NaN}')


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_powershell_writes_is_read(encoding):
    assert parse_documents("a.json", '{"Vertices": [], "Größe": 1}'.encode(encoding)) == [
        {"Vertices": [], "Größe": 1}
    ]


@pytest.mark.parametrize("text", ['[{"a": 1}, {"b": 2}]', '{"a": 1}\n{"b": 2}\n', '{"a": 1}{\n"b": 2}'])
def test_several_documents_are_read_in_order(text):
    assert parse_documents("a.json", text.encode()) == [{"a": 1}, {"b": 2}]

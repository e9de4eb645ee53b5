"""Files that every page loads are compressed once."""

from __future__ import annotations

import pytest
from flask import Flask, request
from flask_compress import Compress

from components import compressed_files
from components.compressed_files import CompressedFiles, compress_files_once

TEXT = "the same again and again " * 100


@pytest.fixture
def server() -> Flask:
    """Return a server whose texts say how often they were made, and whom for."""
    server = Flask(__name__)
    compress_files_once(server, ["/files/"])
    Compress(server)
    made = []

    @server.get("/files/<name>")
    def send_file(name: str) -> str:
        made.append(name)
        return f"{name} {len(made)} {TEXT}"

    @server.get("/answer")
    def send_answer() -> str:
        return f"{request.query_string} {TEXT}"

    return server


def fetch(server: Flask, path: str, encoding: str) -> tuple[str | None, bytes]:
    response = server.test_client().get(path, headers={"Accept-Encoding": encoding})
    return response.headers.get("Content-Encoding"), response.data


def test_a_file_is_compressed_once_for_each_encoding(server):
    for encoding in ("zstd", "br", "gzip"):
        first = fetch(server, "/files/one.js", encoding)
        assert first[0] == encoding
        assert fetch(server, "/files/one.js", encoding) == first
        assert fetch(server, "/files/two.js", encoding) != first
        assert len(first[1]) < 200
    assert fetch(server, "/files/one.js", "identity")[0] is None


def test_other_answers_are_compressed_each_time(server):
    assert fetch(server, "/answer?a", "zstd") != fetch(server, "/answer?b", "zstd")


def test_only_so_many_files_are_kept(monkeypatch):
    monkeypatch.setattr(compressed_files, "_MAX_FILES", 1)
    files = CompressedFiles()
    files.set("zstd;/one", b"1")
    files.set("zstd;/two", b"2")
    assert (files.get("zstd;/one"), files.get("zstd;/two")) == (b"1", None)

"""What the AWS CLI prints, opened by the command's option, draws the pictures of the account."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import datetime

import pytest

from app import main
from lineage_explorer.query.lineage_query import Direction, LineageQuery
from lineage_explorer.sources.aws.sagemaker_source import SageMakerSource
from sagemaker_account.saved_files.file_account import SavedFile, open_files
from sagemaker_account.store import Store
from sagemaker_account.transport import connect
from tests.support.demo_file import open_demo

STARTS = 10
PAGE = 20


def print_as_cli(response):
    """Return a response as the AWS CLI prints it."""
    members = {name: value for name, value in response.items() if name != "ResponseMetadata"}
    return json.dumps(members, indent=4, default=datetime.isoformat).encode()


def save_pages(client, start):
    """Return a lineage query of the CLI in its pages, both ways."""
    for direction in ("Ascendants", "Descendants"):
        token = {}
        while token is not None:
            response = client.query_lineage(
                StartArns=[start], Direction=direction, IncludeEdges=True, MaxResults=PAGE, **token
            )
            yield print_as_cli(response)
            token = {"NextToken": response["NextToken"]} if "NextToken" in response else None


@pytest.fixture(scope="module")
def account_client(tmp_path_factory):
    """Return a client of the demo account."""
    with open_demo(tmp_path_factory.mktemp("demo")) as account:
        yield connect(account)


@pytest.fixture(scope="module")
def starts(account_client):
    contexts = account_client.list_contexts(MaxResults=100)["ContextSummaries"]
    artifacts = account_client.list_artifacts(MaxResults=100)["ArtifactSummaries"]
    arns = [*(one["ContextArn"] for one in contexts[::8]), *(one["ArtifactArn"] for one in artifacts[::20])]
    assert len(arns) >= STARTS
    return arns[:STARTS]


def read_picture(client, start):
    graph = SageMakerSource(client).read(LineageQuery(start, Direction.UP_AND_DOWN))
    return set(graph.vertices), set(graph.associations), graph.read_status.gaps


@pytest.mark.parametrize("number", range(STARTS))
def test_pages_of_a_start_draw_its_picture(number, starts, account_client, tmp_path):
    start = starts[number]
    files = [SavedFile(f"{page}.json", text) for page, text in enumerate(save_pages(account_client, start))]
    with closing(Store.open(str(tmp_path / "a.sqlite"), create=True)) as store:
        opened = connect(open_files(store, files))
        assert read_picture(opened, start) == read_picture(account_client, start)


def test_several_starts_are_joined(starts, account_client, tmp_path):
    files = [
        SavedFile(
            "s.json", b"\n".join(page for start in starts for page in save_pages(account_client, start))
        )
    ]
    with closing(Store.open(str(tmp_path / "a.sqlite"), create=True)) as store:
        opened = connect(open_files(store, files))
        for start in starts:
            vertices, edges, _ = read_picture(account_client, start)
            found = read_picture(opened, start)
            assert vertices <= found[0]
            assert edges <= found[1]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("shot.png", b"\x89PNG\r\n\x1a\n\x00", "shot.png is a PNG picture. Open what"),
        ("broken.json", b'{"Vertices": [}', "broken.json is broken JSON at line 1, column 15"),
    ],
)
def test_a_wrong_file_of_the_option_is_told_what_it_is(name, content, sentence, tmp_path, capsys):
    (tmp_path / name).write_bytes(content)
    assert main(["--port", "0", "--account", str(tmp_path / name)]) == 2
    assert sentence in capsys.readouterr().err


def test_account_files_are_not_joined_with_others(tmp_path, capsys):
    Store.open(str(tmp_path / "a.sqlite"), create=True).close()
    (tmp_path / "b.json").write_text("{}")
    paths = [str(tmp_path / name) for name in ("a.sqlite", "b.json")]
    assert main(["--port", "0", "--account", paths[0], "--account", paths[1]]) == 2
    assert "a.sqlite is a database file" in capsys.readouterr().err

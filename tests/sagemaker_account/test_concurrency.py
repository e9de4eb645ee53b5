"""Threads and processes use an account at the same time."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import pairwise

from sagemaker_account.errors import ServiceError
from sagemaker_account.service import Account
from sagemaker_account.store import Store
from tests.support.account_graphs import build_graph

WORKERS = 8


def source(n):
    return {"SourceUri": f"s3://{n}"}


def test_readers_see_only_complete_writes(account):
    """A writer grows a chain; every answer is an unbroken part."""
    start = build_graph(account, {"start": ("Context", "Endpoint", {})}, [])["start"]

    def write():
        last = start
        for n in range(9):
            new = account.call("CreateArtifact", {"Source": source(n), "ArtifactType": "DataSet"})[
                "ArtifactArn"
            ]
            account.call("AddAssociation", {"SourceArn": last, "DestinationArn": new})
            last = new

    def read():
        request = {"StartArns": [start], "IncludeEdges": True, "Direction": "Descendants"}
        return [account.call("QueryLineage", request) for _ in range(30)]

    with ThreadPoolExecutor(WORKERS) as pool:
        readers = [pool.submit(read) for _ in range(WORKERS - 1)]
        pool.submit(write).result()
        answers = [answer for reader in readers for answer in reader.result()]
    for answer in [*answers, account.call("QueryLineage", {"StartArns": [start], "IncludeEdges": True})]:
        chain = [vertex["Arn"] for vertex in answer["Vertices"]]
        assert chain[0] == start
        edges = [(edge["SourceArn"], edge["DestinationArn"]) for edge in answer["Edges"]]
        assert edges == list(pairwise(chain))
    assert len(chain) == 10


def test_writers_take_turns_and_lose_nothing(account):
    def write(n):
        return account.call("CreateArtifact", {"Source": source(n), "ArtifactType": "DataSet"})["ArtifactArn"]

    with ThreadPoolExecutor(WORKERS) as pool:
        made = set(pool.map(write, range(100)))
    listed = account.call("ListArtifacts", {"MaxResults": 100})["ArtifactSummaries"]
    assert {summary["ArtifactArn"] for summary in listed} == made
    assert len(made) == 100


def test_name_is_given_to_one_of_several_concurrent_creators(account):
    def take(_):
        try:
            return account.call(
                "CreateContext", {"ContextName": "one", "ContextType": "t", "Source": source(1)}
            )
        except ServiceError as refusal:
            return refusal.code

    with ThreadPoolExecutor(WORKERS) as pool:
        outcomes = list(pool.map(take, range(20)))
    assert outcomes.count("ValidationException") == 19


def test_concurrent_creations_of_one_source_make_one_artifact(account):
    def make(_):
        return account.call("CreateArtifact", {"Source": source(1), "ArtifactType": "DataSet"})["ArtifactArn"]

    with ThreadPoolExecutor(WORKERS) as pool:
        assert len(set(pool.map(make, range(20)))) == 1


def test_two_stores_of_one_account_see_each_others_writes(store, location):
    here = Account(store)
    with closing(Store.open(location)) as other:
        there = Account(other)
        for n, (writer, reader) in enumerate([(here, there), (there, here)] * 3):
            writer.call("CreateArtifact", {"Source": source(n), "ArtifactType": "DataSet"})
            assert len(reader.call("ListArtifacts", {})["ArtifactSummaries"]) == n + 1


def test_reader_is_not_blocked_by_a_writer(account, path):
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert account.call("ListContexts", {}) == {"ContextSummaries": []}
        writer.execute("ROLLBACK")

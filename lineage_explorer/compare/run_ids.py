"""Blank what is new in every run: ids, dates, versions and hashes.

Two runs of a pipeline write to the same places but for these.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from functools import lru_cache

BLANK = "*"

_START, _END = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"

_JOB_TAIL = re.compile(r"(pipelines-)[a-z0-9]{12}(-[A-Za-z0-9-]+?-)[A-Za-z0-9]{10}" + _END)
_TUNING_TAIL = re.compile(r"-\d{6}-\d{4}-\d{3,}-[0-9a-f]{8}" + _END)
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_SDK_STAMP = r"20\d\d-[01]\d-[0-3]\d[-T][0-2]\d[-:][0-5]\d[-:][0-5]\d(?:[-.]\d{3})?Z?"
_EPOCH = r"1\d{9}(?:\d{3})?"
_HASH = r"(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,64}"
_EXECUTION_ID = r"(?=[a-z0-9]*\d)(?=[a-z0-9]*[a-z])[a-z0-9]{12}"
_UNIQUE = re.compile(f"{_START}(?:{_UUID}|{_SDK_STAMP}|{_EPOCH}|{_HASH}|{_EXECUTION_ID}){_END}")
_DATE = re.compile(
    _START + r"(?:20\d\d[-/][01]\d(?:[-/][0-3]\d)?(?:T[0-9:.]+Z?)?|20\d{2}[01]\d[0-3]\d|20\d\d)" + _END
)
_VERSION = re.compile(_START + r"[vV]\d+(?:\.\d+)*" + _END)
_REGISTERED = re.compile(r"((?::model-package|models:/)[^\s]*/)\d+$")


@lru_cache(maxsize=50_000)
def blank_versions(text: str) -> str:
    """Return a text without run ids, dates, versions and hashes.

    >>> blank_versions("s3://b/runs/7z76zacviu6k/train/2026-06/train-v3.csv")
    's3://b/runs/*/train/*/train-*.csv'
    >>> blank_versions("s3://b/models/pipelines-7z76zacviu6k-ChurnTrain-NtZ13JJoZ4/output/model.tar.gz")
    's3://b/models/pipelines-*-ChurnTrain-*/output/model.tar.gz'
    """
    text = _JOB_TAIL.sub(rf"\1{BLANK}\2{BLANK}", text)
    text = _TUNING_TAIL.sub(f"-{BLANK}", text)
    for pattern in (_UNIQUE, _DATE, _VERSION):
        text = pattern.sub(BLANK, text)
    return _REGISTERED.sub(rf"\1{BLANK}", text)


def blank_ids(text: str, ids: AbstractSet[str]) -> str:
    """Return a text without some ids; dates and versions stay.

    >>> blank_ids("s3://b/runs/7z76zacviu6k/2026-06/test.csv", {"7z76zacviu6k"})
    's3://b/runs/*/2026-06/test.csv'
    """
    for part in sorted(ids & set(re.split(r"[/:=?&]", text)), key=len, reverse=True):
        text = text.replace(part, BLANK)
    return text


_EXECUTION = re.compile(r"/execution/(?P<id>[a-z0-9]+)")
_PIPELINE_JOB = re.compile(r"pipelines-(?P<id>[a-z0-9]{12})-")


def find_execution(text: str) -> str:
    """Return the execution that a text names; empty if none.

    >>> find_execution("pipelines-7z76zacviu6k-ChurnTrain-NtZ13JJoZ4")
    '7z76zacviu6k'
    """
    match = _EXECUTION.search(text) or _PIPELINE_JOB.search(text)
    return match["id"] if match else ""

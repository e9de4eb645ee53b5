"""Work in a process of its own is waited for, and its failure is told."""

import os

import pytest

from sagemaker_account.errors import StoreError
from sagemaker_account.lazy_service import start_subprocess


def test_what_is_made_apart_is_there_after_the_wait_and_was_made_by_another_process(tmp_path):
    file = tmp_path / "made"
    start_subprocess(lambda: file.write_text(str(os.getpid())), "The file")()
    assert int(file.read_text()) != os.getpid()


def test_what_could_not_be_made_is_named(capfd):
    wait = start_subprocess(lambda: 1 // 0, "The demo account")
    with pytest.raises(StoreError, match=r"The demo account could not be built\."):
        wait()
    assert "ZeroDivisionError" in capfd.readouterr().err

"""Work in a child process, its result and its failure."""

import os
import time

import pytest

from sagemaker_account.errors import StoreError
from sagemaker_account.lazy_service import start_subprocess, stop_subprocesses


def test_result_of_a_child_process_is_there_after_waiting(tmp_path):
    file = tmp_path / "made"
    start_subprocess(lambda: file.write_text(str(os.getpid())), "The file")()
    assert int(file.read_text()) != os.getpid()


def test_failure_of_a_child_process_is_reported(capfd):
    wait = start_subprocess(lambda: 1 // 0, "The demo account")
    with pytest.raises(StoreError, match=r"The demo account could not be built\."):
        wait()
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_work_that_nobody_needs_any_more_is_ended():
    wait = start_subprocess(lambda: time.sleep(100), "The demo account")
    stop_subprocesses()
    with pytest.raises(StoreError, match="could not be built"):
        wait()

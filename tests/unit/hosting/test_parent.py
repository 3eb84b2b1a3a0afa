"""Processes that end with the one that started them, however that ended."""

import signal
import subprocess
import sys

import pytest

from shared.hosting.parent import end_with_parent
from tests.real.fixtures import gone_within

PARENT = """
import os, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from shared.hosting.parent import end_with_parent

with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=end_with_parent) as pool:
    print(pool.submit(os.getpid).result(), flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("death", [signal.SIGTERM, signal.SIGKILL])
def test_they_are_gone_when_it_is(death: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.send_signal(death)
        assert gone_within(child, 20)


def test_a_process_that_was_started_otherwise_follows_nobody() -> None:
    with pytest.raises(RuntimeError, match="no parent"):
        end_with_parent()

"""A process that has no work without the one that started it."""

import os
import threading
from multiprocessing import parent_process
from multiprocessing.process import BaseProcess


def end_with_parent() -> None:
    """Ends this process as soon as its parent has ended, however that ended: nobody is left to tell it to.

    Raises RuntimeError in a process that multiprocessing did not start.
    """
    parent = parent_process()
    if parent is None:
        raise RuntimeError("this process has no parent that multiprocessing knows")
    threading.Thread(target=_follow, args=[parent], daemon=True).start()


def _follow(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
